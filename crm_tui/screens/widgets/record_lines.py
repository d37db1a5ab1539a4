"""How a list of records is drawn: one line a row, each drawn once for as long as it stays the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from crm_tui.screens.plain import line
from crm_tui.screens.widgets.columns import GAP, Column, fitted, laid_out
from crm_tui.screens.widgets.icons import Icons
from crm_tui.screens.widgets.lines import Lines
from crm_tui.screens.widgets.marks import Mark, Marks
from crm_tui.screens.widgets.record_window import Heading, RecordWindow, Remark

T = TypeVar("T")

#: Lines kept drawn; a list that is paged through would keep all of it.
_MOST_STRIPS = 500


class RecordLines(Lines, Generic[T]):
    """Draws what is seen of a window: titles, rows, the cursor's line, and the scroll bar in the last column."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-list--cursor",
        "record-list--resting",
        "record-list--heading",
        "record-list--dim",
        "record-list--strong",
        "record-list--good",
        "record-list--warn",
        "record-list--danger",
        "record-list--accent",
        "record-list--hit",
        "record-list--marked",
    }

    def __init__(
        self,
        columns: Sequence[Column[T]],
        *,
        identify: Callable[[T], str],
        empty: str | Callable[[], str],
        has_titles: bool,
        icons: Icons,
        mark_of: Callable[[T], Mark] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.empty = empty
        self.words: tuple[str, ...] = ()
        self.is_loaded = False
        self.marks = Marks()
        self._identify = identify
        self._mark_of = mark_of
        self._has_titles = has_titles
        self._icons = icons
        #: Cells left of the first column, for the cursor's sign and that of a mark.
        self._margin = 1 + (cell_len(icons.marked) if mark_of else 1)
        self._window: RecordWindow[T] = RecordWindow(identify)
        self._cursor = -1
        #: Whether the keys are for another list of the screen.
        self._is_resting = False
        self._top = 0
        #: Columns with their widths and the cells behind them: behind the last one, all that are left.
        self._layout: list[tuple[Column[T], int, int]] = []
        #: Whether the columns have the room that the narrowest list needs.
        self._fits = True
        self._strips: dict[tuple[int, bool, str], Strip] = {}
        self._tones: dict[tuple[str, bool], Style] = {}

    def on_focus(self) -> None:
        """Has the cursors of the other lists rest: it can be seen without colours for which list the keys are."""
        for other in self.screen.query(RecordLines):
            other.rest(is_resting=other is not self)

    def _forget_strips(self, rows: range) -> None:
        """Has these rows drawn anew; what else is on the screen is as it was."""
        for key in [key for key in self._strips if key[0] in rows]:
            del self._strips[key]

    def column_at(self, x: int) -> Column[T] | None:
        """The column that stands at ``x`` of a line, None left of the first one."""
        x -= self._margin
        for column, width, behind in self._layout if x >= 0 else ():
            if (x := x - width - behind) < 0:
                return column
        return None

    def rest(self, *, is_resting: bool) -> None:
        """Shows the cursor as one that keys move, or as one that they do not."""
        if is_resting != self._is_resting:
            self._is_resting = is_resting
            self._strips.clear()
            self._tones.clear()
            self.redraw()

    def marks_held(self, start: int) -> tuple[list[Mark], bool]:
        """What marks of the rows from ``start`` on would be about, as far as they are held; and whether that is all."""
        records, is_all = self._window.held(start)
        return ([self._mark_of(record) for record in records] if self._mark_of else []), is_all

    @property
    def cursor_line(self) -> int:
        """The line of the widget on which the cursor is; 0 where it is out of sight."""
        row = self._cursor - self._top
        return row + self._has_titles if 0 <= row < self._height else 0

    @property
    def _height(self) -> int:
        """Rows that are seen."""
        return max(1, self.size.height - self._has_titles)

    def lay_out(self) -> None:
        """Lays the columns out for the width there is now."""
        room = self.size.width - self._margin - 1
        layout = laid_out(self.columns, room)
        left = room - sum(width + GAP for _, width in layout) + GAP
        self._fits = left >= 0
        self._layout = [(column, width, GAP) for column, width in layout[:-1]]
        self._layout += [(column, width, left) for column, width in layout[-1:]]
        self._strips.clear()

    def notify_style_update(self) -> None:
        """Forgets lines drawn in another theme."""
        super().notify_style_update()
        self._strips.clear()
        self._tones.clear()

    def lines(self) -> Sequence[Strip]:
        """Titles, the rows that are seen, and the scroll bar beside them."""
        height, width = self._height, self.size.width
        thumb = self._thumb(height)
        track = self._icons.track if thumb else " "
        rows = [self._line(y, width, self._icons.thumb if y in thumb else track) for y in range(height)]
        return [self._titles(), *rows] if self._has_titles else rows

    def _line(self, y: int, width: int, sign: str) -> Strip:
        index = y + self._top
        if index >= self._window.total:
            return self._joined(self._padded(Segment("  " + self._instead(y), self._style("dim"))), " ", width)
        key = (index, index == self._cursor, sign)
        if (strip := self._strips.get(key)) is None:
            if len(self._strips) >= _MOST_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._joined(self._row(index), sign, width)
        return strip

    def place_of(self, id: str) -> int | None:
        """The row of the record with this id, None where it is not held."""
        return self._window.places().get(id)

    def _instead(self, y: int) -> str:
        """A line of the words that stand in an empty list, beneath one that is left free."""
        if not y or self._window.total or not self.is_loaded:
            return ""
        words = self.empty if isinstance(self.empty, str) else self.empty()
        said = wrap(words, max(1, self.size.width - 4))
        return said[y - 1] if y <= len(said) else ""

    def _joined(self, segments: list[Segment], sign: str, width: int) -> Strip:
        """The segments of a whole line, and its piece of the scroll bar in the last column."""
        return Strip([*segments, Segment(sign, self._style("dim"))], width)

    def _padded(self, *segments: Segment) -> list[Segment]:
        """The segments as wide as the line."""
        return Segment.adjust_line_length(list(segments), self.size.width - 1, segments[-1].style)

    def _thumb(self, height: int) -> range:
        """The rows beside which the scroll bar's thumb stands; none where everything is seen."""
        total = self._window.total
        if total <= height:
            return range(0)
        size = max(1, height * height // total)
        start = (height - size) * self._top // max(1, total - height)
        return range(start, start + size)

    def _titles(self) -> Strip:
        style = self._style("heading")
        cells = (fitted(column.title, width, self._icons.more) for column, width, _ in self._layout)
        text = (" " * GAP).join(cells)
        return Strip([Segment(" " * self._margin + text, style)]).adjust_cell_length(self.size.width, style)

    def _row(self, index: int) -> list[Segment]:
        row = self._window.row(index)
        if row is None:
            return self._padded(Segment(f"  {self._icons.more}", self._style("dim")))
        if isinstance(row, Heading):
            return self._heading(row)
        if isinstance(row, Remark):
            return self._padded(Segment(f"  {line(row.text)}", self._style("dim")))
        return self._record(row, is_cursor=index == self._cursor)

    def _heading(self, heading: Heading) -> list[Segment]:
        style = self._style("heading")
        text = f"{self._icons.rule * 2} {heading.title} "
        room = self.size.width - 1 - len(text) - len(heading.note) - 2
        rule = self._icons.rule * max(0, room)
        return self._padded(Segment(text, style), Segment(f"{rule} {heading.note}", self._style("dim")))

    def _record(self, record: T, *, is_cursor: bool) -> list[Segment]:
        """The cells of a record, the gap behind each its own: the fewer the pieces, the less the terminal is sent."""
        cursor = self._icons.resting if self._is_resting else self._icons.cursor
        segments = [Segment(cursor if is_cursor else " ", self._style("", is_cursor=is_cursor))]
        segments.append(self._mark_sign(record, is_cursor=is_cursor))
        for column, width, behind in self._layout:
            cell = column.here(record) if is_cursor and column.here else column.cell(record)
            text = fitted(line(cell.text), width, self._icons.more) + " " * behind
            style = self._style(cell.tone, is_cursor=is_cursor)
            if column.is_searched and self.words:
                segments += self._with_hits(text, style, self._style(f"{cell.tone} hit", is_cursor=is_cursor))
            elif segments[-1].style is style:
                segments[-1] = Segment(segments[-1].text + text, style)
            else:
                segments.append(Segment(text, style))
        return segments if self._fits else self._padded(*segments)

    def is_marked(self, record: T) -> bool:
        """Whether the record is among the marked ones."""
        return self._mark_of is not None and self._mark_of(record) in self.marks

    def _mark_sign(self, record: T, *, is_cursor: bool) -> Segment:
        if not self.is_marked(record):
            return Segment(" " * (self._margin - 1), self._style("", is_cursor=is_cursor))
        return Segment(self._icons.marked, self._style("marked", is_cursor=is_cursor))

    def _with_hits(self, text: str, style: Style, hit: Style) -> list[Segment]:
        from crm_tui.domain.highlight import spans

        segments, start = [], 0
        for first, last in spans(text, self.words):
            if first > start:
                segments.append(Segment(text[start:first], style))
            segments.append(Segment(text[first:last], hit))
            start = last
        return [*segments, Segment(text[start:], style)]

    def _style(self, tones: str, *, is_cursor: bool = False) -> Style:
        """How words look to which these tones apply, one after the other; "" is the list's own look."""
        if (style := self._tones.get((tones, is_cursor))) is None:
            looks = ["resting" if self._is_resting else "cursor"] if is_cursor else []
            style = self._tones[tones, is_cursor] = sum(map(self._look, looks + tones.split()), self.rich_style)
        return style

    def _look(self, tone: str) -> Style:
        """The colour (blended with the list's own) and attributes of a tone, its background left to the row."""
        name = f"record-list--{tone}"
        blended = self.get_component_rich_style(name)
        if tone == "cursor":
            return blended
        return self.get_component_rich_style(name, partial=True) + Style(color=blended.color)
