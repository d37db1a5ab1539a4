"""What the guide looks like; see `test_looks`."""

from __future__ import annotations

import pytest

from crm_tui.screens.dialogs.welcome import WelcomeDialog
from tests.looks.test_looks import SIZES, compare
from tests.screens.book import Book
from tests.screens.rep import at_desk


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_guide_from_its_first_step_to_its_end(book: Book, size: tuple[int, int]) -> None:
    def look(name: str) -> None:
        compare(f"guide_{name}_{size[0]}x{size[1]}", rep.look())

    for name in ("Jane Doe", "[/foo] 青石桥 יעל"):
        book.person(name, phone="+371 20 000 000", company="Acme")
        book.follow_up(name, "today", "about pricing")
    async with at_desk(book.path, size=size, has_own=True, begins_guide=True) as rep:
        look("call")
        await rep.press("c")
        look("outcome")
        await rep.press("2", "enter")
        look("snooze")
        await rep.press("s", "2", "3", "/")
        look("search")
        await rep.type("jane")
        await rep.press("enter")
        look("undo")
        await rep.press("z")
        look("end")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_welcome(book: Book, size: tuple[int, int]) -> None:
    async with at_desk(book.path, size=size) as rep:
        await rep.press("escape")
        rep.app.push_screen(WelcomeDialog())
        await rep.idle()
        compare(f"welcome_{size[0]}x{size[1]}", rep.look())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_way_to_the_guide_from_a_book_of_ones_own(book: Book, size: tuple[int, int]) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path, size=size) as rep:
        await rep.press("B")
        compare(f"guide_sample_{size[0]}x{size[1]}", rep.look())
