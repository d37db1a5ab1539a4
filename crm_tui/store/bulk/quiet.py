"""Writing by sets: triggers that journal and derive row by row are away while thousands of rows go in."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from crm_tui.store import journal

#: For fewer rows it is not worth the while to take the triggers away: they only ask whether they are paused.
MANY = 400

#: Counts newcomers and looks up their company, one by one; `rows.settle_contacts` does both by the chunk.
_BY_HAND = "list_contact_insert"

#: Only those that a pause would silence anyway, and what is done by hand.
_PAUSABLE = f"""
SELECT name, sql FROM sqlite_schema
 WHERE type = 'trigger' AND tbl_name IN (SELECT value FROM json_each(?)) AND sql LIKE '% AFTER INSERT ON %'
   AND (sql LIKE '%WHEN (SELECT is_journaling FROM clock)%' OR sql LIKE '%WHEN (SELECT is_deriving FROM clock)%'
        OR name = '{_BY_HAND}')
 ORDER BY rowid"""

#: What is set while rows go in by the thousand, and given back afterwards. Keys of people come in no order, so the
#: indexes that they go into are kept in memory; pages that were just filled need no check when they are read again;
#: and what the merging of full-text indexes frees held nothing that anybody had asked to erase.
_PACE = {"cache_size": -98_304, "cell_size_check": 0, "secure_delete": 0}


class Pace:
    """The settings of a connection for bulk writing, until `restore`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._usual = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _PACE}
        self._set({**_PACE, "cache_size": min(_PACE["cache_size"], self._usual["cache_size"])})

    def restore(self) -> None:
        """Gives back the memory that the indexes were kept in, and sets all as it was."""
        self._set(self._usual)

    def _set(self, values: dict[str, int]) -> None:
        for name, value in values.items():
            self._connection.execute(f"PRAGMA {name}={value}")


#: Indexes by which an import finds people and what they hold.
_NEEDED = ("standing_name", "contact_point_normal", "contact_point_contact")

#: All others that new people enter: the orders of lists, ids by their last digits, people by company and by tag.
_ORDERS = f"""
SELECT name, sql FROM sqlite_schema
 WHERE type = 'index' AND tbl_name IN ('standing', 'contact', 'contact_point', 'contact_tag') AND sql IS NOT NULL
   AND name NOT IN {_NEEDED} ORDER BY rowid"""


class Orders:
    """The indexes behind the orders of people: away from when a file has brought as many as there were, and ``many``.

    To sort everybody once takes a third of the time of putting each in its place. It is part of the transaction.
    """

    def __init__(self, connection: sqlite3.Connection, many: int = MANY) -> None:
        self._connection = connection
        (contacts,) = connection.execute("SELECT count(*) FROM standing").fetchone()
        self._left = max(many, contacts)
        self._taken: list[str] = []
        self._is_over = False

    def expect(self, newcomers: int) -> None:
        """So many people are about to come."""
        self._left -= newcomers
        if self._left <= 0 and not (self._taken or self._is_over):
            for name, statement in self._connection.execute(_ORDERS).fetchall():
                self._connection.execute(f"DROP INDEX {name}")
                self._taken.append(statement)

    def bring_back(self) -> None:
        """Makes the indexes again, before anything is read by them, and leaves them from then on."""
        bring_back(self._connection, self._taken)
        self._taken.clear()
        self._is_over = True


@contextmanager
def uncollected() -> Iterator[None]:
    """Inside, no cycles are looked for: thousands of rows in tuples have none, and to look takes long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def quiet(connection: sqlite3.Connection, tables: Sequence[str], rows: int, many: int = MANY) -> Iterator[bool]:
    """Inside, ``rows`` rows or so are inserted into ``tables`` without being journaled or derived.

    Yields whether there are ``many``, so that their triggers are away, and newcomers are to be counted by hand.

    Taking triggers away and making them again is part of the transaction: whatever breaks it off, they are there.
    """
    journal.pause(connection)
    taken = take_away(connection, tables) if rows >= many else []
    try:
        yield bool(taken)
    finally:
        if connection.in_transaction:
            bring_back(connection, taken)
            journal.resume(connection)


def take_away(connection: sqlite3.Connection, tables: Sequence[str]) -> list[str]:
    """Drops the triggers that a pause silences; returns the statements that make them again."""
    triggers = connection.execute(_PAUSABLE, (json.dumps(tables),)).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    return [statement for _, statement in triggers]


def bring_back(connection: sqlite3.Connection, triggers: Sequence[str]) -> None:
    """Makes the triggers again that `take_away` has dropped."""
    for statement in triggers:
        connection.execute(statement)
