"""What the properties of a card say, gathered one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from unicodedata import is_normalized

from crm_tui.domain import phones, points
from crm_tui.domain.contact import ContactPoint, PointKind
from crm_tui.domain.status import Stage, Tier
from crm_tui.domain.text import clean
from crm_tui.sync.formats import values
from crm_tui.sync.formats.calendar import zones
from crm_tui.sync.formats.content import lines
from crm_tui.sync.formats.content.lines import Property
from crm_tui.sync.formats.vcard import labels as vcard_labels
from crm_tui.sync.formats.vcard import raw
from crm_tui.sync.formats.vcard.words import CUSTOM_NAMES, OURS

_NAME_PARTS = ("family_name", "given_name", "middle_name", "prefix", "suffix")
_ADDRESS = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
_NO_PARTS: Mapping[str, str] = {}

#: Characters of a UID that are believed.
_MOST_OF_UID = 1_000

#: Days in a century: no silence is longer.
_MOST_DAYS = 36_500

#: An address that `points.email` would leave as it is, as nearly all are.
_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*[A-Za-z0-9]"
)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T.*)?")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)[T ].*")
# From the first backslash on: a long row of them is looked at once.
_ESCAPED_URL = re.compile(r"(?<!\\)\\+(?=[:;,/])")


class _Point(NamedTuple):
    """A contact point before the labels of groups are known, and which of its kind is the primary one."""

    group: str
    kind: PointKind
    value: str
    normal: str
    label: str
    is_first: bool
    is_bad: bool
    parts: Mapping[str, str]

    def rank(self) -> int:
        """The lowest is the primary one: the preferred, or else one that rings on a telephone."""
        if self.is_first:
            return 0
        return 2 if not vcard_labels.SECONDARY.isdisjoint(self.label.lower().split()) else 1


class Card:
    """One card under way. ``texts`` are by field of a draft, ``rest`` what has no field of ours.

    ``counts`` counts what is left out; ``statuses`` are those of the desk by their folded names.
    """

    def __init__(
        self, properties: Iterable[Property], country: str, statuses: Mapping[str, str], counts: Counter[str]
    ) -> None:
        self.texts: dict[str, Any] = {}
        self.custom: dict[str, str] = {}
        self.tags: list[str] = []
        self.rest: list[Property] = []
        #: What the group's X-ABLabel says, as it stands in the card.
        self.labels: dict[str, str] = {}
        self.address_labels: list[Property] = []
        self.kind = ""
        self.uid = ""
        self.product = ""
        self.has_name_parts = False
        self._country = country
        self._statuses = statuses
        self._counts = counts
        self._points: list[_Point] = []
        # What is printable and in normal form as a whole is so in every part.
        whole = "".join([each.value for each in properties])
        is_plain = whole.isprintable() and (whole.isascii() or is_normalized("NFC", whole))
        self._clean: Callable[[str], str] = str.strip if is_plain else clean

    def take(self, each: Property) -> None:
        """Reads one property."""
        name = each.head.name
        handler = _HANDLERS.get(name)
        if handler is not None:
            handler(self, each)
        elif name in raw.DERIVED:
            if name == "PRODID":
                self.product = each.value
        elif name.startswith(OURS):
            self._own(each)
        elif raw.is_binary(each):
            self._counts["pictures"] += 1
        elif each.value.strip():
            self.rest.append(each)

    def points(self) -> tuple[ContactPoint, ...]:
        """Each point once, one of each kind primary, with the labels of their groups."""
        kept: dict[tuple[PointKind, str], _Point] = {}
        firsts: dict[PointKind, _Point] = {}
        for point in self._points:
            key = point.kind, point.normal or point.value.casefold()
            if key not in kept:
                kept[key] = point
                first = firsts.setdefault(point.kind, point)
                if first is not point and point.rank() < first.rank():
                    firsts[point.kind] = point
        return tuple(
            [
                ContactPoint(
                    kind=point.kind,
                    value=point.value,
                    normal=point.normal,
                    label=(self._group_label(point.group) if self.labels else "") or point.label,
                    primary=point is firsts[point.kind],
                    bad=point.is_bad,
                    parts=point.parts,
                )
                for point in kept.values()
            ]
        )

    def _group_label(self, group: str) -> str:
        """The label of a group, "" without one."""
        return vcard_labels.of_apple(clean(lines.text(self.labels.get(group, "")))) if group else ""

    def _line(self, each: Property) -> str:
        """The value as one line."""
        value = each.value
        return clean(lines.text(value)) if "\\" in value else self._clean(value)

    def _listed(self, each: Property, separator: str = ";") -> list[str]:
        """The parts of the value, each as one line."""
        parts = lines.split(each.value, separator)
        return [clean(part) for part in parts] if "\\" in each.value else [self._clean(part) for part in parts]

    def _text(self, field: str, each: Property, text: str) -> None:
        if not text:
            return
        held = self.texts.setdefault(field, text)
        if held != text:
            self.rest.append(each)

    def _note(self, each: Property) -> None:
        text = lines.text(each.value)
        # As a rule nothing but line ends is to be seen to.
        is_fine = text.isascii() and text.replace("\n", "").isprintable()
        if text := text.strip() if is_fine else clean(text, multiline=True):
            held = self.texts.get("note")
            self.texts["note"] = f"{held}\n\n{text}" if held else text

    def _parts(self, each: Property) -> None:
        first, rest = (parts := self._listed(each))[:5], parts[5:]
        if any(rest):
            first[-1] = " ".join(filter(None, parts[4:]))
        for field, part in zip(_NAME_PARTS, first, strict=False):
            if part:
                self.has_name_parts = True
                # Several prefixes or suffixes stand with commas between them.
                listed = "," in part and "\\" not in each.value
                self.texts.setdefault(field, ", ".join(map(str.strip, part.split(","))) if listed else part)

    def _organisation(self, each: Property) -> None:
        company, *units = self._listed(each)
        if company and company != self.texts.setdefault("company", company):
            self.rest.append(each)
        elif department := ", ".join(filter(None, units)):
            self.texts.setdefault("department", department)

    def _email(self, each: Property) -> None:
        text = self._line(each)
        if _PLAIN_EMAIL.fullmatch(text):
            self._add(PointKind.EMAIL, text, text.lower(), each)
        elif text:
            point = points.email(text)
            self._add(PointKind.EMAIL, point.value, point.normal, each)

    def _phone(self, each: Property) -> None:
        text = self._line(each)
        if text[:4].lower() == "tel:":
            number, *rest = text[4:].split(";")
            extension = next((part[4:] for part in rest if part.lower().startswith("ext=")), "")
            text = f"{number} ext. {extension}" if extension else number
        if text:
            self._add(PointKind.PHONE, text, phones.normalize(text, self._country), each)

    def _url(self, each: Property) -> None:
        if text := clean(_ESCAPED_URL.sub("", each.value)):
            self._add(PointKind.URL, text, points.url(text).normal, each)

    def _address(self, each: Property) -> None:
        if "\\" in each.value:
            listed = [clean(part.replace("\n", ", ")) for part in lines.split(each.value)]
        else:
            listed = [self._clean(part) for part in each.value.split(";")]
        one = dict(zip(_ADDRESS, listed, strict=False))
        street = ", ".join([part for part in (one.get("street"), one.get("extended"), one.get("po_box")) if part])
        if not any(listed):
            street = clean(each.head.parameter("LABEL").replace("\\n", ", "))
        one["street"] = street
        parts = {part: one[part] for part in points.ADDRESS_PARTS if one.get(part)}
        if parts:
            self._add(PointKind.ADDRESS, ", ".join(parts.values()), "", each, parts)

    def _add(
        self, kind: PointKind, value: str, normal: str, each: Property, parts: Mapping[str, str] = _NO_PARTS
    ) -> None:
        head = each.head
        is_first = "pref" in head.types
        is_bad = False
        if head.parameters:
            is_first = is_first or head.parameter("PREF") == "1"
            is_bad = head.parameter(f"{OURS}BAD") == "1"
        label = vcard_labels.of_types(head.types) if head.types else ""
        self._points.append(_Point(head.group, kind, value, normal, label, is_first, is_bad, parts))

    def _birthday(self, each: Property) -> None:
        text = self._line(each)
        found = birthday(text)
        if found and each.head.parameter("X-APPLE-OMIT-YEAR") == found[:4]:
            found = f"--{found[5:]}"
        if found:
            self.texts.setdefault("birthday", found)
        elif text:
            self.custom.setdefault("Birthday", text)

    def _anniversary(self, each: Property) -> None:
        if text := self._line(each):
            self.custom.setdefault(CUSTOM_NAMES["ANNIVERSARY"], birthday(text) or text)

    def _role(self, each: Property) -> None:
        if text := self._line(each):
            self.custom.setdefault(CUSTOM_NAMES["ROLE"], text)

    def _categories(self, each: Property) -> None:
        self.tags += filter(None, self._listed(each, ","))

    def _set_kind(self, each: Property) -> None:
        kind = each.value.strip().lower()
        self.kind = "org" if kind == "organization" else kind

    def _shown_as(self, each: Property) -> None:
        if each.value.strip().upper() == "COMPANY":
            self.kind = "org"

    def _zone(self, each: Property) -> None:
        if (name := self._line(each)) in zones.known():
            self.texts.setdefault("zone", name)
        elif name:
            self.rest.append(each)

    def _label(self, each: Property) -> None:
        if each.head.group:
            self.labels.setdefault(each.head.group, each.value.strip())
        elif each.value.strip():
            self.rest.append(each)

    def _set_uid(self, each: Property) -> None:
        self.uid = self._line(each)[:_MOST_OF_UID]

    def _own(self, each: Property) -> None:
        """Properties of our own. What they say is only taken where it is right."""
        name, text = each.head.name.removeprefix(OURS), self._line(each)
        if name == "CUSTOM":
            key, *value = lines.split(each.value)
            if clean(key) and value:
                self.custom[clean(key)] = clean(value[0], multiline=True)
        elif name == "NAMELESS":
            self.texts["name"] = ""
        elif name in _OWN and text:
            field, read = _OWN[name]
            try:
                self.texts[field] = read(self._statuses, text)
            except (ValueError, KeyError, OverflowError):
                self.custom.setdefault(field, text)


def birthday(text: str) -> str:
    """A day as YYYY-MM-DD or --MM-DD in the spellings of cards, "" for what is none."""
    if match := _DIGITS.fullmatch(text):
        text = "-".join(match.groups())
    elif match := _DAY.fullmatch(text):
        text = match[1]
    return values.birthday(text, "")[0]


def _days(_: Mapping[str, str], text: str) -> int:
    if not 0 < int(text) <= _MOST_DAYS:
        raise ValueError(text)
    return int(text)


def _instant(_: Mapping[str, str], text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


_OWN: Mapping[str, tuple[str, Callable[[Mapping[str, str], str], Any]]] = {
    "ID": ("id", lambda _, text: text),
    "STATUS": ("status", lambda statuses, text: statuses[text.casefold()]),
    "STAGE": ("stage", lambda _, text: Stage(text)),
    "TIER": ("tier", lambda _, text: Tier(text)),
    "OWNER": ("owner", lambda _, text: text),
    "SOURCE": ("source", lambda _, text: text),
    "DO-NOT-CONTACT": ("do_not_contact", lambda _, text: text == "1"),
    "KEEP-IN-TOUCH": ("keep_in_touch_days", _days),
    "CREATED": ("created_at", _instant),
    "EXTERNAL-ID": ("external_id", lambda _, text: text),
}

_HANDLERS: Mapping[str, Callable[[Card, Property], None]] = {
    "FN": lambda card, each: card._text("name", each, card._line(each)),
    "N": Card._parts,
    "NICKNAME": lambda card, each: card._text("nickname", each, card._line(each)),
    "TITLE": lambda card, each: card._text("title", each, card._line(each)),
    "NOTE": Card._note,
    "ORG": Card._organisation,
    "EMAIL": Card._email,
    "TEL": Card._phone,
    "URL": Card._url,
    "ADR": Card._address,
    "LABEL": lambda card, each: card.address_labels.append(each),
    "BDAY": Card._birthday,
    "ANNIVERSARY": Card._anniversary,
    "X-ANNIVERSARY": Card._anniversary,
    "X-MS-ANNIVERSARY": Card._anniversary,
    "X-EVOLUTION-ANNIVERSARY": Card._anniversary,
    "ROLE": Card._role,
    "CATEGORIES": Card._categories,
    "KIND": Card._set_kind,
    "X-ADDRESSBOOKSERVER-KIND": Card._set_kind,
    "X-ABSHOWAS": Card._shown_as,
    "TZ": Card._zone,
    "X-ABLABEL": Card._label,
    "UID": Card._set_uid,
}
