"""The keys of the screen in front."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from crm_tui import actions
from crm_tui.actions import Scope, shown
from crm_tui.screens.dialogs.dialog import Dialog


class HelpDialog(Dialog[None]):
    """Every key that works where the rep was, with what it does; the rep's own keys where they are set."""

    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, scope: Scope) -> None:
        super().__init__("Keys", hint="Esc closes")
        self._scope = scope

    def body(self) -> ComposeResult:
        """The list, by place."""
        with VerticalScroll(id="keys"):
            yield Static(self._text())

    def _text(self) -> Content:
        blocks = []
        here = (self._scope, Scope.VIEWS) if self._scope is Scope.CONTACTS else (self._scope,)
        for scope in dict.fromkeys((*here, Scope.LIST, Scope.EVERYWHERE, Scope.LOG, Scope.SNOOZE, Scope.DIALOG)):
            named = actions.remapped(actions.of(scope), self.crm.config.keys)
            rows = [
                Content.assemble((f" {' '.join(map(shown, action.keys)):<12} ", "bold $text-accent"), action.help)
                for action in named
            ]
            if rows:
                blocks.append(Content("\n").join([Content.styled(scope.value, "bold"), *rows]))
        return Content("\n\n").join(blocks)

    async def save(self) -> None:
        """Nothing is saved; Enter closes too."""
        self.dismiss(None)
