"""What a block asks of the book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_tui.domain.block import Block, Deed, Turn
from crm_tui.domain.change import Change
from crm_tui.domain.changes import FollowUpChanges
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Due, FollowUpDraft, FollowUpKind
from crm_tui.domain.interaction import InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.store import contacts, follow_ups, interactions, trash, work
from crm_tui.store.store import Store
from crm_tui.store.undo import redo, undo
from tests.store import made


@pytest.fixture
def jane(store: Store, desk: Desk) -> str:
    return made.contact(store, desk, "Jane Doe")


@pytest.fixture
def step(store: Store, desk: Desk, jane: str) -> str:
    """A call with Jane today."""
    draft = FollowUpDraft(contact=jane, due=Due(made.day(0)))
    return made.new(store.write(follow_ups.add, desk, draft), "follow_up")


def log(store: Store, desk: Desk, *people: str, kind: str = "call", outcome: Outcome | None = None) -> Change:
    draft = InteractionDraft(contacts=people, kind=InteractionKind(kind), at=desk.moment.now, outcome=outcome)
    return store.write(interactions.log, desk, draft)


def deed(store: Store, desk: Desk, change: Change) -> Deed:
    (found,) = work.deeds(store.connection, desk, [change.operation])
    return found


def begun(store: Store, desk: Desk, *turns: Turn) -> Block:
    opening = work.opening(store.connection, desk, turns)
    return Block(
        source="",
        title="",
        turns=opening.turns,
        began=desk.moment.epoch,
        since=opening.since,
        device=opening.device,
    )


def why(store: Store, desk: Desk, block: Block) -> str:
    assert block.turn is not None
    obstacle = work.obstacle(store.connection, desk, block, block.turn)
    return obstacle.why if obstacle else ""


# Whom a block begins with


def test_a_block_begins_with_everyone_once_who_may_be_contacted(store: Store, desk: Desk, jane: str, step: str) -> None:
    banned = made.contact(store, desk, "Bob", do_not_contact=True)
    gone = made.contact(store, desk, "Cid")
    store.write(contacts.delete, desk, [gone])
    turns = [Turn(banned), Turn(jane, step), Turn(gone), Turn(jane), Turn("nobody")]
    opening = work.opening(store.connection, desk, turns)
    assert opening.turns == (Turn(jane, step),)
    assert opening.banned == 1


def test_a_follow_up_that_is_closed_already_is_not_what_a_turn_is_about(
    store: Store, desk: Desk, jane: str, step: str
) -> None:
    store.write(follow_ups.done, desk, [step])
    assert work.opening(store.connection, desk, [Turn(jane, step)]).turns == (Turn(jane),)


def test_a_block_belongs_to_the_file_that_it_was_begun_in(store: Store, desk: Desk, jane: str, tmp_path: Path) -> None:
    block = begun(store, desk, Turn(jane))
    assert work.is_of_this_book(store.connection, desk, block)
    with Store(tmp_path / "other.db") as other:
        made.contact(other, desk, "Jane Doe")
        assert not work.is_of_this_book(other.connection, desk, block)


# What operations came to


def test_a_call_is_counted_and_settles_everyone_who_took_part(store: Store, desk: Desk, jane: str) -> None:
    bob = made.contact(store, desk, "Bob")
    assert deed(store, desk, log(store, desk, jane, bob, outcome=Outcome.CONNECTED)) == Deed(
        deed(store, desk, log(store, desk, jane)).operation - 1, frozenset({jane, bob}), calls=1, connects=1
    )


def test_a_meeting_that_was_booked_by_mail_is_a_meeting_and_no_call(store: Store, desk: Desk, jane: str) -> None:
    found = deed(store, desk, log(store, desk, jane, kind="email", outcome=Outcome.MEETING_BOOKED))
    assert (found.calls, found.connects, found.meetings, found.settled) == (0, 0, 1, frozenset({jane}))


def test_a_note_settles_nobody(store: Store, desk: Desk, jane: str) -> None:
    assert deed(store, desk, log(store, desk, jane, kind="note")).settled == frozenset()


def test_a_next_step_is_one_however_many_reminders_come_with_it(store: Store, desk: Desk, jane: str) -> None:
    meeting = FollowUpDraft(contact=jane, due=Due(made.day(7)), kind=FollowUpKind.MEETING)
    draft = InteractionDraft(
        contacts=(jane,), kind=InteractionKind.CALL, at=desk.moment.now, outcome=Outcome.MEETING_BOOKED
    )
    change = store.write(interactions.log, desk, draft, next_step=meeting)
    assert len(follow_ups.of(store.connection, desk, jane)) == 2
    assert deed(store, desk, change).is_step


Write = Callable[[Store, Desk, str, str], Change]

SETTLING: dict[str, Write] = {
    "done": lambda store, desk, _, step: store.write(follow_ups.done, desk, [step]),
    "completed": lambda store, desk, _, step: store.write(follow_ups.complete, desk, step, note="sent"),
    "snoozed": lambda store, desk, _, step: store.write(follow_ups.snooze, desk, [step], Due(made.day(3))),
    "moved": lambda store, desk, _, step: store.write(
        follow_ups.edit, desk, step, FollowUpChanges(due=Due(made.day(3)))
    ),
    "trashed": lambda store, desk, jane, _: store.write(contacts.delete, desk, [jane]),
    "banned": lambda store, desk, jane, _: store.write(contacts.set_do_not_contact, desk, [jane]),
    "called": lambda store, desk, jane, _: log(store, desk, jane, outcome=Outcome.BUSY),
}

LEAVING: dict[str, Write] = {
    "tagged": lambda store, desk, jane, _: store.write(contacts.tag, desk, [jane], ["hot"]),
    "status": lambda store, desk, jane, _: store.write(contacts.set_status, desk, [jane], "nurture"),
    "text": lambda store, desk, _, step: store.write(follow_ups.edit, desk, step, FollowUpChanges(text="due_day")),
    "step": lambda store, desk, jane, _: store.write(
        follow_ups.add, desk, FollowUpDraft(contact=jane, due=Due(made.day(9)))
    ),
    "allowed": lambda store, desk, jane, _: store.write(contacts.set_do_not_contact, desk, [jane], banned=False),
}


@pytest.mark.parametrize("name", SETTLING)
def test_what_settles_a_person_does_so_until_it_is_undone(
    store: Store, desk: Desk, jane: str, step: str, name: str
) -> None:
    change = SETTLING[name](store, desk, jane, step)
    assert deed(store, desk, change).settled == {jane}
    undo(store, desk)
    assert work.deeds(store.connection, desk, [change.operation]) == ()
    redo(store, desk)
    assert deed(store, desk, change).settled == {jane}


@pytest.mark.parametrize("name", LEAVING)
def test_what_does_not_settle_a_person_is_a_deed_all_the_same(
    store: Store, desk: Desk, jane: str, step: str, name: str
) -> None:
    if name == "allowed":
        store.write(contacts.set_do_not_contact, desk, [jane])
    assert deed(store, desk, LEAVING[name](store, desk, jane, step)).settled == frozenset()


def test_an_undo_is_no_deed(store: Store, desk: Desk, jane: str) -> None:
    log(store, desk, jane)
    change = undo(store, desk)
    assert work.deeds(store.connection, desk, [change.operation]) == ()


def test_a_call_that_is_deleted_later_no_longer_counts(store: Store, desk: Desk, jane: str) -> None:
    change = log(store, desk, jane)
    store.write(interactions.delete, desk, [made.new(change, "interaction")])
    assert deed(store, desk, change) == Deed(change.operation)


# Who is passed over

REASONS = {
    "done": "done meanwhile",
    "completed": "called meanwhile",
    "snoozed": "snoozed meanwhile",
    "moved": "snoozed meanwhile",
    "trashed": "in the trash",
    "banned": "do not contact",
    "called": "called meanwhile",
}


@pytest.mark.parametrize(("name", "reason"), REASONS.items())
def test_whoever_was_settled_by_others_is_passed_over_until_that_is_undone(
    store: Store, desk: Desk, jane: str, step: str, name: str, reason: str
) -> None:
    block = begun(store, desk, Turn(jane, step))
    assert why(store, desk, block) == ""
    SETTLING[name](store, desk, jane, step)
    assert why(store, desk, block) == reason
    undo(store, desk)
    assert why(store, desk, block) == ""


def test_what_was_done_before_the_block_began_is_no_reason(store: Store, desk: Desk, jane: str, step: str) -> None:
    log(store, desk, jane)
    store.write(follow_ups.snooze, desk, [step], Due(made.day(0)))
    assert why(store, desk, begun(store, desk, Turn(jane, step))) == ""


@pytest.mark.parametrize("name", ["called", "snoozed"])
def test_what_was_done_in_the_block_is_no_reason(store: Store, desk: Desk, jane: str, step: str, name: str) -> None:
    block = begun(store, desk, Turn(jane, step))
    change = SETTLING[name](store, desk, jane, step)
    own: Any = {change.operation: 0}
    kept = Block(source="", title="", turns=block.turns, began=block.began, since=block.since, written=own)
    assert why(store, desk, kept) == ""


def test_whoever_was_erased_has_no_name_any_more(store: Store, desk: Desk, jane: str) -> None:
    block = begun(store, desk, Turn(jane))
    store.write(contacts.delete, desk, [jane])
    store.write(trash.empty, desk)
    obstacle = work.obstacle(store.connection, desk, block, Turn(jane))
    assert obstacle == work.Obstacle("", "in the trash", is_gone=True)
