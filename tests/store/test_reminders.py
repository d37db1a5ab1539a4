"""Timed follow-ups as they fall due, and who tells of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store import follow_ups, reminders
from crm_tui.store.connection import connect
from tests.store.people import Book

NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)


def desk_at(at: datetime) -> Desk:
    return Desk(moment=Moment(at, "UTC"))


@pytest.fixture
def book(path: Path) -> Iterator[Book]:
    book = Book(path, desk_at(NOW))
    yield book
    book.connection.close()


def follow_up(book: Book, contact: int, day: str, clock: str | None, zone: str = "UTC", state: str = "open") -> str:
    pk = book.run(
        "INSERT INTO follow_up(contact, due_day, due_time, due_zone, state) VALUES (?, ?, ?, ?, ?)",
        contact, day, clock, zone, state,
    )  # fmt: skip
    return str(book.connection.execute("SELECT id FROM follow_up WHERE pk = ?", (pk,)).fetchone()[0])


def fallen(book: Book, at: datetime, since: datetime) -> list[str]:
    return [step.id for step in reminders.fallen(book.connection, desk_at(at), int(since.timestamp()))]


def test_what_is_due_at_this_very_moment_has_fallen_due(book: Book) -> None:
    jane = book.person("Jane")
    step = follow_up(book, jane, "2026-11-18", "08:00")
    follow_up(book, jane, "2026-11-18", "08:01")
    assert fallen(book, NOW, NOW - timedelta(minutes=1)) == [step]
    assert fallen(book, NOW + timedelta(seconds=59), NOW) == []


def test_a_clock_typed_elsewhere_strikes_there(book: Book) -> None:
    step = follow_up(book, book.person("Jane"), "2026-11-18", "17:00", "Asia/Tokyo")
    assert fallen(book, NOW, NOW - timedelta(minutes=1)) == [step]


def test_days_and_what_is_done_and_people_out_of_reach_never_fall_due(book: Book) -> None:
    jane = book.person("Jane")
    follow_up(book, jane, "2026-11-18", None)
    follow_up(book, jane, "2026-11-18", "08:00", state="done")
    follow_up(book, book.person("Bob", do_not_contact=1), "2026-11-18", "08:00")
    follow_up(book, book.person("Cat", deleted_at=1), "2026-11-18", "08:00")
    assert fallen(book, NOW, NOW - timedelta(days=9)) == []


def test_no_more_are_fetched_than_can_be_told_of(book: Book) -> None:
    jane = book.person("Jane")
    with book.transaction() as connection:
        connection.executemany(
            "INSERT INTO follow_up(contact, due_day, due_time, due_zone) VALUES (?, '2026-11-18', '08:00', 'UTC')",
            [(jane,)] * (reminders.MOST + 5),
        )
    assert len(fallen(book, NOW, NOW - timedelta(minutes=1))) == reminders.MOST


def test_the_next_one_is_found_without_reading_the_others(book: Book) -> None:
    plan = book.connection.execute(f"EXPLAIN QUERY PLAN {reminders._FALLEN}", (0, 0)).fetchall()
    assert ["follow_up_instant (due_at>? AND due_at<?)" in row[3] for row in plan] == [True]


CLOCKS = st.tuples(st.integers(16, 20), st.integers(0, 23), st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(CLOCKS, st.sampled_from(["open", "done"])), max_size=8), st.integers(0, 80), st.integers(0, 80)
)
def test_what_falls_due_is_what_a_plain_comparison_finds(
    tmp_path_factory: pytest.TempPathFactory,
    given_steps: list[tuple[tuple[int, int, str], str]],
    first: int,
    hours: int,
) -> None:
    since = datetime(2026, 11, 16, tzinfo=UTC) + timedelta(hours=first)
    now = since + timedelta(hours=hours)
    book = Book(tmp_path_factory.mktemp("fallen") / "crm.db", desk_at(now))
    jane = book.person("Jane")
    for (day, hour, zone), state in given_steps:
        follow_up(book, jane, f"2026-11-{day}", f"{hour:02}:00", zone, state)
    steps = follow_ups.by_pk(book.connection, desk_at(now), list(range(1, len(given_steps) + 1))).values()
    expected = {
        step.id for step in steps if step.state == "open" and step.due.instant and since < step.due.instant <= now
    }
    assert set(fallen(book, now, since)) == expected
    book.connection.close()


def test_each_is_told_of_once_at_a_time_and_again_at_another(path: Path) -> None:
    assert reminders.claim(path, [("a", 60), ("b", 60)]) == {"a", "b"}
    assert reminders.claim(path, [("a", 60), ("c", 60)]) == {"c"}
    assert reminders.claim(path, [("a", 120)]) == {"a"}


def test_of_many_who_ask_at_once_one_gets_it(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: reminders.claim(path, [("a", 60)]), range(16)))
    assert sum(map(len, got)) == 1


def test_what_was_told_is_for_the_reps_eyes_and_forgotten_after_a_week(path: Path) -> None:
    reminders.claim(path, [("a", 60)])
    file = reminders.place(path)
    assert file.stat().st_mode & 0o777 == 0o600
    reminders.claim(path, [("b", 60 + 8 * 86_400)])
    with closing(sqlite3.connect(file)) as told:
        assert told.execute("SELECT id FROM told").fetchall() == [("b",)]


def test_where_nothing_can_be_noted_it_is_told_all_the_same(path: Path) -> None:
    reminders.place(path).mkdir(parents=True)
    assert reminders.claim(path, [("a", 60)]) == {"a"}
    assert reminders.claim(path, [("a", 60)]) == {"a"}


def test_telling_is_no_change_of_the_book(book: Book, path: Path) -> None:
    follow_up(book, book.person("Jane"), "2026-11-18", "08:00")
    with closing(connect(path)) as other:
        before = other.execute("PRAGMA data_version").fetchone()
        since = int(NOW.timestamp()) - 60
        assert len(reminders.untold(book.connection, desk_at(NOW), path, since)) == 1
        assert reminders.untold(book.connection, desk_at(NOW), path, since) == ()
        assert other.execute("PRAGMA data_version").fetchone() == before


def test_the_first_that_still_waits_is_open_and_due(book: Book) -> None:
    jane = book.person("Jane")
    done = follow_up(book, jane, "2026-11-18", "08:00", state="done")
    later = follow_up(book, jane, "2026-11-18", "09:00")
    step = follow_up(book, jane, "2026-11-18", "07:00")
    found = reminders.first_waiting(book.connection, desk_at(NOW), [done, later, "gone", step])
    assert found is not None
    assert found.id == step
    assert reminders.first_waiting(book.connection, desk_at(NOW), [done, later]) is None
