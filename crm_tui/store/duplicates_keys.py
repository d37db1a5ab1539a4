"""What is compared of contacts, read from the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

from crm_tui.domain import match, names
from crm_tui.domain.match import Keys
from crm_tui.domain.place import Place, place

_COMPANY = "coalesce((SELECT s.match_name FROM company_standing s WHERE s.company = c.company AND s.is_alive), '')"
_COLUMNS = f"c.pk, c.name, c.given_name, c.middle_name, c.family_name, c.suffix, c.birthday, {_COMPANY}"

_POINT = "p.contact, p.kind, p.normal, p.value, p.parts"
_COMPARED = "p.deleted_at IS NULL AND NOT p.is_bad AND p.kind <> 'url'"

#: Numbers that a few people share. What more have than this is a switchboard, and says no more than the company; what
#: one has by himself says nothing. Read from an index alone, in which numbers begin with a plus.
MOST_ON_A_LINE = 5
_LINES = f"""
SELECT normal FROM contact_point WHERE normal > '+' AND normal < ',' AND normal <> '' AND deleted_at IS NULL
 GROUP BY normal HAVING count(DISTINCT contact) BETWEEN 2 AND {MOST_ON_A_LINE}"""

_SOME = f"SELECT {_COLUMNS} FROM json_each(?) k CROSS JOIN contact c ON c.pk = k.value"
_SOME_POINTS = f"""
SELECT {_POINT} FROM json_each(?) k CROSS JOIN contact_point p ON p.contact = k.value WHERE {_COMPARED}"""

_ALL = f"SELECT {_COLUMNS} FROM contact c WHERE c.deleted_at IS NULL ORDER BY c.pk"
_ALL_POINTS = (
    f"SELECT {_POINT} FROM contact_point p INDEXED BY contact_point_contact WHERE {_COMPARED} ORDER BY p.contact"
)


def some(connection: sqlite3.Connection, pks: Sequence[int], lines: Container[str] | None = None) -> dict[int, Keys]:
    """The keys of these contacts, of their phone numbers only those among ``lines``; all of them for None."""
    asked = (json.dumps(sorted(pks)),)
    return dict(_joined(connection.execute(_SOME, asked), connection.execute(_SOME_POINTS, asked), lines))


def everybody(connection: sqlite3.Connection, lines: Container[str] | None = None) -> Iterator[tuple[int, Keys]]:
    """The keys of everybody outside the trash, in the order in which they stand in the file, as they are read."""
    return _joined(connection.execute(_ALL), connection.execute(_ALL_POINTS), lines)


def shared_lines(connection: sqlite3.Connection) -> frozenset[str]:
    """The phone numbers that say something of two people: those that a few share."""
    return frozenset(number for (number,) in connection.execute(_LINES))


def _joined(people: sqlite3.Cursor, points: sqlite3.Cursor, lines: Container[str] | None) -> Iterator[tuple[int, Keys]]:
    """People and their points, both in the order of the contacts, side by side."""
    point = next(points, None)
    for pk, name, given, middle, family, suffix, birthday, company in people:
        while point is not None and point[0] < pk:
            point = next(points, None)
        emails, phones, places = [], [], []
        while point is not None and point[0] == pk:
            _, kind, normal, value, parts = point
            if kind == "address":
                places.append(_place(value, parts))
            elif normal and kind == "email":
                emails.append(normal)
            elif normal and (lines is None or normal in lines):
                phones.append(normal)
            point = next(points, None)
        yield (
            pk,
            Keys(
                name=_name(name, given, middle, family),
                company=company,
                emails=frozenset(emails),
                phones=frozenset(phones),
                birthday=birthday,
                places=frozenset(places),
                generation=match.generation(suffix) if suffix else "",
            ),
        )


@lru_cache(1 << 14)
def _name(name: str, given: str, middle: str, family: str) -> tuple[str, ...]:
    """The words of a name, which is taken apart where nobody has done so."""
    return names.words(f"{given} {family} {middle}") if given and family else match.name_words(name)


@lru_cache(1 << 12)
def _place(value: str, parts: str) -> Place:
    return place(value, json.loads(parts) if parts else {})
