"""Frames paint what has changed, and what stands on the screen is what a full redraw would draw."""

from __future__ import annotations

import random

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.strip import Strip

from crm_tui.domain.contact import ContactDraft
from crm_tui.screens.painting import SpanCompositor
from crm_tui.screens.widgets.card import Card
from crm_tui.screens.widgets.lines import Lines
from crm_tui.store import contacts
from crm_tui.store.store import Store
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import Rep, at_desk

_KEYS = (*"jjjkkG136xd*", "pagedown", "pageup", "home", "end", "tab", "slash", "escape", "a", "n", "o", "space", "down")


class Terminal:
    """What partial frames have left on the screen: every painted piece put in its place, as a terminal does."""

    def __init__(self, rep: Rep) -> None:
        self._app = rep.app
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}
        self.bytes = 0
        self._display = rep.app._display
        rep.app._display = self._paint  # type: ignore[method-assign,assignment]

    def _paint(self, screen: object, update: object) -> None:
        for y, start, strip in pieces(update):
            x = start
            for text, style, _ in strip:
                for letter in text:
                    self.cells[y, x] = (letter, look(style))
                    x += Segment(letter).cell_length
                    self.bytes += 1
        self._display(screen, update)  # type: ignore[arg-type]

    def assert_true(self) -> None:
        """Compares with a full redraw."""
        for widget in self._app.screen.query("*"):
            widget.refresh()
        strips = self._app.screen._compositor.render_strips()
        for y, strip in enumerate(strips):
            x = 0
            for text, style, _ in strip:
                for letter in text:
                    if (y, x) in self.cells:
                        assert self.cells[y, x] == (letter, look(style)), f"line {y}, column {x} of\n{strip.text}"
                    x += Segment(letter).cell_length


def look(style: object) -> str:
    """A style without what only the mouse sees."""
    return str(style.without_color) + str(style.color) + str(style.bgcolor) if style else ""  # type: ignore[attr-defined]


def pieces(update: object) -> list[tuple[int, int, Strip]]:
    """The painted pieces of a frame, with line and column."""
    if update is None:
        return []
    if hasattr(update, "chops"):
        lines = [(y, update.chops[y].items()) for y in sorted({y for y, _, _ in update.spans})]  # type: ignore[attr-defined]
        return [(y, x, strip) for y, line in lines for x, strip in line if strip is not None]
    found = []
    for y, strips in enumerate(update.strips):  # type: ignore[attr-defined]
        x = 0
        for strip in strips:
            found.append((y, x, strip))
            x += strip.cell_length
    return found


@pytest.fixture
@made_once
def crowd(book: Book) -> Book:
    with Store(book.path) as store:
        for number in range(60):
            name = random.Random(number).choice(("Ada Lovelace", "Ελένη Παπά", "李雷", "Zoë Ångström"))
            draft = ContactDraft(name=f"{name} {number}", title="Buyer of many things " * (number % 4))
            store.write(contacts.add, desk(), draft)
    return book


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["narrow", "wide"])
async def test_after_any_keys_the_screen_is_what_a_full_redraw_draws(crowd: Book, size: tuple[int, int]) -> None:
    rng = random.Random(5)
    async with at_desk(crowd.path, size=size) as rep:
        terminal = Terminal(rep)
        await rep.press("3")
        for _ in range(8):
            for key in rng.choices(_KEYS, k=3):
                await rep.press(key)
            terminal.assert_true()


async def test_a_step_in_a_list_paints_a_fraction_of_the_screen(crowd: Book) -> None:
    async with at_desk(crowd.path) as rep:
        await rep.press("3", "j")
        terminal = Terminal(rep)
        await rep.press("j")
        assert 0 < terminal.bytes < 120 * 40 / 3


async def test_screens_and_dialogs_draw_spans(crowd: Book) -> None:
    async with at_desk(crowd.path) as rep:
        await rep.press("3")
        assert isinstance(rep.app.screen._compositor, SpanCompositor)
        await rep.press("a")
        assert isinstance(rep.app.screen._compositor, SpanCompositor)


async def test_a_burst_of_letters_ends_with_the_rows_of_the_last_query(crowd: Book) -> None:
    async with at_desk(crowd.path) as rep:
        await rep.press("3", "slash")
        await rep.type("ada lovelace")
        after = [line for line in rep.look().splitlines() if "Lovelace" in line]
        assert after
        assert not any("Παπά" in line or "Zoë" in line for line in rep.look().splitlines())


async def test_of_letters_that_come_at_once_the_last_asks_for_all(crowd: Book) -> None:
    async with at_desk(crowd.path) as rep:
        await rep.press("3", "slash")
        people = rep.app.screen.people  # type: ignore[attr-defined]
        restart, asked = people.restart, []

        async def _restart() -> None:
            asked.append(rep.app.screen.box.value)  # type: ignore[attr-defined]
            await restart()

        people.restart = _restart
        await rep.type("ada lovelace")
        assert asked[-1] == "ada lovelace"
        assert len(asked) < len("ada lovelace")
        await rep.press("backspace")
        assert asked[-1] == "ada lovelac"


async def test_no_older_answer_is_painted_after_a_newer_one(crowd: Book) -> None:
    async with at_desk(crowd.path) as rep:
        await rep.press("3", "slash")
        shown: list[str] = []
        people = rep.app.screen.people  # type: ignore[attr-defined]
        settle = people._settle

        def _settle(*args: object) -> None:
            settle(*args)
            shown.append(people.record.name if people.record else "")

        people._settle = _settle
        await rep.type("ada")
        await rep.type(" lovelace 5")
        last = shown[-1]
        assert "Lovelace 5" in last
        narrowed = [name for name in shown if "Lovelace" in name]
        assert shown[len(shown) - len(narrowed) :] == narrowed


async def test_a_card_under_the_mouse_looks_as_it_does_without(crowd: Book) -> None:
    async with at_desk(crowd.path) as rep:
        await rep.press("3", "j", "j")
        card = rep.app.screen.query_one(Card)
        quick = [strip.text.rstrip() for strip in card.lines()]
        card.mouse_hover = True
        selectable = [strip.text.rstrip() for strip in card.lines()]
        assert [line for line in quick if line] == [line for line in selectable if line]
        offsets = [segment.style.meta.get("offset") for strip in card.lines() for segment in strip if segment.style]
        assert any(offsets)


class Counted(Lines):
    """Three lines, and which were drawn for a frame."""

    words: tuple[str, ...] = ("one", "two", "three")

    def lines(self) -> list[Strip]:
        return [Strip([Segment(word.ljust(self.size.width), Style.null())]) for word in self.words]


class CountedApp(App[None]):
    """One of them."""

    def compose(self) -> ComposeResult:
        yield Counted()


async def test_only_lines_that_differ_are_painted() -> None:
    app = CountedApp()
    async with app.run_test(size=(20, 3)) as pilot:
        await pilot.pause()
        widget = app.query_one(Counted)
        widget._exchange_repaint_regions()
        widget.words = ("one", "TWO", "three")
        widget.redraw()
        assert [(region.y, region.height) for region in widget._exchange_repaint_regions()] == [(1, 1)]
        widget.redraw()
        assert not widget._exchange_repaint_regions()
        widget.refresh()
        await pilot.pause()
        assert widget.render_line(1).text.strip() == "TWO"
