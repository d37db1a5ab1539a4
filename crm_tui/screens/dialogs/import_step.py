"""What every step of an import has: the whole screen, and a draft that belongs to all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_tui.domain.errors import CrmError
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.importing.wording import error_in_app, in_app

if TYPE_CHECKING:
    from crm_tui.screens.importing.wizard import Wizard


class ImportStep(Dialog[None]):
    """A step over the one before, to which Esc goes back. It goes on by opening the next one over itself."""

    def __init__(self, wizard: Wizard, title: str, *, hint: str) -> None:
        super().__init__(f"Bring contacts in · {title}", hint=hint)
        self.wizard = wizard

    async def save(self) -> None:
        """Goes on."""
        raise NotImplementedError

    def action_dialog_close(self) -> None:
        """One step back; what was said of the file is kept."""
        self.dismiss(None)

    def complain(self, error: CrmError) -> None:
        """Says what is wrong, and what to do here."""
        super().complain(error_in_app(error, self.printed))

    def in_app(self, words: str) -> str:
        """What is said of a file, with the keys of the steps."""
        return in_app(words, self.printed)

    def keep_draft(self) -> bool:
        """The draft is kept whenever something is said of the file."""
        return False
