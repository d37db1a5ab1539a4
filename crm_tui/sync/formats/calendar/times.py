"""Days, times and durations as calendars write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_tui.domain.follow_up import Due
from crm_tui.sync.formats.calendar.zones import Zones
from crm_tui.sync.formats.content.lines import ContentError, Property, text

# The T behind the time is a slip of real programs.
_TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d))?T?(Z|[+-]\d\d:?\d\d)?)?")
_DURATION = re.compile(r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?")


#: Years in which every zone has room for its time; a calendar ends with 9999.
_YEARS = range(2, 9999)


class Time(NamedTuple):
    """A day, or a wall clock with the zone in which it is read: None for wherever the reader is ("floating")."""

    day: date
    clock: time | None = None
    zone: tzinfo | None = None

    def moment(self, here: tzinfo) -> datetime:
        """An aware time; a day begins at midnight ``here``."""
        return datetime.combine(self.day, self.clock or time(), self.zone or here)

    def due(self, here: ZoneInfo, *, keeps_utc: bool = False) -> Due:
        """As a follow-up has it. What is told in UTC, or in a zone without a name, becomes a time ``here``."""
        if self.clock is None:
            return Due(self.day)
        zone = self.zone
        if isinstance(zone, ZoneInfo) and (keeps_utc or zone.key != "UTC"):
            return Due(self.day, self.clock.replace(second=0), zone.key)
        at = self.moment(here).astimezone(here)
        return Due(at.date(), at.time().replace(second=0, microsecond=0), here.key)

    def later(self, by: timedelta) -> Time:
        """Another time as long after. Raises `ContentError` where that is beyond all calendars."""
        try:
            at = datetime.combine(self.day, self.clock or time()) + by
        except OverflowError as error:
            raise ContentError("it lasts for longer than there are years") from error
        if at.year not in _YEARS:
            raise ContentError("it lasts for longer than there are years")
        return Time(at.date(), at.time() if self.clock is not None or by % timedelta(days=1) else None, self.zone)


def read(each: Property, zones: Zones) -> Time:
    """The time that a property holds. Raises `ContentError` for what is none, or in a zone that nobody knows."""
    value = text(each.value).strip()
    match = _TIME.fullmatch(value)
    none = ContentError(f"“{value[:100]}” is no time ({each.head.name})")
    if match is None:
        raise none
    year, month, number, hour, minute, second, offset = match.groups()
    try:
        day = date(int(year), int(month), int(number))
        clock = None if hour is None else time(int(hour), int(minute), min(int(second or 0), 59))
        is_day = clock is None or each.head.parameter("VALUE").upper() == "DATE"
        zone = None if is_day else _zone(each, offset or "", zones)
    except ValueError as error:
        raise none from error
    if day.year not in _YEARS:
        raise none
    return Time(day) if is_day else Time(day, clock, zone)


def _zone(each: Property, offset: str, zones: Zones) -> tzinfo | None:
    if offset == "Z":
        return ZoneInfo("UTC")
    if offset:
        return datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo
    name = each.head.parameter("TZID")
    if not name:
        return None
    zone = zones.find(name)
    if zone is None:
        raise ContentError(f"the time zone “{name[:100]}” is not known ({each.head.name})")
    return zone


def duration(value: str) -> timedelta | None:
    """How long something lasts; None for what is no duration."""
    match = _DURATION.fullmatch(value.strip().upper())
    if match is None or not any(match.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length


def utc(at: datetime) -> str:
    """An instant as calendars write it."""
    return at.astimezone(ZoneInfo("UTC")).strftime("%Y%m%dT%H%M%SZ")
