"""Ways to go on, a line each: a key, what it is called, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import ACTIONS
from crm_tui.domain.typed import NamedTuple


class Way(NamedTuple):
    """``action`` is the id of the action that takes it."""

    action: str
    name: str
    meaning: str


class Ways(Static):
    """Shows ways beneath each other, with an empty line after them; a click on one is its key."""

    def __init__(self, ways: Sequence[Way], printed: Mapping[str, str]) -> None:
        self._ways = tuple(ways)
        rows = [
            Content.assemble(
                (f"{printed[way.action]}  ", "bold $text-accent"),
                (f"{way.name:<17}", "bold"),
                (way.meaning, "$foreground-muted"),
            )
            for way in ways
        ]
        super().__init__(Content("\n").join((*rows, Content(""))))

    async def on_click(self, event: events.Click) -> None:
        """Takes the way that was clicked."""
        if event.y < len(self._ways):
            (action,) = (each for each in ACTIONS if each.id == self._ways[event.y].action)
            await self.app.run_action(action.call, default_namespace=self.screen)
