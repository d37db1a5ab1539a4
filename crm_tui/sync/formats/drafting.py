"""From the cells of a row to a contact, by the assignment of its columns.

The columns are sorted out once for a file. A row is then read by going through those of each kind: blank cells cost
next to nothing, and what repeats from row to row (tags, towns, statuses) is understood once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from crm_tui.domain import checks, names, phones, points
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.value import replace
from crm_tui.store.incoming import IncomingContact
from crm_tui.sync.formats import addresses
from crm_tui.sync.formats import cells as cell
from crm_tui.sync.formats.cells_json import Listed, listed
from crm_tui.sync.formats.cells_markup import plain
from crm_tui.sync.formats.fields import TEXTS
from crm_tui.sync.formats.mapping import Assignment, Target
from crm_tui.sync.formats.tidying import Tidier
from crm_tui.sync.formats.understanding import Understanding
from crm_tui.sync.formats.values import birthday_of

#: Fields in which "N/A" means nothing.
_NEVER_A_WORD = frozenset({"title", "company", "department", "owner", "source"})

#: Labels of numbers that do not ring on the person's own telephone.
_SECONDARY = re.compile(r"fax|assistant|pager|telex|tty|isdn", re.IGNORECASE)

#: An address that `points.email` would leave as it is, as nearly all are.
_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*[A-Za-z0-9]"
)

#: The length of a region: "DE", "LV".
_REGION = 2

_NAME_PARTS = ("given_name", "middle_name", "family_name")

#: Sets of tag cells, and addresses, that are remembered.
_REMEMBERED = 1 << 14


class RowError(Exception):
    """A row that becomes no record; the text is the reason, for the rejects file."""


@dataclass(slots=True)
class _PointColumn:
    """Columns that together hold contact points of one kind."""

    kind: str
    label: str = ""
    label_index: int = -1
    value_index: int = -1
    code_index: int = -1
    region_index: int = -1


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
        self._is_marked_up = "note" in preset.html
        self._separators = {name: preset.separator for name in preset.splits if preset.separator}
        self._texts: list[tuple[int, str, bool]] = []
        self._typed: list[tuple[int, str, str]] = []
        self._tag_columns: list[int] = []
        self._customs: list[tuple[int, str]] = []
        self._born: dict[str, int] = {}
        self._points: dict[str, _PointColumn] = {}
        self._addresses: dict[str, _AddressColumns] = {}
        for target in assignment.targets:
            self._place(target)
        self._tidy = Tidier(len(self._headings), self._long_columns()).tidy
        self._point_columns = tuple(self._points.values())
        self._address_columns = tuple(
            (columns.label, columns.label_index, tuple(columns.parts), tuple(map(tuple, columns.parts.values())))
            for columns in self._addresses.values()
        )
        self._phones = _alone if preset.is_exact else cell.phones
        self._tag_names = lru_cache(_REMEMBERED)(self._named_tags)
        self._address_points = lru_cache(_REMEMBERED)(self._addressed)

    def _place(self, target: Target) -> None:
        name, index = target.field.name, target.index
        if name in TEXTS:
            self._texts.append((index, name, name in _NEVER_A_WORD))
        elif name == "tag":
            self._tag_columns.append(index)
        elif name == "address":
            self._place_address(target)
        elif name in ("email", "phone", "url") or (name == "custom" and target.bundle):
            column = self._points.setdefault(target.bundle or str(index), _PointColumn(name, target.field.label))
            setattr(column, f"{target.role or 'value'}_index", index)
        elif name == "birthday" and target.field.part:
            self._born[target.field.part] = index
        elif name == "custom":
            self._customs.append((index, target.field.label))
        else:
            self._typed.append((index, name, self._headings[index]))

    def _place_address(self, target: Target) -> None:
        place = target.bundle or f"label {target.field.label}"
        columns = self._addresses.setdefault(place, _AddressColumns(target.field.label))
        if target.role == "label":
            columns.label_index = target.index
        else:
            columns.parts.setdefault(target.role or target.field.part, []).append(target.index)

    def _long_columns(self) -> frozenset[int]:
        """The columns whose cells may have several lines: those that nothing else reads as one line."""
        parts = (part for columns in self._addresses.values() for part in columns.parts.values())
        long = {
            *(index for index, name, _ in self._texts if name == "note"),
            *(index for index, _ in self._customs),
            *(column.value_index for column in self._points.values()),
            *(index for part in parts for index in part),
        }
        return frozenset(long.difference(index for index, _, _ in self._typed))

    def record(self, row: Sequence[str]) -> IncomingContact:
        """The contact in ``row``, which has as many cells as there are headings.

        Raises `RowError` where nothing names or reaches anybody.
        """
        cells = self._tidy(row)
        values: dict[str, Any] = {}
        custom: dict[str, str] = {}
        self._read_texts(cells, values, custom)
        identity = self._read_typed(cells, values, custom)
        if self._born:
            self._read_born(cells, values, custom)
        found = self._read_points(cells, custom)
        for index, name in self._customs:
            if text := cells[index]:
                custom[name] = self._understanding.custom(name, text)
        _complete_name(values, splits=self._splits_names)
        if not (values.get("name") or any(point.kind is not PointKind.ADDRESS for point in found)):
            raise RowError(_nobody(values))
        tags = self._tag_names(tuple([cells[index] for index in self._tag_columns]))
        return IncomingContact(ContactDraft(points=_each_once(found), tags=tags, custom=custom, **values), identity)

    def _read_texts(self, cells: Sequence[str], values: dict[str, Any], custom: dict[str, str]) -> None:
        for index, name, is_never_a_word in self._texts:
            text = cells[index]
            if not text or (is_never_a_word and self._is_nothing(text)):
                continue
            if name == "note" and self._is_marked_up:
                text = plain(text)
            if name not in values:
                values[name] = text
            elif name == "note":
                values[name] += f"\n\n{text}"
            elif text != values[name]:
                custom[self._headings[index] or name] = text

    def _read_typed(self, cells: Sequence[str], values: dict[str, Any], custom: dict[str, str]) -> str:
        """Fields with a form of their own; returns the record's id where it is one of ours."""
        identity = ""
        for index, name, heading in self._typed:
            text = cells[index]
            if not text or self._is_nothing(text):
                continue
            value = self._understanding.value(name, text, heading)
            if name == "id":
                identity = value or ""
            elif value is None:
                custom[heading] = text
            elif name not in values:
                values[name] = value
        return identity

    def _read_born(self, cells: Sequence[str], values: dict[str, Any], custom: dict[str, str]) -> None:
        """A birthday in columns of its own for year, month and day; what is none becomes custom fields."""
        born = {part: cells[index] for part, index in self._born.items() if cells[index]}
        numbers = {part: int(text) for part, text in born.items() if text.isdecimal() and text.isascii()}
        found = birthday_of(numbers.get("year"), numbers.get("month"), numbers.get("day"))
        if found and len(numbers) == len(born):
            values.setdefault("birthday", found)
        else:
            custom.update({self._headings[self._born[part]]: text for part, text in born.items()})

    def _read_points(self, cells: Sequence[str], custom: dict[str, str]) -> list[ContactPoint]:
        """Every contact point of the row, as if each were the primary one of its kind."""
        found: list[ContactPoint] = []
        for column in self._point_columns:
            text = cells[column.value_index] if column.value_index >= 0 else ""
            if not text or self._is_nothing(text):
                continue
            label = self._label(cells, column.label_index) or column.label
            if column.kind == "email" and _PLAIN_EMAIL.fullmatch(text):
                found.append(
                    ContactPoint(kind=PointKind.EMAIL, value=text, normal=text.lower(), label=label, primary=True)
                )
            elif column.kind == "custom":
                custom[label or self._headings[column.value_index]] = text
            elif text[0] in "[{" and (values := listed(text)) is not None:
                found += [self._listed(column.kind, each, label) for each in values]
            elif column.code_index >= 0 or column.region_index >= 0:
                found.append(self._called(cells, column, text, label))
            else:
                self._read_several(column, text, label, found, custom)
        self._read_addresses(cells, found)
        return found

    def _read_several(
        self, column: _PointColumn, text: str, label: str, found: list[ContactPoint], custom: dict[str, str]
    ) -> None:
        """The points of one cell, which may hold several."""
        for value in cell.several(text, self._separators.get(column.kind, "")):
            if column.kind == "phone":
                found += [self._phone(each, label) for each in self._phones(value)]
            elif column.kind == "url":
                found.append(points.url(value, label, primary=True))
            elif rest := self._read_emails(value, label, found):
                custom[self._headings[column.value_index]] = rest

    def _read_addresses(self, cells: Sequence[str], found: list[ContactPoint]) -> None:
        for label, label_index, parts, columns in self._address_columns:
            texts = tuple([_joined(cells, indices) for indices in columns])
            if any(texts):
                found += self._address_points(parts, texts, self._label(cells, label_index) or label)

    def _read_emails(self, value: str, label: str, found: list[ContactPoint]) -> str:
        """Adds the addresses, and a number beside them, to ``found``; returns words that are neither."""
        if self._preset.is_exact:
            found.append(points.email(value, label, primary=True))
            return ""
        rest = ""
        for kind, text in cell.addresses(value):
            if kind == "email":
                found.append(points.email(text, label, primary=True))
            elif kind == "phone":
                found.append(self._phone(text, label))
            else:
                rest = text
        return rest

    def _listed(self, kind: str, each: Listed, label: str) -> ContactPoint:
        label = each.label or label
        if kind == "phone":
            return self._phone(each.value, label)
        if kind == "url":
            return points.url(each.value, label, primary=True)
        found = points.email(each.value, label, primary=True)
        return replace(found, bad=True) if each.is_bad else found

    def _called(self, cells: Sequence[str], column: _PointColumn, text: str, label: str) -> ContactPoint:
        """A number whose calling code, or region, stands in a column of its own."""
        code = cells[column.code_index].lstrip("+") if column.code_index >= 0 else ""
        region = cells[column.region_index] if column.region_index >= 0 else ""
        if code.isdecimal() and not text.startswith(("+", "00")):
            text = f"+{code} {text}"
        elif region.isalpha() and len(region) == _REGION:
            return points.phone(text, region.upper(), label, primary=True)
        return self._phone(text, label)

    def _phone(self, text: str, label: str) -> ContactPoint:
        if not text.isprintable():
            return points.phone(text, self._understanding.country, label, primary=True)
        normal = phones.normalize(text, self._understanding.country)
        return ContactPoint(kind=PointKind.PHONE, value=text, normal=normal, label=label, primary=True)

    def _addressed(self, parts: Sequence[str], texts: Sequence[str], label: str) -> tuple[ContactPoint, ...]:
        filled = {part: text for part, text in zip(parts, texts, strict=True) if text}
        return tuple(addresses.points(filled, label, self._separators.get("address", "")))

    def _label(self, cells: Sequence[str], index: int) -> str:
        text = cells[index] if index >= 0 else ""
        return text.removeprefix(self._preset.mark).strip() if text and self._preset.mark else text

    def _named_tags(self, texts: Sequence[str]) -> tuple[str, ...]:
        found: list[str] = []
        separator = self._separators.get("tag", "")
        for text in filter(None, texts):
            found += cell.several(text, separator if separator and separator in text else _comma(text))
        if any('"' in tag for tag in found) and not self._preset.is_exact:
            found = [tag.strip('" ') for tag in found]
        wanted = (tag for tag in found if tag not in self._preset.drop_tags and not self._is_nothing(tag))
        return checks.tag_names((*wanted, *self._tags)) if found or self._tags else ()


def _joined(cells: Sequence[str], indices: Sequence[int]) -> str:
    if len(indices) == 1:
        return cells[indices[0]]
    return ", ".join(filter(None, (cells[index] for index in indices)))


def _comma(text: str) -> str:
    return ";" if ";" in text else ","


def _alone(text: str) -> list[str]:
    return [text]


def _never(_: str) -> bool:
    return False


def _each_once(found: list[ContactPoint]) -> tuple[ContactPoint, ...]:
    """Each value once; the first of each kind is primary, a fax or an assistant's number only for want of another."""
    if len(found) < 2 or len({point.kind for point in found}) == len(found):
        return tuple(found)
    kept: dict[tuple[PointKind, str], ContactPoint] = {}
    for point in found:
        kept.setdefault((point.kind, point.normal or point.value), point)
    primaries: dict[PointKind, ContactPoint] = {}
    for point in kept.values():
        first = primaries.setdefault(point.kind, point)
        if _SECONDARY.search(first.label) and not _SECONDARY.search(point.label):
            primaries[point.kind] = point
    return tuple(point if point is primaries[point.kind] else _as_secondary(point) for point in kept.values())


def _as_secondary(point: ContactPoint) -> ContactPoint:
    return ContactPoint(
        kind=point.kind,
        value=point.value,
        normal=point.normal,
        label=point.label,
        bad=point.bad,
        parts=point.parts,
    )


def _complete_name(values: dict[str, Any], *, splits: bool) -> None:
    """The full name from its parts or the nickname; or, with ``splits``, the parts from the full name."""
    if "name" not in values:
        full = " ".join([values[part] for part in _NAME_PARTS if part in values]) or values.get("nickname")
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
