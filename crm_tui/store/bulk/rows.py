"""New rows by the thousand, through the driver, with one journal entry a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from crm_tui.store import derived, journal

Values = tuple[object, ...]


def next_pk(connection: sqlite3.Connection, table: str) -> int:
    """The key that the next new row of ``table`` will get."""
    return int(connection.execute(f"SELECT coalesce(max(pk), 0) + 1 FROM {table}").fetchone()[0])


def insert(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Sequence[Values]) -> int:
    """Inserts new rows with ascending keys, and journals them as one range; returns the first key.

    Triggers must be paused (`journal.pause`): derived data is the caller's.
    """
    first = next_pk(connection, table)
    if not rows:
        return first
    marks = ", ".join("?" * (len(columns) + 1))
    connection.executemany(
        f"INSERT INTO {table}(pk, {', '.join(columns)}) VALUES ({marks})",
        ((pk, *row) for pk, row in enumerate(rows, first)),
    )
    journal.record_batch(connection, table, first, first + len(rows) - 1)
    return first


def settle_contacts(connection: sqlite3.Connection, first: int, count: int) -> None:
    """Gives new contacts their standing, once their rows and links are in."""
    if count:
        derived.rebuild(connection, first, first + count - 1)
