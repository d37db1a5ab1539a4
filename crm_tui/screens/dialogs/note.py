"""A quick note: one line, Enter."""

from __future__ import annotations

from textual.app import ComposeResult

from crm_tui.domain.change import Change
from crm_tui.domain.errors import UsageError
from crm_tui.domain.interaction import InteractionDraft, InteractionKind
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.subject import Subject


class NoteDialog(Dialog[Change]):
    """Writes a note about one person."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(f"Note about {subject.name}", draft_key=f"note {subject.id}")
        self._subject = subject

    def body(self) -> ComposeResult:
        """The line for the note."""
        yield Field(id="note")

    async def save(self) -> Change:
        """Adds the note to the timeline."""
        from crm_tui.store import interactions

        if not (text := self.typed("note")):
            raise UsageError("The note is empty.", "Type it, or press Esc.")
        desk = self.crm.desk()
        draft = InteractionDraft(
            contacts=(self._subject.id,), kind=InteractionKind.NOTE, at=desk.moment.now, text=text, author=desk.owner
        )
        return await self.crm.write(interactions.log, draft)
