"""Who may be the same person: candidates from the indexes, judged by `crm_tui.domain.match`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from crm_tui.domain import checks, match
from crm_tui.domain.contact import ContactDraft, ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.match import Keys, Match
from crm_tui.domain.query import And, Query, Word
from crm_tui.domain.typed import NamedTuple
from crm_tui.domain.value import replace
from crm_tui.store import contacts, duplicates_keys, lines
from crm_tui.store.duplicates_find import Pair

#: Candidates that are looked at for each thing that may be shared.
_MOST_CANDIDATES = 25

_SHARED = """
SELECT DISTINCT p.contact FROM json_each(?) k
 CROSS JOIN contact_point p ON p.normal = k.value AND p.normal <> '' AND p.deleted_at IS NULL
 CROSS JOIN contact c ON c.pk = p.contact AND c.deleted_at IS NULL LIMIT ?"""

_JUDGED = """
SELECT one.id, two.id FROM pairing p JOIN contact one ON one.pk = p.contact JOIN contact two ON two.pk = p.other
 WHERE NOT p.is_same AND p.deleted_at IS NULL AND :id IN (one.id, two.id)"""

_ALIVE = "SELECT c.pk FROM json_each(?) k CROSS JOIN contact c ON c.pk = k.value WHERE c.deleted_at IS NULL"
_DISMISSED = "SELECT contact, other FROM pairing WHERE NOT is_same AND deleted_at IS NULL"

_THEIRS = "(SELECT c.pk FROM json_each(:ids) k CROSS JOIN contact c ON c.id = k.value)"
_ALONG = f"""
SELECT (SELECT count(DISTINCT interaction) FROM interaction_contact WHERE deleted_at IS NULL AND contact IN {_THEIRS}),
       (SELECT count(*) FROM follow_up WHERE deleted_at IS NULL AND contact IN {_THEIRS})"""


class Duplicate(NamedTuple):
    """Two contacts as rows of a list, the older first, with how surely they are one person, and why."""

    one: ContactLine
    other: ContactLine
    match: Match
    is_obvious: bool

    @property
    def id(self) -> str:
        """What tells this pair from every other."""
        return f"{self.one.id} {self.other.id}"


def likely_duplicates(
    connection: sqlite3.Connection, desk: Desk, draft: ContactDraft, limit: int = 5
) -> list[tuple[ContactLine, Match]]:
    """Contacts outside the trash who may be the person in ``draft``, the surest first, each with the reason."""
    wanted = match.keys(replace(draft, points=checks.contact_points(draft.points, desk)))
    likely = alike(connection, desk, wanted)[:limit]
    found = lines.by_pk(connection, desk, [pk for pk, _ in likely])
    return [(found[pk], verdict) for pk, verdict in likely]


def alike(connection: sqlite3.Connection, desk: Desk, wanted: Keys) -> list[tuple[int, Match]]:
    """The keys of contacts outside the trash who may be the person of whom this is known, the surest first."""
    candidates = dict.fromkeys((*_sharing(connection, wanted), *_named(connection, desk, wanted)))
    known = duplicates_keys.some(connection, list(candidates))
    judged = ((pk, match.score(wanted, keys)) for pk, keys in known.items())
    return sorted((each for each in judged if each[1].score >= match.LIKELY), key=lambda each: -each[1].score)


def likely_duplicates_of(
    connection: sqlite3.Connection, desk: Desk, id: str, limit: int = 9
) -> list[tuple[ContactLine, Match]]:
    """Others outside the trash who may be the contact ``id``, the surest first, each with the reason.

    Who has been dismissed as another person is left out. Raises `NotFoundError`.
    """
    person = contacts.one(connection, desk, id)
    draft = ContactDraft(
        name=person.name,
        suffix=person.suffix,
        company=person.company.name if person.company else "",
        points=(*person.emails, *person.phones, *person.addresses),
        birthday=person.birthday,
    )
    known = {each for pair in connection.execute(_JUDGED, {"id": id}) for each in pair} | {id}
    found = likely_duplicates(connection, desk, draft, limit + len(known))
    return [(line, verdict) for line, verdict in found if line.id not in known][:limit]


def remaining(connection: sqlite3.Connection, desk: Desk, pairs: Sequence[Pair]) -> list[Pair]:
    """Those of the pairs that `duplicates_find.find` has found which are there still: nobody merged, none dismissed."""
    asked = json.dumps(sorted({pk for pair in pairs for pk in (pair.one, pair.other)}))
    alive = {pk for (pk,) in connection.execute(_ALIVE, (asked,))}
    dismissed = dismissals(connection)
    return [pair for pair in pairs if {pair.one, pair.other} <= alive and frozenset(pair[:2]) not in dismissed]


def dismissals(connection: sqlite3.Connection) -> frozenset[frozenset[int]]:
    """The pairs that the rep has said are two people, by key."""
    return frozenset(frozenset(pair) for pair in connection.execute(_DISMISSED))


def listed(connection: sqlite3.Connection, desk: Desk, pairs: Sequence[Pair]) -> list[Duplicate]:
    """The pairs as they are shown."""
    found = lines.by_pk(connection, desk, list({pk for pair in pairs for pk in (pair.one, pair.other)}))
    return [Duplicate(found[one], found[other], verdict, is_obvious) for one, other, verdict, is_obvious in pairs]


def along(connection: sqlite3.Connection, desk: Desk, ids: Sequence[str]) -> tuple[int, int]:
    """How many interactions and follow-ups are those of these contacts: what merging would bring along."""
    happened, steps = connection.execute(_ALONG, {"ids": json.dumps(list(ids))}).fetchone()
    return int(happened), int(steps)


def _sharing(connection: sqlite3.Connection, wanted: Keys) -> Iterable[int]:
    """Contacts with one of the addresses or numbers."""
    normals = json.dumps(sorted(wanted.emails | wanted.phones))
    return [pk for (pk,) in connection.execute(_SHARED, (normals, _MOST_CANDIDATES))]


def _named(connection: sqlite3.Connection, desk: Desk, wanted: Keys) -> Iterable[int]:
    """Contacts with the name, give or take a typing error, or with the last of its words at the same company."""
    from crm_tui.store import search

    company = wanted.company.split()
    for words in (wanted.name, (*wanted.name[1:2], *company) if company else ()):
        nodes = tuple(map(Word, words))
        if nodes:
            query = Query(" ".join(words), And(nodes) if len(nodes) > 1 else nodes[0])
            yield from search.find(connection, desk, query, limit=_MOST_CANDIDATES).pks
