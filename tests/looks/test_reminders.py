"""What a reminder looks like, over a list and over a dialog; and people who have gone quiet."""

from __future__ import annotations

import pytest

from crm_tui.config import Config
from crm_tui.domain.status import Tier
from tests.looks.test_looks import SIZES, compare
from tests.screens.book import Book, made_once
from tests.screens.rep import ZONE, at_desk

AT_TEN = "2026-11-18T10:00"


def sized(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


@pytest.fixture
@made_once
def due(book: Book) -> Book:
    for name, company in (("Jane Doe", "Acme"), ("山田 太郎", "青石桥园艺有限公司"), ("Bob Stone", "")):
        book.person(name, company=company)
        book.follow_up(name, "today 10:00", "price list")
    return book


@pytest.fixture
@made_once
def quiet(book: Book) -> Book:
    """Somebody about to become quiet, somebody quiet, somebody quiet for long, and one with a tag's interval."""
    for name, months_ago in (("Ann Low", "2026-10-20"), ("Bob Stone", "2026-10-10"), ("Cat Smith", "2026-09-01")):
        book.person(name, tier=Tier.A, status="customer", company="Acme", now=f"{months_ago}T09:00")
    book.person("Jane Doe", tier=Tier.C, status="customer", tags=("vip",), now="2026-11-05T09:00")
    return book


@pytest.mark.parametrize("size", SIZES, ids=sized)
async def test_a_reminder(due: Book, size: tuple[int, int]) -> None:
    async with at_desk(due.path, size=size) as rep:
        await rep.press("3")
        await rep.clock(AT_TEN)
        compare(f"reminder_{sized(size)}", rep.look())


@pytest.mark.parametrize("size", SIZES, ids=sized)
async def test_a_reminder_beside_a_dialog(due: Book, size: tuple[int, int]) -> None:
    async with at_desk(due.path, size=size) as rep:
        await rep.press("n")
        await rep.type("wants a discount")
        await rep.clock(AT_TEN)
        compare(f"reminder_dialog_{sized(size)}", rep.look())


@pytest.mark.parametrize("size", SIZES, ids=sized)
@pytest.mark.parametrize(("name", "key"), [("today", "1"), ("contacts", "3")])
async def test_people_who_have_gone_quiet(quiet: Book, size: tuple[int, int], name: str, key: str) -> None:
    async with at_desk(quiet.path, size=size, config=Config(zone=ZONE, tags={"vip": 7})) as rep:
        await rep.press(key)
        compare(f"quiet_{name}_{sized(size)}", rep.look())


async def test_people_who_have_gone_quiet_in_plain_letters(quiet: Book) -> None:
    async with at_desk(quiet.path, size=(80, 24), config=Config(zone=ZONE, tags={"vip": 7}, ascii=True)) as rep:
        compare("quiet_ascii_80x24", rep.look())
