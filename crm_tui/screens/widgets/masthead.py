"""The first line: the screens with their numbers, and what the screen in front has to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from crm_tui import actions
from crm_tui.actions import Action, Scope, shown
from crm_tui.screens.places import PLACES
from crm_tui.screens.plain import line
from crm_tui.screens.widgets.lines import Lines

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

_BETWEEN = " · "


class Masthead(Lines):
    """Screens left, ``note`` right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"masthead--here", "masthead--number", "masthead--due"}

    def __init__(self, scope: Scope, keys: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._scope = scope
        self.note = ""
        self.marked = ""
        self.due = ""
        self.rekey(keys)

    def rekey(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Shows the rep's own keys."""
        by_id: dict[str, Action] = {action.id: action for action in actions.remapped(actions.ACTIONS, keys)}
        self._tabs = [(by_id[place.action], place.scope) for place in PLACES]
        self.refresh()

    def say(self, note: str) -> None:
        """Shows ``note`` on the right."""
        if note != self.note:
            self.note = note
            self.redraw()

    def mark(self, marked: str) -> None:
        """Shows how many rows are marked, before the note."""
        if marked != self.marked:
            self.marked = marked
            self.redraw()

    def count(self, due: str) -> None:
        """Shows what is due, before the note. Today says it at length in its second line."""
        if due != self.due and self._scope is not Scope.TODAY:
            self.due = due
            self.redraw()

    def _named(self) -> list[tuple[Action, bool, str, str]]:
        """Each screen's action, whether it is in front, its key and its word; without room, only that one's word."""
        named = [
            (action, scope is self._scope, shown(action.keys[0]) if action.keys else "", f" {action.label}")
            for action, scope in self._tabs
        ]
        if sum(len(key) + len(label) + 2 for _, _, key, label in named) < self.size.width:
            return named
        return [(action, is_here, key, label if is_here else "") for action, is_here, key, label in named]

    def lines(self) -> Sequence[Strip]:
        """The one line."""
        base, here, number = self.look(), self.look("masthead--here"), self.look("masthead--number")
        segments = [Segment(" ", base)]
        for _, is_here, key, label in self._named():
            style = base + (here if is_here else Style())
            before, behind = "[]" if is_here and self.app.has_class("-accessible") else "  "
            segments += [
                Segment(f"{before}{key}", style + (Style() if is_here else number)),
                Segment(f"{label}{behind}", style),
            ]
        left = Strip(segments)
        room = self.size.width - left.cell_length - 2
        said = cast("CrmApp", self.app).icons.said
        due, rest = map(said, _fitting(self.due, self.marked, line(self.note), room))
        style = base + self.look("masthead--due")
        note = Strip([Segment(due, style), Segment(rest, base)])
        if note.cell_length > room:
            note = note.crop(0, max(0, room))
        left = left.extend_cell_length(self.size.width - note.cell_length - 1, base)
        return [Strip.join([left, note]).adjust_cell_length(self.size.width, base)]

    async def on_click(self, event: events.Click) -> None:
        """Goes to the screen that was clicked."""
        x = 1
        for action, _, key, label in self._named():
            x += len(key) + len(label) + 2
            if event.x < x:
                await self.app.run_action(f"app.{action.method}")
                return


def _fitting(due: str, marked: str, note: str, room: int) -> tuple[str, str]:
    """What is due, and behind it as many of the other parts as there is room for.

    Those of the note go first, the last one before the others, then what is due, and never how many are marked.
    """
    parts = [*filter(None, (due, marked, *note.split(_BETWEEN)))]
    kept = max(1, bool(due) + bool(marked))
    while len(parts) > kept and cell_len(_BETWEEN.join(parts)) > room:
        parts.pop()
    if due and marked and cell_len(_BETWEEN.join(parts)) > room:
        del parts[0]
        due = ""
    words = _BETWEEN.join(parts)
    return words[: len(due)], words[len(due) :]
