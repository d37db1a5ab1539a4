"""Screens of a person are filled anew; nothing of the person before is left on them."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from tests.screens.book import Book
from tests.screens.rep import at_desk


async def test_the_next_person_is_shown_on_the_same_screen_and_nothing_is_left_of_the_first(book: Book) -> None:
    book.person("Ada Lovelace", email="ada@acme.example", company="Acme", now="2026-11-01T09:00")
    book.person("Grace Hopper", now="2026-11-02T09:00")
    book.follow_up("Ada Lovelace", "today", "send the engine")
    async with at_desk(book.path) as rep:
        await rep.press("3", "slash", *"ada", "escape", "enter")
        first = rep.app.screen
        assert rep.sees("ada@acme.example")
        await rep.press("q", "slash", *["backspace"] * 3, *"grace", "escape", "enter")
        assert rep.app.screen is first
        assert rep.sees("Grace Hopper")
        assert not any(rep.sees(word) for word in ("Ada", "acme", "engine"))
        await rep.press("tab")
        assert not rep.sees("engine")


async def test_no_frame_of_the_next_person_shows_the_one_before(book: Book) -> None:
    book.person("Ada Lovelace", email="ada@acme.example", now="2026-11-01T09:00")
    book.person("Grace Hopper", now="2026-11-02T09:00")
    async with at_desk(book.path) as rep:
        await rep.press("3", "slash", *"ada", "escape", "enter", "q", "slash", *["backspace"] * 3, *"grace", "escape")
        screen = rep.app._kept["contact:ContactScreen"][0]
        frames: list[str] = []
        display = rep.app._display

        def watched(shown: Screen[Any], update: Any) -> None:
            if shown is screen:
                frames.append(rep.look())
            display(shown, update)

        rep.app._display = watched  # type: ignore[method-assign, assignment]
        await rep.press("enter")
        assert frames
        assert not any("Ada" in frame for frame in frames)


async def test_a_call_typed_at_once_is_about_the_person_that_was_opened(book: Book) -> None:
    book.person("Ada Lovelace", now="2026-11-01T09:00")
    book.person("Grace Hopper", now="2026-11-02T09:00")
    async with at_desk(book.path) as rep:
        await rep.press("3", "enter", "q", "j")
        opened = rep.highlighted
        for key in ("enter", "n", "x", "enter"):
            rep.send(key)
        await rep.idle()
        name = "Ada Lovelace" if "Ada" in opened else "Grace Hopper"
        (row,) = book.rows("SELECT c.name FROM interaction_contact i JOIN contact c ON c.pk = i.contact")
        assert row == (name,)
