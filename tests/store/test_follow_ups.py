"""Follow-ups: making, moving, completing and closing them."""

from __future__ import annotations

from datetime import date, time

import pytest

from crm_tui.domain.agenda import Range
from crm_tui.domain.changes import FollowUpChanges
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, NotFoundError, UsageError
from crm_tui.domain.follow_up import Due, FollowUp, FollowUpDraft, FollowUpKind, FollowUpState, Priority
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.store import contacts, follow_ups, ids, interactions
from crm_tui.store.store import Store
from crm_tui.store.undo import undo
from tests.store import made


def one(store: Store, desk: Desk, id: str) -> FollowUp:
    return follow_ups.one(store.connection, desk, id)


def listed(store: Store, desk: Desk, part: Range) -> list[str]:
    return [each.id for each in follow_ups.agenda(store.connection, desk, range=part).rows]


def test_a_follow_up_comes_back_as_it_was_added(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane Doe", company="Acme")
    draft = FollowUpDraft(
        contact=jane, due=Due(made.day(1), time(14), "America/New_York"), text="Offer", priority=Priority.HIGH
    )
    change = store.write(follow_ups.add, desk, draft)
    found = one(store, desk, made.new(change, "follow_up"))
    assert change.summary == "Call Jane Doe tomorrow 21:00"
    assert (found.due, found.text, found.priority, found.company) == (draft.due, "Offer", Priority.HIGH, "Acme")
    assert (found.contact.id, found.kind, found.state) == (jane, FollowUpKind.CALL, FollowUpState.OPEN)


def test_a_time_without_a_zone_is_the_reps_and_a_day_has_none(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    assert one(store, desk, made.follow_up(store, desk, jane, 1, time(9))).due.zone == "Europe/Riga"
    assert one(store, desk, made.follow_up(store, desk, jane, 1)).due == Due(made.day(1))


def test_an_outcome_logs_the_call_and_sets_what_is_next_in_one_undo_step(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane Doe")
    id = made.follow_up(store, desk, jane, -1)
    step = FollowUpDraft(contact=jane, due=Due(made.day(1), time(14)))
    change = store.write(follow_ups.complete, desk, id, outcome=Outcome.NO_ANSWER, next_step=step, status="attempting")
    assert change.summary == "Called Jane Doe · no answer · next: tomorrow 14:00 · status attempting"
    done = one(store, desk, id)
    assert (done.state, done.done_at) == (FollowUpState.DONE, desk.moment.now)
    (logged,) = interactions.latest(store.connection, desk, jane)
    assert (logged.kind, logged.outcome) == (InteractionKind.CALL, Outcome.NO_ANSWER)
    assert [each.due for each in follow_ups.of(store.connection, desk, jane, open_only=True)] == [
        Due(made.day(1), time(14), "Europe/Riga")
    ]
    undo(store, desk)
    assert one(store, desk, id).state is FollowUpState.OPEN
    assert interactions.latest(store.connection, desk, jane) == ()


def test_without_outcome_or_note_nothing_is_logged(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane Doe")
    id = made.follow_up(store, desk, jane)
    assert store.write(follow_ups.complete, desk, id, status="connected").summary == (
        "Done: call Jane Doe · status connected"
    )
    assert interactions.latest(store.connection, desk, jane) == ()


@pytest.mark.parametrize(
    ("kind", "outcome", "logged"),
    [
        (FollowUpKind.CALL, None, InteractionKind.CALL),
        (FollowUpKind.EMAIL, None, InteractionKind.EMAIL),
        (FollowUpKind.MEETING, Outcome.CONNECTED, InteractionKind.MEETING),
        (FollowUpKind.TODO, None, InteractionKind.NOTE),
        (FollowUpKind.TODO, Outcome.CONNECTED, InteractionKind.CALL),
    ],
)
def test_a_note_is_logged_as_what_was_to_be_done(
    store: Store, desk: Desk, kind: FollowUpKind, outcome: Outcome | None, logged: InteractionKind
) -> None:
    jane = made.contact(store, desk, "Jane")
    id = made.follow_up(store, desk, jane, kind=kind)
    store.write(follow_ups.complete, desk, id, outcome=outcome, note="as agreed")
    (found,) = interactions.latest(store.connection, desk, jane)
    assert (found.kind, found.text) == (logged, "as agreed")


def test_one_that_recurs_comes_again_after_today_however_late_it_was(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    id = made.follow_up(store, desk, jane, -9, time(9), every="FREQ=WEEKLY", text="Check in", priority=Priority.LOW)
    change = store.write(follow_ups.complete, desk, id)
    assert change.summary.startswith("Done: call Jane · next one ")
    (again,) = follow_ups.of(store.connection, desk, jane, open_only=True)
    assert again.due == Due(made.day(5), time(9), "Europe/Riga")
    assert (again.text, again.priority, again.every, again.snoozes) == ("Check in", Priority.LOW, "FREQ=WEEKLY", 0)
    store.write(follow_ups.skip, desk, [again.id])
    (third,) = follow_ups.of(store.connection, desk, jane, open_only=True)
    assert third.due.day == made.day(12)
    store.write(follow_ups.cancel, desk, [third.id])
    assert follow_ups.of(store.connection, desk, jane, open_only=True) == ()


def next_of(store: Store, desk: Desk, id: str, contact: str) -> date:
    """The day of the occurrence that comes when this one is done."""
    store.write(follow_ups.complete, desk, id)
    (again,) = follow_ups.of(store.connection, desk, contact, open_only=True)
    return again.due.day


def test_snoozing_an_occurrence_does_not_shift_its_rhythm(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    id = made.follow_up(store, desk, jane, 0, every="FREQ=WEEKLY;INTERVAL=2")
    store.write(follow_ups.snooze, desk, [id], Due(made.day(2)))
    store.write(follow_ups.snooze, desk, [id], Due(made.day(3)))
    assert next_of(store, desk, id, jane) == made.day(14)


def test_an_occurrence_done_before_its_day_is_not_asked_for_again(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    id = made.follow_up(store, desk, jane, 5, every="FREQ=WEEKLY")
    store.write(follow_ups.snooze, desk, [id], Due(made.day(1)))
    assert next_of(store, desk, id, jane) == made.day(12)


def test_another_due_day_moves_the_rhythm_and_undo_moves_it_back(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    id = made.follow_up(store, desk, jane, 0, every="FREQ=WEEKLY;INTERVAL=2")
    store.write(follow_ups.snooze, desk, [id], Due(made.day(2)))
    store.write(follow_ups.edit, desk, id, FollowUpChanges(due=Due(made.day(3))))
    assert next_of(store, desk, id, jane) == made.day(17)
    undo(store, desk, 2)
    assert next_of(store, desk, id, jane) == made.day(14)


def test_what_is_closed_cannot_be_closed_again(store: Store, desk: Desk) -> None:
    id = made.follow_up(store, desk, made.contact(store, desk, "Jane"))
    store.write(follow_ups.complete, desk, id)
    for operation in (follow_ups.skip, follow_ups.cancel):
        with pytest.raises(NotFoundError, match="no such open follow-up"):
            store.write(operation, desk, [id])
    with pytest.raises(NotFoundError):
        store.write(follow_ups.complete, desk, id)


def test_snoozing_moves_and_counts(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    ids = [made.follow_up(store, desk, jane, -1, time(9)) for _ in range(2)]
    assert store.write(follow_ups.snooze, desk, ids[:1], Due(made.day(1))).summary == "Snoozed call Jane to tomorrow"
    assert store.write(follow_ups.snooze, desk, ids, Due(made.day(2), time(8))).summary.startswith(
        "Snoozed 2 follow-ups to "
    )
    found = [one(store, desk, id) for id in ids]
    assert [each.snoozes for each in found] == [2, 1]
    assert {each.due for each in found} == {Due(made.day(2), time(8), "Europe/Riga")}
    assert listed(store, desk, Range.OVERDUE) == []


def test_only_the_fields_given_are_changed(store: Store, desk: Desk) -> None:
    id = made.follow_up(store, desk, made.contact(store, desk, "Jane"), 1, text="Offer")
    change = store.write(follow_ups.edit, desk, id, FollowUpChanges(priority=Priority.HIGH, kind=FollowUpKind.EMAIL))
    assert change.summary == "Changed email Jane, due tomorrow"
    found = one(store, desk, id)
    assert (found.text, found.priority, found.kind) == ("Offer", Priority.HIGH, FollowUpKind.EMAIL)
    store.write(follow_ups.edit, desk, id, FollowUpChanges(due=Due(made.day(3))))
    assert one(store, desk, id).due == Due(made.day(3))


def test_the_agenda_is_in_ranges_by_day_and_time(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    late = made.follow_up(store, desk, jane, -3)
    missed = made.follow_up(store, desk, jane, 0, time(9))
    noon = made.follow_up(store, desk, jane, 0, time(12))
    all_day = made.follow_up(store, desk, jane, 0)
    sunday = made.follow_up(store, desk, jane, 4)
    monday = made.follow_up(store, desk, jane, 5)
    done, gone = made.follow_up(store, desk, jane, 1), made.follow_up(store, desk, jane, 1)
    store.write(follow_ups.complete, desk, done)
    assert store.write(follow_ups.delete, desk, [gone]).summary == "Moved call Jane to the trash"
    assert listed(store, desk, Range.OVERDUE) == [late, missed]
    assert listed(store, desk, Range.TODAY) == [all_day, noon]
    assert listed(store, desk, Range.THIS_WEEK) == [sunday]
    assert listed(store, desk, Range.LATER) == [monday]
    assert listed(store, desk, Range.DONE) == [done]
    nearest_first = [late, all_day, missed, noon, sunday, monday, done]
    assert [each.id for each in follow_ups.of(store.connection, desk, jane)] == nearest_first
    store.write(contacts.delete, desk, [jane])
    assert not any(listed(store, desk, part) for part in Range)


def test_a_follow_up_is_resolved_by_the_beginning_of_its_id(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    id = made.follow_up(store, desk, jane, text="Offer")
    other = made.follow_up(store, desk, jane)
    for words in (id, id[:31], ids.short(id), f" {ids.short(id).upper()} "):
        assert follow_ups.resolve(store.connection, desk, words) == id
    for words in ("ffff", "xyz", "1"):
        with pytest.raises(NotFoundError):
            follow_ups.resolve(store.connection, desk, words)
    with pytest.raises(AmbiguousError) as caught:
        follow_ups.resolve(store.connection, desk, id[:4])
    assert {candidate.id for candidate in caught.value.candidates} == {id, other}


def test_who_must_not_be_contacted_gets_no_follow_up(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane", do_not_contact=True)
    with pytest.raises(UsageError, match="Jane must not be contacted"):
        made.follow_up(store, desk, jane)
