"""What the screens look like with little room, with much, and for those to whom they are read; see `test_looks`."""

from __future__ import annotations

import pytest

from crm_tui.config import Config
from tests.looks.test_looks import SIZES, compare, morning
from tests.screens.book import Book
from tests.screens.rep import ZONE, at_desk

__all__ = ["morning"]


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (160, 50), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_little_room_and_much(morning: Book, size: tuple[int, int]) -> None:
    named = f"{size[0]}x{size[1]}"
    async with at_desk(morning.path, size=size) as rep:
        compare(f"today_{named}", rep.look())
        await rep.press("c", "3")
        compare(f"call_{named}", rep.look())
        await rep.press("escape", "3")
        compare(f"contacts_{named}", rep.look())
        await rep.press("5", "tab")
        compare(f"companies_{named}", rep.look())
        await rep.press("1", "w")
        compare(f"work_{named}", rep.look())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_read_aloud(morning: Book, size: tuple[int, int]) -> None:
    named = f"accessible_{size[0]}x{size[1]}"
    async with at_desk(morning.path, size=size, config=Config(zone=ZONE, accessible=True)) as rep:
        await rep.press("space")
        compare(f"today_{named}", rep.look())
        await rep.press("\\", "c", "2")
        compare(f"call_{named}", rep.look())
        await rep.press("enter")
        compare(f"toast_{named}", rep.look())
        await rep.press("3", "enter")
        compare(f"contact_{named}", rep.look())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_themes(morning: Book, size: tuple[int, int]) -> None:
    async with at_desk(morning.path, size=size) as rep:
        await rep.press("T")
        compare(f"theme_{size[0]}x{size[1]}", rep.look())
