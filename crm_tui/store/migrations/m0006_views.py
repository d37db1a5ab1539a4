"""Views: searches with a name."""

from __future__ import annotations

import sqlite3

from crm_tui.store import schema

_VIEW = """
CREATE TABLE view(
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    sort TEXT NOT NULL DEFAULT '',
    position TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL DEFAULT (unixepoch()),
    deleted_at INTEGER,
    is_purged INTEGER NOT NULL DEFAULT 0 CHECK(is_purged IN (0, 1))
)"""


def apply(connection: sqlite3.Connection) -> None:
    """Makes the table of views, which keeps its own journal as every record does."""
    connection.execute(_VIEW)
    for statement in schema.triggers(schema.BY_NAME["view"]):
        connection.execute(statement)
