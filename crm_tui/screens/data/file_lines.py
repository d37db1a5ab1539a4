"""Two lines about the file that all is in, and what can be done with the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip

from crm_tui.actions import ACTIONS
from crm_tui.domain import when
from crm_tui.screens.plain import line
from crm_tui.screens.settings.about import placed
from crm_tui.screens.widgets.lines import Lines
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.domain.clock import Moment
    from crm_tui.screens.app import CrmApp
    from crm_tui.store.book import Book

_BETWEEN = " · "

_NONE = "no backup yet: {book.backup} makes one"

#: What can be done with all of it, in this order.
_WAYS = ("file.import", "file.export", "go.duplicates", "book.backup")


class FileLines(Lines):
    """Where the file is, how large, how many people, and the newest backup; beneath, ways to go on, each a click."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"file--key", "file--dim", "file--warn"}

    def __init__(self) -> None:
        super().__init__()
        self._book: Book | None = None
        self._moment: Moment | None = None

    def show(self, book: Book, moment: Moment) -> None:
        """Shows what is known of the file."""
        self._book, self._moment = book, moment
        self.redraw()

    def lines(self) -> Sequence[Strip]:
        """Facts, then ways."""
        width, base = self.size.width, self.look()
        return [
            Strip([Segment(" ", base), *segments]).adjust_cell_length(width, base)
            for segments in (self._facts(width - 2), self._ways())
        ]

    def _facts(self, room: int) -> list[Segment]:
        """The backup is said first where there is too little room for all, then how many people there are."""
        if self._book is None or self._moment is None:
            return []
        crm = cast("CrmApp", self.app)
        at, size = self._book.backed_up, sized(self._book.size)
        people = "1 contact" if self._book.contacts == 1 else f"{number(self._book.contacts)} contacts"
        backup = crm.spelt(_NONE) if at is None else f"backed up {when.age(at, self._moment)}"
        place, name = line(placed(self._book.path)), line(self._book.path.name)
        choices = ((place, size, people), (name, size, people), (size, people), (people,))
        parts = next((each for each in choices if cell_len(_BETWEEN.join((*each, backup))) <= room), ())
        tone = self.look() + self.look("file--warn" if at is None else "file--dim")
        before = crm.icons.said(_BETWEEN.join((*parts, "")))
        return [Segment(before, self.look() + self.look("file--dim")), Segment(backup, tone)]

    def _ways(self) -> list[Segment]:
        base = self.look()
        key_style = base + self.look("file--key")
        segments = []
        for _, key, word in self._fitting():
            segments += [Segment(key, key_style), Segment(f" {word}  ", base)]
        return segments

    def _fitting(self) -> list[tuple[str, str, str]]:
        """The method, key and word of each way that there is room for."""
        printed = cast("CrmApp", self.app).printed
        by_id = {action.id: action for action in ACTIONS}
        ways = [(by_id[id].method, printed[id], by_id[id].label) for id in _WAYS]
        while ways and sum(cell_len(key) + len(word) + 3 for _, key, word in ways) > self.size.width:
            ways.pop()
        return ways

    async def on_click(self, event: events.Click) -> None:
        """Takes the way that was clicked."""
        if event.y != 1:
            return
        x = 1
        for method, key, word in self._fitting():
            x += cell_len(key) + len(word) + 3
            if event.x < x:
                node = self.screen if hasattr(self.screen, f"action_{method}") else self.app
                await self.app.run_action(method, default_namespace=node)
                return


def sized(size: int) -> str:
    """A size in bytes as it is spoken of: "340 kB", "1.2 MB", "4.1 GB"."""
    for unit, most in (("kB", 1e6), ("MB", 1e9)):
        if size < most:
            value = size / most * 1000
            return f"{value:.0f} {unit}" if unit == "kB" or value >= 100 else f"{value:.1f} {unit}"
    return f"{size / 1e9:.1f} GB"
