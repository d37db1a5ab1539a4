"""Open follow-ups by when they are due, as streams of keys in working order.

The rules are those of `crm_tui.domain.agenda`. A stream follows an index and is read only as far as it is shown,
so that a hundred thousand overdue follow-ups cost no more than the first fifty.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from crm_tui.domain.agenda import AHEAD, BEHIND, Section, Span, span
from crm_tui.domain.clock import Moment
from crm_tui.domain.follow_up import Priority

_WORKABLE = "FROM follow_up f CROSS JOIN standing s ON s.contact = f.contact AND s.is_workable"
OPEN = "f.state = 'open' AND f.deleted_at IS NULL"
_DAYS = "f.due_time IS NULL AND f.due_day BETWEEN :first AND :last"
_TIMES = "f.due_time IS NOT NULL AND f.due_at >= :start AND f.due_at < :end"

#: Typed clocks outside of these bounds cannot be within the span in any zone on earth.
_CLOCKS = "(f.due_day, f.due_time) >= (:early_day, :early_time) AND (f.due_day, f.due_time) <= (:late_day, :late_time)"
_DAYS_AROUND = "f.due_day BETWEEN min(:first, :early_day) AND max(:last, :late_day)"

#: Anything due within a span, for any order.
IN_SPAN = f"{_DAYS_AROUND} AND ({_DAYS} OR {_TIMES})"


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


def _arms(section: Section) -> Iterable[str]:
    """The statements whose rows, one after the other, are one priority of a section in working order."""
    chosen = f"SELECT f.contact, f.pk {_WORKABLE} WHERE {OPEN} AND f.priority = :priority"
    if section is Section.OVERDUE:
        yield f"{chosen} AND {IN_SPAN} ORDER BY f.due_day, f.due_time, f.pk"
        return
    yield f"{chosen} AND {_DAYS} ORDER BY f.pk"
    yield f"{chosen} AND {_CLOCKS} AND {_TIMES} ORDER BY f.due_at, f.due_day, f.due_time, f.pk"


def stream(connection: sqlite3.Connection, moment: Moment, section: Section) -> Iterator[Key]:
    """The open follow-ups of a section in working order, each person once, at their first one.

    Follow-ups of people in the trash or not to be contacted are left out.
    """
    stretch = bounds(span(section, moment))
    seen: set[int] = set()
    for priority in Priority:
        for arm in _arms(section):
            for contact, follow_up in connection.execute(arm, {**stretch, "priority": int(priority)}):
                if contact not in seen:
                    seen.add(contact)
                    yield Key(contact, follow_up)


_COUNT = f"""
SELECT count(*) FROM
    (SELECT DISTINCT f.contact {_WORKABLE} WHERE {OPEN} AND {IN_SPAN} LIMIT :cap)"""


def count(connection: sqlite3.Connection, moment: Moment, section: Section, cap: int) -> int:
    """How many people `stream` holds, counted no further than ``cap``."""
    return int(connection.execute(_COUNT, {**bounds(span(section, moment)), "cap": cap}).fetchone()[0])
