"""What is done with the entries of a timeline, wherever one is shown: filter, edit, pin, and to the trash."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, ParamSpec

from textual.content import Content

from crm_tui.domain.change import Change, Ref
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.interaction import Interaction, InteractionKind
from crm_tui.screens.contact_parts import particulars
from crm_tui.screens.kept import KeptScreen
from crm_tui.screens.plain import plain
from crm_tui.screens.store_thread import Call
from crm_tui.screens.widgets.parts import Parts
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.widgets.timeline import entry
from crm_tui.screens.words import gist

P = ParamSpec("P")


class EntriesScreen(KeptScreen):
    """A screen with `Parts`, one of which is a timeline named ``timeline``.

    While an entry is highlighted there, editing and the trash are about that entry instead of the person.
    """

    IS_READ_ABOVE: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        #: The kinds of entries that are shown, () for all.
        self.kinds: tuple[InteractionKind, ...] = ()
        self._is_filtering = False

    @property
    def parts(self) -> Parts:
        """The lists."""
        return self.query_one(Parts)

    @property
    def timeline(self) -> RecordList[Interaction]:
        """The entries."""
        return self.query_one("#timeline", RecordList)

    @property
    def is_entry_in_front(self) -> bool:
        """Whether the timeline is the part in front."""
        return self.parts.front.id == "timeline"

    @property
    def entry(self) -> Interaction | None:
        """The highlighted entry, if the timeline is in front."""
        return self.timeline.record if self.is_entry_in_front else None

    @property
    def is_up_to_date(self) -> bool:
        """Whether the timeline shows the kind that was chosen."""
        return super().is_up_to_date and not self._is_filtering

    def in_full(self, one: Interaction) -> Content:
        """All that is known of an entry."""
        head = entry(one, self.crm.desk().moment, self.crm.icons, whole=True)
        return Content("\n").join((head, plain(particulars(one), "$foreground-muted")))

    # Filtering

    def forget_filter(self) -> None:
        """Shows all kinds to come; the list is loaded anew by the caller."""
        self.kinds = ()

    def note_entries(self) -> None:
        """Says in the title of the timeline what it shows, and how much."""
        entries = self.timeline
        shown = " ".join(f"{kind}s only:" for kind in self.kinds)
        self.parts.note("timeline", f"{shown} {entries.total}{'' if entries.is_exact else '+'}".strip())

    def say_empty(self, words: str) -> Callable[[], str]:
        """The words of a timeline without entries: that of a filter, else ``words``."""
        if self.kinds:
            words = f"No {self.kinds[0]} is among what happened. {{timeline.filter}} shows other kinds."
        return partial(self.crm.spelt, words)

    async def return_to(self, records: frozenset[Ref]) -> None:
        """Puts the cursor on the entry that is there again."""
        await super().return_to(records)
        places = (self.timeline.place_of(ref.id) for ref in records if ref.kind == "interaction")
        if (place := next((each for each in places if each is not None), None)) is not None:
            self.timeline.move_to(place)

    async def action_timeline_filter(self) -> None:
        """Asks which kind is wanted."""
        from crm_tui.screens.dialogs.kinds import KindsDialog

        if not self.is_entry_in_front:
            self.parts.show_part("timeline")
        await self.app.push_screen(KindsDialog(self.kinds), self._filter)

    def _filter(self, kinds: tuple[InteractionKind, ...] | None) -> None:
        if kinds is not None and kinds != self.kinds:
            self.kinds = kinds
            self._is_filtering = True
            self.flow(self._load_filtered(), group="reloads")

    async def _load_filtered(self) -> None:
        try:
            await self.timeline.restart()
            self.note_entries()
        finally:
            self._is_filtering = False

    def step_back(self) -> bool:
        """Shows all kinds again, before anything else is left."""
        if super().step_back():
            return True
        if not self.kinds or not self.is_entry_in_front:
            return False
        self._filter(())
        return True

    # The highlighted entry

    async def action_contact_edit(self) -> None:
        """Opens the highlighted entry for editing, or the person."""
        from crm_tui.screens.dialogs.entry import EntryDialog

        if (one := self.entry) is None:
            await super().action_contact_edit()
        else:
            await self.app.push_screen(EntryDialog(one, self.crm.desk()))

    async def action_contact_delete(self) -> None:
        """Moves the highlighted entry to the trash, or the person; z brings it back."""
        if (one := self.entry) is None:
            await super().action_contact_delete()
            return
        from crm_tui.store import interactions

        await self._write(interactions.delete, [one.id])

    async def action_entry_pin(self) -> None:
        """Pins the highlighted entry to the card, or lets it go."""
        from crm_tui.store import interactions

        if (one := self.entry) is None:
            self.crm.toast("P pins an entry of the timeline.", "Tab leads there.", severity="hint")
        elif not one.is_pinned and not gist(one):
            self.crm.complain(UsageError("There are no words in this entry to keep on the card.", "e adds some."))
        else:
            await self._write(interactions.pin, one.id, is_pinned=not one.is_pinned)

    async def _write(self, operation: Call[P, Change], /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            await self.crm.warm_up()
            await self.crm.write(operation, *args, **kwargs)
        except CrmError as error:
            self.crm.complain(error)
