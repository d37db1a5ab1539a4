"""What was done is said wherever the rep goes on; what went wrong only where it did."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.color import Color

from crm_tui.config import Config
from crm_tui.domain.errors import UsageError
from crm_tui.screens.plain import PlainLetters, Spoken
from tests.screens.book import Book
from tests.screens.rep import ZONE, Rep, at_desk
from tests.screens.test_accessible import read_at

WRONG = UsageError("That cannot be.", "Try otherwise.")


@pytest.fixture
def morning(book: Book) -> Book:
    for name in ("Jane Doe", "Bob Stone"):
        book.person(name, phone="+371 20 000 000")
        book.follow_up(name, "today", "price list")
    return book


@pytest.fixture
def _read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_tui.screens.noticing._READ", 0.0)


@pytest.mark.usefixtures("_read_at_once")
async def test_an_error_leaves_with_the_next_action_and_stays_while_the_rep_looks_around(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        for action in ("3", "n", "F1"):
            rep.app.complain(WRONG)
            await rep.press("j", "space")
            assert "That cannot be." in rep.toast
            await rep.press(action.lower())
            assert not rep.toast
            await rep.press("escape", "1")
            assert not rep.toast, "nor is it there again"
        rep.app.complain(WRONG)
        await rep.press("*", "\\")
        assert rep.toast, "marks are made while one reads"
        await rep.press("y")
        assert rep.toast.startswith("✓ Copied")


@pytest.mark.usefixtures("_read_at_once")
async def test_an_error_does_not_follow_to_the_screen_that_the_mouse_leads_to(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        rep.app.complain(WRONG)
        await rep.click("Companies")
        assert not rep.toast
        await rep.click("Today")
        assert not rep.toast


async def test_an_error_that_nobody_can_have_read_yet_goes_along(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        rep.app.complain(WRONG)
        await rep.press("3")
        assert "That cannot be." in rep.toast


@pytest.mark.usefixtures("_read_at_once")
async def test_an_error_beneath_a_dialog_is_said_over_it_and_ends_with_it(morning: Book) -> None:
    async with at_desk(morning.path, size=(80, 24)) as rep:
        await rep.press("n")
        rep.app.complain(WRONG)
        await rep.idle()
        assert "That cannot be." in rep.toast
        await rep.type("hello")
        assert "That cannot be." in rep.toast
        await rep.press("enter")
        assert rep.toast.startswith("✓ ")


@pytest.mark.parametrize("width", [60, 78, 80, 88])
async def test_the_key_that_takes_a_change_back_is_not_torn_from_its_verb(morning: Book, width: int) -> None:
    async with at_desk(morning.path, size=(width, 24)) as rep:
        await rep.press("c", "2", "enter")
        assert rep.sees("z undoes it")


async def test_a_repeating_follow_up_says_so_and_when_it_comes_again(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("f")
        await rep.type("every tue 9 call about prices")
        await rep.press("enter")
        assert "every Tue" in rep.toast
        await rep.press("6", "tab", "tab", "d", "1", "enter")
        assert "next one Tue 1 Dec" in rep.toast


async def test_the_reader_of_a_screen_is_led_to_what_was_said_last(morning: Book) -> None:
    async with at_desk(morning.path, size=(80, 24), config=Config(zone=ZONE, accessible=True)) as rep:
        await rep.press("c", "2", "enter")
        assert read_at(rep).startswith("done: Called")
        await rep.press("k")
        assert read_at(rep).startswith("> ")
        await said_in_commas(rep)


async def said_in_commas(rep: Rep) -> None:
    for keys in (("?",), ("escape", ","), ("enter",)):
        await rep.press(*keys)
        assert not set("·→↓↑←") & set(rep.look())


async def test_the_reader_is_led_to_the_guide_as_it_goes_on(morning: Book) -> None:
    config = Config(zone=ZONE, accessible=True)
    async with at_desk(morning.path, size=(80, 24), config=config, has_own=True, begins_guide=True) as rep:
        assert read_at(rep).startswith("Guide 1/")
        await rep.press("j")
        assert read_at(rep).startswith("> ") or read_at(rep).startswith("Guide 1/")


@pytest.mark.parametrize("config", [Config(zone=ZONE, ascii=True), Config(zone=ZONE, accessible=True)])
async def test_lines_of_keys_have_names_for_arrows_and_commas_between(morning: Book, config: Config) -> None:
    async with at_desk(morning.path, size=(120, 40), config=config) as rep:
        await rep.press("?")
        assert rep.sees("Down Up scroll, Esc closes, F1")
        assert rep.sees("j Down")
        await rep.press("escape", "n")
        assert rep.sees("Enter saves, Ctrl+E editor, Esc closes")
        await rep.press("escape", "c", "2", "enter")
        assert "no answer, next: tomorrow 14:00, status" in rep.toast


async def test_whoever_is_asked_when_types_it_where_it_belongs(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("c", "8", "enter")
        assert rep.sees("When? Type the next step")
        await rep.type("thu 10")
        await rep.press("enter")
        assert "callback requested · next: tomorrow 10:00" in rep.toast or "next: tom 10:00" in rep.toast


def test_a_comma_takes_the_place_of_a_dot_also_where_the_line_ends() -> None:
    segments = [Segment("Jane Doe · Acme ·"), Segment(" #vip"), Segment("a·b")]
    for letters, last in ((Spoken(), "a·b"), (PlainLetters(), "a-b")):
        said = [text for text, _, _ in letters.apply(segments, Color(0, 0, 0))]
        assert said == ["Jane Doe,  Acme, ", " #vip", last]
