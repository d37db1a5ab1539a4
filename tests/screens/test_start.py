"""What the app loads, and when: a frame first, then the list, and what writing needs when somebody may write."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

from crm_tui.screens.places import PLACES
from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk


async def _comes(rep: Rep, *, is_open: bool, seconds: float) -> bool:
    """Whether the store has been opened for writing as expected, looked at for so long."""
    for _ in range(round(seconds / 0.05)):
        if rep.app._writer.is_open is is_open and is_open:
            return True
        await asyncio.sleep(0.05)
    return rep.app._writer.is_open is is_open


async def test_an_app_that_nobody_touches_is_not_opened_for_writing(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        assert await _comes(rep, is_open=False, seconds=1.2)


async def test_screens_are_built_before_they_are_asked_for(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        for _ in range(200):
            if all(rep.app._modes[place.mode] != place.open for place in PLACES if place.mode != "today"):
                break
            await asyncio.sleep(0.05)
        await rep.idle()
        begin: Any = rep.app._modes["contacts"]
        built = begin()
        await rep.press("3")
        assert rep.app.screen is built
        assert rep.sees("Jane Doe")


async def test_a_dialog_that_a_key_opens_has_writing_made_ready(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("n")
        assert await _comes(rep, is_open=True, seconds=10)


async def test_a_pause_after_a_key_has_writing_made_ready(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("j")
        assert await _comes(rep, is_open=True, seconds=10)


async def test_what_others_write_is_seen_before_and_after(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        published: list[object] = []
        rep.app.changed.subscribe(rep.app, published.append, immediate=True)
        for times in (1, 2):
            other = sqlite3.connect(book.path)
            with other:
                other.execute("UPDATE contact SET title = title || 'x'")
            other.close()
            for _ in range(60):
                if len(published) == times:
                    break
                await asyncio.sleep(0.05)
            assert len(published) == times
            await rep.app.warm_up()
        await asyncio.sleep(0.6)
        assert len(published) == 2
