"""The last line: the keys that matter most on this screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from crm_tui import actions
from crm_tui.actions import Scope, shown

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp


class KeyBar(Widget):
    """Keys and words by rank, as many as fit; a click presses the key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}

    def __init__(self, scope: Scope, keys: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        ranked = (action for action in actions.on(scope) if action.footer)
        self._ranked = sorted(ranked, key=lambda action: action.footer)
        self.rekey(keys)

    def rekey(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Shows the rep's own keys."""
        self._actions = actions.remapped(self._ranked, keys)
        self.refresh()

    def _fitting(self) -> list[tuple[str, str, str]]:
        """Key, word and method of each action that fits, the general ones (?, q) before the later verbs."""
        room = self.size.width - 1
        keyed = cast("CrmApp", self.app).icons.keyed
        parts = [(keyed(shown(action.keys[0])), action.label, action.method) for action in self._actions if action.keys]
        general = [part for part, action in zip(parts, self._actions, strict=False) if action.footer >= 90]
        verbs = [part for part in parts if part not in general]
        while verbs and sum(len(key) + len(word) + 3 for key, word, _ in verbs + general) > room:
            verbs.pop()
        return verbs + general

    def render_line(self, y: int) -> Strip:
        """The line."""
        base = self.rich_style
        style = base + self.get_component_rich_style("key-bar--key", partial=True)
        segments = [Segment(" ", base)]
        for key, word, _ in self._fitting():
            segments += [Segment(key, style), Segment(f" {word}  ", base)]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    async def on_click(self, event: events.Click) -> None:
        """Does what was clicked."""
        x = 1
        for key, word, method in self._fitting():
            x += len(key) + len(word) + 3
            if event.x < x:
                node = self.screen if hasattr(self.screen, f"action_{method}") else self.app
                await self.app.run_action(method, default_namespace=node)
                return
