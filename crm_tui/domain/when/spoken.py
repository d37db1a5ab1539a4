"""Dates as they are shown: in full, in a list column, and as an age."""

from __future__ import annotations

from datetime import date, datetime

from crm_tui.domain.clock import Moment

#: As `calendar.day_name` and `month_name`, which cost an import of `locale`.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

#: From so many days on, a distance is given in months, and from so many in years.
_MONTHS_FROM, _YEARS_FROM = 60, 730


def describe(value: date | datetime, moment: Moment) -> str:
    """A day or time in full, with its distance: "Tue 14 Oct 09:00, in 6 days"; at most 40 cells.

    The year is given when it is not this one. A datetime is shown on the rep's clock.
    """
    day, at = _local(value, moment)
    days = (day - moment.today).days
    clock = f" {at:%H:%M}" if at else ""
    if not days:
        return f"today{clock}, {_hours(at, moment)}" if at else "today"
    year = "" if day.year == moment.today.year else f" {day.year}"
    return f"{_weekday(day)} {day.day} {_month(day)}{year}{clock}, {_days(days)}"


def short(value: date | datetime, moment: Moment) -> str:
    """A day or time for a list column of 12 cells: "today 15:00", "tom 09:00", "Tue 09:00", "14 Oct 2027".

    The time is given up to six days ahead; further away, and behind, the day alone.
    """
    day, at = _local(value, moment)
    days = (day - moment.today).days
    names = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if at and 0 <= days <= 6:
        return f"{('today', 'tom')[days] if days < 2 else _weekday(day)} {at:%H:%M}"
    if days in names:
        return names[days]
    if day.year != moment.today.year:
        return f"{day.day} {_month(day)} {day.year}"
    return f"{_weekday(day)} {day.day} {_month(day)}"


def age(at: datetime, moment: Moment) -> str:
    """How long ago: "just now", "20 min ago", "3 h ago", "yesterday", "5 days ago", "3 months ago"."""
    days = (at.astimezone(moment.tz).date() - moment.today).days
    hours = abs((at - moment.now).total_seconds()) / 3600
    return _hours(at, moment) if not days or hours < 6 else _days(days)


def _local(value: date | datetime, moment: Moment) -> tuple[date, datetime | None]:
    if not isinstance(value, datetime):
        return value, None
    local = value.astimezone(moment.tz)
    return local.date(), local


def _weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()][:3]


def _month(day: date) -> str:
    return MONTHS[day.month - 1][:3]


def _hours(at: datetime, moment: Moment) -> str:
    minutes = int((at - moment.now).total_seconds() / 60)
    if not minutes:
        return "now" if at > moment.now else "just now"
    if minutes < 0:
        return f"{-minutes} min ago" if minutes > -60 else f"{-minutes // 60} h ago"
    return f"in {minutes} min" if minutes < 90 else f"in {round(minutes / 60)} hours"


def _days(days: int) -> str:
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    if abs(days) < _MONTHS_FROM:
        distance = _count(abs(days), "day")
    elif abs(days) < _YEARS_FROM:
        distance = _count(round(abs(days) / 30.44), "month")
    else:
        distance = _count(abs(days) * 100 // 36525, "year")
    return f"in {distance}" if days > 0 else f"{distance} ago"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
