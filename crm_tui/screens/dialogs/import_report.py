"""The last step of an import: what became of the rows, where refused ones are, and the way to the new people."""

from __future__ import annotations

from contextlib import suppress
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
from crm_tui.screens.importing.files import shown
from crm_tui.screens.importing.likely import LikelySearch
from crm_tui.screens.importing.wording import in_app
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.sync.progress import CanceledError

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
        self._likely: LikelySearch | None = None

    def body(self) -> ComposeResult:
        """The counts, where refused rows are, and the notes."""
        yield Static(import_rows.counts(self._report), id="counts")
        if self._report.refused and self._rejects is not None:
            words = f"Refused rows, each with its reason, are in {shown(self._rejects)}."
            yield Static(plain(words, "$text-warning"))
        yield Static(id="likely", classes="empty")
        yield RecordList(import_rows.COLUMNS, identify=lambda one: one.id, icons=self.crm.icons, id="said")

    def on_mount(self) -> None:
        """Lists what there is to know, and looks who is likely there twice now."""
        self._list()
        if self._report.created:
            self._likely = LikelySearch(self.crm.database, self.crm.desk(), self._report)
            self.set_interval(_EVERY, self._tell)
            self.crm.flow(self._look(self._likely), group="likely")

    async def _look(self, search: LikelySearch) -> None:
        with suppress(CanceledError):
            await search.run()
            if self.is_attached:
                self._tell()
                self._list()

    def _tell(self) -> None:
        if self._likely is not None:
            words = self._likely.words
            if self._likely.found:
                words = Content.assemble(words, self.crm.spelt(" {go.duplicates} shows them."))
            self.tell("likely", words)

    def _list(self) -> None:
        likely = (self._likely.found if self._likely else None) or ()
        rows = import_rows.rows(self._report, likely, (), self._in_app, min(self.app.size.width, _WIDTH))
        records = self.query_one("#said", RecordList)
        records.styles.height = min(len(rows), max(3, self.app.size.height - 12))
        records.display = bool(rows)
        records.show(rows)

    def _in_app(self, words: str) -> str:
        return in_app(words, self.printed, is_done=True)

    def on_resize(self) -> None:
        """Breaks the lines anew."""
        self._list()

    def on_unmount(self) -> None:
        """Nobody waits for the search any more."""
        if self._likely is not None:
            self._likely.stop()

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
        """Closes, and shows people who are there twice now, first those of this import."""
        self.dismiss(None)
        await self.crm.show_duplicates(newest=self._report.first)


#: Cells of the dialog, and seconds between two looks at how far the search for duplicates is.
_WIDTH, _EVERY = 96, 0.2
