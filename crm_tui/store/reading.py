"""Opening the database to look at it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.store import derived
from crm_tui.store.connection import connect, explained


def reader(path: Path, desk: Desk) -> sqlite3.Connection:
    """A connection for queries, on which writes are refused.

    Before it is handed out, open statuses and tier intervals are brought up to the settings, and rows that
    another program wrote get their search documents and sort keys.
    """
    connection = connect(path)
    with explained(path):
        derived.ensure_rules(connection, desk)
        if connection.execute("SELECT 1 FROM stale LIMIT 1").fetchone():
            connection.execute("BEGIN IMMEDIATE")
            derived.refresh(connection)
            connection.execute("COMMIT")
        connection.execute("PRAGMA query_only=ON")
    return connection


def is_untouched(connection: sqlite3.Connection, desk: Desk) -> bool:
    """Whether nothing was ever written into this database."""
    return connection.execute("SELECT 1 FROM operation LIMIT 1").fetchone() is None


def version(connection: sqlite3.Connection) -> int:
    """A number that differs when another connection, in this process or not, has committed since."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
