"""How long somebody may be silent: their own interval, else that of their tags, else that of their tier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain.change import Change
from crm_tui.domain.changes import ContactChanges
from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.desk import Desk
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.selection import Selection
from crm_tui.domain.silence import Quiet
from crm_tui.domain.status import Tier
from crm_tui.store import contact_list, contacts, doctor, marked, reading, tags, undo
from crm_tui.store.bulk import Terms, Writer
from crm_tui.store.bulk.quiet import MANY
from crm_tui.store.doctor import Level
from crm_tui.store.incoming import IncomingContact
from crm_tui.store.store import Store
from tests.blank import blank
from tests.conftest import NOW
from tests.store import made

RULES = {"vip": 7, "slow": 200, "ärzte": 50}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk at which some tags have intervals."""
    return replace(desk, tag_days=RULES)


def interval(store: Store, desk: Desk, id: str) -> int | None:
    """Days from when somebody was last heard of, or added, until they are quiet."""
    found = contacts.one(store.connection, desk, id)
    since = found.standing.last_activity or found.created_at
    return (found.standing.quiet_on - since.date()).days if found.standing.quiet_on else None


def test_a_tag_wins_over_the_tier_and_the_contacts_own_over_both(store: Store, desk: Desk) -> None:
    assert interval(store, desk, made.contact(store, desk, "Ann", tier=Tier.A)) == 30
    assert interval(store, desk, made.contact(store, desk, "Bob", tier=Tier.A, tags=("slow",))) == 200
    cat = made.contact(store, desk, "Cat", tier=Tier.A, tags=("slow",), keep_in_touch_days=3)
    assert interval(store, desk, cat) == 3


def test_of_several_tags_the_shortest_interval_counts(store: Store, desk: Desk) -> None:
    assert interval(store, desk, made.contact(store, desk, "Ann", tags=("slow", "vip", "other"))) == 7


def test_a_tag_without_an_interval_changes_nothing(store: Store, desk: Desk) -> None:
    assert interval(store, desk, made.contact(store, desk, "Ann", tags=("other",))) is None


def test_the_case_of_a_tag_does_not_matter(store: Store, desk: Desk) -> None:
    assert interval(store, desk, made.contact(store, desk, "Ann", tags=("VIP",))) == 7


def test_putting_a_tag_on_and_taking_it_off_is_felt_at_once(store: Store, desk: Desk) -> None:
    ann = made.contact(store, desk, "Ann", tier=Tier.B)
    store.write(marked.tag, desk, [ann], add=["vip"])
    assert interval(store, desk, ann) == 7
    store.write(marked.tag, desk, [ann], remove=["VIP"])
    assert interval(store, desk, ann) == 60
    undo.undo(store, desk)
    assert interval(store, desk, ann) == 7


def test_so_is_a_tag_on_very_many_and_its_undo(store: Store, desk: Desk) -> None:
    bring(store, desk, [ContactDraft(name=f"Ann {number}") for number in range(250)])
    people = [id for (id,) in store.connection.execute("SELECT id FROM contact")]
    store.write(marked.tag, desk, Selection(everyone=True), add=["slow"])
    assert {interval(store, desk, id) for id in people} == {200}
    undo.undo(store, desk)
    assert {interval(store, desk, id) for id in people} == {None}


def test_a_tag_that_is_renamed_or_deleted_loses_its_interval(store: Store, desk: Desk) -> None:
    ann = made.contact(store, desk, "Ann", tags=("vip",))
    store.write(tags.rename, desk, "vip", "friend")
    assert interval(store, desk, ann) is None
    store.write(tags.rename, desk, "friend", "slow")
    assert interval(store, desk, ann) == 200
    store.write(tags.delete, desk, "slow")
    assert interval(store, desk, ann) is None


def test_a_change_of_the_settings_is_taken_up_when_the_book_is_next_read(store: Store, path: Path, desk: Desk) -> None:
    ann = made.contact(store, desk, "Ann", tags=("vip",))
    bob = made.contact(store, desk, "Bob", tags=("other",))
    other = replace(desk, tag_days={"vip": 9, "other": 11})
    reading.reader(path, other).close()
    assert (interval(store, other, ann), interval(store, other, bob)) == (9, 11)
    store.write(marked.tag, desk, [ann], add=["third"])  # by somebody whose settings are others
    assert (interval(store, desk, ann), interval(store, desk, bob)) == (7, None)


@pytest.mark.parametrize("kind", list(InteractionKind))
def test_any_interaction_ends_a_silence(store: Store, desk: Desk, kind: InteractionKind) -> None:
    ann = made.contact(store, desk, "Ann", tags=("vip",))
    made.interaction(store, desk, ann, kind=kind, days=-20)
    assert quiet(store, desk) == Quiet(20, 7)
    made.interaction(store, desk, ann, kind=kind, days=0)
    assert quiet(store, desk) is None
    undo.undo(store, desk)
    assert quiet(store, desk) == Quiet(20, 7)


def bring(store: Store, desk: Desk, drafts: Sequence[ContactDraft], many: int = MANY) -> None:
    """Imports people."""
    with store.operation(desk, "import") as running, closing(Writer(running.connection, desk, Terms(), many)) as writer:
        writer.write([IncomingContact(draft) for draft in drafts])
        writer.finish()
        running.change = Change(summary="Imported", everything=True)


def quiet(store: Store, desk: Desk) -> Quiet | None:
    """How quiet the first of the list is."""
    return contact_list.page(store.connection, desk, query=None).rows[0].quiet


def test_whoever_must_not_be_contacted_is_not_called_quiet(store: Store, desk: Desk) -> None:
    ann = made.contact(store, desk, "Ann", tags=("vip",))
    made.interaction(store, desk, ann, days=-20)
    store.write(marked.set_do_not_contact, desk, [ann])
    assert quiet(store, desk) is None


@pytest.mark.parametrize("many", [1, MANY])
def test_people_brought_by_a_file_have_the_intervals_of_their_tags(store: Store, desk: Desk, many: int) -> None:
    made.contact(store, desk, "Zoe", tags=("ärzte",))
    drafts = [
        ContactDraft(name="Ann", tier=Tier.A, tags=("slow", "VIP")),
        ContactDraft(name="Bob", tier=Tier.A, tags=("other",)),
        ContactDraft(name="Cat", tags=("vip",), keep_in_touch_days=3),
        ContactDraft(name="Dan", tags=("ÄRZTE",)),
    ]
    bring(store, desk, drafts, many)
    rows = store.connection.execute("SELECT id, name FROM contact ORDER BY name").fetchall()
    assert {name: interval(store, desk, id) for id, name in rows} == {
        "Ann": 7, "Bob": 30, "Cat": 3, "Dan": 50, "Zoe": 50,
    }  # fmt: skip


def test_the_doctor_finds_a_silence_that_is_wrong_and_mends_it(store: Store, path: Path, desk: Desk) -> None:
    ann = made.contact(store, desk, "Ann", tags=("vip",))
    store.connection.execute("UPDATE standing SET quiet_day = '2030-01-01'")
    faults = [each for each in doctor.check(store.connection, path, desk) if each.level is not Level.OK]
    assert [each.name for each in faults] == ["standing"]
    doctor.fix(store.connection, path, desk)
    assert interval(store, desk, ann) == 7


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["tag", "untag", "tier", "own", "log", "rules", "log and undo", "tag and undo"]),
        st.integers(0, 2),
        st.sampled_from(["vip", "VIP", "slow", "other"]),
        st.integers(1, 90),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(ACTIONS)
def test_after_anything_everybody_is_quiet_when_a_plain_computation_says_so(
    tmp_path_factory: pytest.TempPathFactory, actions: Sequence[tuple[str, int, str, int]]
) -> None:
    desk = replace(made_desk(), tag_days=RULES)
    with Store(blank(tmp_path_factory.mktemp("touch") / "crm.db")) as store:
        people = [
            made.contact(store, desk, name, tier=tier) for name, tier in (("A", Tier.A), ("B", None), ("C", Tier.C))
        ]
        for action, number, tag, days in actions:
            desk = act(store, desk, action, people[number], tag, days)
        for id in people:
            found = contacts.one(store.connection, desk, id)
            since = found.standing.last_activity or found.created_at
            expected = plainly(desk.tag_days, found.tags, found.tier, found.keep_in_touch_days, since.date())
            assert found.standing.quiet_on == expected


def made_desk() -> Desk:
    from crm_tui.domain.clock import Moment

    return Desk(moment=Moment(NOW, "Europe/Riga"))


def act(store: Store, desk: Desk, action: str, id: str, tag: str, days: int) -> Desk:
    """Does something; the desk at which it goes on."""
    match action:
        case "tag":
            store.write(marked.tag, desk, [id], add=[tag])
        case "untag":
            store.write(marked.tag, desk, [id], remove=[tag])
        case "tier":
            store.write(marked.set_tier, desk, [id], list(Tier)[days % 3])
        case "own":
            store.write(contacts.edit, desk, id, ContactChanges(keep_in_touch_days=days if days % 2 else None))
        case "log and undo":
            made.interaction(store, desk, id, days=days - 90)
            undo.undo(store, desk)
        case "log":
            made.interaction(store, desk, id, kind=InteractionKind.NOTE, days=-days)
        case "tag and undo":
            if store.write(marked.tag, desk, [id], add=[tag]).operation:
                undo.undo(store, desk)
        case _:
            desk = replace(desk, tag_days={tag: days, "other": 5} if tag != "other" else {})
            store.write(nothing, desk)
    return desk


def nothing(session: object, desk: Desk) -> Change:
    """Nothing: the rules of the desk are taken up all the same."""
    return Change(summary="")


def plainly(
    rules: Mapping[str, int], tags: Sequence[str], tier: Tier | None, own: int | None, since: date
) -> date | None:
    """The day on which a silence is too long, computed as it is explained."""
    of_tags = [days for tag in tags for name, days in rules.items() if tag.lower() == name.lower()]
    of_tier = {Tier.A: 30, Tier.B: 60, Tier.C: 120}
    days = own or min(of_tags, default=None) or (of_tier[tier] if tier else None)
    return since + timedelta(days=days) if days else None
