"""A check-up of the database: what is wrong, how bad it is, and what to do."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.domain.text import visible
from crm_tui.domain.value import dataclass
from crm_tui.store import derived, listing, migrations, schema, standing
from crm_tui.store.connection import explained

#: Folders that a cloud program mirrors; an SQLite file in one of them ends up damaged sooner or later.
_MIRRORED = (
    *("dropbox", "onedrive", "google drive", "googledrive"),
    *("icloud", "mobile documents", "syncthing", "nextcloud"),
)

_ROOM = 200 * 1024 * 1024


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. ``hint`` says what to do; empty when all is well."""

    level: Level
    name: str
    message: str
    hint: str = ""


def check(connection: sqlite3.Connection, path: Path, desk: Desk) -> list[Finding]:
    """Everything that can be checked without changing anything, in the order in which it matters.

    Reads the whole file: seconds for a million contacts. ``connection`` may be read-only.
    """
    with explained(path):
        return [
            _whole(connection),
            _references(connection),
            *_schema(connection),
            _journal(connection),
            _standing(connection),
            _lists(connection),
            _stale(connection),
            _search(connection),
            _clock(connection),
            *_files(path),
        ]


def fix(connection: sqlite3.Connection, path: Path, desk: Desk) -> list[str]:
    """Computes everything derived anew and mends permissions; returns what was done. Records are not touched."""
    from crm_tui.store import search

    done = []
    with explained(path):
        derived.ensure_rules(connection, desk)
        connection.execute("BEGIN IMMEDIATE")
        try:
            derived.rebuild(connection)
            derived.rebuild_companies(connection)
            derived.rebuild_due(connection)
            listing.rebuild(connection)
            connection.execute("DELETE FROM stale")
            search.rebuild(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    done.append("Rebuilt the search index and everything that is computed from the records")
    for file, mode in ((path, 0o600), (path.parent, 0o700)):
        if file.stat().st_mode & 0o077 and (file == path or file.name == "crm"):
            file.chmod(mode)
            done.append(f"Made {file} readable by you alone")
    return done


def _whole(connection: sqlite3.Connection) -> Finding:
    verdicts = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    if verdicts == ["ok"]:
        return Finding(Level.OK, "file", "The database file is whole.")
    return Finding(
        Level.PROBLEM,
        "file",
        f"The database file is damaged: {verdicts[0]}",
        "Bring a backup back with `crm restore FILE`; keep a copy of the damaged file.",
    )


def _references(connection: sqlite3.Connection) -> Finding:
    row = connection.execute("PRAGMA foreign_key_check").fetchone()
    if row is None:
        return Finding(Level.OK, "references", "Every record that is referred to exists.")
    return Finding(
        Level.PROBLEM,
        "references",
        f"A row of {row[0]} refers to a {row[2]} that does not exist.",
        "Bring a backup back with `crm restore FILE`.",
    )


def _schema(connection: sqlite3.Connection) -> Iterator[Finding]:
    number = migrations.version(connection)
    yield Finding(Level.OK, "schema", f"Schema {number}, SQLite {sqlite3.sqlite_version}.")
    present = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    wanted = {f"journal_{table.name}_{event}" for table in schema.JOURNALED for event in ("insert", "update", "delete")}
    if missing := sorted(wanted - present):
        yield Finding(
            Level.PROBLEM,
            "schema",
            f"{len(missing)} triggers that keep the journal are missing: {missing[0]}.",
            "Bring a backup back with `crm restore FILE`.",
        )


def _journal(connection: sqlite3.Connection) -> Finding:
    """Every record must have an entry that tells of its making."""
    for table in schema.JOURNALED:
        (orphans,) = connection.execute(
            f"SELECT count(*) FROM {table.name} x WHERE NOT EXISTS"
            " (SELECT 1 FROM journal WHERE tbl = :t AND row = x.pk AND last IS NULL)"
            " AND NOT EXISTS (SELECT 1 FROM journal WHERE tbl = :t AND last IS NOT NULL"
            "                  AND row <= x.pk AND last >= x.pk)",
            {"t": table.number},
        ).fetchone()
        if orphans:
            return Finding(
                Level.PROBLEM,
                "journal",
                f"{orphans} rows of {table.name} are not in the journal.",
                "They can be used, but their making cannot be undone.",
            )
    (entries,) = connection.execute("SELECT count(*) FROM journal").fetchone()
    return Finding(Level.OK, "journal", f"Every record is in the journal ({entries} entries).")


def _standing(connection: sqlite3.Connection) -> Finding:
    """Compares the kept sums with sums made afresh, for the whole book."""
    wrong = connection.execute(
        "SELECT count(*) FROM contact c LEFT JOIN standing s ON s.contact = c.pk WHERE s.contact IS NULL"
        " OR s.is_alive <> (c.deleted_at IS NULL)"
        " OR s.next_follow_up IS NOT (SELECT pk FROM follow_up f WHERE f.contact = c.pk AND f.state = 'open'"
        "      AND f.deleted_at IS NULL ORDER BY due_day, due_time, pk LIMIT 1)"
        " OR s.last_activity IS NOT (SELECT l.at FROM interaction_contact l JOIN interaction i ON i.pk = l.interaction"
        "      WHERE l.contact = c.pk AND l.deleted_at IS NULL AND i.deleted_at IS NULL ORDER BY l.at DESC LIMIT 1)"
        f" OR s.quiet_day IS NOT {standing.QUIET_DAY.replace('standing.', 's.')}"
    ).fetchone()[0]
    if not wrong:
        return Finding(Level.OK, "standing", "Last contacts, silences and next steps agree with the records.")
    return Finding(
        Level.PROBLEM,
        "standing",
        f"Last contact, silence or next step of {wrong} contacts disagrees with the records.",
        "Run `crm doctor --fix`.",
    )


def _lists(connection: sqlite3.Connection) -> Finding:
    if not (faults := listing.faults(connection)):
        return Finding(Level.OK, "lists", "Every record is in the lists that it belongs to.")
    return Finding(Level.PROBLEM, "lists", faults[0], "Run `crm doctor --fix`.")


def _stale(connection: sqlite3.Connection) -> Finding:
    unknown = connection.execute(f"SELECT kind FROM stale WHERE kind NOT IN {derived.KINDS} LIMIT 1").fetchone()
    if unknown:
        return Finding(
            Level.WARNING,
            "index",
            f"Another program asked for a “{visible(unknown[0])}” to be indexed, and there is no such thing.",
            "Nothing is missing for it. `crm doctor --fix` takes the request away.",
        )
    (waiting,) = connection.execute("SELECT count(*) FROM stale").fetchone()
    if not waiting:
        return Finding(Level.OK, "index", "Nothing waits to be indexed.")
    return Finding(
        Level.WARNING,
        "index",
        f"{waiting} records written by another program wait to be indexed.",
        "They are indexed when the app is next opened, or by `crm doctor --fix`.",
    )


def _search(connection: sqlite3.Connection) -> Finding:
    from crm_tui.store import search

    faults = search.verify(connection)
    if not faults:
        return Finding(Level.OK, "search", "The search index agrees with the records.")
    return Finding(Level.PROBLEM, "search", f"The search index is wrong: {faults[0]}", "Run `crm doctor --fix`.")


def _clock(connection: sqlite3.Connection) -> Finding:
    (hlc,) = connection.execute("SELECT hlc FROM clock").fetchone()
    ahead = (hlc >> 16) / 1000 - time.time()
    if ahead < 300:
        return Finding(Level.OK, "clock", "The clock of this machine has not gone backwards.")
    return Finding(
        Level.WARNING,
        "clock",
        f"The newest change is stamped {ahead / 60:.0f} minutes in the future.",
        "Check the date and time of this machine.",
    )


def _files(path: Path) -> Iterator[Finding]:
    if path.stat().st_mode & 0o077:
        yield Finding(
            Level.WARNING, "permissions", f"Other users of this machine can read {path}.", f"Run `chmod 600 {path}`."
        )
    else:
        yield Finding(Level.OK, "permissions", "Only you can read the database.")
    where = str(path.resolve()).lower()
    if cloud := next((name for name in _MIRRORED if name in where), None):
        yield Finding(
            Level.WARNING,
            "place",
            f"The database lies in a folder that a cloud program mirrors ({cloud}).",
            "Move it elsewhere; two programs writing one database file damage it.",
        )
    free = shutil.disk_usage(path.parent).free
    if free < _ROOM:
        yield Finding(Level.WARNING, "disk", f"Only {free // 2**20} MB are free on this disk.", "Make room.")
