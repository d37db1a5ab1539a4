"""Everything that was done to a book, operation by operation."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.store import contacts, journal, operations, undo
from crm_tui.store.store import Store
from tests.store import made
from tests.store.rows import add, rename, shell


def test_operations_are_listed_newest_first_with_who_acted_and_whether_they_stand(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    store.write(rename, desk, "Jane", "Janet")
    shell(store, "UPDATE contact SET name = 'Joan'")
    undo.undo(store, desk, 2)
    found = [(one.origin, one.is_undone) for one in operations.page(store.connection, desk).rows]
    assert found == [("undo", False), ("undo", False), ("shell", True), ("user", True), ("user", False)]


def test_an_operation_counts_the_people_it_was_about_and_not_what_belongs_to_them(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    with store.operation(desk, "import") as running:
        journal.pause(running.connection)
        running.connection.executemany("INSERT INTO contact(name) VALUES (?)", [(f"P{n}",) for n in range(9)])
        journal.record_batch(running.connection, "contact", 2, 10)
    imported, added = operations.page(store.connection, desk).rows
    assert (imported.records, imported.is_exact, added.records) == (9, True, 1)


def test_a_large_operation_is_counted_as_far_as_it_is_looked_through(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = tuple(made.contact(store, desk, f"P{n}") for n in range(5))
    store.write(contacts.delete, desk, ids)
    assert operations.page(store.connection, desk, limit=1).rows[0].records == 5
    monkeypatch.setattr(operations, "MOST_COUNTED", 3)
    (one,) = operations.page(store.connection, desk, limit=1).rows
    assert (one.records, one.is_exact) == (4, False)


def test_one_operation_is_told_whole_and_leads_to_whom_it_was_about(store: Store, desk: Desk) -> None:
    (ref,) = store.write(add, desk, "Jane").records
    store.write(add, desk, "Bob")
    both = tuple(id for (id,) in store.connection.execute("SELECT id FROM contact"))
    number = store.write(rename, desk, "Jane", "Janet").operation
    one = operations.whole(store.connection, desk, number)
    (change,) = one.changes
    assert (one.summary, change.field, change.old, change.new) == ("Renamed Jane to Janet", "name", "Jane", "Janet")
    assert operations.whom(store.connection, desk, number) == ref.id
    many = store.write(contacts.delete, desk, both).operation
    assert operations.whom(store.connection, desk, many) == ""
    assert operations.whom(store.connection, desk, number) == "", "who is in the trash now"
    with pytest.raises(NotFoundError):
        operations.whole(store.connection, desk, many + 1)


def test_no_read_of_the_journal_scans_it(store: Store) -> None:
    for sql, bound in ((operations._COUNTED, (1, 9)), (operations._ENTRIES, (1, 9))):
        plan = " ".join(row[3] for row in store.connection.execute(f"EXPLAIN QUERY PLAN {sql}", bound))
        assert "SEARCH journal USING INDEX journal_operation" in plan
        assert "SCAN journal" not in plan


def test_the_operations_of_another_file_are_its_own(store: Store, desk: Desk, tmp_path: Path) -> None:
    store.write(add, desk, "Jane")
    with Store(tmp_path / "other.db") as other:
        page = operations.page(other.connection, desk)
    assert (page.rows, page.total, page.is_exact) == ((), 0, True)
