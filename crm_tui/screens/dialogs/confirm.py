"""A question that must be answered before what cannot be undone."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from crm_tui.domain.errors import UsageError
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import plain


class ConfirmDialog(Dialog[bool]):
    """Asks to type one word: whoever presses Enter by habit confirms nothing. True, or None when closed."""

    def __init__(self, title: str, warning: str, *, word: str = "yes") -> None:
        super().__init__(title, hint=f"Type {word} and Enter to go on · Esc leaves all as it is")
        self._warning = warning
        self._word = word

    def body(self) -> ComposeResult:
        """The warning, and the field for the word."""
        yield Static(plain(self._warning))
        yield Field(id="word")

    async def save(self) -> bool:
        """Whether the word was typed."""
        if self.typed("word").lower() != self._word.lower():
            raise UsageError(f"Nothing was done: that is not the word {self._word}.", "Type it, or press Esc.")
        return True
