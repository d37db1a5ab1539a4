"""From the cells of a row to a contact, by the assignment of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from crm_tui.domain import checks, names, points
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.text import clean
from crm_tui.store.incoming import IncomingContact
from crm_tui.sync.formats import cells as cell
from crm_tui.sync.formats.fields import TEXTS
from crm_tui.sync.formats.mapping import Assignment, Target
from crm_tui.sync.formats.understanding import Understanding

#: Fields in which "N/A" means nothing.
_NEVER_A_WORD = frozenset({"title", "company", "department", "owner", "source"})

#: Labels of numbers that do not ring on the person's own telephone.
_SECONDARY = re.compile(r"fax|assistant|pager|telex|tty|isdn", re.IGNORECASE)

#: An address that `points.email` would leave as it is, as nearly all are.
_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*[A-Za-z0-9]"
)

_NAME_PARTS = ("given_name", "middle_name", "family_name")


class RowError(Exception):
    """A row that becomes no record; the text is the reason, for the rejects file."""


@dataclass(slots=True)
class _PointColumn:
    """Columns that together hold contact points of one kind."""

    kind: str
    label: str = ""
    label_index: int = -1
    value_index: int = -1


@dataclass(slots=True)
class _AddressColumns:
    """Columns that together hold one address (or several, with the preset's separator)."""

    label: str = ""
    label_index: int = -1
    parts: dict[str, list[int]] = field(default_factory=dict)


class ContactDrafter:
    """Makes contacts of the rows of one file. What it could not understand is counted in ``understanding``."""

    def __init__(self, assignment: Assignment, understanding: Understanding, *, tags: Sequence[str] = ()) -> None:
        preset = assignment.preset
        self._preset = preset
        self._understanding = understanding
        self._tags = tuple(tags)
        self._headings = assignment.headings
        self._is_nothing = _never if preset.is_exact else cell.is_nothing
        self._splits_names = not assignment.has("given_name", "family_name")
        self._separators = {name: preset.separator for name in preset.splits if preset.separator}
        self._texts: list[tuple[int, str]] = []
        self._typed: list[tuple[int, str]] = []
        self._tag_columns: list[int] = []
        self._customs: list[tuple[int, str]] = []
        self._points: dict[str, _PointColumn] = {}
        self._addresses: dict[str, _AddressColumns] = {}
        for target in assignment.targets:
            self._place(target)

    def _place(self, target: Target) -> None:
        name, index = target.field.name, target.index
        if name in TEXTS:
            self._texts.append((index, name))
        elif name == "tag":
            self._tag_columns.append(index)
        elif name == "address":
            self._place_address(target)
        elif name in ("email", "phone", "url") or (name == "custom" and target.bundle):
            column = self._points.setdefault(target.bundle or str(index), _PointColumn(name, target.field.label))
            if target.role == "label":
                column.label_index = index
            else:
                column.value_index = index
        elif name == "custom":
            self._customs.append((index, target.field.label))
        else:
            self._typed.append((index, name))

    def _place_address(self, target: Target) -> None:
        place = target.bundle or f"label {target.field.label}"
        columns = self._addresses.setdefault(place, _AddressColumns(target.field.label))
        if target.role == "label":
            columns.label_index = target.index
        else:
            columns.parts.setdefault(target.role or target.field.part, []).append(target.index)

    def record(self, row: Sequence[str]) -> IncomingContact:
        """The contact in ``row``, which has as many cells as there are headings.

        Raises `RowError` where nothing names or reaches anybody.
        """
        values: dict[str, Any] = {}
        custom: dict[str, str] = {}
        self._read_texts(row, values, custom)
        identity = self._read_typed(row, values, custom)
        found = list(self._contact_points(row, custom))
        for index, name in self._customs:
            if row[index] and (text := clean(cell.unguard(row[index]), multiline=True)):
                custom[name] = self._understanding.custom(name, text)
        tags = self._read_tags(row)
        _complete_name(values, splits=self._splits_names)
        if not (values.get("name") or any(point.kind is not PointKind.ADDRESS for point in found)):
            raise RowError(_nobody(values))
        draft = ContactDraft(points=_with_primaries(found), tags=tags, custom=custom, **values)
        return IncomingContact(draft, identity)

    def _read_texts(self, row: Sequence[str], values: dict[str, Any], custom: dict[str, str]) -> None:
        for index, name in self._texts:
            raw = row[index]
            if not raw:
                continue
            text = clean(cell.unguard(raw), multiline=name == "note")
            if not text or (name in _NEVER_A_WORD and self._is_nothing(text)):
                continue
            if name not in values:
                values[name] = text
            elif name == "note":
                values[name] += f"\n\n{text}"
            elif text != values[name]:
                custom[self._headings[index] or name] = text

    def _read_typed(self, row: Sequence[str], values: dict[str, Any], custom: dict[str, str]) -> str:
        """Fields with a form of their own; returns the record's id where it is one of ours."""
        identity = ""
        for index, name in self._typed:
            text = clean(cell.unguard(row[index])) if row[index] else ""
            if not text:
                continue
            value = self._understanding.value(name, text, self._headings[index])
            if name == "id":
                identity = value or ""
            elif value is None:
                custom[self._headings[index]] = text
            elif name not in values:
                values[name] = value
        return identity

    def _contact_points(self, row: Sequence[str], custom: dict[str, str]) -> Iterator[ContactPoint]:
        for column in self._points.values():
            raw = row[column.value_index] if column.value_index >= 0 else ""
            if not raw:
                continue
            text = clean(cell.unguard(raw), multiline=True)
            if not text or self._is_nothing(text):
                continue
            label = self._label(row, column.label_index) or column.label
            if column.kind == "custom":
                custom[label or self._headings[column.value_index]] = text
                continue
            for value in cell.several(text, self._separators.get(column.kind, "")):
                for point in self._points_in(column.kind, value, label):
                    if isinstance(point, ContactPoint):
                        yield point
                    else:
                        custom[self._headings[column.value_index]] = point
        for columns in self._addresses.values():
            yield from self._address(row, columns)

    def _points_in(self, kind: str, value: str, label: str) -> Iterator[ContactPoint | str]:
        """The points in one cell, and words beside an e-mail address that are no point."""
        country, is_exact = self._understanding.country, self._preset.is_exact
        if kind == "url":
            yield points.url(value, label)
        elif kind == "phone":
            for text in [value] if is_exact else cell.phones(value):
                yield points.phone(text, country, label)
        elif is_exact:
            yield points.email(value, label)
        elif _PLAIN_EMAIL.fullmatch(value):
            yield ContactPoint(kind=PointKind.EMAIL, value=value, normal=value.lower(), label=label)
        else:
            for found, text in cell.addresses(value):
                if found == "email":
                    yield points.email(text, label)
                else:
                    yield points.phone(text, country, label) if found == "phone" else text

    def _address(self, row: Sequence[str], columns: _AddressColumns) -> Iterator[ContactPoint]:
        separator = self._separators.get("address", "")
        lists = {
            part: [each.strip() for each in text.split(separator)] if separator else [text]
            for part, indices in columns.parts.items()
            if (text := ", ".join(filter(None, (clean(cell.unguard(row[i]), multiline=True) for i in indices))))
        }
        if not lists:
            return
        labels = cell.several(self._label(row, columns.label_index) or columns.label, separator)
        for each in zip_longest(*lists.values(), fillvalue=""):
            parts = dict(zip(lists, each, strict=True))
            formatted = parts.pop("formatted", "")
            street = ", ".join(filter(None, (parts.pop(p, "") for p in ("street", "extended", "po_box"))))
            parts["street"] = street or ("" if any(parts.values()) else formatted)
            yield points.address(parts, labels[0] if labels else "")

    def _label(self, row: Sequence[str], index: int) -> str:
        if index < 0 or not row[index]:
            return ""
        text = clean(cell.unguard(row[index]))
        return text.removeprefix(self._preset.mark).strip() if self._preset.mark else text

    def _read_tags(self, row: Sequence[str]) -> tuple[str, ...]:
        found: list[str] = []
        separator = self._separators.get("tag", "")
        for index in self._tag_columns:
            text = clean(cell.unguard(row[index])) if row[index] else ""
            if text:
                found += cell.several(text, separator if separator and separator in text else _comma(text))
        wanted = (tag for tag in found if tag not in self._preset.drop_tags and not self._is_nothing(tag))
        return checks.tag_names((*wanted, *self._tags)) if found or self._tags else ()


def _comma(text: str) -> str:
    return ";" if ";" in text else ","


def _never(_: str) -> bool:
    return False


def _with_primaries(found: list[ContactPoint]) -> tuple[ContactPoint, ...]:
    """Each value once; the first of each kind is primary, a fax or an assistant's number only for want of another."""
    if len(found) < 2:
        return tuple(map(_as_primary, found))
    kept: dict[tuple[PointKind, str], ContactPoint] = {}
    for point in found:
        kept.setdefault((point.kind, point.normal or point.value), point)
    primaries: dict[PointKind, ContactPoint] = {}
    for point in kept.values():
        first = primaries.setdefault(point.kind, point)
        if _SECONDARY.search(first.label) and not _SECONDARY.search(point.label):
            primaries[point.kind] = point
    return tuple(_as_primary(point) if point is primaries[point.kind] else point for point in kept.values())


def _as_primary(point: ContactPoint) -> ContactPoint:
    return ContactPoint(
        kind=point.kind, value=point.value, normal=point.normal, label=point.label, primary=True, parts=point.parts
    )


def _complete_name(values: dict[str, Any], *, splits: bool) -> None:
    """The full name from its parts or the nickname; or, with ``splits``, the parts from the full name."""
    if "name" not in values:
        full = " ".join(values[part] for part in _NAME_PARTS if part in values) or values.get("nickname")
        if full:
            values["name"] = full
    elif splits:
        parts = names.split(values["name"])
        found = {
            "given_name": parts.given,
            "middle_name": parts.middle,
            "family_name": parts.family,
            "prefix": parts.prefix,
            "suffix": parts.suffix,
            "nickname": parts.nickname,
        }
        for name, text in found.items():
            if text:
                values.setdefault(name, text)


def _nobody(values: dict[str, Any]) -> str:
    if company := values.get("company"):
        return f"names a company ({company}) but no person, e-mail address or phone number"
    return "no name, e-mail address, phone number or web address"
