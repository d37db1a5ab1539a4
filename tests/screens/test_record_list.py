from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from crm_tui.screens.store_thread import Superseded
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.store.page import LAST, Page

COLUMNS = (Column[str](title="Name", width=10, flex=1, cell=Cell),)


class Shelf:
    """A list of rows behind a loader that counts what it is asked for."""

    def __init__(self, total: int, counted: int | None = None) -> None:
        self.rows = [f"row {number}" for number in range(total)]
        self.counted = total if counted is None else counted
        self.asked: list[int] = []
        self.is_superseded = False

    async def load(self, offset: int, limit: int) -> Page[str]:
        if self.is_superseded:
            raise Superseded
        self.asked.append(offset)
        total = len(self.rows)
        if offset == LAST:
            offset = (total - 1) // limit * limit
            return Page(rows=tuple(self.rows[offset : offset + limit]), offset=offset, total=total)
        rows = tuple(self.rows[offset : offset + limit])
        if total > self.counted:
            return Page(rows=rows, offset=offset, total=max(self.counted, offset + len(rows)), is_exact=False)
        return Page(rows=rows, offset=offset, total=total)


class ListApp(App[None]):
    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self.list: RecordList[str] = RecordList(COLUMNS, identify=str, load=shelf.load, empty="Press a.")
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.list

    async def on_mount(self) -> None:
        self.list.focus()
        await self.list.restart()

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        self.opened.append(event.record)


@asynccontextmanager
async def shown(shelf: Shelf) -> AsyncIterator[tuple[ListApp, Pilot[None]]]:
    app = ListApp(shelf)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        yield app, pilot


def look(app: ListApp) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


async def test_keys_move_the_cursor_and_enter_opens() -> None:
    async with shown(Shelf(30)) as (app, pilot):
        await pilot.press("j", "down", "k", "enter")
        assert app.opened == ["row 1"]
        await pilot.press("G")
        assert app.list.record == "row 29"
        await pilot.press("g")
        assert app.list.record == "row 0"
        await pilot.press("pagedown")
        assert app.list.record == "row 9"
        await pilot.press("pageup")
        assert app.list.record == "row 0"


async def test_the_end_of_a_million_rows_costs_one_page() -> None:
    shelf = Shelf(1_000_000)
    async with shown(shelf) as (app, pilot):
        await pilot.press("end")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.list.record == "row 999999"
        assert shelf.asked == [0, 999_975]
        assert "row 999999" in look(app)[-1]


async def test_the_end_of_a_list_that_was_not_counted_is_asked_for() -> None:
    shelf = Shelf(12_345, counted=999)
    async with shown(shelf) as (app, pilot):
        assert app.list.position == (1, 999)
        await pilot.press("end")
        assert (app.list.record, app.list.position) == ("row 12344", (12_345, 12_345))
        await pilot.press("pageup")
        await app.workers.wait_for_complete()
        assert (app.list.record, app.list.total) == ("row 12335", 12_345)


async def test_paging_through_a_list_that_was_not_counted_goes_on_to_its_end() -> None:
    shelf = Shelf(130, counted=60)
    async with shown(shelf) as (app, pilot):
        for _ in range(20):
            await pilot.press("pagedown")
            await app.workers.wait_for_complete()
        assert (app.list.record, app.list.position, app.list.is_exact) == ("row 129", (130, 130), True)


async def test_the_rows_of_the_next_page_are_there_before_it_is_asked_for() -> None:
    shelf = Shelf(1_000)
    async with shown(shelf) as (app, pilot):
        assert shelf.asked == [0]
        for _ in range(12):
            await pilot.press("pagedown")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert not any("…" in row for row in look(app))
        assert shelf.asked == [0, 25, 50, 75, 100]


async def test_a_list_that_became_much_shorter_shows_its_end() -> None:
    shelf = Shelf(500)
    async with shown(shelf) as (app, pilot):
        await pilot.press("end")
        await app.workers.wait_for_complete()
        del shelf.rows[70:]
        shelf.counted = 70
        await app.list.reload()
        assert app.list.record == "row 69"


async def test_a_reload_keeps_the_record_when_rows_come_in_above() -> None:
    shelf = Shelf(30)
    async with shown(shelf) as (app, pilot):
        await pilot.press(*"jjj")
        shelf.rows.insert(0, "new")
        await app.list.reload()
        assert app.list.record == "row 3"


async def test_a_record_that_leaves_hands_the_cursor_to_the_next() -> None:
    shelf = Shelf(3)
    async with shown(shelf) as (app, pilot):
        await pilot.press("j")
        for expected in ("row 2", "row 0", None):
            shelf.rows.remove(app.list.record or "")
            await app.list.reload()
            assert app.list.record == expected
        assert app.list.record is None


async def test_an_empty_list_says_which_key_fills_it() -> None:
    async with shown(Shelf(0)) as (app, _):
        assert "Press a." in "\n".join(look(app))


async def test_words_in_an_empty_list_that_is_narrow_are_broken_and_not_cut() -> None:
    async with shown(Shelf(0)) as (app, pilot):
        app.list.empty = "Nobody matches. Esc clears the search; a adds a contact."
        app.list.refresh()
        await pilot.pause()
        said = " ".join(" ".join(look(app)).split())
        assert "Nobody matches. Esc clears the search; a adds a contact." in said


async def test_a_superseded_load_leaves_the_list_as_it_is() -> None:
    shelf = Shelf(5)
    async with shown(shelf) as (app, _):
        shelf.is_superseded = True
        await app.list.reload()
        await app.list.restart()
        assert app.list.record == "row 0"


async def test_a_click_highlights_and_a_double_click_opens() -> None:
    async with shown(Shelf(5)) as (app, pilot):
        await pilot.click(RecordList, offset=(3, 2))
        assert app.list.record == "row 2"
        await pilot.double_click(RecordList, offset=(3, 3))
        assert app.opened == ["row 3"]


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with shown(Shelf(50)) as (app, pilot):
        await pilot._post_mouse_events([events.MouseScrollDown], RecordList, offset=(3, 3))
        await pilot.pause()
        assert app.list.record == "row 0"
        assert look(app)[0].strip().startswith("row 3")
