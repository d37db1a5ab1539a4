"""Backups: whole, private, thinned, and good for what they are made for."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, DatabaseError, NotFoundError
from crm_tui.store import backup, reading
from crm_tui.store.store import Store
from tests.store.rows import add, alive


def test_a_backup_is_whole_and_private(store: Store, desk: Desk, tmp_path: Path) -> None:
    store.write(add, desk, "Jane")
    (tmp_path / "safe").mkdir()
    target = backup.save(store.connection, tmp_path / "safe" / "copy.db")
    assert target.stat().st_mode & 0o777 == 0o600
    copy = sqlite3.connect(target)
    assert copy.execute("SELECT name FROM contact").fetchall() == [("Jane",)]
    copy.close()
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]


def test_restoring_brings_back_the_old_and_keeps_the_new_aside(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    saved = backup.automatic(store.connection, store.path, desk, "manual")
    store.write(add, desk, "Bob")
    change = backup.restore(store.path, saved, desk)
    assert alive(store) == ["Jane"]
    (note,) = change.notes
    aside = Path(note.rpartition(" ")[2])
    kept = sqlite3.connect(aside)
    assert kept.execute("SELECT count(*) FROM contact").fetchone() == (2,)
    kept.close()


def test_a_restored_database_writes_under_a_new_device(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    before = store.connection.execute("SELECT device, hlc FROM clock").fetchone()
    saved = backup.automatic(store.connection, store.path, desk, "manual")
    backup.restore(store.path, saved, desk)
    after = store.connection.execute("SELECT device, hlc FROM clock").fetchone()
    assert after[0] != before[0]
    assert after[1] >= before[1]


def test_an_open_reader_sees_that_the_database_was_restored(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    saved = backup.automatic(store.connection, store.path, desk, "manual")
    reader = reading.reader(store.path, desk)
    before = reading.version(reader)
    backup.restore(store.path, saved, desk)
    assert reading.version(reader) != before
    reader.close()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look" * 50, b""])
def test_restoring_something_else_touches_nothing(store: Store, desk: Desk, tmp_path: Path, content: bytes) -> None:
    store.write(add, desk, "Jane")
    other = tmp_path / "other.db"
    other.write_bytes(content)
    with pytest.raises(DatabaseError):
        backup.restore(store.path, other, desk)
    assert alive(store) == ["Jane"]
    assert not backup.folder(store.path).exists()


def test_restoring_a_missing_file_says_where_backups_are(store: Store, desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no backup at") as caught:
        backup.restore(store.path, tmp_path / "absent.db", desk)
    assert str(backup.folder(store.path)) in caught.value.hint


def test_old_backups_are_thinned_but_never_all_gone(tmp_path: Path) -> None:
    now = datetime(2026, 11, 18, 12, tzinfo=UTC)
    for hours in range(0, 24 * 400, 6):
        (tmp_path / backup.name(now - timedelta(hours=hours), "hourly")).touch()
    backup.prune(tmp_path, now)
    ages = [(now - at).days for at, _ in backup.listing(tmp_path)]
    assert len([age for age in ages if age < 2]) == 8
    assert 20 < len(ages) < 40
    assert max(ages) > 200


def test_files_that_are_not_backups_are_never_pruned(tmp_path: Path) -> None:
    other = tmp_path / "crm-notes.db"
    other.touch()
    backup.prune(tmp_path, datetime(2030, 1, 1, tzinfo=UTC))
    assert other.exists()


def test_a_backup_never_replaces_a_file(store: Store, tmp_path: Path) -> None:
    precious = tmp_path / "notes.txt"
    precious.write_text("precious")
    with pytest.raises(CrmError, match="is there already"):
        backup.save(store.connection, precious)
    assert precious.read_text() == "precious"


def test_a_database_is_not_restored_from_itself(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    with pytest.raises(CrmError, match="is the database itself"):
        backup.restore(store.path, store.path, desk)
    assert alive(store) == ["Jane"]


def test_two_backups_of_one_second_are_two_files(store: Store, desk: Desk) -> None:
    made = {backup.automatic(store.connection, store.path, desk, "manual") for _ in range(3)}
    assert len(made) == 3
    assert len(backup.listing(backup.folder(store.path))) == 3
