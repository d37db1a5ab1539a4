"""Interactions: what was done, what came of it, and the timeline."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from crm_tui.domain import points
from crm_tui.domain.change import Ref
from crm_tui.domain.changes import ContactChanges, InteractionChanges
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.domain.follow_up import Due, FollowUpDraft, FollowUpKind
from crm_tui.domain.interaction import Direction, InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.query import parse
from crm_tui.store import contacts, follow_ups, history, interactions
from crm_tui.store.page import LAST
from crm_tui.store.store import Store
from crm_tui.store.undo import redo, undo
from tests.conftest import NOW
from tests.store import made


def call(*contacts: str, outcome: Outcome | None = None, **fields: object) -> InteractionDraft:
    return InteractionDraft(contacts=contacts, kind=InteractionKind.CALL, at=NOW, outcome=outcome, **fields)  # type: ignore[arg-type]


def test_an_interaction_comes_back_as_it_was_logged(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane Doe")
    draft = call(jane, outcome=Outcome.CONNECTED, duration_minutes=12, subject="Offer", text="one\ntwo")
    id = made.new(store.write(interactions.log, desk, draft), "interaction")
    found = interactions.one(store.connection, desk, id)
    assert [(who.id, who.name) for who in found.contacts] == [(jane, "Jane Doe")]
    assert (found.kind, found.outcome, found.at) == (InteractionKind.CALL, Outcome.CONNECTED, NOW)
    assert (found.direction, found.duration_minutes, found.subject) == (Direction.OUT, 12, "Offer")
    assert (found.text, found.author) == ("one\ntwo", "Rita")


@pytest.mark.parametrize(
    ("kind", "direction", "summary"),
    [
        (InteractionKind.CALL, None, "Called Jane"),
        (InteractionKind.CALL, Direction.IN, "Call from Jane"),
        (InteractionKind.EMAIL, None, "E-mailed Jane"),
        (InteractionKind.MEETING, None, "Met Jane"),
        (InteractionKind.MESSAGE, Direction.IN, "Message from Jane"),
        (InteractionKind.VISIT, None, "Visited Jane"),
        (InteractionKind.NOTE, None, "Note on Jane"),
    ],
)
def test_the_words_say_what_happened(
    store: Store, desk: Desk, kind: InteractionKind, direction: Direction | None, summary: str
) -> None:
    jane = made.contact(store, desk, "Jane")
    draft = InteractionDraft(contacts=(jane,), kind=kind, at=NOW, direction=direction)
    assert store.write(interactions.log, desk, draft).summary == summary


def test_a_call_its_next_step_and_its_status_are_one_undo_step(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane Doe")
    step = FollowUpDraft(contact=jane, due=Due(made.day(1), time(14)))
    draft = call(jane, outcome=Outcome.NO_ANSWER)
    change = store.write(interactions.log, desk, draft, next_step=step, status="attempting")
    assert change.summary == "Called Jane Doe · no answer · next: tomorrow 14:00 · status attempting"
    assert {ref.kind for ref in change.records} == {"contact", "interaction", "follow_up"}
    seen = contacts.one(store.connection, desk, jane)
    assert (seen.status, seen.standing.attempts, seen.standing.last_contacted) == ("attempting", 1, NOW)
    assert seen.standing.next_step is not None
    undo(store, desk)
    seen = contacts.one(store.connection, desk, jane)
    assert (seen.status, seen.standing.attempts, seen.standing.next_step) == ("new", 0, None)


def test_several_people_can_take_part(store: Store, desk: Desk) -> None:
    people = [made.contact(store, desk, f"Person {place}") for place in range(4)]
    draft = InteractionDraft(contacts=(*people, people[0]), kind=InteractionKind.MEETING, at=NOW)
    change = store.write(interactions.log, desk, draft)
    assert change.summary == "Met Person 0, Person 1 and 2 others"
    found = interactions.one(
        store.connection, desk, next(ref.id for ref in change.records if ref.kind == "interaction")
    )
    assert [who.id for who in found.contacts] == people
    assert all(contacts.one(store.connection, desk, id).standing.last_contacted == NOW for id in people)


def test_a_wrong_number_is_marked_bad_and_another_one_is_looked_for(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane", phone="2000 0000")
    other = points.phone("2111 1111", "LV")
    store.write(contacts.edit, desk, jane, ContactChanges(points=(other,)))
    change = store.write(interactions.log, desk, call(jane, outcome=Outcome.WRONG_NUMBER))
    assert change.summary == "Called Jane · wrong number · 2000 0000 marked bad · next: Find a working number, today"
    (step,) = follow_ups.of(store.connection, desk, jane)
    assert (step.kind, step.text, step.due.day) == (FollowUpKind.TODO, "Find a working number", made.day(0))
    phones = contacts.one(store.connection, desk, jane).phones
    assert {point.value: point.bad for point in phones} == {"2000 0000": True, "2111 1111": False}
    second = next(point.id for point in phones if not point.bad)
    store.write(interactions.log, desk, call(jane, outcome=Outcome.WRONG_NUMBER), point=second)
    assert all(point.bad for point in contacts.one(store.connection, desk, jane).phones)
    assert len(follow_ups.of(store.connection, desk, jane)) == 1


def test_a_next_step_of_the_reps_own_takes_the_place_of_finding_a_number(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    step = FollowUpDraft(contact=jane, due=Due(made.day(1)), text="Ask Bob")
    store.write(interactions.log, desk, call(jane, outcome=Outcome.WRONG_NUMBER), next_step=step)
    assert [each.text for each in follow_ups.of(store.connection, desk, jane)] == ["Ask Bob"]


def test_only_contacts_that_exist_can_be_logged(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    with pytest.raises(NotFoundError):
        store.write(interactions.log, desk, call(jane, "nobody"))
    with pytest.raises(UsageError):
        store.write(interactions.log, desk, call())
    with pytest.raises(UsageError):
        store.write(interactions.log, desk, call(jane), status="no such status")
    assert interactions.timeline(store.connection, desk, contact=jane).total == 0


def test_calling_someone_who_must_not_be_contacted_is_remarked_on(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane", do_not_contact=True)
    assert store.write(interactions.log, desk, call(jane)).notes == ("Jane is marked do-not-contact",)
    with pytest.raises(UsageError, match="must not be contacted"):
        store.write(interactions.log, desk, call(jane), next_step=FollowUpDraft(contact=jane, due=Due(made.day(1))))


def test_the_timeline_is_newest_first_and_filtered_by_kind(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    old = made.interaction(store, desk, jane, days=-9)
    note = made.interaction(store, desk, jane, days=-1, kind=InteractionKind.NOTE)
    new = made.interaction(store, desk, jane)
    gone = made.interaction(store, desk, jane)
    assert store.write(interactions.delete, desk, [gone]).summary == "Moved the call with Jane to the trash"
    page = interactions.timeline(store.connection, desk, contact=jane)
    assert [each.id for each in page.rows] == [new, note, old]
    assert (page.total, page.is_exact) == (3, True)
    calls = interactions.timeline(store.connection, desk, contact=jane, kinds={InteractionKind.CALL}, limit=1)
    assert ([each.id for each in calls.rows], calls.total) == ([new], 2)
    assert [each.id for each in interactions.latest(store.connection, desk, jane, 2)] == [new, note]


def test_a_companys_timeline_is_that_of_all_its_people_each_entry_once(store: Store, desk: Desk) -> None:
    jane, john = (made.contact(store, desk, name, company="Acme") for name in ("Jane", "John"))
    stranger = made.contact(store, desk, "Stranger", company="Beta")
    both = made.interaction(store, desk, jane, john, days=-1)
    late = made.interaction(store, desk, john, stranger)
    made.interaction(store, desk, stranger)
    company = contacts.one(store.connection, desk, jane).company
    assert company
    page = interactions.timeline(store.connection, desk, company=company.id)
    assert [each.id for each in page.rows] == [late, both]
    assert page.total == 2


def test_changing_an_interaction_changes_where_the_person_stands(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    id = made.interaction(store, desk, jane, days=-1, outcome=Outcome.NO_ANSWER)
    at = NOW - timedelta(days=3)
    change = store.write(interactions.edit, desk, id, InteractionChanges(outcome=Outcome.CONNECTED, at=at, text=" x "))
    assert change.summary == "Changed the call with Jane"
    found = interactions.one(store.connection, desk, id)
    assert (found.outcome, found.at, found.text) == (Outcome.CONNECTED, at, "x")
    standing = contacts.one(store.connection, desk, jane).standing
    assert (standing.last_contacted, standing.attempts) == (at, 0)
    store.write(interactions.edit, desk, id, InteractionChanges(outcome=None))
    assert interactions.one(store.connection, desk, id).outcome is None


def test_the_newest_pinned_entry_stands_above_the_timeline(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    first, second = (made.interaction(store, desk, jane, kind=InteractionKind.NOTE, days=days) for days in (-2, -1))
    assert interactions.pinned(store.connection, desk, jane) is None
    for id in (first, second):
        assert store.write(interactions.pin, desk, id).summary == "Pinned the note with Jane"
    found = interactions.pinned(store.connection, desk, jane)
    assert found
    assert found.id == second
    store.write(interactions.pin, desk, second, is_pinned=False)
    found = interactions.pinned(store.connection, desk, jane)
    assert found
    assert found.id == first


def test_a_booked_meeting_is_confirmed_the_working_day_before(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane Doe")
    meeting = FollowUpDraft(contact=jane, due=Due((NOW + timedelta(days=5)).date(), time(10), "Europe/Riga"))
    change = store.write(interactions.log, desk, call(jane, outcome=Outcome.MEETING_BOOKED), next_step=meeting)
    steps = follow_ups.of(store.connection, desk, jane)
    assert [(step.due.day.isoformat(), step.text) for step in steps] == [
        ("2026-11-20", "Confirm the meeting"),
        ("2026-11-23", ""),
    ]
    assert "reminder" in change.summary
    undo(store, desk)
    assert not follow_ups.of(store.connection, desk, jane)


def test_a_meeting_tomorrow_needs_no_reminder(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane Doe")
    meeting = FollowUpDraft(contact=jane, due=Due((NOW + timedelta(days=1)).date()))
    store.write(interactions.log, desk, call(jane, outcome=Outcome.MEETING_BOOKED), next_step=meeting)
    assert len(follow_ups.of(store.connection, desk, jane)) == 1


def test_a_note_has_no_outcome(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    with pytest.raises(UsageError, match="note has no outcome"):
        made.interaction(store, desk, jane, kind=InteractionKind.NOTE, outcome=Outcome.NO_ANSWER)
    id = made.interaction(store, desk, jane, outcome=Outcome.NO_ANSWER)
    with pytest.raises(UsageError, match="note has no outcome"):
        store.write(interactions.edit, desk, id, InteractionChanges(kind=InteractionKind.NOTE))


def test_who_took_part_is_corrected_in_one_step_that_can_be_undone_and_redone(store: Store, desk: Desk) -> None:
    jane, john, mary = (made.contact(store, desk, name) for name in ("Jane", "John", "Mary"))
    id = made.interaction(store, desk, jane, john, kind=InteractionKind.MEETING, text="harpsichord")

    def people() -> list[str]:
        return sorted(who.id for who in interactions.one(store.connection, desk, id).contacts)

    def found() -> list[str]:
        rows = contacts.page(store.connection, desk, query=parse("harpsichord")).rows
        return sorted(row.id for row in rows)

    change = store.write(interactions.edit, desk, id, InteractionChanges(contacts=(john, mary)))
    assert change.summary == "Changed the meeting with John"
    assert {ref.id for ref in change.records} == {id, jane, john, mary}
    assert people() == found() == sorted([john, mary])
    assert contacts.one(store.connection, desk, jane).standing.last_contacted is None
    assert contacts.one(store.connection, desk, mary).standing.last_contacted == NOW
    undo(store, desk)
    assert people() == found() == sorted([jane, john])
    assert contacts.one(store.connection, desk, mary).standing.last_contacted is None
    redo(store, desk)
    assert people() == found() == sorted([john, mary])
    store.write(interactions.edit, desk, id, InteractionChanges(contacts=(jane,)))
    assert people() == found() == [jane]


def test_an_interaction_keeps_somebody(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    id = made.interaction(store, desk, jane)
    with pytest.raises(UsageError, match="needs a contact"):
        store.write(interactions.edit, desk, id, InteractionChanges(contacts=()))
    with pytest.raises(NotFoundError):
        store.write(interactions.edit, desk, id, InteractionChanges(contacts=(jane, "nobody")))
    assert [who.id for who in interactions.one(store.connection, desk, id).contacts] == [jane]


def test_editing_pinning_and_the_trash_are_undone_and_redone(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    id = made.interaction(store, desk, jane, kind=InteractionKind.NOTE, text="before")

    def now() -> tuple[str, bool, bool]:
        found = interactions.one(store.connection, desk, id)
        return found.text, found.is_pinned, found.deleted_at is not None

    states = [now()]
    store.write(interactions.edit, desk, id, InteractionChanges(text="after"))
    states.append(now())
    store.write(interactions.pin, desk, id)
    states.append(now())
    store.write(interactions.delete, desk, [id])
    states.append(now())
    assert states == [
        ("before", False, False),
        ("after", False, False),
        ("after", True, False),
        ("after", True, True),
    ]
    for wanted in reversed(states[:-1]):
        undo(store, desk)
        assert now() == wanted
    for wanted in states[1:]:
        redo(store, desk)
        assert now() == wanted


def test_the_status_can_be_given_to_some_of_those_who_took_part(store: Store, desk: Desk) -> None:
    jane, john = (made.contact(store, desk, name) for name in ("Jane", "John"))
    store.write(interactions.log, desk, call(jane, john), status="qualified", whose=(jane,))
    assert [contacts.one(store.connection, desk, id).status for id in (jane, john)] == ["qualified", "new"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize("kinds", [(), (InteractionKind.CALL,), (InteractionKind.NOTE, InteractionKind.CALL)])
def test_windows_of_a_timeline_are_parts_of_the_whole(
    store: Store, desk: Desk, limit: int, kinds: tuple[InteractionKind, ...]
) -> None:
    jane = made.contact(store, desk, "Jane", company="Acme")
    company = contacts.one(store.connection, desk, jane).company
    assert company
    all_kinds = (InteractionKind.CALL, InteractionKind.NOTE, InteractionKind.EMAIL)
    ids = [made.interaction(store, desk, jane, kind=all_kinds[n % 3], days=-n) for n in range(8)]
    wanted = [id for n, id in enumerate(ids) if not kinds or all_kinds[n % 3] in kinds]
    for whose in ({"contact": jane}, {"company": company.id}):
        for offset in range(0, len(wanted) + limit, limit):
            page = interactions.timeline(store.connection, desk, **whose, kinds=kinds, offset=offset, limit=limit)
            assert [each.id for each in page.rows] == wanted[offset : offset + limit]
            assert (page.total, page.is_exact) == (len(wanted), True)
        end = interactions.timeline(store.connection, desk, **whose, kinds=kinds, offset=LAST, limit=limit)
        assert [each.id for each in end.rows] == wanted[end.offset :]
        assert (end.offset, end.total) == ((len(wanted) - 1) // limit * limit, len(wanted))


def test_a_timeline_of_nothing_says_so(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    for kinds in ((), (InteractionKind.VISIT,)):
        page = interactions.timeline(store.connection, desk, contact=jane, kinds=kinds)
        assert (page.rows, page.total, page.is_exact) == ((), 0, True)


def test_leaving_and_joining_an_interaction_stands_in_the_history_of_both(store: Store, desk: Desk) -> None:
    jane, john = (made.contact(store, desk, name) for name in ("Jane", "John"))
    id = made.interaction(store, desk, jane)
    store.write(interactions.edit, desk, id, InteractionChanges(contacts=(john,)))
    for ref in (Ref("contact", jane), Ref("contact", john), Ref("interaction", id)):
        assert history.of(store.connection, desk, ref=ref).rows[0].summary == "Changed the call with John"
    (left,) = history.of(store.connection, desk, ref=Ref("contact", jane)).rows[0].changes
    assert (left.of, left.field, left.old, left.new) == ("taking part", "deleted at", "", "2026-11-18 10:00")
