"""Contacts and companies as vCards, 4.0 or 3.0, that other programs read and that come back as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias
from uuid import UUID

from crm_tui.domain.contact import ContactPoint, PointKind
from crm_tui.domain.points import ADDRESS_PARTS
from crm_tui.store.incoming import IncomingCompany, IncomingContact
from crm_tui.sync.formats.content.lines import ContentError, escaped, folded
from crm_tui.sync.formats.vcard import labels, raw
from crm_tui.sync.formats.vcard.words import CUSTOM_NAMES, OURS, PRODUCT, SOURCE, UID_PREFIX

Version: TypeAlias = Literal["4.0", "3.0"]

_PROPERTY = {PointKind.EMAIL: "EMAIL", PointKind.PHONE: "TEL", PointKind.URL: "URL", PointKind.ADDRESS: "ADR"}
_NAME_PARTS = ("family_name", "given_name", "middle_name", "prefix", "suffix")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEARLESS = re.compile(r"--(\d\d)-(\d\d)")

#: Apple's year for birthdays without one, which version 3.0 cannot say.
_NO_YEAR = "1604"


class CardWriter:
    """Writes cards of one version."""

    def __init__(self, version: Version = "4.0") -> None:
        self._version = version

    def card(self, record: IncomingContact | IncomingCompany) -> str:
        """A whole card, folded, with the line ends that the standard asks for."""
        lines = self._contact(record) if isinstance(record, IncomingContact) else self._company(record)
        return "".join(map(folded, lines))

    def _contact(self, record: IncomingContact) -> Iterator[str]:
        draft = record.draft
        yield from self._begin(record.id, draft.external_id)
        if not draft.name:
            yield f"{OURS}NAMELESS:1"
        points = [point.value for point in draft.points]
        yield f"FN:{escaped(draft.name or (points[0] if points else draft.nickname) or '-')}"
        yield "N:" + ";".join(escaped(getattr(draft, part)) for part in _NAME_PARTS)
        for name, text in (("NICKNAME", draft.nickname), ("TITLE", draft.title)):
            if text:
                yield f"{name}:{escaped(text)}"
        if draft.company or draft.department:
            yield "ORG:" + ";".join(map(escaped, _without_last_blanks(draft.company, draft.department)))
        for number, point in enumerate(draft.points, 1):
            yield from self._point(number, point)
        if draft.birthday:
            yield self._birthday(draft.birthday)
        if draft.tags:
            yield f"CATEGORIES:{','.join(map(escaped, draft.tags))}"
        if draft.note:
            yield f"NOTE:{escaped(draft.note)}"
        if draft.zone:
            yield f"TZ:{escaped(draft.zone)}"
        yield from self._custom(draft.custom)
        yield from _ours(record)
        yield "END:VCARD"

    def _company(self, company: IncomingCompany) -> Iterator[str]:
        yield from self._begin(company.id, company.external_id)
        if self._version == "4.0":
            yield "KIND:org"
        yield f"FN:{escaped(company.name)}"
        yield "N:;;;;"
        yield f"ORG:{escaped(company.name)}"
        yield "X-ABShowAs:COMPANY"
        if company.phone:
            yield f"TEL:{escaped(company.phone)}"
        if company.domain:
            yield f"URL:{_uri(company.domain)}"
        if company.address:
            yield f"ADR:;;{escaped(company.address)};;;;"
        if company.note:
            yield f"NOTE:{escaped(company.note)}"
        if company.created_at:
            yield f"{OURS}CREATED:{company.created_at.isoformat()}"
        yield "END:VCARD"

    def _begin(self, identity: str, external_id: str) -> Iterator[str]:
        """A UID that stays what it is, so that an address book knows its card again: its own, or our id."""
        yield "BEGIN:VCARD"
        yield f"VERSION:{self._version}"
        yield f"PRODID:{PRODUCT}"
        source, _, uid = external_id.partition(":")
        if uid and source.startswith(SOURCE):
            yield f"UID:{escaped(uid)}"
        elif identity:
            yield f"UID:{UID_PREFIX}{UUID(identity)}"
        if identity:
            yield f"{OURS}ID:{identity}"
        if external_id:
            yield f"{OURS}EXTERNAL-ID:{escaped(external_id)}"

    def _point(self, number: int, point: ContactPoint) -> Iterator[str]:
        types, is_said = labels.types_of(point.label)
        group = f"crm{number}"
        head = _PROPERTY[point.kind] if is_said else f"{group}.{_PROPERTY[point.kind]}"
        if point.primary and self._version == "3.0":
            types = (*types, "pref")
        if types:
            head += f";TYPE={','.join(types)}"
        if point.primary and self._version == "4.0":
            head += ";PREF=1"
        if point.bad:
            head += f";{OURS}BAD=1"
        yield f"{head}:{_value(point)}"
        if not is_said:
            yield f"{group}.X-ABLabel:{escaped(point.label)}"

    def _birthday(self, text: str) -> str:
        if match := _YEARLESS.fullmatch(text):
            if self._version == "4.0":
                return f"BDAY:--{match[1]}{match[2]}"
            return f"BDAY;X-APPLE-OMIT-YEAR={_NO_YEAR}:{_NO_YEAR}-{match[1]}-{match[2]}"
        if _DAY.fullmatch(text):
            return f"BDAY:{text.replace('-', '') if self._version == '4.0' else text}"
        return f"BDAY;VALUE=text:{escaped(text)}"

    def _custom(self, custom: Mapping[str, str]) -> Iterator[str]:
        for name, text in custom.items():
            if name == raw.FIELD and (lines := _as_they_were(text)):
                yield from lines
            elif name == CUSTOM_NAMES["ROLE"] and "\n" not in text:
                yield f"ROLE:{escaped(text)}"
            elif name == CUSTOM_NAMES["ANNIVERSARY"] and _DAY.fullmatch(text):
                is_new = self._version == "4.0"
                yield f"ANNIVERSARY:{text.replace('-', '')}" if is_new else f"X-ANNIVERSARY:{text}"
            else:
                yield f"{OURS}CUSTOM:{escaped(name)};{escaped(text)}"


def _without_last_blanks(*parts: str) -> Iterator[str]:
    """The parts without those at the end that are blank."""
    last = max(place for place, part in enumerate(parts) if part)
    yield from parts[: last + 1]


def _value(point: ContactPoint) -> str:
    if point.kind is PointKind.URL:
        return _uri(point.value)
    if point.kind is not PointKind.ADDRESS:
        return escaped(point.value)
    parts = point.parts or {"street": point.value}
    return ";;" + ";".join(escaped(parts.get(part, "")) for part in ADDRESS_PARTS)


def _uri(text: str) -> str:
    """An address is no text: nothing in it is escaped, and a line end in it would begin another property."""
    return " ".join(text.splitlines())


def _ours(record: IncomingContact) -> Iterator[str]:
    """What cards have no property for."""
    draft = record.draft
    found = {
        "STATUS": draft.status,
        "STAGE": str(draft.stage or ""),
        "TIER": str(draft.tier or ""),
        "OWNER": draft.owner,
        "SOURCE": draft.source,
        "DO-NOT-CONTACT": "1" if draft.do_not_contact else "",
        "KEEP-IN-TOUCH": str(draft.keep_in_touch_days or ""),
        "CREATED": draft.created_at.isoformat() if draft.created_at else "",
    }
    for name, text in found.items():
        if text:
            yield f"{OURS}{name}:{escaped(text)}"


def _as_they_were(text: str) -> list[str]:
    """The lines of the field for what is not ours; none where the rep has made something else of it."""
    try:
        return [raw.line(each) for each in raw.lines_of(text)]
    except (ValueError, ContentError):
        return []
