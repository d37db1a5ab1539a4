"""Editing one contact: field by field, never over what somebody else changed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from crm_tui.domain import checks, points
from crm_tui.domain.change import Change, Ref
from crm_tui.domain.changes import ContactChanges
from crm_tui.domain.contact import Contact, ContactPoint
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ConflictError
from crm_tui.domain.text import clean
from crm_tui.store import belongings, contacts, tagging, writing
from crm_tui.store.tables import ContactRow

#: Changes that one toast can name.
_MOST_WORDS = 4

_NAME_PARTS = ("given_name", "middle_name", "family_name")


def edit(session: Session, desk: Desk, id: str, changes: ContactChanges, seen: Contact | None) -> Change:
    """Writes ``changes`` to the contact ``id``, unless a field of them differs from what was ``seen``."""
    row = writing.contact(session, id)
    if seen is not None:
        _refuse_conflicts(contacts.one(writing.driver(session), desk, id), seen, changes)
    fields = {name: _checked(name, value, desk) for name, value in changes.given() if name != "company"}
    words = [_words(name, value) for name, value in fields.items() if getattr(row, name) != value]
    fields |= _other_parts(row, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    refs = []
    if isinstance(changes.company, str):
        name = clean(changes.company)
        former, row.company = row.company, belongings.company_pk(session, desk, name)
        refs += _companies(session, former, row.company)
        words += [_words("company", name)] if former != row.company else []
    session.add(row)
    session.flush()
    words += _belongings(session, desk, row, changes)
    if fields.get("do_not_contact"):
        refs += [Ref("follow_up", each) for each in belongings.cancel_follow_ups(session, desk, json.dumps([row.pk]))]
    more = [f"{len(words) - _MOST_WORDS} more"] if len(words) > _MOST_WORDS else []
    said = ", ".join((*words[:_MOST_WORDS], *more)) or "nothing changed"
    doubts = points.doubts(checks.contact_point(point, desk) for point in changes.points)
    return writing.change(f"{writing.label(session, id)}: {said}", "contact", [id], beside=refs, notes=doubts)


def _belongings(session: Session, desk: Desk, row: ContactRow, changes: ContactChanges) -> list[str]:
    """Changes points, tags and custom fields; returns the words for each."""
    contact = writing.pk(row)
    words = belongings.remove_points(session, desk, contact, changes.remove_points) if changes.remove_points else []
    words += belongings.change_points(session, desk, contact, changes.points) if changes.points else []
    words += belongings.set_custom(session, desk, contact, changes.custom) if changes.custom else []
    return words + _tags(session, desk, row, changes) if changes.add_tags or changes.remove_tags else words


def _tags(session: Session, desk: Desk, row: ContactRow, changes: ContactChanges) -> list[str]:
    """Puts tags on and takes them off; returns the words for those of which that was not so already."""
    before = tagging.of(session, writing.pk(row))
    tagging.put_on(session, [writing.pk(row)], checks.tag_names(changes.add_tags))
    tagging.take_off(session, desk, [writing.pk(row)], checks.tag_names(changes.remove_tags))
    after = tagging.of(session, writing.pk(row))
    on, off = (name for name in after if name not in before), (name for name in before if name not in after)
    return [*(f"#{name}" for name in on), *(f"-#{name}" for name in off)]


def _checked(name: str, value: object, desk: Desk) -> object:
    """A field's new value as its column holds it."""
    match name, value:
        case "status", str(word):
            return checks.status(word, desk)
        case "do_not_contact", bool(banned):
            return int(banned)
        case "keep_in_touch_days", int(interval):
            checks.days(interval)
            return interval
        case (("stage" | "tier"), word):
            return str(word or "")
        case _, str(text):
            return clean(text, multiline=name == "note")
        case _:
            return value


def _other_parts(row: ContactRow, fields: Mapping[str, object]) -> dict[str, object]:
    """The parts of a name that is changed whole, or the whole of one that is changed in part."""
    parts = {name: fields.get(name, getattr(row, name)) for name in _NAME_PARTS}
    if "name" in fields:
        if any(name in fields for name in _NAME_PARTS) or fields["name"] == row.name:
            return {}
        return {**dict.fromkeys(_NAME_PARTS, ""), **checks.split(str(fields["name"]))}
    if any(getattr(row, name) != part for name, part in parts.items()):
        return {"name": " ".join(str(part) for part in parts.values() if part)}
    return {}


def _words(name: str, value: object) -> str:
    noun = name.replace("_", " ")
    match name, value:
        case "do_not_contact", banned:
            return "do not contact" if banned else "may be contacted"
        case "keep_in_touch_days", int(interval):
            return f"keep in touch every {interval} days"
        case _, ("" | None):
            return f"no {noun.removesuffix(' days')}"
        case "note", _:
            return "note"
        case _:
            return f"{noun} {value}"


def _companies(session: Session, *pks: int | None) -> list[Ref]:
    found = writing.driver(session).execute(
        "SELECT id FROM company WHERE pk IN (SELECT value FROM json_each(?))", (json.dumps(pks),)
    )
    return [Ref("company", id) for (id,) in found]


def _refuse_conflicts(current: Contact, seen: Contact, changes: ContactChanges) -> None:
    """Raises `ConflictError` for a field to be changed that is no longer as it was seen."""
    for name, wanted in changes.given():
        before, now = _shown(seen, name), _shown(current, name)
        if now not in (before, wanted):
            raise _conflict(current, name.replace("_", " "), str(now or ""))
    before_points, now_points = _points(seen), _points(current)
    for point in changes.points:
        if point.id in now_points and now_points[point.id] != before_points.get(point.id, now_points[point.id]):
            raise _conflict(current, belongings.POINT_WORDS[point.kind], now_points[point.id].value)


def _shown(contact: Contact, name: str) -> Any:
    value = getattr(contact, name)
    return (value.name if value else "") if name == "company" else value


def _points(contact: Contact) -> dict[str, ContactPoint]:
    return {point.id: point for point in (*contact.emails, *contact.phones, *contact.urls, *contact.addresses)}


def _conflict(contact: Contact, field: str, newer: str) -> ConflictError:
    return ConflictError(
        f"The {field} of {contact.name or 'this contact'} was changed meanwhile to “{newer}”.",
        "Look at the newer value, then save again if yours is right.",
        field=field,
        newer=newer,
    )
