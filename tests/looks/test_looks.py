"""What the screens look like, as text beside this file. After a wanted change: CRM_LOOKS=write make test."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

from crm_tui.domain.status import Tier
from tests.screens.book import Book, made_once
from tests.screens.rep import at_desk

LAST_WEEK = "2026-11-11T09:00"
MONDAY = "2026-11-16T09:00"
SIZES = [(80, 24), (120, 40)]


def compare(name: str, seen: str) -> None:
    path = Path(__file__).with_name(f"{name}.txt")
    if os.environ.get("CRM_LOOKS") == "write":
        path.write_text(seen + "\n", encoding="utf-8")
    wanted = path.read_text(encoding="utf-8").splitlines()
    assert seen.splitlines() == wanted, "\n".join(difflib.unified_diff(wanted, seen.splitlines(), "wanted", "seen"))


@pytest.fixture
@made_once
def morning(book: Book) -> Book:
    book.person(
        "Jane Doe",
        phone="+371 20 000 000",
        email="jane@acme.example",
        company="Acme",
        title="Head of Purchasing",
        tags=("q4", "vip"),
        tier=Tier.A,
        note="Prefers mornings.\nNever on Fridays.",
        now=LAST_WEEK,
    )
    book.follow_up("Jane Doe", "mon 10:00", "price list", now=LAST_WEEK)
    book.person("Élodie Martin-Dupont", company="Crêperie du Port", now=MONDAY)
    book.follow_up("Élodie Martin-Dupont", "wed", "send brochure", kind="to-do", now=MONDAY)
    book.person("山田 太郎", company="青石桥园艺有限公司", now=MONDAY)
    book.follow_up("山田 太郎", "wed 15:30", "demo", kind="meeting", now=MONDAY)
    book.person("יעל כהן", company="Παπαδόπουλος ΑΕ", now=MONDAY)
    book.person("Bob Stone", now=LAST_WEEK)
    book.follow_up("Bob Stone", "2026-11-19")
    return book


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_today(morning: Book, size: tuple[int, int]) -> None:
    async with at_desk(morning.path, size=size) as rep:
        compare(f"today_{size[0]}x{size[1]}", rep.look())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("name", "keys"), [("call", "c3"), ("snooze", "s")])
async def test_dialogs_leave_the_card_readable(morning: Book, size: tuple[int, int], name: str, keys: str) -> None:
    async with at_desk(morning.path, size=size) as rep:
        await rep.press(*keys)
        compare(f"{name}_{size[0]}x{size[1]}", rep.look())


async def test_a_toast_names_what_was_done(morning: Book) -> None:
    async with at_desk(morning.path, size=(80, 24)) as rep:
        await rep.press("c", "2", "enter")
        compare("toast_80x24", rep.look())
