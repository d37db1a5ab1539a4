"""Calendars, tasks and activities that are brought again after they have changed where they came from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_tui.domain.changes import FollowUpChanges
from crm_tui.domain.follow_up import Due
from crm_tui.store import doctor, follow_ups, undo
from crm_tui.store.bulk import Mode
from crm_tui.store.store import Store
from tests.sync.office import DESK, brought, counts, dump, written

_PEOPLE = ("Record ID,First Name,Last Name,Email", "51,Ben,Ash,ben@ash.example", "52,Cleo,Birch,cleo@birch.example")
_TASKS = "Record ID,Task Title,Task Status,Priority,Due Date,Task Notes,Associated Contact IDs"
_PLAN = (_TASKS, "7,Ring,Not started,,2026-12-01,,51", "8,Write,Not started,,2026-12-02,Politely,52")
_HELD = "SELECT text, due_day, coalesce(due_time, ''), state FROM follow_up WHERE deleted_at IS NULL ORDER BY pk"


@pytest.fixture
def office(store: Store, tmp_path: Path) -> Store:
    brought(store, written(tmp_path, *_PEOPLE))
    brought(store, written(tmp_path, *_PLAN, name="tasks.csv"))
    return store


def _tasks(store: Store, folder: Path, *rows: str, **options: Any) -> tuple[int, int, int, int]:
    return counts(brought(store, written(folder, _TASKS, *rows, name="tasks.csv"), **options))


def _held(store: Store) -> list[tuple[str, str, str, str]]:
    return store.connection.execute(_HELD).fetchall()


def _planned(store: Store, place: int) -> str:
    return [str(id) for (id,) in store.connection.execute("SELECT id FROM follow_up ORDER BY pk")][place]


def test_a_task_that_changed_in_its_program_changes_here_and_undo_takes_it_back(office: Store, tmp_path: Path) -> None:
    before = _held(office)
    changed = ("7,Ring twice,Not started,,2026-12-05,,51", "8,Write,Completed,,2026-12-02,Politely,52")
    assert _tasks(office, tmp_path, *changed, dry_run=True) == (0, 2, 0, 0)
    assert _held(office) == before
    assert _tasks(office, tmp_path, *changed) == (0, 2, 0, 0)
    assert _held(office) == [("Ring twice", "2026-12-05", "", "open"), ("Write\nPolitely", "2026-12-02", "", "done")]
    assert {
        each.level for each in doctor.check(office.connection, office.path, DESK) if each.name != "permissions"
    } == {doctor.Level.OK}
    assert _tasks(office, tmp_path, *changed) == (0, 0, 2, 0)
    undo.undo(office, DESK)
    assert _held(office) == before
    assert _tasks(office, tmp_path, *changed) == (0, 2, 0, 0)


def test_what_the_rep_has_changed_since_stays_and_is_told_if_the_file_has_changed_too(
    office: Store, tmp_path: Path
) -> None:
    ring = _planned(office, 0)
    office.write(follow_ups.edit, DESK, ring, FollowUpChanges(due=Due(date(2026, 12, 24))))
    report = brought(office, written(tmp_path, *_PLAN, name="tasks.csv"))
    assert (counts(report), report.notes) == ((0, 0, 2, 0), ())
    changed = ("7,Ring twice,Not started,,2026-12-05,,51", _PLAN[2])
    report = brought(office, written(tmp_path, _TASKS, *changed, name="tasks.csv"))
    assert counts(report) == (0, 1, 1, 0)
    assert _held(office)[0] == ("Ring twice", "2026-12-24", "", "open")
    assert any("due" in note for note in report.notes)


def test_what_the_rep_has_changed_and_put_back_follows_the_file(office: Store, tmp_path: Path) -> None:
    ring = _planned(office, 0)
    office.write(follow_ups.edit, DESK, ring, FollowUpChanges(due=Due(date(2026, 12, 24))))
    undo.undo(office, DESK)
    assert _tasks(office, tmp_path, "7,Ring,Not started,,2026-12-05,,51") == (0, 1, 0, 0)
    assert _held(office)[0][1] == "2026-12-05"


def test_a_task_that_the_rep_has_done_stays_done_unless_the_file_is_to_win(office: Store, tmp_path: Path) -> None:
    office.write(follow_ups.done, DESK, [_planned(office, 0)])
    assert _tasks(office, tmp_path, *_PLAN[1:]) == (0, 0, 2, 0)
    assert _held(office)[0][3] == "done"
    assert _tasks(office, tmp_path, *_PLAN[1:], mode=Mode.UPDATE) == (0, 1, 1, 0)
    assert _held(office)[0][3] == "open"


def test_nothing_that_is_there_changes_where_only_new_records_are_wanted(office: Store, tmp_path: Path) -> None:
    assert _tasks(office, tmp_path, "7,Ring twice,Completed,,2026-12-05,,51", mode=Mode.CREATE) == (0, 0, 1, 0)
    assert _held(office)[0] == ("Ring", "2026-12-01", "", "open")


def test_a_task_in_the_trash_stays_there_as_it_is(office: Store, tmp_path: Path) -> None:
    office.write(follow_ups.delete, DESK, [_planned(office, 0)])
    assert _tasks(office, tmp_path, "7,Ring twice,Not started,,2026-12-05,,51") == (0, 0, 1, 0)
    assert [text for text, *_ in _held(office)] == ["Write\nPolitely"]


def test_of_two_rows_with_one_id_the_first_counts_every_time(office: Store, tmp_path: Path) -> None:
    twice = ("7,Ring,Not started,,2026-12-01,,51", "7,Sing,Not started,,2026-12-09,,51")
    for _ in range(2):
        assert _tasks(office, tmp_path, *twice) == (0, 0, 2, 0)
    assert _held(office)[0][0] == "Ring"


_EVENT = ("SUMMARY:Meet Ben Ash", "UID:one@calendar", "DTSTART:{}", "DTEND:{}", "DESCRIPTION:{}")


def _calendar(store: Store, folder: Path, start: str, end: str, text: str = "Plans") -> tuple[int, int, int, int]:
    filled = iter((start, end, text))
    lines = [line.format(next(filled)) if "{}" in line else line for line in _EVENT]
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]
    return counts(brought(store, written(folder, *lines, name="plans.ics")))


def test_an_event_that_was_moved_and_renamed_is_moved_here_and_ends_as_a_meeting(office: Store, tmp_path: Path) -> None:
    assert _calendar(office, tmp_path, "20261201T100000", "20261201T110000") == (1, 0, 0, 0)
    assert _calendar(office, tmp_path, "20261202T120000", "20261202T130000") == (0, 1, 0, 0)
    assert _held(office)[2][1:] == ("2026-12-02", "12:00", "open")
    (at,) = office.connection.execute("SELECT due_at FROM follow_up WHERE text LIKE 'Meet%'").fetchone()
    undo.undo(office, DESK)
    assert _held(office)[2][1:] == ("2026-12-01", "10:00", "open")
    undo.redo(office, DESK)
    assert office.connection.execute("SELECT due_at FROM follow_up WHERE text LIKE 'Meet%'").fetchone() == (at,)
    # It turned out to have been last week.
    assert _calendar(office, tmp_path, "20261118T100000", "20261118T110000") == (1, 0, 0, 0)
    assert _held(office)[2][3] == "done"
    assert _calendar(office, tmp_path, "20261118T093000", "20261118T110000", "Minutes") == (0, 1, 0, 0)
    assert office.connection.execute("SELECT text, duration_minutes FROM interaction").fetchall() == [("Minutes", 90)]
    assert _calendar(office, tmp_path, "20261118T093000", "20261118T110000", "Minutes") == (0, 0, 1, 0)
    undo.undo(office, DESK, 2)
    assert _held(office)[2][3] == "open"
    assert {
        each.level for each in doctor.check(office.connection, office.path, DESK) if each.name != "permissions"
    } == {doctor.Level.OK}


def test_a_file_brought_again_leaves_every_table_as_it_was(office: Store, tmp_path: Path) -> None:
    before = dump(office)
    assert _tasks(office, tmp_path, *_PLAN[1:]) == (0, 0, 2, 0)
    after = dump(office)
    assert all(after[table] == rows for table, rows in before.items() if table not in ("operation", "journal"))
