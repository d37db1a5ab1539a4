"""What a column of a file may become, in the rep's words."""

from __future__ import annotations

from collections.abc import Iterator

from crm_tui.domain.typed import NamedTuple

#: Leaves a column out, as `crm sync import --map` writes it.
LEFT_OUT = "-"


class Choice(NamedTuple):
    """One of several values: what is kept, what it is called, and what it means."""

    value: str
    words: str
    note: str = ""


_LEAVE = Choice(LEFT_OUT, "Leave out", "the column is not imported, and the report says so")

_PEOPLE = (
    Choice("name", "Name", "the whole name"),
    Choice("given_name", "First name"),
    Choice("middle_name", "Middle name"),
    Choice("family_name", "Last name"),
    Choice("prefix", "Title before the name", "Dr., Mrs."),
    Choice("suffix", "Suffix behind the name", "Jr., PhD"),
    Choice("nickname", "Nickname"),
    Choice("company", "Company"),
    Choice("title", "Job title"),
    Choice("department", "Department"),
    Choice("email", "E-mail", "several in one cell are told apart"),
    Choice("email.work", "E-mail, work"),
    Choice("email.home", "E-mail, home"),
    Choice("phone", "Phone"),
    Choice("phone.mobile", "Phone, mobile"),
    Choice("phone.work", "Phone, work"),
    Choice("phone.home", "Phone, home"),
    Choice("url", "Web address"),
    Choice("address.formatted", "Address", "the whole of it in one cell"),
    Choice("address.street", "Address, street"),
    Choice("address.city", "Address, city"),
    Choice("address.region", "Address, region"),
    Choice("address.postal_code", "Address, postal code"),
    Choice("address.country", "Address, country"),
    Choice("birthday", "Birthday"),
    Choice("tag", "Tags", "several in one cell are told apart"),
    Choice("status", "Status"),
    Choice("stage", "Stage", "lead, prospect, customer, former, partner"),
    Choice("tier", "Tier", "A, B or C"),
    Choice("owner", "Owner", "the rep whose contact it is"),
    Choice("source", "Source", "where the contact came from"),
    Choice("note", "Note"),
    Choice("zone", "Time zone"),
    Choice("keep_in_touch_days", "Days of silence", "that are allowed, at the most"),
    Choice("do_not_contact", "Do not contact", "yes or no"),
    Choice("external_id", "Id in that program", "by which a later export is matched"),
    Choice("created_at", "Created", "the day on which the contact was made"),
)

_COMPANIES = (
    Choice("name", "Name of the company"),
    Choice("domain", "Domain"),
    Choice("phone", "Phone"),
    Choice("address", "Address"),
    Choice("note", "Note"),
    Choice("external_id", "Id in that program", "by which a later export is matched"),
    Choice("created_at", "Created", "the day on which the company was made"),
)

_WORK = (
    Choice("contact", "Contact", "whom it is about: a name, e-mail address or id"),
    Choice("contact_id", "Id of the contact", "in that program"),
    Choice("kind", "Kind", "call, email, meeting, message, visit, note, to-do"),
    Choice("subject", "Subject"),
    Choice("text", "Text"),
    Choice("at", "When it was"),
    Choice("time", "Time of day", "of a day in another column"),
    Choice("due", "When it is due"),
    Choice("outcome", "Outcome"),
    Choice("direction", "Direction", "in or out"),
    Choice("duration_minutes", "Minutes"),
    Choice("duration_hours", "Hours"),
    Choice("state", "State", "open, done, skipped or canceled"),
    Choice("done_at", "When it was done"),
    Choice("priority", "Priority"),
    Choice("author", "Who did it"),
    Choice("external_id", "Id in that program", "by which a later export is matched"),
)

_NAMED = {choice.value: choice.words for choice in (*_WORK, *_COMPANIES, *_PEOPLE, _LEAVE)}

#: Of which a record has one: two columns for it are likely a mistake.
_SINGLE = frozenset(
    (
        *("name", "given_name", "middle_name", "family_name", "company", "title", "department", "nickname"),
        *(
            "birthday",
            "status",
            "stage",
            "tier",
            "owner",
            "source",
            "external_id",
            "created_at",
            "subject",
            "due",
            "at",
        ),
    )
)


def choices(what: str, heading: str) -> list[Choice]:
    """What a column of a file of ``what`` may become; kept as it is under its ``heading`` comes second to last."""
    fields = {"contacts": _PEOPLE, "companies": _COMPANIES}.get(what, _WORK)
    own = [Choice(f"custom.{heading}", f"A field of my own: {heading}", "kept as it is")] if what == "contacts" else []
    return [*fields, *own, _LEAVE]


def in_words(field: str) -> str:
    """A field of `--map` in words; parts that have none stay as they are."""
    return " + ".join(map(_word, field.split(" + ")))


def _word(field: str) -> str:
    if field in _NAMED:
        return _NAMED[field]
    if field.endswith(")"):  # a part of what several columns say together: "email (label)"
        whole, _, part = field[:-1].partition(" (")
        return f"{_word(whole)}: {part}"
    name, _, label = field.partition(".")
    if name == "custom":
        return f"own field: {label}"
    return f"{_NAMED[name]}, {label.replace('_', ' ')}" if label and name in _NAMED else field.replace("_", " ")


def is_own(field: str) -> bool:
    """Whether a column is kept under its own name, since nothing is known of it."""
    return field.startswith("custom.")


def twice(fields: Iterator[str]) -> frozenset[str]:
    """The fields of which a record has one, and which several columns become."""
    seen: set[str] = set()
    found: set[str] = set()
    for field in fields:
        if field in _SINGLE:
            (found if field in seen else seen).add(field)
    return frozenset(found)
