"""The views beside a list: a digit, a name and a live count each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from crm_tui.domain.value import dataclass
from crm_tui.domain.view import View
from crm_tui.screens.plain import line
from crm_tui.screens.widgets.columns import fitted
from crm_tui.screens.widgets.icons import Icons
from crm_tui.screens.widgets.lines import Lines

#: Views that a digit leads to.
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLine:
    """A view as it is listed. ``note`` is its count in words, "" while it is not known; ``fault`` what is wrong."""

    view: View
    digit: str = ""
    note: str = ""
    fault: str = ""


class ViewList(Lines):
    """Draws the views, the active one in brackets; a click posts `Chosen`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "view-list--here",
        "view-list--digit",
        "view-list--note",
        "view-list--wrong",
    }

    class Chosen(Message):
        """A view was clicked."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    def __init__(self, icons: Icons, keys: Mapping[str, str] | None = None, *, id: str) -> None:
        """``keys`` are those of the digits where the rep has others."""
        super().__init__(id=id)
        self._icons = icons
        self._keys = keys or {}
        self._lines: tuple[ViewLine, ...] = ()
        self._active = ""
        self._top = 0

    def rekey(self, keys: Mapping[str, str]) -> None:
        """Shows other keys of the digits."""
        self._keys = keys
        self.redraw()

    def show(self, lines: Sequence[ViewLine], active: str) -> None:
        """Lists these views; ``active`` is the id of the one whose people are listed."""
        if (tuple(lines), active) != (self._lines, self._active):
            self._lines, self._active = tuple(lines), active
            self._show_from(self._top)

    def lines(self) -> Sequence[Strip]:
        """The views that there is room for."""
        return [self._line(one) for one in self._lines[self._top : self._top + self.size.height]]

    def _line(self, one: ViewLine) -> Strip:
        width, base = self.size.width, self.rich_style
        is_here = one.view.id == self._active
        style = self.get_component_rich_style("view-list--here") if is_here else base
        note = self._icons.warning if one.fault else one.note
        part = "view-list--wrong" if one.fault else "view-list--note"
        room = width - len(note) - 6 - self._more
        shown = line(one.view.name)
        name = fitted(shown, min(room, cell_len(shown)), self._icons.more)
        # Brackets say what the colour says; the cursor's sign is where the keys are.
        words = f"[{name}]" if is_here else f" {name} "
        return Strip(
            [
                Segment(
                    fitted(f" {self._keys.get(one.digit, one.digit)}", 2 + self._more),
                    style + self._colour("view-list--digit"),
                ),
                Segment(fitted(words, room + 2) + " ", style),
                Segment(note, style + self._colour(part)),
            ]
        ).adjust_cell_length(width, style)

    @property
    def _more(self) -> int:
        """Cells of the widest key beyond those of a digit."""
        return max((cell_len(key) - 1 for key in self._keys.values()), default=0)

    def _colour(self, part: str) -> Style:
        """The colour of a part, blended with what lies beneath, which is left to the line."""
        return Style(color=self.get_component_rich_style(part).color)

    def _show_from(self, top: int) -> None:
        self._top = max(0, min(top, len(self._lines) - self.size.height))
        self.redraw()

    def on_resize(self) -> None:
        """Keeps the end of the list at the foot."""
        self._show_from(self._top)

    def on_click(self, event: events.Click) -> None:
        """Chooses what was clicked."""
        if (index := event.y + self._top) < len(self._lines):
            self.post_message(self.Chosen(self._lines[index].view))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scrolls."""
        event.stop()
        self._show_from(self._top + 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scrolls."""
        event.stop()
        self._show_from(self._top - 1)
