"""Finding who is there twice in a whole book, telling pairs apart for good, and merging the obvious ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.domain import match, points
from crm_tui.domain.change import Ref
from crm_tui.domain.changes import ContactChanges
from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.domain.likeness_blocks import MOST, Hold
from crm_tui.domain.match import LIKELY
from crm_tui.store import contacts, doctor, duplicates, duplicates_edits, duplicates_find, duplicates_keys, trash
from crm_tui.store.duplicates_find import Pair
from crm_tui.store.store import Store
from crm_tui.store.undo import redo, undo
from tests.blank import blank
from tests.store import made


def found(store: Store, desk: Desk) -> list[Pair]:
    return duplicates.remaining(store.connection, desk, duplicates_find.find(store.connection, desk))


def named(store: Store, desk: Desk) -> list[set[str]]:
    """The names of each pair, the surest first."""
    listed = duplicates.listed(store.connection, desk, found(store, desk))
    return [{pair.one.name, pair.other.name} for pair in listed]


@pytest.fixture
def jane(store: Store, desk: Desk) -> tuple[str, str]:
    """Jane twice, and two who have nothing to do with her."""
    ids = (
        made.contact(store, desk, "Jane Doe", email="jane@acme.example", company="Acme"),
        made.contact(store, desk, "Doe, Jane", email="JANE@acme.example", phone="2000 0000"),
    )
    made.contact(store, desk, "Bob Roe", company="Acme")
    made.contact(store, desk, "Ann Ash")
    return ids


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Bob Smith", "company": "Acme"}, {"name": "Robert Smith", "company": "ACME Ltd"}),
        ({"name": "Jnae Smith", "company": "Acme"}, {"name": "Jane Smith", "company": "Acme"}),
        ({"name": "Smith Jane", "company": "Acme"}, {"name": "Jane Smith", "company": "Acme"}),
        ({"name": "J. Smith", "company": "Acme"}, {"name": "Jane Smith", "company": "Acme"}),
        ({"name": "Juris Kalns", "phone": "2000 0000"}, {"name": "Юрис Калнс", "phone": "+371 2000 0000"}),
        ({"name": "Elodie Roux", "email": "e@roux.fr"}, {"name": "Élodie Roux", "email": "elo@roux.fr"}),
        ({"name": "Jane Smith", "birthday": "1980-03-04"}, {"name": "Jane Smith", "birthday": "1980-04-03"}),
        ({"name": "Zoe Quill"}, {"name": "Zoë Quill"}),
        ({"name": "", "email": "z@quill.lv"}, {"name": "Zoë Quill", "email": "Z@quill.lv"}),
    ],
)
def test_a_second_record_is_found(store: Store, desk: Desk, one: dict[str, str], other: dict[str, str]) -> None:
    for fields in (one, other):
        made.contact(store, desk, **fields)
    made.contact(store, desk, "Somebody Else", company="Acme", phone="2999 9999")
    ((first, second, match, _),) = found(store, desk)
    assert (first, second) == (1, 2)
    assert match.score >= LIKELY


def test_pairs_come_the_surest_first_with_their_reasons(store: Store, desk: Desk, jane: tuple[str, str]) -> None:
    made.contact(store, desk, "Bob Roe", company="Acme")
    assert named(store, desk) == [{"Jane Doe", "Doe, Jane"}, {"Bob Roe"}]
    best, second = found(store, desk)
    assert best.match.reasons == ("same e-mail address", "same name")
    assert best.is_obvious
    assert not second.is_obvious


def test_colleagues_on_one_line_are_not_compared_by_it(store: Store, desk: Desk) -> None:
    for name in ("Ann Ash", "Bea Birch", "Cy Cedar", "Di Dogwood", "Ed Elm", "Flo Fir"):
        made.contact(store, desk, name, phone="2000 0000", email="info@wood.example", company="Wood")
    assert found(store, desk) == []
    assert duplicates_keys.shared_lines(store.connection) == set()
    made.contact(store, desk, "Gus Gum", phone="2111 1111")
    made.contact(store, desk, "Hal Hazel", phone="2111 1111")
    assert duplicates_keys.shared_lines(store.connection) == {"+37121111111"}


def test_a_record_that_came_a_hundred_times_is_found_as_a_chain(store: Store, desk: Desk) -> None:
    many = MOST[Hold.STRONG] * 2
    for _ in range(many):
        made.contact(store, desk, "Jane Doe", email="jane@acme.example")
    pairs = {(pair.one, pair.other) for pair in found(store, desk)}
    assert {(at, at + 1) for at in range(1, many)} <= pairs
    assert len(pairs) < many * many / 8
    everybody = [
        (one.id, other.id) for one, other, _, _ in duplicates.listed(store.connection, desk, found(store, desk))
    ]
    store.write(duplicates_edits.merge_all, desk, everybody)
    assert store.connection.execute("SELECT count(*) FROM contact WHERE deleted_at IS NULL").fetchone() == (1,)
    undo(store, desk)
    assert store.connection.execute("SELECT count(*) FROM contact WHERE deleted_at IS NULL").fetchone() == (many,)
    assert {(pair.one, pair.other) for pair in found(store, desk)} == pairs
    assert not [each for each in doctor.check(store.connection, store.path, desk) if each.level is doctor.Level.PROBLEM]


def test_in_the_trash_nobody_is_found(store: Store, desk: Desk, jane: tuple[str, str]) -> None:
    store.write(contacts.delete, desk, jane[:1])
    assert found(store, desk) == []


def test_who_watches_is_told_and_may_end_it(store: Store, desk: Desk, jane: tuple[str, str]) -> None:
    told = []
    duplicates_find.find(store.connection, desk, lambda stage, done, total: told.append((stage, done, total)))
    assert {stage for stage, _, _ in told} == {"Reading", "Putting side by side", "Comparing"}

    def end(stage: str, done: int, total: int) -> None:
        raise NotFoundError("enough")

    with pytest.raises(NotFoundError):
        duplicates_find.find(store.connection, desk, end)


# Telling apart


def test_a_dismissed_pair_stays_dismissed_whatever_becomes_of_either(
    store: Store, desk: Desk, jane: tuple[str, str]
) -> None:
    change = store.write(duplicates_edits.dismiss, desk, *jane)
    assert change.summary == "Jane Doe and Doe, Jane are two people"
    assert change.touches("contact", jane[0])
    assert found(store, desk) == []
    assert contacts.likely_duplicates_of(store.connection, desk, jane[0]) == []
    store.write(contacts.edit, desk, jane[0], ContactChanges(title="CTO"))
    assert found(store, desk) == []


def test_dismissing_is_undone_and_redone(store: Store, desk: Desk, jane: tuple[str, str]) -> None:
    store.write(duplicates_edits.dismiss, desk, jane[1], jane[0])
    undo(store, desk)
    assert len(found(store, desk)) == 1
    redo(store, desk)
    assert found(store, desk) == []
    undo(store, desk)
    store.write(duplicates_edits.dismiss, desk, *jane)
    assert found(store, desk) == []
    assert store.connection.execute("SELECT count(*) FROM pairing").fetchone() == (1,)


def test_one_contact_is_no_pair(store: Store, desk: Desk, jane: tuple[str, str]) -> None:
    with pytest.raises(UsageError):
        store.write(duplicates_edits.dismiss, desk, jane[0], jane[0])
    with pytest.raises(NotFoundError):
        store.write(duplicates_edits.dismiss, desk, jane[0], "f" * 32)


def test_two_machines_give_the_judgement_of_a_pair_one_id(store: Store, desk: Desk, jane: tuple[str, str]) -> None:
    store.write(duplicates_edits.dismiss, desk, *jane)
    (first,) = store.connection.execute("SELECT id FROM pairing").fetchone()
    undo(store, desk)
    store.write(contacts.merge, desk, jane[1], [jane[0]])
    assert store.connection.execute("SELECT id, is_same FROM pairing").fetchall() == [(first, 1)]


# Merging


def test_the_id_of_a_merged_contact_leads_to_whom_it_became(store: Store, desk: Desk, jane: tuple[str, str]) -> None:
    third = made.contact(store, desk, "Jane A. Doe")
    store.write(contacts.merge, desk, jane[0], [jane[1]])
    store.write(contacts.merge, desk, third, [jane[0]])
    for id in (*jane, third):
        assert contacts.resolve(store.connection, desk, id) == third
    undo(store, desk)
    assert contacts.resolve(store.connection, desk, jane[1]) == jane[0]
    undo(store, desk)
    assert contacts.resolve(store.connection, desk, jane[1]) == jane[1]


def test_a_merged_contact_that_is_restored_answers_for_itself(store: Store, desk: Desk, jane: tuple[str, str]) -> None:
    store.write(contacts.merge, desk, jane[0], [jane[1]])
    store.write(trash.restore, desk, [Ref("contact", jane[1])])
    assert contacts.resolve(store.connection, desk, jane[1]) == jane[1]


def test_the_obvious_ones_are_one_change_and_one_undo(store: Store, desk: Desk, jane: tuple[str, str]) -> None:
    for phone in ("2111 1111", "2222 2222", "2333 3333"):
        made.contact(store, desk, "Bob Roe", email="bob@roe.example", phone=phone)
    before = [contacts.one(store.connection, desk, id) for id in jane]
    obvious = [pair for pair in found(store, desk) if pair.is_obvious]
    listed = duplicates.listed(store.connection, desk, obvious)
    change = store.write(duplicates_edits.merge_all, desk, [(pair.one.id, pair.other.id) for pair in listed])
    assert change.summary == "Merged 3 duplicates into 2 contacts"
    assert not any(pair.is_obvious for pair in found(store, desk))
    (bob,) = (
        contacts.one(store.connection, desk, id)
        for (id,) in store.connection.execute(
            "SELECT c.id FROM contact c JOIN contact_point p ON p.contact = c.pk"
            " WHERE p.normal = 'bob@roe.example' AND c.deleted_at IS NULL"
        )
    )
    assert len(bob.phones) == 3
    undo(store, desk)
    assert [contacts.one(store.connection, desk, id) for id in jane] == before
    assert len([pair for pair in found(store, desk) if pair.is_obvious]) == 4
    assert not [each for each in doctor.check(store.connection, store.path, desk) if each.level is doctor.Level.PROBLEM]


NAMES = st.sampled_from(["Jane Doe", "Doe, Jane", "Jnae Doe", "Bob Roe", "Robert Roe", "", "白石 健太", "Юрий Иванов"])
EMAILS = st.sampled_from(["", "jane@acme.example", "JANE@acme.example", "bob@acme.example", "info@acme.example"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, EMAILS), min_size=2, max_size=7))
def test_no_likely_pair_with_one_address_is_lost(
    tmp_path_factory: pytest.TempPathFactory, desk: Desk, people: list[tuple[str, str]]
) -> None:
    with Store(blank(tmp_path_factory.mktemp("book") / "crm.db")) as store:
        for name, email in people:
            draft = ContactDraft(name=name, points=(points.email(email or "none@x.example"),))
            store.write(contacts.add, desk, draft)
        pairs = {(pair.one, pair.other) for pair in duplicates_find.find(store.connection, desk)}
        known = duplicates_keys.some(store.connection, range(1, len(people) + 1))
    for one, keys in known.items():
        for other, others in known.items():
            if one < other and keys.emails & others.emails and match.score(keys, others).score >= LIKELY:
                assert (one, other) in pairs


STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "dismiss", "undo", "undo", "redo"]), st.integers(0, 3), st.integers(0, 3)),
    min_size=4,
    max_size=10,
)


def judged(store: Store) -> tuple[frozenset[object], ...]:
    """Who is there, whose the addresses are, and which pairs are two people."""
    asked = (
        "SELECT id FROM contact WHERE deleted_at IS NULL",
        "SELECT contact, normal FROM contact_point WHERE deleted_at IS NULL",
    )
    rows = (frozenset[object](store.connection.execute(statement)) for statement in asked)
    return (*rows, frozenset[object](duplicates.dismissals(store.connection)))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_judgements_are_taken_back_and_made_again_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, desk: Desk, steps: list[tuple[str, int, int]]
) -> None:
    with Store(blank(tmp_path_factory.mktemp("book") / "crm.db")) as store:
        ids = [
            made.contact(store, desk, f"{name} Doe", email=f"{name}@doe.example") for name in ("Ann", "Bea", "Cy", "Di")
        ]
        states, at = [judged(store)], 0
        for verb, one, other in steps:
            alive = [id for id in ids if (id,) in states[at][0]]
            pair = alive[one % len(alive)], alive[other % len(alive)]
            if verb == "undo" and at:
                undo(store, desk)
                at -= 1
            elif verb == "redo" and at + 1 < len(states):
                redo(store, desk)
                at += 1
            elif verb in ("merge", "dismiss") and pair[0] != pair[1]:
                if verb == "merge":
                    store.write(contacts.merge, desk, pair[0], [pair[1]])
                else:
                    store.write(duplicates_edits.dismiss, desk, *pair)
                if judged(store) != states[at]:  # to dismiss a pair again is nothing that could be undone
                    at += 1
                    states[at:] = [judged(store)]
            assert judged(store) == states[at]
        assert all(pair.one != pair.other for pair in found(store, desk))
