"""Opening the database to look at it."""

from __future__ import annotations

import sqlite3

from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.store.connection import connect, explained
from crm_tui.store.lengths import refuse_writes

if TYPE_CHECKING:
    from pathlib import Path

    from crm_tui.domain.desk import Desk


#: Pages that a reader keeps, in KiB below zero as SQLite has it. Rows at random places of a large book need some
#: fourteen pages each, most of them the same: with the 2 MB that are usual, a window takes half as long again.
_KEPT = -8_000


def reader(path: str | Path, desk: Desk) -> sqlite3.Connection:
    """A connection for queries, on which writes are refused.

    Before it is handed out, open statuses and intervals of tiers and tags are brought up to the settings, and rows that
    another program wrote get their search documents and sort keys.
    """
    connection = connect(path)
    with explained(path):
        if not _is_settled(connection, desk):
            _settle(connection, desk)
        connection.execute(f"PRAGMA cache_size={_KEPT}")
        refuse_writes(connection)
    return connection


def _is_settled(connection: sqlite3.Connection, desk: Desk) -> bool:
    """Whether the rules are those of the settings and nothing is left to compute, which is so but for a moment.

    Four small tables tell, whatever the number of contacts; what would settle it is not even imported.
    """
    return (
        connection.execute("SELECT 1 FROM stale LIMIT 1").fetchone() is None
        and dict(connection.execute("SELECT name, is_open FROM status_rule"))
        == {status.name: status.is_open for status in desk.statuses}
        and dict(connection.execute("SELECT tier, days FROM tier_rule")) == desk.tier_days
        and dict(connection.execute("SELECT tag, days FROM tag_rule")) == desk.tag_days
    )


def _settle(connection: sqlite3.Connection, desk: Desk) -> None:
    from crm_tui.store import derived

    derived.ensure_rules(connection, desk)
    if connection.execute("SELECT 1 FROM stale LIMIT 1").fetchone():
        connection.execute("BEGIN IMMEDIATE")
        derived.refresh(connection)
        connection.execute("COMMIT")


def is_untouched(connection: sqlite3.Connection, desk: Desk) -> bool:
    """Whether nothing was ever written into this database."""
    return connection.execute("SELECT 1 FROM operation LIMIT 1").fetchone() is None


def version(connection: sqlite3.Connection) -> int:
    """A number that differs when another connection, in this process or not, has committed since."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
