"""Leaner triggers behind every write, and the day from which the rhythm of a recurring follow-up is counted."""

from __future__ import annotations

import sqlite3

from crm_tui.store import schema, standing

#: This step in `crm_tui.store.migrations.STEPS`.
_NUMBER = 5


def apply(connection: sqlite3.Connection) -> None:
    """Makes the triggers that journal and derive; an older file has slower ones, which go."""
    connection.execute("ALTER TABLE follow_up ADD COLUMN anchor_day TEXT NOT NULL DEFAULT ''")
    former = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND (name GLOB 'derive_*' OR name GLOB 'journal_*')"
    )
    for (name,) in former.fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for table in schema.JOURNALED:
        for statement in schema.triggers(table) if table.step < _NUMBER else ():
            connection.execute(statement)
    for statement in standing.triggers():
        connection.execute(statement)
