"""What is said of the file that all is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.store import backup, book, contacts
from crm_tui.store.store import Store
from tests.store import made


def test_a_file_is_known_by_its_size_its_people_and_its_newest_backup(store: Store, desk: Desk, tmp_path: Path) -> None:
    made.contact(store, desk, "Jane")
    store.write(contacts.delete, desk, (made.contact(store, desk, "Bob"),))
    backups = tmp_path / "backups"
    before = book.facts(store.connection, desk, store.path, backups)
    assert (before.contacts, before.size, before.backed_up) == (1, store.path.stat().st_size, None)
    made_now = book.copy(store.path, desk, backups)
    assert made_now.name.endswith("-by-hand.db")
    after = book.facts(store.connection, desk, store.path, backups)
    assert after.backed_up == desk.moment.now
    with Store(made_now) as copied:
        assert copied.connection.execute("SELECT count(*) FROM contact").fetchone() == (2,)


def test_two_backups_of_one_second_are_two_files(store: Store, desk: Desk, tmp_path: Path) -> None:
    backups = tmp_path / "deep" / "backups"
    assert len({book.copy(store.path, desk, backups) for _ in range(2)}) == len(backup.listing(backups)) == 2


def test_a_folder_that_cannot_be_made_is_said_so(store: Store, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CrmError, match="cannot be made"):
        book.copy(store.path, desk, tmp_path / "file" / "backups")


def test_counting_people_reads_an_index_and_no_person(store: Store) -> None:
    (row,) = store.connection.execute(f"EXPLAIN QUERY PLAN {book._PEOPLE}")
    assert "COVERING INDEX" in row[3]
