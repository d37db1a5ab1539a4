"""Pairs of contacts that a rep has judged: dismissed as two people, or merged into one."""

from __future__ import annotations

import sqlite3

from crm_tui.store import schema

#: ``id`` follows from the two contacts, so that two machines that judge the same pair have one row between them.
_PAIRING = """
CREATE TABLE pairing(
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    contact INTEGER NOT NULL REFERENCES contact(pk),
    other INTEGER NOT NULL REFERENCES contact(pk),
    is_same INTEGER NOT NULL DEFAULT 0 CHECK(is_same IN (0, 1)),
    created_at INTEGER NOT NULL DEFAULT (unixepoch()),
    deleted_at INTEGER,
    UNIQUE(contact, other)
)"""

_BY_OTHER = "CREATE INDEX pairing_other ON pairing(other, contact)"


def apply(connection: sqlite3.Connection) -> None:
    """Makes the table, which keeps its own journal as every record does."""
    connection.execute(_PAIRING)
    connection.execute(_BY_OTHER)
    for statement in schema.triggers(schema.BY_NAME["pairing"]):
        connection.execute(statement)
