"""How a list of records is drawn: one line a row, each drawn once for as long as it stays the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

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

#: Cells left of the first column, for the cursor's sign and that of a mark.
MARGIN = 2

#: Lines kept drawn; a list that is paged through would keep all of it.
_MOST_STRIPS = 500


class RecordLines(Lines, Generic[T]):
    """Draws what is seen of a window: titles, rows, the cursor's line, and the scroll bar in the last column."""

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
        "record-list--marked",
    }

    def __init__(
        self,
        columns: Sequence[Column[T]],
        *,
        identify: Callable[[T], str],
        empty: str,
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
        self._window: RecordWindow[T] = RecordWindow(identify)
        self._cursor = -1
        self._top = 0
        self._layout: list[tuple[Column[T], int]] = []
        self._strips: dict[tuple[int, bool, str], Strip] = {}
        self._tones: dict[str, Style] = {}

    @property
    def _height(self) -> int:
        """Rows that are seen."""
        return max(1, self.size.height - self._has_titles)

    def lay_out(self) -> None:
        """Lays the columns out for the width there is now."""
        self._layout = laid_out(self.columns, self.size.width - MARGIN - 1)
        self._strips.clear()

    def notify_style_update(self) -> None:
        """Forgets lines drawn in another theme."""
        super().notify_style_update()
        self._strips.clear()
        self._tones.clear()

    def lines(self) -> Sequence[Strip]:
        """Titles, the rows that are seen, and the scroll bar beside them."""
        rows = [self._line(y) for y in range(self._height)]
        return [self._titles(), *rows] if self._has_titles else rows

    def _line(self, y: int) -> Strip:
        index = y + self._top
        if index >= self._window.total:
            words = self.empty if y == 1 and self.is_loaded and not self._window.total else ""
            return self._joined([Segment("  " + words, self._style("dim"))], " ", is_cursor=False)
        key = (index, index == self._cursor, self._scroll_sign(y))
        if (strip := self._strips.get(key)) is None:
            if len(self._strips) >= _MOST_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._joined(self._row(index), key[2], is_cursor=key[1])
        return strip

    def _joined(self, segments: list[Segment], sign: str, *, is_cursor: bool) -> Strip:
        """The segments as a line, with its piece of the scroll bar in the last column."""
        base = self._style("")
        rest = segments[-1].style if is_cursor else base
        # The styles of words leave the background to the list's own.
        segments = list(Segment.apply_style(segments, base))
        room = self.size.width - 1
        return Strip([*Segment.adjust_line_length(segments, room, rest), Segment(sign, base + self._style("dim"))])

    def _scroll_sign(self, y: int) -> str:
        total, height = self._window.total, self._height
        if total <= height:
            return " "
        size = max(1, height * height // total)
        start = (height - size) * self._top // max(1, total - height)
        return self._icons.thumb if start <= y < start + size else self._icons.track

    def _titles(self) -> Strip:
        style = self._style("") + self._style("heading")
        text = (" " * GAP).join(fitted(column.title, width, self._icons.more) for column, width in self._layout)
        return Strip([Segment(" " * MARGIN + text, style)]).adjust_cell_length(self.size.width, style)

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
        base = self.get_component_rich_style("record-list--cursor") if is_cursor else self._style("")
        segments = [Segment(self._icons.cursor if is_cursor else " ", base), self._mark_sign(record, base)]
        for number, (column, width) in enumerate(self._layout):
            cell = column.cell(record)
            style = base + self._style(cell.tone) if cell.tone else base
            if number:
                segments.append(Segment(" " * GAP, base))
            text = fitted(line(cell.text), width, self._icons.more)
            words = self.words if column.is_searched else ()
            segments.extend(self._with_hits(text, style, words))
        return segments

    def is_marked(self, record: T) -> bool:
        """Whether the record is among the marked ones."""
        return self._mark_of is not None and self._mark_of(record) in self.marks

    def _mark_sign(self, record: T, base: Style) -> Segment:
        if not self.is_marked(record):
            return Segment(" ", base)
        return Segment(self._icons.marked, base + self._style("marked"))

    def _with_hits(self, text: str, style: Style, words: Sequence[str]) -> list[Segment]:
        if not words:
            return [Segment(text, style)]
        from crm_tui.domain.highlight import spans

        segments, start = [], 0
        for first, last in spans(text, words):
            segments += [Segment(text[start:first], style), Segment(text[first:last], style + self._style("hit"))]
            start = last
        return [*segments, Segment(text[start:], style)]

    def _style(self, tone: str) -> Style:
        """The colour (blended with the list's own) and attributes of a tone, its background left to the row.

        "" is the list's own style.
        """
        if (style := self._tones.get(tone)) is None:
            if not tone:
                style = self._tones[tone] = self.rich_style
                return style
            name = f"record-list--{tone}"
            colour = Style(color=self.get_component_rich_style(name).color)
            style = self._tones[tone] = self.get_component_rich_style(name, partial=True) + colour
        return style
