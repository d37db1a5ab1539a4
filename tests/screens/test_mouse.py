"""Whatever a key does can be clicked as well."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from crm_tui.screens.dialogs.dialog import Field
from crm_tui.screens.widgets.record_list import RecordList
from tests.screens.book import Book, made_once
from tests.screens.rep import Rep, at_desk


@pytest.fixture
@made_once
def morning(book: Book) -> Book:
    for name, company in (("Jane Doe", "Zebra"), ("Ann Lee", "Acme"), ("Bob Stone", "Bolt")):
        book.person(name, company=company, phone="+371 20 000 000")
        book.follow_up(name, "today", f"call {name}")
    return book


async def press(rep: Rep, text: str, *, times: int = 1) -> None:
    """Clicks on the last place where this text is seen: dialogs are below what they lie over."""
    lines = rep.look().splitlines()
    row = max(at for at, line in enumerate(lines) if text in line)
    before = lines[row][: lines[row].index(text)]
    await rep._pilot.click(offset=(cell_len(before), row), times=times)
    await rep.idle()


async def test_the_first_and_the_last_line(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        for place, seen in (("Contacts", "Company"), ("Companies", "People"), ("Follow-ups", "This week")):
            await rep.click(place)
            assert rep.sees(seen)
        await press(rep, "Palette")
        assert rep.sees("An action, a view")
        await press(rep, "closes")
        assert not rep.sees("An action, a view")


async def test_rows_marks_parts_and_titles(morning: Book) -> None:
    async with at_desk(morning.path, size=(160, 50)) as rep:
        await rep.click("3 Contacts")
        await rep.click("Bob Stone")
        assert "Bob Stone" in rep.highlighted
        await rep._pilot.click("#people", offset=(1, 1))
        await rep.idle()
        assert rep.sees("1 marked")
        for title, words, first in (("Name", "by name", "Jane Doe"), ("Company", "by company", "Ann Lee")):
            await press(rep, title)
            assert rep.sees(words)
            assert rep.app.screen.query_one("#people", RecordList).total == 3
            await rep.press("g")
            assert first in rep.highlighted
        await rep.click("No next step")
        assert rep.sees("[No next step]")
        await rep.press("escape", "escape", "escape")
        await press(rep, "Ann Lee", times=2)
        assert rep.sees("[Timeline")
        await rep.click("Details")
        assert rep.sees("[Details]")


async def test_what_a_dialog_offers(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("s")
        await press(rep, "In two weeks")
        assert "Wed 2 Dec" in rep.toast
        await rep.press("p")
        await press(rep, "nurture")
        assert "nurture" in rep.toast
        await rep.press("p")
        await press(rep, "tier B")
        assert "tier B" in rep.toast.replace("Tier", "tier")
        await rep.press("c")
        await press(rep, "no answer")
        assert rep.sees("[no answer]")
        await press(rep, "as proposed")
        assert isinstance(rep.app.focused, Field)
        assert rep.app.focused.id == "next"
        await press(rep, "saves")
        assert "Called Ann Lee" in rep.toast


async def test_a_row_of_the_palette(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("companies")
        await press(rep, "5 ", times=2)
        assert rep.sees("People")
