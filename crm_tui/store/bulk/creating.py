"""New contacts by the chunk: their rows, points, tags, custom fields and companies, and their search documents."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crm_tui.domain.contact import ContactPoint
from crm_tui.domain.desk import Desk
from crm_tui.store.bulk import naming, rows
from crm_tui.store.bulk.keys import Keys, company_key
from crm_tui.store.bulk.packed import TEXT_COLUMNS, Packed, entry_as_packed, entry_of, packed_point, unpack
from crm_tui.store.bulk.quiet import MANY, quiet
from crm_tui.store.ids import new_ids
from crm_tui.store.incoming import IncomingCompany
from crm_tui.store.search.index import Entry

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
_COMPANY = ("id", "name", "domain", "phone", "address", "note", "created_at", "deleted_at")

#: The tables that new contacts are written to.
_TABLES = (
    *("company", "company_external_id", "contact", "contact_external_id", "contact_point", "contact_tag"),
    *("custom_field", "standing"),
)

_BY_MATCH_NAME = """
SELECT k.value, co.name, co.pk FROM json_each(?) k CROSS JOIN company_standing s ON s.match_name = k.value
 CROSS JOIN company co ON co.pk = s.company WHERE s.is_alive AND co.deleted_at IS NULL ORDER BY co.pk"""

#: Companies remembered at once.
_MOST_COMPANIES = 20_000


class Newcomer(NamedTuple):
    """A contact about to be created: the record, its keys, and that of its company where the file told it by id.

    For a contact whose id is taken ``id`` is another.
    """

    packed: Packed
    keys: Keys
    company: int | None
    id: str = ""


class Companies:
    """Companies by name in any spelling of their legal form, made when they are new."""

    def __init__(self, connection: sqlite3.Connection, desk: Desk) -> None:
        self._connection = connection
        self._now = desk.moment.epoch
        self._known: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def pks(self, wanted: Iterable[tuple[str, str]]) -> dict[str, int]:
        """The key of each company by its name; new ones are inserted, with triggers paused.

        Wanted is by what a company is called, and that without its legal form (`company_key`).
        """
        keys = {name: bare or name for name, bare in wanted if name}
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
                int(each.created_at.timestamp()) if each.created_at else self._now,
                int(each.deleted_at.timestamp()) if each.deleted_at else None,
            )
            for each, id in zip(companies, self._ids(companies), strict=True)
        ]
        first = rows.insert(self._connection, "company", _COMPANY, values)
        self._connection.executemany(
            "INSERT INTO company_standing(company, sort_name, match_name, is_alive) VALUES (?, ?, ?, ?)",
            (
                (pk, rows.sort_name_of_company(each.name) or "", company_key(each.name), each.deleted_at is None)
                for pk, each in enumerate(companies, first)
            ),
        )
        known = [(pk, id) for pk, each in enumerate(companies, first) for id in dict.fromkeys(each.external_ids)]
        rows.insert(self._connection, "company_external_id", ("company", "value"), known)
        return range(first, first + len(values))

    def _ids(self, companies: Sequence[IncomingCompany]) -> list[str]:
        known = [(each.external_id, company_key(each.name)) for each in companies]
        wanted = [naming.of_company(*each) for each in known]
        told = (each.id for each in companies)
        return naming.free(
            self._connection, "company", wanted, lambda place, n: naming.of_another_company(*known[place], n), told
        )


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
        self._tag_days = rows.folded_tags(desk.tag_days)

    def create(self, people: Sequence[Newcomer]) -> tuple[int, list[tuple[int, Entry]]]:
        """Inserts contacts whole, with their standing; returns the first key, and what the index is to hold."""
        tags = {tag: self._tags.known(tag) for each in people for tag in each.packed.tags}
        with quiet(self._connection, _TABLES, len(people), self._many) as is_counted:
            named = self._companies.pks(
                (each.packed.company, each.keys.company) for each in people if each.company is None
            )
            companies = [named.get(each.packed.company) if each.company is None else each.company for each in people]
            ids = self._ids(people)
            first = self._insert_contacts(people, ids, companies, is_counted=is_counted)
            self._insert_belongings(first, people, ids, tags)
        return first, list(self._entries(first, people, companies, tags))

    def _ids(self, people: Sequence[Newcomer]) -> list[str]:
        """The id of each: that of the file, or one that follows from what is known of them."""
        told = [each.id or each.packed.id for each in people]
        if all(told):
            return told
        wanted = [naming.of_contact(each.keys) for each in people]
        derived = naming.free(
            self._connection,
            "contact",
            wanted,
            lambda place, number: naming.of_another(people[place].keys, number),
            filter(None, told),
        )
        return [id or other for id, other in zip(told, derived, strict=True)]

    def _insert_contacts(
        self, people: Sequence[Newcomer], ids: Sequence[str], companies: Sequence[int | None], *, is_counted: bool
    ) -> int:
        values: list[rows.Values] = []
        starts: list[rows.Start] = []
        for (packed, keys, _, _), company, id in zip(people, companies, ids, strict=True):
            status, tier, is_banned = packed.status or self._status, packed.tier, packed.is_banned
            created = self._now if packed.created is None else packed.created
            own = (company, status, packed.stage, tier, is_banned, packed.interval, created, packed.deleted)
            values.append((id, *packed.texts, *own))
            firm = rows.sort_name_of_company(self._companies.name(company))
            silence = packed.interval or self._tolerated(packed.tags)
            start = (keys.sort_name, status, tier, silence, bool(is_banned), packed.deleted is not None, created, firm)
            starts.append(rows.Start._make(start))
        first = rows.insert(self._connection, "contact", _CONTACT, values)
        rows.settle_contacts(self._connection, first, starts, is_counted=is_counted)
        return first

    def _tolerated(self, tags: Sequence[str]) -> int | None:
        """Days of silence that these tags allow, by the spelling that they have in this book."""
        return rows.shortest((self._tags.known(tag)[1] for tag in tags), self._tag_days) if self._tag_days else None

    def _insert_belongings(
        self, first: int, people: Sequence[Newcomer], ids: Sequence[str], tags: dict[str, tuple[int, str]]
    ) -> None:
        points: list[rows.Values] = []
        links: list[rows.Values] = []
        customs: list[rows.Values] = []
        known: list[rows.Values] = []
        for pk, (each, id) in enumerate(zip(people, ids, strict=True), first):
            packed = each.packed
            for place, (own, *values) in enumerate(packed.points):
                points.append((own or naming.of_point(id, place), pk, *values, place))
            if packed.tags:
                links += [(pk, tag) for tag in dict.fromkeys([tags[tag][0] for tag in packed.tags])]
            if packed.customs:
                customs += [(pk, name, text) for name, text in packed.customs]
            if each.keys.externals:
                known += [(pk, external) for external in dict.fromkeys(each.keys.externals)]
        rows.insert(self._connection, "contact_point", POINT_COLUMNS, points)
        rows.insert(self._connection, "contact_tag", ("contact", "tag"), links)
        rows.insert(self._connection, "custom_field", ("contact", "name", "value"), customs)
        rows.insert(self._connection, "contact_external_id", ("contact", "value"), known)

    def _entries(
        self,
        first: int,
        people: Sequence[Newcomer],
        companies: Sequence[int | None],
        tags: dict[str, tuple[int, str]],
    ) -> Iterator[tuple[int, Entry]]:
        """What the index is to hold of each, the same as it reads from the rows; nothing of those in the trash."""
        for pk, each, company in zip(range(first, first + len(people)), people, companies, strict=True):
            packed = each.packed
            if packed.deleted is None:
                spelt = sorted({tags[tag][1] for tag in packed.tags}) if packed.tags else []
                yield pk, _entry(pk, packed, self._status, self._companies.name(company), spelt)


def _entry(pk: int, packed: Packed, status: str, company: str, tags: list[str]) -> Entry:
    """What the index is to hold of a new contact: as packed, unless the database spells company or tags otherwise."""
    fields = packed.document
    if fields is None or company != packed.company or (tags and tags != sorted(set(packed.tags))):
        return entry_of(pk, unpack(packed).draft, packed.status or status, company, tags)
    return entry_as_packed(packed, fields)


def point_values(contact: int, position: int, point: ContactPoint, id: str) -> rows.Values:
    """The values of `POINT_COLUMNS` for a point, which gets ``id`` where it has none."""
    own, *values = packed_point(point)
    return (own or id, contact, *values, position)
