"""Duplicates: who is likely there twice, both side by side, and what becomes of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.change import Change, Ref
from crm_tui.domain.errors import CrmError
from crm_tui.screens.bindings import bindings
from crm_tui.screens.desk_screen import DeskScreen
from crm_tui.screens.duplicates.search import DuplicateSearch, everybody
from crm_tui.screens.plain import plain
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.pair import Pair as PairPage
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import number
from crm_tui.store.page import Page, first_row
from crm_tui.sync.progress import CanceledError

if TYPE_CHECKING:
    from crm_tui.domain.contact import Contact
    from crm_tui.domain.desk import Desk
    from crm_tui.store.duplicates import Duplicate
    from crm_tui.store.duplicates_find import Pair

#: So many people at the most are one pair, or two.
_FEW = 4

#: Seconds between two looks at how far the search is.
_EVERY = 0.2


class DuplicatesScreen(DeskScreen):
    """Pairs by how surely they are one person. Finding them goes on beside the interface; Esc stops it.

    Pairs are found once, when the screen is opened; whoever has been merged or dismissed since is left out, and comes
    back with undo. Pairs with a contact from the key ``newest`` on come first: those of an import.
    """

    SCOPE = Scope.DUPLICATES
    AUTO_FOCUS = "#pairs"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DUPLICATES)

    def __init__(self, *, newest: int = 0) -> None:
        super().__init__()
        self._newest = newest

    def body(self) -> ComposeResult:
        """How far the search is, the pairs, and both of the highlighted one."""
        self._search: DuplicateSearch[Pair] | None = None
        self._is_searching = False
        self._found: Sequence[Pair] = ()
        self._left: Sequence[Pair] = ()
        yield Static(id="stand")
        with Container(id="panes"):
            yield RecordList(
                _COLUMNS,
                identify=lambda one: one.id,
                load=self._load,
                empty=_SEARCHING,
                has_titles=True,
                icons=self.crm.icons,
                id="pairs",
            )
            yield PairPage(self.crm.icons, id="pair")

    @property
    def pairs(self) -> RecordList[Duplicate]:
        """The list."""
        return self.query_one("#pairs", RecordList)

    @property
    def subject(self) -> Subject | None:
        """The older of the highlighted two."""
        return None if self.pairs.record is None else Subject.of_line(self.pairs.record.one)

    @property
    def markable(self) -> None:
        """Pairs are not marked."""

    def selection(self) -> None:
        """Nobody is marked here."""

    # Finding

    async def reload(self, change: Change) -> None:
        """Begins the search the first time; later leaves out what has been judged."""
        if self._search is None:
            self._search = DuplicateSearch(self.crm.database, self.crm.desk(), everybody)
            self._is_searching = True
            self.set_interval(_EVERY, self._tell)
            self.flow(self._find(self._search), group="duplicates")
        if self._found:
            from crm_tui.store import duplicates

            self._left = await self.crm.read_for("duplicates left", duplicates.remaining, self._found)
        await self.pairs.reload()
        self._tell()

    async def return_to(self, records: frozenset[Ref]) -> None:
        """Puts the cursor on the pair that is there again."""
        people = [ref.id for ref in records if ref.kind == "contact"]
        pairs = permutations(people, 2) if len(people) <= _FEW else ()
        places = (self.pairs.place_of(f"{one} {other}") for one, other in pairs)
        if (place := next((each for each in places if each is not None), None)) is not None:
            self.pairs.move_to(place)

    async def _find(self, search: DuplicateSearch[Pair]) -> None:
        try:
            found = await asyncio.to_thread(search.run)
            self._found = sorted(found, key=lambda pair: max(pair.one, pair.other) < self._newest)
            self.pairs.empty = _NOBODY
        except CanceledError:
            self.pairs.empty = self.crm.spelt(_STOPPED)
        except CrmError:
            self.pairs.empty = self.crm.spelt(_STOPPED)
            raise
        finally:
            self._is_searching = False
        await self.reload(Change(summary="", everything=True))

    def on_unmount(self) -> None:
        """Looks no further once nobody waits for it."""
        if self._search is not None:
            self._search.stop()

    def step_back(self) -> bool:
        """Stops the search."""
        if not self._is_searching or self._search is None:
            return False
        self._search.stop()
        return True

    def _tell(self) -> None:
        """Says how far the search is, or what it has found."""
        if self._is_searching and self._search is not None:
            words = f"{self._search.words} … Esc stops it"
        elif self._left:
            obvious = sum(pair.is_obvious for pair in self._left)
            many = "1 pair is" if len(self._left) == 1 else f"{number(len(self._left))} pairs are"
            words = f"{many} likely one person each"
            words += f", {number(obvious)} of them obvious" if obvious else ""
            words += ". Enter merges."
        else:
            words = ""
        self.query_one("#stand", Static).update(plain(words, "$foreground-muted"))

    async def _load(self, offset: int, limit: int) -> Page[Duplicate]:
        from crm_tui.store import duplicates

        pairs = self._left
        first = first_row(offset, limit, lambda: len(pairs))
        rows = await self.crm.read_for("duplicates", duplicates.listed, pairs[first : first + limit])
        return Page(rows=tuple(rows), offset=first, total=len(pairs))

    # Looking

    @on(RecordList.Highlighted)
    def _highlight(self, event: RecordList.Highlighted) -> None:
        at, total = self.pairs.position
        self.query_one(Masthead).say(f"{number(at)} of {number(total)}" if total else "")
        self.flow(self._show(event.record), group="card")

    async def _show(self, pair: Duplicate | None) -> None:
        if pair is None:
            self.query_one(PairPage).show(None)
            return
        one, other = await self.crm.read_for("pair", _whole, (pair.one.id, pair.other.id))
        self.query_one(PairPage).show((one, other, pair.match, self.crm.desk().moment))

    # Deciding

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_contact_merge()

    async def action_contact_merge(self) -> None:
        """Shows what merging the two would make; ← and → choose whose value of a field is kept."""
        from crm_tui.screens.dialogs.merge import MergeDialog

        if pair := self._highlighted():
            try:
                people = await self.crm.read(_whole, (pair.one.id, pair.other.id))
            except CrmError as error:
                self.crm.complain(error)
            else:
                await self.app.push_screen(MergeDialog(people))

    async def action_duplicate_dismiss(self) -> None:
        """Remembers that the two are two people."""
        from crm_tui.store import duplicates_edits

        if pair := self._highlighted():
            try:
                await self.crm.write(duplicates_edits.dismiss, pair.one.id, pair.other.id)
            except CrmError as error:
                self.crm.complain(error)

    async def action_duplicate_merge_obvious(self) -> None:
        """Says how many pairs have the same name and e-mail address, and merges all of them with one key more."""
        from crm_tui.screens.dialogs.sure import SureDialog
        from crm_tui.store import duplicates, duplicates_edits

        obvious = [pair for pair in self._left if pair.is_obvious]
        if not obvious:
            self.crm.toast(
                "No pair has the same name and the same e-mail address.", self.crm.spelt(_BY_ONE), severity="hint"
            )
            return
        rows = await self.crm.read(duplicates.listed, obvious)
        ids = [(row.one.id, row.other.id) for row in rows]
        pairs = "1 obvious pair" if len(ids) == 1 else f"{number(len(ids))} obvious pairs"
        dialog = SureDialog(f"Merge {pairs}", _EXPLAINED, lambda: (duplicates_edits.merge_all, ids))
        await self.app.push_screen(dialog)

    def _highlighted(self) -> Duplicate | None:
        if (pair := self.pairs.record) is None:
            words = "The search is under way." if self._is_searching else "There is no pair in this list."
            self.crm.toast(words, severity="hint")
        return pair


def _whole(connection: Any, desk: Desk, ids: Sequence[str]) -> tuple[Contact, ...]:
    from crm_tui.store import contacts

    return tuple(contacts.one(connection, desk, id) for id in ids)


_SEARCHING = "Looking through the whole book …"
_NOBODY = "Nobody seems to be there twice."
_STOPPED = "The search was stopped. {screen.back} leaves; {go.duplicates} begins it anew."
_BY_ONE = "{row.open} merges the highlighted two."
_EXPLAINED = (
    "They have the same name and an e-mail address of their own in common. Of each person the record of which most is "
    "known is kept, with everything of the others. One {change.undo} brings all of them back."
)

_COLUMNS: tuple[Column[Any], ...] = (
    Column(title="Sure", width=5, cell=lambda one: Cell(f"{one.match.score:.0%}".rjust(5), "accent")),
    Column(title="Contact", width=16, flex=2, cell=lambda one: Cell(_named(one.one), "strong")),
    Column(title="and", width=16, flex=2, cell=lambda one: Cell(_named(one.other), "strong")),
    Column(title="Company", width=14, flex=1, rank=2, cell=lambda one: Cell(_company(one), "dim")),
    Column(title="Because", width=18, flex=3, rank=1, cell=lambda one: Cell(", ".join(one.match.reasons), "dim")),
)


def _company(pair: Any) -> str:
    return str(pair.one.company or pair.other.company)


def _named(one: Any) -> str:
    return str(one.name or one.email or one.phone or "(no name)")
