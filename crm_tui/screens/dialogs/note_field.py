"""A note in one line of a dialog, however many lines it has, and in the rep's own editor."""

from __future__ import annotations

import re
from typing import ClassVar, TypeVar

from textual import events
from textual.app import SuspendNotSupported
from textual.binding import BindingType

from crm_tui.actions import Scope
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.text import clean
from crm_tui.screens import editor
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import plain

T = TypeVar("T")

#: Stands for the end of a line.
RETURN = "⏎"


def folded(text: str) -> str:
    """A text in one line, its line ends to be seen."""
    return clean(text, multiline=True).replace("\t", "    ").replace("\n", f" {RETURN} ")


def unfolded(text: str) -> str:
    """The text again that `folded` put into one line."""
    return re.sub(f" ?{RETURN} ?", "\n", text).strip()


class NoteField(Field):
    """A line for a note. Several lines that are pasted are all kept."""

    @property
    def text(self) -> str:
        """The note, line by line."""
        return unfolded(self.value)

    def write(self, text: str) -> None:
        """Puts a note in place of what stands here, the cursor behind it."""
        self.value = folded(text)
        self.cursor_position = len(self.value)

    def on_paste(self, event: events.Paste) -> None:
        """Takes every line of what is pasted; Textual would take the first."""
        event.prevent_default()
        event.stop()
        self.replace(folded(event.text), *self.selection)


class NotedDialog(Dialog[T]):
    """A dialog with a `NoteField` named ``note``."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.WRITING, priority=True)

    @property
    def note(self) -> str:
        """The note as it stands, "" before there is a field for it."""
        return next((field.text for field in self.query("#note").results(NoteField)), "")

    def action_note_write(self) -> None:
        """Hands the note to the rep's editor, and shows what comes back."""
        field = self.query_one("#note", NoteField)
        try:
            edited = self._edited(field.text)
        except CrmError as error:
            self.complain(error)
            return
        if edited.text != field.text:
            field.write(edited.text)
        field.focus()
        if edited.remark:
            self.tell("complaint", plain(edited.remark))

    def _edited(self, text: str) -> editor.Edited:
        """The note after the editor has ended; until then the terminal is the editor's."""
        answers: list[editor.Edited | CrmError] = []
        try:
            with self.app.suspend():
                # Nothing may be raised in here: Textual would not take the terminal back.
                try:
                    answers.append(editor.edit(text))
                except CrmError as error:
                    answers.append(error)
        except SuspendNotSupported as error:
            raise UsageError("No editor can be opened in this terminal.", "Type the note here.") from error
        (answer,) = answers
        if isinstance(answer, CrmError):
            raise answer
        return answer
