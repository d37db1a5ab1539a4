"""What the palette and the help look like; see `test_looks`."""

from __future__ import annotations

import json

import pytest

from tests.looks.test_looks import MONDAY, SIZES, compare
from tests.screens.book import Book
from tests.screens.rep import at_desk


@pytest.fixture
def people(book: Book) -> Book:
    """Names that are hostile, wide, or both; one of them was used lately."""
    book.person("Jane Doe", phone="+1 212 555 0100", company="Acme", title="Head of Purchasing", now=MONDAY)
    book.follow_up("Jane Doe", "wed", "price list", now=MONDAY)
    book.person("[/foo] \x1b]2;x\x07 青石桥 יעל", company="Jacaranda 青石桥", title="[bold]CFO", now=MONDAY)
    lately = [f"contact:{book.ids['Jane Doe']}", "action:contact.owner"]
    book.path.with_name(".crm.db.recent.json").write_text(json.dumps(lately))
    return book


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_palette_before_and_after_typing(people: Book, size: tuple[int, int]) -> None:
    def look(name: str) -> None:
        compare(f"palette_{name}_{size[0]}x{size[1]}", rep.look())

    async with at_desk(people.path, size=size) as rep:
        await rep.press("ctrl+p")
        look("first")
        await rep.type("ja")
        look("people")
        for _ in "ja":
            await rep.press("backspace")
        await rep.type("sort")
        look("not_now")
        await rep.press("escape", "?")
        look("help")
