"""Who is there already: contacts looked up by the keys of a whole chunk at once."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crm_tui.store.bulk.keys import Keys, company_key

_FACTS = """c.pk, c.name, c.external_id, c.deleted_at IS NOT NULL, coalesce(co.name, ''),
       EXISTS (SELECT 1 FROM contact_point q WHERE q.contact = c.pk AND q.kind = 'email' AND q.deleted_at IS NULL),
       EXISTS (SELECT 1 FROM contact_point q WHERE q.contact = c.pk AND q.kind = 'phone' AND q.deleted_at IS NULL)"""
_COMPANY = "LEFT JOIN company co ON co.pk = c.company"

_BY_POINT = f"""
SELECT k.value, p.kind, {_FACTS} FROM json_each(?) k
 CROSS JOIN contact_point p ON p.normal = k.value CROSS JOIN contact c ON c.pk = p.contact {_COMPANY}
 WHERE p.normal <> '' AND p.deleted_at IS NULL AND NOT c.is_purged AND p.kind IN ('email', 'phone') ORDER BY c.pk"""

_BY_EXTERNAL = f"""
SELECT k.value, 'external', {_FACTS} FROM json_each(?) k
 CROSS JOIN contact c ON c.external_id = k.value {_COMPANY}
 WHERE c.external_id <> '' AND NOT c.is_purged ORDER BY c.pk"""

_BY_ID = f"""
SELECT k.value, 'id', {_FACTS} FROM json_each(?) k CROSS JOIN contact c ON c.id = k.value {_COMPANY}"""

_BY_NAME = f"""
SELECT k.value, 'name', {_FACTS} FROM json_each(?) k
 CROSS JOIN standing s ON s.sort_name = k.value CROSS JOIN contact c ON c.pk = s.contact {_COMPANY}
 WHERE s.is_alive ORDER BY c.pk"""


class Candidate(NamedTuple):
    """A contact that a record may be about. ``pk`` counts down from -1 for one that is about to be created."""

    pk: int
    name: str
    external: str = ""
    is_deleted: bool = False
    company: str = ""
    has_email: bool = False
    has_phone: bool = False


class Candidates:
    """Contacts by key: those in the database, and those of the chunk that are about to be."""

    def __init__(self) -> None:
        self._by_key: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)

    def load(self, connection: sqlite3.Connection, keys: Sequence[Keys]) -> None:
        """Looks up all the keys of a chunk in the database."""
        self._by_key.clear()
        self._look(connection, _BY_ID, (key.id for key in keys))
        self._look(connection, _BY_EXTERNAL, (key.external for key in keys))
        self._look(connection, _BY_POINT, (point for key in keys for point in key.points))
        self._look(connection, _BY_NAME, (key.sort_name for key in keys if key.name))

    def _look(self, connection: sqlite3.Connection, statement: str, values: Iterable[str]) -> None:
        wanted = {value for value in values if value}
        if not wanted:
            return
        found = connection.execute(statement, (json.dumps(sorted(wanted), ensure_ascii=False),))
        for key, kind, pk, name, external, is_deleted, company, has_email, has_phone in found:
            self._by_key[kind, key].append(
                Candidate(pk, name, external, bool(is_deleted), company_key(company), bool(has_email), bool(has_phone))
            )

    def add(self, keys: Keys, pk: int) -> None:
        """Makes a record of this chunk known to those after it."""
        candidate = Candidate(
            pk,
            keys.name,
            keys.external,
            company=keys.company,
            has_email=bool(keys.emails),
            has_phone=bool(keys.phones),
        )
        for kind, values in (
            ("id", (keys.id,)),
            ("external", (keys.external,)),
            ("email", keys.emails),
            ("phone", keys.phones),
            ("name", (keys.sort_name if keys.name else "",)),
        ):
            for value in values:
                if value:
                    self._by_key[kind, value].append(candidate)

    def knows(self, keys: Keys) -> bool:
        """Whether anybody has any of these keys; mostly not, and quickly told."""
        known = self._by_key
        return bool(
            (keys.name and ("name", keys.sort_name) in known)
            or ("external", keys.external) in known
            or ("id", keys.id) in known
            or any(("email", email) in known for email in keys.emails)
            or any(("phone", phone) in known for phone in keys.phones)
        )

    def by(self, kind: str, values: Iterable[str]) -> list[Candidate]:
        """The contacts with any of these keys, in the order of the keys."""
        return [found for value in values if value for found in self._by_key.get((kind, value), ())]

    def is_stored(self, id: str) -> bool:
        """Whether the database holds a contact with this id, deleted ones too."""
        return any(found.pk > 0 for found in self._by_key.get(("id", id), ())) if id else False
