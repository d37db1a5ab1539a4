"""Who is there already: contacts by key, those of the database and those of the chunk that are about to be."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from crm_tui.store.bulk import past
from crm_tui.store.bulk.crowds import FEW, Crowd, Namesakes
from crm_tui.store.bulk.keys import Keys, company_key, of_namesake, source_of
from crm_tui.store.bulk.rows import next_pk
from crm_tui.store.bulk.sieve import Sieve
from crm_tui.store.ids import instead_of

_FACTS = """c.pk, c.name, (
SELECT group_concat(x.value, char(10)) FROM contact_external_id x WHERE x.contact = c.pk AND x.deleted_at IS NULL
), c.deleted_at IS NOT NULL"""

_BY_POINT = f"""
SELECT k.value, p.kind, {_FACTS} FROM json_each(?) k
 CROSS JOIN contact_point p ON p.normal = k.value CROSS JOIN contact c ON c.pk = p.contact
 WHERE p.normal <> '' AND p.deleted_at IS NULL AND NOT c.is_purged AND p.kind IN ('email', 'phone') ORDER BY c.pk"""

_BY_EXTERNAL = f"""
SELECT k.value, 'external', {_FACTS} FROM json_each(?) k
 CROSS JOIN contact_external_id x ON x.value = k.value CROSS JOIN contact c ON c.pk = x.contact
 WHERE x.value <> '' AND x.deleted_at IS NULL AND NOT c.is_purged ORDER BY c.pk"""

_BY_ID = f"""
SELECT k.value, 'id', {_FACTS} FROM json_each(?) k CROSS JOIN contact c ON c.id = k.value"""

_HAS = "EXISTS (SELECT 1 FROM contact_point q WHERE q.contact = c.pk AND q.kind = '{kind}' AND q.deleted_at IS NULL)"
_BY_NAME = f"""
SELECT {_FACTS}, coalesce(co.name, ''), {_HAS.format(kind="email")}, {_HAS.format(kind="phone")}
  FROM standing s CROSS JOIN contact c ON c.pk = s.contact LEFT JOIN company co ON co.pk = c.company
  LEFT JOIN company_standing m ON m.company = c.company
 WHERE s.sort_name = :name AND s.is_alive
   AND (:everyone OR coalesce(m.match_name, '') = :company
        OR (NOT :has_points AND '' IN (:company, coalesce(m.match_name, ''))))
 ORDER BY c.pk"""

_EVERY_POINT = "SELECT normal FROM contact_point WHERE normal <> '' AND deleted_at IS NULL"
_EVERY_EXTERNAL = "SELECT value FROM contact_external_id WHERE value <> '' AND deleted_at IS NULL"
_EVERY_NAME = """
SELECT s.sort_name, coalesce(m.match_name, '')
  FROM standing s JOIN contact c ON c.pk = s.contact LEFT JOIN company_standing m ON m.company = c.company
 WHERE s.is_alive"""

#: Stands among the sources of whom a record of the file has named by id.
_OURS = "\n"

#: A file with more than a quarter as many rows as there are contacts pays for reading all their keys once.
_WORTH_READING = 4


class Candidate(NamedTuple):
    """A contact that a record may be about. ``pk`` counts down from -1 for one that is about to be created.

    Its company, and whether there are addresses and numbers, is known only of one found by name.
    """

    pk: int
    name: str
    externals: tuple[str, ...] = ()
    is_deleted: bool = False
    company: str = ""
    has_email: bool = False
    has_phone: bool = False


class Candidates:
    """Contacts by key.

    Most records of most files are about nobody known. So the keys of everybody are in a `Sieve`, and only what
    passes it is looked up, by the chunk; a file that is small beside the database has its keys looked up without.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sieve: Sieve | None = None
        self._rows = 0
        #: How many contacts there were before.
        self.contacts: int = connection.execute("SELECT count(*) FROM contact").fetchone()[0]
        self._first_fresh = next_pk(connection, "contact")
        self._changed: set[int] = set()
        self._stored: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)
        #: By name, company and whether there are addresses or numbers; of names that are asked for again, by name.
        self._namesakes: dict[Hashable, list[Candidate]] = {}
        self._asked: set[str] = set()
        #: Ids of the chunk that contacts have.
        self._used: set[str] = set()
        self._stored_crowds: dict[tuple[str, str], Crowd] = {}
        self._fresh_crowds: dict[tuple[str, str], Crowd] = {}
        self._stored_alike: dict[Hashable, Namesakes] = {}
        self._fresh_alike: dict[str, Namesakes] = {}
        self._fresh: list[Keys] = []
        #: A bit for each contact that records of the file have named by id.
        self._claimed = bytearray(self._first_fresh // 8 + 1)
        #: The places within the chunk of those who have a key, by its kind; ascending.
        self._places: dict[str, dict[str, list[int]]] = {}
        #: External ids that mean nobody in particular.
        self._shared: set[str] = set()

    def begin(self, keys: Sequence[Keys]) -> None:
        """Begins a chunk: looks up in the database who has any of the keys."""
        self._rows += len(keys)
        if self._sieve is None and self._rows * _WORTH_READING > self.contacts:
            self._sieve = self._everybody()
        sieve = self._sieve
        wanted = keys if sieve is None else [each for each in keys if sieve.may_know(each.sure)]
        self._stored.clear()
        for crowds in (self._stored_crowds, self._fresh_crowds, self._stored_alike, self._fresh_alike):
            crowds.clear()
        self._namesakes.clear()
        self._asked.clear()
        self._fresh = []
        self._places = {kind: {} for kind in ("id", "external", "email", "phone", "name")}
        self._look_by_id({each.id for each in wanted if each.id})
        for candidates in self._stored.values():
            for found in candidates:
                self.claim(found)
        self._look(_BY_EXTERNAL, (external for each in wanted for external in each.externals))
        told = Counter(external for each in keys for external in each.externals)
        self._shared = {external for external, times in told.items() if times > 1}
        self._shared.update(
            key for (kind, key), found in self._stored.items() if kind == "external" and _are_several_living(found)
        )
        self._look(_BY_POINT, (point for each in wanted for point in each.points))

    def claim(self, candidate: Candidate) -> None:
        """Notes that a record of the file has named this contact by id."""
        if 0 < candidate.pk < self._first_fresh:
            self._claimed[candidate.pk >> 3] |= 1 << (candidate.pk & 7)

    def is_shared(self, external: str) -> bool:
        """Whether several outside the trash have an external id, or several records of the chunk."""
        return external in self._shared

    def is_claimed(self, candidate: Candidate) -> bool:
        """Whether a contact is one of this import, or a record of the file has named it by id."""
        pk = candidate.pk
        return not 0 < pk < self._first_fresh or bool(self._claimed[pk >> 3] >> (pk & 7) & 1)

    def add(self, keys: Keys) -> None:
        """Makes a record that is about to be created known to those after it."""
        self._fresh.append(keys)
        self._know(keys, len(self._fresh) - 1)

    def change(self, place: int, keys: Keys) -> None:
        """Gives the record that was added as the ``place``-th of the chunk other keys."""
        self._fresh[place] = keys
        self._know(keys, place)

    def learn(self, keys: Iterable[Keys], contacts: Sequence[int]) -> None:
        """Makes known what contacts of the database have got from records of the file."""
        self._changed.update(contacts)
        if self._sieve is None or not contacts:
            return
        for each in keys:
            self._sieve.add(each.held())
        named = f"{_EVERY_NAME} AND s.contact IN (SELECT value FROM json_each(?))"
        for namesake in self._connection.execute(named, (json.dumps(contacts),)):
            self._sieve.add(of_namesake(*namesake))

    def knows(self, keys: Keys) -> bool:
        """Whether anybody may have any of these keys; mostly not, and quickly told."""
        sieve = self._sieve
        return sieve is None or sieve.may_know(keys.sure) or sieve.may_know((keys.namesake,))

    def may_have_past(self, candidate: Candidate) -> bool:
        """Whether a contact may ever have been another than it is: not one of this file that is as it was made."""
        return 0 < candidate.pk < self._first_fresh or candidate.pk in self._changed

    def by(self, kind: str, keys: Keys, *, is_told: bool, is_own: bool) -> Iterator[Candidate | None]:
        """The contacts with any of the keys of a kind, in the order of these keys.

        None stands for others who cannot be meant: of another name, unless ``is_told`` says that the key alone counts,
        known to a program that knows the record as somebody else, or, where ``is_own``, named by a record of our own.
        """
        for value in keys.of_kind(kind):
            stored = self._stored.get((kind, value), ())
            is_sure = kind == "id" or (kind == "external" and not self.is_shared(value))
            if is_sure or len(stored) <= FEW:
                yield from stored
            else:
                crowd = self._stored_crowd((kind, value), stored)
                yield from map(stored.__getitem__, _chosen(crowd, kind, keys, is_told=is_told, is_own=is_own))
                yield None
            places = self._places[kind].get(value, ())
            if is_sure or len(places) <= FEW:
                yield from map(self._candidate, places)
            else:
                crowd = self._fresh_crowd((kind, value), places)
                yield from map(self._candidate, _chosen(crowd, kind, keys, is_told=is_told, is_own=is_own))
                yield None

    def namesakes(self, keys: Keys, *, is_told: bool, is_own: bool) -> Iterator[Candidate]:
        """The contacts that sort by the same name, without those of another company where that rules them out.

        Of many, those with other addresses are left out as well.
        """
        if self._sieve is not None and not self._sieve.may_know((keys.namesake,)):
            return
        asked, stored = self._namesakes_of(keys)
        if len(stored) <= FEW:
            yield from stored
        else:
            crowd = self._stored_namesakes(asked, stored)
            yield from map(stored.__getitem__, crowd.of(keys, _avoided(keys, is_own=is_own), is_told=is_told))
        places = self._places["name"].get(keys.sort_name, ())
        if len(places) <= FEW:
            yield from map(self._candidate, places)
        else:
            crowd = self._fresh_namesakes(keys.sort_name, places)
            yield from map(self._candidate, crowd.of(keys, _avoided(keys, is_own=is_own), is_told=is_told))

    def _namesakes_of(self, keys: Keys) -> tuple[Hashable, list[Candidate]]:
        """Who sorts by a name: as far as the record may be about them, or everybody where a second record asks."""
        name = keys.sort_name
        asked: Hashable = (name, keys.company, bool(keys.points))
        if asked not in self._namesakes and name in self._asked:
            asked = name
        if asked not in self._namesakes:
            terms = {"name": name, "company": keys.company, "has_points": bool(keys.points), "everyone": asked == name}
            self._namesakes[asked] = [
                Candidate(
                    pk, name, _split(ids), bool(is_deleted), company_key(company), bool(has_email), bool(has_phone)
                )
                for pk, name, ids, is_deleted, company, has_email, has_phone in self._connection.execute(
                    _BY_NAME, terms
                )
            ]
            self._asked.add(name)
        return asked, self._namesakes[asked]

    def _stored_crowd(self, key: tuple[str, str], stored: Sequence[Candidate]) -> Crowd:
        if key not in self._stored_crowds:
            crowd = self._stored_crowds[key] = Crowd()
            former = past.names(self._connection, [each.pk for each in stored if self.may_have_past(each)])
            for member, each in enumerate(stored):
                crowd.add(member, {each.name, *former.get(each.pk, ())}, self._sources(each), each.externals)
        return self._stored_crowds[key]

    def _fresh_crowd(self, key: tuple[str, str], places: Iterable[int]) -> Crowd:
        if key not in self._fresh_crowds:
            crowd = self._fresh_crowds[key] = Crowd()
            for place in places:
                self._join(crowd, place)
        return self._fresh_crowds[key]

    def _stored_namesakes(self, asked: Hashable, stored: Sequence[Candidate]) -> Namesakes:
        if asked not in self._stored_alike:
            crowd = self._stored_alike[asked] = Namesakes()
            held = past.points_of(self._connection, [each.pk for each in stored if self.may_have_past(each)])
            for member, each in enumerate(stored):
                has = (each.has_email, each.has_phone)
                known = (*each.externals, *held.get(each.pk, ()))
                crowd.add(member, each.company, has, self._sources(each), known)
        return self._stored_alike[asked]

    def _fresh_namesakes(self, name: str, places: Iterable[int]) -> Namesakes:
        if name not in self._fresh_alike:
            crowd = self._fresh_alike[name] = Namesakes()
            for place in places:
                self._join(crowd, place)
        return self._fresh_alike[name]

    def _join(self, crowd: Crowd | Namesakes, place: int) -> None:
        each = self._candidate(place)
        if isinstance(crowd, Crowd):
            crowd.add(place, (each.name,), self._sources(each), each.externals)
        else:
            crowd.add(place, each.company, (each.has_email, each.has_phone), self._sources(each), each.externals)

    def _sources(self, candidate: Candidate) -> frozenset[str]:
        """The programs that know a contact, and whether a record of the file has named it."""
        sources = frozenset(source_of(id) for id in candidate.externals) - {""}
        return sources | {_OURS} if self.is_claimed(candidate) else sources

    def free_id(self, id: str) -> str:
        """An id that no contact has: this one, or what stands instead of it where an undone import has used it up."""
        is_used = id in self._used
        while is_used:
            id = instead_of(id)
            is_used = bool(self._connection.execute("SELECT 1 FROM contact WHERE id = ?", (id,)).fetchone())
        return id

    def _everybody(self) -> Sieve:
        sieve = Sieve()
        for each in self._connection.execute(_EVERY_NAME):
            sieve.add(of_namesake(*each))
        for statement in (_EVERY_POINT, _EVERY_EXTERNAL, "SELECT id FROM contact"):
            sieve.add(value for (value,) in self._connection.execute(statement))
        return sieve

    def _look_by_id(self, wanted: set[str]) -> None:
        """Looks up by id; one that is in the trash may be there under the id that stands instead of its own."""
        self._used = set()
        named = {id: id for id in wanted}
        while named:
            asked = (json.dumps(sorted(named)),)
            used = {}
            for id, _, pk, name, ids, is_deleted in self._connection.execute(_BY_ID, asked):
                self._stored["id", named[id]].append(Candidate(pk, name, _split(ids), bool(is_deleted)))
                used[id] = is_deleted
            self._used |= used.keys()
            named = {instead_of(id): named[id] for id, is_deleted in used.items() if is_deleted}

    def _look(self, statement: str, values: Iterable[str]) -> None:
        wanted = {value for value in values if value}
        if not wanted:
            return
        found = self._connection.execute(statement, (json.dumps(sorted(wanted), ensure_ascii=False),))
        for key, kind, pk, name, ids, is_deleted in found:
            self._stored[kind, key].append(Candidate(pk, name, _split(ids), bool(is_deleted)))

    def _know(self, keys: Keys, place: int) -> None:
        if self._sieve is not None:
            self._sieve.add(keys.held())
        places = self._places
        if keys.id:
            _put(places["id"].setdefault(keys.id, []), place)
        for external in keys.externals:
            _put(places["external"].setdefault(external, []), place)
        for email in keys.emails:
            _put(places["email"].setdefault(email, []), place)
        for phone in keys.phones:
            _put(places["phone"].setdefault(phone, []), place)
        if keys.name:
            _put(places["name"].setdefault(keys.sort_name, []), place)
        if self._fresh_alike or self._fresh_crowds:
            self._join_all(keys, place)

    def _join_all(self, keys: Keys, place: int) -> None:
        """Adds a newcomer to the crowds that there are."""
        if keys.name and keys.sort_name in self._fresh_alike:
            self._join(self._fresh_alike[keys.sort_name], place)
        for kind in ("external", "email", "phone"):
            for value in keys.of_kind(kind):
                if (kind, value) in self._fresh_crowds:
                    self._join(self._fresh_crowds[kind, value], place)

    def _candidate(self, place: int) -> Candidate:
        keys = self._fresh[place]
        return Candidate(
            -place - 1,
            keys.name,
            keys.externals,
            company=keys.company,
            has_email=bool(keys.emails),
            has_phone=bool(keys.phones),
        )


def _chosen(crowd: Crowd, kind: str, keys: Keys, *, is_told: bool, is_own: bool) -> Iterator[int]:
    """The members whom a record may be about."""
    if kind == "external":
        # By this the program knows all of them.
        return crowd.named(keys.name, frozenset({_OURS}) if is_own and keys.id else frozenset(), by_given=True)
    avoided = _avoided(keys, is_own=is_own)
    if is_told:
        return crowd.everybody(avoided, keys.externals)
    return crowd.named(keys.name, avoided, by_given=kind == "email")


def _avoided(keys: Keys, *, is_own: bool) -> frozenset[str]:
    """The sources none of whose other records can be meant."""
    sources = frozenset(source_of(id) for id in keys.externals) - {""}
    return sources | {_OURS} if is_own and keys.id else sources


def _are_several_living(found: Sequence[Candidate]) -> bool:
    return len(found) > 1 and sum(not each.is_deleted for each in found) > 1


def _split(ids: str | None) -> tuple[str, ...]:
    return tuple(ids.split("\n")) if ids else ()


def _put(places: list[int], place: int) -> None:
    """Adds a place, which is mostly the last one."""
    if not places or places[-1] < place:
        places.append(place)
    elif places[at := bisect_left(places, place)] != place:
        places.insert(at, place)
