"""Garbage is looked for while nobody waits, and the collector is left as it was."""

from __future__ import annotations

import gc

from crm_tui.screens.tidying import Tidying
from tests.screens.book import Book
from tests.screens.rep import at_desk


async def test_no_look_at_everything_comes_by_itself_and_the_usual_ones_come_back(book: Book) -> None:
    before = gc.get_threshold()
    async with at_desk(book.path):
        assert gc.isenabled()
        assert gc.get_threshold()[2] > before[2]
    assert gc.get_threshold() == before


def test_a_pause_collects_and_keeps_what_was_built_once() -> None:
    tidying = Tidying()
    try:
        tidying.pause(is_built=True)
        kept = gc.get_freeze_count()
        assert kept > 0
        built_later: list[list[int]] = [[] for _ in range(1000)]
        tidying.pause(is_built=True)
        assert gc.get_freeze_count() <= kept
        del built_later
    finally:
        gc.unfreeze()


def test_between_two_pauses_nothing_is_looked_at_twice() -> None:
    looks: list[str] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            looks.append(phase)

    tidying = Tidying()
    gc.callbacks.append(note)
    try:
        tidying.pause(is_built=False)
        tidying.pause(is_built=False)
        assert len(looks) == 1
    finally:
        gc.callbacks.remove(note)
