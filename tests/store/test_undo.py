"""Nothing is lost: undo and redo, across restarts, never over a newer change in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.store import journal, undo
from crm_tui.store.store import Store
from tests.blank import blank
from tests.store.rows import add, alive, rename, shell


def test_undo_takes_back_the_last_change_and_redo_brings_it_again(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    store.write(rename, desk, "Jane", "Janet")
    assert undo.undo(store, desk).summary == "Undid: Renamed Jane to Janet"
    assert alive(store) == ["Jane"]
    assert undo.redo(store, desk).summary == "Redid: Renamed Jane to Janet"
    assert alive(store) == ["Janet"]


def test_undo_works_after_a_restart(path: Path, desk: Desk) -> None:
    with Store(path) as store:
        store.write(add, desk, "Jane")
    with Store(path) as store:
        undo.undo(store, desk)
        assert alive(store) == []


def test_several_steps_can_be_undone_and_redone_in_order(store: Store, desk: Desk) -> None:
    for name in ("Ann", "Bob", "Cyd"):
        store.write(add, desk, name)
    assert undo.undo(store, desk, 2).summary == "Undid 2 steps"
    assert alive(store) == ["Ann"]
    undo.redo(store, desk)
    assert alive(store) == ["Ann", "Bob"]
    assert "There was no more to redo" in undo.redo(store, desk, 9).notes
    assert alive(store) == ["Ann", "Bob", "Cyd"]
    undo.undo(store, desk, 9)
    assert alive(store) == []


def test_with_nothing_to_undo_it_says_so(store: Store, desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="nothing to undo"):
        undo.undo(store, desk)
    with pytest.raises(NotFoundError, match="nothing to redo"):
        undo.redo(store, desk)


def test_a_new_change_ends_what_could_be_redone(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Ann")
    undo.undo(store, desk)
    store.write(add, desk, "Bob")
    with pytest.raises(NotFoundError):
        undo.redo(store, desk)
    assert undo.next_undo(store.connection) == undo.Step(3, "Added Bob")


def test_a_write_from_a_database_shell_can_be_undone(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    shell(store, "UPDATE contact SET name = 'Johanna'")
    undo.undo(store, desk)
    assert alive(store) == ["Jane"]


def test_undo_of_an_older_step_does_not_overwrite_what_another_machine_wrote(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    store.write(rename, desk, "Jane", "Janet")
    shell(store, "UPDATE contact SET name = 'Johanna'")
    store.connection.execute("UPDATE operation SET device = 7 WHERE origin = 'shell'")
    change = undo.undo(store, desk)
    assert change.notes == ("Kept the newer name of Johanna",)
    assert alive(store) == ["Johanna"]


def test_undoing_the_making_of_a_record_that_has_changed_since_says_so(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    shell(store, "UPDATE contact SET note = 'Call on Monday'")
    store.connection.execute("UPDATE operation SET device = 7 WHERE origin = 'shell'")
    change = undo.undo(store, desk)
    assert change.notes == ("Jane was changed since; it is in the trash with those changes",)
    undo.redo(store, desk)
    assert store.connection.execute("SELECT note FROM contact WHERE deleted_at IS NULL").fetchone() == (
        "Call on Monday",
    )


def test_the_sample_data_is_no_step_that_could_be_undone(store: Store, desk: Desk) -> None:
    store.write_as("demo", add, desk, "Jane")
    with pytest.raises(NotFoundError):
        undo.undo(store, desk)


def bulk(store: Store, desk: Desk, count: int) -> None:
    with store.operation(desk, "import") as running:
        first = running.connection.execute("SELECT coalesce(max(pk), 0) + 1 FROM contact").fetchone()[0]
        journal.pause(running.connection)
        rows = [(f"P{n}",) for n in range(count)]
        running.connection.executemany("INSERT INTO contact(name) VALUES (?)", rows)
        running.connection.execute("INSERT INTO standing(contact) SELECT pk FROM contact WHERE pk >= ?", (first,))
        journal.record_batch(running.connection, "contact", first, first + count - 1)
        journal.resume(running.connection)


def test_one_undo_takes_an_import_back_and_redo_brings_it_again(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    bulk(store, desk, 500)
    assert len(alive(store)) == 501
    undo.undo(store, desk)
    assert alive(store) == ["Jane"]
    assert store.connection.execute("SELECT count(*) FROM standing WHERE is_alive").fetchone() == (1,)
    assert store.connection.execute("SELECT count(*) FROM journal").fetchone()[0] < 10
    undo.redo(store, desk)
    assert len(alive(store)) == 501
    undo.undo(store, desk)
    assert alive(store) == ["Jane"]


def test_redoing_an_import_leaves_out_what_was_deleted_before(store: Store, desk: Desk) -> None:
    bulk(store, desk, 10)
    shell(store, "UPDATE contact SET deleted_at = 5 WHERE name IN ('P3', 'P7')")
    store.connection.execute("UPDATE operation SET device = 7 WHERE origin = 'shell'")
    undo.undo(store, desk)
    undo.redo(store, desk)
    assert alive(store) == [f"P{n}" for n in range(10) if n not in (3, 7)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["add", "rename", "undo", "redo"]), max_size=20))
def test_undo_and_redo_walk_the_same_road_in_both_directions(
    tmp_path_factory: pytest.TempPathFactory, desk: Desk, steps: list[str]
) -> None:
    with Store(blank(tmp_path_factory.mktemp("road") / "crm.db")) as store:
        past: list[list[str]] = [[]]
        future: list[list[str]] = []
        for n, step in enumerate(steps):
            if step == "undo" and len(past) > 1:
                undo.undo(store, desk)
                future.append(past.pop())
            elif step == "redo" and future:
                undo.redo(store, desk)
                past.append(future.pop())
            elif step == "add" or (step == "rename" and past[-1]):
                write = (rename, past[-1][0], f"R{n}") if step == "rename" else (add, f"N{n}")
                store.write(write[0], desk, *write[1:])
                past.append(alive(store))
                future.clear()
            assert alive(store) == past[-1]
