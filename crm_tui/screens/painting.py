"""Frames that cost what has changed: of each widget, the lines that are to be painted are drawn, and no others.

Textual draws every line of every widget that lies between the first and the last changed line, and then paints the
changed ones alone. With a list, a card and a bar below each other that is the whole screen for one letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual._compositor import ChopsUpdate, Compositor
from textual._context import active_app
from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.screen import Screen

#: The pieces of a line: the column at which each begins → what is painted there, None until a widget has drawn it.
_Pieces = dict[int, "Strip | None"]


class SpanCompositor(Compositor):
    """Draws the spans of lines that have changed, and what lies in them."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed since the last frame; None for nothing."""
        shown = (region.intersection(self.size.region) for region in self._dirty_regions)
        spans = list(self._regions_to_spans(region for region in shown if region))
        self._dirty_regions.clear()
        if not spans:
            return None
        lines: dict[int, _Pieces] = {}
        ends: list[list[int]] = [[] for _ in range(self.size.height)]
        for y, first, last in spans:
            pieces = lines.setdefault(y, {})
            for start, end in pairwise(self.cuts[y]):
                if start < last and end > first and start not in pieces:
                    pieces[start] = None
                    ends[y].append(end)
        self._draw(lines)
        return ChopsUpdate([lines.get(y, {}) for y in range(self.size.height)], spans, ends)

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        """Whole lines, for a screen that is painted anew: again nothing beneath what has been drawn."""
        height = range(len(self.cuts))
        wanted = (y for y in crop.line_range if y in height and is_rendered_line(y))
        lines: dict[int, _Pieces] = {y: dict.fromkeys(self.cuts[y][:-1]) for y in wanted}
        self._draw(lines)
        return cast("Sequence[Mapping[int, Strip]]", [lines.get(y, {}) for y in height])  # all drawn now

    def _draw(self, lines: Mapping[int, _Pieces]) -> None:
        """Draws the pieces, the topmost widget first: what is drawn already, nothing beneath is asked for."""
        for widget, (region, clip) in self.visible_widgets.items():
            place = region.intersection(clip)
            first, last = place.column_span
            wanted = [
                y
                for y in place.line_range
                if y in lines and any(piece is None and first <= x < last for x, piece in lines[y].items())
            ]
            for top, height in _runs(wanted):
                crop = Region(place.x - region.x, top - region.y, place.width, height)
                for y, strip in enumerate(widget.render_lines(crop), top):
                    self._cut(lines[y], strip, y, place)

    def _cut(self, pieces: _Pieces, strip: Strip, y: int, place: Region) -> None:
        """Cuts a line of a widget where other widgets begin, and keeps the pieces that nothing lies over."""
        first, last = place.column_span
        cuts = [cut for cut in self.cuts[y] if first <= cut <= last]
        if len(cuts) == 2:
            if first in pieces and pieces[first] is None:
                pieces[first] = strip
            return
        for x, piece in zip(cuts, strip.divide([cut - first for cut in cuts[1:]]), strict=False):
            if x in pieces and pieces[x] is None:
                pieces[x] = piece


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rising numbers as stretches without a gap: the first of each, and how many."""
    for _, stretch in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        held = [number for _, number in stretch]
        yield held[0], len(held)


class Painted:
    """Before `Screen` among the bases of a screen: its frames cost what has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._compositor: Compositor = SpanCompositor()
        self._styled_for: tuple[str, bool] | None = None

    def _on_timer_update(self) -> None:
        """As Textual's, which paints a screen twice that is laid out and painted anew at once."""
        screen = cast("Screen[Any]", self)
        if screen._layout_required and screen._repaint_required and screen.is_current and not screen.app._batch_count:
            screen._repaint_required = False
            screen._dirty_widgets.add(screen)  # which the layout takes with it
        super()._on_timer_update()  # type: ignore[misc]  # of `Screen`

    def gather(self) -> None:
        """Has every widget say now what it wants painted or laid out.

        Each says so once it is idle, which may be after the frame that shows it already: there would be another one.
        """
        for widget in cast("Screen[Any]", self).query("*"):
            widget._check_refresh()

    def on_mount(self) -> None:
        """Notes for which look the widgets have just found their styles."""
        self._styled_for = _look()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Spares a screen that comes as it was mounted or left the work of finding all its styles again."""
        look = _look()
        event.refresh_styles = self._styled_for != look
        self._styled_for = look


def _look() -> tuple[str, bool]:
    """What styles depend on besides the screen itself."""
    app = active_app.get()
    return app.theme, app.app_focus
