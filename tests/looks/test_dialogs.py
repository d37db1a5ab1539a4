"""What the screens look like that no other look shows, and each dialog over the screen from which it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_tui.domain.follow_up import FollowUpKind
from crm_tui.screens.dialogs.importing import ImportingDialog
from tests.looks.covered import LOOKS
from tests.looks.test_looks import LAST_WEEK, MONDAY, SIZES, compare
from tests.screens.book import Book, made_once
from tests.screens.rep import Rep, at_desk


@pytest.fixture
@made_once
def known(book: Book) -> Book:
    """Jane with a colleague, a call and a meeting, and somebody whose name is wide and of hostile words."""
    book.person(
        "Jane Doe", phone="+371 20 000 000", email="jane@acme.example", company="Acme", tags=("q4",), now=LAST_WEEK
    )
    book.follow_up("Jane Doe", "mon 10:00", "price list", now=LAST_WEEK)
    book.follow_up("Jane Doe", "fri 15:30", "demo", kind=str(FollowUpKind.MEETING), now=LAST_WEEK)
    book.person("青石桥 [/b] יעל", company="Acme", tags=("q4", "vip"), now=MONDAY)
    return book


#: Leaves no draft, of which a toast would tell for a while.
_CLOSE = ("ctrl+u", "escape")


class Eye:
    """Compares what is seen with the look of a name, which is that of the screen in front."""

    def __init__(self, rep: Rep, size: tuple[int, int]) -> None:
        self._rep = rep
        self._size = f"{size[0]}x{size[1]}"

    async def look(self, name: str, *keys: str) -> None:
        """Presses keys, and compares."""
        await self._rep.press(*keys)
        front = type(self._rep.app.screen)
        place = f"{front.__module__.removeprefix('crm_tui.screens.')}:{front.__name__}"
        assert name.startswith(LOOKS[place]) or place == "dialogs.log:LogDialog"
        compare(f"{name}_{self._size}", self._rep.look())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_dialogs_about_a_person(known: Book, size: tuple[int, int]) -> None:
    async with at_desk(known.path, size=size) as rep:
        eye = Eye(rep, size)
        await eye.look("note", "n", *"likes tea")
        await eye.look("status", *_CLOSE, "p")
        await eye.look("owner", "escape", "O", *"me")
        await eye.look("log", *_CLOSE, "l")
        await eye.look("help", "escape", "?")
        await eye.look("edit_contact", "escape", "e")
        await eye.look("companies", "escape", "5")
        await eye.look("likely_duplicates", "m")
        await eye.look("follow_ups", "escape", "6")
        await eye.look("edit_follow_up", "e")
        await eye.look("done_meeting", "escape", "d", *"went well > mon call", "tab", "tab", *"yesterday 10")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_dialogs_about_a_list_and_a_file(known: Book, size: tuple[int, int]) -> None:
    async with at_desk(known.path, size=size) as rep:
        eye = Eye(rep, size)
        await rep.app.push_screen(ImportingDialog(_Bringing()))  # type: ignore[arg-type]
        await rep.idle()
        await eye.look("importing")
        await eye.look("importing_asked", "escape")
        await eye.look("sure", "enter", "enter", "3", "*", "x")
        await eye.look("save_view", "escape", "backslash", "/", *"#vip", "escape", "V")
        await eye.look("rename_view", *"Fair", "enter", "v", *"fair", "=")


class _Bringing:
    """An import that stands still."""

    path = Path("contacts.csv")
    share = 0.4
    words = ("Reading contacts.csv", "1 200 created, 34 updated, 2 refused", "310 a second, 6 s left")
    stop: Any = None
