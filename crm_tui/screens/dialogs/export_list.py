"""Writing a list, or all there is, to a file that other programs read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.dialogs.importing import bar
from crm_tui.screens.dialogs.setting import OptionFilter
from crm_tui.screens.exporting.run import Exporting, Wanted, format_of
from crm_tui.screens.importing.files import downloads, dropped, located, shown
from crm_tui.screens.importing.wording import error_in_app, in_app
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import number
from crm_tui.sync.progress import CanceledError

#: Seconds between two looks at how far it is.
_EVERY = 0.2

_HINT = "↑ ↓ what · the name says the format · {dialog.save} writes it · {dialog.close} closes"
_WRITING = "{dialog.close} stops it; no file is left then"


class ExportDialog(Dialog[Path]):
    """Asks what goes into which file, writes it beside the interface, and says how far it is.

    A file that is there is replaced only after Enter was pressed again.
    """

    AUTO_FOCUS = "Field"

    def __init__(self, choices: Sequence[Wanted]) -> None:
        super().__init__("Export", hint=_HINT)
        self._choices = tuple(choices)
        self._folder = Path.home()
        #: The name that was put into the line, and the file that may be replaced.
        self._proposed = ""
        self._replaced: Path | None = None
        self._exporting: Exporting | None = None

    def body(self) -> ComposeResult:
        """What is exported, where to, and how far it is."""
        records: RecordList[Wanted] = RecordList(
            (
                Column(title="", width=20, cell=lambda one: Cell(one.words)),
                Column(title="", width=30, flex=1, rank=1, cell=lambda one: Cell(one.note, "dim")),
            ),
            identify=lambda one: one.words,
            icons=self.crm.icons,
            id="what",
        )
        records.styles.height = len(self._choices)
        yield records
        yield self.labelled("File", OptionFilter(id="file", placeholder="~/contacts.csv"))
        for id in ("echo", "bar", "pace"):
            yield Static(id=id, classes="empty")

    @property
    def what(self) -> RecordList[Wanted]:
        """The list."""
        return self.query_one("#what", RecordList)

    def on_mount(self) -> None:
        """Proposes the first, in the folder for downloads."""
        self._folder = downloads()
        self.what.show(self._choices)
        self.set_interval(_EVERY, self._look)

    @on(RecordList.Highlighted)
    def _propose(self) -> None:
        """Proposes a name, unless the rep has typed one."""
        field = self.query_one("#file", Field)
        if (wanted := self.what.record) is None or field.value != self._proposed:
            self._echo()
            return
        stem, dot, ending = wanted.name.rpartition(".")
        name = f"{stem}-{self.crm.desk().moment.now:%Y-%m-%d}{dot}{ending}"
        self._proposed = field.value = shown(self._folder / name)
        field.cursor_position = len(field.value)

    @on(Field.Changed)
    def _echo(self) -> None:
        if self._exporting is not None:
            return
        self._replaced = None
        self.tell("complaint", Content(""))
        try:
            path, wanted = self._file(), self._wanted()
            words = f"{self.crm.icons.arrow} {wanted.words}, as {_NAMES.get(format_of(path, wanted), path.suffix)}"
            self.tell("echo", plain(f"{words}, in {shown(path.parent)}", "$text-success"))
        except CrmError as error:
            self.tell("echo", plain(error.words, "$text-warning"))

    def _file(self) -> Path:
        """The file that is typed. Raises `UsageError` where none is."""
        typed = dropped(self.typed("file"))
        folder, name = located(typed, self._folder)
        if not name:
            raise UsageError("Which file?", "Type its name; the ending says the format.")
        return folder / name

    def _wanted(self) -> Wanted:
        return self.what.record or self._choices[0]

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def save(self) -> None:
        """Begins to write. Raises `CrmError` for what can be no file; asks first where there is one."""
        if self._exporting is not None:
            return
        path, wanted = self._file(), self._wanted()
        format_of(path, wanted)
        is_there = await asyncio.to_thread(_is_there, path)
        if self._replaced != path and is_there:
            self._replaced = path
            again = f"{self.printed['dialog.save']} again replaces it."
            raise UsageError(f"{shown(path)} is there already.", again)
        self.tell("complaint", Content(""))
        self.tell("hint", self.hinted(_WRITING))
        self._exporting = Exporting(self.crm.database, self.crm.desk(), path, wanted)
        self.crm.flow(self._carry_out(self._exporting, wanted), group="export")

    async def _carry_out(self, exporting: Exporting, wanted: Wanted) -> None:
        try:
            report = await asyncio.to_thread(exporting.run)
        except CanceledError as error:
            self.crm.toast(error.message, severity="hint")
            self._close()
        except Exception as error:
            self._begin_anew()
            if not isinstance(error, CrmError) or not self.is_attached:
                raise
            self.complain(error_in_app(error, self.printed))
        else:
            many = "1 record" if report.records == 1 else f"{number(report.records)} records"
            notes = (in_app(note, self.printed) for note in report.notes)
            self.crm.toast(f"Wrote {many} to {line(shown(exporting.path))}.", "\n".join(notes))
            self._close()

    def _begin_anew(self) -> None:
        """Nothing is being written any more; the rep may try another file."""
        self._exporting = None
        if self.is_attached:
            self.tell("hint", self.hinted(_HINT))
            for id in ("bar", "pace", "complaint"):
                self.tell(id, Content(""))

    def _close(self) -> None:
        if self.is_current:
            self.dismiss(None)

    def _look(self) -> None:
        """Says how far it is."""
        if self._exporting is not None:
            if share := self._exporting.share:
                self.tell("bar", bar(share, is_ascii=self.crm.config.ascii))
            self.tell("pace", plain(self._exporting.words))

    def action_dialog_close(self) -> None:
        """Stops what is being written; else closes."""
        if self._exporting is not None:
            self._exporting.stop()
            self.tell("complaint", plain("Stopping; no file is left …"))
        else:
            self.dismiss(None)

    def on_unmount(self) -> None:
        """Nobody waits for the file any more."""
        if self._exporting is not None:
            self._exporting.stop()


def _is_there(path: Path) -> bool:
    """Whether there is such a file. Raises `UsageError` for a folder, and for what can be no file."""
    try:
        if path.is_dir():
            raise UsageError(f"{shown(path)} is a folder.", "Name a file in it.")
        return path.exists()
    except OSError as error:
        raise UsageError(f"{shown(path)} cannot be written: {error.strerror}.", "Name another file.") from error


#: What each format is called.
_NAMES = {
    "csv": "a table (CSV)",
    "vcard": "vCards",
    "ics": "a calendar",
    "jsonl": "JSON Lines",
    "xlsx": "a workbook",
    "md": "a Markdown table",
}
