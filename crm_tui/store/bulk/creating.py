"""New contacts by the chunk: their rows, points, tags, custom fields and companies."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence

from crm_tui.domain import names
from crm_tui.domain.contact import ContactDraft, ContactPoint
from crm_tui.domain.desk import Desk
from crm_tui.store import journal
from crm_tui.store.bulk import rows
from crm_tui.store.bulk.keys import company_key
from crm_tui.store.ids import new_id
from crm_tui.store.incoming import IncomingCompany, IncomingContact

TEXT_COLUMNS = (
    "name",
    "given_name",
    "middle_name",
    "family_name",
    "prefix",
    "suffix",
    "nickname",
    "title",
    "department",
    "birthday",
    "zone",
    "owner",
    "source",
    "note",
    "external_id",
)

_CONTACT = (
    "id",
    *TEXT_COLUMNS,
    "company",
    "status",
    "stage",
    "tier",
    "do_not_contact",
    "keep_in_touch_days",
    "created_at",
    "deleted_at",
)
POINT_COLUMNS = ("id", "contact", "kind", "value", "normal", "label", "is_primary", "is_bad", "parts", "position")
_COMPANY = ("id", "name", "domain", "phone", "address", "note", "external_id", "created_at", "deleted_at")

_BY_MATCH_NAME = """
SELECT k.value, co.name, co.pk FROM json_each(?) k CROSS JOIN company_standing s ON s.match_name = k.value
 CROSS JOIN company co ON co.pk = s.company WHERE s.is_alive AND co.deleted_at IS NULL ORDER BY co.pk"""

#: Companies remembered at once.
_MOST_COMPANIES = 50_000


class Companies:
    """Companies by name in any spelling of their legal form, made when they are new."""

    def __init__(self, connection: sqlite3.Connection, desk: Desk) -> None:
        self._connection = connection
        self._now = desk.moment.epoch
        self._known: dict[str, int] = {}

    def pks(self, wanted: Iterable[str]) -> dict[str, int]:
        """The key of each company that is called so; new ones are inserted, with triggers paused."""
        keys = {name: company_key(name) or name for name in dict.fromkeys(wanted) if name}
        if len(self._known) > _MOST_COMPANIES:
            self._known.clear()
        unknown = {key for key in keys.values() if key not in self._known}
        if unknown:
            found = self._connection.execute(_BY_MATCH_NAME, (json.dumps(sorted(unknown), ensure_ascii=False),))
            for key, _, pk in found:
                self._known.setdefault(key, pk)
        fresh: dict[str, str] = {}
        for name, key in keys.items():
            if key not in self._known:
                fresh.setdefault(key, name)
        created = self.create([IncomingCompany(name=name) for name in fresh.values()])
        self._known.update(zip(fresh, created, strict=True))
        return {name: self._known[key] for name, key in keys.items()}

    def create(self, companies: Sequence[IncomingCompany]) -> range:
        """Inserts companies, with triggers paused; returns their keys."""
        values = [
            (
                each.id or new_id(),
                each.name,
                each.domain,
                each.phone,
                each.address,
                each.note,
                each.external_id,
                int(each.created_at.timestamp()) if each.created_at else self._now,
                int(each.deleted_at.timestamp()) if each.deleted_at else None,
            )
            for each in companies
        ]
        first = rows.insert(self._connection, "company", _COMPANY, values)
        self._connection.executemany(
            "INSERT INTO company_standing(company, sort_name, match_name, is_alive) VALUES (?, ?, ?, ?)",
            (
                (pk, names.fold(each.name), company_key(each.name), each.deleted_at is None)
                for pk, each in enumerate(companies, first)
            ),
        )
        return range(first, first + len(values))


class Tags:
    """Tags by name whatever their case, made when they are new or taken out of the trash."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, int] = {}
        for pk, name, is_deleted in connection.execute(
            "SELECT pk, name, deleted_at IS NOT NULL FROM tag ORDER BY deleted_at IS NOT NULL DESC, pk DESC"
        ):
            if not is_deleted:
                self._known[name.casefold()] = pk

    def pk(self, name: str) -> int:
        """The key of the tag; triggers must be on, since making one is journaled by itself."""
        key = name.casefold()
        if key not in self._known:
            row = self._connection.execute(
                "INSERT INTO tag(id, name) VALUES (?, ?)"
                " ON CONFLICT(name) DO UPDATE SET deleted_at = NULL RETURNING pk",
                (new_id(), name),
            ).fetchone()
            self._known[key] = row[0]
        return self._known[key]


class Creator:
    """Inserts chunks of new contacts."""

    def __init__(self, connection: sqlite3.Connection, desk: Desk, companies: Companies, tags: Tags) -> None:
        self._connection = connection
        self._now = desk.moment.epoch
        self._status = desk.statuses[0].name
        self._companies = companies
        self._tags = tags

    def create(
        self, contacts: Sequence[IncomingContact], company_pks: Sequence[int | None], sort_names: Sequence[str]
    ) -> range:
        """Inserts contacts whole, with their standing; returns their keys.

        ``company_pks`` holds a key for those whose company the file told by id; ``sort_names`` are those of
        `crm_tui.domain.names.sort_key`.
        """
        if not contacts:
            return range(0)
        tagged = [[self._tags.pk(tag) for tag in each.draft.tags] for each in contacts]
        journal.pause(self._connection)
        named = self._companies.pks(
            each.draft.company for each, pk in zip(contacts, company_pks, strict=True) if pk is None
        )
        values = [
            self._row(each, pk if pk is not None else named.get(each.draft.company))
            for each, pk in zip(contacts, company_pks, strict=True)
        ]
        first = rows.insert(self._connection, "contact", _CONTACT, values)
        points = [
            point_values(first + place, position, point)
            for place, each in enumerate(contacts)
            for position, point in enumerate(each.draft.points)
        ]
        rows.insert(self._connection, "contact_point", POINT_COLUMNS, points)
        links = [(first + place, tag) for place, tags in enumerate(tagged) for tag in dict.fromkeys(tags)]
        rows.insert(self._connection, "contact_tag", ("contact", "tag"), links)
        customs = [
            (first + place, name, text)
            for place, each in enumerate(contacts)
            for name, text in each.draft.custom.items()
        ]
        rows.insert(self._connection, "custom_field", ("contact", "name", "value"), customs)
        starts = [self._start(each, name) for each, name in zip(contacts, sort_names, strict=True)]
        rows.settle_contacts(self._connection, first, starts)
        journal.resume(self._connection)
        return range(first, first + len(values))

    def _row(self, incoming: IncomingContact, company: int | None) -> rows.Values:
        draft = incoming.draft
        return (
            incoming.id or new_id(),
            draft.name,
            draft.given_name,
            draft.middle_name,
            draft.family_name,
            draft.prefix,
            draft.suffix,
            draft.nickname,
            draft.title,
            draft.department,
            draft.birthday,
            draft.zone,
            draft.owner,
            draft.source,
            draft.note,
            draft.external_id,
            company,
            draft.status or self._status,
            draft.stage or "",
            draft.tier or "",
            int(draft.do_not_contact),
            draft.keep_in_touch_days,
            self._created(draft),
            int(incoming.deleted_at.timestamp()) if incoming.deleted_at else None,
        )

    def _start(self, incoming: IncomingContact, sort_name: str) -> rows.Start:
        draft = incoming.draft
        return rows.Start(
            sort_name,
            draft.status or self._status,
            draft.tier or "",
            draft.keep_in_touch_days,
            draft.do_not_contact,
            incoming.deleted_at is not None,
            self._created(draft),
        )

    def _created(self, draft: ContactDraft) -> int:
        return int(draft.created_at.timestamp()) if draft.created_at else self._now


def point_values(contact: int, position: int, point: ContactPoint) -> rows.Values:
    """The values of `POINT_COLUMNS` for a point."""
    return (
        point.id or os.urandom(16).hex(),
        contact,
        point.kind,
        point.value,
        point.normal,
        point.label,
        int(point.primary),
        int(point.bad),
        json.dumps(dict(point.parts), ensure_ascii=False) if point.parts else "",
        position,
    )
