"""A quick note: one line, Enter."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from crm_tui.domain.change import Change
from crm_tui.domain.errors import UsageError
from crm_tui.domain.interaction import InteractionDraft, InteractionKind
from crm_tui.screens.dialogs.note_field import NotedDialog, NoteField
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.banner import do_not_contact


class NoteDialog(NotedDialog[Change]):
    """Writes a note about one person."""

    def __init__(self, subject: Subject) -> None:
        hint = "{dialog.save} saves · {note.write} editor · {dialog.close} closes"
        super().__init__(f"Note about {subject.name}", draft_key=f"note {subject.id}", hint=hint)
        self._subject = subject

    def body(self) -> ComposeResult:
        """The line for the note."""
        if self._subject.do_not_contact:
            yield Static(do_not_contact(self.crm.icons))
        yield NoteField(id="note")

    async def save(self) -> Change:
        """Adds the note to the timeline."""
        from crm_tui.store import interactions

        if not (text := self.note):
            raise UsageError("The note is empty.", self.crm.spelt("Type it, or press {dialog.close}."))
        desk = self.crm.desk()
        draft = InteractionDraft(
            contacts=(self._subject.id,), kind=InteractionKind.NOTE, at=desk.moment.now, text=text, author=desk.owner
        )
        return await self.crm.write(interactions.log, draft)
