"""Opening the database file: version checks, pragmas, migrations, and errors in words.

Nothing here imports SQLModel: a shell prompt that asks how many follow-ups are due must not wait for it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from crm_tui.domain.errors import CrmError, DatabaseError
from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.store import functions
from crm_tui.store.lengths import Looking, refuse_writes

if TYPE_CHECKING:
    from pathlib import Path

#: "CRM1" in ASCII; tells our files from those of other programs.
APPLICATION_ID = 0x43524D31

#: The oldest SQLite with everything the schema and the search index need.
OLDEST_SQLITE = (3, 40, 0)

#: Seconds that a connection waits for another process to finish its write.
BUSY_SECONDS = 5.0

#: Statements kept prepared: one logged call alone runs some sixty.
_STATEMENTS = 400


def connect(path: str | Path, *, readonly: bool = False) -> sqlite3.Connection:
    """A checked connection to the database at ``path``, in autocommit mode, usable from any one thread at a time.

    A missing file is created, unless ``readonly``; an older schema is migrated, after a backup. ``readonly``
    refuses writes through this connection (the file itself is still opened for crash recovery).

    Raises `DatabaseError` when the file is missing (``readonly``), busy, damaged, not ours, or newer.
    """
    from crm_tui.store import migrations

    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise DatabaseError(
            f"This Python brings SQLite {sqlite3.sqlite_version}; crm needs {oldest} or newer.",
            "Install a newer Python (3.11 or later from python.org, uv or your system).",
        )
    is_new = _size(path) == 0
    if is_new:
        if readonly:
            raise DatabaseError(
                f"There is no database at {path}.",
                "Open the app once with `crm`, or bring contacts in with `crm sync import FILE`.",
            )
        _create_file(path)
    with explained(path):
        connection = _open(path)
        try:
            _prepare(connection, path, is_new=is_new)
            migrations.migrate(connection, path)
            if readonly:
                refuse_writes(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _size(path: str | Path) -> int:
    """Bytes of the file, 0 when there is none. A path may be text: looking does not wait for `pathlib`."""
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except FileNotFoundError:
        return 0


def _create_file(path: str | Path) -> None:
    """An empty file that only its owner may read, in a folder that only its owner may enter."""
    from pathlib import Path

    try:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseError(
            f"The database {path} cannot be created: {error.strerror}.",
            "Check the folder's permissions, or choose another place with --db FILE.",
        ) from error


def _open(path: str | Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_STATEMENTS,
        factory=Looking,
    )
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA temp_store=MEMORY")
    functions.register(connection)
    return connection


def _prepare(connection: sqlite3.Connection, path: str | Path, *, is_new: bool) -> None:
    """Marks a new file as ours, refuses one that is not, and settles the journal mode."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    is_empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if application != APPLICATION_ID and not (is_new or (is_empty and application == 0)):
        raise DatabaseError(
            f"{path} is an SQLite database of another program.",
            "Choose another file with --db FILE, or with CRM_DB.",
        )
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != (wanted := journal_mode()):
        connection.execute(f"PRAGMA journal_mode={wanted}")
    if application != APPLICATION_ID:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """``wal`` where SQLite's write-ahead log is free of its rare reset race, else ``truncate``.

    Mended in 3.51.3 and in the branches 3.50.7 and 3.44.6.
    """
    is_mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "wal" if is_mended else "truncate"


@contextmanager
def explained(path: str | Path) -> Iterator[None]:
    """Turns what SQLite raises inside into a `DatabaseError` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error


def explain(error: sqlite3.Error, path: str | Path) -> CrmError:
    """The sentence for an error of SQLite about the database at ``path``."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseError(
            f"The database {path} is busy: another program has been writing to it for {BUSY_SECONDS:.0f} seconds.",
            "Wait for it to finish, then try again.",
        )
    if code == sqlite3.SQLITE_NOTADB:
        return DatabaseError(
            f"{path} is not a database.",
            "Choose another file with --db FILE, or bring a backup back with `crm restore FILE`.",
        )
    if code == sqlite3.SQLITE_CORRUPT:
        return DatabaseError(
            f"The database {path} is damaged.",
            "Nothing was changed. Run `crm doctor`, or bring a backup back with `crm restore FILE`.",
        )
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return DatabaseError(
            f"The database {path} could not be written: the disk is full or failing.",
            "Nothing was half-written. Make room, then try again.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return DatabaseError(
            f"The database {path} cannot be opened for writing.",
            "Check the permissions of the file and of its folder.",
        )
    return DatabaseError(f"The database {path} refused this: {error}.", "Run `crm doctor`.")
