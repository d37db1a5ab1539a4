"""A list of records that is a window: it draws what is seen and holds a few pages, however long the list is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.message import Message

from crm_tui.actions import Scope
from crm_tui.screens.bindings import bindings
from crm_tui.screens.store_thread import Superseded
from crm_tui.screens.widgets.columns import Column
from crm_tui.screens.widgets.icons import UNICODE, Icons
from crm_tui.screens.widgets.marks import Mark
from crm_tui.screens.widgets.record_lines import RecordLines
from crm_tui.screens.widgets.record_window import PAGE_ROWS, Heading, Remark, around, settled
from crm_tui.store.page import LAST, MOST_ROWS, Page

T = TypeVar("T")

#: Fetches rows ``offset`` to ``offset + limit``, headings and remarks among them and counted; both are multiples of
#: `PAGE_ROWS`, or the offset is `LAST`, which answers how long a list is whose end had not been counted.
Load: TypeAlias = Callable[[int, int], Awaitable[Page[T] | Page[T | Heading | Remark]]]

#: Rows that one notch of the mouse wheel scrolls.
_NOTCH = 3


class _AboutRecord(Message):
    """A message of a list about one of its records, which handlers tell apart by list and kind."""

    def __init__(self, list: RecordList[Any], record: Any) -> None:
        super().__init__()
        self.list = list
        self.record = record

    @property
    def control(self) -> RecordList[Any]:
        """The list."""
        return self.list


class RecordList(RecordLines[T], Generic[T], can_focus=True):
    """Rows of one line each, with a cursor, over a loader or over rows given whole.

    A long list has ``load``: call `restart` when another list is wanted (a new search) and `reload` when the
    same one may have changed. A short one is given with `show`, headings and remarks among its records. Either
    way the cursor keeps its record, and goes on to the next when that has left or moved. The list is silent
    about a `Superseded` load; other errors of ``load`` go to the caller.

    ``identify`` gives a record's id, ``empty`` the words for a list without rows (or finds them): which key fills it.
    ``mark_of`` says what a row's mark is about; without it, rows cannot be marked.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.LIST)

    class Highlighted(_AboutRecord):
        """Another record is highlighted, or it has changed; None for none. Hidden lists say nothing."""

    class Opened(_AboutRecord):
        """Enter or a double click on a record."""

    class TitleClicked(_AboutRecord):
        """The title of a column was clicked; ``record`` is the column."""

    class Marked(_AboutRecord):
        """Other rows are marked than before."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        *,
        identify: Callable[[T], str],
        load: Load[T] | None = None,
        empty: str | Callable[[], str] = "",
        has_titles: bool = False,
        icons: Icons = UNICODE,
        mark_of: Callable[[T], Mark] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(
            columns, identify=identify, empty=empty, has_titles=has_titles, icons=icons, mark_of=mark_of, id=id
        )
        self._load = load
        self._is_fetching = False
        self._has_moved = False
        self._renewals = 0
        self._version = 0
        self._announced: T | None = None

    # What it shows

    @property
    def record(self) -> T | None:
        """The highlighted record."""
        return self._window.record(self._cursor) if self._cursor >= 0 else None

    @property
    def total(self) -> int:
        """Rows in the whole list, headings included."""
        return self._window.total

    @property
    def is_exact(self) -> bool:
        """Whether `total` is all; else there are at least that many."""
        return self._window.is_exact

    @property
    def position(self) -> tuple[int, int]:
        """Which of how many rows is highlighted, counted from 1; 0 when none is."""
        return self._cursor + 1, self._window.total

    def show(self, rows: Sequence[T | Heading | Remark]) -> None:
        """Shows these rows, all of them."""
        before, here = list(self._window.places()), self.record
        self._window.fill(rows)
        self._settle(before, here)

    def forget(self) -> None:
        """Shows nothing, as before it was loaded first. The caller sees to it that no load under way is answered."""
        self._window.clear()
        self._version += 1
        self._cursor, self._top, self._has_moved, self.is_loaded = -1, 0, False, False
        self._announced = None
        self.marks.clear()
        self._strips.clear()
        self.redraw()

    async def restart(self) -> None:
        """Loads the list from its beginning and puts the cursor on the first record."""
        if (page := await self._renewed(*around(0, self._height - 1))) is None:
            return
        self._window.clear()
        self._window.put(page)
        self._cursor, self._top, self._has_moved = -1, 0, False
        self._settle([], None)

    async def reload(self) -> None:
        """Loads what is seen of the list again, and what is beside the cursor."""
        if not self.is_loaded:
            await self.restart()
            return
        before, here = list(self._window.places()), self.record
        cursor = max(0, self._cursor)
        top = self._top if self._top <= cursor < self._top + self._height else cursor
        if (page := await self._renewed(*around(top - 1, top + self._height))) is None:
            return
        self._window.forget()
        self._window.put(page)
        self._settle(before, here)

    async def _renewed(self, offset: int, limit: int) -> Page[T] | Page[T | Heading | Remark] | None:
        """Rows to begin anew with. A list that has become shorter answers with its end."""
        self._renewals += 1
        try:
            page = await self._fetched(offset, limit)
            if page is not None and not page.rows and offset > 0:
                page = await self._fetched(LAST, PAGE_ROWS)
        finally:
            self._renewals -= 1
        if page is None:
            self._fetch_missing()
        return page

    async def _fetched(self, offset: int, limit: int) -> Page[T] | Page[T | Heading | Remark] | None:
        """A page, None when a newer load took over."""
        if self._load is None:
            raise TypeError("a list without a loader is given its rows with show()")
        try:
            return await self._load(offset, limit)
        except Superseded:
            return None

    def _settle(self, before: Sequence[str], here: T | None) -> None:
        """Puts the cursor where it belongs in changed rows, then draws them and tells who listens."""
        self.is_loaded = True
        self._version += 1
        places = self._window.places()
        kept = settled(before, self._identify(here), list(places)) if here is not None else None
        wanted = places[kept] if kept is not None else min(max(self._cursor, 0), self._window.total - 1)
        self._cursor = self._window.selectable(wanted, 1) if self._window.total else -1
        self._announced = None
        self._strips.clear()
        self._bring_into_view()
        self._announce()

    # Moving

    def move_to(self, index: int, step: int = 1) -> None:
        """Puts the cursor on the row ``index``, or on the nearest record in direction ``step``."""
        if not self._window.total:
            return
        self._has_moved = True
        self._cursor = self._window.selectable(min(max(index, 0), self._window.total - 1), step)
        self._bring_into_view()
        self._announce()

    def move_by(self, step: int) -> bool:
        """Puts the cursor on the next or previous record; False at the end of the list."""
        before = self._cursor
        self.move_to(self._cursor + step, 1 if step > 0 else -1)
        return self._cursor != before

    def action_row_down(self) -> None:
        """To the next record."""
        self.move_by(1)

    def action_row_up(self) -> None:
        """To the previous record."""
        self.move_by(-1)

    def action_row_first(self) -> None:
        """To the first record."""
        self.move_to(0)

    async def action_row_last(self) -> None:
        """To the last record, which is looked for where the list was not counted to its end."""
        if not self._window.is_exact:
            if (page := await self._renewed(LAST, PAGE_ROWS)) is None:
                return
            self._window.put(page)
        self.move_to(self._window.total - 1, -1)

    def action_page_down(self) -> None:
        """A page down."""
        self.move_to(self._cursor + self._height - 1)

    def action_page_up(self) -> None:
        """A page up."""
        self.move_to(self._cursor - self._height + 1, -1)

    def action_row_open(self) -> None:
        """Opens the highlighted record; in an empty list the key is for whoever holds the list."""
        if (record := self.record) is None:
            raise SkipAction
        self.post_message(self.Opened(self, record))

    def _bring_into_view(self) -> None:
        height, cursor = self._height, self._cursor
        if cursor <= self._top:
            # The heading above the first record of a section is seen with it.
            above = isinstance(self._window.row(cursor - 1), Heading | Remark) if cursor > 0 else False
            self._top = max(0, cursor - above)
        elif cursor >= self._top + height:
            self._top = cursor - height + 1
        self._show_from(self._top)

    def _show_from(self, top: int) -> None:
        self._top = max(0, min(top, self._window.total - self._height))
        self.redraw()
        self._fetch_missing()

    def _travel_to(self, top: int) -> None:
        self._has_moved = True
        self._show_from(top)

    def _fetch_missing(self) -> None:
        """Loads what is seen and not held, then what a page up or down would show; one load runs at a time."""
        if self._load is None or self._is_fetching or self._renewals or not self.is_loaded:
            return
        if self._missing():
            self._is_fetching = True
            self.run_worker(self._fetch(), group=f"window-{id(self)}", exit_on_error=False)

    def _missing(self) -> tuple[int, int] | None:
        height, top = self._height, self._top
        seen = self._window.missing(top, top + height - 1)
        # A list that was only just opened is mostly left again: nothing is fetched ahead for it.
        if seen or not self._has_moved:
            return seen
        return self._window.missing(top - height, top + 2 * height - 1)

    async def _fetch(self) -> None:
        try:
            while not self._renewals and (missing := self._missing()):
                version = self._version
                if (page := await self._fetched(*missing)) is None:
                    return
                if version != self._version:
                    continue
                self._window.put(page)
                self._forget_strips(range(page.offset, page.offset + len(page.rows)))
                self.redraw()
                if not page.rows:
                    break
        finally:
            self._is_fetching = False
        if self._cursor >= self._window.total:
            self.move_to(self._window.total - 1, -1)
        self._announce()

    def _announce(self) -> None:
        record = self.record
        if record is not None and record is self._announced:
            return
        self._announced = record
        if self.display:
            self.post_message(self.Highlighted(self, record))

    # Marks

    def mark_row(self) -> None:
        """Marks the highlighted row, or takes its mark off, and goes on to the next."""
        self._toggle(self._cursor)
        self.move_by(1)

    def mark_everything(self) -> None:
        """Marks all that the list holds, however long it is."""
        self.marks.add_all()
        self._show_marks()

    async def mark_listed(self, most: int) -> bool:
        """Marks every row one by one, ``most`` at the most; False where there are more. Raises as `numbered`."""
        marks = [mark async for _, mark in self.numbered(most)]
        self.marks.add(marks[:most])
        self._show_marks()
        return len(marks) <= most

    async def marks_from(self, start: int, most: int) -> tuple[list[Mark], bool]:
        """What `numbered` finds without the numbers, ``most`` of them at the most, and whether it is all."""
        marks = [mark async for _, mark in self.numbered(most, start)]
        return marks[:most], len(marks) <= most

    async def numbered(self, most: int, start: int = 0) -> AsyncIterator[tuple[int, Mark]]:
        """The numbers of the rows from ``start`` on, to the end or beyond ``most``, and what their marks are about.

        Raises `Superseded` when the list is loaded anew meanwhile.
        """
        if (mark_of := self._mark_of) is None:
            return
        if self._load is None:
            for index, record in self._window.records():
                if index >= start:
                    yield index, mark_of(record)
            return
        for offset in range(start // PAGE_ROWS * PAGE_ROWS, start + most + 1, MOST_ROWS):
            page = await self._load(offset, MOST_ROWS)
            for index, row in enumerate(page.rows, offset):
                if index >= start and not isinstance(row, Heading | Remark):
                    yield index, mark_of(row)
            if len(page.rows) < MOST_ROWS:
                return

    def clear_marks(self) -> None:
        """Takes all marks off."""
        if self.marks:
            self.marks.clear()
            self._show_marks()

    def _toggle(self, index: int) -> None:
        record = self._window.record(index) if index >= 0 else None
        if record is not None and self._mark_of is not None:
            self.marks.toggle(self._mark_of(record))
            self._show_marks(index)

    def _show_marks(self, index: int | None = None) -> None:
        self._forget_strips(range(self._window.total) if index is None else range(index, index + 1))
        self.redraw()
        self.post_message(self.Marked(self, self.record))

    def on_resize(self) -> None:
        """Lays the columns out for the new width."""
        self.lay_out()
        if self.is_loaded:
            self._bring_into_view()

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """Highlights a row, left of it marks it; a double click opens it; on the scroll bar, goes to that part."""
        if event.x >= self.size.width - 1 and self._window.total > self._height:
            self._travel_to(event.y * self._window.total // self._height)
            return
        if event.y < self._has_titles:
            if (column := self.column_at(event.x)) is not None:
                self.post_message(self.TitleClicked(self, column))
            return
        index = event.y - self._has_titles + self._top
        if self._window.record(index) is None:
            return
        self.move_to(index)
        if event.x < self._margin:
            self._toggle(index)
        elif event.chain == 2:
            self.post_message(self.Opened(self, self.record))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scrolls; the cursor stays on its record."""
        event.stop()
        self._travel_to(self._top + _NOTCH)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scrolls; the cursor stays on its record."""
        event.stop()
        self._travel_to(self._top - _NOTCH)
