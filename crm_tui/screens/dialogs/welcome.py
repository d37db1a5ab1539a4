"""The first time: sample people to try things on, a file of contacts, or an empty desk."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.dialogs.ways import Way, Ways
from crm_tui.screens.plain import plain

_WELCOME = """\
Your follow-up desk: who to call next, what was said, what comes then.
Everything is in one file on this machine; {change.undo} takes back what you did.
"""

_SAMPLE = Way("welcome.choose_1", "Look around", "300 invented people, and a two-minute guide")
_IMPORT = Way("welcome.choose_2", "Bring contacts", "a file of Google, Outlook, HubSpot, a telephone …")


class WelcomeDialog(Dialog[str]):
    """Closes with "demo", "import" or "empty"."""

    SCOPE = Scope.WELCOME
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.WELCOME)
    AUTO_FOCUS = ""

    def __init__(self, *, has_sample: bool = True) -> None:
        super().__init__("Welcome", hint="One key begins · {help.open} shows the keys of a screen, at any time")
        self._has_sample = has_sample
        self._chosen = ""

    def body(self) -> ComposeResult:
        """What this is, and the three ways to begin."""
        yield Static(plain(self.crm.spelt(_WELCOME)))
        empty = Way("welcome.choose_3", "Start empty", f"and add people with {self.printed['contact.add']}")
        yield Ways((_SAMPLE, _IMPORT, empty) if self._has_sample else (_IMPORT, empty), self.printed)

    async def action_welcome_choose(self, number: int) -> None:
        """Takes the way with this number."""
        if number == 1 and not self._has_sample:
            return
        self._chosen = ("demo", "import", "empty")[number - 1]
        await self.action_dialog_save()

    async def save(self) -> str:
        """The way that was chosen; Enter alone starts empty."""
        return self._chosen or "empty"
