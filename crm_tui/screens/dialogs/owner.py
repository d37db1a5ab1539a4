"""Whose contact it is."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain.change import Change
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import plain
from crm_tui.screens.whom import Whom


class OwnerDialog(Dialog[Change]):
    """Reads the name of a rep; "me" is the one at this desk, and an empty line nobody."""

    def __init__(self, whom: Whom) -> None:
        super().__init__(f"Owner of {whom.words}", draft_key=f"owner {whom.key}")
        self._whom = whom

    def body(self) -> ComposeResult:
        """The line, and what it means."""
        yield Field(id="owner", placeholder="A name, or me")
        yield Static(id="echo")

    def on_mount(self) -> None:
        """Says what an empty line means."""
        super().on_mount()
        self._echo()

    @property
    def _owner(self) -> str:
        typed = self.typed("owner")
        return self.crm.config.owner if typed.lower() == "me" and self.crm.config.owner else typed

    @on(Field.Changed, "#owner")
    def _echo(self) -> None:
        self.tell("complaint", Content(""))
        self.tell("echo", plain(f"{self.crm.icons.arrow} {self._owner or 'nobody'}", "$text-success"))

    async def save(self) -> Change:
        """Gives them to the rep."""
        from crm_tui.store import contacts

        return await self.crm.write(contacts.set_owner, self._whom.selection, self._owner)
