"""CSV on its way out: columns named as our own import knows them, cells that no spreadsheet runs as a formula."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any

from crm_tui.domain.contact import ContactPoint, PointKind
from crm_tui.domain.errors import UsageError
from crm_tui.domain.points import ADDRESS_PARTS
from crm_tui.store import export
from crm_tui.store.export import Selection
from crm_tui.store.incoming import (
    Incoming,
    IncomingContact,
    IncomingFollowUp,
    IncomingInteraction,
)
from crm_tui.sync.formats import cells
from crm_tui.sync.formats.fields import Field, parse

#: Stands between several values in one cell, as in Google's files.
SEPARATOR = " ::: "

#: Columns for labels of points, and for custom fields, at most; a spreadsheet ends somewhere.
MOST_LABELS = 60
MOST_CUSTOM = 300

_BEFORE_POINTS = (
    *("id", "name", "prefix", "given_name", "middle_name", "family_name", "suffix", "nickname", "title", "company"),
    "department",
)
_AFTER_POINTS = (
    *("birthday", "status", "stage", "tier", "tag", "owner", "source", "keep_in_touch_days", "do_not_contact"),
    *("zone", "note", "external_id", "created_at"),
)
_COMPANY = ("id", "company", "domain", "phone", "address", "note", "external_id", "created_at")
_INTERACTION = (
    *("id", "contact", "contact_id", "kind", "direction", "outcome", "at", "duration_minutes", "subject", "text"),
    *("author", "external_id", "created_at"),
)
_FOLLOW_UP = (
    *("id", "contact", "contact_id", "due", "zone", "kind", "text", "priority", "state", "every", "snoozes"),
    *("done_at", "external_id", "created_at"),
)

Read = Callable[[Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The headings, how each record becomes a row under them, and sentences on what does not fit."""

    headings: tuple[str, ...]
    rows: Callable[[Sequence[Incoming]], Iterator[list[str]]]
    notes: tuple[str, ...] = ()


def table(connection: sqlite3.Connection, chosen: Selection, what: str, columns: Sequence[str]) -> Table:
    """The table for records of the kind ``what``: the ``columns`` named, or all that there is something in.

    Raises `UsageError` for a column that these records do not have.
    """
    if what == "contacts":
        return _contact_table(connection, chosen, columns)
    known, read = _KINDS[what]
    headings = _chosen(known, columns)

    def rows(chunk: Sequence[Incoming]) -> Iterator[list[str]]:
        ids = {person for each in chunk for person in _people(each)}
        names = export.names(connection, sorted(ids))
        for each in chunk:
            found = read(each, names)
            yield [found[heading] for heading in headings]

    return Table(headings=headings, rows=rows)


def guarded(row: Sequence[str]) -> list[str]:
    """The row with an apostrophe before what a spreadsheet would run."""
    return [cells.guard(cell) if cell[:1] in cells.GUARDED_FIRST else cell for cell in row]


def _chosen(known: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    for column in columns:
        if column not in known:
            raise UsageError(f"There is no column “{column}” here.", f"Columns are {', '.join(known)}.")
    return tuple(columns) or tuple(known)


def _contact_table(connection: sqlite3.Connection, chosen: Selection, columns: Sequence[str]) -> Table:
    notes: list[str] = []
    fields = [parse(column) for column in columns] if columns else _all_fields(connection, chosen, notes)
    return Table(headings=tuple(map(str, fields)), rows=_ContactRows(fields).rows, notes=tuple(notes))


def _all_fields(connection: sqlite3.Connection, chosen: Selection, notes: list[str]) -> list[Field]:
    found = export.point_labels(connection, chosen)
    labels: dict[str, list[str]] = {}
    for kind, label in found[:MOST_LABELS]:
        labels.setdefault(kind, []).append(label)
    fields = [Field(name) for name in _BEFORE_POINTS]
    for kind in ("email", "phone", "url"):
        # The plain column stands for points without a label, and for those whose label has no column.
        fields += [Field(kind), *(Field(kind, label) for label in sorted(labels.get(kind, [])) if label)]
    for label in sorted(labels.get("address", [])):
        fields += [Field("address", label, part) for part in ADDRESS_PARTS]
    customs = export.custom_names(connection, chosen)
    if len(found) > MOST_LABELS:
        notes.append(f"{len(found) - MOST_LABELS} rare labels have no column; their values stand in the plain ones.")
    if len(customs) > MOST_CUSTOM:
        notes.append(f"{len(customs) - MOST_CUSTOM} rare custom fields were left out; JSONL has them all.")
    fields += [Field(name) for name in _AFTER_POINTS]
    return [*fields, *(Field("custom", name) for name in customs[:MOST_CUSTOM])]


class _ContactRows:
    """Makes rows under ``fields``: most cells are blank, and only those of what a contact has are touched.

    Raises `UsageError` for a field that contacts do not have.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        self._width = len(fields)
        self._texts = {field.name: index for index, field in enumerate(fields) if field.name in _CONTACT_TEXTS}
        self._others: list[tuple[int, Read]] = []
        self._points: dict[tuple[str, str], list[int]] = {}
        self._addresses: list[tuple[int, str, str]] = []
        self._customs: list[tuple[int, str]] = []
        for index, field in enumerate(fields):
            self._place(index, field)
        # Two at least, for a getter of one gives the value bare.
        self._values = attrgetter("name", "name", *self._texts)
        self._places = (0, 0, *self._texts.values())

    def _place(self, index: int, field: Field) -> None:
        name, label, part = field.name, field.label, field.part
        if name in ("email", "phone", "url"):
            self._points.setdefault((name, label), []).append(index)
        elif name == "address" and part:
            self._addresses.append((index, label, part))
        elif name == "custom":
            self._customs.append((index, label))
        elif name in _READERS:
            self._others.append((index, _READERS[name]))
        elif name not in _CONTACT_TEXTS:
            raise UsageError(
                f"Contacts have no column “{field}”.",
                f"Columns are {', '.join((*_BEFORE_POINTS, 'email', 'phone', 'url'))} …",
            )
        elif self._texts[name] != index:
            self._others.append((index, lambda each: str(getattr(each.draft, name))))

    def rows(self, chunk: Sequence[Incoming]) -> Iterator[list[str]]:
        """A row for each contact of ``chunk``."""
        for each in chunk:
            if isinstance(each, IncomingContact):
                yield self._row(each)

    def _row(self, each: IncomingContact) -> list[str]:
        row = [""] * self._width
        draft = each.draft
        for index, value in islice(zip(self._places, self._values(draft), strict=True), 2, None):
            row[index] = value
        for index, read in self._others:
            row[index] = read(each)
        has_address = False
        for point in draft.points:
            if point.kind is PointKind.ADDRESS:
                has_address = True
                continue
            places = self._points.get((point.kind, point.label)) or self._points.get((point.kind, "")) or []
            for index in places:
                row[index] = f"{row[index]}{SEPARATOR}{point.value}" if row[index] else point.value
        if has_address:
            for index, label, part in self._addresses:
                row[index] = _address(draft.points, label, part)
        if draft.custom:
            for index, label in self._customs:
                row[index] = str(draft.custom.get(label, ""))
        return row


def _address(points: Sequence[ContactPoint], label: str, part: str) -> str:
    """One part of the addresses with this label; blanks keep the parts of several addresses side by side."""
    found = [point for point in points if point.kind is PointKind.ADDRESS and point.label == label]
    parts = [point.parts.get(part, "") if point.parts else point.value * (part == "street") for point in found]
    return SEPARATOR.join(parts) if any(parts) else ""


def _tags(tags: Sequence[str]) -> str:
    if ";" not in "".join(tags):
        return ", ".join(tags)
    return SEPARATOR.join(tags) if len(tags) > 1 else f"{tags[0]}{SEPARATOR}"


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


_READERS: dict[str, Read] = {
    "id": lambda each: str(each.id),
    "tag": lambda each: _tags(each.draft.tags) if each.draft.tags else "",
    "stage": lambda each: str(each.draft.stage or ""),
    "tier": lambda each: str(each.draft.tier or ""),
    "keep_in_touch_days": lambda each: str(each.draft.keep_in_touch_days or ""),
    "do_not_contact": lambda each: "yes" if each.draft.do_not_contact else "",
    "created_at": lambda each: _iso(each.draft.created_at),
}

#: The columns of contacts that are one text of the draft.
_CONTACT_TEXTS = frozenset((*_BEFORE_POINTS, *_AFTER_POINTS)) - _READERS.keys()


def _people(each: Incoming) -> tuple[str, ...]:
    if isinstance(each, IncomingInteraction):
        return each.contacts
    return (each.contact,) if isinstance(each, IncomingFollowUp) else ()


def _company(each: Any, _: dict[str, str]) -> dict[str, str]:
    found = {name: str(getattr(each, name)) for name in ("id", "domain", "phone", "address", "note", "external_id")}
    return {**found, "company": each.name, "created_at": _iso(each.created_at)}


def _work(each: Any, names: dict[str, str]) -> dict[str, str]:
    """An interaction or a follow-up by column."""
    people = _people(each)
    found = {
        "id": each.id,
        "contact": SEPARATOR.join(filter(None, (names.get(person, "") for person in people))),
        "contact_id": SEPARATOR.join(people),
        "kind": str(each.kind),
        "text": each.text,
        "external_id": each.external_id,
        "created_at": _iso(each.created_at),
    }
    if isinstance(each, IncomingInteraction):
        minutes = each.duration_minutes
        found |= {
            "direction": str(each.direction or ""),
            "outcome": str(each.outcome or ""),
            "at": _iso(each.at),
            "duration_minutes": "" if minutes is None else str(minutes),
            "subject": each.subject,
            "author": each.author,
        }
    else:
        found |= {
            "due": each.due.value.isoformat(),
            "zone": each.due.zone,
            "priority": each.priority.name.lower(),
            "state": str(each.state),
            "every": each.every,
            "snoozes": str(each.snoozes or ""),
            "done_at": _iso(each.done_at),
        }
    return found


_KINDS: dict[str, tuple[tuple[str, ...], Callable[[Any, dict[str, str]], dict[str, str]]]] = {
    "companies": (_COMPANY, _company),
    "interactions": (_INTERACTION, _work),
    "follow-ups": (_FOLLOW_UP, _work),
}
