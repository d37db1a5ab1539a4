"""The first step of an import: which file."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.value import replace
from crm_tui.screens.dialogs.dialog import Field
from crm_tui.screens.dialogs.import_pick import PickDialog
from crm_tui.screens.dialogs.import_step import ImportStep
from crm_tui.screens.dialogs.setting import OptionFilter
from crm_tui.screens.importing import files as import_files
from crm_tui.screens.importing.files import Entry, Listing, completed, dropped, located, shown
from crm_tui.screens.importing.terms import DRAFT, Terms
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.widgets.record_window import Heading, Remark
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.screens.importing.wizard import Wizard

_HINT = "{dialog.save} opens it · Tab completes · ← goes up a folder · {dialog.close} closes"

#: The name of the way up.
_UP = ".."


class PathField(OptionFilter):
    """A path, or a part of a name in the folder that is listed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False),
        Binding("left", "go_up('cursor_left')", show=False),
        Binding("backspace", "go_up('delete_left')", show=False),
    ]

    @property
    def _step(self) -> ImportFileDialog:
        return cast("ImportFileDialog", self.screen)

    async def action_complete(self) -> None:
        """Completes the path; where nothing fits, Tab leads on."""
        if not await self._step.complete():
            raise SkipAction

    def action_go_up(self, action: str) -> None:
        """The folder above, while nothing is typed; else what the key does in a line."""
        if self.value:
            getattr(self, f"action_{action}")()
        else:
            self._step.go_up()


class ImportFileDialog(ImportStep):
    """Lists a folder, what can be imported first; a path may be typed, pasted or dropped instead."""

    AUTO_FOCUS = "PathField"

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard, "1 the file", hint=_HINT)
        self._folder = Path.home()
        self._endings: tuple[str, ...] = ()
        self._latest: Sequence[Path] = ()
        self._found = Listing(folder=self._folder)
        self._rows: list[Entry | Heading | Remark] = []
        #: What stood in the line when the wizard last went on: it is in its draft.
        self._went_on_with = ""
        self._moment = datetime.now().astimezone()

    def body(self) -> ComposeResult:
        """The line for a path, and the folder."""
        self._moment = self.crm.desk().moment.now
        yield PathField(id="file", placeholder="Type a path or a part of a name, or drop the file here")
        yield RecordList(
            (
                Column(title="", width=30, flex=1, cell=_named),
                Column(title="", width=8, rank=1, cell=_size),
                Column(title="", width=11, rank=2, cell=self._changed),
            ),
            identify=lambda entry: str(entry.path),
            empty="Nothing here is called that.",
            icons=self.crm.icons,
            id="files",
        )
        yield Static(id="remark", classes="empty")

    @property
    def files(self) -> RecordList[Entry]:
        """The list."""
        return self.query_one("#files", RecordList)

    @property
    def path(self) -> PathField:
        """The line."""
        return self.query_one(PathField)

    def on_mount(self) -> None:
        """Lists the folder of the file that was chosen last and not imported; else the one for downloads."""
        self.flow(self._begin())

    async def _begin(self) -> None:
        self._folder, self._latest, self._endings = await asyncio.to_thread(_places, self.wizard)
        begun = self.wizard.begun
        if begun is not None and await asyncio.to_thread(import_files.is_file, begun.path):
            self._folder = begun.path.parent
        elif begun is not None and not self.path.value:
            self.path.value = shown(begun.path)
            self.path.cursor_position = len(self.path.value)
        await self._list()
        at = next((at for at, row in enumerate(self._rows) if begun and getattr(row, "path", None) == begun.path), None)
        if begun is not None and at is not None:
            self.files.move_to(at)
            self.tell("remark", plain(f"{line(begun.path.name)} is as you left it: with what you said of its columns."))
        await asyncio.to_thread(_get_ready)

    def flow(self, steps: Coroutine[Any, Any, None]) -> None:
        """Starts ``steps`` beside the interface."""
        self.crm.flow(steps, group="files")

    # Listing

    @on(Field.Changed, "#file")
    def _look(self) -> None:
        for id in ("complaint", "remark"):
            self.tell(id, Content(""))
        if self._endings:
            self.flow(self._list())

    async def _list(self) -> None:
        """Lists what the line says, unless it says something else by then."""
        typed = self.path.value
        folder, part = located(dropped(typed), self._folder)
        try:
            found = await asyncio.to_thread(import_files.listing, folder, part, self._endings)
        except CrmError as error:
            found = Listing(folder=folder)
            self.files.empty = error.message
        else:
            self.files.empty = "Nothing here is called that." if part else "This folder is empty."
        if self.is_attached and self.path.value == typed:
            self._show(found, is_whole=not part)

    def _show(self, found: Listing, *, is_whole: bool) -> None:
        is_other = found.folder != self._found.folder
        self._found = found
        readable = sum(entry.is_readable for entry in found.entries)
        rows: list[Entry | Heading | Remark] = [entry for entry in found.entries if entry.is_readable]
        rows += [entry for entry in found.entries if entry.is_folder]
        if is_whole and found.folder.parent != found.folder:
            rows.append(Entry(name=_UP, path=found.folder.parent, is_folder=True))
        rows += [entry for entry in found.entries if not (entry.is_readable or entry.is_folder)]
        if found.is_cut:
            rows.append(Remark("There is more in this folder; type a part of the name."))
        if rows:
            count = "1 file" if readable == 1 else f"{number(readable)} files"
            rows.insert(0, Heading(shown(found.folder), f"{count} to import"))
        others = [place for place in self._latest if place != found.folder]
        if is_whole and others and not self.path.value:
            rows.append(Heading("Folders used lately"))
            rows += [Entry(name=shown(place), path=place, is_folder=True) for place in others]
        self._rows = rows
        self.files.show(rows)
        if is_other or not is_whole:
            self.files.move_to(0)

    def _changed(self, entry: Entry) -> Cell:
        if not entry.changed or entry.is_folder:
            return Cell("")
        then = datetime.fromtimestamp(entry.changed, self._moment.tzinfo)
        if then.date() == self._moment.date():
            return Cell(f"today {then:%H:%M}", "dim")
        return Cell(f"{then.day} {then:%b %Y}", "dim")

    # Moving

    def go_up(self) -> None:
        """Lists the folder above."""
        self._go_to(self._found.folder.parent)

    def _go_to(self, folder: Path) -> None:
        self._folder = folder
        if self.path.value:
            self.path.value = ""
        else:
            self.flow(self._list())

    async def complete(self) -> bool:
        """Completes what is typed as far as the folder allows; whether there was anything to complete."""
        await self._list()
        typed = dropped(self.path.value)
        _, part = located(typed, self._folder)
        whole = completed(typed, self._found, part)
        if whole == typed:
            return False
        self.path.value = whole
        self.path.cursor_position = len(whole)
        return True

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    # Going on

    async def save(self) -> None:
        """Opens the folder, or goes on with the file. Raises `CrmError` for one that cannot be imported."""
        await self._list()
        path, is_folder, can_be_imported = await asyncio.to_thread(self._looked_at)
        if can_be_imported:
            await self._go_on(self.wizard.terms_for(path))
        elif is_folder:
            self._go_to(path)
        else:
            raise UsageError(
                f"{shown(path)} is no file that can be imported.",
                f"Files end in {_listed(import_files.main_endings())}.",
            )

    def _looked_at(self) -> tuple[Path, bool, bool]:
        """What is chosen, whether it is a folder, and whether it can be imported: a folder of mails can."""
        path = self._chosen()
        return path, path.is_dir(), import_files.can_be_imported(path)

    def _chosen(self) -> Path:
        """The file that is typed, else what is highlighted. Raises `UsageError` where there is neither."""
        typed = self.path.value.strip()
        for text in dict.fromkeys((typed, dropped(typed))):
            folder, part = located(text, self._folder)
            if part and import_files.is_file(folder / part):
                return folder / part
        if (entry := self.files.record) is not None:
            return entry.path
        raise UsageError(f"There is no file {typed}." if typed else "Which file?", "Type its path, or drop it here.")

    async def _go_on(self, terms: Terms) -> None:
        from crm_tui.sync.formats.encoding import EncodingError

        try:
            await self.wizard.open(terms)
        except EncodingError as error:
            await self._ask_for_encoding(terms, error.message, error.choices)
            return
        self._went_on_with = dropped(self.path.value)
        await asyncio.to_thread(self.wizard.folders.use, terms.path.parent)

    async def _ask_for_encoding(self, terms: Terms, message: str, names: Sequence[str]) -> None:
        from crm_tui.screens.importing.outline import encodings

        choices = await asyncio.to_thread(encodings, terms.path, names)

        async def read_so(name: str | None) -> None:
            if name is not None:
                try:
                    await self._go_on(replace(terms, encoding=name))
                except CrmError as error:
                    self.complain(error)

        explained = f"{message} Which of these reads right?"
        await self.app.push_screen(PickDialog("How its letters are written", explained, choices), read_so)

    def action_dialog_close(self) -> None:
        """Closes; the file and what was said of it stay for the next time."""
        if self.keep_draft():
            self.crm.toast("Kept what you typed as a draft.", severity="hint")
        self.dismiss(None)

    def keep_draft(self) -> bool:
        """Sets the path aside, and what was said of the file; whether there was any."""
        typed = dropped(self.path.value)
        if typed == self._went_on_with:
            return DRAFT in self.crm.drafts
        folder, part = located(typed, self._folder)
        self.crm.drafts[DRAFT] = self.wizard.terms_for(folder / part).draft()
        return True


def _places(wizard: Wizard) -> tuple[Path, tuple[Path, ...], tuple[str, ...]]:
    return import_files.downloads(), wizard.folders.latest(), import_files.endings()


def _get_ready() -> None:
    """Imports what the next steps need, while a file is being chosen."""
    from crm_tui.sync import importing  # noqa: F401


def _listed(endings: Sequence[str]) -> str:
    return f"{', '.join(endings[:-1])} or {endings[-1]}"


def _named(entry: Entry) -> Cell:
    if entry.is_folder:
        return Cell(f"{entry.name}/" if entry.name != _UP else f"{_UP} (the folder above)")
    return Cell(entry.name, "strong" if entry.is_readable else "dim")


def _size(entry: Entry) -> Cell:
    if entry.is_folder:
        return Cell("")
    return Cell(in_bytes(entry.size).rjust(8), "dim")


def in_bytes(size: int) -> str:
    """A size as people read it: "12 kB"."""
    if size < 1_000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1e3:.0f} kB"
    return f"{size / 1e6:.1f} MB" if size < 1_000_000_000 else f"{size / 1e9:.1f} GB"
