"""The file that all is in: its size, how many people, and its newest backup."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.domain.value import dataclass
from crm_tui.store import backup


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """``size`` in bytes; ``backed_up`` on the rep's clock, None where there is no backup."""

    path: Path
    size: int
    contacts: int
    backed_up: datetime | None


#: Read off an index of whoever is not in the trash, which is a fraction of the table.
_PEOPLE = "SELECT count(*) FROM contact WHERE deleted_at IS NULL"


def facts(connection: sqlite3.Connection, desk: Desk, path: Path, backups: Path) -> Book:
    """What there is to say of the file at ``path``, whose backups are in ``backups``."""
    (people,) = connection.execute(_PEOPLE).fetchone()
    newest = backup.newest(backups)
    return Book(
        path=path,
        size=path.stat().st_size,
        contacts=people,
        backed_up=newest and newest[0].astimezone(desk.moment.tz),
    )


def copy(path: Path, desk: Desk, backups: Path) -> Path:
    """A checked copy in the folder ``backups``, made on a connection of its own: for a thread that nobody waits for.

    Raises what `backup.save` raises, and `DatabaseError`.
    """
    from crm_tui.store.connection import explained
    from crm_tui.store.reading import reader

    connection = reader(path, desk)
    try:
        with explained(path):
            return backup.save(connection, backup.by_hand(backups, desk))
    finally:
        connection.close()
