"""Rules for longer stretches: months, quarters, next week; and for how far away something is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from crm_tui.domain.when.lexer import Digits
from crm_tui.domain.when.scene import Day, NoDateError, Scene, Span, beginning, step

_SPANS = ("week", "month", "quarter", "year")


def span_next(scene: Scene, unit: str) -> Span | None:
    """Next week, next month."""
    return Span(unit, step(beginning(scene.today, unit), unit, 1)) if unit in _SPANS else None


def span_after_next(scene: Scene, unit: str) -> Span | None:
    """The week after next."""
    return Span(unit, step(beginning(scene.today, unit), unit, 2)) if unit in _SPANS else None


def span_this(scene: Scene, unit: str) -> Span | None:
    """This week, the month."""
    return Span(unit, beginning(scene.today, unit)) if unit in _SPANS else None


def span_last(scene: Scene, unit: str) -> Span | None:
    """Last week."""
    return Span(unit, step(beginning(scene.today, unit), unit, -1)) if unit in _SPANS else None


def span_month(
    scene: Scene,
    month: int | None = None,
    year: int | None = None,
    month_year: tuple[int, int] | None = None,
) -> Span:
    """January, January 2028, 01/2028: without a year, the running one or the nearest."""
    month, year = month_year or (month, year)
    if month is None or not 1 <= month <= 12:
        raise NoDateError("months go from 1 to 12")
    return _nearest(scene, "month", month, year)


def span_quarter(scene: Scene, quarter: int, year: int | None = None) -> Span:
    """Q1, Q1 2028: without a year, the running one or the nearest."""
    if not 1 <= quarter <= 4:
        raise NoDateError("a year has four quarters")
    return _nearest(scene, "quarter", 3 * quarter - 2, year)


def _nearest(scene: Scene, unit: str, month: int, year: int | None) -> Span:
    if year:
        return Span(unit, date(year, month, 1))
    span = Span(unit, date(scene.today.year, month, 1))
    way = -1 if scene.past else 1
    if span.first > scene.today if scene.past else span.last < scene.today:
        span = Span(unit, step(span.first, "year", way))
    return Span(unit, span.first, lambda first: step(first, "year", way))


#: "7h30" may be a length, "8h30" is a time.
_CLOCK_FROM = 8


class Length(NamedTuple):
    """A length of time: units with their amounts, the larger first. Minutes stand for parts of an hour."""

    parts: tuple[tuple[int, str], ...]

    @property
    def has_hours(self) -> bool:
        """Whether it leads to a time rather than to a day."""
        return self.parts[-1][1] in _HOURS


_HOURS = ("hour", "short hour", "minute")
_ORDER = (
    *("year", "quarter", "month", "short month", "fortnight", "week", "workday", "day"),
    *_HOURS,
)


def same(_: Scene, it: object) -> object:
    """What it says."""
    return it


def added(_: Scene, tens: int, ones: int) -> int | None:
    """Twenty-one."""
    return tens + ones if ones < 10 else None


def one(_: Scene) -> int:
    """A week."""
    return 1


def two(_: Scene) -> int:
    """A couple of days."""
    return 2


def decimal_amount(_: Scene, dotted: str) -> float:
    """2.5, or 2,5: of hours only."""
    return float(dotted.replace(",", "."))


def half_amount(_: Scene) -> float:
    """Half an hour."""
    return 0.5


def shift_half(scene: Scene, amount: int, unit: str) -> Length:
    """An hour and a half."""
    return shift_one(scene, amount + 0.5, unit)


def shift_one(_: Scene, amount: float, unit: str) -> Length:
    """Three days, 2w, 1.5 hours. ``m`` is months, and refused where it may well be minutes."""
    if not amount:
        raise NoDateError("zero is no distance", "type “today” or “now”")
    if amount > 12 and unit == "short month":
        raise NoDateError(f"“{amount:g}m” is months here", f"write “{amount:g}min” or “{amount:g} months”")
    if isinstance(amount, int):
        return Length(((amount, unit),))
    minutes = amount * 60
    if unit not in ("hour", "short hour") or minutes != int(minutes):
        raise NoDateError("only hours come in halves", "write whole days, weeks or minutes")
    return Length(((int(minutes), "minute"),))


def shift_unit(_: Scene, unit: str) -> Length:
    """A unit alone, where no word for "a" is needed: pēc nedēļas."""
    return Length(((1, unit),))


def shift_minutes(_: Scene, lapse: int) -> Length:
    """Un quart d'heure."""
    return Length(((lapse, "minute"),))


def shift_marked(_: Scene, marked: Digits) -> Length | None:
    """2h30 as a length; from eight hours on it is a time of day."""
    if marked.hour >= _CLOCK_FROM or marked.minute > 59:
        return None
    hours = ((marked.hour, "hour"),) if marked.hour else ()
    return Length((*hours, (marked.minute, "minute")))


def fraction_amount(_: Scene, slashed: tuple[int, int]) -> float | None:
    """1/2, 1/4, 3/4, of hours only."""
    over, under = slashed
    return over / under if under in (2, 4) and over < under else None


def shift_more(scene: Scene, amount: float, unit: str, shift: Length) -> Length | None:
    """A year and two months: each unit once, the larger first."""
    if _ORDER.index(unit) >= _ORDER.index(shift.parts[0][1]):
        raise NoDateError("larger units come first, each once", "for example “1 year 2 months” or “2h 30min”")
    return Length(shift_one(scene, amount, unit).parts + shift.parts)


def moved(scene: Scene, day: date, length: Length, way: int) -> date:
    """``day`` moved by the days, weeks, months and years of a length; ``way`` is 1 or -1."""
    for amount, unit in length.parts:
        if unit == "workday":
            if amount > 999:
                raise NoDateError("that is too many working days to count", "write a date")
            day = scene.working.add(day, amount * way)
        elif unit not in _HOURS:
            day = step(day, unit, amount * way)
    return day


def elapsed(scene: Scene, length: Length, way: int) -> datetime:
    """The moment a length with hours away from now. Hours and minutes are real ones, on any night."""
    day = moved(scene, scene.today, length, way)
    minutes = sum(n * (1 if unit == "minute" else 60) for n, unit in length.parts if unit in _HOURS)
    if minutes > 366 * 24 * 60:
        raise NoDateError("that is too many hours to count", "write days or a date")
    start = datetime.combine(day, scene.now.time().replace(second=0, microsecond=0), scene.now.tzinfo)
    start = start.replace(fold=scene.now.fold)
    return (start.astimezone(UTC) + timedelta(minutes=minutes * way)).astimezone(scene.now.tzinfo)


def days_from_now(scene: Scene, shift: Length) -> Day | None:
    """In three days."""
    return None if shift.has_hours else Day(moved(scene, scene.today, shift, 1), "relative")


def days_bare(scene: Scene, shift: Length) -> Day | None:
    """``3d``: ahead. When backdating it might be either way, and is refused."""
    if shift.has_hours:
        return None
    if scene.past:
        raise NoDateError("is that ahead or back?", "type “ago” after it, or “in” before it")
    return days_from_now(scene, shift)


def days_ago(scene: Scene, shift: Length) -> Day | None:
    """Two days ago."""
    return None if shift.has_hours else Day(moved(scene, scene.today, shift, -1), "relative")


def days_after(scene: Scene, shift: Length, day: Day) -> Day | None:
    """A week from Tuesday. A year from Christmas may be from the last one or the next, and is refused."""
    if day.sort == "feast" and shift.parts[0][1] == "year":
        raise NoDateError("that could be counted from two years", "write the year, as in “christmas 2027”")
    return None if shift.has_hours else Day(moved(scene, day.day, shift, 1), "relative")


def days_before(scene: Scene, shift: Length, day: Day) -> Day | None:
    """Two days before Christmas."""
    return None if shift.has_hours else Day(moved(scene, day.day, shift, -1), "relative")


def days_idiom(scene: Scene, idiom: int) -> Day:
    """Dans quinze jours: two weeks, by custom."""
    return Day(step(scene.today, "day", idiom), "relative")


RULES: Mapping[str, Callable[..., object]] = {
    rule.__name__: rule
    for rule in (
        *(span_next, span_after_next, span_this, span_last, span_month, span_quarter, same, added, one, two),
        *(decimal_amount, half_amount, fraction_amount, shift_half, shift_one, shift_more),
        *(shift_unit, shift_minutes, shift_marked),
        *(days_from_now, days_bare, days_ago, days_after, days_before, days_idiom),
    )
}
