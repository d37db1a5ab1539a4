"""A list of records that is a window: it draws what is seen and holds a few pages, however long the list is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from crm_tui.actions import Scope
from crm_tui.screens.bindings import bindings
from crm_tui.screens.plain import line
from crm_tui.screens.store_thread import Superseded
from crm_tui.screens.widgets.columns import GAP, Column, fitted, hits, laid_out
from crm_tui.screens.widgets.icons import UNICODE, Icons
from crm_tui.screens.widgets.record_window import Heading, RecordWindow, Remark, settled
from crm_tui.store.page import MOST_ROWS, Page

T = TypeVar("T")

#: Fetches rows ``offset`` to ``offset + limit``; asked for multiples of `MOST_ROWS`.
Load: TypeAlias = Callable[[int, int], Awaitable[Page[T]]]

#: Cells left of the first column, for the cursor's sign and a space.
_MARGIN = 2

#: Rows that one notch of the mouse wheel scrolls.
_NOTCH = 3


class RecordList(Widget, Generic[T], can_focus=True):
    """Rows of one line each, with a cursor, over a loader or over rows given whole.

    A long list has ``load``: call `restart` when another list is wanted (a new search) and `reload` when the
    same one may have changed. A short one is given with `show`, headings and remarks among its records. Either
    way the cursor keeps its record, and goes on to the next when that has left or moved. The list is silent
    about a `Superseded` load; other errors of ``load`` go to the caller.

    ``identify`` gives a record's id, ``empty`` the words for a list without rows: which key fills it.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.LIST)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-list--cursor",
        "record-list--heading",
        "record-list--dim",
        "record-list--strong",
        "record-list--good",
        "record-list--warn",
        "record-list--danger",
        "record-list--accent",
        "record-list--hit",
    }

    class Highlighted(Message):
        """The cursor is on another record, or its record has changed; None when there is none."""

        def __init__(self, list: RecordList[Any], record: Any) -> None:
            super().__init__()
            self.list = list
            self.record = record

        @property
        def control(self) -> RecordList[Any]:
            """The list."""
            return self.list

    class Opened(Highlighted):
        """Enter or a double click on a record."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        *,
        identify: Callable[[T], str],
        load: Load[T] | None = None,
        empty: str = "",
        has_titles: bool = False,
        icons: Icons = UNICODE,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.empty = empty
        self.words: tuple[str, ...] = ()
        self._identify = identify
        self._load = load
        self._has_titles = has_titles
        self._icons = icons
        self._window: RecordWindow[T] = RecordWindow(identify)
        self.is_loaded = False
        self._is_fetching = False
        self._cursor = -1
        self._top = 0
        self._announced: T | None = None
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._layout: list[tuple[Column[T], int]] = []

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

    async def restart(self) -> None:
        """Loads the list from its beginning and puts the cursor on the first record."""
        if (page := await self._fetched(0)) is None:
            return
        self._window.clear()
        self._window.put(page)
        self._cursor, self._top = -1, 0
        self._settle([], None)

    async def reload(self) -> None:
        """Loads what is seen of the list again."""
        if not self.is_loaded:
            await self.restart()
            return
        before, here = list(self._window.places()), self.record
        offset = max(0, self._cursor) // MOST_ROWS * MOST_ROWS
        pages = []
        for start in (offset - MOST_ROWS, offset, offset + MOST_ROWS):
            if start == offset or self._is_seen(start):
                if (page := await self._fetched(start)) is None:
                    return
                pages.append(page)
        self._window.clear()
        for page in pages:
            self._window.put(page)
        self._settle(before, here)

    def _is_seen(self, offset: int) -> bool:
        bottom = self._top + self._height
        return 0 <= offset < min(bottom, self._window.total) and offset + MOST_ROWS > self._top

    async def _fetched(self, offset: int) -> Page[T] | None:
        """A page, None when a newer load took over. A list that has become shorter answers with its last page."""
        if self._load is None:
            raise TypeError("a list without a loader is given its rows with show()")
        try:
            return await self._load(offset, MOST_ROWS)
        except Superseded:
            return None

    def _settle(self, before: Sequence[str], here: T | None) -> None:
        """Puts the cursor where it belongs in changed rows, then draws them and tells who listens."""
        self.is_loaded = True
        places = self._window.places()
        kept = settled(before, self._identify(here), list(places)) if here is not None else None
        wanted = places[kept] if kept is not None else min(max(self._cursor, 0), self._window.total - 1)
        self._cursor = self._window.selectable(wanted, 1) if self._window.total else -1
        self._announced = None
        self._strips.clear()
        self._bring_into_view()
        self._announce()

    # Moving

    @property
    def _height(self) -> int:
        """Rows that are seen."""
        return max(1, self.size.height - self._has_titles)

    def move_to(self, index: int, step: int = 1) -> None:
        """Puts the cursor on the row ``index``, or on the nearest record in direction ``step``."""
        if not self._window.total:
            return
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

    def action_row_last(self) -> None:
        """To the last record."""
        self.move_to(self._window.total - 1, -1)

    def action_page_down(self) -> None:
        """A page down."""
        self.move_to(self._cursor + self._height - 1)

    def action_page_up(self) -> None:
        """A page up."""
        self.move_to(self._cursor - self._height + 1, -1)

    def action_row_open(self) -> None:
        """Opens the highlighted record."""
        if (record := self.record) is not None:
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
        self.refresh()
        self._fetch_missing()

    def _fetch_missing(self) -> None:
        """Loads the pages that are seen and not held, the newest place first; one load runs at a time."""
        if self._load is None or self._is_fetching or not self.is_loaded:
            return
        if self._window.missing(self._top, self._top + self._height - 1):
            self._is_fetching = True
            self.run_worker(self._fetch(), group=f"window-{id(self)}", exit_on_error=False)

    async def _fetch(self) -> None:
        try:
            while missing := self._window.missing(self._top, self._top + self._height - 1):
                page = await self._fetched(missing[0])
                if page is None or (not page.rows and page.total > missing[0]):
                    return
                self._window.put(page)
                self._strips.clear()
                self.refresh()
        finally:
            self._is_fetching = False
        self._announce()

    def _announce(self) -> None:
        record = self.record
        if record is not None and record is self._announced:
            return
        self._announced = record
        self.post_message(self.Highlighted(self, record))

    # Drawing

    def on_resize(self) -> None:
        """Lays the columns out for the new width."""
        self._layout = laid_out(self.columns, self.size.width - _MARGIN - 1)
        self._strips.clear()
        if self.is_loaded:
            self._bring_into_view()

    def notify_style_update(self) -> None:
        """Forgets lines drawn in another theme."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the list: titles, a row, or nothing."""
        if self._has_titles:
            if y == 0:
                return self._titles()
            y -= 1
        index = y + self._top
        if index >= self._window.total:
            words = self.empty if y == 1 and self.is_loaded and not self._window.total else ""
            return self._line([Segment("  " + words, self._style("dim"))], y)
        key = (index, index == self._cursor)
        if (segments := self._strips.get(key)) is None:
            segments = self._strips[key] = Strip(self._row(index))
        return self._line(list(segments), y)

    def _line(self, segments: list[Segment], y: int) -> Strip:
        """The segments as a line of exactly the list's width, with its piece of the scroll bar."""
        width = self.size.width - 1
        base = self.rich_style
        style = segments[-1].style if segments else None
        # The styles of words leave the background to the list's own.
        strip = Strip(segments).apply_style(base)
        strip = strip.adjust_cell_length(width, style if y + self._top == self._cursor else base)
        return Strip.join([strip, Strip([Segment(self._scroll_sign(y), base + self._style("dim"))], 1)])

    def _scroll_sign(self, y: int) -> str:
        total, height = self._window.total, self._height
        if total <= height:
            return " "
        size = max(1, height * height // total)
        start = (height - size) * self._top // max(1, total - height)
        return self._icons.thumb if start <= y < start + size else self._icons.track

    def _titles(self) -> Strip:
        style = self.rich_style + self._style("heading")
        text = (" " * GAP).join(fitted(column.title, width, self._icons.more) for column, width in self._layout)
        return Strip([Segment(" " * _MARGIN + text, style)]).adjust_cell_length(self.size.width, style)

    def _row(self, index: int) -> list[Segment]:
        row = self._window.row(index)
        if row is None:
            return [Segment(f"  {self._icons.more}", self._style("dim"))]
        if isinstance(row, Heading):
            return self._heading(row)
        if isinstance(row, Remark):
            return [Segment(f"  {line(row.text)}", self._style("dim"))]
        return self._record(row, is_cursor=index == self._cursor)

    def _heading(self, heading: Heading) -> list[Segment]:
        style = self._style("heading")
        text = f"{self._icons.rule * 2} {heading.title} "
        room = self.size.width - 1 - len(text) - len(heading.note) - 2
        rule = self._icons.rule * max(0, room)
        return [Segment(text, style), Segment(f"{rule} {heading.note}", self._style("dim"))]

    def _record(self, record: T, *, is_cursor: bool) -> list[Segment]:
        base = self.get_component_rich_style("record-list--cursor") if is_cursor else self.rich_style
        segments = [Segment(fitted(self._icons.cursor if is_cursor else "", _MARGIN), base)]
        for number, (column, width) in enumerate(self._layout):
            cell = column.cell(record)
            style = base + self._style(cell.tone) if cell.tone else base
            if number:
                segments.append(Segment(" " * GAP, base))
            text = fitted(line(cell.text), width, self._icons.more)
            words = self.words if column.is_searched else ()
            segments.extend(self._with_hits(text, style, words))
        return segments

    def _with_hits(self, text: str, style: Style, words: Sequence[str]) -> list[Segment]:
        segments, start = [], 0
        for first, last in hits(text, words):
            segments += [Segment(text[start:first], style), Segment(text[first:last], style + self._style("hit"))]
            start = last
        return [*segments, Segment(text[start:], style)]

    def _style(self, tone: str) -> Style:
        """The colour (blended with the list's own) and attributes of a tone, its background left to the row."""
        name = f"record-list--{tone}"
        return self.get_component_rich_style(name, partial=True) + Style(
            color=self.get_component_rich_style(name).color
        )

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """Highlights a row; a double click opens it; a click on the scroll bar goes to that part."""
        if event.x >= self.size.width - 1 and self._window.total > self._height:
            self._show_from(event.y * self._window.total // self._height)
            return
        index = event.y - self._has_titles + self._top
        if event.y < self._has_titles or self._window.record(index) is None:
            return
        self.move_to(index)
        if event.chain == 2:
            self.action_row_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scrolls; the cursor stays on its record."""
        event.stop()
        self._show_from(self._top + _NOTCH)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scrolls; the cursor stays on its record."""
        event.stop()
        self._show_from(self._top - _NOTCH)
