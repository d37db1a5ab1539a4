"""A widget that is made of lines, and paints those that have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.visual import Visual
from textual.widget import Widget


class Lines(Widget):
    """Draws its lines when something has changed, compares, and has only those painted that differ.

    Its colours come from style sheets alone, so that no line needs the filter for the sixteen of a terminal.

    A subclass makes them in `lines` and calls `redraw` where another widget would call `refresh`, which paints all of
    them anew.
    """

    #: As Textual's, which would have all widgets laid out again, and this one painted again, for a new size of it.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    #: What was drawn last, and for which size; None when it is to be drawn anew.
    _drawn: tuple[Size, Sequence[Strip]] | None = None

    #: Border and padding left and right of a line, and for which size.
    _edges: tuple[Size, Strip, Strip] | None = None

    #: The colour behind it, None until it is asked for.
    _behind: Color | None = None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._looks: dict[str, Style] = {}

    def lines(self) -> Sequence[Strip]:
        """What is to be seen, from the top; each line as wide as the widget's content."""
        raise NotImplementedError

    def look(self, component: str = "") -> Style:
        """How its words look, or what is different about those of a component; found once for all lines of a theme."""
        if (style := self._looks.get(component)) is None:
            style = self.get_component_rich_style(component, partial=True) if component else self.rich_style
            self._looks[component] = style
        return style

    def redraw(self) -> None:
        """Paints the lines that differ from those on the screen."""
        if self.is_mounted and not (self.display and self.screen.is_current):
            self._drawn = None  # it is painted whole when it comes into sight
            return
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
        drawn = self._as_drawn()
        return drawn[y] if y < len(drawn) else Strip.blank(self.size.width, self.look())

    def _as_drawn(self) -> Sequence[Strip]:
        size = self.size
        if self._drawn is None or self._drawn[0] != size:
            self._drawn = size, self.lines()
        return self._drawn[1]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines as they are painted: our own, between edges that are the same for all of them."""
        gutter, size = self.styles.gutter, self.outer_size
        first, last = crop.column_span
        background = self._behind = self._behind or self.background_colors[1]
        filters = [each for each in self.get_line_filters() if not isinstance(each, ANSIToTruecolor)]
        drawn, blank, painted = self._as_drawn(), None, []
        for y in crop.line_range:
            if not gutter.top <= y < size.height - gutter.bottom:
                painted += super().render_lines(Region(first, y, crop.width, 1))
                continue
            if y - gutter.top < len(drawn):
                strip = drawn[y - gutter.top]
            else:
                strip = blank = blank or Strip.blank(size.width - gutter.width, self.look())
            strip = _filtered(strip, filters, background)
            if gutter.width:
                left, right = self._sides(y)
                strip = Strip([*left, *strip, *right], size.width)
            painted.append(strip if crop.width == size.width else strip.crop(first, last))
        return painted

    def _sides(self, y: int) -> tuple[Strip, Strip]:
        """What stands left and right of our lines; Textual draws it, once, at line ``y``."""
        size, gutter = self.outer_size, self.styles.gutter
        if self._edges is None or self._edges[0] != size:
            (drawn,) = super().render_lines(Region(0, y, size.width, 1))
            self._edges = size, drawn.crop(0, gutter.left), drawn.crop(size.width - gutter.right, size.width)
        return self._edges[1:]

    def notify_style_update(self) -> None:
        """Forgets what was drawn in other colours."""
        super().notify_style_update()
        self._looks.clear()
        self._drawn = self._edges = self._behind = None


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
                    segments = [Segment(text, self._rich(base + style)) for text, style in pieces]
                    yield Strip([*segments, Segment(" " * (width - row.cell_length), self._rich(base))], width)

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


def _filtered(strip: Strip, filters: Iterable[LineFilter], background: Color) -> Strip:
    """The line as the filters leave it: itself where they leave it alone, as the last gate does. Strips are costly."""
    segments = kept = strip._segments
    for each in filters:
        kept = each.apply(kept, background)
    return strip if kept is segments else Strip(kept, strip.cell_length)


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
