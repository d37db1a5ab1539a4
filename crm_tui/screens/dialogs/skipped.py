"""The end of a block in which people were skipped: they are offered once more before it is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.screens.bindings import binding, bindings
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.dialogs.summary import BACK, ENDED
from crm_tui.screens.plain import line, plain

#: What it closes with, beside what `SummaryDialog` does.
AGAIN, PAUSED = "again", "paused"

#: Names that are told.
_MOST_NAMED = 8

_HINT = "{dialog.save} goes through them again · {app.leave} ends · {screen.back} pauses"


class SkippedDialog(Dialog[str]):
    """Names whom the rep has skipped. Closes with `AGAIN`, `ENDED`, `PAUSED` or `BACK`, after an undo with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.DIALOG),
        binding("app.leave"),
        binding("change.undo"),
        binding("list.previous"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"{len(names)} skipped", hint=_HINT)
        self._names = names

    def body(self) -> ComposeResult:
        """Who they are."""
        named = ", ".join(line(name) or "(no name)" for name in self._names[:_MOST_NAMED])
        more = len(self._names) - _MOST_NAMED
        yield Static(plain(f"{named}{f' and {more} more' if more > 0 else ''}"))

    async def save(self) -> str:
        """Goes through them again."""
        return AGAIN

    def action_app_leave(self) -> None:
        """Leaves it at that."""
        self.dismiss(ENDED)

    def action_dialog_close(self) -> None:
        """Keeps them for later."""
        self.dismiss(PAUSED)

    async def action_change_undo(self) -> None:
        """Takes the last change back, and goes on with whoever it was about."""
        await self.crm.action_change_undo()
        self.dismiss(None)

    def action_list_previous(self) -> None:
        """Goes back to the one before."""
        self.dismiss(BACK)
