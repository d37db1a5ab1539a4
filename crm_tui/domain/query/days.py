"""Spans of days in filters: `>30d`, `<=fri`, `today`, `last month`, `2026-03`, `2026-01-01..2026-01-31`.

A number of days, weeks, months or years counts away from today: backwards where the field looks back (last
contacted 30d ago), forwards where it looks ahead (due in 7d). There, < and > compare how far: `last:>30d` is
more than 30 days ago, `due:<7d` is less than 7 days ahead. Against a date they compare the day itself.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError

Span = tuple[date | None, date | None]

_AMOUNT = re.compile(r"\+?(\d{1,5})\s?([dwmy])", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PERIOD = re.compile(r"(?:(this|next|last)[ _-]?)?(week|month|year)", re.IGNORECASE)
_NEAR = {"today": 0, "tomorrow": 1, "tom": 1, "yesterday": -1}
_HINT = "A day is written today, fri, 2026-03-31; an age 30d, 2w, 3m, 1y."


def span(value: str, op: str, desk: Desk, *, past: bool) -> Span:
    """The days that ``value`` compared by ``op`` allows, both ends included, None where open.

    Raises ValueError with a hint when it is no date.
    """
    text = value.strip().lower()
    today = desk.moment.today
    if amount := _AMOUNT.fullmatch(text):
        return _away(int(amount.group(1)), amount.group(2), op, today, past=past)
    first, dots, last = text.partition("..")
    if dots and op == "=":
        return (_day(first, desk, past=past)[0], _day(last, desk, past=past)[1])
    start, end = _day(text, desk, past=past)
    match op:
        case "<":
            return (None, start - timedelta(1))
        case "<=":
            return (None, end)
        case ">":
            return (end + timedelta(1), None)
        case ">=":
            return (start, None)
    return (start, end)


def _away(number: int, unit: str, op: str, today: date, *, past: bool) -> Span:
    """The days less than, or more than, so far from today; without an operator, at most so far."""
    sign = -1 if past else 1
    edge = _shifted(today, sign * number, unit)
    match op:
        case "<":
            near = edge - timedelta(sign)
        case ">":
            near = edge + timedelta(sign)
        case _:
            near = edge
    if op in (">", ">="):
        return (None, near) if past else (near, None)
    return (near, today) if past else (today, near)


def _shifted(day: date, number: int, unit: str) -> date:
    if unit in "dw":
        return day + timedelta(number * (7 if unit == "w" else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("That is out of the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(text: str, desk: Desk, *, past: bool) -> tuple[date, date]:
    """First and last day of a date, a month, a year, a named period or a phrase."""
    today = desk.moment.today
    if text in _NEAR:
        day = today + timedelta(_NEAR[text])
        return day, day
    if iso := _ISO.fullmatch(text):
        return _iso(*iso.groups())
    if period := _PERIOD.fullmatch(text):
        return _period(period.group(1) or "this", period.group(2), today)
    return _phrase(text, desk, past=past)


def _iso(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        return first, first
    last = int(month) if month else 12
    return first, date(first.year, last, monthrange(first.year, last)[1])


def _period(which: str, unit: str, today: date) -> tuple[date, date]:
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        first = today - timedelta(today.weekday() - 7 * step)
        return first, first + timedelta(6)
    first = today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)
    first = _shifted(first, step, unit[0])
    return first, _shifted(first, 1, unit[0]) - timedelta(1)


def _phrase(text: str, desk: Desk, *, past: bool) -> tuple[date, date]:
    from crm_tui.domain import when

    try:
        found = when.parse(text.replace("_", " "), desk, past=past)
    except ParseError as error:
        raise ValueError(_HINT) from error
    if found.grain == "month":
        first = found.day.replace(day=1)
        return first, _shifted(first, 1, "m") - timedelta(1)
    return found.day, found.day
