"""Work mode: what is painted at once, and what it keeps."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from crm_tui.domain.block import MOST_WORKED, Turn
from crm_tui.screens.work import begin
from crm_tui.screens.work.file import BlockFile
from crm_tui.screens.work.screen import WorkScreen
from crm_tui.store import contacts
from crm_tui.store.store import Store
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import Rep, at_desk

NAMES = ("Ann Ash", "Bea Birch", "Cid Cedar", "Dan Dill")


@pytest.fixture
@made_once
def due(book: Book) -> Book:
    for name in NAMES:
        book.person(name, company="Acme")
        book.follow_up(name, "today", f"call {name}")
    return book


def working(rep: Rep) -> WorkScreen:
    screen = rep.app.screen
    assert isinstance(screen, WorkScreen)
    return screen


def name(rep: Rep) -> str:
    subject = working(rep).subject
    return subject.name if subject else ""


async def test_the_next_person_is_there_before_the_store_is_asked(due: Book) -> None:
    async with at_desk(due.path) as rep:
        await rep.press("w")
        working(rep).action_list_next()
        assert name(rep) == "Bea Birch"
        await rep.idle()
        working(rep).action_list_next()
        assert name(rep) == "Cid Cedar"


async def test_what_was_fetched_ahead_is_fetched_again_when_somebody_else_writes(due: Book) -> None:
    async with at_desk(due.path) as rep:
        await rep.press("w")
        with Store(due.path) as store:
            store.write(contacts.delete, desk(), [due.ids["Bea Birch"]])
        await rep.app.write(contacts.tag, (due.ids["Dan Dill"],), ("hot",))
        await rep.idle()
        working(rep).action_list_next()
        assert name(rep) == "Cid Cedar"
        await rep.idle()
        assert rep.sees("Passed over Bea Birch (in the trash)")


async def test_whoever_is_in_front_and_leaves_the_book_makes_way(due: Book) -> None:
    async with at_desk(due.path) as rep:
        await rep.press("w")
        with Store(due.path) as store:
            store.write(contacts.delete, desk(), [due.ids["Ann Ash"]])
        await rep.app.write(contacts.tag, (due.ids["Dan Dill"],), ("hot",))
        await rep.idle()
        assert name(rep) == "Bea Birch"


async def test_a_change_that_is_not_about_the_person_in_front_moves_nothing(due: Book) -> None:
    async with at_desk(due.path) as rep:
        await rep.press("w", "+")
        await rep.type("@cid call vm")
        await rep.press("enter")
        assert rep.toast.startswith("✓ Called Cid Cedar")
        assert name(rep) == "Ann Ash"
        await rep.press("]")
        assert name(rep) == "Bea Birch"
        await rep.press("]")
        assert name(rep) == "Dan Dill"


async def test_a_long_list_is_worked_in_blocks(due: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_WORKED == 500
    monkeypatch.setattr(begin, "MOST_WORKED", 3)
    async with at_desk(due.path) as rep:
        await rep.press("w")
        assert rep.sees("1 of 3")
        assert "These are the first 3 of the list." in rep.toast
        await rep.press("escape", "3", "*", "w", "2")
        assert rep.sees("1 of 3")


async def test_of_all_that_are_marked_but_one_only_those_are_worked(due: Book) -> None:
    async with at_desk(due.path) as rep:
        await rep.press("3", "*", "space", "w")
        assert rep.sees("1 of 3")
        assert rep.sees("all who are marked")


async def test_a_block_of_another_file_of_the_same_name_is_forgotten(due: Book) -> None:
    async with at_desk(due.path) as rep:
        await rep.press("w", "]", "escape")
    due.path.unlink()
    again = Book(due.path)
    again.person("Eve Elm")
    async with at_desk(again.path) as rep:
        await rep.press("w")
        assert rep.sees("1 of 1")
        assert name(rep) == "Eve Elm"


async def test_w_leads_to_the_block_that_is_open_in_another_place(due: Book) -> None:
    async with at_desk(due.path) as rep:
        await rep.press("w", "]")
        rep.app.go("contacts")
        await rep.idle()
        await rep.press("w", "1")
        assert name(rep) == "Bea Birch"
        assert rep.app.current_mode == "today"


async def test_digits_go_nowhere_while_a_block_is_worked(due: Book) -> None:
    async with at_desk(due.path) as rep:
        await rep.press("w", "5")
        assert rep.sees("[busy]")
        await rep.press("escape")
        assert name(rep) == "Ann Ash"


async def test_todays_block_of_another_day_is_asked_about(due: Book) -> None:
    async with at_desk(due.path) as rep:
        await rep.press("w", "]", "escape")
    async with at_desk(due.path, now="2026-11-19T09:00") as rep:
        await rep.press("w")
        assert rep.sees("Block paused at 2 of 4: Today")
        await rep.press("2")
        assert rep.sees("1 of 4")


async def test_the_keys_of_a_block_are_no_keys_of_lists_and_places(due: Book) -> None:
    async with at_desk(due.path, size=(120, 70)) as rep:
        await rep.press("w", "?")
        assert rep.sees("The call ended: no answer")
        assert rep.sees("End the block")
        assert not rep.sees("Next row")
        assert not rep.sees("Contacts: search everyone")


async def test_the_first_of_a_long_list_is_there_before_the_rest_is_read(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        book.person(f"P{number:02}", company="Acme", now=f"2026-11-17T09:{number:02}")
    seen: list[int] = []
    extend = BlockFile.extend

    def count(file: BlockFile, turns: Sequence[Turn]) -> None:
        seen.append(len(file.block.turns) if file.block else 0)
        extend(file, turns)

    monkeypatch.setattr(BlockFile, "extend", count)
    async with at_desk(book.path, size=(80, 24)) as rep:
        await rep.press("5", "enter", "w")
        assert rep.sees("1 of 60")
        (first,) = seen
        assert 0 < first < 60
        await rep.press("]")
        assert rep.sees("2 of 60")
