"""The schema, step by step: one module a step, counted by ``PRAGMA user_version``.

A new file takes all of them in one transaction, an older one a transaction each, so that what was reached is kept.

A step never changes once released; a new one is appended to `STEPS`.
"""

from __future__ import annotations

import sqlite3
from importlib import import_module

from crm_tui.domain.errors import DatabaseError
from crm_tui.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STEPS: tuple[str, ...] = (
    "m0001_start",
    "m0002_search",
    "m0003_search_filters",
    "m0004_lists",
    "m0005_writing",
    "m0006_views",
    "m0007_keep_in_touch",
    "m0008_duplicates",
    "m0009_external_ids",
)

LATEST = len(STEPS)


def version(connection: sqlite3.Connection) -> int:
    """How many steps this database has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, path: str | Path) -> None:
    """Takes the steps that are missing, after a backup; refuses a database from the future."""
    current = version(connection)
    if current == LATEST:
        return
    if current > LATEST:
        raise DatabaseError(
            f"{path} was made by a newer version of crm (schema {current}; this one knows {LATEST}).",
            "Upgrade crm on this machine. Nothing was changed.",
        )
    if current > 0:
        from pathlib import Path

        from crm_tui.store import backup

        backup.before_upgrade(connection, Path(path))
        for number in range(current + 1, LATEST + 1):
            _take(connection, number)
    else:
        _take(connection, LATEST)


def _take(connection: sqlite3.Connection, last: int) -> None:
    """The steps up to ``last`` and their number, all or none; nothing if another process was faster."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version(connection) + 1, last + 1):
            import_module(f"{__name__}.{STEPS[number - 1]}").apply(connection)
            connection.execute(f"PRAGMA user_version={number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
