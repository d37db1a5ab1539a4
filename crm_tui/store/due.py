"""Open follow-ups by when they are due, as streams of keys in working order.

The rules are those of `crm_tui.domain.agenda`. A stream follows an index and is read only as far as it is shown,
so that a hundred thousand overdue follow-ups cost no more than the first fifty.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from crm_tui.domain.agenda import AHEAD, BEHIND, Section, Span, span
from crm_tui.domain.clock import Moment

#: Open and not deleted: the condition of the indexes of follow-ups.
OPEN = "f.state = 'open' AND f.deleted_at IS NULL"

_WORKABLE = f"FROM follow_up f CROSS JOIN standing s ON s.contact = f.contact AND s.is_workable WHERE {OPEN}"
_DAYS = "f.due_time IS NULL AND f.due_day BETWEEN :first AND :last"
_TIMES = "f.due_time IS NOT NULL AND f.due_at >= :start AND f.due_at < :end"

#: Typed clocks outside of these bounds cannot be within the span in any zone on earth.
_CLOCKS = "(f.due_day, f.due_time) >= (:early_day, :early_time) AND (f.due_day, f.due_time) <= (:late_day, :late_time)"
_DAYS_AROUND = "f.due_day BETWEEN min(:first, :early_day) AND max(:last, :late_day)"

#: Anything due within a span, for any order.
IN_SPAN = f"{_DAYS_AROUND} AND ({_DAYS} OR {_TIMES})"


#: Counting stops here: nobody works a thousand people in a morning.
MOST_COUNTED = 999


class Key(NamedTuple):
    """A follow-up and its contact, as keys of this file."""

    contact: int
    follow_up: int


def bounds(stretch: Span) -> dict[str, str | int]:
    """The parameters that stand for ``stretch`` in `IN_SPAN` and its parts."""
    early = _clock(stretch.start, -BEHIND.total_seconds(), ("0000-01-01", "00:00"))
    late = _clock(stretch.end, AHEAD.total_seconds(), ("9999-12-31", "23:59"))
    return {
        "first": _day(stretch.first, "0000-01-01"),
        "last": _day(stretch.last, "9999-12-31"),
        "start": _epoch(stretch.start, -(2**62)),
        "end": _epoch(stretch.end, 2**62),
        "early_day": early[0],
        "early_time": early[1],
        "late_day": late[0],
        "late_time": late[1],
    }


def _day(day: date | None, otherwise: str) -> str:
    return otherwise if day is None else day.isoformat()


def _epoch(instant: datetime | None, otherwise: int) -> int:
    """Rounded up: stored instants are whole seconds, and a span ends before its end."""
    return otherwise if instant is None else math.ceil(instant.timestamp())


def _clock(instant: datetime | None, seconds: float, otherwise: tuple[str, str]) -> tuple[str, str]:
    if instant is None:
        return otherwise
    shifted = datetime.fromtimestamp(instant.timestamp() + seconds, UTC)
    return shifted.strftime("%Y-%m-%d"), shifted.strftime("%H:%M")


def _arms(section: Section) -> tuple[tuple[str, str], ...]:
    """Condition and order of the stretches that, one after the other, are a section in working order.

    A single day is read as its whole days, then its hours: two narrow stretches of an index.
    """
    if section is Section.OVERDUE:
        return ((IN_SPAN, "f.due_day, f.due_time, f.pk"),)
    return (_DAYS, "f.pk"), (f"{_CLOCKS} AND {_TIMES}", "f.due_at, f.due_day, f.due_time, f.pk")


def stream(connection: sqlite3.Connection, moment: Moment, section: Section) -> Iterator[Key]:
    """The open follow-ups of a section in working order, each person once, at their first one.

    Follow-ups of people in the trash or not to be contacted are left out.
    """
    from crm_tui.domain.follow_up import Priority

    stretch = bounds(span(section, moment))
    seen: set[int] = set()
    for priority in Priority:
        for condition, order in _arms(section):
            statement = (
                f"SELECT f.contact, f.pk {_WORKABLE} AND f.priority = :priority AND {condition} ORDER BY {order}"
            )
            for contact, follow_up in connection.execute(statement, {**stretch, "priority": int(priority)}):
                if contact not in seen:
                    seen.add(contact)
                    yield Key(contact, follow_up)


def count(connection: sqlite3.Connection, moment: Moment, section: Section) -> int:
    """How many people `stream` holds, counted no further than one beyond `MOST_COUNTED`."""
    arms = " UNION ALL ".join(f"SELECT f.contact {_WORKABLE} AND {condition}" for condition, _ in _arms(section))
    counting = f"SELECT count(*) FROM (SELECT DISTINCT contact FROM ({arms}) LIMIT {MOST_COUNTED + 1})"
    return int(connection.execute(counting, bounds(span(section, moment))).fetchone()[0])


def now_count(connection: sqlite3.Connection, moment: Moment) -> int:
    """How many are overdue or due today, counted up to `MOST_COUNTED` each: the number for a shell prompt."""
    return sum(min(count(connection, moment, section), MOST_COUNTED) for section in (Section.OVERDUE, Section.TODAY))
