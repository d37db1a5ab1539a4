"""Words and numbers in a cell: days, instants, yes and no. What is not understood is None, never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

#: Regions that write the month first.
_MONTH_FIRST = frozenset({"US", "AS", "GU", "MP", "PR", "VI", "UM", "FM", "MH", "PW", "PH"})

_MONTHS = {
    month: number
    for number, month in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](.*))?")
_NUMBERS = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?:,?\s+(.*))?")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:\s+(.*))?")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})(?:,?\s+(.*))?", re.IGNORECASE
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:,?\s+(.*))?", re.IGNORECASE)
_YEARLESS = re.compile(r"\s*--(\d{2})-?(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?m?\.?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)

#: Day 0 of spreadsheets; serial numbers from 1954 to 2119 are believed.
_SERIAL_START = date(1899, 12, 30)
_SERIAL_RANGE = range(20_000, 80_000)

#: Apple's year for birthdays without one.
_NO_YEAR = 1604

_YES = frozenset({"yes", "y", "true", "t", "1", "x", "on", "checked", "wahr", "ja", "oui"})
_NO = frozenset({"no", "n", "false", "f", "0", "", "off", "unchecked", "falsch", "nein", "non"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day, with what follows it in the cell, and whether day and month could have been the other way round."""

    day: date
    rest: str = ""
    is_ambiguous: bool = False


def is_month_first(country: str) -> bool:
    """Whether 3/4 is the fourth of March in ``country`` (ISO region)."""
    return country.upper() in _MONTH_FIRST


@lru_cache(maxsize=4096)
def day(text: str, country: str) -> Day | None:
    """The day that ``text`` begins with, in the spellings of spreadsheets and exports; None if it is none.

    Where 3/4 could be either, ``country`` decides and the result says so. A bare number is a spreadsheet's
    serial day.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        year, month, number, rest = match.groups()
        return _day(int(year), int(month), int(number), rest)
    if match := _NUMBERS.fullmatch(text):
        return _by_country(match, country)
    if match := _DAY_MONTH.fullmatch(text):
        number, word, year, rest = match.groups()
        return _day(_year(year), _MONTHS.get(word[:3].lower(), 0), int(number), rest)
    if match := _MONTH_DAY.fullmatch(text):
        word, number, year, rest = match.groups()
        return _day(int(year), _MONTHS.get(word[:3].lower(), 0), int(number), rest)
    if (match := _SERIAL.fullmatch(text)) and int(match[1]) in _SERIAL_RANGE:
        seconds = round(float(f"0.{match[2] or 0}") * 86_400)
        clock = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" if 0 < seconds < 86_400 else ""
        return Day(_SERIAL_START + timedelta(days=int(match[1])), clock)
    return None


def _by_country(match: re.Match[str], country: str) -> Day | None:
    first, separator, second, year, rest = match.groups()
    numbers = (int(first), int(second))
    # A dot is written only where the day comes first.
    month_first = is_month_first(country) and separator != "."
    month, number = numbers if month_first else numbers[::-1]
    if month > 12 >= number:
        month, number = number, month
    found = _day(_year(year), month, number, rest)
    if found and max(numbers) <= 12 and first != second and separator != ".":
        return Day(found.day, found.rest, is_ambiguous=True)
    return found


def _year(text: str) -> int:
    """Two digits are the year within 1950 to 2049."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 50 else 2000)


def _day(year: int, month: int, number: int, rest: str | None) -> Day | None:
    try:
        return Day(date(year, month, number), (rest or "").strip())
    except ValueError:
        return None


def birthday(text: str, country: str) -> tuple[str, bool]:
    """A birthday as YYYY-MM-DD, or --MM-DD without a year, and whether it was ambiguous; "" if it is none."""
    if match := _YEARLESS.fullmatch(text):
        month, number = int(match[1]), int(match[2])
        return (f"--{month:02}-{number:02}", False) if _day(2000, month, number, "") else ("", False)
    found = day(text, country)
    if found is None or (found.rest and not _CLOCK.fullmatch(found.rest)):
        return "", False
    if found.day.year == _NO_YEAR:
        return f"--{found.day:%m-%d}", found.is_ambiguous
    return found.day.isoformat(), found.is_ambiguous


def birthday_of(year: int | None, month: int | None, number: int | None) -> str:
    """A birthday of its parts, the year perhaps missing, in the form of `birthday`; "" if they are none."""
    if month is None or number is None or _day(year or 2000, month, number, "") is None:
        return ""
    return f"{year:04}-{month:02}-{number:02}" if year else f"--{month:02}-{number:02}"


def instant(text: str, country: str, zone: ZoneInfo) -> tuple[datetime, bool] | None:
    """An aware moment, and whether its day was ambiguous; None if it is none.

    Without an offset it is in ``zone``; without an hour it is midnight.
    """
    found = day(text, country)
    if found is None:
        return None
    if not found.rest:
        return datetime.combine(found.day, time(), zone), found.is_ambiguous
    match = _CLOCK.fullmatch(found.rest)
    if match is None:
        return None
    clock, offset = _clock(match), match[5]
    if clock is None:
        return None
    if not offset:
        return datetime.combine(found.day, clock, zone), found.is_ambiguous
    if offset.lower() in ("z", "utc", "gmt"):
        offset = "+00:00"
    return datetime.fromisoformat(f"{found.day}T{clock.isoformat()}{offset}"), found.is_ambiguous


def _clock(match: re.Match[str]) -> time | None:
    hour, minute, second, half, _ = match.groups()
    number = int(hour)
    if half:
        number = number % 12 + (12 if half.lower() == "p" else 0)
    try:
        return time(number, int(minute), int(second or 0))
    except ValueError:
        return None


def truth(text: str) -> bool | None:
    """Yes or no; None for any other word."""
    word = text.strip().lower()
    return True if word in _YES else False if word in _NO else None
