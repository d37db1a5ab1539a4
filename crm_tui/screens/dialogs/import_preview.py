"""The third step of an import: what would become of the rows. Nothing is imported that was not shown here first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.value import replace
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs import import_rows
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.dialogs.import_pick import PickDialog
from crm_tui.screens.dialogs.import_rows import Said
from crm_tui.screens.dialogs.import_step import ImportStep
from crm_tui.screens.importing.fields import Choice
from crm_tui.screens.importing.terms import Terms
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import number
from crm_tui.sync.progress import CanceledError

if TYPE_CHECKING:
    from crm_tui.screens.importing.bringing import Bringing
    from crm_tui.screens.importing.outline import Outline
    from crm_tui.screens.importing.wizard import Wizard
    from crm_tui.sync.report import ImportReport

#: Seconds between two looks at how far the trial is.
_EVERY = 0.2

_HINT = (
    "{dialog.save} imports it, one {change.undo} takes it back · {import.tag} tag · {import.mode} mode"
    " · {dialog.close} back"
)

#: What becomes of people who are there already.
_MODES = (
    Choice("upsert", "Add and fill in", "new people are added; what is missing of others is filled in"),
    Choice("create", "Only add", "new people are added; others stay as they are"),
    Choice("update", "The file is right", "what the file says takes the place of what is there; nobody is added"),
)


class ImportPreviewDialog(ImportStep):
    """Tries the import out, on the writer's thread, takes it back, and says what it came to; Enter does it for good."""

    SCOPE = Scope.PREVIEW
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.PREVIEW)
    AUTO_FOCUS = "RecordList"

    def __init__(self, wizard: Wizard, outline: Outline) -> None:
        super().__init__(wizard, "3 what would happen", hint=_HINT)
        self._outline = outline
        self._trial: Bringing | None = None
        #: What the trial came to, and what it failed with.
        self._report: ImportReport | None = None
        self._failure: CrmError | None = None

    def body(self) -> ComposeResult:
        """The file, the counts, and what there is to say of the rows."""
        yield Static(id="about")
        yield Static(id="counts")
        yield RecordList(import_rows.COLUMNS, identify=lambda one: one.id, empty="", icons=self.crm.icons, id="said")

    @property
    def said(self) -> RecordList[Said]:
        """The list."""
        return self.query_one("#said", RecordList)

    def on_mount(self) -> None:
        """Begins the trial."""
        self.set_interval(_EVERY, self._look)
        self._try()

    def _try(self) -> None:
        """Tries the import anew."""
        self._stop()
        self._trial, self._report, self._failure = self.wizard.trial(self._outline), None, None
        self.said.show([])
        self.tell("complaint", Content(""))
        self._tell()
        self.crm.flow(self._carry_out(self._trial), group="preview")

    async def _carry_out(self, trial: Bringing) -> None:
        from crm_tui.screens.importing.outline import first_records

        try:
            read = self._outline.reading(self.wizard.presets)
            first = await asyncio.to_thread(first_records, trial.path, read, self.crm.desk())
            report = await self.crm.rehearse(trial.tried)
        except CanceledError:
            return
        except CrmError as error:
            if trial is self._trial and self.is_attached:
                self._failure = error
                self._tell()
                self.complain(error)
            return
        if trial is self._trial and self.is_attached:
            self._report = report
            self._tell()
            self.said.show(import_rows.rows(report, first, self.size.width))

    def _look(self) -> None:
        if self._report is None and self._failure is None:
            self._tell()

    def _tell(self) -> None:
        """Says what was tried, and how far it is or what it came to."""
        terms, report = self._outline.terms, self._report
        name = Content.styled(line(terms.path.name), "bold")
        mode = next(each.words for each in _MODES if each.value == terms.mode)
        more = "".join((f" · tag #{line(terms.tag)}" if terms.tag else "", f" · {mode.lower()}" if mode else ""))
        self.tell("about", Content.assemble(name, f" · {line(self._outline.words)}{more}"))
        if report is not None:
            whole = f"Of the first {number(report.rows)} rows, the others were not tried:\n" if report.is_cut else ""
            self.tell("counts", Content.assemble(whole, import_rows.counts(report)))
        elif self._failure is not None:
            self.tell("counts", plain("Nothing of this file can be imported.", "$text-error"))
        elif self._trial is not None:
            stage, counts, _ = self._trial.words
            words = " · ".join(filter(None, (f"Trying it out: {stage[:1].lower()}{stage[1:]}", counts)))
            self.tell("counts", plain(f"{words} …", "$foreground-muted"))

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def save(self) -> None:
        """Imports the file. Raises `UsageError` before the preview is there, and where there is nothing to import."""
        if self._failure is not None:
            raise self._failure
        if self._report is None:
            raise UsageError(
                "The preview is not there yet.", self.crm.spelt("Wait for it, or {dialog.close} goes back.")
            )
        if not (self._report.created or self._report.updated) and not self._report.is_cut:
            raise UsageError(
                "There is nothing to import: no row is new, and none brings anything new.",
                self.crm.spelt("{dialog.close} goes back to the columns and the file."),
            )
        self.wizard.run(self._outline)

    # Terms

    async def action_import_mode(self) -> None:
        """Asks what becomes of people who are there already."""

        def take(mode: str | None) -> None:
            if mode is not None:
                self._change(replace(self._outline.terms, mode=mode))

        explained = "What becomes of people who are there already?"
        await self.app.push_screen(PickDialog("Mode", explained, _MODES, self._outline.terms.mode), take)

    async def action_import_tag(self) -> None:
        """Asks for a tag that everybody in the file is given."""

        def take(tag: str | None) -> None:
            if tag is not None:
                self._change(replace(self._outline.terms, tag=tag.removeprefix("#")))

        await self.app.push_screen(ImportTagDialog(self._outline.terms.tag), take)

    def _change(self, terms: Terms) -> None:
        if terms != self._outline.terms:
            self._outline = replace(self._outline, terms=terms)
            self.wizard.keep(terms)
            self._try()

    def action_dialog_close(self) -> None:
        """Stops the trial, and goes one step back."""
        self._stop()
        super().action_dialog_close()

    def on_unmount(self) -> None:
        """The writer's thread would go on to the end of the file."""
        self._stop()

    def _stop(self) -> None:
        if self._trial is not None:
            self._trial.stop.ask()


class ImportTagDialog(Dialog[str]):
    """Asks for one tag; closes with "#" and its name, "#" alone for none."""

    def __init__(self, tag: str) -> None:
        super().__init__(
            "A tag for everybody in the file", hint="{dialog.save} takes it · {dialog.close} leaves it as it is"
        )
        self._tag = tag

    def body(self) -> ComposeResult:
        """The tag."""
        yield self.labelled("Tag", Field(id="tag", value=self._tag, placeholder="fair-2026"))
        yield Static(plain("The new people are found by it afterwards.", "$foreground-muted"))

    async def save(self) -> str:
        """The tag as it is stored. Raises `UsageError` for what is none, or for several."""
        from crm_tui.domain.checks import tag_names

        typed = self.typed("tag")
        names = tag_names([typed]) if typed else ()
        if len(names) > 1:
            raise UsageError("One tag, please.")
        return f"#{next(iter(names), '')}"
