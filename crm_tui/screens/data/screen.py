"""Data: the file that all is in, its trash, and everything that was done."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, get_args

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from crm_tui.actions import Scope
from crm_tui.domain.change import Change, Kind, Ref
from crm_tui.domain.errors import CrmError
from crm_tui.screens import contact_parts
from crm_tui.screens.bindings import bindings
from crm_tui.screens.data import columns
from crm_tui.screens.data.file_lines import FileLines, sized
from crm_tui.screens.desk_screen import DeskScreen
from crm_tui.screens.plain import plain
from crm_tui.screens.settings.about import placed
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.parts import Part, Parts
from crm_tui.screens.widgets.reading import Reading
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import number
from crm_tui.store.page import Page

if TYPE_CHECKING:
    from crm_tui.store.operations import Operation
    from crm_tui.store.trash import Trashed

_NOTHING_LOST = "The trash is empty. {contact.delete} puts a person, an entry or a follow-up there."
_NOTHING_DONE = "Nothing was done yet. {contact.add} adds a contact, {file.import} brings many."

#: What goes when a record is erased, by its kind.
_GOES: dict[Kind, str] = {
    "contact": "The name, numbers, addresses, notes and own fields go",
    "company": "The name, address, number and notes go",
    "interaction": "Its words go",
    "follow_up": "Its words go",
    "view": "The name and the search go",
}
_FOR_GOOD = ", here and in the history. Not even {change.undo} brings them back; a backup made before still has them."


class DataScreen(DeskScreen):
    """The trash and the history, each a part, Tab leads on; above them the file and what can be done with all of it."""

    SCOPE = Scope.DATA
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DATA)
    SHOWS: ClassVar[frozenset[Kind]] = frozenset(get_args(Kind))

    def body(self) -> ComposeResult:
        """The file, the parts, and all of the highlighted row."""
        self._moment = self.crm.desk().moment
        self._is_backing_up = False
        yield FileLines()
        yield Parts((Part("Trash", self._trash()), Part("History", self._history())), id="parts")
        with VerticalScroll(id="reading", can_focus=False):
            yield Reading(id="whole")

    def _trash(self) -> RecordList[Trashed]:
        return RecordList(
            columns.trash(lambda: self._moment),
            identify=lambda one: f"{one.ref.kind} {one.ref.id}",
            load=self._load_trash,
            empty=partial(self.crm.spelt, _NOTHING_LOST),
            has_titles=True,
            icons=self.crm.icons,
            id="trash",
        )

    def _history(self) -> RecordList[Operation]:
        return RecordList(
            columns.history(lambda: self._moment),
            identify=lambda one: str(one.number),
            load=self._load_history,
            empty=partial(self.crm.spelt, _NOTHING_DONE),
            has_titles=True,
            icons=self.crm.icons,
            id="history",
        )

    @property
    def parts(self) -> Parts:
        """The lists."""
        return self.query_one(Parts)

    @property
    def trashed(self) -> Trashed | None:
        """The highlighted record of the trash, None where the history is in front."""
        front: RecordList[Trashed] = self.parts.front
        return front.record if front.id == "trash" else None

    @property
    def subject(self) -> None:
        """No verb is about anybody here."""

    @property
    def markable(self) -> None:
        """Rows are not marked."""

    def selection(self) -> None:
        """Nobody is marked here."""

    # Showing

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Looks at the file again, of which another terminal may have made a backup."""
        self._is_stale = True
        super().on_screen_resume(event)

    async def reload(self, change: Change) -> None:
        """Fetches both lists and what is said of the file."""
        self._moment = self.crm.desk().moment
        for name in ("trash", "history"):
            records = self.query_one(f"#{name}", RecordList)
            await records.reload()
            self.parts.note(name, number(records.total))
        self._say()
        await self._look_at_file()

    async def _look_at_file(self) -> None:
        from crm_tui.store import book

        found = await self.crm.read_for("file", book.facts, self.crm.database, self._backups)
        self.query_one(FileLines).show(found, self.crm.desk().moment)

    async def _load_trash(self, offset: int, limit: int) -> Page[Trashed]:
        from crm_tui.store import trash

        return await self.crm.read_for("trash", trash.page, offset=offset, limit=limit)

    async def _load_history(self, offset: int, limit: int) -> Page[Operation]:
        from crm_tui.store import operations

        return await self.crm.read_for("operations", operations.page, offset=offset, limit=limit)

    @on(RecordList.Highlighted)
    @on(Parts.Changed)
    def _say(self) -> None:
        front = self.parts.front
        at, total = front.position
        self.query_one(Masthead).say(f"{self.SCOPE} · {number(at)} of {number(total)}" if total else str(self.SCOPE))
        reading = self.query_one(Reading)
        if front.record is None:
            reading.say(Content(""))
        elif self.trashed is not None:
            reading.say(plain(self._of_trash(self.trashed)))
        else:
            self.flow(self._read(front.record.number), group="card")

    async def _read(self, number: int) -> None:
        """Says what the highlighted operation changed."""
        from crm_tui.store import operations

        entry = await self.crm.read_for("operation", operations.whole, number)
        if self.trashed is None:
            self.query_one(Reading).say(plain(f"{entry.summary}\n{contact_parts.changes_in_words(entry)}"))

    def _of_trash(self, one: Trashed) -> str:
        ways = self.crm.spelt("{row.open} restores it · {trash.erase} erases it for good")
        return f"{one.name}\n{columns.kind(one.ref.kind)} · thrown away {one.deleted_at:%a %-d %b %Y %H:%M}\n{ways}"

    async def return_to(self, records: frozenset[Ref]) -> None:
        """Puts the cursor on what is in the trash again."""
        trash = self.query_one("#trash", RecordList)
        places = (trash.place_of(f"{ref.kind} {ref.id}") for ref in sorted(records))
        if (place := next((each for each in places if each is not None), None)) is not None:
            trash.move_to(place)

    def rekey(self) -> None:
        """Shows the rep's own keys."""
        super().rekey()
        self.query_one(FileLines).redraw()

    def action_part_next(self) -> None:
        """To the other part."""
        self.parts.step(1)

    def action_part_previous(self) -> None:
        """To the other part."""
        self.parts.step(-1)

    # Doing

    @on(RecordList.Opened, "#trash")
    async def _open_trashed(self) -> None:
        await self.action_trash_restore()

    @on(RecordList.Opened, "#history")
    async def _open_whom(self, event: RecordList.Opened) -> None:
        """Shows the person whom the operation was about."""
        from crm_tui.store import operations

        if who := await self.crm.read(operations.whom, event.record.number):
            self.crm.open_contact(who)
        else:
            self.crm.toast("That was not about one person who is still in the book.", severity="hint")

    async def action_trash_restore(self) -> None:
        """Takes the record out of the trash."""
        from crm_tui.store import trash

        if one := self._lying():
            try:
                await self.crm.write(trash.restore, [one.ref])
            except CrmError as error:
                self.crm.complain(error)

    async def action_trash_erase(self) -> None:
        """Says what goes, and erases it with one key more."""
        from crm_tui.screens.dialogs.sure import SureDialog
        from crm_tui.store import trash

        if one := self._lying():
            ref, title = one.ref, f"Erase the {columns.kind(one.ref.kind)} for good"
            goes = _GOES[ref.kind] + _FOR_GOOD
            dialog = SureDialog(title, goes, lambda: (trash.erase, ref), named=one.name or "(no name)")
            await self.app.push_screen(dialog)

    def _lying(self) -> Trashed | None:
        if (one := self.trashed) is None:
            self.crm.toast("No record of the trash is highlighted.", severity="hint")
        return one

    # Backups

    @property
    def _backups(self) -> Path:
        """The folder for backups."""
        from crm_tui.store import backup

        chosen = self.crm.config.backup.folder
        return Path(chosen).expanduser() if chosen else backup.folder(self.crm.database)

    def action_book_backup(self) -> None:
        """Copies the whole book beside the interface, which goes on meanwhile."""
        if self._is_backing_up:
            self.crm.toast("A backup is being made.", severity="hint")
            return
        self._is_backing_up = True
        self.crm.toast("Copying the book …", severity="hint")
        self.flow(self._back_up(), group="backup")

    async def _back_up(self) -> None:
        from crm_tui.store import book

        try:
            made = await asyncio.to_thread(book.copy, self.crm.database, self.crm.desk(), self._backups)
        finally:
            self._is_backing_up = False
        self.crm.toast(f"Backed up to {placed(made)} ({sized(made.stat().st_size)})")
        await self._look_at_file()
