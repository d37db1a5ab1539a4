"""What is done to everybody marked with one more key: it says how many they are first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from crm_tui.domain.change import Change
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.plain import line, plain
from crm_tui.screens.whom import Whom


class SureDialog(Dialog[Change]):
    """Enter does it, Esc leaves all as it is. ``explained`` says what it comes to, keys as in `hint`.

    ``operation`` writes it. ``named`` is what it is about, where that is one record: it has lines of its own, for a
    name may be long.
    """

    AUTO_FOCUS = ""

    def __init__(
        self, title: str, explained: str, operation: Callable[[], tuple[Any, Any]], *, named: str = ""
    ) -> None:
        super().__init__(title, hint="{dialog.save} goes on · {dialog.close} leaves all as it is")
        self._explained = explained
        self._named = named
        self._operation = operation

    @classmethod
    def of_trash(cls, whom: Whom) -> SureDialog:
        """Moves contacts to the trash."""

        def operation() -> tuple[Any, Any]:
            from crm_tui.store import contacts

            return contacts.delete, whom.selection

        return cls(f"Move {whom.words} to the trash", "One {change.undo} brings all of them back.", operation)

    @classmethod
    def of_trashed_steps(cls, whom: Whom) -> SureDialog:
        """Moves follow-ups to the trash."""

        def operation() -> tuple[Any, Any]:
            from crm_tui.store import follow_ups

            return follow_ups.delete, whom.follow_ups

        return cls(
            f"Move {whom.steps} to the trash", "The people stay. One {change.undo} brings all of them back.", operation
        )

    @classmethod
    def of_done(cls, whom: Whom) -> SureDialog:
        """Closes follow-ups as done."""

        def operation() -> tuple[Any, Any]:
            from crm_tui.store import follow_ups

            return follow_ups.done, whom.follow_ups

        explained = "Nothing is logged and no next step is made; {follow_up.done} on one of them asks for both."
        return cls(f"Done: {whom.steps}", explained, operation)

    def body(self) -> ComposeResult:
        """Whom or what it is about, and what it comes to."""
        if self._named:
            yield Static(plain(line(self._named), "bold"), id="named")
        yield Static(plain(self.crm.spelt(self._explained), "$foreground-muted"))

    async def save(self) -> Change:
        """Does it."""
        operation, argument = self._operation()
        return await self.crm.write(operation, argument)
