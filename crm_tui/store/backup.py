"""Copies of the whole database: made before anything risky, checked when written, thinned as they age."""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, DatabaseError, NotFoundError
from crm_tui.store.connection import APPLICATION_ID, connect, explained

_NAME = re.compile(r"crm-(\d{8}-\d{6})-[a-z-]+\.db$")

#: How many backups are kept: all of the last hours, then the newest of so many days, weeks and months.
KEEP_ALL = timedelta(hours=48)
KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 12, 10, 9


def folder(database: Path) -> Path:
    """Where automatic backups of ``database`` live: ``backups`` beside it."""
    return database.parent / "backups"


def name(at: datetime, reason: str) -> str:
    """The file name of a backup made at ``at``; sorts by age."""
    return f"crm-{at.astimezone(UTC):%Y%m%d-%H%M%S}-{reason}.db"


def before_upgrade(connection: sqlite3.Connection, database: Path) -> Path:
    """A backup beside ``database`` before its schema changes, stamped by the database's own clock."""
    (seconds,) = connection.execute("SELECT unixepoch()").fetchone()
    where = folder(database)
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    return save(connection, _free(where / name(datetime.fromtimestamp(seconds, UTC), "before-upgrade")))


def save(connection: sqlite3.Connection, target: Path) -> Path:
    """Copies the open database to ``target``, readable by its owner alone, and checks the copy.

    The file appears whole or not at all, and never in place of another. Raises `CrmError` when it cannot be written.
    """
    if target.exists():
        raise CrmError(f"{target} is there already.", "A backup never replaces a file: name another one.")
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        copy = sqlite3.connect(partial, isolation_level=None)
        try:
            connection.backup(copy)
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            copy.close()
        if verdict != "ok":
            raise DatabaseError(f"The backup is damaged: {verdict}.", "Run `crm doctor`; the database may be damaged.")
        _flush(partial)
        partial.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise CrmError(
            f"The backup {target} cannot be written: {error.strerror}.", "Check the folder and the room on the disk."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return target


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def automatic(connection: sqlite3.Connection, database: Path, desk: Desk, reason: str) -> Path:
    """A backup beside ``database`` before something risky; older ones are thinned out."""
    where = folder(database)
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = save(connection, _free(where / name(desk.moment.now, reason)))
    prune(where, desk.moment.now)
    return target


def by_hand(where: Path, desk: Desk) -> Path:
    """Where a backup goes that a rep asks for now: in the folder ``where``, which is made. Raises `CrmError`."""
    try:
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CrmError(
            f"The folder {where} cannot be made: {error.strerror}.", "Choose another for backups."
        ) from error
    return _free(where / name(desk.moment.now, "by-hand"))


def newest(where: Path) -> tuple[datetime, Path] | None:
    """The newest backup in a folder with its UTC time, None where there is none."""
    return next(iter(listing(where)), None)


def _free(path: Path) -> Path:
    """``path``, or where it is taken the next second's name: a fixed clock gives several backups one time."""
    while path.exists():
        match = _NAME.match(path.name)
        assert match is not None
        later = datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC) + timedelta(seconds=1)
        path = path.with_name(path.name.replace(match[1], f"{later:%Y%m%d-%H%M%S}"))
    return path


def listing(where: Path) -> list[tuple[datetime, Path]]:
    """The backups in a folder with the UTC time of each, newest first."""
    named = ((_NAME.match(path.name), path) for path in where.glob("crm-*.db"))
    dated = ((datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC), path) for match, path in named if match)
    return sorted(dated, reverse=True)


def prune(where: Path, now: datetime) -> list[Path]:
    """Removes the automatic backups that no rule keeps; returns them."""
    backups = listing(where)
    kept = {path for at, path in backups if now - at <= KEEP_ALL}
    for shape, most in (("%Y-%m-%d", KEEP_DAYS), ("%G-%V", KEEP_WEEKS), ("%Y-%m", KEEP_MONTHS)):
        newest: dict[str, Path] = {}
        for at, path in backups:
            newest.setdefault(at.strftime(shape), path)
        kept.update(list(newest.values())[:most])
    gone = [path for _, path in backups if path not in kept]
    for path in gone:
        path.unlink()
    return gone


def restore(database: Path, source: Path, desk: Desk) -> Change:
    """Puts the contents of the backup ``source`` in place of ``database``, after a backup of what is there.

    Programs that have the database open see the old contents or the new, never a mixture. The restored
    database gets a new device number, so that what it writes from now on is never taken for what the lost
    one wrote. Raises `NotFoundError` or `DatabaseError` about the backup, before anything is touched.
    """
    if source.exists() and database.exists() and source.samefile(database):
        raise CrmError(f"{source} is the database itself.", f"Backups are kept in {folder(database)}.")
    if not source.is_file():
        raise NotFoundError(f"There is no backup at {source}.", f"Backups are kept in {folder(database)}.")
    origin = _opened_backup(source)
    try:
        connection = connect(database)
        try:
            with explained(database):
                saved = automatic(connection, database, desk, "before-restore")
                (hlc,) = connection.execute("SELECT hlc FROM clock").fetchone()
                origin.backup(connection)
        finally:
            connection.close()
    finally:
        origin.close()
    with explained(database):
        connection = connect(database)
        try:
            _become_new_device(connection, hlc)
        finally:
            connection.close()
    return Change(summary=f"Restored {source.name}", everything=True, notes=(f"What was there before is in {saved}",))


def _opened_backup(source: Path) -> sqlite3.Connection:
    with explained(source):
        origin = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            _refuse_unfit(origin, source)
        except BaseException:
            origin.close()
            raise
    return origin


def _refuse_unfit(origin: sqlite3.Connection, source: Path) -> None:
    """Raises `DatabaseError` unless this is a whole backup of ours, no newer than this program."""
    from crm_tui.store import migrations

    (application,) = origin.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise DatabaseError(f"{source} is not a backup of crm.", "Choose a file made by `crm backup`.")
    (verdict,) = origin.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise DatabaseError(f"The backup {source} is damaged: {verdict}.", "Choose another one.")
    if (number := migrations.version(origin)) > migrations.LATEST:
        raise DatabaseError(
            f"{source} was made by a newer version of crm (schema {number}).", "Upgrade crm on this machine first."
        )


def _become_new_device(connection: sqlite3.Connection, hlc: int) -> None:
    device = secrets.randbits(47) or 1
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO device(number, name) VALUES (?, '')", (device,))
    connection.execute("UPDATE clock SET device = ?, hlc = max(hlc, ?)", (device, hlc))
    connection.execute("COMMIT")
