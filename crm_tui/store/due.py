"""Open follow-ups by when they are due, as stretches of keys in working order.

The rules are those of `crm_tui.domain.agenda`. A stretch follows an index that holds all it is chosen by, and is read
only as far as it is shown, so that a hundred thousand overdue follow-ups cost no more than the first fifty.
"""

from __future__ import annotations

import math
import sqlite3
from datetime import UTC, date, datetime
from functools import cache

from crm_tui.domain.agenda import AHEAD, BEHIND, Range, Section, Span, span
from crm_tui.domain.clock import Moment
from crm_tui.store.listing import AGENDA, ALONE, QUEUED
from crm_tui.store.stretches import Order, Stretch
from crm_tui.store.stretches import count as counted

#: Open and not deleted: the condition of the indexes of follow-ups.
OPEN = "f.state = 'open' AND f.deleted_at IS NULL"

_QUEUE = "follow_up f INDEXED BY follow_up_queue"
_BY_DAY = "follow_up f INDEXED BY follow_up_due"

_DAYS = "f.due_time IS NULL AND f.due_day BETWEEN :first AND :last"
_DAY = "f.due_time IS NULL AND f.due_day = :first"
_TIMES = "f.due_time IS NOT NULL AND f.due_at >= :start AND f.due_at < :end"

#: Typed clocks outside of these bounds cannot be within the span in any zone on earth.
_CLOCKS = "(f.due_day, f.due_time) >= (:early_day, :early_time) AND (f.due_day, f.due_time) <= (:late_day, :late_time)"
_DAYS_AROUND = "f.due_day BETWEEN min(:first, :early_day) AND max(:last, :late_day)"

#: Anything due within a span, for any order.
IN_SPAN = f"{_DAYS_AROUND} AND ({_DAYS} OR {_TIMES})"

#: The order of `agenda.due_order`, as one value that can be compared.
_PLACE_OVERDUE = "(f.priority, f.due_day, coalesce(f.due_time, ''), f.pk)"
_PLACE_OF_DAY = "(f.priority, f.due_time IS NOT NULL, coalesce(f.due_at, 0), f.due_day, coalesce(f.due_time, ''), f.pk)"

_BY_CLOCK: Order = (("f.due_day", False), ("f.due_time", False), ("f.pk", False))

_MINUTE = 60

#: Counting stops here: nobody works a thousand people in a morning.
MOST_COUNTED = 999


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
    """Rounded up to a minute: clocks are typed in whole ones, and a span ends before its end.

    So the same rows have the same bounds for a minute, and what was counted of them can be remembered.
    """
    return otherwise if instant is None else math.ceil(instant.timestamp() / _MINUTE) * _MINUTE


def _clock(instant: datetime | None, seconds: float, otherwise: tuple[str, str]) -> tuple[str, str]:
    if instant is None:
        return otherwise
    shifted = datetime.fromtimestamp(instant.timestamp() + seconds, UTC).isoformat()
    return shifted[:10], shifted[11:16]


def _arms(section: Section) -> tuple[tuple[str, Order], ...]:
    """Condition and order of the stretches that, one after the other, are a section in working order.

    A single day is read as its whole days, then its hours: two narrow stretches of an index.
    """
    if section is Section.OVERDUE:
        return ((IN_SPAN, _BY_CLOCK),)
    return (_DAY, (("f.pk", False),)), (f"{_CLOCKS} AND {_TIMES}", (("f.due_at", False), *_BY_CLOCK))


@cache
def _queued(section: Section) -> str:
    """Whose turn it is: the follow-ups that lead a section for their person, of people who may be contacted."""
    place = _PLACE_OVERDUE if section is Section.OVERDUE else _PLACE_OF_DAY
    earlier = (
        "SELECT 1 FROM follow_up g WHERE g.contact = f.contact AND g.state = 'open' AND g.deleted_at IS NULL"
        f" AND {IN_SPAN.replace('f.', 'g.')} AND {place.replace('f.', 'g.')} < {place}"
    )
    return f"{OPEN} AND f.listed >= {QUEUED} AND (f.listed = {ALONE} OR NOT EXISTS ({earlier}))"


@cache
def stretches(section: Section) -> tuple[Stretch, ...]:
    """A section in working order, each person once, at their first follow-up; keys of contact and follow-up.

    The parameters are the `bounds` of its span. People in the trash or not to be contacted are left out.
    """
    from crm_tui.domain.follow_up import Priority

    queued = _queued(section)
    return tuple(
        Stretch("f.contact, f.pk", _QUEUE, f"f.priority = {int(priority)} AND {condition} AND {queued}", order)
        for priority in Priority
        for condition, order in _arms(section)
    )


@cache
def agenda(part: Range) -> tuple[Stretch, ...]:
    """The open follow-ups of a stretch of time by day and clock, all of them; keys of the follow-up.

    The parameters are the `bounds` of its span. A single day has its whole days first, by priority, then its hours as
    they come, whatever their zone. Only people in the trash are left out.
    """
    from crm_tui.domain.follow_up import Priority

    shown = f"{OPEN} AND f.listed >= {AGENDA}"
    if part is not Range.TODAY:
        return (Stretch("f.pk", _BY_DAY, f"{IN_SPAN} AND {shown}", _BY_CLOCK),)
    hours: Order = (("f.due_at", False), ("f.priority", False), ("f.pk", False))
    return (
        *(
            Stretch("f.pk", _QUEUE, f"f.priority = {int(priority)} AND {_DAY} AND {shown}", (("f.pk", False),))
            for priority in Priority
        ),
        Stretch("f.pk", _BY_DAY, f"{_CLOCKS} AND {_TIMES} AND {shown}", hours),
    )


@cache
def _counted(section: Section) -> tuple[Stretch, ...]:
    """A section whose order does not matter."""
    queued = _queued(section)
    return tuple(Stretch("f.pk", _BY_DAY, f"{condition} AND {queued}", order) for condition, order in _arms(section))


def count(connection: sqlite3.Connection, moment: Moment, section: Section, most: int | None = MOST_COUNTED) -> int:
    """How many people a section holds, counted no further than one beyond ``most``."""
    return counted(connection, _counted(section), bounds(span(section, moment)), None if most is None else most + 1)


def now_counts(connection: sqlite3.Connection, moment: Moment) -> tuple[int, int]:
    """How many people are overdue, and how many due today, counted no further than one beyond `MOST_COUNTED`."""
    return count(connection, moment, Section.OVERDUE), count(connection, moment, Section.TODAY)


def now_count(connection: sqlite3.Connection, moment: Moment) -> int:
    """How many are overdue or due today, counted up to `MOST_COUNTED` each: the number for a shell prompt."""
    return sum(min(people, MOST_COUNTED) for people in now_counts(connection, moment))
