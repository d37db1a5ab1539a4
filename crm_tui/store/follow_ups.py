"""Follow-ups: the agenda. Its operations are in `follow_up_edits`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from crm_tui.domain.agenda import Range, span
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, Candidate, NotFoundError
from crm_tui.domain.follow_up import FollowUp, FollowUpKind, FollowUpState
from crm_tui.domain.interaction import ContactRef
from crm_tui.domain.typed import TYPE_CHECKING, Any
from crm_tui.store import due, ids, values
from crm_tui.store.deferred import deferred
from crm_tui.store.page import LAST, Page, first_row
from crm_tui.store.stretches import Stretch, count, window

if TYPE_CHECKING:
    from crm_tui.store.completing import complete
    from crm_tui.store.follow_up_edits import add, cancel, delete, done, edit, skip, snooze

__all__ = [
    "COLUMNS",
    "add",
    "agenda",
    "by_pk",
    "cancel",
    "closed_today",
    "complete",
    "delete",
    "done",
    "edit",
    "from_row",
    "of",
    "one",
    "resolve",
    "skip",
    "snooze",
]

__getattr__ = deferred(
    {
        "crm_tui.store.follow_up_edits": ("add", "cancel", "delete", "done", "edit", "skip", "snooze"),
        "crm_tui.store.completing": ("complete",),
    }
)

#: How far beyond a window the follow-ups of a range are counted.
COUNTED = 1_000

#: What `from_row` takes: of the follow-up ``f``, its contact ``c`` and their company ``co``.
COLUMNS = """f.pk, f.id, c.id, c.name, co.name, f.due_day, f.due_time, f.due_zone, f.kind, f.text, f.priority, f.state,
       f.every, f.snoozes, f.created_at, f.done_at, f.deleted_at"""

_ROWS = f"""
SELECT {COLUMNS}
  FROM json_each(?) keys
 CROSS JOIN follow_up f ON f.pk = keys.value
 CROSS JOIN contact c ON c.pk = f.contact
  LEFT JOIN company co ON co.pk = c.company AND co.deleted_at IS NULL
 ORDER BY keys.key"""

#: The dead are few, and looked up in an index of their own.
_CLOSED = Stretch(
    "f.pk",
    "follow_up f INDEXED BY follow_up_done",
    "f.state <> 'open' AND f.deleted_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM standing s INDEXED BY standing_dead"
    "                  WHERE s.contact = f.contact AND NOT s.is_alive)",
    (("f.done_at", True), ("f.pk", True)),
)


def agenda(
    connection: sqlite3.Connection, desk: Desk, *, range: Range = Range.TODAY, offset: int = 0, limit: int = 200
) -> Page[FollowUp]:
    """A part of the agenda by day and time; what is done with the last one first.

    Unlike Today it shows every follow-up of a person, and also those of people not to be contacted.
    """
    stretches: Sequence[Stretch] = (_CLOSED,)
    parameters: Mapping[str, object] = {}
    if range is not Range.DONE:
        stretches, parameters = due.agenda(range), due.bounds(span(range, desk.moment))
    total = count(connection, stretches, parameters) if offset == LAST else None
    offset = first_row(offset, limit, lambda: total or 0)
    keys = window(connection, stretches, offset, limit, total=total, parameters=parameters)
    rows = tuple(by_pk(connection, desk, [pk for (pk,) in keys]).values())
    if total is None:
        total = count(connection, stretches, parameters, (cap := offset + COUNTED) + 1)
        return Page.counted(rows, offset, total, cap)
    return Page(rows=rows, offset=offset, total=total)


def closed_today(connection: sqlite3.Connection, desk: Desk) -> int:
    """How many follow-ups were closed on the rep's day, counted up to `due.MOST_COUNTED`."""
    midnight = datetime.combine(desk.moment.today, time(), desk.moment.tz)
    today = _CLOSED._replace(condition=f"{_CLOSED.condition} AND f.done_at >= :first AND f.done_at < :last")
    day = {"first": int(midnight.timestamp()), "last": int((midnight + timedelta(days=1)).timestamp())}
    return count(connection, (today,), day, due.MOST_COUNTED)


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
    return {row[0]: from_row(desk, row) for row in connection.execute(_ROWS, (json.dumps(pks),))}


def from_row(desk: Desk, row: tuple[Any, ...]) -> FollowUp:
    """A row of `COLUMNS`."""
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
