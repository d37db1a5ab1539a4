"""The cells of a row of work: text by field, words with a fixed meaning, and whom it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from hashlib import blake2b
from typing import Any, TypeVar

from crm_tui.domain import emails
from crm_tui.domain.text import clean
from crm_tui.sync.formats import cells as cell
from crm_tui.sync.formats.cells_markup import plain
from crm_tui.sync.formats.drafting import RowError
from crm_tui.sync.formats.fields import key
from crm_tui.sync.formats.mapping import Assignment
from crm_tui.sync.formats.understanding import Understanding, folded, vocabulary

E = TypeVar("E", bound=Enum)

#: Between the ways to say who somebody is, the surest first; see `crm_tui.store.bulk.people.People.contact`.
OR = "\n"
#: Before a name that has to be somebody's whole name.
EXACTLY = "="

_LONG = frozenset({"note", "text", "custom"})
#: Fields whose columns add up; of any other the column that the preset names first counts.
_JOINED = {"text": "\n\n", "note": "\n\n", "address": ", "}
#: Fields with a list of cells: whom the row is about.
_PEOPLE = ("contact_id", "contact")
_WORDS = ("kind", "direction", "outcome", "state", "priority")

#: An id is so many bytes.
_ID = 16

_DURATION = re.compile(r"(\d{1,3}):([0-5]\d)(?::[0-5]\d)?")
_WITH_ADDRESS = re.compile(r"(.*?)\s*[(<]\s*(\S+@\S+?)\s*[)>]")
_OURS = re.compile(r"[0-9a-f]{32}")


class Found:
    """One row: its text by field, and a line "Heading: text" for each cell that has no field here."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.people: dict[str, list[str]] = {name: [] for name in _PEOPLE}
        self.others: list[str] = []

    def __getitem__(self, field: str) -> str:
        return self.texts.get(field, "")

    def long(self, *fields: str) -> str:
        """The texts of these fields, and what has no field, as lines."""
        return "\n".join(filter(None, (*(self[field] for field in fields), *self.others)))


class Cells:
    """Reads rows of work under one assignment."""

    def __init__(self, assignment: Assignment, understanding: Understanding) -> None:
        self._preset = assignment.preset
        self._headings = assignment.headings
        self.understanding = understanding
        ranks = {heading: place for place, heading in enumerate(self._preset.columns)}
        targets = [each for each in assignment.targets if each.field.name in _JOINED]
        targets += sorted(
            (each for each in assignment.targets if each.field.name not in _JOINED),
            key=lambda each: ranks.get(key(assignment.headings[each.index]), -1),
        )
        self._targets = tuple((each.index, each.field.name) for each in targets)
        indices = [each.index for each in targets]
        self._several = frozenset(index for index in indices if indices.count(index) > 1)
        self._words = {field: vocabulary(self._preset, field) for field in _WORDS}
        self._label_of = {name: self._headings[index] for index, name in reversed(self._targets)}

    def read(self, row: Sequence[str]) -> Found:
        """The row sorted out."""
        found = Found()
        for index, name in self._targets:
            text = clean(cell.unguard(row[index]), multiline=name in _LONG) if row[index] else ""
            if not text or (not self._preset.is_exact and cell.is_nothing(text)):
                continue
            if name in self._preset.html:
                text = plain(text)
            if name in _PEOPLE:
                found.people[name].append(text)
            elif name == "custom":
                found.others.append(f"{self._headings[index]}: {text}")
            elif name not in found.texts:
                found.texts[name] = text
            elif name in _JOINED:
                found.texts[name] += f"{_JOINED[name]}{text}"
            elif text != found.texts[name] and index not in self._several:
                found.others.append(f"{self._headings[index]}: {text}")
        return found

    def instant(self, found: Found, field: str) -> datetime | None:
        """The moment in ``field``, None when it is blank. Raises `RowError` when it is no time."""
        text = found[field]
        if not text:
            return None
        at: datetime | None = self.understanding.instant(text, field)
        if at is None:
            raise RowError(f"“{text}” is no time ({field})")
        return at

    def timed(self, found: Found, field: str) -> str:
        """The text of ``field`` with the hour that stands in a column of its own."""
        text, hour = found[field], found["time"]
        return f"{text} {hour}" if text and hour and ":" not in text else text

    def typed(self, found: Found, field: str) -> Any:
        """An id or external id, "" when blank or not of our form."""
        text = found[field]
        return (self.understanding.value(field, text, field) if text else "") or ""

    def identity(self, found: Found, who: Sequence[str], *what: object) -> str:
        """The id of the record: ours, or one that follows from that of its source, else from what it says.

        So an import changes nothing the second time, and two machines that import one file make the same records.
        """
        if self._preset.is_exact:
            return str(self.typed(found, "id"))
        external = self.typed(found, "external_id")
        known = [external] if external else list(map(str, what))
        ways = [each.partition(OR)[0] for each in who]
        return blake2b("\n".join([*ways, *known]).encode(), digest_size=_ID, person=b"crm work").hexdigest()

    def word(self, kinds: type[E], found: Found, field: str) -> E | None:
        """The kind that a word means, None when it is blank.

        One that nobody knows is refused in a file of ours (`RowError`), and becomes a line of text in any other.
        """
        text = found[field]
        if not text:
            return None
        word = text.lower() if self._preset.is_exact else self._words[field].get(folded(text), text.lower())
        try:
            return kinds(word)
        except ValueError as error:
            if self._preset.is_exact:
                words = ", ".join(str(kind.value) for kind in kinds)
                raise RowError(f"“{text}” is no {field}; it may be {words}") from error
            self.keep(found, field)
            return None

    def folded(self, found: Found, field: str) -> str:
        """The text of ``field`` in our words."""
        text = found[field]
        return text if self._preset.is_exact else self._words[field].get(folded(text), text)

    def keep(self, found: Found, *fields: str) -> None:
        """Makes lines of text of what could not be understood, or has no field."""
        found.others += [f"{self._label_of.get(field, field)}: {found[field]}" for field in fields if found[field]]

    def minutes(self, found: Found) -> int | None:
        """A duration in minutes, from "90", "1:30" or hours in a column of their own. Raises `RowError`."""
        text, hours = found["duration_minutes"], found["duration_hours"]
        extra = int(hours) * 60 if hours.isdecimal() else 0
        if text.isdecimal():
            return int(text) + extra
        if match := _DURATION.fullmatch(text):
            return int(match[1]) * 60 + int(match[2])
        if text and self._preset.is_exact:
            raise RowError(f"“{text}” is no number of minutes (duration_minutes)")
        if text:
            self.keep(found, "duration_minutes")
        return extra or None

    def contacts(self, found: Found) -> tuple[str, ...]:
        """Whom the row is about: for each the ways to say so, with `OR` between. Raises `RowError` without anybody.

        Columns with as many values are about the same people, one after the other.
        """
        separator = self._preset.separator
        lists: list[list[str]] = []
        for field in _PEOPLE:
            for text in found.people[field]:
                values = cell.several(text, separator if field in self._preset.splits else "")
                lists.append([self._way(field, value) for value in values])
        if not lists:
            raise RowError("no contact")
        if self._preset.is_exact:
            return tuple(lists[0])
        count = len(lists[0])
        same = [each for each in lists if len(each) == count]
        return tuple(OR.join(dict.fromkeys(ways)) for ways in zip(*same, strict=True))

    def _way(self, field: str, value: str) -> str:
        if self._preset.is_exact or _OURS.fullmatch(value):
            return value
        if field == "contact_id":
            return f"{self._preset.people or self._preset.source}:{value}"
        if match := _WITH_ADDRESS.fullmatch(value):
            return OR.join(filter(None, (match[2], match[1] and f"{EXACTLY}{match[1]}")))
        return value if emails.address(value) else f"{EXACTLY}{value}"
