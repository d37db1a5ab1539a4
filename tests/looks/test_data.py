"""What the trash, the history and the question before erasing look like; see `test_looks`."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.config import Config
from crm_tui.store import contacts
from crm_tui.store.store import Store
from tests.looks.test_looks import LAST_WEEK, MONDAY, SIZES, compare
from tests.screens.book import Book, desk
from tests.screens.rep import ZONE, at_desk

#: Where the file is, in the snapshots.
PLACE = "/home/rita/crm.db"

HOSTILE = "[red]青石桥[/] {go.away} Παπαδόπουλος"


@pytest.fixture
def thrown_away(book: Book, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two people in the trash, one as wide as hostile, the other nearly gone; and a backup of last week."""
    book.person("Bob Stone", now="2026-08-20T09:00")
    book.person(HOSTILE, now=LAST_WEEK)
    book.person("Jane Doe", phone="+371 20 000 000", company="Acme", now=MONDAY)
    book.follow_up("Jane Doe", "wed 10:00", "price list", now=MONDAY)
    path = book.path
    with Store(path) as store:
        store.write(contacts.delete, desk("2026-08-22T09:00"), (book.ids["Bob Stone"],))
        store.write(contacts.delete, desk(MONDAY), (book.ids[HOSTILE],))
    backups = path.parent / "backups"
    backups.mkdir()
    (backups / "crm-20261111-080000-by-hand.db").touch()
    monkeypatch.setattr("crm_tui.screens.data.file_lines.placed", lambda _: PLACE)
    monkeypatch.setattr("crm_tui.screens.data.file_lines.sized", lambda _: "1.2 MB")
    return path


@pytest.mark.parametrize("size", [*SIZES, (40, 15), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_trash_history_and_the_question(thrown_away: Path, size: tuple[int, int]) -> None:
    shown = f"{size[0]}x{size[1]}"
    async with at_desk(thrown_away, size=size) as rep:
        await rep.press("7")
        compare(f"data_{shown}", rep.look())
        await rep.press("D")
        compare(f"data_erase_{shown}", rep.look())
        await rep.press("escape", "z", "tab", "g")
        compare(f"data_history_{shown}", rep.look())


async def test_read_aloud(thrown_away: Path) -> None:
    async with at_desk(thrown_away, size=(80, 24), config=Config(zone=ZONE, accessible=True)) as rep:
        await rep.press("7")
        compare("data_accessible_80x24", rep.look())
