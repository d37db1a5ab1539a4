"""The one place that asks the machine for the time and for its zone."""

from __future__ import annotations

# Paths are text: `pathlib` takes longer to import than the clock to be asked.
# ruff: noqa: PTH123
import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crm_tui.domain.clock import Moment
from crm_tui.domain.errors import UsageError

_LOCALTIME = "/etc/localtime"
_TIMEZONE = "/etc/timezone"


def moment(zone: str, now: str | None = None) -> Moment:
    """What time it is for a rep in ``zone``, "" for the machine's.

    ``now`` (from --now) or CRM_NOW fixes the clock: ISO 8601, in the rep's zone when it names no offset.
    Raises `UsageError` when it is not such a time.
    """
    zone = zone or local_zone()
    given = now or os.environ.get("CRM_NOW", "")
    tz = ZoneInfo(zone)
    if not given:
        return Moment(datetime.now(tz), zone)
    try:
        instant = datetime.fromisoformat(given)
    except ValueError:
        raise UsageError(
            f'"{given}" is not a time.', "Write it as 2026-11-18T09:30, with an offset if you like (--now, CRM_NOW)."
        ) from None
    return Moment(instant.replace(tzinfo=tz) if instant.tzinfo is None else instant.astimezone(tz), zone)


def local_zone() -> str:
    """The IANA name of the machine's zone: from TZ, /etc/localtime or /etc/timezone, else by its offset."""
    asked = os.environ.get("TZ", "").removeprefix(":")
    for name in (asked,) if asked else (_linked(), _written()):
        if name and _is_zone(name):
            return name
    return _by_offset()


def _linked() -> str:
    """The name in the target of /etc/localtime ("/usr/share/zoneinfo/Europe/Riga")."""
    return os.path.realpath(_LOCALTIME).partition("zoneinfo/")[2]


def _written() -> str:
    try:
        with open(_TIMEZONE, encoding="utf-8") as file:
            return file.read().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _by_offset() -> str:
    """A zone of whole hours ("Etc/GMT-2" is two hours *east*, by POSIX's sign), for a machine that hides its name."""
    offset = datetime.now(UTC).astimezone().utcoffset()
    hours = 0 if offset is None else round(offset.total_seconds() / 3600)
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"
