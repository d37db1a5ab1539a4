"""The first time: sample people to try things on, a file of contacts, or an empty desk."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.errors import UsageError
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs.dialog import Dialog, Field, spelt
from crm_tui.screens.dialogs.ways import Way, Ways
from crm_tui.screens.plain import plain

_WELCOME = """\
Your follow-up desk: who to call next, what was said, what comes then.
Everything is in one file on this machine; {change.undo} takes back what you did.
"""

_SAMPLE = Way("welcome.choose_1", "Look around", "300 invented people, and a two-minute guide")
_IMPORT = Way("welcome.choose_2", "Bring contacts", "a CSV file of Google, Outlook, LinkedIn, HubSpot …")


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
        yield Static(plain(spelt(_WELCOME, self.printed)))
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


class ImportDialog(Dialog[Path]):
    """Asks for the file to import."""

    def __init__(self) -> None:
        super().__init__("Import contacts", draft_key="import", hint="Enter imports · one z takes it back · Esc closes")

    def body(self) -> ComposeResult:
        """The path."""
        yield self.labelled("File", Field(id="file", placeholder="~/Downloads/contacts.csv"))
        yield Static(plain("crm sync import --dry-run FILE shows first what would become of every column."), id="echo")

    async def save(self) -> Path:
        """The file. Raises `UsageError` when there is none."""
        return _existing(self.typed("file").strip("'\""))


def _existing(typed: str) -> Path:
    path = Path(typed).expanduser()
    if not typed or not path.is_file():
        raise UsageError(f"There is no file {typed}." if typed else "Which file?", "Type its path, or drop it here.")
    return path
