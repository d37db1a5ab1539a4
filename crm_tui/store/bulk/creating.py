"""New contacts by the chunk: their rows, points, tags, custom fields and companies, and their search documents."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from crm_tui.domain import names
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.store.bulk import rows
from crm_tui.store.bulk.keys import company_key
from crm_tui.store.bulk.quiet import MANY, quiet
from crm_tui.store.ids import new_ids
from crm_tui.store.incoming import IncomingCompany, IncomingContact
from crm_tui.store.search import document
from crm_tui.store.search.document import Document
from crm_tui.store.search.index import Entry
from crm_tui.store.search.notes import Note

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
texts = attrgetter(*TEXT_COLUMNS)

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

#: The tables that new contacts are written to.
_TABLES = ("company", "contact", "contact_point", "contact_tag", "custom_field", "standing")

_BY_MATCH_NAME = """
SELECT k.value, co.name, co.pk FROM json_each(?) k CROSS JOIN company_standing s ON s.match_name = k.value
 CROSS JOIN company co ON co.pk = s.company WHERE s.is_alive AND co.deleted_at IS NULL ORDER BY co.pk"""

#: Companies remembered at once.
_MOST_COMPANIES = 50_000


class Newcomer(NamedTuple):
    """A contact about to be created: the record, the key of its company where the file told it by id, what it sorts by.

    For a contact whose id is taken ``id`` is another.
    """

    incoming: IncomingContact
    company: int | None
    sort_name: str
    id: str = ""


class Companies:
    """Companies by name in any spelling of their legal form, made when they are new."""

    def __init__(self, connection: sqlite3.Connection, desk: Desk) -> None:
        self._connection = connection
        self._now = desk.moment.epoch
        self._known: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def pks(self, wanted: Iterable[str]) -> dict[str, int]:
        """The key of each company that is called so; new ones are inserted, with triggers paused."""
        keys = {name: company_key(name) or name for name in dict.fromkeys(wanted) if name}
        if len(self._known) > _MOST_COMPANIES:
            self._known.clear()
        unknown = {key for key in keys.values() if key not in self._known}
        if unknown:
            found = self._connection.execute(_BY_MATCH_NAME, (json.dumps(sorted(unknown), ensure_ascii=False),))
            for key, name, pk in found:
                if self._known.setdefault(key, pk) == pk:
                    self._names[pk] = name
        fresh: dict[str, str] = {}
        for name, key in keys.items():
            if key not in self._known:
                fresh.setdefault(key, name)
        created = self.create([IncomingCompany(name=name) for name in fresh.values()])
        self._known.update(zip(fresh, created, strict=True))
        return {name: self._known[key] for name, key in keys.items()}

    def name(self, pk: int | None) -> str:
        """What a living company is called; "" for none."""
        if pk is None:
            return ""
        if len(self._names) > _MOST_COMPANIES:
            self._names.clear()
        if pk not in self._names:
            asked = "SELECT name FROM company WHERE pk = ? AND deleted_at IS NULL"
            row = self._connection.execute(asked, (pk,)).fetchone()
            self._names[pk] = row[0] if row else ""
        return self._names[pk]

    def create(self, companies: Sequence[IncomingCompany]) -> range:
        """Inserts companies, with triggers paused; returns their keys."""
        values = [
            (
                each.id or id,
                each.name,
                each.domain,
                each.phone,
                each.address,
                each.note,
                each.external_id,
                int(each.created_at.timestamp()) if each.created_at else self._now,
                int(each.deleted_at.timestamp()) if each.deleted_at else None,
            )
            for each, id in zip(companies, new_ids(len(companies)), strict=True)
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
        self._known: dict[str, tuple[int, str]] = {}
        for pk, name, is_deleted in connection.execute(
            "SELECT pk, name, deleted_at IS NOT NULL FROM tag ORDER BY deleted_at IS NOT NULL DESC, pk DESC"
        ):
            if not is_deleted:
                self._known[name.casefold()] = pk, name

    def pk(self, name: str) -> int:
        """The key of the tag; triggers must be on, since making one is journaled by itself."""
        return self.known(name)[0]

    def known(self, name: str) -> tuple[int, str]:
        """The key of the tag, and how it is spelt; as `pk`."""
        key = name.casefold()
        if key not in self._known:
            row = self._connection.execute(
                "INSERT INTO tag(id, name) VALUES (?, ?)"
                " ON CONFLICT(name) DO UPDATE SET deleted_at = NULL RETURNING pk, name",
                (*new_ids(1), name),
            ).fetchone()
            self._known[key] = row
        return self._known[key]


class Creator:
    """Inserts chunks of new contacts."""

    def __init__(
        self, connection: sqlite3.Connection, desk: Desk, companies: Companies, tags: Tags, many: int = MANY
    ) -> None:
        self._connection = connection
        self._many = many
        self._now = desk.moment.epoch
        self._status = desk.statuses[0].name
        self._companies = companies
        self._tags = tags

    def create(self, people: Sequence[Newcomer]) -> tuple[int, list[tuple[int, Entry]]]:
        """Inserts contacts whole, with their standing; returns the first key, and what the index is to hold."""
        tags = {tag: self._tags.known(tag) for each in people for tag in each.incoming.draft.tags}
        with quiet(self._connection, _TABLES, len(people), self._many) as is_counted:
            named = self._companies.pks(each.incoming.draft.company for each in people if each.company is None)
            companies = [
                named.get(each.incoming.draft.company) if each.company is None else each.company for each in people
            ]
            first = self._insert_contacts(people, companies, is_counted=is_counted)
            self._insert_belongings(first, people, tags)
        return first, list(self._entries(first, people, companies, tags))

    def _insert_contacts(self, people: Sequence[Newcomer], companies: Sequence[int | None], *, is_counted: bool) -> int:
        values: list[rows.Values] = []
        starts: list[rows.Start] = []
        for each, company, new in zip(people, companies, new_ids(len(people)), strict=True):
            incoming, draft = each.incoming, each.incoming.draft
            status, tier = draft.status or self._status, str(draft.tier) if draft.tier else ""
            created = int(draft.created_at.timestamp()) if draft.created_at else self._now
            interval, is_banned = draft.keep_in_touch_days, draft.do_not_contact
            deleted = int(incoming.deleted_at.timestamp()) if incoming.deleted_at else None
            stage = str(draft.stage) if draft.stage else ""
            own = (company, status, stage, tier, int(is_banned), interval, created, deleted)
            values.append((each.id or incoming.id or new, *texts(draft), *own))
            firm = rows.sort_name_of_company(self._companies.name(company))
            start = (each.sort_name, status, tier, interval, is_banned, deleted is not None, created, firm)
            starts.append(rows.Start(*start))
        first = rows.insert(self._connection, "contact", _CONTACT, values)
        rows.settle_contacts(self._connection, first, starts, is_counted=is_counted)
        return first

    def _insert_belongings(self, first: int, people: Sequence[Newcomer], tags: dict[str, tuple[int, str]]) -> None:
        points: list[tuple[int, int, ContactPoint]] = []
        links: list[rows.Values] = []
        customs: list[rows.Values] = []
        for pk, each in enumerate(people, first):
            draft = each.incoming.draft
            points += [(pk, place, point) for place, point in enumerate(draft.points)]
            if draft.tags:
                links += [(pk, tag) for tag in dict.fromkeys(tags[tag][0] for tag in draft.tags)]
            if draft.custom:
                customs += [(pk, name, text) for name, text in draft.custom.items()]
        ids = new_ids(len(points))
        values = [point_values(pk, place, point, id) for (pk, place, point), id in zip(points, ids, strict=True)]
        rows.insert(self._connection, "contact_point", POINT_COLUMNS, values)
        rows.insert(self._connection, "contact_tag", ("contact", "tag"), links)
        rows.insert(self._connection, "custom_field", ("contact", "name", "value"), customs)

    def _entries(
        self,
        first: int,
        people: Sequence[Newcomer],
        companies: Sequence[int | None],
        tags: dict[str, tuple[int, str]],
    ) -> Iterator[tuple[int, Entry]]:
        """What the index is to hold of each, the same as it reads from the rows; nothing of those in the trash."""
        for pk, each, company in zip(range(first, first + len(people)), people, companies, strict=True):
            if each.incoming.deleted_at is None:
                own = each.incoming.draft.tags
                spelt = sorted({tags[tag][1] for tag in own}) if own else []
                yield pk, _entry(pk, each.incoming, self._status, self._companies.name(company), spelt)


def _entry(pk: int, incoming: IncomingContact, status: str, company: str, tags: list[str]) -> Entry:
    """What the index is to hold of a new contact: as prepared, unless the database spells company or tags otherwise."""
    draft, ahead = incoming.draft, incoming.prepared
    if ahead is None or company != draft.company or (tags and tags != sorted(set(draft.tags))):
        return entry(pk, draft, draft.status or status, company, tags)
    _, fields, own = ahead
    return Entry(Document._make(fields), Note(own=own) if own else _NO_NOTE)


def entry(
    pk: int,
    draft: ContactDraft,
    status: str,
    company: str,
    tags: list[str],
    stands: tuple[int | None, int | None] = (None, None),
) -> Entry:
    """What the index is to hold of a contact as it has just been stored.

    ``stands`` is the epoch second of the last contact, and the key of the next follow-up.
    """
    row = document.Row(
        pk,
        draft.name,
        draft.given_name,
        draft.middle_name,
        draft.family_name,
        draft.nickname,
        company,
        draft.title,
        draft.department,
        draft.note,
        status,
        str(draft.stage) if draft.stage else "",
        str(draft.tier) if draft.tier else "",
        draft.owner,
        draft.source,
        draft.birthday,
        int(draft.do_not_contact),
        *stands,
    )
    parts = document.Parts()
    parts.tags = tags
    for point in draft.points:
        if point.kind is PointKind.EMAIL:
            parts.emails.append(point.value)
        elif point.kind is PointKind.PHONE:
            parts.phones.append((point.value, point.normal))
        else:
            parts.other.append((str(point.kind), point.value))
    if len(parts.other) > 1:
        parts.other.sort(key=lambda other: other[0])
    if draft.custom:
        parts.custom = [text for _, text in sorted(draft.custom.items())]
    fields, own = document.of(row, parts)
    return Entry(fields, Note(own=own) if own else _NO_NOTE)


_NO_NOTE = Note()


def point_values(contact: int, position: int, point: ContactPoint, id: str) -> rows.Values:
    """The values of `POINT_COLUMNS` for a point, which gets ``id`` where it has none."""
    return (
        point.id or id,
        contact,
        str(point.kind),
        point.value,
        point.normal,
        point.label,
        int(point.primary),
        int(point.bad),
        json.dumps(dict(point.parts), ensure_ascii=False) if point.parts else "",
        position,
    )
