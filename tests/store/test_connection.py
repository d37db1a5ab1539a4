"""Opening the file: what it is, whose it is, who may read it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from crm_tui.domain.errors import DatabaseError, Exit
from crm_tui.store import migrations
from crm_tui.store.connection import connect, journal_mode


def test_a_new_database_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "crm.db"
    connect(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_is_committed_survives_a_power_cut(path: Path) -> None:
    connection = connect(path)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == (journal_mode(),)
    connection.close()


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "truncate"),
        ((3, 44, 5), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 45, 0), "truncate"),
        ((3, 50, 6), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "wal"),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_is_safe(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


def test_a_reader_does_not_make_a_database(path: Path) -> None:
    with pytest.raises(DatabaseError, match="There is no database") as caught:
        connect(path, readonly=True)
    assert "crm sync import" in caught.value.hint
    assert not path.exists()


def test_a_reader_cannot_write(path: Path) -> None:
    connect(path).close()
    connection = connect(path, readonly=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("INSERT INTO contact(name) VALUES ('x')")
    connection.close()


def test_a_text_file_is_not_a_database(path: Path) -> None:
    path.write_text("name,email\nJane,jane@acme.example\n" * 100)
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="is not a database") as caught:
        connect(path)
    assert caught.value.code == Exit.DATABASE
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks(url)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="of another program"):
        connect(path)
    assert path.read_bytes() == before


def test_a_database_from_the_future_is_left_alone(path: Path) -> None:
    connection = connect(path)
    connection.execute(f"PRAGMA user_version={migrations.LATEST + 1}")
    connection.close()
    with pytest.raises(DatabaseError, match="newer version of crm") as caught:
        connect(path)
    assert "Upgrade" in caught.value.hint


def test_an_sqlite_that_is_too_old_is_named_before_anything_is_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 39, 4))
    with pytest.raises(DatabaseError, match=r"needs 3\.40\.0 or newer") as caught:
        connect(path)
    assert "newer Python" in caught.value.hint
    assert not path.exists()


def test_a_damaged_database_says_so(path: Path) -> None:
    connection = connect(path)
    connection.executemany("INSERT INTO contact(name) VALUES (?)", [(f"Person {n}",) for n in range(2000)])
    connection.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match="is damaged") as caught:
        connect(path)
    assert "crm restore" in caught.value.hint


def test_two_programs_may_open_a_new_database_at_once(path: Path) -> None:
    first, second = connect(path), connect(path)
    first.execute("INSERT INTO contact(name) VALUES ('Jane')")
    assert second.execute("SELECT name FROM contact").fetchall() == [("Jane",)]
    first.close()
    second.close()


def test_an_older_database_is_backed_up_and_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(migrations, "LATEST", 1)
        connection = connect(path)
        connection.execute("INSERT INTO contact(name) VALUES ('Jane')")
        connection.close()
    connection = connect(path)
    assert migrations.version(connection) == migrations.LATEST
    assert connection.execute("SELECT name FROM contact").fetchall() == [("Jane",)]
    (backup,) = (path.parent / "backups").iterdir()
    assert "before-upgrade" in backup.name
    assert backup.stat().st_mode & 0o777 == 0o600

    fresh = connect(path.with_name("fresh.db"))
    schema = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
    assert connection.execute(schema).fetchall() == fresh.execute(schema).fetchall()
    connection.close()
    fresh.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(path).close()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, "m9999_absent"))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    with pytest.raises(ModuleNotFoundError):
        connect(path)
    monkeypatch.undo()
    connection = connect(path)
    assert migrations.version(connection) == migrations.LATEST
    connection.close()
