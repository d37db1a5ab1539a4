"""Ids in other programs, any number of them for a contact or a company, in tables of their own."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator

from crm_tui.store import schema
from crm_tui.store.journal import decode

#: Values are blank once they are erased, so that only others are to differ.
_TABLES = """
CREATE TABLE {owner}_external_id(
    pk INTEGER PRIMARY KEY,
    {owner} INTEGER NOT NULL REFERENCES {owner}(pk),
    value TEXT NOT NULL,
    deleted_at INTEGER
);
CREATE UNIQUE INDEX {owner}_external_id_value ON {owner}_external_id(value, {owner}) WHERE value <> '';
CREATE INDEX {owner}_external_id_{owner} ON {owner}_external_id({owner});
"""

_FILL = """
INSERT INTO {owner}_external_id({owner}, value)
SELECT pk, external_id FROM {owner} WHERE external_id <> '' ORDER BY pk"""

#: Operations by the rows to which they gave an id one by one; of several, the last.
_GIVEN_SINGLY = """
SELECT row, operation FROM (
    SELECT row, operation, max(n) FROM journal
     WHERE tbl = ? AND last IS NULL AND new LIKE '%"external_id":%' GROUP BY row)"""
_MADE_IN_BULK = """
SELECT row, last, operation FROM journal WHERE tbl = ? AND last IS NOT NULL AND old IS NULL ORDER BY row"""

_ENTRY = """
INSERT INTO journal(operation, tbl, row, last, hlc, device, old, new)
SELECT ?, ?, ?, ?, hlc, device, NULL, NULL FROM clock"""

_CHANGED = """
SELECT n, old, new FROM journal WHERE tbl = ? AND last IS NULL AND old IS NOT NULL AND old LIKE '%"external_id":%'"""


def apply(connection: sqlite3.Connection) -> None:
    """Moves the one id that each record could have, and what the journal says of it."""
    connection.execute("DROP INDEX contact_external")
    for owner in ("contact", "company"):
        for statement in _TABLES.format(owner=owner).split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(_FILL.format(owner=owner))
        _journal(connection, owner)
        _forget(connection, owner)
        for event in ("insert", "update", "delete"):
            connection.execute(f"DROP TRIGGER journal_{owner}_{event}")
        connection.execute(f"ALTER TABLE {owner} DROP COLUMN external_id")
        for table in (owner, f"{owner}_external_id"):
            for statement in schema.triggers(schema.BY_NAME[table]):
                connection.execute(statement)


def _journal(connection: sqlite3.Connection, owner: str) -> None:
    """An id was given by the operation that wrote it down, which takes it away again when it is undone."""
    connection.execute(schema.TICK)
    number = schema.BY_NAME[f"{owner}_external_id"].number
    entries = [(operation, number, first, last) for operation, first, last in _ranges(connection, owner)]
    connection.executemany(_ENTRY, entries)


def _ranges(connection: sqlite3.Connection, owner: str) -> Iterator[tuple[int, int, int]]:
    """Operations, and the first and last of the ids that each gave without a gap."""
    number = (schema.BY_NAME[owner].number,)
    singly = dict(connection.execute(_GIVEN_SINGLY, number).fetchall())
    ranges = connection.execute(_MADE_IN_BULK, number).fetchall()
    starts = [first for first, _, _ in ranges]
    run: tuple[int, int, int] | None = None
    for pk, row in connection.execute(f"SELECT pk, {owner} FROM {owner}_external_id ORDER BY pk"):
        operation = singly.get(row)
        if operation is None:
            place = bisect_right(starts, row) - 1
            operation = ranges[place][2] if place >= 0 and row <= ranges[place][1] else None
        if run and (operation, pk) == (run[0], run[2] + 1):
            run = (run[0], run[1], pk)
            continue
        if run:
            yield run
        run = None if operation is None else (operation, pk, pk)
    if run:
        yield run


def _forget(connection: sqlite3.Connection, owner: str) -> None:
    """Takes the column out of what is told of changes, so that undoing them does not look for it."""
    changed = connection.execute(_CHANGED, (schema.BY_NAME[owner].number,)).fetchall()
    connection.executemany(
        "UPDATE journal SET old = ?, new = ? WHERE n = ?",
        [(_without(old), _without(new), n) for n, old, new in changed],
    )


def _without(side: str) -> str:
    return json.dumps({field: value for field, value in decode(side).items() if field != "external_id"})
