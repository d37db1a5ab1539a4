"""The last step of an import: what became of the rows, where refused ones are, and the way to the new people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.screens.bindings import binding
from crm_tui.screens.dialogs import import_rows
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.dialogs.import_rows import Said
from crm_tui.screens.importing.files import shown
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.record_list import RecordList

if TYPE_CHECKING:
    from crm_tui.screens.importing.outline import Outline
    from crm_tui.sync.report import ImportReport

_HINT = (
    "{dialog.save} shows the new people · {change.undo} takes the import back"
    " · {go.duplicates} likely duplicates · {dialog.close} closes"
)


class ImportReportDialog(Dialog[None]):
    """Says what an import came to. Undo is a key away, and so are the people."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("change.undo"), binding("go.duplicates")]
    AUTO_FOCUS = "RecordList"

    def __init__(self, outline: Outline, report: ImportReport, rejects: Path | None) -> None:
        super().__init__(f"Imported {line(outline.terms.path.name)}", hint=_HINT)
        self._outline, self._report, self._rejects = outline, report, rejects

    def body(self) -> ComposeResult:
        """The counts, where refused rows are, and the notes."""
        yield Static(import_rows.counts(self._report), id="counts")
        if self._report.refused and self._rejects is not None:
            words = f"Refused rows, each with its reason, are in {shown(self._rejects)}."
            yield Static(plain(words, "$text-warning"))
        rows = import_rows.rows(self._report, (), min(self.app.size.width, _WIDTH))
        records: RecordList[Said] = RecordList(
            import_rows.COLUMNS, identify=lambda one: one.id, icons=self.crm.icons, id="said"
        )
        records.styles.height = min(len(rows), max(3, self.app.size.height - 12))
        records.display = bool(rows)
        self._rows = rows
        yield records

    def on_mount(self) -> None:
        """Lists what there is to know."""
        self.query_one("#said", RecordList).show(self._rows)

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def save(self) -> None:
        """Shows the new people."""
        from crm_tui.screens.importing.wizard import show_people

        self.dismiss(None)
        await show_people(self.crm, self._outline)

    async def action_change_undo(self) -> None:
        """Takes the import back, and closes."""
        self.tell("complaint", Content.styled("Taking it back …", "$foreground-muted"))
        await self.crm.action_change_undo()
        self.dismiss(None)

    async def action_go_duplicates(self) -> None:
        """Closes, and looks for people who are there twice now."""
        self.dismiss(None)
        await self.crm.action_go_duplicates()


#: Cells of the dialog.
_WIDTH = 96
