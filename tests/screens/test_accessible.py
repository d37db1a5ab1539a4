"""For those to whom the screen is read: a cursor to follow, words for signs, whole lines, and nothing that moves."""

from __future__ import annotations

import pytest
from textual.geometry import Offset

from crm_tui.config import Config
from tests.screens.book import Book
from tests.screens.rep import ZONE, Rep, at_desk

ACCESSIBLE = Config(zone=ZONE, accessible=True)


@pytest.fixture
def morning(book: Book) -> Book:
    for name in ("Jane Doe", "Bob Stone", "Ann Lee"):
        book.person(name, phone="+371 20 000 000", company="Acme", note="Prefers mornings.", tags=("vip",))
        book.follow_up(name, "today", "price list")
    return book


def read_at(rep: Rep) -> str:
    """The line on which the terminal's cursor is, from the cursor on."""
    x, y = rep.app.cursor_position
    return rep.look().splitlines()[y][x:]


async def test_the_cursor_is_where_the_rep_is(morning: Book) -> None:
    async with at_desk(morning.path, size=(80, 24), config=ACCESSIBLE) as rep:
        assert "Jane Doe" in read_at(rep)
        await rep.press("j")
        assert "Bob Stone" in read_at(rep)
        await rep.press("s")
        assert read_at(rep).startswith("Snooze Bob Stone")
        await rep.press("x")
        x, y = rep.app.cursor_position
        assert rep.look().splitlines()[y][:x].strip().endswith("x")
        await rep.press("escape", "3", "/")
        await rep.type("acme")
        x, y = rep.app.cursor_position
        assert rep.look().splitlines()[y][:x].endswith("acme")
        await rep.press("down")
        assert read_at(rep).startswith(">")
        await rep.press("ctrl+p", "down", "down")
        assert read_at(rep).startswith(">")


async def test_without_it_the_cursor_is_as_textual_has_it(morning: Book) -> None:
    async with at_desk(morning.path, size=(80, 24)) as rep:
        assert rep.app.cursor_position == Offset(0, 0)
        assert not rep.app.has_class("-accessible")


async def test_a_toast_stays_until_the_next_key(morning: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_tui.screens.widgets.toast.SECONDS", dict.fromkeys(("done", "hint"), 0.01))
    async with at_desk(morning.path, size=(80, 24), config=ACCESSIBLE) as rep:
        await rep.press("y")
        await rep.idle()
        assert rep.toast.startswith("done: Copied")
        await rep.press("j")
        assert not rep.toast


async def test_nothing_moves_and_nothing_stands_beside_a_list(morning: Book) -> None:
    async with at_desk(morning.path, size=(160, 50), config=ACCESSIBLE) as rep:
        assert rep.app.animation_level == "none"
        for key in ("1", "3", "5", "6", "enter"):
            await rep.press(key)
            assert not set("│┃╭╮╰╯▌●✆✉→★") & set(rep.look())
        await rep.press("n")
        assert rep.app.focused is not None
        assert not rep.app.focused.cursor_blink  # type: ignore[attr-defined]
        assert not set("│╭╰") & set(rep.look())
        dialog = rep.app.screen.query_one("#dialog")
        assert dialog.region.width == 160


async def test_signs_are_words(morning: Book) -> None:
    async with at_desk(morning.path, size=(80, 24), config=ACCESSIBLE) as rep:
        await rep.press("space")
        assert rep.sees("marked ")
        assert rep.sees("call: price list")
        assert rep.sees("[1 Today]")
        assert rep.sees("note: Prefers mornings.")
        await rep.click("Ann Lee")
        await rep.press("3")
        assert rep.sees("> ")
