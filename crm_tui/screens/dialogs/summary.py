"""What was done in a block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.block import Block, Deed, report
from crm_tui.screens.bindings import binding, bindings
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.plain import plain

#: What it closes with.
ENDED, BACK = "ended", "back"

_OVER = "{list.previous} goes back · {dialog.close} closes"
_EARLY = "{dialog.save} ends it · {dialog.close} goes on with it"


class SummaryDialog(Dialog[str]):
    """Closes with `ENDED` or `BACK`, and with neither where the block goes on as it was.

    Where it ``is_over`` closing ends it; z and [ lead back into it.
    """

    SCOPE = Scope.SUMMARY
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.SUMMARY),
        binding("change.undo"),
        binding("list.previous"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, block: Block, deeds: Sequence[Deed], *, is_over: bool) -> None:
        title = "Block done" if is_over else f"End the block at {block.position}?"
        super().__init__(title, hint=f"{{summary.copy}} copies · {_OVER if is_over else _EARLY}")
        self._block, self._deeds, self._is_over = block, deeds, is_over

    def _report(self) -> str:
        return report(self._block, self._deeds, self.crm.desk().moment)

    def body(self) -> ComposeResult:
        """The counts."""
        yield Static(plain(self._report()))

    def action_summary_copy(self) -> None:
        """Puts the words on the clipboard of the terminal."""
        self.app.copy_to_clipboard(self._report())
        self.tell("hint", plain("Copied."))

    async def action_change_undo(self) -> None:
        """Takes the last change back, and goes on with whoever it was about."""
        await self.crm.action_change_undo()
        self.dismiss(None)

    def action_list_previous(self) -> None:
        """Goes back to the one before, from the end."""
        self.dismiss(BACK)

    def action_dialog_close(self) -> None:
        """Ends the block if it is over, else goes on with it."""
        self.dismiss(ENDED if self._is_over else None)

    async def save(self) -> str:
        """Ends the block."""
        return ENDED
