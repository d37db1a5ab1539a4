"""What a rule knows beside the words, and the small values that rules hand to each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from crm_tui.domain.desk import Desk
from crm_tui.domain.value import dataclass
from crm_tui.domain.when.language import DayPart, Language, table
from crm_tui.domain.when.spoken import MONTHS
from crm_tui.domain.working import WorkingTime

Sort = Literal["weekday", "dated", "relative", "feast"]


class NoDateError(Exception):
    """The words are understood and make no date: what is wrong, and what to type. Never leaves the package."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Now, the direction that is meant, and the habits of desk and language."""

    now: datetime
    zone: str
    past: bool
    working: WorkingTime
    is_month_first: bool
    parts: Mapping[str, DayPart]

    @property
    def today(self) -> date:
        """The rep's day."""
        return self.now.date()


def scene(desk: Desk, words: Language, *, past: bool) -> Scene:
    """The scene at a desk for one of the tables that it reads. The desk's own says what 03/04 is."""
    return Scene(
        now=desk.moment.now.astimezone(desk.moment.tz),
        zone=desk.moment.zone,
        past=past,
        working=desk.working,
        is_month_first=desk.country in table(desk.language).month_first,
        parts=words.parts,
    )


class Day(NamedTuple):
    """A day, and by what sort of words it was named: a bare hour means different things after each.

    A "feast" is one without its year.
    """

    day: date
    sort: Sort


class Clock(NamedTuple):
    """An hour as it was written.

    "bare": a number alone; "written": 3:30; both are read by the rule of working hours. "exact": nothing is
    left to read. "hour" grain: no minutes were given.
    """

    hour: int
    minute: int
    grain: Literal["hour", "minute"]
    style: Literal["bare", "written", "exact"]


class Stretch(NamedTuple):
    """A part of a day."""

    day: Day
    part: str


class Span(NamedTuple):
    """A week, month, quarter or year by its first day. ``rolls`` to the next one that fits when it can."""

    unit: str
    first: date
    rolls: Callable[[date], date] | None = None

    @property
    def last(self) -> date:
        """Its last day."""
        return step(self.first, self.unit, 1) - timedelta(1)


def step(day: date, unit: str, count: int) -> date:
    """``day`` moved by calendar units; a day that the month lacks becomes its last.

    Raises NoDateError beyond a century: nothing there is a follow-up, and a typing slip is likely.
    """
    if unit in _DAYS:
        if abs(count * _DAYS[unit]) > 36_600:
            raise NoDateError("that is more than a century away", "check the number")
        return day + timedelta(count * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = divmod(months, 12)
    if abs(year - day.year) > 100:
        raise NoDateError("that is more than a century away", "check the number")
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))


_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "short month": 1, "quarter": 3, "year": 12}


def month_length(year: int, month: int) -> int:
    """Days in a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def beginning(day: date, unit: str) -> date:
    """The first day of the week (Monday), month, quarter or year that ``day`` is in."""
    if unit == "week":
        return day - timedelta(day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return date(day.year, 1, 1)


def spoken(day: date) -> str:
    """``12 March 2027``, for refusals and their hints."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
