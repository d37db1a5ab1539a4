"""A widget that is made of lines, and paints those that have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.visual import Visual
from textual.widget import Widget


class Lines(Widget):
    """Draws its lines when something has changed, compares, and has only those painted that differ.

    A subclass makes them in `lines` and calls `redraw` where another widget would call `refresh`, which paints all of
    them anew.
    """

    #: What was drawn last, and for which size; None when it is to be drawn anew.
    _drawn: tuple[Size, Sequence[Strip]] | None = None

    def lines(self) -> Sequence[Strip]:
        """What is to be seen, from the top; each line as wide as the widget's content."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Paints the lines that differ from those on the screen."""
        size = self.size
        if self._drawn is None or self._drawn[0] != size or not (self.display and self.screen.is_active):
            self.refresh()  # nothing of it is to be seen, or all of it anew
            return
        before, after = self._drawn[1], self.lines()
        self._drawn = size, after
        if regions := list(_changed(before, after, size.width)):
            self.refresh(*regions)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paints these regions, or everything anew."""
        if repaint and not regions:
            self._drawn = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        """A line as it was drawn."""
        size = self.size
        if self._drawn is None or self._drawn[0] != size:
            self._drawn = size, self.lines()
        drawn = self._drawn[1]
        return drawn[y] if y < len(drawn) else Strip.blank(size.width, self.rich_style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines as they are painted; without border and padding there is nothing that Textual would add."""
        if self.styles.gutter:
            return super().render_lines(crop)
        filters, background = self.get_line_filters(), self.background_colors[1]
        strips = [self.render_line(y) for y in crop.line_range]
        for each in filters:
            strips = [strip.apply_filter(each, background) for strip in strips]
        first, last = crop.column_span
        return strips if (first, last) == (0, self.size.width) else [strip.crop(first, last) for strip in strips]

    def notify_style_update(self) -> None:
        """Forgets what was drawn in other colours."""
        super().notify_style_update()
        self._drawn = None


class Page(Lines):
    """Content as lines, cut off below. A subclass gives its paragraphs in `paragraphs`.

    Every piece of content that Textual draws says where in the text it stands, which is needed for selecting text with
    the mouse and is most of the work; here it does while the mouse is over it.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles: dict[VisualStyle, Style] = {}

    def paragraphs(self) -> Iterable[Content]:
        """What it says; a paragraph may have several lines."""
        raise NotImplementedError

    def render(self) -> Content:
        """The whole of it; what is selected with the mouse is copied from here."""
        return Content("\n").join(self.paragraphs())

    def lines(self) -> Sequence[Strip]:
        """As much of it as there is room for."""
        width, height = self.size
        if not width:
            return ()
        if self.mouse_hover or self.text_selection is not None:
            return Visual.to_strips(self, self.render(), width, height, self.visual_style)
        return list(islice(self._strips(width), height))

    def _strips(self, width: int) -> Iterator[Strip]:
        base = self.visual_style
        for paragraph in self.paragraphs():
            for line in paragraph.split(allow_blank=True) if "\n" in paragraph.plain else (paragraph,):
                for row in (line,) if line.cell_length <= width else line.wrap(width):
                    pieces = row.render(base, end="", parse_style=self._get_style)
                    yield Strip([Segment(text, self._rich(base + style)) for text, style in pieces])

    def _rich(self, style: VisualStyle) -> Style:
        if (rich := self._styles.get(style)) is None:
            rich = self._styles[style] = style.rich_style
        return rich

    def on_enter(self) -> None:
        """Draws what can be selected."""
        self.refresh()

    def on_leave(self) -> None:
        """Draws what is quick to draw."""
        self.refresh()


def _changed(before: Sequence[Strip], after: Sequence[Strip], width: int) -> Iterator[Region]:
    """The stretches of lines that differ."""
    first = None
    height = max(len(before), len(after))
    for y in range(height):
        is_same = y < len(before) and y < len(after) and (before[y] is after[y] or before[y] == after[y])
        if not is_same and first is None:
            first = y
        elif is_same and first is not None:
            yield Region(0, first, width, y - first)
            first = None
    if first is not None:
        yield Region(0, first, width, height - first)
