"""Completing a follow-up: what was done, what came of it, and what is next, in one operation."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlmodel import Session

from crm_tui.domain.change import Change, Ref
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUpDraft, FollowUpKind
from crm_tui.domain.interaction import Direction, InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.store import follow_up_edits, interaction_edits, writing
from crm_tui.store.follow_up_edits import Step

_LOGGED_AS = {
    FollowUpKind.CALL: InteractionKind.CALL,
    FollowUpKind.EMAIL: InteractionKind.EMAIL,
    FollowUpKind.MEETING: InteractionKind.MEETING,
}


def complete(
    session: Session,
    desk: Desk,
    id: str,
    *,
    outcome: Outcome | None = None,
    note: str = "",
    kind: InteractionKind | None = None,
    direction: Direction | None = None,
    at: datetime | None = None,
    duration_minutes: int | None = None,
    others: Sequence[str] = (),
    next_step: FollowUpDraft | None = None,
    status: str | None = None,
    point: str = "",
) -> Change:
    """Closes an open follow-up as done: "Called Jane Doe · no answer · next: tomorrow 14:00".

    With an outcome, a note or a ``kind``, an interaction is logged as `interaction_edits.log` does, with ``others``
    (ids) as well: of that kind, else of the follow-up's; a to-do with an outcome was a call, with a note alone a note.
    A follow-up that recurs comes again, beside the next step. Raises `NotFoundError` when it is not open, and what
    `log` raises.
    """
    step, contact = _done(session, desk, id)
    if outcome or note or kind:
        draft = InteractionDraft(
            contacts=(contact, *others),
            kind=kind or _kind(step, outcome),
            at=at or desk.moment.now,
            direction=direction,
            outcome=outcome,
            duration_minutes=duration_minutes,
            text=note,
        )
        logged = interaction_edits.record(
            session, desk, draft, next_step=next_step, status=status, whose=(contact,), point=point
        )
        led_to = "UPDATE follow_up SET interaction = ? WHERE pk = ?"
        writing.driver(session).execute(led_to, (logged.pk, step.pk))
        words, beside, notes = logged.words, {Ref("interaction", logged.id), *logged.beside}, logged.notes
    else:
        said, beside = interaction_edits.conclude(session, desk, [contact], next_step=next_step, status=status)
        words, notes = (f"Done: {step.kind} {writing.label(session, contact)}", *said), ()
    return _closed(session, desk, step, words, {Ref("contact", contact), *beside}, notes)


def _done(session: Session, desk: Desk, id: str) -> tuple[Step, str]:
    """Marks an open follow-up as done; it, and the id of its contact."""
    step, store = follow_up_edits.opened(session, id), writing.driver(session)
    (contact,) = store.execute("SELECT id FROM contact WHERE pk = ?", (step.contact,)).fetchone()
    store.execute("UPDATE follow_up SET state = 'done', done_at = ? WHERE pk = ?", (desk.moment.epoch, step.pk))
    return step, contact


def _closed(
    session: Session, desk: Desk, step: Step, words: Sequence[str], beside: AbstractSet[Ref], notes: tuple[str, ...]
) -> Change:
    """The change of a follow-up that was done, and its next occurrence where it recurs."""
    if again := follow_up_edits.next_occurrence(session, desk, step):
        words = (*words, follow_up_edits.coming(again, desk))
        beside = {*beside, Ref("follow_up", again.id)}
    return writing.change(" · ".join(words), "follow_up", [step.id], beside=beside, notes=notes)


def _kind(step: Step, outcome: Outcome | None) -> InteractionKind:
    """What was done: a to-do is nothing that happens with a contact, but an outcome is that of a call."""
    otherwise = InteractionKind.CALL if outcome else InteractionKind.NOTE
    return _LOGGED_AS.get(FollowUpKind(step.kind), otherwise)
