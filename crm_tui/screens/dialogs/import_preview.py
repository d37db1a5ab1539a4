"""The third step of an import: what would become of the rows. Nothing is imported that was not shown here first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
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
from crm_tui.screens.dialogs import import_rows, import_terms
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.dialogs.import_pick import PickDialog
from crm_tui.screens.dialogs.import_rows import Said
from crm_tui.screens.dialogs.import_step import ImportStep
from crm_tui.screens.importing.fields import Choice
from crm_tui.screens.importing.likely import LikelySearch
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

_HINT = "{{dialog.save}} imports it, one {{change.undo}} takes it back{more} · {{dialog.close}} back"

#: What can be said of a file here, by its format, and how that is called; tables have all but this.
_TERMS = {
    "import.tag": ("tag", frozenset({"mail", "ics"})),
    "import.mode": ("mode", frozenset({"mail"})),
    "import.me": ("your addresses", frozenset({"csv", "xlsx", "vcard", "ics", "jsonl"})),
    "file.encoding": ("encoding", frozenset({"csv", "xlsx", "mail", "jsonl"})),
    "file.country": ("country", frozenset({"mail", "jsonl", "ics"})),
}

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
        said = (f" · {{{id}}} {words}" for id, (words, others) in _TERMS.items() if outline.format not in others)
        super().__init__(wizard, "3 what would happen", hint=_HINT.format(more="".join(said)))
        self._outline = outline
        self._trial: Bringing | None = None
        #: What the trial came to, the first records, and what it failed with.
        self._report: ImportReport | None = None
        self._first: Sequence[str] = ()
        self._failure: CrmError | None = None
        self._likely: LikelySearch | None = None

    def body(self) -> ComposeResult:
        """The file, the counts, and what there is to say of the rows."""
        yield Static(id="about")
        yield Static(id="counts")
        yield Static(id="likely", classes="empty")
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
        self._likely = None
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
            self._report, self._first = report, first
            self._list()
            self._tell()
            if report.newcomers:
                self._likely = LikelySearch(self.crm.database, self.crm.desk(), report)
                self.crm.flow(self._look_for_likely(self._likely), group="likely")

    async def _look_for_likely(self, search: LikelySearch) -> None:
        """Looks who of the new people is likely there already; nobody waits for it."""
        try:
            await search.run()
        except CanceledError:
            return
        if search is self._likely and self.is_attached:
            self._list()
            self._tell()

    def _list(self) -> None:
        """Lists what there is to say of the rows."""
        if self._report is not None:
            likely = (self._likely.found if self._likely else None) or ()
            self.said.show(import_rows.rows(self._report, likely, self._first, self.in_app, self.size.width))

    def on_resize(self) -> None:
        """Breaks the lines anew."""
        self._list()

    def _look(self) -> None:
        is_looking = self._likely is not None and self._likely.found is None
        if is_looking or (self._report is None and self._failure is None):
            self._tell()

    def _tell(self) -> None:
        """Says what was tried, and how far it is or what it came to."""
        terms, report = self._outline.terms, self._report
        name = Content.styled(line(terms.path.name), "bold")
        mode = next(each.words for each in _MODES if each.value == terms.mode) if self._takes("import.mode") else ""
        tag = f"tag #{line(terms.tag)}" if terms.tag else ""
        country = f"country {terms.country}" if terms.country else ""
        more = "".join(f" · {each}" for each in (tag, country, mode.lower()) if each)
        about = Content.assemble(name, f" · {line(self._outline.words)}{more}")
        if self._outline.format == "mail":
            about = Content("\n").join((about, self._me()))
        self.tell("about", about)
        self.tell("likely", self._likely.words if self._likely else Content(""))
        if report is not None:
            whole = f"Of the first {number(report.rows)} rows, the others were not tried:\n" if report.is_cut else ""
            self.tell("counts", Content.assemble(whole, import_rows.counts(report)))
        elif self._failure is not None:
            self.tell("counts", plain("Nothing of this file can be imported.", "$text-error"))
        elif self._trial is not None:
            stage, counts, _ = self._trial.words
            words = " · ".join(filter(None, (f"Trying it out: {stage[:1].lower()}{stage[1:]}", counts)))
            self.tell("counts", plain(f"{words} …", "$foreground-muted"))

    def _me(self) -> Content:
        """By what the rep's own mail is known."""
        owner = self.crm.desk().owner
        known = [*self._outline.terms.me, *([f"whoever is called {owner}"] if owner else [])]
        if known:
            return plain(f"Your own: {line(', '.join(known))}", "$foreground-muted")
        words = "Your addresses are not known, so mail from strangers counts as yours; {import.me} says them."
        return plain(self.crm.spelt(words), "$text-warning")

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
        if not self._can_say("import.mode"):
            return
        explained = "What becomes of people who are there already?"
        dialog = PickDialog("Mode", explained, _MODES, self._outline.terms.mode)
        await self._ask(dialog, lambda value: replace(self._outline.terms, mode=value))

    async def action_import_tag(self) -> None:
        """Asks for a tag that everybody in the file is given."""
        if not self._can_say("import.tag"):
            return

        def take(tag: str | None) -> None:
            if tag is not None:
                self._change(replace(self._outline.terms, tag=tag.removeprefix("#")))

        await self.app.push_screen(ImportTagDialog(self._outline.terms.tag), take)

    async def action_import_me(self) -> None:
        """Asks for the rep's own addresses in mail."""
        if not self._can_say("import.me"):
            return
        from crm_tui.screens.dialogs.import_addresses import AddressesDialog

        async def take(me: tuple[str, ...] | None) -> None:
            if me is not None:
                self._change(replace(self._outline.terms, me=me))
                await asyncio.to_thread(self.wizard.addresses.use, me)

        await self.app.push_screen(AddressesDialog(self._outline.addresses, self._outline.terms.me), take)

    async def action_file_country(self) -> None:
        """Asks of which country phone numbers and days are."""
        if not self._can_say("file.country"):
            return
        dialog = await import_terms.country(self._outline)
        await self._ask(dialog, lambda value: replace(self._outline.terms, country=value))

    async def action_file_encoding(self) -> None:
        """Asks how the letters are written, where that was not asked with the columns."""
        if not self._can_say("file.encoding"):
            return
        dialog = await import_terms.encoding(self._outline)
        await self._ask(dialog, lambda value: replace(self._outline.terms, encoding=value))

    def _takes(self, term: str) -> bool:
        return self._outline.format not in _TERMS[term][1]

    def _can_say(self, term: str) -> bool:
        """Whether a term can be said of this file here; says so where it cannot."""
        takes = self._takes(term)
        back = self.crm.spelt(" {dialog.close} goes back to where it is.") if self._outline.assignment else ""
        words = f"There is no such thing to say of this file: {_TERMS[term][0]}.{back}"
        self.tell("complaint", Content("") if takes else plain(words))
        return takes

    async def _ask(self, dialog: PickDialog, changed: Callable[[str], Terms]) -> None:
        """Asks for one of the terms, and tries the import anew under those that are ``changed`` by the answer."""

        def take(value: str | None) -> None:
            if value is not None:
                self._change(changed(value))

        await self.app.push_screen(dialog, take)

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
        if self._likely is not None:
            self._likely.stop()


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
