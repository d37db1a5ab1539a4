"""What a search is listed by is said as it is, and a pane without anything to read makes room."""

from __future__ import annotations

import pytest

from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk


@pytest.fixture
def people(book: Book) -> Book:
    for name in ("Ann Lee", "Bob Stone"):
        book.person(name, company="Acme", tags=("fair",))
        book.follow_up(name, "tomorrow", "price list")
    return book


async def seek(rep: Rep, words: str) -> None:
    await rep.press("escape", "escape", "/")
    await rep.type(words)


async def test_the_order_of_a_search_is_the_one_that_it_has(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3")
        assert rep.sees("by last worked")
        for words, order in (
            ("ann", "best match"),
            ("ann #fair", "best match"),
            ("#fair", "last worked"),
            ("created:<7d", "newest"),
            ("due:tomorrow", "next step"),
            ("last:any or next:any", "last worked"),
        ):
            await seek(rep, words)
            assert rep.sees(f"by {order}"), words
        await rep.press("escape", "S")
        assert rep.sees("by name")


async def test_a_pane_with_nothing_to_read_is_the_lists(people: Book) -> None:
    async with at_desk(people.path, size=(80, 24)) as rep:
        await rep.press("3", "n")
        await rep.type("She prefers mornings.")
        await rep.press("enter", "enter")
        assert rep.sees("She prefers mornings.")
        reading = rep.app.screen.query_one("#reading")
        assert reading.display
        await rep.press("tab")
        assert not reading.display
        assert rep.app.screen.query_one("#parts").size.height > 10
        await rep.press("tab", "shift+tab", "shift+tab")
        assert reading.display
        assert reading.size.height > 1


async def test_a_search_that_was_wrong_is_forgotten_with_its_last_letter(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("status:nope")
        assert rep.sees("does not know “nope”")
        await rep.press("ctrl+u")
        assert not rep.sees("does not know “nope”")
