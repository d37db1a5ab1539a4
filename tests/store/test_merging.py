"""Merging records of one person: everything of all of them in one, and one undo."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.domain.change import Ref
from crm_tui.domain.changes import ContactChanges
from crm_tui.domain.contact import Contact
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.value import replace
from crm_tui.store import contacts, follow_ups, interactions, search, trash
from crm_tui.store.store import Store
from crm_tui.store.undo import redo, undo
from tests.blank import blank
from tests.store import made


def one(store: Store, desk: Desk, id: str) -> Contact:
    return contacts.one(store.connection, desk, id)


@pytest.fixture
def pair(store: Store, desk: Desk) -> tuple[str, str]:
    """Jane twice: with a title and a phone, and with an e-mail, a tier and another title."""
    jane = made.contact(
        store, desk, "Jane Doe", phone="2000 0000", title="Head of IT", company="Acme", tags=("vip",), note="Likes tea."
    )
    other = made.contact(
        store,
        desk,
        "Doe, Jane Mary",
        email="jane@acme.example",
        phone="+371 2000 0000",
        title="Buyer",
        tags=("fair",),
        note="Met in Riga.",
        status="connected",
        custom={"Region": "North"},
        birthday="1980-05-01",
    )
    return jane, other


def test_everything_of_both_is_kept(store: Store, desk: Desk, pair: tuple[str, str]) -> None:
    jane, other = pair
    made.interaction(store, desk, jane, days=-3, outcome=Outcome.NO_ANSWER)
    made.interaction(store, desk, other, days=-1, text="wants a quote")
    step = made.follow_up(store, desk, other, 2, text="send it")
    store.write(contacts.merge, desk, jane, [other])
    kept = one(store, desk, jane)
    assert [point.normal for point in kept.phones] == ["+37120000000"]
    assert [point.normal for point in kept.emails] == ["jane@acme.example"]
    assert kept.tags == ("fair", "vip")
    assert (kept.title, kept.birthday, kept.status) == ("Head of IT", "1980-05-01", "connected")
    assert kept.custom == {"Region": "North"}
    assert kept.company
    assert kept.company.name == "Acme"
    told = kept.note.split("\n\n")
    assert told[:2] == ["Likes tea.", "Met in Riga."]
    assert "also known as Doe, Jane Mary" in told[2]
    assert "title Buyer" in told[2]
    timeline = interactions.timeline(store.connection, desk, contact=jane)
    assert [entry.text for entry in timeline.rows] == ["wants a quote", ""]
    assert [each.id for each in follow_ups.of(store.connection, desk, jane)] == [step]
    assert kept.standing.next_step
    assert kept.standing.next_step.id == step
    assert one(store, desk, other).deleted_at is not None


def test_one_undo_brings_both_back_as_they_were(store: Store, desk: Desk, pair: tuple[str, str]) -> None:
    jane, other = pair
    made.interaction(store, desk, other, jane, kind=InteractionKind.MEETING, days=-1)
    made.interaction(store, desk, other, days=-2)
    made.follow_up(store, desk, other, 1)
    before = [one(store, desk, id) for id in pair]
    change = store.write(contacts.merge, desk, jane, [other])
    assert change.summary == "Merged Doe, Jane Mary into Jane Doe"
    merged = one(store, desk, jane)
    undo(store, desk)
    assert [one(store, desk, id) for id in pair] == before
    assert interactions.timeline(store.connection, desk, contact=other).total == 2
    redo(store, desk)
    assert one(store, desk, jane) == merged
    assert not search.verify(store.connection)


def test_somebody_who_took_part_twice_took_part_once(store: Store, desk: Desk, pair: tuple[str, str]) -> None:
    jane, other = pair
    made.interaction(store, desk, jane, other, kind=InteractionKind.MEETING)
    store.write(contacts.merge, desk, jane, [other])
    (entry,) = interactions.timeline(store.connection, desk, contact=jane).rows
    assert [person.id for person in entry.contacts] == [jane]


def test_a_value_of_the_other_record_can_be_chosen(store: Store, desk: Desk, pair: tuple[str, str]) -> None:
    jane, other = pair
    store.write(contacts.merge, desk, jane, [other], {"title": other, "name": other})
    kept = one(store, desk, jane)
    assert (kept.name, kept.title) == ("Doe, Jane Mary", "Buyer")
    assert "title Head of IT" in kept.note
    assert "also known as Jane Doe" in kept.note


def test_do_not_contact_of_either_holds_for_both(store: Store, desk: Desk, pair: tuple[str, str]) -> None:
    jane, other = pair
    made.follow_up(store, desk, jane)
    store.write(contacts.edit, desk, other, ContactChanges(do_not_contact=True))
    store.write(contacts.merge, desk, jane, [other])
    kept = one(store, desk, jane)
    assert kept.do_not_contact
    assert kept.standing.next_step is None


def test_what_was_planned_is_canceled_if_the_contact_that_is_kept_must_not_be_contacted(
    store: Store, desk: Desk, pair: tuple[str, str]
) -> None:
    jane, other = pair
    step = made.follow_up(store, desk, other)
    store.write(contacts.edit, desk, jane, ContactChanges(do_not_contact=True))
    store.write(contacts.merge, desk, jane, [other])
    assert one(store, desk, jane).standing.next_step is None
    assert [(each.id, each.state) for each in follow_ups.of(store.connection, desk, jane)] == [(step, "canceled")]


def test_a_prefix_and_a_wrong_number_that_only_the_other_record_knows_stay_known(store: Store, desk: Desk) -> None:
    keep = made.contact(store, desk, "Jane Doe", phone="2000 0000")
    other = made.contact(store, desk, "Jane Doe", phone="2000 0000", prefix="Dr", suffix="PhD")
    (number,) = one(store, desk, other).phones
    store.write(contacts.edit, desk, other, ContactChanges(points=(replace(number, bad=True),)))
    store.write(contacts.merge, desk, keep, [other])
    kept = one(store, desk, keep)
    assert (kept.prefix, kept.suffix) == ("Dr", "PhD")
    assert [(point.normal, point.bad) for point in kept.phones] == [("+37120000000", True)]
    undo(store, desk)
    assert not one(store, desk, keep).phones[0].bad


def test_three_become_one(store: Store, desk: Desk, pair: tuple[str, str]) -> None:
    jane, other = pair
    third = made.contact(store, desk, "J. Doe", email="j.doe@home.example")
    change = store.write(contacts.merge, desk, jane, [other, third, jane])
    assert change.summary == "Merged 2 contacts into Jane Doe"
    assert len(one(store, desk, jane).emails) == 2


def test_what_cannot_be_merged_is_refused_and_nothing_is_written(
    store: Store, desk: Desk, pair: tuple[str, str]
) -> None:
    jane, other = pair
    with pytest.raises(UsageError, match="nobody to merge"):
        store.write(contacts.merge, desk, jane, [jane])
    with pytest.raises(UsageError, match="'shoe'"):
        store.write(contacts.merge, desk, jane, [other], {"shoe": jane})
    store.write(contacts.delete, desk, (other,))
    with pytest.raises(NotFoundError):
        store.write(contacts.merge, desk, jane, [other])
    assert one(store, desk, jane).tags == ("vip",)


def test_the_record_taken_out_of_the_trash_still_has_its_addresses(
    store: Store, desk: Desk, pair: tuple[str, str]
) -> None:
    jane, other = pair
    store.write(contacts.merge, desk, jane, [other])
    store.write(trash.restore, desk, [Ref("contact", other)])
    assert [point.normal for point in one(store, desk, other).emails] == ["jane@acme.example"]


_PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["Jane Doe", "Doe Jane", "Ann Ash", ""]),
        st.sampled_from(["jane@acme.example", "ann@ash.example"]),
        st.sampled_from(["", "vip", "fair"]),
        st.sampled_from(["", "Acme", "Ash Ltd"]),
        st.integers(0, 2),
    ),
    min_size=3,
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=_PEOPLE, merges=st.lists(st.permutations(range(3)), min_size=1, max_size=3))
def test_after_any_merges_and_undos_the_index_and_the_people_are_as_they_should_be(
    tmp_path_factory: pytest.TempPathFactory, desk: Desk, people: list[tuple[str, ...]], merges: list[list[int]]
) -> None:
    with Store(blank(tmp_path_factory.mktemp("merge") / "crm.db")) as store:
        ids = []
        for name, email, tag, company, calls in people:
            ids.append(made.contact(store, desk, name, email=email, company=company, tags=(tag,) if tag else ()))
            for number in range(int(calls)):
                made.interaction(store, desk, ids[-1], days=-number, text=f"call {number}")
            made.follow_up(store, desk, ids[-1], 1)
        states = [[one(store, desk, id) for id in ids]]
        for keep, *others in merges:
            alive = [ids[other] for other in others if one(store, desk, ids[other]).deleted_at is None]
            if one(store, desk, ids[keep]).deleted_at is None and alive:
                store.write(contacts.merge, desk, ids[keep], alive)
                states.append([one(store, desk, id) for id in ids])
        assert not search.verify(store.connection)
        for state in reversed(states[:-1]):
            undo(store, desk)
            assert [one(store, desk, id) for id in ids] == state
        for state in states[1:]:
            redo(store, desk)
            assert [one(store, desk, id) for id in ids] == state
        assert not search.verify(store.connection)


def test_likely_duplicates_of_a_contact_leave_it_out(store: Store, desk: Desk, pair: tuple[str, str]) -> None:
    jane, other = pair
    found = contacts.likely_duplicates_of(store.connection, desk, jane)
    assert [line.id for line, _ in found] == [other]
    assert found[0][1].reason
