"""Changing rows by sets: the triggers pause, and what they would journal and derive one by one is done at once.

The rows lie in the temporary table ``altered``: the key of each, the value that a column of it is to take and, where
only a certain value may be overwritten, the one that was ``seen``. Memory is a few dozen bytes a row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from crm_tui.store import following, journal

_CREATE = "CREATE TEMP TABLE IF NOT EXISTS altered(pk INTEGER PRIMARY KEY, value, seen)"

_DROP_SAME = """
DELETE FROM temp.altered WHERE pk IN (
    SELECT a.pk FROM temp.altered a JOIN {table} x ON x.pk = a.pk WHERE x.{column} IS a.value)"""

_UPDATE = """
UPDATE {table} SET {column} = (SELECT a.value FROM temp.altered a WHERE a.pk = {table}.pk)
 WHERE pk IN (SELECT pk FROM temp.altered)"""


def clear(connection: sqlite3.Connection) -> None:
    """Empties ``altered``, for a caller that fills it by a statement of its own."""
    connection.execute(_CREATE)
    connection.execute("DELETE FROM temp.altered")


def give(connection: sqlite3.Connection, table: str, column: str, rows: Iterable[int], value: str | int | None) -> int:
    """Gives one value to a column of all these rows; returns how many had another."""
    clear(connection)
    connection.executemany("INSERT OR IGNORE INTO temp.altered(pk, value) VALUES (?, ?)", ((pk, value) for pk in rows))
    return assign(connection, table, column)


def assign(connection: sqlite3.Connection, table: str, column: str) -> int:
    """Gives a column of the rows in ``altered`` their values; returns how many had another, which remain there."""
    connection.execute(_DROP_SAME.format(table=table, column=column))
    count = int(connection.execute("SELECT count(*) FROM temp.altered").fetchone()[0])
    if count:
        journal.record_rows(connection, table, column, count)
        journal.pause(connection)
        connection.execute(_UPDATE.format(table=table, column=column))
        journal.resume(connection)
        following.follow(connection, table, column)
    return count


def added(connection: sqlite3.Connection, table: str, first: int, last: int) -> None:
    """Journals the rows ``first`` to ``last``, which have been inserted while the triggers paused, and derives.

    Of contacts and interactions more is derived when they are new; see `crm_tui.store.derived.rebuild`.
    """
    if first > last:
        return
    journal.record_batch(connection, table, first, last)
    load(connection, table, first, last)
    following.follow(connection, table, "deleted_at")


def shift(connection: sqlite3.Connection, table: str, first: int, last: int, *, old: object, new: object) -> None:
    """Takes the rows ``first`` to ``last``, all of which have one ``deleted_at``, to another; one entry for all.

    What is derived from them is left to the caller.
    """
    if first > last:
        return
    journal.pause(connection)
    connection.execute(f"UPDATE {table} SET deleted_at = ? WHERE pk BETWEEN ? AND ?", (new, first, last))
    journal.resume(connection)
    journal.record_batch(connection, table, first, last, old={"deleted_at": old}, new={"deleted_at": new})


def load(connection: sqlite3.Connection, table: str, first: int, last: int) -> None:
    """Puts the keys of a range of rows into ``altered``."""
    clear(connection)
    connection.execute(f"INSERT INTO temp.altered(pk) SELECT pk FROM {table} WHERE pk BETWEEN ? AND ?", (first, last))


def end(connection: sqlite3.Connection, table: str) -> int:
    """The key that the next row of ``table`` will have; rows are never deleted."""
    return int(connection.execute(f"SELECT coalesce(max(pk), 0) + 1 FROM {table}").fetchone()[0])
