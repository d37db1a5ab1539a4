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
