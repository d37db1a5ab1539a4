"""What it takes to go to a screen that was open before: one frame, the reads that it needs, no new widgets.

How long that takes is measured by `benchmarks.screens`; here is counted what would make it long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from crm_tui.screens import kept, store_thread
from crm_tui.screens.app import CrmApp
from crm_tui.screens.work.file import BlockFile
from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk


class Counted:
    """Frames, layouts, reads, new widgets and style searches since `begin`."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._counts: Counter[str] = Counter()
        # However slow the machine is: what is painted before the answer has come would be one more frame.
        patch.setattr(kept, "_UNNOTICED", 60.0)
        self._count(patch, CrmApp, "_display", "frames", lambda _, update: update is not None)
        self._count(patch, Screen, "_refresh_layout", "layouts")
        self._count(patch, store_thread.Reader, "_run", "reads", lambda read, *_: not read.is_idle)
        self._count(patch, CrmApp, "_register", "widgets")
        self._count(patch, Stylesheet, "apply", "styles", lambda node, **_: type(node).__name__ != "Toast")

    def _count(self, patch: pytest.MonkeyPatch, owner: type, name: str, label: str, counts: Any = None) -> None:
        original = getattr(owner, name)

        def watched(this: object, *args: Any, **kwargs: Any) -> Any:
            if counts is None or counts(*args, **kwargs):
                self._counts[label] += 1
            return original(this, *args, **kwargs)

        patch.setattr(owner, name, watched)

    async def of(self, rep: Rep, key: str) -> dict[str, int]:
        """What one key leads to."""
        self._counts.clear()
        await rep.press(key)
        return dict(self._counts)


def assert_brief(counted: Mapping[str, int], *, reads: int) -> None:
    """One frame, which may have been laid out anew, for a toast say, and nothing that was there before made again."""
    assert counted.get("frames") == 1
    assert counted.get("reads", 0) == reads
    assert counted.get("layouts", 0) <= 2
    assert not counted.keys() & {"widgets", "styles"}


@pytest.fixture
def acme(book: Book) -> Book:
    for number in range(60):
        book.person(f"P{number:02}", company="Acme", now=f"2026-11-17T09:{number:02}")
    return book


async def test_a_person_is_shown_by_one_frame_and_two_reads(acme: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(acme.path) as rep:
        await rep.press("3", "n", *"again", "enter")
    async with at_desk(acme.path) as rep:
        await rep.press("3", "enter", "q", "enter", "q")
        assert_brief(await Counted(monkeypatch).of(rep, "enter"), reads=2)
        assert rep.sees("again")


async def test_a_company_is_shown_by_one_frame_and_three_reads(acme: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(acme.path) as rep:
        await rep.press("5", "enter", "q", "enter", "q")
        assert_brief(await Counted(monkeypatch).of(rep, "enter"), reads=3)


async def test_a_block_goes_on_with_one_frame_and_two_reads(acme: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(acme.path) as rep:
        await rep.press("3", "w", "q", "w", "q")
        assert_brief(await Counted(monkeypatch).of(rep, "w"), reads=2)


async def test_a_block_of_a_long_list_begins_with_one_frame(acme: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(acme.path, size=(80, 24)) as rep:
        await rep.press("3", "w", "W", "enter")
        assert_brief(await Counted(monkeypatch).of(rep, "w"), reads=2)
        assert rep.sees("1 of 60")


async def test_places_are_painted_once_and_ask_for_nothing(acme: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(acme.path) as rep:
        await rep.press(*"351351")
        counted = Counted(monkeypatch)
        for key in "351":
            assert_brief(await counted.of(rep, key), reads=0)


async def test_a_block_of_contacts_is_kept_whole_before_anybody_is_shown(
    acme: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(BlockFile, "extend", lambda *_: written.append(1))
    async with at_desk(acme.path, size=(80, 24)) as rep:
        await rep.press("3", "j", "w")
        assert rep.sees("1 of 59")
        assert rep.sees("P58")
        assert not written
