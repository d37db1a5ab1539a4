"""What a column of a file can become: the field names of `crm sync`, and how a heading is compared."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass

from crm_tui.domain import names
from crm_tui.domain.errors import UsageError
from crm_tui.domain.points import ADDRESS_PARTS

#: Fields that hold one text each, as a draft names them.
TEXTS = (
    "name",
    "given_name",
    "middle_name",
    "family_name",
    "prefix",
    "suffix",
    "nickname",
    "title",
    "company",
    "department",
    "owner",
    "source",
    "note",
    "zone",
)

#: Fields whose words or numbers have to be understood.
TYPED = (
    "birthday",
    "status",
    "stage",
    "tier",
    "keep_in_touch_days",
    "do_not_contact",
    "external_id",
    "created_at",
    "id",
)

#: Fields of which a record has any number; "tag" has no label.
MANY = ("email", "phone", "url", "tag")

#: Fields of interactions, follow-ups and companies.
OTHERS = (
    "contact",
    "contact_id",
    "kind",
    "outcome",
    "direction",
    "at",
    "due",
    "duration_minutes",
    "subject",
    "text",
    "state",
    "priority",
    "author",
    "every",
    "domain",
    "address",
    "done_at",
    "snoozes",
    "time",
    "duration_hours",
    "from",
    "from_url",
    "to",
    "to_url",
)

LEFT_OUT = "-"

#: What a column may hold of an address: its parts, or all of it.
_ADDRESS_PARTS = (*ADDRESS_PARTS, "formatted")

#: What a column may hold of a birthday.
BIRTHDAY_PARTS = ("year", "month", "day")

_PLAIN = frozenset((*TEXTS, *TYPED, *MANY, *OTHERS, LEFT_OUT))


@dataclass(frozen=True, slots=True)
class Field:
    """A field by name; ``label`` of a contact point or custom field; ``part`` of an address."""

    name: str
    label: str = ""
    part: str = ""

    def __str__(self) -> str:
        if self.name == "address" and not self.part:
            return self.name
        return ".".join(filter(None, (self.name, self.label, self.part)))


def parse(text: str) -> Field:
    """The field that ``text`` names, as in ``--map COLUMN=FIELD``.

    ``email.LABEL``, ``phone.LABEL``, ``url.LABEL``, ``address.LABEL.PART`` (or ``address.PART``), ``birthday.PART`` and
    ``custom.NAME`` carry a name of their own; "-" leaves a column out. Raises `UsageError` with the nearest name.
    """
    name, dot, rest = text.strip().partition(".")
    if not dot and name in _PLAIN:
        return Field(name)
    if name in ("email", "phone", "url") and dot:
        return Field(name, rest.strip())
    if name == "custom" and rest.strip():
        return Field(name, rest.strip())
    if name == "address" and dot:
        label, _, part = rest.rpartition(".")
        if part in _ADDRESS_PARTS:
            return Field(name, label.strip(), part)
    if name == "birthday" and rest in BIRTHDAY_PARTS:
        return Field(name, part=rest)
    raise UsageError(f"There is no field “{text}”.", _hint(text))


def _hint(text: str) -> str:
    near = difflib.get_close_matches(text.strip(), _PLAIN - {LEFT_OUT}, n=1, cutoff=0.5)
    guess = f"Did you mean {near[0]}? " if near else ""
    return (
        f"{guess}Fields are {', '.join((*TEXTS, *TYPED, *MANY))}; email.LABEL, phone.LABEL, url.LABEL,"
        " address.LABEL.street (or city, region, postal_code, country), custom.NAME; and - to leave a column out."
    )


def key(heading: str) -> str:
    """A heading as it is compared: folded letters and digits alone ("E-mail Address" is "emailaddress")."""
    if not heading.isascii():
        heading = unicodedata.normalize("NFC", heading)
    return "".join(names.words(heading))
