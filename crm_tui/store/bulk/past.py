"""What a contact once held: an import must not bring back what the rep has changed or removed."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict

from crm_tui.store.schema import BY_NAME

_CONTACT = BY_NAME["contact"].number
_POINT = BY_NAME["contact_point"].number

_OWN_PAST = "SELECT old FROM journal WHERE tbl = ? AND row = ? AND last IS NULL AND old IS NOT NULL"

_POINTS_PAST = """
SELECT j.old FROM contact_point p CROSS JOIN journal j ON j.tbl = ? AND j.row = p.pk
 WHERE p.contact = ? AND j.last IS NULL AND j.old IS NOT NULL"""

_POINTS = "SELECT kind, value, normal FROM contact_point WHERE contact = ?"

_MADE_SINGLY = "SELECT operation FROM journal WHERE tbl = ? AND row = ? AND last IS NULL AND old IS NULL"
_MADE_IN_BULK = """
SELECT operation FROM journal WHERE tbl = ? AND last IS NOT NULL AND row <= ? AND last >= ? AND old IS NULL"""


def values(connection: sqlite3.Connection, pk: int) -> dict[str, set[object]]:
    """Former values of the contact's own fields, by field."""
    found: defaultdict[str, set[object]] = defaultdict(set)
    for (old,) in connection.execute(_OWN_PAST, (_CONTACT, pk)):
        for field, value in json.loads(old).items():
            found[field].add(value)
    return found


def points(connection: sqlite3.Connection, pk: int) -> set[str]:
    """Every address and number that the contact has or ever had: normal forms, and values in lower case."""
    found: set[str] = set()
    for _, value, normal in connection.execute(_POINTS, (pk,)):
        found |= {normal, value.casefold()}
    for (old,) in connection.execute(_POINTS_PAST, (_POINT, pk)):
        entry = json.loads(old)
        found |= {entry.get("normal") or "", (entry.get("value") or "").casefold()}
    return found - {""}


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
