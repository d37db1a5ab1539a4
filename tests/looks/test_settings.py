"""What the settings and their dialogs look like; see `test_looks`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.looks.test_looks import SIZES, compare
from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk

#: Where the file is, in the snapshots.
PLACE = "/home/rita/config.toml"

WORDS = """\
zone = "Europe/Riga"
owner = "Rita [bold]x[/y]"
holidays = [2026-12-25, 2027-01-01]

[tags]
"青石桥" = 7

[outcomes]
"no answer" = "+2bd"

[keys]
"follow_up.done" = "D"
"""


@pytest.fixture
def file(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of settings, and somebody whose status goes."""
    book.person("Jane Doe", status="nurture")
    path = tmp_path / "config.toml"
    path.write_text(WORDS, encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "lv_LV.UTF-8")
    return path


async def seek(rep: Rep, words: str) -> None:
    """Highlights what these words find, in the whole list."""
    await rep.press("/")
    await rep.type(words)
    await rep.press("escape", "escape")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_settings(book: Book, file: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = f"{size[0]}x{size[1]}"
    async with at_desk(book.path, settings=file, size=size) as rep:
        monkeypatch.setattr("crm_tui.screens.settings.about.placed", lambda _: PLACE)
        await rep.press(",")
        compare(f"settings_{shown}", rep.look())
        await seek(rep, "holidays")
        await rep.press("enter")
        await rep.type(", 24.12")
        compare(f"settings_line_{shown}", rep.look())
        await rep.press("escape")
        await seek(rep, "language")
        await rep.press("enter")
        compare(f"settings_choice_{shown}", rep.look())
        await rep.press("escape")
        await seek(rep, "no answer")
        await rep.press("enter")
        compare(f"settings_outcome_{shown}", rep.look())
        await rep.press("escape")
        await seek(rep, "nurture")
        await rep.press("delete")
        compare(f"settings_status_{shown}", rep.look())
        await rep.press("escape")
        await seek(rep, "days for")
        await rep.press("enter")
        await rep.type("vip")
        compare(f"settings_tag_{shown}", rep.look())
        await rep.press("escape")
        await seek(rep, "snooze")
        await rep.press("enter", "b")
        compare(f"settings_key_{shown}", rep.look())
        await rep.press("c")
        compare(f"settings_key_clash_{shown}", rep.look())
