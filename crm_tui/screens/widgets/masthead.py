"""The first line: the screens with their numbers, and what the screen in front has to say."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from crm_tui import actions
from crm_tui.actions import Action, Scope
from crm_tui.screens.places import PLACES
from crm_tui.screens.plain import line


class Masthead(Widget):
    """Screens left, ``note`` right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"masthead--here", "masthead--number"}

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope
        self.note = ""
        self.marked = ""
        by_id: dict[str, Action] = {action.id: action for action in actions.ACTIONS}
        self._tabs = [(by_id[place.action], place.scope) for place in PLACES]

    def say(self, note: str) -> None:
        """Shows ``note`` on the right."""
        if note != self.note:
            self.note = note
            self.refresh()

    def mark(self, marked: str) -> None:
        """Shows how many rows are marked, before the note."""
        if marked != self.marked:
            self.marked = marked
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        base = self.rich_style
        here = self.get_component_rich_style("masthead--here", partial=True)
        number = self.get_component_rich_style("masthead--number", partial=True)
        segments = [Segment(" ", base)]
        for action, scope in self._tabs:
            style = base + (here if scope is self._scope else Style())
            segments += [
                Segment(f" {action.keys[0]}", style + (Style() if scope is self._scope else number)),
                Segment(f" {action.label} ", style),
            ]
        left = Strip(segments)
        room = self.size.width - left.cell_length - 2
        note = Strip([Segment(_fitting(line(" · ".join(filter(None, (self.marked, self.note)))), room), base)])
        if note.cell_length > room:
            note = note.crop(0, max(0, room))
        left = left.extend_cell_length(self.size.width - note.cell_length - 1, base)
        return Strip.join([left, note]).adjust_cell_length(self.size.width, base)

    async def on_click(self, event: events.Click) -> None:
        """Goes to the screen that was clicked."""
        x = 1
        for action, _ in self._tabs:
            x += len(action.keys[0]) + len(action.label) + 3
            if event.x < x:
                await self.app.run_action(f"app.{action.method}")
                return


def _fitting(note: str, room: int) -> str:
    """As many of the parts of a note as there is room for; the first stands there whatever its length."""
    while " · " in note and cell_len(note) > room:
        note = note.rpartition(" · ")[0]
    return note
