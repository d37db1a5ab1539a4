"""Which contact the rep means: an id, an address, or words. One, or a question; never a guess."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from crm_tui.domain import emails, names, phones
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, Candidate, NotFoundError
from crm_tui.domain.query import And, Query, Word
from crm_tui.domain.typed import NamedTuple
from crm_tui.store import ids

#: Candidates that are listed when several match.
MOST_CANDIDATES = 20

_PHONE = re.compile(r"[\d\s()+./–-]+")
_FEWEST_DIGITS = 5
_FULL_ID = 32

_ADDRESS = "(SELECT p.value FROM contact_point p WHERE p.contact = c.pk AND p.kind = '{kind}' AND p.deleted_at IS NULL"
_ADDRESS += " ORDER BY p.is_bad, p.is_primary DESC, p.position LIMIT 1)"
_PEOPLE = f"""
SELECT c.id, c.name, c.nickname, coalesce(co.name, ''), coalesce({_ADDRESS.format(kind="email")},
       {_ADDRESS.format(kind="phone")}, ''),
       coalesce((SELECT group_concat(p.value, char(31)) FROM contact_point p
                  WHERE p.contact = c.pk AND p.kind = 'phone' AND p.deleted_at IS NULL), '')
  FROM contact c LEFT JOIN company co ON co.pk = c.company AND co.deleted_at IS NULL
 WHERE c.deleted_at IS NULL AND """


_MERGED = """
WITH RECURSIVE same(pk) AS (
    SELECT pk FROM contact WHERE id = ?
     UNION SELECT CASE same.pk WHEN p.contact THEN p.other ELSE p.contact END
             FROM same JOIN pairing p ON same.pk IN (p.contact, p.other) AND p.is_same AND p.deleted_at IS NULL)
SELECT c.id FROM same JOIN contact c USING (pk) WHERE c.deleted_at IS NULL ORDER BY c.id LIMIT 1"""


class _Person(NamedTuple):
    """What tells one candidate from another."""

    id: str
    name: str
    nickname: str
    company: str
    address: str
    numbers: str

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.id, " · ".join(filter(None, (self.name, self.company, self.address))))


def resolve(connection: sqlite3.Connection, desk: Desk, words: str) -> str:
    """The id of the contact that ``words`` stand for.

    In this order: an id, or the unique beginning of an id or of a short id; an e-mail address; a phone number in
    any spelling; words that begin words of the name and the company. A full name that only one person has wins
    over longer names. Contacts in the trash are not found, but the id of one that was merged leads to whom it became.

    Raises `NotFoundError`, or `AmbiguousError` with up to `MOST_CANDIDATES` candidates.
    """
    text = words.strip()
    found = _by_id(connection, text.lower())
    if not found or _may_be_words(text):
        named = _by_address(connection, desk, text) or _by_words(connection, desk, text)
        found = [*found, *(person for person in named if person not in found)]
    if len(found) == 1:
        return found[0].id
    if found:
        raise AmbiguousError(
            f"Several contacts match “{text}”.",
            [person.candidate for person in found[:MOST_CANDIDATES]],
            "Use the id of one of them, an e-mail address, or more words of name and company.",
        )
    if merged := _merged(connection, text.lower()):
        return merged
    raise NotFoundError(f"No contact matches “{text}”.", _suggestion(connection, desk, text))


def _may_be_words(text: str) -> bool:
    """Whether what could begin an id may as well be a name ("Abed") or a part of a number ("5550")."""
    return len(text) < _FULL_ID and (text.isalpha() or text.isdigit())


def _by_id(connection: sqlite3.Connection, prefix: str) -> list[_Person]:
    if not ids.is_prefix(prefix):
        return []
    found = ids.matching(connection, "contact", prefix, MOST_CANDIDATES + 1)
    return [person for id in found for person in _people(connection, "c.id = ?", (id,))]


def _merged(connection: sqlite3.Connection, id: str) -> str:
    """Whom a contact became that has been merged with another, and that one with a third; "" if it was not."""
    found = connection.execute(_MERGED, (id,)).fetchone() if len(id) == _FULL_ID else None
    return found[0] if found else ""


def _by_address(connection: sqlite3.Connection, desk: Desk, text: str) -> list[_Person]:
    if "@" in text:
        kind, normal = "email", emails.normalize(text)
    elif _PHONE.fullmatch(text) and len(phones.digits(text)) >= _FEWEST_DIGITS:
        kind, normal = "phone", phones.normalize(text, desk.country)
    else:
        return []
    return _people(
        connection,
        "c.pk IN (SELECT p.contact FROM contact_point p"
        " WHERE p.normal = ? AND p.normal <> '' AND p.kind = ? AND p.deleted_at IS NULL) LIMIT ?",
        (normal, kind, MOST_CANDIDATES + 1),
    )


def _by_words(connection: sqlite3.Connection, desk: Desk, text: str) -> list[_Person]:
    """Those whose name and company have words beginning with each word, or whose number has these digits."""
    if _PHONE.fullmatch(text):
        digits = phones.digits(text)
        return [person for person in _search(connection, desk, [digits]) if digits in phones.digits(person.numbers)]
    wanted = names.words(text)
    found = [person for person in _search(connection, desk, text.split()) if _begins(wanted, person)]
    exact = [person for person in found if names.words(person.name) == wanted]
    return exact if len(exact) == 1 else found


def _begins(wanted: Sequence[str], person: _Person) -> bool:
    spelt = f"{person.name} {person.nickname} {person.company}"
    known = {*names.words(spelt), *(alias for word in spelt.split() for alias in names.aliases(word))}
    return all(any(word.startswith(start) for word in known) for start in wanted)


def _search(connection: sqlite3.Connection, desk: Desk, words: Sequence[str]) -> list[_Person]:
    from crm_tui.store import search

    nodes = tuple(Word(word) for word in words if word)
    if not nodes:
        return []
    query = Query(" ".join(words), And(nodes) if len(nodes) > 1 else nodes[0])
    found = search.find(connection, desk, query, limit=MOST_CANDIDATES + 1)
    return [person for pk in found.pks for person in _people(connection, "c.pk = ?", (pk,))]


def _people(connection: sqlite3.Connection, condition: str, parameters: Sequence[object]) -> list[_Person]:
    return [_Person(*row) for row in connection.execute(_PEOPLE + condition, parameters)]


def _suggestion(connection: sqlite3.Connection, desk: Desk, text: str) -> str:
    """Who may have been meant, from the search, which also forgives typing errors and looks into notes."""
    near = [person.candidate.label for person in _search(connection, desk, text.split())[:3]]
    return f"Did you mean {' or '.join(near)}?" if near else "Look for other words with `crm find`."
