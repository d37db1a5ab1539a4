"""A whole book at once, of records that are known to be new: nothing is matched, nothing is looked up.

Inside one operation, with triggers paused: rows go in by the chunk and are journaled by ranges; what is derived
from them is computed once, when the last chunk is in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import blake2b

from crm_tui.domain.desk import Desk
from crm_tui.store import derived, journal, search
from crm_tui.store.bulk import rows
from crm_tui.store.bulk.creating import POINT_COLUMNS, TEXT_COLUMNS, point_values
from crm_tui.store.incoming import IncomingCompany, IncomingContact, IncomingFollowUp, IncomingInteraction

_COMPANY = ("id", "name", "domain", "phone", "address", "note", "created_at")
_CONTACT = (
    *("id", "company", "status", "stage", "tier", "do_not_contact", "keep_in_touch_days", "created_at"),
    *TEXT_COLUMNS,
)
_INTERACTION = (
    *("id", "kind", "direction", "outcome", "at", "duration_minutes", "subject", "text", "author", "is_pinned"),
    "created_at",
)
_FOLLOW_UP = (
    *("id", "contact", "due_day", "due_time", "due_zone", "due_at", "kind", "text", "priority", "state", "every"),
    *("snoozes", "created_at", "done_at"),
)

Progress = Callable[[str, int, int], None]


class FreshWriter:
    """Writes new records inside the operation that is running on ``connection``. Nothing is committed here.

    Every record has an id, and nothing refers to a record of an earlier chunk.
    """

    def __init__(self, connection: sqlite3.Connection, desk: Desk) -> None:
        self._connection = connection
        self._now = desk.moment.epoch
        self._tags: dict[str, int] = {}
        journal.pause(connection)

    def write(
        self,
        companies: Sequence[IncomingCompany],
        contacts: Sequence[IncomingContact],
        interactions: Sequence[IncomingInteraction],
        follow_ups: Sequence[IncomingFollowUp],
    ) -> None:
        """Inserts one chunk. Raises KeyError for a reference to a contact or company that is not in it."""
        organisations = [self._company(each) for each in companies]
        first = rows.insert(self._connection, "company", _COMPANY, organisations)
        company_pks = {each.id: pk for pk, each in enumerate(companies, first)}
        people = [self._contact(each, company_pks) for each in contacts]
        first = rows.insert(self._connection, "contact", _CONTACT, people)
        contact_pks = {each.id: pk for pk, each in enumerate(contacts, first)}
        self._belongings([(contact_pks[each.id], each) for each in contacts])
        times = [int(each.at.timestamp()) for each in interactions]
        happened = [_interaction(each, at) for each, at in zip(interactions, times, strict=True)]
        first = rows.insert(self._connection, "interaction", _INTERACTION, happened)
        links = [
            (pk, contact_pks[contact], at)
            for pk, (each, at) in enumerate(zip(interactions, times, strict=True), first)
            for contact in each.contacts
        ]
        rows.insert(self._connection, "interaction_contact", ("interaction", "contact", "at"), links)
        planned = [self._follow_up(each, contact_pks[each.contact]) for each in follow_ups]
        rows.insert(self._connection, "follow_up", _FOLLOW_UP, planned)

    def finish(self, progress: Progress | None = None) -> None:
        """Computes where everybody stands, and builds the search index, those worked latest uppermost."""
        derived.rebuild(self._connection)
        derived.rebuild_companies(self._connection)
        search.rebuild(self._connection, progress)
        journal.resume(self._connection)

    def _belongings(self, contacts: Sequence[tuple[int, IncomingContact]]) -> None:
        """Points and tags."""
        points = [
            point_values(pk, position, point)
            for pk, each in contacts
            for position, point in enumerate(each.draft.points)
        ]
        rows.insert(self._connection, "contact_point", POINT_COLUMNS, points)
        tags = [(pk, self._tag(tag)) for pk, each in contacts for tag in each.draft.tags]
        rows.insert(self._connection, "contact_tag", ("contact", "tag"), tags)

    def _tag(self, name: str) -> int:
        if name not in self._tags:
            # From the name, so that the same book has the same ids.
            digest = blake2b(name.encode(), digest_size=16)
            self._tags[name] = rows.insert(self._connection, "tag", ("id", "name"), [(digest.hexdigest(), name)])
        return self._tags[name]

    def _company(self, company: IncomingCompany) -> rows.Values:
        return (
            company.id,
            company.name,
            company.domain,
            company.phone,
            company.address,
            company.note,
            _epoch(company.created_at) or self._now,
        )

    def _contact(self, contact: IncomingContact, companies: dict[str, int]) -> rows.Values:
        draft = contact.draft
        return (
            contact.id,
            companies[contact.company_id] if contact.company_id else None,
            draft.status,
            draft.stage or "",
            draft.tier or "",
            int(draft.do_not_contact),
            draft.keep_in_touch_days,
            _epoch(draft.created_at) or self._now,
            *(getattr(draft, column) for column in TEXT_COLUMNS),
        )

    def _follow_up(self, follow_up: IncomingFollowUp, contact: int) -> rows.Values:
        due = follow_up.due
        day, clock = due.day.isoformat(), due.time.strftime("%H:%M") if due.time else None
        return (
            follow_up.id,
            contact,
            day,
            clock,
            due.zone,
            derived.instant(day, clock, due.zone),
            follow_up.kind,
            follow_up.text,
            int(follow_up.priority),
            follow_up.state,
            follow_up.every,
            follow_up.snoozes,
            _epoch(follow_up.created_at) or self._now,
            _epoch(follow_up.done_at),
        )


def _interaction(interaction: IncomingInteraction, at: int) -> rows.Values:
    return (
        interaction.id,
        interaction.kind,
        interaction.direction or "",
        interaction.outcome or "",
        at,
        interaction.duration_minutes,
        interaction.subject,
        interaction.text,
        interaction.author,
        int(interaction.is_pinned),
        at,
    )


def _epoch(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None
