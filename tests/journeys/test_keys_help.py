"""`?`: the keys that work where the rep is, those of the part in front first."""

from __future__ import annotations

import pytest

from crm_tui.actions import Scope
from tests.screens.book import Book, made_once
from tests.screens.rep import Rep, at_desk

TITLES = {
    *("The search line", "The line that is typed into"),
    *(Scope.TODAY, Scope.CONTACTS, Scope.SNOOZE, Scope.LOG, Scope.WRITING, Scope.VIEWS),
    *(Scope.LIST, Scope.DIALOG, Scope.EVERYWHERE),
}


@pytest.fixture
@made_once
def people(book: Book) -> Book:
    """One person with something due."""
    book.person("Jane Doe", phone="+371 20 000 000")
    book.follow_up("Jane Doe", "wed", "price list", now="2026-11-16T09:00")
    return book


def titles(rep: Rep) -> list[str]:
    """The headings of the help."""
    lines = (line[:74].strip("│ ") for line in rep.look().splitlines() if line.startswith("│ "))
    return [line for line in lines if line in TITLES]


async def test_help_shows_the_screen_its_list_and_what_works_everywhere(people: Book) -> None:
    async with at_desk(people.path, size=(120, 70)) as rep:
        await rep.press("?")
        assert titles(rep) == ["Today", "In every list", "Everywhere"]
        assert rep.sees("Move the follow-up to a later day")
        assert not rep.sees("Another order of this list")
        await rep.press("?")
        assert not rep.sees("In every list")


async def test_help_in_the_search_line_is_about_the_line_first(people: Book) -> None:
    async with at_desk(people.path, size=(120, 80)) as rep:
        await rep.press("3", "/", "f1")
        assert titles(rep) == ["The search line", "Contacts", "In every list", "Everywhere"]
        assert rep.sees("Complete the word")
        await rep.press("escape")
        await rep.type("jane?")
        assert rep.sees("jane?")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("s", "f1"), ["Snoozing", "In every dialog"]),
        (("c", "f1"), ["Writing a note", "Logging a call", "In every dialog"]),
        (("3", "v", "f1"), ["The line that is typed into", "Choosing a view", "In every list", "In every dialog"]),
    ],
)
async def test_help_in_a_dialog_is_about_the_dialog(people: Book, keys: tuple[str, ...], expected: list[str]) -> None:
    async with at_desk(people.path, size=(120, 80)) as rep:
        await rep.press(*keys)
        assert sorted(titles(rep)) == sorted(expected)
        assert titles(rep)[-1] == "In every dialog"
        await rep.press("escape")
        assert not rep.sees("In every dialog")
