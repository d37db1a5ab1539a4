"""Marks: rows that the next verb is about, all of them at once."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import on

from crm_tui.domain.change import Change, Ref
from crm_tui.domain.selection import Selection
from crm_tui.screens.desk_screen import DeskScreen
from crm_tui.screens.store_thread import Superseded
from crm_tui.screens.subject import Subject
from crm_tui.screens.whom import Whom
from crm_tui.screens.widgets.marks import Mark
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.domain.query import Query
    from crm_tui.store.contacts import Sort

#: Rows that are marked one by one where a list is no search: more than anyone works in a day.
MOST_MARKED = 2_000

#: Rows among which somebody is looked for.
MOST_LOOKED_THROUGH = 400


class MarkingScreen(DeskScreen):
    r"""A screen whose rows can be marked: Space one, ``*`` all of the list, ``\`` and Esc none.

    A subclass says which list it is in `markable`, and whom all of it stands for in `everyone_listed`.
    """

    @property
    def markable(self) -> RecordList[Any] | None:
        """The list whose rows are marked now, None for none."""
        return None

    @property
    def listing(self) -> tuple[Query | None, Sort] | None:
        """The search and the order of `markable`, None where it is another list than that of the contacts."""
        return None

    @property
    def list_name(self) -> str:
        """What `markable` is called, by which a list is known again."""
        return str(self.SCOPE)

    def everyone_listed(self) -> Selection | None:
        """Everyone whom the list holds, said without naming them; None where they must be named."""
        return None

    @property
    def subject(self) -> Subject | None:
        """The highlighted person."""
        raise NotImplementedError

    async def return_to(self, records: frozenset[Ref]) -> None:
        """Puts the cursor on what these records are, else on whom they are about, where that is in the list."""
        if not records or (listed := self.markable) is None:
            return
        ids = {ref.id for ref in records}
        with suppress(Superseded):
            rows = [row async for row in listed.numbered(MOST_LOOKED_THROUGH)]
            exact = [at for at, mark in rows if mark.follow_up in ids]
            if found := exact or [at for at, mark in rows if mark.contact in ids]:
                listed.move_to(found[0])

    def action_mark_toggle(self) -> None:
        """Marks the highlighted row and goes on to the next."""
        if (records := self._markable()) is not None:
            records.mark_row()

    async def action_mark_all(self) -> None:
        """Marks everything that the list holds."""
        if (records := self._markable()) is None:
            return
        if self.everyone_listed() is not None:
            records.mark_everything()
            return
        try:
            are_all = await records.mark_listed(MOST_MARKED)
        except Superseded:
            self.crm.toast("The list has changed meanwhile.", "Press the key again.", severity="hint")
            return
        if not are_all:
            self.crm.toast(f"The first {number(MOST_MARKED)} are marked.", "The rest in another turn.", severity="hint")

    def action_mark_clear(self) -> None:
        """Takes all marks off."""
        if (records := self.markable) is not None:
            records.clear_marks()

    def _markable(self) -> RecordList[Any] | None:
        if (records := self.markable) is None:
            self.crm.toast("There is nobody to mark here.", severity="hint")
        return records

    def step_back(self) -> bool:
        """Takes the marks off, which are what the next key would be about."""
        if (records := self.markable) is not None and records.marks:
            records.clear_marks()
            return True
        return super().step_back()

    # Whom verbs are about

    def selection(self) -> Selection | None:
        """Those marked, None when nobody is."""
        records = self.markable
        if records is None or not records.marks:
            return None
        listed = dict.fromkeys(mark.contact for mark in records.marks.listed)
        everyone = self.everyone_listed() if records.marks.is_all else None
        if everyone is None:
            return Selection.of(tuple(listed))
        for id in listed:
            everyone = everyone.toggled(id)
        return everyone

    async def whom(self) -> Whom | None:
        """Those marked, counted, or else the highlighted person; None, and a toast, when there is nobody."""
        chosen = self.selection()
        if chosen is None:
            if (subject := self.subject) is None:
                self.crm.toast("There is nobody in this list.", severity="hint")
                return None
            return Whom.person(subject)
        marks: list[Mark] = list(self.markable.marks.listed) if self.markable else []
        steps = tuple(mark.follow_up for mark in marks if mark.follow_up)
        return Whom.marked(chosen, await self._number(chosen), steps)

    async def _number(self, chosen: Selection) -> int:
        from crm_tui.store import selection

        return await self.crm.read(selection.count, chosen) if chosen.is_open else len(chosen.ids)

    def clear_marks_after(self, change: Change | None) -> None:
        """Takes the marks off once something was done with them."""
        if change is not None:
            self.action_mark_clear()

    @on(RecordList.Marked)
    def say_marks(self) -> None:
        """Says in the first line how many are marked."""
        chosen = self.selection()
        masthead = self.query_one(Masthead)
        if chosen is None:
            masthead.mark("")
        elif not chosen.is_open:
            masthead.mark(f"{number(len(chosen.ids))} marked")
        else:
            masthead.mark("all marked" if not chosen.except_ids else f"all but {len(chosen.except_ids)} marked")
            self.flow(self._count_marks(chosen), group="marks")

    async def _count_marks(self, chosen: Selection) -> None:
        from crm_tui.store import selection

        counted = await self.crm.read_idle("marks", selection.count, chosen)
        if chosen == self.selection():
            self.query_one(Masthead).mark(f"{number(counted)} marked")
