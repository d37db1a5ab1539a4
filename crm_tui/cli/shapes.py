"""The JSON of each record, to the letter of docs/cli.md. Fields may be added here, never renamed or removed.

Instants carry their offset, days are YYYY-MM-DD. What is unknown is null; text that is absent is "".
"""

from __future__ import annotations

from datetime import date, datetime

from crm_tui.domain.follow_up import FollowUpState
from crm_tui.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_tui.domain.clock import Moment
    from crm_tui.domain.contact import Contact, ContactLine, ContactPoint
    from crm_tui.domain.follow_up import FollowUp
    from crm_tui.domain.interaction import ContactRef, Interaction
    from crm_tui.domain.when import When
    from crm_tui.store.doctor import Finding
    from crm_tui.store.history import HistoryEntry
    from crm_tui.store.today import TodayLine
    from crm_tui.store.trash import Trashed

Shape = dict[str, object]


def contact(contact: Contact) -> Shape:
    """A contact, whole."""
    step = contact.standing.next_step
    return {
        "id": contact.id,
        "name": contact.name,
        "given_name": contact.given_name,
        "middle_name": contact.middle_name,
        "family_name": contact.family_name,
        "prefix": contact.prefix,
        "suffix": contact.suffix,
        "nickname": contact.nickname,
        "title": contact.title,
        "department": contact.department,
        "company": None if contact.company is None else {"id": contact.company.id, "name": contact.company.name},
        "emails": [_point(point) for point in contact.emails],
        "phones": [_phone(point) for point in contact.phones],
        "urls": [_point(point) for point in contact.urls],
        "addresses": [_address(point) for point in contact.addresses],
        "birthday": contact.birthday,
        "zone": contact.zone,
        "status": contact.status,
        "stage": contact.stage,
        "tier": contact.tier,
        "tags": list(contact.tags),
        "owner": contact.owner,
        "source": contact.source,
        "do_not_contact": contact.do_not_contact,
        "note": contact.note,
        "custom": dict(contact.custom),
        "external_id": contact.external_id,
        "external_ids": list(contact.external_ids),
        "last_contacted": at(contact.standing.last_contacted),
        "last_outcome": contact.standing.last_outcome,
        "attempts_since_connect": contact.standing.attempts,
        "next_follow_up": None if step is None else {"id": step.id, "due": at(step.due), "text": step.text},
        "keep_in_touch_days": contact.keep_in_touch_days,
        "created_at": at(contact.created_at),
        "updated_at": at(contact.updated_at),
    }


def at(value: date | datetime | None) -> str | None:
    """A day as YYYY-MM-DD, an instant to the second with its offset."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return None if value is None else value.isoformat()


def _point(point: ContactPoint) -> Shape:
    return {"value": point.value, "label": point.label, "primary": point.primary, "bad": point.bad}


def _phone(point: ContactPoint) -> Shape:
    return {"value": point.value, "e164": point.normal or None, **_point(point)}


def _address(point: ContactPoint) -> Shape:
    parts = ("street", "city", "region", "postal_code", "country")
    return {**_point(point), **{part: point.parts.get(part, "") for part in parts}}


def _ref(contact: ContactRef) -> Shape:
    return {"id": contact.id, "name": contact.name}


def interaction(interaction: Interaction) -> Shape:
    """An entry of the timeline."""
    return {
        "id": interaction.id,
        "contacts": [_ref(contact) for contact in interaction.contacts],
        "kind": interaction.kind,
        "direction": interaction.direction,
        "outcome": interaction.outcome,
        "at": at(interaction.at),
        "duration_minutes": interaction.duration_minutes,
        "subject": interaction.subject,
        "text": interaction.text,
        "author": interaction.author,
        "pinned": interaction.is_pinned,
    }


def follow_up(follow_up: FollowUp, moment: Moment) -> Shape:
    """A follow-up. ``due_state`` is null for one that is no longer open; a time is told in the rep's zone."""
    is_open = follow_up.state is FollowUpState.OPEN
    due = follow_up.due.value
    return {
        "id": follow_up.id,
        "contact": _ref(follow_up.contact),
        "due": at(due.astimezone(moment.tz) if isinstance(due, datetime) else due),
        "kind": follow_up.kind,
        "text": follow_up.text,
        "priority": follow_up.priority.name.lower(),
        "state": follow_up.state,
        "due_state": follow_up.due.state(moment.now) if is_open else None,
        "every": follow_up.every,
        "snoozes": follow_up.snoozes,
    }


def today(line: TodayLine, whole: Contact, moment: Moment) -> Shape:
    """A line of Today; ``whole`` is its contact."""
    return {
        "section": line.section,
        "why": line.why,
        "contact": contact(whole),
        "follow_up": None if line.follow_up is None else follow_up(line.follow_up, moment),
        "last_interaction": None if line.last_interaction is None else interaction(line.last_interaction),
    }


def briefing(
    whole: Contact, interactions: Sequence[Interaction], follow_ups: Sequence[FollowUp], moment: Moment
) -> Shape:
    """A contact with what happened and what is to be done."""
    return {
        **contact(whole),
        "interactions": [interaction(each) for each in interactions],
        "follow_ups": [follow_up(each, moment) for each in follow_ups],
    }


def when(phrase: str, meaning: When | None) -> Shape:
    """How a date phrase is understood; ``at`` is null where it is no date."""
    if meaning is None:
        return {"phrase": phrase, "at": None, "grain": None, "every": None}
    return {"phrase": phrase, "at": at(meaning.value), "grain": meaning.grain, "every": meaning.every or None}


def history(entry: HistoryEntry) -> Shape:
    """One operation of the history."""
    changes = [{"of": each.of, "field": each.field, "old": each.old, "new": each.new} for each in entry.changes]
    return {
        "operation": entry.operation,
        "at": at(entry.at),
        "device": entry.device,
        "origin": entry.origin,
        "summary": entry.summary,
        "undone": entry.is_undone,
        "changes": changes,
    }


def trashed(record: Trashed) -> Shape:
    """A record in the trash."""
    return {
        "id": record.ref.id,
        "kind": record.ref.kind,
        "name": record.name,
        "deleted_at": at(record.deleted_at),
        "days_left": record.days_left,
    }


def finding(finding: Finding) -> Shape:
    """One thing that `crm doctor` checked."""
    return {"level": finding.level, "name": finding.name, "message": finding.message, "hint": finding.hint}


def candidate(line: ContactLine, score: float, reason: str) -> Shape:
    """A contact that may be the same person."""
    return {"id": line.id, "name": line.name, "company": line.company, "score": round(score, 3), "reason": reason}
