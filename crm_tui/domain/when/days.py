"""Rules that name a day: weekdays, dates, days counted from another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from crm_tui.domain.when.scene import (
    Day,
    NoDateError,
    Scene,
    Span,
    beginning,
    month_length,
    spoken,
    step,
)
from crm_tui.domain.when.spoken import MONTHS, WEEKDAYS

#: Years searched for a date written without one: 29 February can be eight years away.
_YEARS_AHEAD = 9

#: So many years ahead two figures still mean this century.
_YEARS_OF_TWO_FIGURES = 20

#: Months searched for a day and weekday that agree: the 31st comes on every weekday within 20.
_MONTHS_AHEAD = 24


def relative_day(scene: Scene, relative: int) -> Day:
    """today, tomorrow, the day after tomorrow."""
    return Day(scene.today + timedelta(relative), "relative")


def nearest_weekday(scene: Scene, weekday: int) -> Day:
    """The nearest one ahead (behind, when backdating); today's own name is a week away."""
    if scene.past:
        return weekday_last(scene, weekday)
    return Day(scene.today + timedelta((weekday - scene.today.weekday()) % 7 or 7), "weekday")


def weekday_next(scene: Scene, weekday: int) -> Day:
    """The one in the next calendar week, Monday to Sunday: on a Monday, "next tue" is in 8 days."""
    return Day(beginning(scene.today, "week") + timedelta(7 + weekday), "weekday")


def weekday_this(scene: Scene, weekday: int) -> Day:
    """The one in this calendar week."""
    return Day(beginning(scene.today, "week") + timedelta(weekday), "weekday")


def weekday_last(scene: Scene, weekday: int) -> Day:
    """The nearest one behind; today's own name is a week ago."""
    return Day(scene.today - timedelta((scene.today.weekday() - weekday) % 7 or 7), "weekday")


def weekday_in_week(_: Scene, weekday: int, span: Span) -> Day | None:
    """Tuesday next week."""
    return Day(span.first + timedelta(weekday), "weekday") if span.unit == "week" else None


def weekday_after_next(scene: Scene, weekday: int) -> Day:
    """The one in the week after the next calendar week."""
    return Day(weekday_next(scene, weekday).day + timedelta(7), "weekday")


def weekday_counted(scene: Scene, weekday: int, count: int) -> Day:
    """Lundi en huit, en quinze: so many days after the nearest one, or after today on that weekday."""
    ahead = (weekday - scene.today.weekday()) % 7
    return Day(scene.today + timedelta(ahead + count), "weekday")


def weekday_and_weeks(scene: Scene, weekday: int) -> Day:
    """Tuesday week: a week after the nearest Tuesday."""
    return Day(nearest_weekday(scene, weekday).day + timedelta(7), "weekday")


def weekdays_from_now(scene: Scene, count: int, weekday: int) -> Day:
    """Three Fridays from now: the third one ahead."""
    if not count:
        raise NoDateError("none is no number of weeks")
    ahead = (weekday - scene.today.weekday()) % 7 or 7
    return Day(step(scene.today + timedelta(ahead), "week", count - 1), "weekday")


def dated(scene: Scene, day: int, month: int, year: int | None = None) -> Day:
    """12 March: with its year, or the nearest one ahead (behind, when backdating); today counts."""
    if not 1 <= day <= month_length(year or 2000, month):
        of_year = f" {year}" if year else ""
        days = month_length(year or 2000, month)
        raise NoDateError(f"{MONTHS[month - 1]}{of_year} has no day {day}", f"it has {days} days")
    if year:
        return Day(date(year, month, day), "dated")
    return Day(
        _nearest(scene, (date(y, month, day) for y in _years(scene) if day <= month_length(y, month))),
        "dated",
    )


def _years(scene: Scene) -> Iterator[int]:
    way = -1 if scene.past else 1
    return (scene.today.year + way * ahead for ahead in range(_YEARS_AHEAD))


def _nearest(scene: Scene, days: Iterator[date]) -> date:
    return next(day for day in days if (day <= scene.today if scene.past else day >= scene.today))


def numeric_day(scene: Scene, slashed: tuple[int, int]) -> Day:
    """03/04: the country decides which is the month, unless only one of them can be."""
    day, month = _day_and_month(scene, *slashed)
    return dated(scene, day, month)


def dotted_date(scene: Scene, dotted_day: tuple[int, int]) -> Day | None:
    """3.4: the month is the second, as dots are not written where it comes first."""
    day, month = dotted_day
    return dated(scene, day, month) if 1 <= month <= 12 and day else None


def numeric_date(scene: Scene, dmy: tuple[int, int, int]) -> Day:
    """03/04/2027, 3.4.27."""
    day, month = _day_and_month(scene, *dmy[:2])
    return dated(scene, day, month, _century(scene, dmy[2]))


def spaced_date(scene: Scene, day: int, month: int, year: int) -> Day | None:
    """20 02 2027, 20 02 27."""
    return numeric_date(scene, (day, month, year)) if year < 100 or year > 999 else None


def dated_short(scene: Scene, day: int, month: int, year: int) -> Day | None:
    """31 octobre 27: a year of two figures, where it can be no hour."""
    return dated(scene, day, month, _century(scene, year)) if 24 <= year < 100 else None


def _century(scene: Scene, year: int) -> int:
    """Two figures of a year are of the hundred that end twenty years from now: 99 is not seventy years away."""
    if year > 99:
        return year
    year += 2000
    return year - 100 if year > scene.today.year + _YEARS_OF_TWO_FIGURES else year


def _day_and_month(scene: Scene, first: int, second: int) -> tuple[int, int]:
    if first > 12 or (second <= 12 and not scene.is_month_first):
        first, second = second, first
    if not 1 <= first <= 12 or not second:
        raise NoDateError("one of the two numbers must be a month", "write the month: “3 apr”")
    return second, first


def iso_day(scene: Scene, ymd: tuple[int, int, int]) -> Day:
    """2027-03-12."""
    year, month, day = ymd
    if not (1900 <= year < 2200 and 1 <= month <= 12):
        raise NoDateError("that is no date", "year, month, day: “2027-03-12”")
    return dated(scene, day, month, year)


def holiday_day(scene: Scene, holiday: str, year: int | None = None) -> Day:
    """Christmas: a feast that falls on the same date every year."""
    month, day = holiday.split("-")
    found = dated(scene, int(day), int(month), year)
    return found if year else Day(found.day, "feast")


def weekday_dated(_: Scene, weekday: int, date: Day) -> Day:
    """Friday 13 March, where the two must agree: if not, one of them is a slip."""
    if date.day.weekday() != weekday:
        raise _mismatch(weekday, date.day, "leave the weekday out, or mend the date")
    return date


def day_of_month(scene: Scene, day: int, weekday: int | None = None) -> Day:
    """The 15th: the nearest month that has such a day; today counts. A weekday beside it must agree."""
    if not 1 <= day <= 31:
        raise NoDateError(f"no month has a day {day}", "days go from 1 to 31")
    first = beginning(scene.today, "month")
    months = [step(first, "month", -count if scene.past else count) for count in range(_MONTHS_AHEAD)]
    days = [month.replace(day=day) for month in months if day <= month_length(month.year, month.month)]
    found = _nearest(scene, iter(days))
    if weekday is not None and found.weekday() != weekday:
        fitting = _nearest(scene, (day for day in days if day.weekday() == weekday))
        raise _mismatch(weekday, found, f"the nearest that fits is “{spoken(fitting)}”")
    return Day(found, "dated")


def _mismatch(weekday: int, day: date, hint: str) -> NoDateError:
    return NoDateError(f"{spoken(day)} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[weekday]}", hint)


def nth_weekday(scene: Scene, ordinal: int, weekday: int, span: Span) -> Day | None:
    """The first Monday of December."""
    return _within(scene, span, lambda first: _nth(first, span.unit, ordinal, weekday))


def _nth(first: date, unit: str, ordinal: int, weekday: int) -> date:
    day = first + timedelta((weekday - first.weekday()) % 7 + 7 * (ordinal - 1))
    if not first <= day < step(first, unit, 1):
        raise NoDateError(f"there is no {WEEKDAYS[weekday]} number {ordinal} in that {unit}", "try “last”")
    return day


def last_weekday(scene: Scene, weekday: int, span: Span) -> Day | None:
    """The last Friday of June."""

    def found(first: date) -> date:
        last = step(first, span.unit, 1) - timedelta(1)
        return last - timedelta((last.weekday() - weekday) % 7)

    return _within(scene, span, found)


def nth_workday(scene: Scene, ordinal: int, span: Span) -> Day | None:
    """The second working day of January."""

    def found(first: date) -> date:
        day = scene.working.add(first - timedelta(1), ordinal)
        if day >= step(first, span.unit, 1):
            raise NoDateError(f"that {span.unit} has fewer working days")
        return day

    return _within(scene, span, found)


def nth_day(scene: Scene, ordinal: int, span: Span) -> Day | None:
    """The 20th of next month."""
    if span.unit == "month" and ordinal > month_length(span.first.year, span.first.month):
        raise NoDateError(f"{MONTHS[span.first.month - 1]} has no day {ordinal}")
    return _within(scene, span, lambda first: first + timedelta(ordinal - 1))


def last_day(scene: Scene, span: Span) -> Day | None:
    """The last day of October: of the calendar, worked or not."""
    return _within(scene, span, lambda first: step(first, span.unit, 1) - timedelta(1))


def end_of(scene: Scene, span: Span) -> Day | None:
    """The end of March: its last working day."""
    return _within(scene, span, lambda first: scene.working.on_or_before(step(first, span.unit, 1) - timedelta(1)))


def start_of(scene: Scene, span: Span) -> Day | None:
    """The start of next month: its first working day."""
    return _within(scene, span, scene.working.on_or_after)


def closing_day(scene: Scene, closing: str) -> Day | None:
    """eow, eom, eoq, eoy: the last working day of the running one; once that is over, of the next."""
    span = Span(closing, beginning(scene.today, closing))
    return end_of(scene, span if scene.past else span._replace(rolls=lambda day: step(day, closing, 1)))


def _within(scene: Scene, span: Span, day: Callable[[date], date]) -> Day | None:
    """A day of a span, or of the next like it when that day is over and the span was not pinned down."""
    if span.unit not in ("week", "month", "quarter", "year"):
        return None
    found = day(span.first)
    if span.rolls is not None and (found > scene.today if scene.past else found < scene.today):
        found = day(span.rolls(span.first))
    return Day(found, "relative" if span.unit == "week" else "dated")


RULES: Mapping[str, Callable[..., object]] = {
    rule.__name__: rule
    for rule in (
        *(relative_day, nearest_weekday, weekday_next, weekday_this, weekday_last, weekday_in_week),
        *(weekday_after_next, weekday_counted, dotted_date, spaced_date, dated_short),
        *(weekday_and_weeks, weekdays_from_now, dated, numeric_day, numeric_date, iso_day, holiday_day),
        *(
            weekday_dated,
            day_of_month,
            nth_weekday,
            last_weekday,
            nth_workday,
            nth_day,
            last_day,
            end_of,
            start_of,
        ),
        closing_day,
    )
}
