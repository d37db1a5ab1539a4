"""Today: who to turn to next, and what there is to know about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.change import Change
from crm_tui.screens import today_list
from crm_tui.screens.bindings import bindings
from crm_tui.screens.person_screen import PersonScreen
from crm_tui.screens.person_view import person_view
from crm_tui.screens.plain import plain
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.card import Card
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.work.line import PausedLine

if TYPE_CHECKING:
    from crm_tui.screens.widgets.record_window import Heading, Remark
    from crm_tui.store.page import Page
    from crm_tui.store.today import TodayLine


class TodayScreen(PersonScreen):
    """The home screen: the list, and beside it (beneath, on a narrow terminal) the card of the highlighted person."""

    SCOPE = Scope.TODAY
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.TODAY)

    def body(self) -> ComposeResult:
        """Counts, list and card."""
        self._moment = self.crm.desk().moment
        self._view: today_list.TodayView | None = None
        yield Static(id="counts")
        yield PausedLine(id="paused")
        with Container(id="panes"):
            yield RecordList(
                today_list.columns(self.crm.icons, lambda: self._moment),
                # Someone with two follow-ups may be in two sections.
                identify=lambda one: f"{one.section} {one.contact.id}",
                load=self._load,
                empty="Nothing is due, and nobody waits for a next step.",
                icons=self.crm.icons,
                mark_of=today_list.mark_of,
                id="queue",
            )
            yield Card(self.crm.icons, id="card")

    @property
    def queue(self) -> RecordList[TodayLine]:
        """The list of people."""
        return self.query_one("#queue", RecordList)

    @property
    def markable(self) -> RecordList[TodayLine]:
        """The list of people."""
        return self.queue

    @property
    def subject(self) -> Subject | None:
        """The highlighted person, with the follow-up that put them here."""
        one = self.queue.record
        return None if one is None else Subject.of_line(one.contact, one.follow_up)

    def rekey(self) -> None:
        """The key of a paused block too."""
        super().rekey()
        self.query_one(PausedLine).renew()

    async def _load(self, offset: int, limit: int) -> Page[TodayLine | Heading | Remark]:
        self._view = await self.crm.read_for(
            "today", today_list.today_view, icons=self.crm.icons, offset=offset, limit=limit
        )
        self._moment = self._view.moment
        return self._view.page

    async def reload(self, change: Change) -> None:
        """Fetches what is seen of the list, the counts, then the card."""
        is_first = not self.queue.is_loaded
        self.query_one(PausedLine).renew()
        await self.queue.reload()
        if (view := self._view) is None:
            return
        self.query_one("#counts", Static).update(plain(today_list.summary(view, self.crm.icons)), layout=False)
        self.query_one(Masthead).say(
            f"{today_list.progress(view)} · {view.moment.now:%H:%M} · {view.moment.now:%a %-d %b}"
        )
        if is_first:
            self.call_after_refresh(self.flow, self.crm.settle())

    @on(events.ScreenResume)
    def _renew_paused(self) -> None:
        self.query_one(PausedLine).renew()

    @on(RecordList.Highlighted, "#queue")
    def _show_card(self, event: RecordList.Highlighted) -> None:
        self.flow(self._load_card(event.record), group="card")

    @on(RecordList.Opened, "#queue")
    def _open_person(self, event: RecordList.Opened) -> None:
        self.crm.open_contact(event.record.contact.id, self.queue)

    async def _load_card(self, one: TodayLine | None) -> None:
        person = None if one is None else await self.crm.read_for("today card", person_view, one.contact.id)
        self.query_one(Card).show(person, self._moment)
