"""The keys of the places: each as it was left, and the place itself by a second press."""

from __future__ import annotations

from crm_tui.actions import Scope
from crm_tui.screens.places import as_desk
from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk


def scope(rep: Rep) -> Scope:
    screen = as_desk(rep.app.screen)
    assert screen is not None
    return screen.SCOPE


async def test_a_place_is_as_it_was_left_and_its_key_leads_out_of_what_lies_over_it(book: Book) -> None:
    book.person("Jane Doe", company="Acme")
    async with at_desk(book.path) as rep:
        await rep.press("3", "enter", "comma")
        assert scope(rep) is Scope.SETTINGS
        await rep.press("1")
        assert scope(rep) is Scope.TODAY
        await rep.press("3")
        assert scope(rep) is Scope.SETTINGS
        await rep.press("3")
        assert scope(rep) is Scope.CONTACTS
        await rep.press("3")
        assert scope(rep) is Scope.CONTACTS


async def test_leading_out_of_a_block_pauses_it(book: Book) -> None:
    for name in ("Jane Doe", "John Doe"):
        book.person(name)
    async with at_desk(book.path) as rep:
        await rep.press("w", "enter")
        assert scope(rep) is Scope.CONTACT
        await rep.press("1")
        assert scope(rep) is Scope.TODAY
        assert rep.sees("Block paused at 1 of 2")
        await rep.press("w")
        assert scope(rep) is Scope.WORK
