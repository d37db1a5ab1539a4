"""Who may be the same person: candidates from the indexes, judged by `crm_tui.domain.match`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from crm_tui.domain import checks, match, names
from crm_tui.domain.contact import ContactDraft, ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.match import Keys, Match
from crm_tui.domain.query import And, Query, Word
from crm_tui.domain.value import replace
from crm_tui.store import contacts, lines, values

#: Candidates that are looked at for each thing that may be shared.
_MOST_CANDIDATES = 25

_SHARED = """
SELECT DISTINCT p.contact FROM json_each(?) k
 CROSS JOIN contact_point p ON p.normal = k.value AND p.normal <> '' AND p.deleted_at IS NULL
 CROSS JOIN contact c ON c.pk = p.contact AND c.deleted_at IS NULL LIMIT ?"""

_NORMALS = (
    "(SELECT group_concat(p.normal, char(31)) FROM contact_point p"
    " WHERE p.contact = c.pk AND p.kind = '{kind}' AND p.normal <> '' AND p.deleted_at IS NULL)"
)
_KEYS = f"""
SELECT c.pk, c.name, coalesce(co.name, ''), {_NORMALS.format(kind="email")}, {_NORMALS.format(kind="phone")}, c.birthday
  FROM json_each(?) k
 CROSS JOIN contact c ON c.pk = k.value
  LEFT JOIN company co ON co.pk = c.company AND co.deleted_at IS NULL"""

_THEIRS = "(SELECT c.pk FROM json_each(:ids) k CROSS JOIN contact c ON c.id = k.value)"
_ALONG = f"""
SELECT (SELECT count(DISTINCT interaction) FROM interaction_contact WHERE deleted_at IS NULL AND contact IN {_THEIRS}),
       (SELECT count(*) FROM follow_up WHERE deleted_at IS NULL AND contact IN {_THEIRS})"""


def likely_duplicates(
    connection: sqlite3.Connection, desk: Desk, draft: ContactDraft, limit: int = 5
) -> list[tuple[ContactLine, Match]]:
    """Contacts outside the trash who may be the person in ``draft``, the surest first, each with the reason."""
    wanted = match.keys(replace(draft, points=checks.contact_points(draft.points, desk)))
    candidates = dict.fromkeys((*_sharing(connection, wanted), *_named(connection, desk, wanted)))
    judged = [(match.score(wanted, keys), pk) for pk, keys in _keys(connection, list(candidates))]
    likely = sorted((each for each in judged if each[0].score >= match.LIKELY), key=lambda each: -each[0].score)[:limit]
    found = lines.by_pk(connection, desk, [pk for _, pk in likely])
    return [(found[pk], verdict) for verdict, pk in likely]


def likely_duplicates_of(
    connection: sqlite3.Connection, desk: Desk, id: str, limit: int = 9
) -> list[tuple[ContactLine, Match]]:
    """Others outside the trash who may be the contact ``id``, the surest first, each with the reason.

    Raises `NotFoundError`.
    """
    person = contacts.one(connection, desk, id)
    draft = ContactDraft(
        name=person.name,
        company=person.company.name if person.company else "",
        points=(*person.emails, *person.phones),
        birthday=person.birthday,
    )
    found = likely_duplicates(connection, desk, draft, limit + 1)
    return [(line, verdict) for line, verdict in found if line.id != id][:limit]


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


def _keys(connection: sqlite3.Connection, pks: Sequence[int]) -> Iterable[tuple[int, Keys]]:
    for pk, name, company, emails, phones, birthday in connection.execute(_KEYS, (json.dumps(pks),)):
        yield (
            pk,
            Keys(
                name=match.name_words(name),
                company=names.company_key(company),
                emails=frozenset(values.words(emails)),
                phones=frozenset(values.words(phones)),
                birthday=birthday,
            ),
        )
