"""Interactions: logging, editing, pinning. The queries are in `interactions`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from crm_tui.domain.change import Change, Ref
from crm_tui.domain.changes import InteractionChanges
from crm_tui.domain.contact import PointKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.domain.follow_up import Due, FollowUpDraft, FollowUpKind
from crm_tui.domain.interaction import Direction, InteractionDraft, InteractionKind
from crm_tui.domain.next_step import reminder
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.text import clean
from crm_tui.domain.value import dataclass
from crm_tui.store import belongings, follow_up_edits, marked, writing
from crm_tui.store.ids import new_id
from crm_tui.store.tables import InteractionContactRow, InteractionRow

#: What is to be done about a wrong number.
FIND_NUMBER = "Find a working number"

#: What is to be done before a meeting.
CONFIRM_MEETING = "Confirm the meeting"

_DONE = {
    InteractionKind.CALL: ("Called {}", "Call from {}"),
    InteractionKind.EMAIL: ("E-mailed {}", "E-mail from {}"),
    InteractionKind.MEETING: ("Met {}", "Met {}"),
    InteractionKind.MESSAGE: ("Messaged {}", "Message from {}"),
    InteractionKind.VISIT: ("Visited {}", "Visit from {}"),
    InteractionKind.NOTE: ("Note on {}", "Note on {}"),
}

#: Everyone who takes part in an interaction, or once did.
_KNOWN = "SELECT contact FROM interaction_contact WHERE interaction = :interaction"
_LEFT_OUT = """
UPDATE interaction_contact SET deleted_at = :now
 WHERE interaction = :interaction AND deleted_at IS NULL AND contact NOT IN (SELECT value FROM json_each(:people))"""
_BACK = """
UPDATE interaction_contact SET deleted_at = NULL
 WHERE interaction = :interaction AND deleted_at IS NOT NULL AND contact IN (SELECT value FROM json_each(:people))"""

#: People that a sentence names before it counts the others.
_MOST_NAMED = 2


def log(
    session: Session,
    desk: Desk,
    draft: InteractionDraft,
    *,
    next_step: FollowUpDraft | None = None,
    status: str | None = None,
    point: str = "",
    whose: Sequence[str] = (),
) -> Change:
    """Logs an interaction: "Called Jane Doe · no answer · next: tomorrow 14:00".

    ``status`` is given to those of ``whose`` (ids), by default to everyone who took part. After a wrong number the
    phone ``point`` (an id; else the primary one) is marked bad, and finding another becomes the next step unless one
    is given.

    Raises `NotFoundError` for an unknown contact, `UsageError` for no contact, an unknown status, the outcome of a
    note, or a next step for someone who must not be contacted.
    """
    logged = record(session, desk, draft, next_step=next_step, status=status, point=point, whose=whose)
    return writing.change(
        " · ".join(logged.words), "interaction", [logged.id], beside=logged.beside, notes=logged.notes
    )


@dataclass(frozen=True, slots=True)
class Logged:
    """A logged interaction (its key and id), the words for it and for what came of it, and the records beside it."""

    pk: int
    id: str
    words: tuple[str, ...]
    beside: frozenset[Ref]
    notes: tuple[str, ...] = ()


def record(
    session: Session,
    desk: Desk,
    draft: InteractionDraft,
    *,
    next_step: FollowUpDraft | None = None,
    status: str | None = None,
    point: str = "",
    whose: Sequence[str] = (),
) -> Logged:
    """Writes an interaction and what comes of it, as `log` says, for an operation to report."""
    if not draft.contacts:
        raise UsageError("An interaction needs a contact.", "Say with whom it was.")
    _check_outcome(draft.kind, draft.outcome)
    people = [writing.person(session, id) for id in dict.fromkeys(draft.contacts)]
    pk, id = _insert(session, desk, draft, people)
    words = [_done(draft, [person.label for person in people])]
    if draft.outcome:
        words.append(str(draft.outcome))
    beside = {Ref("contact", person.id) for person in people}
    if draft.outcome is Outcome.WRONG_NUMBER:
        beside |= _mark_bad(session, people, point, words)
        next_step = next_step or _number_search(session, desk, people[0])
    altered = whose or [person.id for person in people]
    said, refs = conclude(session, desk, altered, next_step=next_step, status=status)
    if draft.outcome is Outcome.MEETING_BOOKED and next_step:
        refs |= _remind(session, desk, next_step, said)
    banned = [person.label for person in people if person.is_banned]
    notes = tuple(f"{name} is marked do-not-contact" for name in banned if draft.kind is not InteractionKind.NOTE)
    return Logged(pk, id, (*words, *said), frozenset(beside | refs), notes)


def conclude(
    session: Session, desk: Desk, contacts: Sequence[str], *, next_step: FollowUpDraft | None, status: str | None
) -> tuple[list[str], set[Ref]]:
    """Writes what is next after something was done, and where it leaves the contacts (ids): words and records."""
    words: list[str] = []
    beside: set[Ref] = set()
    if next_step:
        step = follow_up_edits.insert(session, desk, next_step)
        beside = {Ref("follow_up", step.id), Ref("contact", next_step.contact)}
        words.append(f"next: {_next(step, desk)}")
    if status:
        changed = marked.set_status(session, desk, contacts, status)
        words.append(changed.summary.rpartition(": ")[2])
    return words, beside


def _remind(session: Session, desk: Desk, meeting: FollowUpDraft, words: list[str]) -> set[Ref]:
    """Makes the reminder of a meeting, on the working day before it, where that is still ahead."""
    due = reminder(meeting.due, desk)
    if due is None:
        return set()
    draft = FollowUpDraft(contact=meeting.contact, due=due, kind=FollowUpKind.TODO, text=CONFIRM_MEETING)
    step = follow_up_edits.insert(session, desk, draft)
    words.append(f"reminder {follow_up_edits.due_words(step.due, desk)}")
    return {Ref("follow_up", step.id)}


def edit(session: Session, desk: Desk, id: str, changes: InteractionChanges) -> Change:
    """Changes the fields of an interaction that are given.

    Raises `NotFoundError` for an unknown contact, `UsageError` when nobody would take part or a note have an outcome.
    """
    row = _row(session, id)
    for name, value in changes.given():
        if isinstance(value, tuple):
            _take_part(session, desk, row, value)
        elif isinstance(value, datetime):
            setattr(row, name, int(value.timestamp()))
        elif name in ("direction", "outcome", "subject", "text"):
            setattr(row, name, clean(str(value or ""), multiline=name == "text"))
        else:
            setattr(row, name, value)
    _check_outcome(row.kind, row.outcome)
    return _reported(session, [row], "Changed {}")


def _take_part(session: Session, desk: Desk, row: InteractionRow, contacts: Sequence[str]) -> None:
    """Has exactly these contacts (ids) take part."""
    if not contacts:
        raise UsageError("An interaction needs a contact.", "Say with whom it was.")
    people = [writing.person(session, id).pk for id in dict.fromkeys(contacts)]
    given = {"interaction": row.pk, "people": json.dumps(people), "now": desk.moment.epoch}
    store = writing.driver(session)
    known = {pk for (pk,) in store.execute(_KNOWN, given)}
    store.execute(_LEFT_OUT, given)
    store.execute(_BACK, given)
    for pk in people:
        if pk not in known:
            writing.add(session, InteractionContactRow, interaction=row.pk, contact=pk, at=row.at)


def delete(session: Session, desk: Desk, ids: Sequence[str]) -> Change:
    """Moves interactions to the trash."""
    rows = [_row(session, id) for id in ids]
    for row in rows:
        row.deleted_at = desk.moment.epoch
    return _reported(session, rows, "Moved {} to the trash")


def pin(session: Session, desk: Desk, id: str, *, is_pinned: bool = True) -> Change:
    """Keeps an interaction above the timeline, or lets it go."""
    row = _row(session, id)
    row.is_pinned = int(is_pinned)
    return _reported(session, [row], "Pinned {}" if is_pinned else "Unpinned {}")


def _check_outcome(kind: str, outcome: str | None) -> None:
    if kind == InteractionKind.NOTE and outcome:
        raise UsageError(
            "A note has no outcome: nobody was contacted.",
            "Log what happened as a call, e-mail, message, meeting or visit, or leave the outcome out.",
        )


def _insert(session: Session, desk: Desk, draft: InteractionDraft, people: Sequence[writing.Person]) -> tuple[int, str]:
    """Writes an interaction and who took part; returns its key and id."""
    is_written = draft.kind in (InteractionKind.CALL, InteractionKind.EMAIL, InteractionKind.MESSAGE)
    id, at = new_id(), int(draft.at.timestamp())
    pk = writing.add(
        session,
        InteractionRow,
        id=id,
        kind=draft.kind,
        direction=draft.direction or (Direction.OUT if is_written else ""),
        outcome=draft.outcome or "",
        at=at,
        duration_minutes=draft.duration_minutes,
        subject=clean(draft.subject),
        text=clean(draft.text, multiline=True),
        author=clean(draft.author) or desk.owner,
        created_at=desk.moment.epoch,
    )
    for person in people:
        writing.add(session, InteractionContactRow, interaction=pk, contact=person.pk, at=at)
    return pk, id


def _done(draft: InteractionDraft, names: Sequence[str]) -> str:
    out, into = _DONE[draft.kind]
    more = len(names) - _MOST_NAMED
    named = [*names[:_MOST_NAMED], writing.counted(more, "other")] if more > 0 else list(names)
    who = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return (into if draft.direction is Direction.IN else out).format(who)


def _next(step: follow_up_edits.Step, desk: Desk) -> str:
    due = follow_up_edits.due_words(step.due, desk)
    return due if step.kind == FollowUpKind.CALL else f"{step.text or step.kind}, {due}"


def _mark_bad(session: Session, people: Sequence[writing.Person], point: str, words: list[str]) -> set[Ref]:
    """Marks the number that was called as bad: the given one, or the primary one of the first person."""
    for person in people:
        phones = [
            row
            for row in belongings.point_rows(session, person.pk)
            if row.kind == PointKind.PHONE and (row.id == point if point else not row.is_bad)
        ]
        if phones:
            number = max(phones, key=lambda row: row.is_primary)
            number.is_bad = 1
            session.add(number)
            session.flush()
            words.append(f"{number.value} marked bad")
            return {Ref("contact", person.id)}
    return set()


def _number_search(session: Session, desk: Desk, person: writing.Person) -> FollowUpDraft | None:
    """The to-do for today that a wrong number leads to, unless it waits already."""
    waiting = writing.driver(session).execute(
        "SELECT 1 FROM follow_up WHERE contact = ? AND state = 'open' AND deleted_at IS NULL AND text = ?",
        (person.pk, FIND_NUMBER),
    )
    if person.is_banned or waiting.fetchone():
        return None
    return FollowUpDraft(contact=person.id, due=Due(desk.moment.today), kind=FollowUpKind.TODO, text=FIND_NUMBER)


def _row(session: Session, id: str) -> InteractionRow:
    row = session.exec(
        select(InteractionRow).where(col(InteractionRow.id) == id, col(InteractionRow.deleted_at).is_(None))
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such interaction.", "It may be in the trash: see `crm trash list`.")
    return row


def _reported(session: Session, rows: Sequence[InteractionRow], words: str) -> Change:
    """Writes the rows; ``words`` hold a place for what they are: "the call with Jane Doe", or "3 interactions"."""
    session.add_all(rows)
    found = writing.driver(session).execute(
        "SELECT DISTINCT c.id FROM interaction_contact l JOIN contact c ON c.pk = l.contact"
        " WHERE l.interaction IN (SELECT value FROM json_each(?)) ORDER BY l.deleted_at IS NOT NULL, l.pk",
        (json.dumps([row.pk for row in rows]),),
    )
    contacts = [id for (id,) in found]
    named = writing.counted(len(rows), "interaction")
    if len(rows) == 1 and contacts:
        named = f"the {rows[0].kind} with {writing.label(session, contacts[0])}"
    ids = [row.id for row in rows]
    return writing.change(words.format(named), "interaction", ids, beside=[Ref("contact", id) for id in contacts])
