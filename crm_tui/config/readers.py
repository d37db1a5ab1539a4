"""How a value of config.toml is read: each takes what TOML holds and returns what `Config` holds.

They raise `BadValueError` with words that finish the sentence "day_start must …".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from crm_tui.domain.status import Status, Tier

#: Day names as they are written in `workdays`, Monday first.
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_WHOLE_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Reader = Callable[[object], object]


class BadValueError(ValueError):
    """A value that cannot be used. ``key`` names the entry of a table that is at fault, "" for the whole.

    ``given`` is the word at fault in a list, of which the nearest among ``known`` is offered.
    """

    def __init__(self, message: str, key: str = "", known: Sequence[str] = (), given: str = "") -> None:
        super().__init__(message)
        self.message, self.key, self.known, self.given = message, key, tuple(known), given


def text(value: object) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise BadValueError('must be text in quotes, like "this"')
    return value.strip()


def flag(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise BadValueError("must be true or false")
    return value


def number(value: object) -> int:
    """A whole number above zero."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadValueError("must be a whole number above zero")
    return value


def choice(*names: str) -> Reader:
    """One of ``names``."""

    def read(value: object) -> str:
        if value not in names:
            raise BadValueError(f"must be one of {', '.join(names)}", known=names)
        return str(value)

    return read


def country(value: object) -> str:
    """A two-letter country code."""
    code = text(value).upper()
    if code and not re.fullmatch("[A-Z]{2}", code):
        raise BadValueError('must be a country code of two letters, like "GR"')
    return code


def zone(value: object) -> str:
    """A zone of the IANA database."""
    name = text(value)
    if not name:
        return name
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        from zoneinfo import available_timezones

        raise BadValueError('must be a time zone, like "Europe/Athens"', known=sorted(available_timezones())) from None
    return name


def clock(value: object) -> time:
    """A time of day, as TOML writes it or as text."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    try:
        return datetime.strptime(text(value), "%H:%M").time()  # noqa: DTZ007 - a wall clock, in any zone
    except ValueError:
        raise BadValueError('must be a time of day, like "09:00"') from None


def texts(value: object) -> tuple[str, ...]:
    """A list of text."""
    if not isinstance(value, list):
        raise BadValueError('must be a list, like ["this", "that"]')
    return tuple(text(item) for item in value)


def workdays(value: object) -> frozenset[int]:
    """Names of days, whole or their first letters (three at least); at least one."""
    numbers = frozenset(_weekday(name) for name in texts(value))
    if not numbers:
        raise BadValueError('must name at least one day, like ["mon", "tue"]')
    return numbers


def _weekday(name: str) -> int:
    """The number of a day of the week, Monday being 0."""
    wanted = name.lower()
    for number, day in enumerate(_WHOLE_DAYS):
        if len(wanted) >= len(DAYS[number]) and day.startswith(wanted):
            return number
    raise BadValueError(f'must name days, like ["mon", "tue"]; "{name}" is none', known=_WHOLE_DAYS, given=wanted)


def holidays(value: object) -> frozenset[date]:
    """Dates, as TOML writes them or as text."""
    if not isinstance(value, list):
        raise BadValueError("must be a list of dates, like [2026-12-25]")
    return frozenset(_day(item) for item in value)


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        raise BadValueError("must be a list of dates, like [2026-12-25]") from None


def table(value: object) -> Mapping[str, object]:
    """A table."""
    if not isinstance(value, dict):
        raise BadValueError("must be a table")
    return value


def statuses(value: object) -> tuple[Status, ...]:
    """Lead statuses in order, each open or closed; "new" is where contacts start."""
    found = []
    for name, kind in table(value).items():
        if kind not in ("open", "closed"):
            raise BadValueError('must be "open" or "closed"', name)
        found.append(Status(name.strip().lower(), is_open=kind == "open"))
    if "new" not in {status.name for status in found}:
        raise BadValueError("must have the status new, where every contact starts")
    return tuple(found)


def tiers(value: object) -> dict[Tier, int]:
    """Keep-in-touch days by tier; a tier left out keeps its default."""
    from crm_tui.domain.status import DEFAULT_TIER_DAYS

    days = dict(DEFAULT_TIER_DAYS)
    for name, interval in table(value).items():
        if name.upper() not in Tier.__members__:
            raise BadValueError("is not a tier", name, known=tuple(Tier))
        try:
            days[Tier(name.upper())] = number(interval)
        except BadValueError as error:
            raise BadValueError(error.message, name) from None
    return days


def tag_days(value: object) -> dict[str, int]:
    """Keep-in-touch days by tag; a tag is written as in lists of tags, with or without its sign."""
    from crm_tui.domain.checks import tag_names

    days: dict[str, int] = {}
    for given, interval in table(value).items():
        name = next(iter(tag_names([given])), "")
        if not name:
            raise BadValueError("is not a tag", given)
        if name.casefold() in {other.casefold() for other in days}:
            raise BadValueError("is there twice", given)
        try:
            days[name] = number(interval)
        except BadValueError as error:
            raise BadValueError(error.message, given) from None
    return days


def keys(value: object) -> dict[str, tuple[str, ...]]:
    """Keys by action; whether action and key exist is for the app to say."""
    found = {}
    for action, given in _flat(table(value)):
        try:
            found[action] = texts(given if isinstance(given, list) else [given])
        except BadValueError:
            raise BadValueError('must be a key or a list of keys, like ["d", "ctrl+d"]', action) from None
    return found


def _flat(values: Mapping[str, object], before: str = "") -> list[tuple[str, object]]:
    """Entries by dotted name: TOML reads a bare ``follow_up.done`` as a table in a table."""
    entries: list[tuple[str, object]] = []
    for name, value in values.items():
        full = f"{before}{name}"
        entries.extend(_flat(value, f"{full}.") if isinstance(value, dict) else [(full, value)])
    return entries


def targets(value: object) -> tuple[str, ...]:
    """Folders and postgresql:// URLs, which must not carry a password."""
    found = texts(value)
    for target in found:
        if re.match(r"\w+://[^/@]*:[^/@]*@", target):
            raise BadValueError(
                "must not hold a password: leave it out of the URL, crm asks for it or reads PGPASSWORD"
            )
    return found
