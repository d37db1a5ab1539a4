"""The guide: six steps on sample people, each done by the rep on the real desk, in whatever way."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from crm_tui.config import Config
from crm_tui.screens.guided.coach import Coach
from crm_tui.screens.guided.file import GuideFile, State
from tests.journeys.terminal import Terminal
from tests.screens.book import Book, made_once
from tests.screens.rep import ZONE, Rep, at_desk


@pytest.fixture
@made_once
def sample(book: Book) -> Book:
    """Calls that are due, as the sample has them."""
    for name in ("Jane Doe", "Élodie Martin", "Nadia Entwistle"):
        book.person(name, phone="+371 20 000 000", company="Acme")
        book.follow_up(name, "today", "about pricing")
    return book


def coach(rep: Rep) -> str:
    """What the coach says on the screen in front, or beneath the dialog; "" where there is none."""
    for screen in reversed(rep.app.screen_stack):
        for each in screen.query(Coach):
            return str(each.content)
    return ""


async def test_the_whole_block_by_its_keys(sample: Book) -> None:
    async with at_desk(sample.path, has_own=True, begins_guide=True) as rep:
        assert "Guide 1/6  c logs a call" in coach(rep)
        await rep.press("c")
        assert "Guide 2/6  How did it end?" in coach(rep)
        await rep.press("2")
        assert "Guide 3/6  Enter saves" in coach(rep)
        await rep.press("enter")
        assert "Élodie" in rep.highlighted
        assert "Guide 4/6  s moves a follow-up" in coach(rep)
        await rep.press("s")
        assert "2 moves it to tomorrow" in coach(rep)
        await rep.press("2")
        assert "Guide 5/6  3 goes to Contacts" in coach(rep)
        await rep.press("3")
        assert "Guide 5/6  / searches everyone" in coach(rep)
        await rep.press("/")
        assert "Type a few letters" in coach(rep)
        await rep.type("nadai")
        assert "Guide 6/6  Found. Esc leaves the line" in coach(rep)
        await rep.press("escape")
        assert "Guide 6/6  z takes back" in coach(rep)
        assert sample.rows("SELECT snoozes FROM follow_up ORDER BY pk") == [(0,), (1,), (0,), (0,)]
        await rep.press("z")
        assert rep.sees("1 call logged, 1 next step set, 1 change taken back.")
        assert coach(rep) == ""
        await rep.press("2")
        assert rep.app.wants_own
    assert sample.rows("SELECT outcome FROM interaction") == [("no answer",)]
    assert sample.rows("SELECT snoozes FROM follow_up ORDER BY pk") == [(0,), (0,), (0,), (0,)]


async def test_it_is_left_and_resumed_across_a_restart(sample: Book) -> None:
    async with at_desk(sample.path, has_own=True) as rep:
        assert "B begins a two-minute guide" in rep.toast
        await rep.press("B", "c", "2", "enter", "Q")
        assert "left at 4 of 6" in rep.toast
        assert coach(rep) == ""
        await rep.press("s", "escape")
        assert coach(rep) == ""
    async with at_desk(sample.path, has_own=True) as rep:
        assert not rep.toast
        assert coach(rep) == ""
        await rep.press("B")
        assert "Guide 4/6" in coach(rep)
        await rep.press("s", "2", "3", "/")
        await rep.type("jane")
        assert "Guide 6/6" in coach(rep)
    async with at_desk(sample.path, has_own=True) as rep:
        assert "Guide 6/6  z takes back" in coach(rep)
        await rep.press("z", "enter")
        assert "Jane" not in rep.highlighted
        assert coach(rep) == ""
    position = GuideFile(sample.path).load()
    assert position is not None
    assert position.state is State.DONE
    async with at_desk(sample.path, has_own=True) as rep:
        assert not rep.toast
        assert coach(rep) == ""
        await rep.press("B")
        assert "Guide 1/6" in coach(rep)


async def choose(rep: Rep, name: str) -> None:
    """Does an action by its name in the palette."""
    await rep.press(":")
    await rep.type(name)
    await rep.press("enter")


async def test_through_the_palette_with_keys_of_ones_own(sample: Book) -> None:
    keys = {"call.log": ("C",), "outcome.choose_2": ("0",), "follow_up.snooze": ("X",), "guide.leave": ("f8",)}
    async with at_desk(sample.path, has_own=True, config=Config(zone=ZONE, keys=keys)) as rep:
        await choose(rep, "guide")
        assert "Guide 1/6  C logs a call" in coach(rep)
        assert "F8 leaves the guide" in coach(rep)
        await choose(rep, "call")
        assert "0 is no answer" in coach(rep)
        await rep.press("0", "enter")
        assert "Guide 4/6  X moves" in coach(rep)
        await choose(rep, "snooze")
        await rep.type("fri")
        await rep.press("enter")
        await choose(rep, "contacts")
        await choose(rep, "/")
        await rep.type("acme")
        await rep.press("escape")
        await choose(rep, "leave the guide")
        assert "left at 6 of 6" in rep.toast
        await choose(rep, "guide")
        await choose(rep, "undo")
        assert rep.sees("The guide is done")
        await rep.click("Stay here")
        assert not rep.sees("The guide is done")
        assert not rep.app.wants_own


async def test_a_rep_who_wanders_off_finds_it_waiting(sample: Book) -> None:
    async with at_desk(sample.path, has_own=True, begins_guide=True) as rep:
        await rep.press("j")
        assert "No harm done" not in coach(rep)
        await rep.press("y")
        assert "No harm done: the guide waits for c." in coach(rep)
        await rep.press("n")
        assert "Esc closes this dialog. Then: c." in coach(rep)
        await rep.press("escape", "5")
        assert "Guide 1/6" in coach(rep)
        await rep.press("1", "c", "2")
        assert "Guide 3/6" in coach(rep)
        await rep.press("escape")
        assert "Guide 1/6  c logs a call" in coach(rep)
        await rep.press("k", "w", "2")
        assert "Guide 3/6" in coach(rep)
        await rep.press("enter", "s", "2")
        assert "Guide 5/6  Esc pauses the block. Then: 3, then /." in coach(rep)
        await rep.press("escape", "3", "/")
        await rep.type("zzzzqq")
        assert "Nobody matches that" in coach(rep)
        await rep.press("escape", "Q")
        assert coach(rep) == ""


async def test_by_mouse(sample: Book) -> None:
    async with at_desk(sample.path, has_own=True, begins_guide=True) as rep:
        await rep.click("c Call")
        await rep.click("2  no answer")
        for _ in range(100):
            if "Guide 3/6" in coach(rep):
                break
            await asyncio.sleep(0.05)
        assert "Guide 3/6" in coach(rep)
        await rep.press("escape")
        await rep.click("leaves the guide")
        assert coach(rep) == ""


async def test_the_sample_made_anew_has_no_place_in_the_guide(sample: Book, tmp_path: Path) -> None:
    async with at_desk(sample.path, has_own=True, begins_guide=True):
        pass
    other = Book(tmp_path / "other" / "crm.db")
    other.path.parent.mkdir()
    other.person("Jane Doe")
    GuideFile(other.path).path.write_bytes(GuideFile(sample.path).path.read_bytes())
    async with at_desk(other.path, has_own=True) as rep:
        assert coach(rep) == ""
        assert "B begins a two-minute guide" in rep.toast


def test_a_first_run_leads_to_the_sample_and_its_guide(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.until("Welcome")
    terminal.press("1")
    terminal.until("Guide 1/6")
    terminal.press("c")
    terminal.until("Guide 2/6")
    terminal.press("2")
    terminal.until("Guide 3/6")
    terminal.press("\r")
    terminal.until("Guide 4/6")
    terminal.press("q")
    assert terminal.end() == 0
    assert (tmp_path / "data" / "crm" / ".demo.db.guide.json").exists()
