"""Everything about a contact that can be typed, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult

from crm_tui.domain import points
from crm_tui.domain.change import Change
from crm_tui.domain.changes import ContactChanges
from crm_tui.domain.contact import Contact, ContactDraft, ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.domain.status import Tier
from crm_tui.domain.value import replace
from crm_tui.screens.dialogs import likely
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.dialogs.likely import Likely

#: Fields that are plain text, with their labels.
_TEXT: tuple[tuple[str, str], ...] = (
    ("name", "Name"),
    ("company", "Company"),
    ("title", "Title"),
    ("status", "Status"),
    ("owner", "Owner"),
    ("zone", "Zone"),
    ("birthday", "Birthday"),
    ("note", "Note"),
)

_POINTS: tuple[tuple[PointKind, str], ...] = (
    (PointKind.EMAIL, "E-mails"),
    (PointKind.PHONE, "Phones"),
    (PointKind.URL, "Links"),
)

_ORDER = (
    *("name", "company", "title", "email", "phone", "url", "status", "tier", "tags", "owner"),
    *("keep_in_touch_days", "zone", "birthday", "note"),
)


class EditContactDialog(Dialog[Change]):
    """One line a field, several addresses between commas.

    Only what was changed is written, and nothing that somebody else has changed since the dialog was opened.
    """

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            f"Edit {contact.name}",
            draft_key=f"edit {contact.id}",
            hint="Tab next field · {dialog.save} saves · {dialog.close} closes",
        )
        self._contact = contact
        self._before = dict(_values(contact))

    def body(self) -> ComposeResult:
        """A line for each field."""
        labels = dict(_TEXT) | {str(kind): label for kind, label in _POINTS}
        labels |= {"tier": "Tier", "tags": "Tags", "keep_in_touch_days": "Every … days"}
        for id in _ORDER:
            yield self.labelled(labels[id], Field(id=id, value=self._before[id]))
        yield Likely(self.crm.icons, id="likely")

    @on(Field.Changed, "#email, #phone")
    def _reached_otherwise(self) -> None:
        """Names whoever is reached by what is typed: two people, or one person twice."""
        self.crm.flow(self._warn(), group="likely")

    async def _warn(self) -> None:
        desk, contact = self.crm.desk(), self._contact
        typed = {kind: self.typed(kind) for kind in (PointKind.EMAIL, PointKind.PHONE)}
        fresh = [
            point
            for kind, existing in _existing(contact)
            if kind in typed
            for point in _points(kind, existing, typed[kind], desk)[0]
        ]
        found = await likely.look(self.crm, ContactDraft(points=tuple(fresh)), left_out=contact.id) if fresh else ()
        if typed == {kind: self.typed(kind) for kind in typed}:
            self.query_one(Likely).show(found)

    async def save(self) -> Change:
        """Writes the fields that were changed."""
        from crm_tui.store import contacts

        typed = {id: self.typed(id) for id in _ORDER}
        edited = {id: text for id, text in typed.items() if text != self._before[id]}
        if not edited:
            raise UsageError("Nothing was changed.", self.crm.spelt("Change a field, or press {dialog.close}."))
        changes = _changes(self._contact, edited, self.crm.desk())
        return await self.crm.write(contacts.edit, self._contact.id, changes, seen=self._contact)


def _values(contact: Contact) -> Iterator[tuple[str, str]]:
    """What stands in each field before anything is typed."""
    for id, _ in _TEXT:
        if id == "company":
            yield id, contact.company.name if contact.company else ""
        else:
            yield id, str(getattr(contact, id)).replace("\n", " ")
    for kind, points_of in _existing(contact):
        yield kind, ", ".join(point.value for point in points_of)
    yield "tier", str(contact.tier or "")
    yield "tags", " ".join(contact.tags)
    yield "keep_in_touch_days", str(contact.keep_in_touch_days or "")


def _existing(contact: Contact) -> tuple[tuple[PointKind, Sequence[ContactPoint]], ...]:
    return (
        (PointKind.EMAIL, contact.emails),
        (PointKind.PHONE, contact.phones),
        (PointKind.URL, contact.urls),
    )


def _changes(contact: Contact, edited: dict[str, str], desk: Desk) -> ContactChanges:
    """The typed fields as changes. Raises `UsageError` for a tier or an interval that is none."""
    plain = {id: text for id, text in edited.items() if id in dict(_TEXT)}
    changes = ContactChanges(**plain)  # type: ignore[arg-type]  # all of these fields are text
    added: list[ContactPoint] = []
    removed: list[str] = []
    for kind, existing in _existing(contact):
        if kind in edited:
            fresh, gone = _points(kind, existing, edited[kind], desk)
            added += fresh
            removed += gone
    changes = replace(changes, points=tuple(added), remove_points=tuple(removed))
    if "tags" in edited:
        wanted = [tag.strip("#,") for tag in edited["tags"].split()]
        changes = replace(
            changes,
            add_tags=tuple(tag for tag in wanted if tag and tag not in contact.tags),
            remove_tags=tuple(tag for tag in contact.tags if tag not in wanted),
        )
    if "tier" in edited:
        changes = replace(changes, tier=_tier(edited["tier"]))
    if "keep_in_touch_days" in edited:
        changes = replace(changes, keep_in_touch_days=_days(edited["keep_in_touch_days"]))
    return changes


def _points(
    kind: PointKind, existing: Sequence[ContactPoint], text: str, desk: Desk
) -> tuple[list[ContactPoint], list[str]]:
    """Addresses that are new, and ids of those that are no longer there."""
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    known = {point.value: point.id for point in existing}
    fresh = [_point(kind, value, desk) for value in wanted if value not in known]
    return fresh, [id for value, id in known.items() if value not in wanted]


def _point(kind: PointKind, value: str, desk: Desk) -> ContactPoint:
    if kind is PointKind.EMAIL:
        return points.email(value)
    return points.phone(value, desk.country) if kind is PointKind.PHONE else points.url(value)


def _tier(text: str) -> Tier | None:
    if not text:
        return None
    try:
        return Tier(text.upper())
    except ValueError:
        raise UsageError(f"“{text}” is no tier.", f"One of {', '.join(Tier)}, or nothing.") from None


def _days(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise UsageError(f"“{text}” is no number of days.", "For example 30, or nothing for the interval of the tier.")
    return int(text)
