"""Settings in words, and what is typed for one read the way config.toml is."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from crm_tui.config.edit import typed
from crm_tui.domain.errors import ParseError, UsageError
from crm_tui.domain.next_step import DEFAULT_OUTCOMES
from crm_tui.domain.outcome import Outcome, OutcomeRule
from crm_tui.domain.status import Tier

if TYPE_CHECKING:
    from crm_tui.config import Config
    from crm_tui.config.schema import Key
    from crm_tui.domain.desk import Desk

_LANGUAGES = {"en": "English", "fr": "French", "el": "Greek", "lv": "Latvian"}
_SCREENS = {"today": "Today", "contacts": "Contacts", "companies": "Companies", "follow-ups": "Follow-ups"}
_DESKTOPS = {"off": "not told", "osc9": "told by OSC 9", "osc777": "told by OSC 777"}
_WORDS = {"language": _LANGUAGES, "first_screen": _SCREENS, "notify_desktop": _DESKTOPS}

#: What an empty text stands for.
_EMPTY = {
    "country": "as the locale says: {0}",
    "zone": "as the machine says: {1}",
    "owner": "nobody",
    "theme": "the app's own: {2}",
    "backup.folder": "beside the database",
}

_SPECIAL = {
    "": "no next step",
    "none": "no next step",
    "other half": "next working day, the other half of the day",
    "2 hours or next morning": "in 2 hours, or the next morning",
}

#: A day and a month with a dot between, which no language but English leaves out of its dates.
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.?")

_ARROW = re.compile(r"\s*(?:→|->|>|=)\s*")


def words_of(key: Key, entry: str, config: Config) -> str:
    """The value of ``key``, or of its ``entry``, as a rep reads it."""
    value = value_of(key, entry, config)
    match key.name:
        case "statuses":
            return "open" if value else "closed"
        case "tiers" | "tags":
            return _counted(value, "day")
        case "outcomes" if isinstance(value, OutcomeRule):
            return rule_words(value)
        case "workdays" if isinstance(value, frozenset):
            from crm_tui.config.readers import DAYS

            return " ".join(DAYS[day].capitalize() for day in sorted(value))
        case "holidays" if isinstance(value, frozenset):
            return ", ".join(f"{day:%a} {day.day} {day:%b %Y}" for day in sorted(value)) or "none"
        case "sync.interval":
            return _counted(value, "minute")
        case _:
            return _plain(key, value)


def _counted(value: object, noun: str) -> str:
    return f"{value} {noun}{'' if value == 1 else 's'}"


def _plain(key: Key, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    if hasattr(value, "strftime"):
        return str(value.strftime("%H:%M"))
    if value == "" and key.name in _EMPTY:
        from crm_tui.config.clock import local_zone
        from crm_tui.config.settings import locale_country
        from crm_tui.screens.themes import DEFAULT

        return _EMPTY[key.name].format(locale_country(), local_zone(), DEFAULT)
    return choice_words(key, str(value))


def choice_words(key: Key, value: str) -> str:
    """One of the values that a key may have, in words."""
    return _WORDS.get(key.name, {}).get(value, value)


def value_of(key: Key, entry: str, config: Config) -> object:
    """What `Config` holds for ``key`` or its ``entry``; whether a status is open; an outcome's whole rule."""
    match key.name:
        case "statuses":
            return next((status.is_open for status in config.statuses if status.name == entry), False)
        case "tiers":
            return config.tiers[Tier(entry)]
        case "tags":
            return config.tags.get(entry, 0)
        case "outcomes":
            return config.outcomes.get(Outcome(entry)) or DEFAULT_OUTCOMES[Outcome(entry)]
        case "keys":
            return config.keys.get(entry, ())
        case _:
            found: object = config
            for name in key.name.split("."):
                found = getattr(found, name)
            return found


def rule_words(rule: OutcomeRule) -> str:
    """What an outcome proposes, and which status it leads to."""
    step = _SPECIAL.get(rule.next, rule.next)
    if rule.next == "asks":
        step = f"asks, and offers {rule.default}" if rule.default else "asks for the time"
    what = [rule.kind] if rule.kind != "call" else []
    parts = (", ".join([step, *what]), rule.text, status_words(rule.status))
    return " · ".join(filter(None, parts))


def status_words(pairs: tuple[tuple[str, str], ...]) -> str:
    """Which status leads to which, as it is typed: "new → attempting"; one name alone stands for "from any open"."""
    return ", ".join(after if before == "*" else f"{before} → {after}" for before, after in pairs if after)


# What is typed


def line_of(key: Key, entry: str, config: Config) -> str:
    """The value as a rep would type it."""
    value = value_of(key, entry, config)
    if isinstance(value, frozenset):
        from crm_tui.config.readers import DAYS

        return ", ".join(DAYS[each] if isinstance(each, int) else each.isoformat() for each in sorted(value))
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value.strftime("%H:%M")) if hasattr(value, "strftime") else str(value)


def toml_of(key: Key, text: str, desk: Desk) -> object:
    """What TOML holds for what a rep types; None for nothing, which leaves it to the built-in value.

    What does not fit stays text, for the reader of config.toml to refuse. Raises `ParseError` for a day that is none.
    """
    text = text.strip()
    if not text:
        return None
    match key.name:
        case "holidays":
            return sorted({day_of(part.strip(), desk) for part in text.split(",") if part.strip()})
        case "day_start" | "day_end":
            hour, _, minute = text.replace(".", ":").partition(":")
            return f"{hour:0>2}:{minute or '00'}"
        case _:
            return typed(key, text)


def day_of(text: str, desk: Desk) -> date:
    """A day off: as ISO writes it, as 25.12 or 25.12., or in the words in which days are typed.

    Raises `ParseError` for what is none, and `UsageError` for an hour or a month.
    """
    from crm_tui.domain import when

    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    if dotted := _DOTTED.fullmatch(text):
        return _next(int(dotted[1]), int(dotted[2]), desk, text)
    found = when.parse(text, desk)
    if found.time is not None or found.grain != "day" or found.every:
        raise UsageError(f"“{text}” is not one day.", 'Write it as "25 Dec", 25.12 or 2026-12-25.')
    return found.day


def _next(day: int, month: int, desk: Desk, text: str) -> date:
    """The next day of that name, today included."""
    today = desk.moment.today
    for year in range(today.year, today.year + 9):  # the 29th of February may be eight years away
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ParseError(f"“{text}” is not understood as a date.", "The day goes first, then the month.")


def status_map(text: str) -> object:
    """What TOML holds for "new → attempting, attempting → connected", or for one name alone."""
    text = text.strip().lower()
    if not text:
        return {}
    pairs = [_ARROW.split(part.strip(), maxsplit=1) for part in text.split(",") if part.strip()]
    if len(pairs) == 1 and len(pairs[0]) == 1:
        return text
    return {pair[0] if len(pair) == 2 else "*": pair[-1] for pair in pairs}
