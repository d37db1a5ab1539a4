"""After undo, the cursor is on the person whom the undone action was about."""

from __future__ import annotations

import pytest

from tests.screens.book import Book
from tests.screens.rep import at_desk

NAMES = ("Ann Lee", "Bob Stone", "Cat Smith", "Dan Brown", "Eve White")


@pytest.fixture
def morning(book: Book) -> Book:
    for name in NAMES:
        book.person(name, phone="+371 20 000 000")
        book.follow_up(name, "today", f"call {name}")
    return book


async def test_in_today_contacts_and_follow_ups(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("j", "s", "2", "G")
        assert "Eve White" in rep.highlighted
        await rep.press("z")
        assert "Bob Stone" in rep.highlighted
        await rep.press("6", "j", "j", "s", "5", "g")
        assert "Ann Lee" in rep.highlighted
        await rep.press("z")
        assert "Cat Smith" in rep.highlighted
        await rep.press("3", "S", "j", "j", "j", "x", "G")
        assert rep.highlighted.split()[1:3] == ["Eve", "White"]
        await rep.press("z")
        assert "Bob Stone" in rep.highlighted


async def test_of_two_follow_ups_of_one_person_it_is_the_one_that_was_moved(morning: Book) -> None:
    morning.follow_up("Cat Smith", "today", "send the list", kind="email")
    async with at_desk(morning.path) as rep:
        await rep.press("6", "G")
        moved = rep.highlighted
        await rep.press("s", "2", "g", "z")
        assert rep.highlighted == moved


async def test_the_undo_of_what_was_about_many_leaves_the_cursor_where_it_is(morning: Book) -> None:
    for number in range(120):
        morning.person(f"Person {number:03}")
    async with at_desk(morning.path) as rep:
        await rep.press("3", "S", "*", "t")
        await rep.type("fair")
        await rep.press("enter", "escape", "j", "j")
        here = rep.highlighted
        await rep.press("z")
        assert "Undid" in rep.toast
        assert rep.highlighted == here


async def test_an_entry_that_is_there_again_is_highlighted(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        for text in ("first", "second", "third"):
            await rep.press("n")
            await rep.type(text)
            await rep.press("enter")
        await rep.press("enter", "j", "x", "G")
        assert "first" in rep.highlighted
        await rep.press("z")
        assert "second" in rep.highlighted
