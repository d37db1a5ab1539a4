"""Names of any script take as many cells as the list thinks, also in a terminal that draws emoji one by one."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from wcwidth import wcwidth

from crm_tui.screens.plain import line, plain
from tests.screens.book import Book
from tests.screens.rep import at_desk

NAMES = (
    "Jane Doe",
    "山田 太郎",
    "김민준",
    "Ελένη Παπά",
    "יעל כהן",
    "محمد الأحمد",
    "فاطمه\u200cزهرا",
    "Zoe\u0308 A\u030angstro\u0308m",
    "Nguyễn Thị Ánh",
    "👩‍👩‍👧‍👦 Doe",
    "🏃🏽‍♂️ Runner",
    "❤️ 1️⃣ Ann",
    "🇬🇷 Νίκος",
    "x\u0301\u0302\u0303\u0304\u0305\u0306y",
)


def cells_one_by_one(text: str) -> int:
    """The cells of a text in a terminal that knows characters, and no clusters of them."""
    return sum(max(0, wcwidth(letter)) for letter in text)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_as_wide_as_its_characters(name: str) -> None:
    for shown in (line(name), plain(name).plain):
        assert cell_len(shown) == cells_one_by_one(shown)


def test_letters_that_join_stay_joined() -> None:
    assert line("فاطمه\u200cزهرا") == "فاطمه\u200cزهرا"
    assert line("ක්\u200dෂ") == "ක්\u200dෂ"
    assert line("🇬🇷 Νίκος") == "GR Νίκος"
    assert line("a\u200db\n👩‍🚀") == "a\u200db 👩🚀"


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_columns_card_timeline_and_dialogs_align(book: Book, size: tuple[int, int]) -> None:
    for name in NAMES:
        book.person(name, company=f"{name} 青石桥", title=name, note=f"{name}\n{name}", tags=(name[:2].strip(),))
        book.follow_up(name, "today", name)
    async with at_desk(book.path, size=size) as rep:
        await rep.press("j", "n")
        await rep.type("❤️ 👩‍🚀")
        await rep.press("enter")
        for way in ("1", "3", "5", "6", "enter", "escape", "s", "escape", "c", "escape", "t", "escape", "w"):
            await rep.press(way)
            for row in rep.look().splitlines():
                assert cells_one_by_one(row) == cell_len(row), row
            for strip in rep.app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]
