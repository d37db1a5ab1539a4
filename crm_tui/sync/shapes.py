"""Records as JSON-able values: the shapes of the command line, with all that another database needs to know.

`shape` and `record` undo each other. docs/design/jsonl.md describes the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from crm_tui.domain import points
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.follow_up import Due, FollowUpKind, FollowUpState, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Stage, Tier
from crm_tui.domain.text import clean
from crm_tui.store.incoming import (
    Incoming,
    IncomingCompany,
    IncomingContact,
    IncomingFollowUp,
    IncomingInteraction,
    IncomingPairing,
    IncomingView,
)

_CONTACT_TEXTS = (
    *("name", "given_name", "middle_name", "family_name", "prefix", "suffix", "nickname", "title", "department"),
    *("birthday", "zone", "owner", "source"),
)
_COMPANY_TEXTS = ("name", "domain", "phone", "address")
_VIEW_TEXTS = ("name", "query", "sort", "position")
_LISTS = {
    "emails": PointKind.EMAIL,
    "phones": PointKind.PHONE,
    "urls": PointKind.URL,
    "addresses": PointKind.ADDRESS,
}
_HEX = frozenset("0123456789abcdef")


def shape(record: Incoming) -> dict[str, Any]:
    """A record as JSON-able values, with its ``type``; ids are null where the file has none."""
    if isinstance(record, IncomingContact):
        return _contact_shape(record)
    if isinstance(record, IncomingCompany):
        return _company_shape(record)
    if isinstance(record, IncomingInteraction):
        return _interaction_shape(record)
    if isinstance(record, IncomingFollowUp):
        return _follow_up_shape(record)
    if isinstance(record, IncomingPairing):
        return _pairing_shape(record)
    return _view_shape(record)


def record(data: Mapping[str, Any]) -> Incoming:
    """The record of such a shape. Raises ValueError, TypeError, KeyError or AttributeError when it is none."""
    match data.get("type"):
        case "contact":
            return _contact(data)
        case "company":
            return _company(data)
        case "interaction":
            return _interaction(data)
        case "follow_up":
            return _follow_up(data)
        case "view":
            return _view(data)
        case "pairing":
            return _pairing(data)
        case other:
            raise ValueError(f"a record of type {other!r} is not known here")


def _contact_shape(incoming: IncomingContact) -> dict[str, Any]:
    draft = incoming.draft
    company = {"id": incoming.company_id or None, "name": draft.company}
    return {
        "type": "contact",
        "id": incoming.id or None,
        **{field: getattr(draft, field) for field in _CONTACT_TEXTS},
        "external_id": draft.external_id,
        "external_ids": list(draft.external_ids),
        "company": company if draft.company or incoming.company_id else None,
        **{name: [_point_shape(p) for p in draft.points if p.kind is kind] for name, kind in _LISTS.items()},
        "status": draft.status or None,
        "stage": draft.stage,
        "tier": draft.tier,
        "tags": list(draft.tags),
        "do_not_contact": draft.do_not_contact,
        "note": draft.note,
        "keep_in_touch_days": draft.keep_in_touch_days,
        "custom": dict(draft.custom),
        "created_at": _iso(draft.created_at),
        "deleted_at": _iso(incoming.deleted_at),
    }


def _point_shape(point: ContactPoint) -> dict[str, Any]:
    shaped: dict[str, Any] = {"value": point.value}
    if point.kind is PointKind.PHONE:
        shaped["e164"] = point.normal or None
    elif point.kind is PointKind.ADDRESS:
        shaped.update(point.parts)
    shaped |= {"label": point.label, "primary": point.primary, "bad": point.bad}
    return {**shaped, "id": point.id} if point.id else shaped


def _company_shape(company: IncomingCompany) -> dict[str, Any]:
    return {
        "type": "company",
        "id": company.id or None,
        **{field: getattr(company, field) for field in _COMPANY_TEXTS},
        "external_id": company.external_id,
        "external_ids": list(company.external_ids),
        "note": company.note,
        "created_at": _iso(company.created_at),
        "deleted_at": _iso(company.deleted_at),
    }


def _interaction_shape(each: IncomingInteraction) -> dict[str, Any]:
    return {
        "type": "interaction",
        "id": each.id or None,
        "contacts": [_person_shape(words) for words in each.contacts],
        "kind": each.kind,
        "direction": each.direction,
        "outcome": each.outcome,
        "at": _iso(each.at),
        "duration_minutes": each.duration_minutes,
        "subject": each.subject,
        "text": each.text,
        "author": each.author,
        "pinned": each.is_pinned,
        "external_id": each.external_id,
        "created_at": _iso(each.created_at),
        "deleted_at": _iso(each.deleted_at),
    }


def _follow_up_shape(each: IncomingFollowUp) -> dict[str, Any]:
    return {
        "type": "follow_up",
        "id": each.id or None,
        "contact": _person_shape(each.contact),
        "due": each.due.value.isoformat(),
        "zone": each.due.zone,
        "kind": each.kind,
        "text": each.text,
        "priority": each.priority.name.lower(),
        "state": each.state,
        "every": each.every,
        "snoozes": each.snoozes,
        "anchor": each.anchor.isoformat() if each.anchor else None,
        "interaction": each.interaction or None,
        "external_id": each.external_id,
        "created_at": _iso(each.created_at),
        "done_at": _iso(each.done_at),
        "deleted_at": _iso(each.deleted_at),
    }


def _view_shape(view: IncomingView) -> dict[str, Any]:
    return {
        "type": "view",
        "id": view.id or None,
        **{field: getattr(view, field) for field in _VIEW_TEXTS},
        "created_at": _iso(view.created_at),
        "deleted_at": _iso(view.deleted_at),
    }


def _pairing_shape(pairing: IncomingPairing) -> dict[str, Any]:
    return {
        "type": "pairing",
        "contacts": [_person_shape(words) for words in pairing.contacts],
        "is_same": pairing.is_same,
        "created_at": _iso(pairing.created_at),
        "deleted_at": _iso(pairing.deleted_at),
    }


def _person_shape(words: str) -> dict[str, Any]:
    if is_id(words):
        return {"id": words, "name": None}
    # The last of several ways to name somebody is a name, see `crm_tui.store.bulk.people`.
    return {"id": None, "name": words.rpartition("\n")[2].lstrip("?=~").removeprefix("mailto:")}


def is_id(text: str) -> bool:
    """Whether ``text`` is a whole id of ours."""
    return len(text) == 32 and _HEX.issuperset(text)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _contact(data: Mapping[str, Any]) -> IncomingContact:
    company = data.get("company") or {}
    first, others = _external_ids(data)
    draft = ContactDraft(
        **{field: _text(data, field) for field in _CONTACT_TEXTS},
        external_id=first,
        other_ids=others,
        company=_text(company, "name"),
        points=tuple(_point(kind, each) for name, kind in _LISTS.items() for each in data.get(name) or ()),
        status=_text(data, "status"),
        stage=Stage(data["stage"]) if data.get("stage") else None,
        tier=Tier(data["tier"]) if data.get("tier") else None,
        tags=tuple(tag for tag in map(clean, data.get("tags") or ()) if tag),
        do_not_contact=bool(data.get("do_not_contact")),
        note=_long(data, "note"),
        keep_in_touch_days=_number(data, "keep_in_touch_days", least=1),
        custom={clean(name): clean(text, multiline=True) for name, text in (data.get("custom") or {}).items()},
        created_at=_moment(data, "created_at"),
    )
    if not (draft.name or draft.nickname or draft.points or data.get("id")):
        raise ValueError("a contact needs a name, an address or an id")
    return IncomingContact(draft, _id(data), _id(company), _moment(data, "deleted_at"))


def _point(kind: PointKind, data: Mapping[str, Any]) -> ContactPoint:
    value, label = _text(data, "value"), _text(data, "label")
    if kind is PointKind.EMAIL:
        normal = points.email(value).normal
    elif kind is PointKind.URL:
        normal = points.url(value).normal
    else:
        normal = _text(data, "e164") if kind is PointKind.PHONE else ""
    if normal and kind is PointKind.PHONE and not (normal[0] == "+" and normal[1:].isdecimal()):
        raise ValueError(f"“{normal}” is no number in the form +CCNNN")
    return ContactPoint(
        kind=kind,
        value=value,
        normal=normal,
        label=label,
        primary=bool(data.get("primary")),
        bad=bool(data.get("bad")),
        id=_id(data),
        parts={part: _text(data, part) for part in points.ADDRESS_PARTS if data.get(part)}
        if kind is PointKind.ADDRESS
        else {},
    )


def _company(data: Mapping[str, Any]) -> IncomingCompany:
    if not _text(data, "name"):
        raise ValueError("a company needs a name")
    first, others = _external_ids(data)
    return IncomingCompany(
        **{field: _text(data, field) for field in _COMPANY_TEXTS},
        external_id=first,
        other_ids=others,
        note=_long(data, "note"),
        created_at=_moment(data, "created_at"),
        id=_id(data),
        deleted_at=_moment(data, "deleted_at"),
    )


def _interaction(data: Mapping[str, Any]) -> IncomingInteraction:
    people = tuple(filter(None, map(_person, data["contacts"])))
    at = _moment(data, "at")
    if at is None or not people:
        raise ValueError("an interaction needs a time (at) and contacts")
    return IncomingInteraction(
        contacts=people,
        kind=InteractionKind(data["kind"]),
        at=at,
        direction=Direction(data["direction"]) if data.get("direction") else None,
        outcome=Outcome(data["outcome"]) if data.get("outcome") else None,
        duration_minutes=_number(data, "duration_minutes"),
        subject=_text(data, "subject"),
        text=_long(data, "text"),
        author=_text(data, "author"),
        is_pinned=bool(data.get("pinned")),
        external_id=_text(data, "external_id"),
        created_at=_moment(data, "created_at"),
        id=_id(data),
        deleted_at=_moment(data, "deleted_at"),
    )


def _follow_up(data: Mapping[str, Any]) -> IncomingFollowUp:
    person = _person(data["contact"])
    if not person:
        raise ValueError("a follow-up needs a contact")
    return IncomingFollowUp(
        contact=person,
        due=_due(_text(data, "due"), _text(data, "zone")),
        kind=FollowUpKind(data["kind"]),
        text=_long(data, "text"),
        priority=Priority[str(data.get("priority") or "normal").upper()],
        state=FollowUpState(data.get("state") or "open"),
        every=_text(data, "every"),
        snoozes=_number(data, "snoozes") or 0,
        anchor=date.fromisoformat(anchor) if (anchor := _text(data, "anchor")) else None,
        interaction=str(data.get("interaction") or ""),
        external_id=_text(data, "external_id"),
        created_at=_moment(data, "created_at"),
        done_at=_moment(data, "done_at"),
        id=_id(data),
        deleted_at=_moment(data, "deleted_at"),
    )


def _view(data: Mapping[str, Any]) -> IncomingView:
    view = IncomingView(
        **{field: _text(data, field) for field in _VIEW_TEXTS},
        created_at=_moment(data, "created_at"),
        id=_id(data),
        deleted_at=_moment(data, "deleted_at"),
    )
    if not view.name or not view.query:
        raise ValueError("a view needs a name and a query")
    return view


def _pairing(data: Mapping[str, Any]) -> IncomingPairing:
    one, other, *more = map(_person, data["contacts"])
    if more or one == other:
        raise ValueError("a pairing is of two contacts")
    return IncomingPairing(
        contacts=(one, other),
        is_same=bool(data.get("is_same")),
        created_at=_moment(data, "created_at"),
        deleted_at=_moment(data, "deleted_at"),
    )


def _due(text: str, zone: str) -> Due:
    """A day, or the wall clock as it is written: the offset is for other programs, the zone counts."""
    if len(text) == 10:
        return Due(date.fromisoformat(text), zone=zone)
    at = datetime.fromisoformat(text)
    return Due(at.date(), at.time().replace(tzinfo=None), zone)


def _person(data: Mapping[str, Any]) -> str:
    return str(data.get("id") or "") or _text(data, "name")


def _external_ids(data: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The first id in another program, and those beside it; older files have but one."""
    told = (_text(data, "external_id"), *map(clean, data.get("external_ids") or ()))
    first, *others = [*filter(None, dict.fromkeys(told))] or [""]
    return first, tuple(others)


def _id(data: Mapping[str, Any]) -> str:
    text = str(data.get("id") or "")
    if text and not is_id(text):
        raise ValueError(f"“{text}” is no id")
    return text


def _text(data: Mapping[str, Any], field: str) -> str:
    return clean(data.get(field) or "")


def _long(data: Mapping[str, Any], field: str) -> str:
    return clean(data.get(field) or "", multiline=True)


def _number(data: Mapping[str, Any], field: str, least: int = 0) -> int | None:
    number = data.get(field)
    if number is None:
        return None
    if not isinstance(number, int) or not least <= number < 1 << 31:
        raise ValueError(f"“{number}” is no number that {field} can have")
    return number


def _moment(data: Mapping[str, Any], field: str) -> datetime | None:
    text = data.get(field)
    if not text:
        return None
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"“{text}” ({field}) has no offset from UTC")
    return at.astimezone(UTC)
