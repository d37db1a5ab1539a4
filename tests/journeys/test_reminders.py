"""Follow-ups that fall due while the rep works, and people who have gone quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.config import Config
from crm_tui.screens.app import CrmApp
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.store import reminders
from tests.screens.book import Book
from tests.screens.rep import NOW, ZONE, at_desk

AT_TEN, A_MINUTE_LATER = "2026-11-18T10:00", "2026-11-18T10:01"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Jane is to be called at ten; Bob has no follow-up."""
    book = Book(tmp_path / "crm.db")
    book.person("Jane Doe", company="Acme")
    book.person("Bob Stone")
    book.follow_up("Jane Doe", "today 10:00", "price list")
    return book


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A mark for each time that the bell rings."""
    rung: list[int] = []
    monkeypatch.setattr(CrmApp, "bell", lambda _: rung.append(1))
    return rung


async def test_a_follow_up_that_falls_due_is_told_of_with_the_bell(book: Book, bells: list[int]) -> None:
    async with at_desk(book.path) as rep:
        await rep.clock("2026-11-18T09:59")
        assert (rep.toast, bells) == ("", [])
        await rep.clock(AT_TEN)
        assert rep.toast == "◷ Due 10:00 call Jane Doe: price list   ! opens"
        assert len(bells) == 1


async def test_it_is_told_of_once(book: Book, bells: list[int]) -> None:
    async with at_desk(book.path) as rep:
        for clock in (AT_TEN, A_MINUTE_LATER, "2026-11-18T10:02", "2026-11-18T11:00"):
            await rep.clock(clock)
    async with at_desk(book.path, now=AT_TEN) as rep:  # opened again within the minute
        await rep.clock(A_MINUTE_LATER)
        assert rep.toast == ""
    assert len(bells) == 1


async def test_what_another_app_on_the_book_has_told_of_is_not_told_of_again(book: Book, bells: list[int]) -> None:
    ((id, at),) = book.rows("SELECT id, due_at FROM follow_up")
    assert reminders.claim(book.path, [(id, at)]) == {id}
    async with at_desk(book.path) as rep:
        await rep.clock(AT_TEN)
        assert rep.toast == ""
    assert bells == []


async def test_what_was_overdue_at_the_start_is_counted_and_not_told_of(book: Book, bells: list[int]) -> None:
    async with at_desk(book.path, now="2026-11-18T11:00") as rep:
        await rep.clock("2026-11-18T11:01")
        assert (rep.toast, bells) == ("", [])
        await rep.press("3")
        assert rep.sees("1 overdue")


async def test_what_is_due_in_the_minute_of_the_start_is_told_of(book: Book) -> None:
    async with at_desk(book.path, now="2026-11-18T10:00:40") as rep:
        assert "Jane Doe" in rep.toast


async def test_a_machine_that_slept_reminds_on_waking(book: Book, bells: list[int]) -> None:
    async with at_desk(book.path) as rep:
        await rep.clock("2026-11-18T13:20")
        assert rep.toast.startswith("◷ Due 10:00 call Jane Doe")
    assert len(bells) == 1


async def test_a_clock_that_is_put_back_reminds_of_nothing_twice(book: Book, bells: list[int]) -> None:
    async with at_desk(book.path) as rep:
        for clock in (AT_TEN, "2026-11-18T09:00", AT_TEN):
            await rep.clock(clock)
        book.follow_up("Bob Stone", "today 9:30", now="2026-11-18T09:00")
        for clock in ("2026-11-18T09:00", "2026-11-18T09:30"):
            await rep.clock(clock)
        assert rep.toast.startswith("◷ Due 09:30 call Bob Stone")
    assert len(bells) == 2


async def test_one_key_opens_the_person(book: Book) -> None:
    async with at_desk(book.path) as rep:
        await rep.press("3")
        await rep.clock(AT_TEN)
        await rep.press("!")
        assert rep.sees("price list")
        assert rep.app.screen.query_one(Masthead).note == "Jane Doe"
        await rep.press("!")
        assert "No reminder is waiting" in rep.toast


async def test_several_at_once_are_one_sentence_and_opened_one_by_one(book: Book, bells: list[int]) -> None:
    for name in ("Ann Low", "Cat Smith", "Dan Brown"):
        book.person(name)
        book.follow_up(name, "today 10:00")
    async with at_desk(book.path) as rep:
        await rep.clock(AT_TEN)
        assert rep.toast == "◷ 4 follow-ups are due: Jane Doe, Ann Low, Cat Smith and 1 more   ! opens"
        assert len(bells) == 1
        for name in ("Jane Doe", "Ann Low"):
            await rep.press("!")
            assert rep.app.screen.query_one(Masthead).note == name


async def test_who_was_called_meanwhile_is_not_opened(book: Book) -> None:
    async with at_desk(book.path) as rep:
        await rep.clock(AT_TEN)
        await rep.press("d", "1", "enter", "!")
        assert "No reminder is waiting" in rep.toast


async def test_a_snoozed_one_comes_back_at_its_new_time(book: Book, bells: list[int]) -> None:
    async with at_desk(book.path) as rep:
        await rep.clock(AT_TEN)
        await rep.press("s")
        await rep.type("today 10:30")
        await rep.press("enter")
        await rep.clock("2026-11-18T10:29")
        assert len(bells) == 1
        await rep.clock("2026-11-18T10:30")
        assert rep.toast.startswith("◷ Due 10:30 call Jane Doe")
        assert len(bells) == 2


async def test_typing_goes_on_undisturbed(book: Book) -> None:
    async with at_desk(book.path) as rep:
        await rep.press("n")
        await rep.type("wants a")
        await rep.clock(AT_TEN)
        await rep.type(" discount!")
        assert rep.sees("wants a discount!")
        assert rep.sees("Due 10:00 call Jane Doe")
        await rep.press("enter")
        assert book.rows("SELECT text FROM interaction") == [("wants a discount!",)]
        await rep.press("!")
        assert rep.app.screen.query_one(Masthead).note == "Jane Doe"


async def test_the_settings_silence_it(book: Book, bells: list[int]) -> None:
    async with at_desk(book.path, config=Config(zone=ZONE, notify=False)) as rep:
        await rep.clock(AT_TEN)
        assert rep.toast == ""
        await rep.press("3")
        assert rep.sees("1 today")
        await rep.clock(A_MINUTE_LATER)
        assert rep.sees("1 overdue")
    assert bells == []


async def test_the_bell_alone_can_be_silenced(book: Book, bells: list[int]) -> None:
    async with at_desk(book.path, config=Config(zone=ZONE, notify_bell=False)) as rep:
        await rep.clock(AT_TEN)
        assert rep.toast
    assert bells == []


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("off", []),
        ("osc9", ["\x1b]9;crm: 1 follow-up is due\x1b\\"]),
        ("osc777", ["\x1b]777;notify;crm;1 follow-up is due\x1b\\"]),
    ],
)
async def test_the_terminal_is_told_a_number_and_no_name(
    book: Book, monkeypatch: pytest.MonkeyPatch, way: str, told: list[str]
) -> None:
    sent: list[str] = []
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr(CrmApp, "tell_terminal", lambda _, sequence: sent.append(sequence))
    async with at_desk(book.path, config=Config(zone=ZONE, notify_desktop=way)) as rep:
        await rep.clock(AT_TEN)
    assert sent == told


async def test_the_sentence_names_the_key_that_the_rep_has_chosen(book: Book) -> None:
    config = Config(zone=ZONE, keys={"reminder.open": ("U",)})
    async with at_desk(book.path, config=config) as rep:
        await rep.clock(AT_TEN)
        assert rep.toast.endswith("U opens")
        await rep.press("U")
        assert rep.app.screen.query_one(Masthead).note == "Jane Doe"


async def test_the_top_of_every_screen_counts_what_is_due_and_follows_changes(book: Book) -> None:
    book.follow_up("Bob Stone", "today", now=NOW)
    async with at_desk(book.path) as rep:
        for key in ("3", "5", "6", "4"):
            await rep.press(key)
            assert rep.look().splitlines()[0].count("2 today") == 1
        await rep.press("escape", "1", "d", "1", "enter", "3")
        assert "1 today" in rep.look().splitlines()[0]
        await rep.clock(A_MINUTE_LATER)
        assert "1 overdue" in rep.look().splitlines()[0]
        await rep.press("z")
        assert "1 overdue, 1 today" in rep.look().splitlines()[0]


async def test_a_reminder_of_a_hostile_name_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    book = Book(tmp_path / "crm.db")
    book.person("[red]Eve[/red] [@click=app.quit]x")
    book.follow_up("[red]Eve[/red] [@click=app.quit]x", "today 10:00", "[/]")
    async with at_desk(book.path) as rep:
        await rep.clock(AT_TEN)
        assert "[red]Eve[/red] [@click=app.quit]x: [/]" in rep.toast
