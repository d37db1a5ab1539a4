"""Repetitions of a calendar: in which order their parts stand, and what comes next."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from crm_tui.domain import recurrence
from crm_tui.domain.errors import ParseError
from crm_tui.sync.formats.calendar.times import Time

#: Rules that are followed day by day; finer ones, those of no step, or from earlier on, would take for ever, and so
#: would days and weeks that are looked through for one of a month or a year which never comes.
_BOUNDED = re.compile(
    r"FREQ=(?:(?:DAILY|WEEKLY)(?!.*BY(?:MONTHDAY|YEARDAY|WEEKNO|SETPOS))|MONTHLY|YEARLY)"
    r"(?!.*BY(?:HOUR|MINUTE|SECOND|EASTER))(?!.*INTERVAL=(?![1-9]\d{0,3}(?:;|$)))"
)
_FIRST_YEAR = 1990
_MOST_LETTERS = 300

#: How a rule ends, which ours never do.
_ENDS = ("COUNT", "UNTIL")


def ordered(rule: str) -> str:
    """A rule with its frequency first, as our own grammar has it, and without parts that say nothing."""
    parts = [part.strip().upper() for part in rule.split(";") if part.strip()]
    parts = [part for part in parts if part not in ("INTERVAL=1", "WKST=MO")]
    return ";".join(sorted(parts, key=lambda part: not part.startswith("FREQ=")))


def following(rule: str, start: Time, today: date) -> Time | None:
    """The first occurrence that is not before ``today``; None when the rule has ended, or cannot be read.

    ``rule`` is `ordered`.
    """
    if start.day >= today:
        return start
    if not any(f";{end}=" in rule for end in _ENDS):
        try:
            checked = recurrence.parse_rule(rule)
        except ParseError:
            checked = ""
        if checked:
            day = recurrence.next_day(checked, today.fromordinal(today.toordinal() - 1), anchor=start.day)
            return start._replace(day=day) if day else None
    if not _BOUNDED.match(rule) or start.day.year < _FIRST_YEAR or len(rule) > _MOST_LETTERS:
        return None
    from dateutil.rrule import rrulestr

    try:
        # Wall clocks, without zones: an UNTIL with one would not compare.
        found = rrulestr(
            re.sub(r"(UNTIL=\d{8})(?:T\d{6})?Z?", r"\1T235959", rule),
            dtstart=datetime.combine(start.day, start.clock or time()),
        )
        after = found.after(datetime.combine(today, time()), inc=True)
    except (ValueError, TypeError, OverflowError):
        return None
    return start._replace(day=after.date()) if after else None
