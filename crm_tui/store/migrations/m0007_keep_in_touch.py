"""Intervals of tags beside those of tiers, and follow-ups by the instant at which they fall due."""

from __future__ import annotations

import sqlite3

from crm_tui.store import standing

_RULES = "CREATE TABLE tag_rule(tag TEXT PRIMARY KEY COLLATE NOCASE, days INTEGER NOT NULL) WITHOUT ROWID"

_BY_INSTANT = """
CREATE INDEX follow_up_instant ON follow_up(due_at, pk, listed, state, deleted_at)
    WHERE state = 'open' AND deleted_at IS NULL AND due_at IS NOT NULL"""


def apply(connection: sqlite3.Connection) -> None:
    """Makes table and index, and the triggers anew that say when somebody becomes quiet. No row is written."""
    connection.execute(_RULES)
    connection.execute(_BY_INSTANT)
    former = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB 'derive_*'")
    for (name,) in former.fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in standing.triggers():
        connection.execute(statement)
