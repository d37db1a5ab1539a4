"""Whatever stands in a field is shown, whole, and does nothing."""

from __future__ import annotations

import re
import sqlite3

import pytest

from crm_tui.domain.text import visible
from tests.screens.book import Book, made_once
from tests.screens.rep import Rep, at_desk

HOSTILE = (
    "x[/]y",
    "[red]Acme[/red]",
    "[@click=app.quit]boom[/]",
    "a\x1b]52;c;ZXZpbA==\x07b",
    "a\x1b[2Jb",
    "a\x9b31mb",
    "abc\u202edef",
    "$[/bold] {self.app.exit()}",
)

#: Characters that a terminal would obey.
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def vandalise(book: Book, text: str) -> None:
    """Puts ``text`` into every field by a door that cleans nothing: a database shell."""
    connection = sqlite3.connect(book.path)
    with connection:
        connection.execute("UPDATE contact SET name = :t, title = :t, status = :t, note = :t, zone = ''", {"t": text})
        connection.execute("UPDATE company SET name = :t", {"t": text})
        connection.execute("UPDATE contact_point SET value = :t, label = :t", {"t": text})
        connection.execute("UPDATE tag SET name = :t", {"t": text})
        connection.execute("UPDATE follow_up SET text = :t", {"t": text})
        connection.execute("UPDATE interaction SET text = :t, subject = :t, outcome = :t, is_pinned = 1", {"t": text})
    connection.close()


@pytest.fixture
@made_once
def victim(book: Book) -> Book:
    book.person("Jane Doe", phone="+371 20 000 000", email="jane@acme.example", company="Acme", tags=("vip",))
    book.follow_up("Jane Doe", "today", "about pricing")
    return book


async def look_everywhere(rep: Rep) -> list[str]:
    looks = [rep.look()]
    for key in ("c", "l", "n", "f", "s", "d", "e", "t", "p"):
        await rep.press(key)
        looks.append(rep.look())
        await rep.press("escape")
    for key in ("3", "5", "6", "1"):
        await rep.press(key)
        looks.append(rep.look())
    await rep.press("enter")
    looks.append(rep.look())
    await rep.press("tab", "tab", "tab")
    looks.append(rep.look())
    return looks


async def test_no_screen_or_dialog_obeys_what_stands_in_a_field(victim: Book) -> None:
    async with at_desk(victim.path) as rep:
        await rep.press("n")
        await rep.type("seen")
        await rep.press("enter")
    vandalise(victim, " ".join(HOSTILE))
    async with at_desk(victim.path) as rep:
        looks = await look_everywhere(rep)
        assert rep.app.is_running
    for seen in looks:
        assert not OBEYED.search(seen)


async def test_hostile_names_are_shown_whole(book: Book) -> None:
    for number in range(len(HOSTILE)):
        book.person(f"person {number}")
    connection = sqlite3.connect(book.path)
    with connection:
        for number, text in enumerate(HOSTILE):
            connection.execute("UPDATE contact SET name = ? WHERE name = ?", (text, f"person {number}"))
    connection.close()
    async with at_desk(book.path, size=(240, 40)) as rep:
        for text in HOSTILE:
            assert rep.sees(visible(text))


async def test_a_click_on_markup_in_a_name_does_nothing(victim: Book) -> None:
    vandalise(victim, "[@click=app.quit]boom[/]")
    async with at_desk(victim.path) as rep:
        await rep.click("boom")
        assert rep.app.is_running
        assert rep.sees("[@click=app.quit]boom[/]")
