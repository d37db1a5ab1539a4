"""Rules of repetition: RFC 5545 recurrence rules without the prefix, such as "FREQ=WEEKLY;BYDAY=MO,TH".

A month without the day that a rule asks for uses its last one instead of being left out: "every month on the
30th" falls on 28 February. Such rules are written so that other calendars agree ("BYMONTHDAY=28,29,30;
BYSETPOS=-1"), and a bare "FREQ=MONTHLY" or "FREQ=YEARLY" gets the same treatment from the day it began on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from crm_tui.domain.errors import ParseError

#: RFC 5545 codes of the weekdays, Monday first.
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

#: Larger steps between two occurrences are refused as slips.
MAX_INTERVAL = 400

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_FREQUENCIES = {"day": ("DAILY", 1), "week": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2)} | {
    "month": ("MONTHLY", 1),
    "short month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1),
}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9][0-9]{0,2}",
    "BYDAY": r"(?:-?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:-?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)){0,6}",
    "BYMONTHDAY": r"-?(?:[1-9]|[12][0-9]|3[01])(?:,-?(?:[1-9]|[12][0-9]|3[01])){0,30}",
    "BYMONTH": r"(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2])){0,11}",
    "BYSETPOS": r"-?[1-9]",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
}


def parse_rule(text: str, *, language: str = "en", workdays: Iterable[int] = range(5)) -> str:
    """The rule body of a typed rhythm: "2 weeks", "weekly", "every mon,thu", "weekdays", "1st of month".

    An RFC 5545 rule is accepted as it is, as far as it can be followed here. Raises ParseError.
    """
    written = text.strip().upper().removeprefix("RRULE:")
    if written.startswith("FREQ="):
        return _checked(written, text)
    # The date language builds its rules with this module, so it is not imported at the top.
    from crm_tui.domain.when.parser import parse_cycle

    return parse_cycle(text, language=language, workdays=frozenset(workdays))


def every(unit: str, interval: int = 1, by: Mapping[str, str] | None = None) -> str:
    """A rule body from a unit of the date language and the parts that narrow it, such as "BYDAY"."""
    frequency, factor = _FREQUENCIES[unit]
    interval *= factor
    steps = {"INTERVAL": str(interval)} if interval > 1 else {}
    return ";".join(f"{name}={value}" for name, value in ({"FREQ": frequency} | steps | dict(by or {})).items())


def month_day(day: int) -> dict[str, str]:
    """The parts for a day of the month, 1 to 31, or -1 for the last; short months use their last."""
    if day == 31:
        day = -1
    if day <= 28:
        return {"BYMONTHDAY": str(day)}
    return {"BYMONTHDAY": ",".join(map(str, range(28, day + 1))), "BYSETPOS": "-1"}


def weekday_codes(weekdays: Iterable[int]) -> str:
    """The codes of weekdays in their order: {0, 3} is "MO,TH"."""
    return ",".join(CODES[weekday] for weekday in sorted(set(weekdays)))


def parts(rule: str) -> Mapping[str, str]:
    """The parts of a rule body by name."""
    return dict(part.partition("=")[::2] for part in rule.split(";"))


def next_day(rule: str, after: date, *, anchor: date) -> date | None:
    """The first day of a rule after ``after``; intervals count from ``anchor``. None when there is none.

    Raises ParseError for a rule that cannot be followed.
    """
    from dateutil.rrule import rrulestr

    rule = pinned(_checked(rule, rule), anchor)
    start = datetime.combine(_nearer(parts(rule), anchor, after), time())
    found = rrulestr(rule, dtstart=start).after(datetime.combine(max(after, anchor), time()), inc=after < anchor)
    return None if found is None else found.date()


def pinned(rule: str, anchor: date) -> str:
    """The rule with the day it began on written out, where a short month would skip it or wear it down.

    Worth storing: a monthly rule that began on the 31st comes back to the 31st after February.
    """
    known = dict(parts(rule))
    if known.keys() & {"BYDAY", "BYSETPOS"} or known["FREQ"] not in ("MONTHLY", "YEARLY"):
        return rule
    day, month = known.get("BYMONTHDAY", str(anchor.day)), known.get("BYMONTH", str(anchor.month))
    if known["FREQ"] == "MONTHLY" and day in ("29", "30", "31"):
        known |= month_day(int(day))
    elif known["FREQ"] == "YEARLY" and (day, month) == ("29", "2"):
        known |= {"BYMONTH": month} | month_day(29)
    return ";".join(f"{name}={value}" for name, value in known.items())


def describe_rule(rule: str) -> str:
    """A rule in words: "every 2 weeks on Tue", "every month on the 15th"; "" for no rule."""
    if not rule:
        return ""
    known = parts(rule)
    unit, interval = _UNITS.get(known.get("FREQ", ""), ""), int(known.get("INTERVAL", "1"))
    if not unit:
        return rule
    days, month_days = known.get("BYDAY", ""), known.get("BYMONTHDAY", "")
    if unit == "week" and days == weekday_codes(range(5)) and interval == 1:
        return "every weekday"
    if unit == "week" and days and interval == 1:
        return f"every {_day_names(days)}"
    words = f"every {unit}" if interval == 1 else f"every {interval} {unit}s"
    if known.get("BYMONTH") and month_days and "," not in known["BYMONTH"]:
        return f"{words} on {month_days.rpartition(',')[2]} {_MONTHS[int(known['BYMONTH']) - 1]}"
    if month_days and ("," not in month_days or known.get("BYSETPOS") == "-1"):
        return f"{words} on the {_ordinal(int(month_days.rpartition(',')[2]), 'day')}"
    return f"{words} on {_day_names(days)}" if days else words


def _day_names(codes: str) -> str:
    names = []
    for code in codes.split(","):
        name = _WEEKDAYS[CODES.index(code[-2:])]
        names.append(f"the {_ordinal(int(code[:-2]), name)}" if code[:-2] else name)
    return ", ".join(names[:-1]) + " and " * (len(names) > 1) + names[-1]


def _ordinal(number: int, noun: str) -> str:
    """The 15th, the last day, the 1st Mon: a noun only where the number needs it."""
    if number < 0:
        return f"last {noun}" if number == -1 else f"{_suffixed(-number)} last {noun}"
    return _suffixed(number) if noun == "day" else f"{_suffixed(number)} {noun}"


def _suffixed(number: int) -> str:
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _checked(rule: str, text: str) -> str:
    known = parts(rule)
    for name, value in known.items():
        if name not in _PARTS or not re.fullmatch(_PARTS[name], value):
            raise ParseError(
                f"“{text.strip()}” is no rhythm that can be followed",
                "try “every 2 weeks”, “every mon,thu” or “every month on the 15th”",
                text=text,
                end=len(text),
            )
    frequency, interval = known.get("FREQ", ""), int(known.get("INTERVAL", "1"))
    is_odd = len(known) != rule.count(";") + 1 or interval > MAX_INTERVAL
    if frequency in ("DAILY", "WEEKLY"):
        is_odd |= bool(known.keys() & {"BYMONTH", "BYMONTHDAY", "BYSETPOS"})
    if frequency == "DAILY" and "BYDAY" in known:
        is_odd |= interval > 1
    if not frequency or is_odd:
        raise ParseError(f"“{text.strip()}” is no rhythm", "try “every 2 weeks”", text=text, end=len(text))
    return rule


def _nearer(known: Mapping[str, str], anchor: date, after: date) -> date:
    """A later day to count from that gives the same days after ``after``: a rule may have begun years ago."""
    steps = {"DAILY": 1, "WEEKLY": 7}.get(known["FREQ"], 0) * int(known.get("INTERVAL", "1"))
    if not steps or after <= anchor:
        return anchor
    return anchor + timedelta((after - anchor).days // steps * steps)
