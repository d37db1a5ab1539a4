"""Follow-ups: the agenda. Its operations are in `follow_up_edits`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_tui.domain.agenda import Range, span
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, Candidate, NotFoundError
from crm_tui.domain.follow_up import FollowUp, FollowUpKind, FollowUpState
from crm_tui.domain.interaction import ContactRef
from crm_tui.store import due, ids, values
from crm_tui.store.deferred import deferred
from crm_tui.store.page import Page

if TYPE_CHECKING:
    from crm_tui.store.completing import complete
    from crm_tui.store.follow_up_edits import add, cancel, delete, edit, skip, snooze

__all__ = [
    "add",
    "agenda",
    "by_pk",
    "cancel",
    "complete",
    "delete",
    "edit",
    "of",
    "one",
    "resolve",
    "skip",
    "snooze",
]

__getattr__ = deferred(
    {
        "crm_tui.store.follow_up_edits": ("add", "cancel", "delete", "edit", "skip", "snooze"),
        "crm_tui.store.completing": ("complete",),
    }
)

#: How far beyond a window the follow-ups of a range are counted.
COUNTED = 1_000

_ROWS = """
SELECT f.pk, f.id, c.id, c.name, co.name, f.due_day, f.due_time, f.due_zone, f.kind, f.text, f.priority, f.state,
       f.every, f.snoozes, f.created_at, f.done_at, f.deleted_at
  FROM json_each(?) keys
 CROSS JOIN follow_up f ON f.pk = keys.value
 CROSS JOIN contact c ON c.pk = f.contact
  LEFT JOIN company co ON co.pk = c.company AND co.deleted_at IS NULL
 ORDER BY keys.key"""

_ALIVE = "FROM follow_up f CROSS JOIN standing s ON s.contact = f.contact AND s.is_alive"
_IN_SPAN = f"{_ALIVE} WHERE {due.OPEN} AND {due.IN_SPAN}"
_CLOSED = f"{_ALIVE} WHERE f.state <> 'open' AND f.deleted_at IS NULL"

#: A single day shows its whole days first, then its hours as they come, whatever their zone.
_ORDERS = {
    Range.TODAY: "f.due_time IS NOT NULL, f.due_at, f.priority, f.pk",
    Range.DONE: "f.done_at DESC, f.pk DESC",
}
_BY_CLOCK = "f.due_day, f.due_time, f.pk"


def agenda(
    connection: sqlite3.Connection, desk: Desk, *, range: Range = Range.TODAY, offset: int = 0, limit: int = 200
) -> Page[FollowUp]:
    """A part of the agenda by day and time; what is done with the last one first.

    Unlike Today it shows every follow-up of a person, and also those of people not to be contacted.
    """
    cap = offset + COUNTED
    parameters: dict[str, Any] = {"limit": limit, "offset": offset, "counted": cap + 1}
    if range is Range.DONE:
        source = _CLOSED
    else:
        source, parameters = _IN_SPAN, parameters | due.bounds(span(range, desk.moment))
    order = _ORDERS.get(range, _BY_CLOCK)
    pks = connection.execute(f"SELECT f.pk {source} ORDER BY {order} LIMIT :limit OFFSET :offset", parameters)
    rows = tuple(by_pk(connection, desk, [pk for (pk,) in pks]).values())
    counting = f"SELECT count(*) FROM (SELECT 1 {source} LIMIT :counted)"
    (count,) = connection.execute(counting, parameters).fetchone()
    return Page.counted(rows, offset, count, cap)


def of(
    connection: sqlite3.Connection, desk: Desk, contact: str, *, open_only: bool = False, limit: int = 200
) -> tuple[FollowUp, ...]:
    """The follow-ups of a contact (an id): the open ones, nearest first, then the others, latest first."""
    states = "AND f.state = 'open'" if open_only else ""
    pks = connection.execute(
        "SELECT f.pk FROM follow_up f WHERE f.contact = (SELECT pk FROM contact WHERE id = ?)"
        f" AND f.deleted_at IS NULL {states} ORDER BY f.state <> 'open',"
        " CASE f.state WHEN 'open' THEN f.due_day END, CASE f.state WHEN 'open' THEN f.due_time END,"
        " f.done_at DESC, f.pk LIMIT ?",
        (contact, limit),
    )
    return tuple(by_pk(connection, desk, [pk for (pk,) in pks]).values())


def one(connection: sqlite3.Connection, desk: Desk, id: str) -> FollowUp:
    """The follow-up with this id, also a deleted one. Raises `NotFoundError`."""
    pks = [pk for (pk,) in connection.execute("SELECT pk FROM follow_up WHERE id = ? AND NOT is_purged", (id,))]
    for found in by_pk(connection, desk, pks).values():
        return found
    raise NotFoundError("There is no such follow-up.", "List what is open with `crm today`, or in the agenda.")


def resolve(connection: sqlite3.Connection, desk: Desk, words: str) -> str:
    """The id of the follow-up that ``words``, an id, a unique beginning of one or of a short id, stands for.

    Raises `NotFoundError`, or `AmbiguousError` with the candidates.
    """
    prefix = words.strip().lower()
    found = ids.matching(connection, "follow_up", prefix, 21) if ids.is_prefix(prefix) else []
    if not found:
        raise NotFoundError(
            f"There is no follow-up with the id “{words}”.", "Ids are listed by `crm today` and `crm show CONTACT`."
        )
    if len(found) > 1:
        candidates = [_candidate(one(connection, desk, id)) for id in found[:20]]
        raise AmbiguousError(f"“{words}” is the beginning of several ids.", candidates, "Type more of the id.")
    return found[0]


def _candidate(follow_up: FollowUp) -> Candidate:
    words = (follow_up.contact.name, str(follow_up.kind), follow_up.text, follow_up.due.day.isoformat())
    return Candidate(follow_up.id, " · ".join(filter(None, words)))


def by_pk(connection: sqlite3.Connection, desk: Desk, pks: Sequence[int]) -> dict[int, FollowUp]:
    """The follow-ups of ``pks``, in their order."""
    if not pks:
        return {}
    return {row[0]: _follow_up(desk, row) for row in connection.execute(_ROWS, (json.dumps(pks),))}


def _follow_up(desk: Desk, row: tuple[Any, ...]) -> FollowUp:
    _, id, contact, name, company, day, clock, zone, kind, text, priority, state, every, snoozes = row[:14]
    created_at, done_at, deleted_at = row[14:]
    return FollowUp(
        id=id,
        contact=ContactRef(id=contact, name=name),
        due=values.due(day, clock, zone),
        kind=values.member(FollowUpKind, kind) or FollowUpKind.TODO,
        text=text,
        priority=values.priority(priority),
        state=values.member(FollowUpState, state) or FollowUpState.CANCELED,
        every=every,
        snoozes=snoozes,
        created_at=desk.moment.local(created_at),
        done_at=values.moment(desk, done_at),
        deleted_at=values.moment(desk, deleted_at),
        company=company or "",
    )
