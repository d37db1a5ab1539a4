"""What a shell prompt asks, answered with next to no imports: the version, and how much is due.

Anything unusual (another option, an odd setting, an older database, an error) is left to the whole program,
which gives the same answers; tests hold the two together. Of config.toml only the zone matters to the number,
so a mistake elsewhere in it does not spoil a prompt.
"""

# Paths are text here: pathlib takes half as long to import as the whole answer may take.
# ruff: noqa: PTH111, PTH113, PTH123

import os

from crm_tui import __version__

#: Options of `crm today --count` that are understood here; each takes a value.
_VALUED = ("--db", "--now")


def answer(arguments: list[str]) -> str | None:
    """What `crm` prints for ``arguments``, which then end well; None to leave it to the whole program."""
    if arguments == ["--version"]:
        return f"crm {__version__}\n"
    given = _options(arguments)
    if given is None:
        return None
    number = _due(given.get("--db") or "", given.get("--now") or os.environ.get("CRM_NOW") or "")
    if number is None:
        return None
    return f'{{\n  "count": {number}\n}}\n' if "--json" in given else f"{number}\n"


def _options(arguments: list[str]) -> dict[str, str] | None:
    """The options of a plain `crm today --count`, by name; None when it is anything else."""
    given: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in _VALUED:
            value = value if equals else next(rest, "")
            if not value or value.startswith("-"):
                return None
        elif argument not in ("today", "--count", "--json") or argument in given:
            return None
        given[name] = value
    return given if "today" in given and "--count" in given else None


def _due(database: str, given_now: str) -> int | None:
    from datetime import datetime, timedelta, tzinfo

    from crm_tui.config import folders

    path = os.path.expanduser(database or folders.database())
    zone = _zone(os.path.expanduser(folders.config()))
    if zone is None or not os.path.isfile(path):
        return None
    tz: tzinfo | None = None
    try:
        if zone:
            from zoneinfo import ZoneInfo

            tz = ZoneInfo(zone)
        now = datetime.fromisoformat(given_now) if given_now else datetime.now(tz)
        now = now.replace(tzinfo=tz) if now.tzinfo is None and tz else now.astimezone(tz)
    except (ValueError, OSError, KeyError):
        return None
    from crm_tui.store import prompt

    today = now.date()
    day = timedelta(1)
    midnight = datetime(today.year, today.month, today.day, tzinfo=tz) + day
    days = (str(today - day), str(today), str(today + day))
    return prompt.due_count(path, days, _whole(now.timestamp()), _whole(midnight.timestamp()))


def _whole(seconds: float) -> int:
    """Rounded up, as instants are when they bound a span of stored, whole seconds."""
    return -int(-seconds // 1)


def _zone(path: str) -> str | None:
    """The zone set in config.toml, "" for none; None when the file is too unusual to tell without a parser."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        return None
    if '"""' in text or "'''" in text or "\\" in text:
        return None
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            return ""
        key, _, value = line.partition("=")
        if key.strip(" \t\"'") == "zone":
            zone = value.partition("#")[0].strip()
            is_plain = len(zone) > 1 and zone[0] == zone[-1] and zone[0] in "\"'"
            return zone[1:-1] if is_plain else None
    return ""
