"""Contact points from what was typed: the value as it was, its normal form beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from crm_tui.domain import emails, phones
from crm_tui.domain.contact import ContactPoint, PointKind
from crm_tui.domain.text import clean

#: The fields of an address, in the order in which they are written on one line.
ADDRESS_PARTS = ("street", "city", "region", "postal_code", "country")

#: Digits of the shortest number that somebody dials: an extension, an emergency service.
_FEWEST_DIGITS = 2

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/*", re.IGNORECASE)


def email(value: str, label: str = "", *, primary: bool = False) -> ContactPoint:
    """An e-mail address; what cannot be one is kept, without a normal form."""
    value = clean(value)
    value = emails.address(value) or value
    return ContactPoint(
        kind=PointKind.EMAIL,
        value=value,
        normal=value.lower() if emails.address(value) else "",
        label=clean(label),
        primary=primary,
    )


def phone(value: str, country: str, label: str = "", *, primary: bool = False) -> ContactPoint:
    """A phone number; ``country`` is the region of numbers without a prefix ("LV")."""
    value = clean(value)
    return ContactPoint(
        kind=PointKind.PHONE,
        value=value,
        normal=phones.normalize(value, country),
        label=clean(label),
        primary=primary,
    )


def url(value: str, label: str = "", *, primary: bool = False) -> ContactPoint:
    """A web address. Its normal form has no scheme, no "www.", no closing slash, and a lower-case host."""
    value = clean(value)
    host, slash, path = _SCHEME.sub("", value).partition("/")
    normal = (host.lower().removeprefix("www.") + slash + path).rstrip("/")
    return ContactPoint(kind=PointKind.URL, value=value, normal=normal, label=clean(label), primary=primary)


def address(parts: Mapping[str, str], label: str = "", *, primary: bool = False) -> ContactPoint:
    """A postal address from its parts (`ADDRESS_PARTS`); the value is one line of those that are filled."""
    filled = {part: clean(parts[part]) for part in ADDRESS_PARTS if clean(parts.get(part, ""))}
    return ContactPoint(
        kind=PointKind.ADDRESS,
        value=", ".join(filled.values()),
        label=clean(label),
        primary=primary,
        parts=filled,
    )


def doubts(points: Iterable[ContactPoint]) -> tuple[str, ...]:
    """A sentence for each checked point that can be no e-mail address or phone number; it is kept all the same.

    A number without a normal form may be an extension, or one of a country that nobody named: only what has
    hardly a digit is doubted.
    """
    return tuple(f"“{point.value}” does not look like {noun}" for point in points if (noun := _not_a(point)))


def _not_a(point: ContactPoint) -> str:
    """What a point claims to be and cannot be, "" when all is well."""
    if not point.value or point.normal:
        return ""
    if point.kind is PointKind.EMAIL:
        return "an e-mail address"
    is_number = len(phones.digits(point.value)) >= _FEWEST_DIGITS or point.value.lower().startswith("sip:")
    return "a phone number" if point.kind is PointKind.PHONE and not is_number else ""
