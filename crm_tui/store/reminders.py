"""Timed follow-ups that fall due while somebody looks: each is told of once, by one app.

Which have been told of is noted in a small file of its own beside the book. It is not data of the rep's: it has no
journal, is in no backup and on no other machine, and writing it is no change of the book that other apps would notice.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.domain.follow_up import FollowUp, FollowUpState
from crm_tui.store import follow_ups
from crm_tui.store.connection import BUSY_SECONDS
from crm_tui.store.due import OPEN
from crm_tui.store.listing import QUEUED

#: Nobody reads more names than this; what falls due beyond is only counted, up to here.
MOST = 100

#: Days for which it is remembered what was told.
_REMEMBERED = 7

_FALLEN = f"""
SELECT f.pk FROM follow_up f INDEXED BY follow_up_instant
 WHERE {OPEN} AND f.due_at IS NOT NULL AND f.due_at > ? AND f.due_at <= ? AND f.listed >= {QUEUED}
 ORDER BY f.due_at, f.pk LIMIT {MOST}"""

_TOLD = "CREATE TABLE IF NOT EXISTS told(id TEXT, at INTEGER, PRIMARY KEY(id, at)) WITHOUT ROWID"


def fallen(connection: sqlite3.Connection, desk: Desk, since: int) -> tuple[FollowUp, ...]:
    """The open timed follow-ups that fell due after ``since`` (epoch seconds) and not after now, at most `MOST`.

    Those of people in the trash, or not to be contacted, are left out. One step into an index where there are none.
    """
    keys = [pk for (pk,) in connection.execute(_FALLEN, (since, desk.moment.epoch))]
    return tuple(follow_ups.by_pk(connection, desk, keys).values()) if keys else ()


def untold(connection: sqlite3.Connection, desk: Desk, database: Path, since: int) -> tuple[FollowUp, ...]:
    """As `fallen`, without those that an app on the book at ``database`` has told of already.

    The others are noted: whoever asks must tell of them.
    """
    steps = fallen(connection, desk, since)
    if not steps:
        return ()
    mine = claim(database, [(step.id, _instant(step)) for step in steps])
    return tuple(step for step in steps if step.id in mine)


def _instant(step: FollowUp) -> int:
    instant = step.due.instant
    return int(instant.timestamp()) if instant else 0


def place(database: Path) -> Path:
    """The file in which it is noted what was told of the book at ``database``."""
    return database.with_name(f".{database.name}.reminded")


def claim(database: Path, due: Sequence[tuple[str, int]]) -> frozenset[str]:
    """Of the follow-ups ``due`` (id, epoch seconds) those of which nobody has told at that time; they are noted now.

    Of two apps that ask at once, one gets each. Where nothing can be noted, all are returned: better twice than never.
    """
    path = place(database)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as file:
            return _claimed(file, due)
    except (OSError, sqlite3.Error):
        return frozenset(id for id, _ in due)


def _claimed(file: sqlite3.Connection, due: Sequence[tuple[str, int]]) -> frozenset[str]:
    # What a power cut takes is told of once more, at worst.
    file.execute("PRAGMA synchronous=OFF")
    file.execute("BEGIN IMMEDIATE")
    file.execute(_TOLD)
    latest = max(at for _, at in due)
    file.execute("DELETE FROM told WHERE at < ?", (latest - _REMEMBERED * 86_400,))
    mine = {id for id, at in due if file.execute("INSERT OR IGNORE INTO told VALUES (?, ?)", (id, at)).rowcount}
    file.execute("COMMIT")
    return frozenset(mine)


def first_waiting(connection: sqlite3.Connection, desk: Desk, ids: Iterable[str]) -> FollowUp | None:
    """The first of the follow-ups ``ids`` that is still open and due; None if there is none."""
    for id in ids:
        try:
            step = follow_ups.one(connection, desk, id)
        except NotFoundError:
            continue
        if step.state is FollowUpState.OPEN and step.deleted_at is None and _instant(step) <= desk.moment.epoch:
            return step
    return None
