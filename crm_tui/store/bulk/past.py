"""What a contact once held: an import must not bring back what the rep has changed or removed."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from crm_tui.store import journal
from crm_tui.store.schema import BY_NAME

_CONTACT = BY_NAME["contact"].number
_POINT = BY_NAME["contact_point"].number

_OWN_PAST = "SELECT old FROM journal WHERE tbl = ? AND row = ? AND last IS NULL AND old IS NOT NULL"

_NAMES_PAST = """
SELECT j.row, j.old FROM json_each(?) k CROSS JOIN journal j ON j.tbl = ? AND j.row = k.value
 WHERE j.last IS NULL AND j.old IS NOT NULL"""

_POINTS_PAST = """
SELECT p.contact, j.old FROM json_each(?) k CROSS JOIN contact_point p ON p.contact = k.value
 CROSS JOIN journal j ON j.tbl = ? AND j.row = p.pk
 WHERE j.last IS NULL AND j.old IS NOT NULL"""

_POINTS = """
SELECT p.contact, p.value, p.normal FROM json_each(?) k CROSS JOIN contact_point p ON p.contact = k.value"""

_MADE_SINGLY = "SELECT operation FROM journal WHERE tbl = ? AND row = ? AND last IS NULL AND old IS NULL"
_MADE_IN_BULK = """
SELECT operation FROM journal WHERE tbl = ? AND last IS NOT NULL AND row <= ? AND last >= ? AND old IS NULL"""


def values(connection: sqlite3.Connection, pk: int) -> dict[str, set[object]]:
    """Former values of the contact's own fields, by field."""
    found: defaultdict[str, set[object]] = defaultdict(set)
    for (old,) in connection.execute(_OWN_PAST, (_CONTACT, pk)):
        for field, value in journal.decode(old).items():
            found[field].add(value)
    return found


def names(connection: sqlite3.Connection, pks: Sequence[int]) -> dict[int, set[str]]:
    """Former names of contacts, by key; of those who have had others."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for pk, old in connection.execute(_NAMES_PAST, (json.dumps(pks), _CONTACT)):
        entry = journal.decode(old)
        if "name" in entry:
            found[pk].add(str(entry["name"]))
    return found


def points(connection: sqlite3.Connection, pk: int) -> set[str]:
    """Every address and number that the contact has or ever had: normal forms, and values in lower case."""
    return points_of(connection, [pk]).get(pk, set())


def points_of(connection: sqlite3.Connection, pks: Sequence[int]) -> dict[int, set[str]]:
    """`points` of several contacts, by key."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    asked = json.dumps(pks)
    for pk, value, normal in connection.execute(_POINTS, (asked,)):
        found[pk] |= {normal, value.casefold()}
    for pk, old in connection.execute(_POINTS_PAST, (asked, _POINT)):
        entry = journal.decode(old)
        found[pk] |= {str(entry.get("normal") or ""), str(entry.get("value") or "").casefold()}
    return {pk: points - {""} for pk, points in found.items()}


def is_unmade(connection: sqlite3.Connection, pk: int, table: str = "contact") -> bool:
    """Whether the operation that created the contact, or another record, has been undone: then it was never there."""
    number = BY_NAME[table].number
    made = (
        connection.execute(_MADE_SINGLY, (number, pk)).fetchone()
        or connection.execute(_MADE_IN_BULK, (number, pk, pk)).fetchone()
    )
    if made is None:
        return False
    row = connection.execute("SELECT is_undone FROM operation WHERE id = ?", made).fetchone()
    return bool(row and row[0])
