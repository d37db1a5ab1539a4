"""What views and marks look like; see `test_looks`."""

from __future__ import annotations

import pytest

from crm_tui.config import Config
from crm_tui.domain.status import Tier
from crm_tui.store import views
from crm_tui.store.store import Store
from tests.looks.test_looks import SIZES, compare
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import ZONE, at_desk


@pytest.fixture
@made_once
def fair(book: Book) -> Book:
    """Three people, and a view whose name is as hostile as wide."""
    book.person("Jane Doe", company="Acme", tags=("fair",), tier=Tier.A)
    book.person("山田 太郎", company="青石桥园艺有限公司", tags=("fair",))
    book.person("יעל כהן", company="Παπαδόπουλος ΑΕ")
    book.follow_up("Jane Doe", "fri 10:00", "price list")
    with Store(book.path) as store:
        store.write(views.save, desk(), "Fair 青石桥 [bold]x[/y]", "#fair")
        store.write(views.save, desk(), "Gone", "status:new")
        with store.operation(desk(), "sync") as running:
            running.connection.execute("UPDATE view SET query = 'status:gone' WHERE name = 'Gone'")
    return book


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_contacts_with_marks_and_the_list_of_views(fair: Book, size: tuple[int, int]) -> None:
    async with at_desk(fair.path, size=size) as rep:
        await rep.press("3", "v", "5", "space")
        compare(f"contacts_{size[0]}x{size[1]}", rep.look())
        await rep.press("v", "down")
        compare(f"views_{size[0]}x{size[1]}", rep.look())


async def test_contacts_in_plain_letters(fair: Book) -> None:
    async with at_desk(fair.path, size=(120, 40), config=Config(zone=ZONE, ascii=True)) as rep:
        await rep.press("3", "v", "5", "space")
        compare("contacts_ascii_120x40", rep.look())
