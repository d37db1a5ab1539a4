"""People who have gone quiet are seen, and are not quiet any more once something is heard of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.config import Config
from crm_tui.domain.status import Tier
from tests.screens.book import Book
from tests.screens.rep import ZONE, at_desk

RULES = Config(zone=ZONE, tags={"vip": 7})


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ann has been silent for 18 days, Bob for 28 and tolerates 30."""
    book = Book(tmp_path / "crm.db")
    book.person("Ann Low", status="customer", tags=("vip",), now="2026-10-31T09:00")
    book.person("Bob Stone", status="customer", tier=Tier.A, now="2026-10-21T09:00")
    return book


async def test_whoever_is_quiet_is_on_today_until_something_is_logged(book: Book) -> None:
    async with at_desk(book.path, config=RULES) as rep:
        assert rep.highlighted.split()[:7] == ["▌", "◕", "Ann", "Low", "quiet", "18", "d"]
        assert rep.sees("◕ quiet 18 d, keep in touch every 7 d")
        await rep.press("n")
        await rep.type("sends her regards")
        await rep.press("enter")
        assert not rep.sees("Gone quiet ─")
        await rep.press("z")
        assert rep.sees("quiet 18 d")


async def test_quiet_comes_with_the_day_and_red_with_more_of_them(book: Book) -> None:
    async with at_desk(book.path, config=RULES) as rep:
        await rep.press("3")
        assert not rep.sees("◔")
        await rep.clock("2026-11-20T09:00")
        assert rep.sees("◔  Bob Stone")
        await rep.clock("2026-12-05T09:00")
        assert rep.sees("◕  Bob Stone")


async def test_a_tag_gives_its_interval_at_once(book: Book) -> None:
    async with at_desk(book.path, config=RULES) as rep:
        await rep.press("3", "/")
        await rep.type("bob")
        await rep.press("enter", "t")
        await rep.type("vip")
        await rep.press("enter")
        assert rep.sees("◕ quiet 28 d, keep in touch every 7 d")


async def test_the_persons_own_interval_wins(book: Book) -> None:
    async with at_desk(book.path, config=RULES) as rep:
        await rep.press("e")
        await rep.idle()
        for field in rep.app.screen.query("#keep_in_touch_days"):
            field.focus()
        await rep.type("90")
        await rep.press("enter")
        assert not rep.sees("quiet 18 d")
        assert book.rows("SELECT keep_in_touch_days FROM contact WHERE name = 'Ann Low'") == [(90,)]


async def test_the_details_say_whose_interval_holds_and_what_is_left_of_it(book: Book) -> None:
    async def details(name: str) -> str:
        await rep.press("3", "/", "ctrl+u")
        await rep.type(name)
        await rep.press("escape", "enter", "tab", "tab")
        (found,) = (line for line in rep.look().splitlines() if "Keep in touch" in line)
        await rep.press("q")
        return found.partition("Keep in touch")[2].partition("│")[0].strip()

    async with at_desk(book.path, config=RULES, size=(160, 40)) as rep:
        assert await details("ann") == "every 7 days (tag #vip), silent for 18 days since they were added, 11 days over"
        assert await details("bob") == "every 30 days (tier A), silent for 28 days since they were added, 2 days left"
        await rep.press("n")
        await rep.type("hello")
        await rep.press("enter")
        assert await details("bob") == "every 30 days (tier A), silent for 0 days, 30 days left"
        await rep.press("p", "0")
        assert await details("bob") == "every 30 days (tier A), but not to be contacted"
