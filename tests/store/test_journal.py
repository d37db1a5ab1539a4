"""Every write is journaled, whoever makes it."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.domain.change import Ref
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store import history, journal, reading, schema
from crm_tui.store.store import Store
from tests.conftest import NOW
from tests.store.rows import add, alive, fail, nothing, rename, shell


def last_entry(store: Store) -> tuple[object, ...]:
    row = store.connection.execute("SELECT tbl, row, old, new FROM journal ORDER BY n DESC LIMIT 1").fetchone()
    assert isinstance(row, tuple)
    return row


def test_an_edit_is_journaled_with_what_was_and_what_became(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    change = store.write(rename, desk, "Jane", "Janet")
    assert last_entry(store) == (schema.BY_NAME["contact"].number, 1, '{"name":"Jane"}', '{"name":"Janet"}')
    assert change.operation == 2


def test_one_operation_groups_all_its_rows(store: Store, desk: Desk) -> None:
    change = store.write(add, desk, "Jane")
    rows = store.connection.execute("SELECT tbl FROM journal WHERE operation = ?", (change.operation,)).fetchall()
    assert rows == [(schema.BY_NAME["contact"].number,), (schema.BY_NAME["contact_point"].number,)]


def test_looking_makes_no_operation(store: Store, desk: Desk) -> None:
    assert store.write(nothing, desk).operation == 0
    assert store.connection.execute("SELECT count(*) FROM operation").fetchone() == (0,)


def test_nothing_remains_of_an_operation_that_fails(store: Store, desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="half-way"):
        store.write(fail, desk)
    for table in ("contact", "operation", "journal", "stale"):
        assert store.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    store.write(add, desk, "Jane")
    assert alive(store) == ["Jane"]


def test_a_write_from_a_database_shell_is_an_operation_of_its_own(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    shell(store, "UPDATE contact SET name = 'Shell' WHERE pk = 1")
    row = store.connection.execute("SELECT origin, summary FROM operation ORDER BY id DESC LIMIT 1").fetchone()
    assert row == ("shell", "Changed contact outside the program")
    assert last_entry(store)[2:] == ('{"name":"Jane"}', '{"name":"Shell"}')


def test_what_a_shell_wrote_is_found_when_the_database_is_next_opened(store: Store, desk: Desk) -> None:
    shell(store, "INSERT INTO contact(name) VALUES ('Élodie Dupont')")
    connection = reading.reader(store.path, desk)
    assert connection.execute("SELECT sort_name FROM standing").fetchone()[0].startswith("dupont")
    assert connection.execute("SELECT count(*) FROM stale").fetchone() == (0,)
    connection.close()


def test_rows_cannot_be_deleted_even_from_a_shell(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    with pytest.raises(sqlite3.IntegrityError, match=r"set contact\.deleted_at instead"):
        shell(store, "DELETE FROM contact")


def test_stamps_ascend_even_when_the_clock_goes_backwards(store: Store, desk: Desk) -> None:
    store.connection.execute("UPDATE clock SET hlc = hlc + (86400000 << 16)")
    for n in range(5):
        store.write(add, desk, f"Person {n}")
    stamps = [row[0] for row in store.connection.execute("SELECT hlc FROM journal ORDER BY n")]
    assert stamps == sorted(set(stamps))


def test_a_batch_is_one_entry_for_many_rows(store: Store, desk: Desk) -> None:
    with store.operation(desk, "import") as running:
        journal.pause(running.connection)
        running.connection.executemany("INSERT INTO contact(name) VALUES (?)", [(f"P{n}",) for n in range(50)])
        journal.record_batch(running.connection, "contact", 1, 50)
    rows = store.connection.execute("SELECT row, last, old, new FROM journal").fetchall()
    assert rows == [(1, 50, None, None)]


def test_a_pause_ends_with_its_operation(store: Store, desk: Desk) -> None:
    with store.operation(desk, "import") as running:
        journal.pause(running.connection)
    store.write(add, desk, "Jane")
    assert store.connection.execute("SELECT count(*) FROM journal").fetchone() == (2,)


HOSTILE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(old=HOSTILE, new=HOSTILE)
def test_the_journal_keeps_any_text_to_the_letter(store: Store, old: str, new: str) -> None:
    store.connection.execute("INSERT INTO contact(name) VALUES (?)", (old,))
    (pk,) = store.connection.execute("SELECT max(pk) FROM contact").fetchone()
    created = last_entry(store)
    assert journal.decode(str(created[3])).get("name", "") == old
    store.connection.execute("UPDATE contact SET name = ? WHERE pk = ?", (new, pk))
    if old != new:
        _, _, before, after = last_entry(store)
        assert journal.decode(str(before)) == {"name": old}
        assert journal.decode(str(after)) == {"name": new}


def test_entries_of_ordinary_text_are_valid_json(store: Store) -> None:
    store.connection.execute("INSERT INTO contact(name, note) VALUES ('a\"b\\c', 'line\nline')")
    fields = json.loads(str(last_entry(store)[3]))
    assert (fields["name"], fields["note"]) == ('a"b\\c', "line\nline")


def test_the_history_of_a_contact_tells_who_changed_what_and_when(store: Store, desk: Desk) -> None:
    change = store.write(add, desk, "Jane")
    (ref,) = change.records
    later = Desk(moment=Moment(NOW + timedelta(hours=1), "Europe/Riga"))
    store.write(rename, later, "Jane", "Janet")
    page = history.of(store.connection, desk, ref=ref)
    assert [entry.summary for entry in page.rows] == ["Renamed Jane to Janet", "Added Jane"]
    (renamed,) = page.rows[0].changes
    assert (renamed.field, renamed.old, renamed.new) == ("name", "Jane", "Janet")
    assert page.rows[0].at == NOW + timedelta(hours=1)
    assert ("email", "value", "jane@acme.example") in {(c.of, c.field, c.new) for c in page.rows[1].changes}


def test_history_knows_the_rows_of_a_batch(store: Store, desk: Desk) -> None:
    with store.operation(desk, "import") as running:
        journal.pause(running.connection)
        running.connection.executemany("INSERT INTO contact(name) VALUES (?)", [(f"P{n}",) for n in range(9)])
        journal.record_batch(running.connection, "contact", 1, 9)
    (id,) = store.connection.execute("SELECT id FROM contact WHERE name = 'P4'").fetchone()
    page = history.of(store.connection, desk, ref=Ref("contact", id))
    assert [entry.origin for entry in page.rows] == ["import"]
    assert history.of(store.connection, desk).total == 1
