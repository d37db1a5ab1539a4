"""Wherever the palette is opened, what is chosen comes to the front; and the key of the work leads to it."""

from __future__ import annotations

import pytest

from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk

#: The keys that lead to every screen, from Today.
SCREENS = {
    "Today": (),
    "Contacts": ("3",),
    "Contact, over Contacts": ("3", "enter"),
    "Contact, over Contacts, which another place was left for": ("3", "enter", "5"),
    "Companies": ("5",),
    "Company": ("5", "enter"),
    "Follow-ups": ("6",),
    "a block": ("w",),
    "a block over Contacts": ("3", "w"),
    "Duplicates": ("M",),
    "Settings": (",",),
    "Settings over a contact": ("3", "enter", ","),
}


@pytest.fixture
def people(book: Book) -> Book:
    for name in ("Jane Doe", "Bob Stone"):
        book.person(name, company="Acme", phone="+371 20 000 000")
        book.follow_up(name, "today")
    book.person("Cleo Park", company="Zenith")
    return book


async def choose(rep: Rep, words: str, *moves: str) -> None:
    await rep.press("ctrl+p")
    await rep.type(words)
    await rep.press(*moves, "enter")


@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS)
async def test_a_view_a_person_and_a_company_come_to_the_front(people: Book, keys: tuple[str, ...]) -> None:
    async with at_desk(people.path) as rep:
        await rep.press(*keys)
        await choose(rep, "cleo")
        assert rep.sees("Timeline")
        assert rep.sees("Cleo Park")
        depth = len(rep.app.screen_stack)
        await choose(rep, "cleo")
        assert len(rep.app.screen_stack) == depth, "whoever is in front already is not opened once more"
        await rep.press("escape")
        await choose(rep, "zenith", "down")
        assert rep.sees("[People 1]")
        await rep.press("escape")
        await choose(rep, "never reached")
        assert rep.app.current_mode == "contacts"
        assert rep.sees("attempts:>=1 reached:no")
        assert len(rep.app.screen_stack) == 1


async def test_the_key_of_the_work_begins_it_and_goes_on_with_it(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press(",", "2")
        assert rep.toast.startswith("· There is no list to work here.")
        await rep.press("escape", "2")
        assert rep.sees("1 of 3")
        await rep.press("2", "enter", "escape")
        assert rep.sees("Block paused")
        await rep.press("3", "enter", "2")
        assert rep.sees("2 of 3")
