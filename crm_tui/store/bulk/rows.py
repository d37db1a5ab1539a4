"""New rows by the thousand, through the driver, with one journal entry a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from crm_tui.store import journal

Values = tuple[object, ...]

_STANDING = """
INSERT INTO standing(contact, sort_name, is_alive, is_workable, is_open, tier, quiet_day, updated_at)
VALUES (?, ?, ?, ?, ?, ?, date(?, 'unixepoch', ?), ?)"""


class Start(NamedTuple):
    """What the standing of a new contact follows from. Instants are epoch seconds; no interval is None."""

    sort_name: str
    status: str
    tier: str
    interval: int | None
    is_banned: bool
    is_deleted: bool
    created_at: int


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


def settle_contacts(connection: sqlite3.Connection, first: int, contacts: Sequence[Start]) -> None:
    """Gives new contacts with ascending keys their standing, before anything has happened with them.

    The same as `derived.rebuild` makes of them, in one pass over the indexes instead of five.
    """
    is_open = dict(connection.execute("SELECT name, is_open FROM status_rule"))
    days = dict(connection.execute("SELECT tier, days FROM tier_rule"))
    (now,) = connection.execute("SELECT CASE now WHEN 0 THEN unixepoch() ELSE now END FROM clock").fetchone()
    connection.executemany(
        _STANDING,
        (
            (
                pk,
                each.sort_name,
                not each.is_deleted,
                not (each.is_deleted or each.is_banned),
                is_open.get(each.status, 1),
                each.tier,
                each.created_at,
                f"+{interval} days" if (interval := each.interval or days.get(each.tier)) else None,
                now,
            )
            for pk, each in enumerate(contacts, first)
        ),
    )
