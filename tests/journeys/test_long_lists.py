"""Lists longer than anybody reads: to the end and back, and work done there."""

from __future__ import annotations

import pytest

from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.store import derived, journal, today
from crm_tui.store.store import Store
from tests.screens.book import Book, made_once
from tests.screens.rep import Rep, at_desk

ENTRIES = 10_000

LATE = 130


@pytest.fixture
@made_once
def talkative(book: Book) -> Book:
    """Somebody with ten thousand calls, an hour apart."""
    book.person("Jane Doe", phone="+371 20 000 000")
    with Store(book.path) as store:
        connection = store.connection
        connection.execute("BEGIN IMMEDIATE")
        journal.pause(connection)
        connection.executemany(
            "INSERT INTO interaction(kind, outcome, text, at) VALUES ('call', 'no answer', ?, ?)",
            [(f"Call number {number}", 1_700_000_000 + 3_600 * number) for number in range(1, ENTRIES + 1)],
        )
        connection.execute(
            "INSERT INTO interaction_contact(interaction, contact, at) SELECT pk, 1, at FROM interaction"
        )
        derived.rebuild(connection)
        journal.resume(connection)
        connection.execute("COMMIT")
    return book


@pytest.fixture
@made_once
def busy(book: Book) -> Book:
    """A hundred and thirty overdue, one due today, as many without a next step."""
    book.person("Due Today")
    book.follow_up("Due Today", "today")
    with Store(book.path) as store:
        store.connection.executescript(
            f"""
            BEGIN IMMEDIATE;
            WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < {LATE})
            INSERT INTO contact(name) SELECT printf('Late %03d', i) FROM n;
            INSERT INTO follow_up(contact, due_day)
            SELECT pk, date('2026-01-01', printf('+%d days', pk)) FROM contact WHERE name LIKE 'Late%';
            WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < {LATE})
            INSERT INTO contact(name) SELECT printf('Stepless %03d', i) FROM n;
            """
        )
        derived.refresh(store.connection)
        store.connection.execute("COMMIT")
    return book


def front(rep: Rep, id: str) -> RecordList[object]:
    return rep.app.screen.query_one(f"#{id}", RecordList)


async def test_ten_thousand_entries_are_read_from_both_ends_and_a_call_is_logged_there(talkative: Book) -> None:
    async with at_desk(talkative.path) as rep:
        await rep.press("3", "enter")
        assert rep.sees(f"Call number {ENTRIES}")
        assert rep.sees("[Timeline 1000+]")
        timeline = front(rep, "timeline")
        await rep.press("end")
        assert timeline.position == (ENTRIES, ENTRIES)
        assert rep.sees("Call number 1")
        await rep.press("pageup", "k")
        before = timeline.position[0]
        assert 9_900 < before < ENTRIES
        assert not any(line.strip() == "…" for line in rep.look().splitlines())
        await rep.press("c", "2", "enter")
        assert "Call number" in rep.highlighted
        assert talkative.rows("SELECT count(*) FROM interaction") == [(ENTRIES + 1,)]
        await rep.press("z", "home")
        assert rep.sees(f"Call number {ENTRIES}")
        assert timeline.position[0] == 1


async def test_today_goes_on_through_all_of_its_sections(busy: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(today, "MOST_COUNTED", 60)
    async with at_desk(busy.path) as rep:
        queue = front(rep, "queue")
        assert rep.sees("overdue 60+")
        assert not queue.is_exact
        await rep.press("end")
        assert "Stepless 130" in rep.highlighted
        rows = LATE + 1 + LATE + 3
        assert (queue.total, queue.is_exact) == (rows, True)
        await rep.press("home")
        assert "Late 001" in rep.highlighted
        seen: list[str] = []
        while not seen or seen[-1] != rep.highlighted:
            seen.append(rep.highlighted)
            await rep.press("pagedown")
        assert any("Late" in row for row in seen)
        assert any("Stepless" in row for row in seen)
        assert "Stepless 130" in seen[-1]
        while "Due Today" not in rep.highlighted:
            await rep.press("pageup")
            if rep.sees("Due Today"):
                await rep.click("Due Today")
        assert rep.sees("Late 130")


async def test_whoever_is_worked_leaves_a_long_section_and_the_next_takes_their_place(busy: Book) -> None:
    async with at_desk(busy.path) as rep:
        queue = front(rep, "queue")
        assert rep.sees(f"no next step {LATE}")
        await rep.press("end", "c", "2", "enter")
        assert "Stepless" in rep.highlighted
        assert "Stepless 130" not in rep.highlighted
        assert rep.sees(f"no next step {LATE - 1}")
        assert queue.is_exact
