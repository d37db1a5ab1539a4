"""Follow-ups: making, moving and closing them. `completing` is about those that were done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from crm_tui.domain import recurrence, when
from crm_tui.domain.change import Change, Ref
from crm_tui.domain.changes import FollowUpChanges
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.domain.follow_up import Due, FollowUpDraft, FollowUpState
from crm_tui.domain.numbers import grouped
from crm_tui.domain.text import clean
from crm_tui.domain.value import dataclass, replace
from crm_tui.store import values, writing
from crm_tui.store.ids import new_id
from crm_tui.store.tables import FollowUpRow

_GONE = (
    "There is no such open follow-up.",
    "It may have been done, skipped or deleted meanwhile; undo brings it back.",
)

_COLUMNS = "pk, id, contact, due_day, due_time, due_zone, kind, text, priority, every, anchor_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stored follow-up, as the words for it and its next occurrence need it. ``contact`` is a key.

    ``anchor`` is the day on which its rhythm put it: another than the one it is due on once it has been snoozed.
    """

    pk: int
    id: str
    contact: int
    due: Due
    kind: str
    text: str
    priority: int
    every: str
    anchor: date


def add(session: Session, desk: Desk, draft: FollowUpDraft) -> Change:
    """Adds a follow-up: "Call Jane Doe tomorrow 14:00", or "Call Jane Doe tomorrow 14:00, every week".

    Raises `NotFoundError` for an unknown contact, `UsageError` for one that must not be contacted.
    """
    step = insert(session, desk, draft)
    words = f"{draft.kind.capitalize()} {writing.label(session, draft.contact)} {due_words(step.due, desk)}"
    if step.every:
        words += f", {recurrence.describe_rule(step.every)}"
    return writing.change(words, "follow_up", [step.id], beside=[Ref("contact", draft.contact)])


def edit(session: Session, desk: Desk, id: str, changes: FollowUpChanges) -> Change:
    """Changes the fields of an open follow-up that are given. Another due day moves the rhythm along with it."""
    (row,) = open_rows(session, [id])
    for name, value in changes.given():
        if isinstance(value, Due):
            _set_due(row, desk, value)
            row.anchor_day = ""
        else:
            setattr(row, name, clean(str(value), multiline=True) if name in ("text", "every") else value)
    return _reported(session, [row], f"Changed {{}}, due {due_words(_due(row), desk)}")


def snooze(session: Session, desk: Desk, ids: Sequence[str], due: Due) -> Change:
    """Moves open follow-ups to ``due`` and counts the snooze; those that recur keep to the days of their rhythm."""
    rows = open_rows(session, ids)
    for row in rows:
        row.anchor_day = row.anchor_day or (row.due_day if row.every else "")
        _set_due(row, desk, due)
        row.snoozes += 1
    return _reported(session, rows, f"Snoozed {{}} to {due_words(_due(rows[0]), desk)}")


def skip(session: Session, desk: Desk, ids: Sequence[str]) -> Change:
    """Closes open follow-ups as skipped; one that recurs comes again."""
    return _ended(session, desk, ids, FollowUpState.SKIPPED, "Skipped {}")


def done(session: Session, desk: Desk, ids: Sequence[str]) -> Change:
    """Closes open follow-ups as done, and logs nothing; one that recurs comes again."""
    return _ended(session, desk, ids, FollowUpState.DONE, "Done: {}")


def _ended(session: Session, desk: Desk, ids: Sequence[str], state: FollowUpState, words: str) -> Change:
    rows = open_rows(session, ids)
    recurring = [opened(session, row.id) for row in rows if row.every]
    for row in rows:
        _close(row, desk, state)
    again = [next_occurrence(session, desk, step) for step in recurring]
    made = [step for step in again if step]
    if made:
        several = f"{grouped(len(made))} {'comes' if len(made) == 1 else 'come'} again"
        words += f" · {coming(made[0], desk) if len(rows) == 1 else several}"
    return _reported(session, rows, words, made=[step.id for step in made])


def cancel(session: Session, desk: Desk, ids: Sequence[str]) -> Change:
    """Closes open follow-ups as canceled; one that recurs does not come again."""
    rows = open_rows(session, ids)
    for row in rows:
        _close(row, desk, FollowUpState.CANCELED)
    return _reported(session, rows, "Canceled {}")


def delete(session: Session, desk: Desk, ids: Sequence[str]) -> Change:
    """Moves follow-ups, open or not, to the trash."""
    rows = list(session.exec(_chosen(ids)))
    if not rows:
        raise NotFoundError(*_GONE)
    for row in rows:
        row.deleted_at = desk.moment.epoch
    return _reported(session, rows, "Moved {} to the trash")


def insert(session: Session, desk: Desk, draft: FollowUpDraft) -> Step:
    """Writes a new follow-up. Raises as `add` does."""
    contact = writing.person(session, draft.contact)
    if contact.is_banned:
        raise UsageError(
            f"{contact.label} must not be contacted, so there is no follow-up.",
            "Take the do-not-contact mark off first.",
        )
    return _write(session, desk, contact.pk, zoned(draft.due, desk), columns(draft, desk))


def columns(draft: FollowUpDraft, desk: Desk) -> dict[str, Any]:
    """What a draft says, as the columns of a row hold it."""
    return {
        **_due_columns(zoned(draft.due, desk)),
        "kind": draft.kind,
        "text": clean(draft.text, multiline=True),
        "priority": int(draft.priority),
        "every": recurrence.pinned(draft.every, draft.due.day) if draft.every else "",
    }


def next_occurrence(session: Session, desk: Desk, step: Step) -> Step | None:
    """Writes the next one of a follow-up that recurs: after today, however late it was. None when it ends."""
    if not step.every:
        return None
    passed = max(step.due.day, step.anchor, desk.moment.today)
    day = recurrence.next_day(step.every, passed, anchor=step.anchor)
    if day is None:
        return None
    due = replace(step.due, day=day)
    same = {"kind": step.kind, "text": step.text, "priority": step.priority, "every": step.every}
    return _write(session, desk, step.contact, due, {**_due_columns(due), **same})


def coming(again: Step, desk: Desk) -> str:
    """The next one of a follow-up that recurs, for a sentence: "next one Tue 1 Dec"."""
    return f"next one {due_words(again.due, desk)}"


def due_words(due: Due, desk: Desk) -> str:
    """When something is due, for a sentence: "tomorrow 14:00", on the rep's clock."""
    if due.instant is None:
        return when.short(due.day, desk.moment)
    local = due.instant.astimezone(desk.moment.tz)
    return f"{when.short(local.date(), desk.moment)} {local:%H:%M}"


def opened(session: Session, id: str) -> Step:
    """An open follow-up. Raises `NotFoundError` when it is not."""
    found = writing.driver(session).execute(
        f"SELECT {_COLUMNS} FROM follow_up WHERE id = ? AND state = 'open' AND deleted_at IS NULL", (id,)
    )
    row = found.fetchone()
    if row is None:
        raise NotFoundError(*_GONE)
    pk, id, contact, day, clock, zone, kind, text, priority, every, anchor = row
    return Step(
        pk=pk,
        id=id,
        contact=contact,
        due=values.due(day, clock, zone),
        kind=kind,
        text=text,
        priority=priority,
        every=every,
        anchor=date.fromisoformat(anchor or day),
    )


def open_rows(session: Session, ids: Sequence[str]) -> list[FollowUpRow]:
    """The rows of those of ``ids`` that are open. Raises `NotFoundError` when none is."""
    rows = list(session.exec(_chosen(ids).where(col(FollowUpRow.state) == FollowUpState.OPEN)))
    if not rows:
        raise NotFoundError(*_GONE)
    return rows


def _close(row: FollowUpRow, desk: Desk, state: FollowUpState) -> None:
    """Gives an open row its end."""
    row.state, row.done_at = state, desk.moment.epoch


def _write(session: Session, desk: Desk, contact: int, due: Due, columns: Mapping[str, Any]) -> Step:
    id = new_id()
    pk = writing.add(session, FollowUpRow, id=id, contact=contact, **columns, created_at=desk.moment.epoch)
    about = {name: columns[name] for name in ("kind", "text", "priority", "every")}
    return Step(pk=pk, id=id, contact=contact, due=due, anchor=due.day, **about)


def _chosen(ids: Sequence[str]) -> SelectOfScalar[FollowUpRow]:
    listed = func.json_each(json.dumps(ids)).table_valued("value")
    return select(FollowUpRow).where(
        col(FollowUpRow.id).in_(select(listed.c.value)), col(FollowUpRow.deleted_at).is_(None)
    )


def _set_due(row: FollowUpRow, desk: Desk, due: Due) -> None:
    for column, value in _due_columns(zoned(due, desk)).items():
        setattr(row, column, value)


def zoned(due: Due, desk: Desk) -> Due:
    """A time keeps the zone in which it was typed, the rep's when none is given."""
    return replace(due, zone=(due.zone or desk.moment.zone) if due.time else "")


def _due_columns(due: Due) -> dict[str, str | None]:
    return {
        "due_day": due.day.isoformat(),
        "due_time": due.time.strftime("%H:%M") if due.time else None,
        "due_zone": due.zone,
    }


def _due(row: FollowUpRow) -> Due:
    return values.due(row.due_day, row.due_time, row.due_zone)


def _reported(session: Session, rows: Sequence[FollowUpRow], words: str, *, made: Sequence[str] = ()) -> Change:
    """Writes the rows; ``words`` hold a place for what they are: "call Jane Doe", or "12 follow-ups".

    ``made`` are the ids of what came of them.
    """
    session.add_all(rows)
    found = writing.driver(session).execute(
        "SELECT id FROM contact WHERE pk IN (SELECT value FROM json_each(?))",
        (json.dumps([row.contact for row in rows]),),
    )
    contacts = [id for (id,) in found]
    named = writing.counted(len(rows), "follow-up")
    if len(rows) == 1:
        named = f"{rows[0].kind} {writing.label(session, contacts[0])}"
    follow_ups = [*(row.id for row in rows), *made]
    return writing.change(words.format(named), "follow_up", follow_ups, beside=[Ref("contact", id) for id in contacts])
