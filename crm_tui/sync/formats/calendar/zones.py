"""Time zones by the names that calendars give them: IANA, Windows, paths of libraries, and definitions of their own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

from crm_tui.sync.formats.calendar.windows import ZONES

#: "(UTC-05:00) Eastern Time (US & Canada)", as Outlook shows a zone.
_SHOWN = re.compile(r"\((?:GMT|UTC)(?:([+-])(\d\d):?(\d\d))?\)\s*(.*)")
_COUNTRIES = re.compile(r"\s*\([^)]*\)")

#: Characters of a definition, and definitions of a file, that are believed.
_MOST_OF_DEFINITION = 20_000
_MOST_DEFINITIONS = 200

#: Clocks change at some days of a year; a rule that says more would take for ever to follow.
_ENDLESS = re.compile(r"FREQ=(?!YEARLY)|BY(?:HOUR|MINUTE|SECOND)", re.IGNORECASE)

#: Files beside the zones that are none: what they mean differs from machine to machine.
_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})


class Zones:
    """The zones of one file: what `learn` has been given counts for names that nobody else knows."""

    def __init__(self) -> None:
        self._own: dict[str, tzinfo] = {}

    def learn(self, name: str, definition: str) -> None:
        """A VTIMEZONE of the file, unfolded. One that cannot be understood is as good as none."""
        if named(name) or len(definition) > _MOST_OF_DEFINITION or len(self._own) >= _MOST_DEFINITIONS:
            return
        if _ENDLESS.search(definition):
            return
        from dateutil.tz import tzical

        try:
            found = tzical(StringIO(definition)).get(name)
            datetime(2020, 1, 1, tzinfo=found).utcoffset()
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            return
        if found is not None:
            self._own[name] = found

    def find(self, name: str) -> tzinfo | None:
        """The zone of this name, a `ZoneInfo` where there is one."""
        return named(name) or self._own.get(name)


@lru_cache(maxsize=256)
def named(name: str) -> ZoneInfo | None:
    """The zone that everybody means by this name; None for none."""
    name = name.strip().strip('"')
    parts = name.strip("/").split("/")
    # Mozilla's and Evolution's begin with a library's name: /softwarestudio.org/Olson_20011030_5/America/New_York.
    candidates = [name, ZONES.get(name, ""), *("/".join(parts[-count:]) for count in (3, 2, 1) if count < len(parts))]
    for candidate in candidates:
        if candidate in known():
            return ZoneInfo(candidate)
    return _shown(name)


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """The names of the zones of IANA."""
    return frozenset(available_timezones()) - _NO_ZONES


def _shown(name: str) -> ZoneInfo | None:
    """The zone of one of the cities that are shown, if it has the offset that stands before them."""
    match = _SHOWN.fullmatch(name)
    if match is None:
        return None
    sign, hours, minutes, words = match.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    if sign is None and words.startswith("Coordinated"):
        return ZoneInfo("UTC")
    for place in _COUNTRIES.sub("", words).split(","):
        wanted = place.strip().replace(" ", "_")
        american = f"US/{wanted.removesuffix('_Time')}"
        for zone in sorted(name for name in known() if name == american or name.endswith(f"/{wanted}")):
            found = ZoneInfo(zone)
            if _standard(found) == offset:
                return found
    return None


def _standard(zone: ZoneInfo) -> timedelta:
    """The offset in the half of the year that is nobody's summer."""
    halves = (datetime(2020, month, 1, tzinfo=UTC).astimezone(zone).utcoffset() for month in (1, 7))
    return min(half for half in halves if half is not None)
