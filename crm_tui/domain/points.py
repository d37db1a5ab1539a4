"""Contact points from what was typed: the value as it was, its normal form beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crm_tui.domain import emails, phones
from crm_tui.domain.contact import ContactPoint, PointKind
from crm_tui.domain.text import clean

#: The fields of an address, in the order in which they are written on one line.
ADDRESS_PARTS = ("street", "city", "region", "postal_code", "country")

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
