"""Who is there already: contacts by key, those of the database and those of the chunk that are about to be."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crm_tui.store.bulk.keys import Keys, company_key, of_namesake
from crm_tui.store.bulk.rows import next_pk
from crm_tui.store.bulk.sieve import Sieve

_FACTS = "c.pk, c.name, c.external_id, c.deleted_at IS NOT NULL"

_BY_POINT = f"""
SELECT k.value, p.kind, {_FACTS} FROM json_each(?) k
 CROSS JOIN contact_point p ON p.normal = k.value CROSS JOIN contact c ON c.pk = p.contact
 WHERE p.normal <> '' AND p.deleted_at IS NULL AND NOT c.is_purged AND p.kind IN ('email', 'phone') ORDER BY c.pk"""

_BY_EXTERNAL = f"""
SELECT k.value, 'external', {_FACTS} FROM json_each(?) k
 CROSS JOIN contact c ON c.external_id = k.value
 WHERE c.external_id <> '' AND NOT c.is_purged ORDER BY c.pk"""

_BY_ID = f"""
SELECT k.value, 'id', {_FACTS} FROM json_each(?) k CROSS JOIN contact c ON c.id = k.value"""

_HAS = "EXISTS (SELECT 1 FROM contact_point q WHERE q.contact = c.pk AND q.kind = '{kind}' AND q.deleted_at IS NULL)"
_BY_NAME = f"""
SELECT {_FACTS}, coalesce(co.name, ''), {_HAS.format(kind="email")}, {_HAS.format(kind="phone")}
  FROM standing s CROSS JOIN contact c ON c.pk = s.contact LEFT JOIN company co ON co.pk = c.company
  LEFT JOIN company_standing m ON m.company = c.company
 WHERE s.sort_name = :name AND s.is_alive
   AND (coalesce(m.match_name, '') = :company
        OR (NOT :has_points AND '' IN (:company, coalesce(m.match_name, ''))))
 ORDER BY c.pk"""

_EVERY_POINT = "SELECT normal FROM contact_point WHERE normal <> '' AND deleted_at IS NULL"
_EVERY_EXTERNAL = "SELECT external_id FROM contact WHERE external_id <> ''"
_EVERY_NAME = """
SELECT s.sort_name, coalesce(m.match_name, '')
  FROM standing s JOIN contact c ON c.pk = s.contact LEFT JOIN company_standing m ON m.company = c.company
 WHERE s.is_alive"""

#: A file with more than a quarter as many rows as there are contacts pays for reading all their keys once.
_WORTH_READING = 4


class Candidate(NamedTuple):
    """A contact that a record may be about. ``pk`` counts down from -1 for one that is about to be created.

    Its company, and whether there are addresses and numbers, is known only of one found by name.
    """

    pk: int
    name: str
    external: str = ""
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
        self._namesakes: dict[Keys, list[Candidate]] = {}
        self._fresh: list[Keys] = []
        #: A bit for each contact that records of the file have named by id.
        self._claimed = bytearray(self._first_fresh // 8 + 1)
        self._places: dict[str, dict[str, list[int]]] = {}

    def begin(self, keys: Sequence[Keys]) -> None:
        """Begins a chunk: looks up in the database who has any of the keys."""
        self._rows += len(keys)
        if self._sieve is None and self._rows * _WORTH_READING > self.contacts:
            self._sieve = self._everybody()
        sieve = self._sieve
        wanted = keys if sieve is None else [each for each in keys if sieve.may_know(each.sure)]
        self._stored.clear()
        self._namesakes.clear()
        self._fresh = []
        self._places = {kind: {} for kind in ("id", "external", "email", "phone", "name")}
        self._look(_BY_ID, (each.id for each in wanted))
        self._claim(found for candidates in self._stored.values() for found in candidates)
        self._look(_BY_EXTERNAL, (each.external for each in wanted))
        self._look(_BY_POINT, (point for each in wanted for point in each.points))

    def _claim(self, candidates: Iterable[Candidate]) -> None:
        for candidate in candidates:
            if candidate.pk < self._first_fresh:
                self._claimed[candidate.pk >> 3] |= 1 << (candidate.pk & 7)

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

    def by(self, kind: str, values: Iterable[str]) -> list[Candidate]:
        """The contacts with any of these keys, in the order of the keys."""
        stored, places = self._stored, self._places[kind]
        return [
            found
            for value in values
            if value
            for found in (*stored.get((kind, value), ()), *map(self._candidate, places.get(value, ())))
        ]

    def namesakes(self, keys: Keys) -> list[Candidate]:
        """The contacts that sort by the same name, without those of another company where that rules them out."""
        if self._sieve is not None and not self._sieve.may_know((keys.namesake,)):
            return []
        if keys not in self._namesakes:
            asked = {"name": keys.sort_name, "company": keys.company, "has_points": bool(keys.points)}
            self._namesakes[keys] = [
                Candidate(pk, name, external, bool(is_deleted), company_key(company), bool(has_email), bool(has_phone))
                for pk, name, external, is_deleted, company, has_email, has_phone in self._connection.execute(
                    _BY_NAME, asked
                )
            ]
        return [*self._namesakes[keys], *map(self._candidate, self._places["name"].get(keys.sort_name, ()))]

    def is_stored(self, id: str) -> bool:
        """Whether the database holds a contact with this id, deleted ones too."""
        return bool(id) and ("id", id) in self._stored

    def _everybody(self) -> Sieve:
        sieve = Sieve()
        for each in self._connection.execute(_EVERY_NAME):
            sieve.add(of_namesake(*each))
        for statement in (_EVERY_POINT, _EVERY_EXTERNAL, "SELECT id FROM contact"):
            sieve.add(value for (value,) in self._connection.execute(statement))
        return sieve

    def _look(self, statement: str, values: Iterable[str]) -> None:
        wanted = {value for value in values if value}
        if not wanted:
            return
        found = self._connection.execute(statement, (json.dumps(sorted(wanted), ensure_ascii=False),))
        for key, kind, pk, name, external, is_deleted in found:
            self._stored[kind, key].append(Candidate(pk, name, external, bool(is_deleted)))

    def _know(self, keys: Keys, place: int) -> None:
        if self._sieve is not None:
            self._sieve.add(keys.held())
        places = self._places
        if keys.id:
            places["id"].setdefault(keys.id, []).append(place)
        if keys.external:
            places["external"].setdefault(keys.external, []).append(place)
        for email in keys.emails:
            places["email"].setdefault(email, []).append(place)
        for phone in keys.phones:
            places["phone"].setdefault(phone, []).append(place)
        if keys.name:
            places["name"].setdefault(keys.sort_name, []).append(place)

    def _candidate(self, place: int) -> Candidate:
        keys = self._fresh[place]
        return Candidate(
            -place - 1,
            keys.name,
            keys.external,
            company=keys.company,
            has_email=bool(keys.emails),
            has_phone=bool(keys.phones),
        )
