"""Typed cells: statuses, days, numbers; and an account of what was uncertain, so that it can be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crm_tui.domain import names
from crm_tui.domain.desk import Desk
from crm_tui.domain.points import url
from crm_tui.domain.status import Stage, Tier
from crm_tui.sync.formats import presets, values
from crm_tui.sync.formats.presets.reading import Preset

#: The source of external ids in a file of no known product.
UNKNOWN_SOURCE = "csv"

_ID = re.compile(r"[0-9a-f]{32}")

#: An instant as exports of programs write it, which needs no guessing.
_ISO_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ][0-2]\d:[0-5]\d:[0-5]\d[+-]\d\d:\d\d", re.ASCII)

#: Fields in which the same few words come again and again.
_FEW = frozenset({"status", "stage", "tier", "do_not_contact"})
_MOST_KNOWN = 1_000


@dataclass(slots=True)
class _Tally:
    """How often something happened in a column, with the first example."""

    count: int = 0
    example: str = ""
    read_as: str = ""


class Understanding:
    """Reads typed cells under one preset and ``country`` (the desk's when ""), and remembers what to tell the rep."""

    def __init__(self, preset: Preset, desk: Desk, country: str) -> None:
        self.country = country or desk.country
        self._is_told = bool(country)
        self._preset = preset
        self._zone = desk.moment.tz
        self._now = desk.moment.now
        self._statuses = {status.name: status.name for status in desk.statuses}
        self._ambiguous: dict[str, _Tally] = {}
        self._unknown: dict[str, _Tally] = {}
        self._known: dict[tuple[str, str], Any] = {}
        self._words = {name: vocabulary(preset, name) for name in ("status", "stage")}
        self._readers: Mapping[str, Callable[[str, str], Any]] = {
            "birthday": self._birthday,
            "created_at": self._instant,
            "status": self._status,
            "stage": self._stage,
            "tier": self._tier,
            "keep_in_touch_days": self._days,
            "do_not_contact": lambda text, _: values.truth(text),
            "external_id": lambda text, _: self._external_id(text),
            "id": lambda text, _: text if _ID.fullmatch(text) else None,
        }

    def value(self, field: str, text: str, column: str) -> Any:
        """What ``text`` means in ``field``; None where it is not understood, which is counted under ``column``."""
        if (known := self._known.get((field, text))) is not None:
            return known
        reader = self._readers.get(field)
        if reader is None:
            return None
        found = reader(text, column)
        if field in _FEW and found is not None and len(self._known) < _MOST_KNOWN:
            self._known[field, text] = found
        if found is None:
            tally = self._unknown.setdefault(column, _Tally(example=text))
            tally.count += 1
        return found

    def custom(self, name: str, text: str) -> str:
        """A custom field's text; a day in ISO form where the preset says that it is one."""
        if name not in self._preset.dates:
            return text
        found = values.day(text, self.country)
        if found is None:
            return text
        if found.is_ambiguous:
            self._note_ambiguous(name, text, found.day.isoformat())
        return found.day.isoformat()

    def notes(self) -> tuple[str, ...]:
        """Sentences about uncertain days and unknown words."""
        first = "month" if values.is_month_first(self.country) else "day"
        ambiguous = [
            f"{tally.count} {_plural('day', tally.count)} in “{column}”, such as {tally.example}, could be read two"
            f" ways; taken with the {first} first ({tally.read_as}), as in {self.country or 'most countries'}."
            f"{'' if self._is_told else ' --country settles it.'}"
            for column, tally in self._ambiguous.items()
        ]
        unknown = [
            f"{tally.count} {_plural('value', tally.count)} in “{column}”, such as “{tally.example}”,"
            " could not be understood, and stand in a custom field of that name."
            for column, tally in self._unknown.items()
        ]
        return (*ambiguous, *unknown)

    @property
    def now(self) -> datetime:
        """The moment at the desk."""
        return self._now

    @property
    def zone(self) -> ZoneInfo:
        """The zone of times without an offset."""
        return self._zone

    def _note_ambiguous(self, column: str, text: str, read_as: str) -> None:
        self._ambiguous.setdefault(column, _Tally(example=text, read_as=read_as)).count += 1

    def _birthday(self, text: str, column: str) -> str | None:
        found, is_ambiguous = values.birthday(text, self.country)
        if is_ambiguous:
            self._note_ambiguous(column, text, found)
        return found or None

    def _instant(self, text: str, column: str) -> Any:
        if _ISO_INSTANT.fullmatch(text):
            with suppress(ValueError):
                return datetime.fromisoformat(text)
        found = values.instant(text, self.country, self._zone)
        if found is None:
            return None
        at, is_ambiguous = found
        if is_ambiguous:
            self._note_ambiguous(column, text, at.date().isoformat())
        return at

    def instant(self, text: str, column: str) -> Any:
        """An aware datetime, or None where ``text`` is no time."""
        return self._instant(text, column)

    def _status(self, text: str, _: str) -> str | None:
        word = folded(text)
        return self._statuses.get(text.lower()) or self._statuses.get(self._words["status"].get(word, word))

    def _stage(self, text: str, _: str) -> Stage | None:
        word = folded(text)
        word = self._words["stage"].get(word, word)
        return Stage(word) if word in Stage.__members__.values() else None

    def _tier(self, text: str, _: str) -> Tier | None:
        return Tier(text.upper()) if text.upper() in Tier.__members__ else None

    def _days(self, text: str, _: str) -> int | None:
        return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= 36_500 else None

    def _external_id(self, text: str) -> str:
        source, colon, _ = text.partition(":")
        if colon and (source in (UNKNOWN_SOURCE, self._preset.source) or presets.is_source(source)):
            return text
        name = UNKNOWN_SOURCE if self._preset.name == presets.PLAIN else self._preset.source
        if text.lower().startswith(("http://", "https://")):
            text = url(text).normal
        return f"{name}:{text}"


def vocabulary(preset: Preset, field: str) -> dict[str, str]:
    """Our word for each that a product has for ``field``, folded: those of the plain preset, and its own."""
    plain = presets.plain().words.get(field, {})
    return {folded(text): value for text, value in {**plain, **preset.words.get(field, {})}.items()}


def folded(text: str) -> str:
    """Words as they are compared: "Open - Not Contacted" is "open not contacted"."""
    return " ".join(names.words(text))


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
