"""Data: what was thrown away is there, comes back, or goes for good; and everything that was done is told."""

from __future__ import annotations

import sqlite3

import pytest

from crm_tui.config import Config
from crm_tui.config.settings import BackupSettings
from crm_tui.domain.text import visible
from crm_tui.screens.data.file_lines import sized
from crm_tui.screens.dialogs.import_file import ImportFileDialog
from crm_tui.store import backup, contacts
from crm_tui.store.store import Store
from tests.journeys.test_hostile_data import HOSTILE, OBEYED
from tests.screens.book import Book, desk
from tests.screens.rep import ZONE, at_desk

ALIVE = "SELECT name FROM contact WHERE deleted_at IS NULL ORDER BY name"


@pytest.fixture
def people(book: Book) -> Book:
    for name in ("Bob Stone", "Jane Doe"):
        book.person(name, phone="+371 20 000 000", company="Acme")
    return book


def alive(book: Book) -> list[str]:
    return [name for (name,) in book.rows(ALIVE)]


async def test_what_is_thrown_away_comes_back_with_one_key_and_undo_goes_both_ways(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("7")
        assert rep.sees("The trash is empty. x puts")
        assert rep.sees("2 contacts · no backup yet: b makes one")
        await rep.press("escape", "3", "x")
        (left,) = alive(people)
        gone = "Jane Doe" if left == "Bob Stone" else "Bob Stone"
        await rep.press("7")
        assert rep.sees("[Trash 1]")
        assert rep.sees("1 contact ·")
        assert gone in rep.highlighted
        assert "90 days" in rep.highlighted
        await rep.press("enter")
        assert f"Restored {gone}" in rep.toast
        assert len(alive(people)) == 2
        assert rep.sees("[Trash 0]")
        await rep.press("z")
        assert rep.sees("[Trash 1]")
        assert gone in rep.highlighted, "it is there again"
        await rep.press("Z")
        assert rep.sees("[Trash 0]")
        await rep.press("R")
        assert "No record of the trash is highlighted." in rep.toast


async def test_erasing_says_what_goes_and_leaves_nothing_to_undo(people: Book) -> None:
    people.person("Ann {go.today} [red]Ash[/]")
    async with at_desk(people.path) as rep:
        await rep.press("3", "/", *"ash", "enter", "x", "7", "D")
        assert rep.sees("Erase the contact for good")
        assert rep.sees("│ Ann {go.today} [red]Ash[/]")
        assert rep.sees("Not even z brings them back")
        await rep.press("escape")
        assert rep.sees("[Trash 1]")
        await rep.press("D", "enter")
        assert "Erased the contact for good" in rep.toast
        assert "undoes" not in rep.toast
        assert rep.sees("[Trash 0]")
        assert people.rows("SELECT count(*) FROM contact WHERE name LIKE 'Ann%'") == [(0,)]
        await rep.press("tab")
        assert rep.sees("Something about a record that was erased")
        assert not rep.sees("Ash")


async def test_the_history_tells_what_was_done_and_follows_undo(people: Book) -> None:
    people.follow_up("Jane Doe", "fri 10:00", "price list")
    async with at_desk(people.path) as rep:
        await rep.press("7", "tab")
        assert rep.sees("[History 3]")
        assert "Call Jane Doe Fri 20 Nov 10:00" in rep.highlighted
        assert "you" in rep.highlighted
        assert rep.sees("follow-up text: (empty) → price list")
        await rep.press("z")
        assert rep.sees("[History 4]")
        (undone,) = (line for line in rep.look().splitlines() if line.endswith("undone"))
        assert "Call Jane Doe" in undone
        await rep.press("g", "down", "enter")
        assert rep.sees("[Timeline")
        assert rep.sees("Jane Doe"), "whom it was about"


async def test_a_backup_is_made_while_one_waits_and_is_the_newest(people: Book) -> None:
    folder = people.path.parent / "copies"
    config = Config(zone=ZONE, backup=BackupSettings(folder=str(folder)))
    async with at_desk(people.path, config=config) as rep:
        await rep.press("7")
        await rep.click("Back up")
        ((_, made),) = backup.listing(folder)
        assert made.name in rep.toast
        assert rep.sees("2 contacts · backed up just now")
        await rep.press("b")
        assert len(backup.listing(folder)) == 2


async def test_the_ways_of_the_whole_book_are_a_click_away(people: Book) -> None:
    async with at_desk(people.path, size=(80, 24)) as rep:
        await rep.press("7")
        await rep.click("Duplicates")
        assert rep.sees("Nobody seems to be there twice.")
        await rep.press("escape")
        await rep.click("Import")
        assert isinstance(rep.app.screen, ImportFileDialog)
        await rep.press("escape", "7")
        await rep.click("History")
        assert rep.sees("[History")
        await rep.press("escape", "7")
        assert rep.sees("[History"), "as it was left"


async def test_what_stands_in_the_trash_and_in_the_history_is_shown_and_never_obeyed(people: Book) -> None:
    words = " ".join(HOSTILE)
    with Store(people.path) as store:
        store.write(contacts.delete, desk(), (people.ids["Jane Doe"],))
    connection = sqlite3.connect(people.path)
    with connection:
        connection.execute("UPDATE contact SET name = ?", (words,))
        connection.execute("UPDATE operation SET summary = ?", (words,))
    connection.close()
    async with at_desk(people.path, size=(200, 40)) as rep:
        looks = []
        for key in ("7", "D", "escape", "tab", "j", "j", "enter", "escape", "shift+tab", "R"):
            await rep.press(key)
            looks.append(rep.look())
        assert visible(words)[:60] in looks[0]
        assert rep.app.is_running
    assert not any(OBEYED.search(seen) for seen in looks)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 kB"),
        (340_100, "340 kB"),
        (1_234_567, "1.2 MB"),
        (449_687_552, "450 MB"),
        (4_123_000_000, "4.1 GB"),
    ],
)
def test_a_size_is_said_as_it_is_spoken_of(size: int, words: str) -> None:
    assert sized(size) == words
