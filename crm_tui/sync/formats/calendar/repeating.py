"""Days on which a rhythm does not happen, happens besides, or happens otherwise: EXDATE, RDATE, RECURRENCE-ID.

A follow-up has a rhythm without such days. The next one is the right one when it comes in; what is later stands in
lines of its text, which the rep sees, and which go out as properties again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from crm_tui.domain.numbers import grouped
from crm_tui.sync.formats.calendar import rules
from crm_tui.sync.formats.calendar import times as calendar_times
from crm_tui.sync.formats.calendar.times import Time
from crm_tui.sync.formats.calendar.zones import Zones
from crm_tui.sync.formats.content.lines import ContentError, Property

#: How the lines begin, and the properties that they are.
PROPERTIES = {"Not on": "EXDATE", "Also on": "RDATE"}

#: Days that a line tells, and those that are looked at in one rhythm.
_MOST_TOLD = 100
_MOST_DAYS = 1_000

_LINE = re.compile(r"^(Not on|Also on): (\d{4}-\d\d-\d\d(?:, \d{4}-\d\d-\d\d)*)(?: and \d+ more)?$", re.MULTILINE)
_BETWEEN = re.compile(r"[,;]")


class Days(NamedTuple):
    """The odd days of one rhythm: those left out, those added, and where single occurrences were moved to."""

    left_out: frozenset[date] = frozenset()
    added: frozenset[date] = frozenset()
    moved: Mapping[date, Time] = {}

    def lines(self, after: date) -> str:
        """What is still to come, as lines of text."""
        parts = zip(PROPERTIES, (self.left_out, self.added), strict=True)
        coming = ((word, sorted(day for day in days if day > after)) for word, days in parts)
        return "\n".join(_line(word, days) for word, days in coming if days)

    def task(self, rule: str, first: Time) -> tuple[Time, date | None]:
        """When a task is due that would be due at ``first``, and the day of its rhythm that this stands for."""
        found: Time | None = first
        for _ in range(_MOST_DAYS):
            if found is None:
                break
            if found.day in self.moved:
                return self.moved[found.day], found.day
            if found.day not in self.left_out or not rule:
                return found, None
            found = rules.following(rule, first, found.day + timedelta(days=1))
        return first, None

    def upcoming(self, rule: str, start: Time, today: date) -> Time | None:
        """The first occurrence of an event from ``today`` on; None without any, or where it does not repeat."""
        if not rule:
            coming = sorted(day for day in {start.day, *self.added} - self.left_out if day >= today)
            return start._replace(day=coming[0]) if coming and self.added else None
        for _ in range(_MOST_DAYS):
            found = rules.following(rule, start, today)
            if found is None or found.day not in self.left_out:
                return found
            today = found.day + timedelta(days=1)
        return None


def told(text: str) -> Mapping[str, frozenset[date]]:
    """The days that lines of a text tell, by property."""
    found: dict[str, set[date]] = {name: set() for name in PROPERTIES.values()}
    for word, days in _LINE.findall(text):
        for day in days.split(", "):
            try:
                found[PROPERTIES[word]].add(date.fromisoformat(day))
            except ValueError:
                continue
    return {name: frozenset(days) for name, days in found.items()}


def dates(properties: Iterable[Property], like: Time, zones: Zones, here: tzinfo) -> Iterator[date]:
    """The days of these properties in the zone of ``like``. Raises `ContentError` for what is none."""
    pieces = [(each.head, piece) for each in properties for piece in _BETWEEN.split(each.value) if piece.strip()]
    if len(pieces) > _MOST_DAYS:
        raise ContentError(f"it has more than {grouped(_MOST_DAYS)} days out of its rhythm")
    for head, piece in pieces:
        # Of a period only its beginning counts.
        yield day_of(calendar_times.read(Property(head, piece.partition("/")[0]), zones), like, here)


def day_of(time: Time, like: Time, here: tzinfo) -> date:
    """The day of a time where the clock of ``like`` hangs."""
    if time.clock is None or like.clock is None or time.zone is None:
        return time.day
    return time.moment(here).astimezone(like.zone or here).date()


def _line(word: str, days: list[date]) -> str:
    more = f" and {len(days) - _MOST_TOLD} more" if len(days) > _MOST_TOLD else ""
    return f"{word}: {', '.join(day.isoformat() for day in days[:_MOST_TOLD])}{more}"
