"""Follow-ups: the agenda."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from crm_tui.actions import Scope
from crm_tui.domain.agenda import Range
from crm_tui.domain.change import Change
from crm_tui.domain.follow_up import FollowUp, FollowUpState
from crm_tui.screens import contact_parts
from crm_tui.screens.bindings import bindings
from crm_tui.screens.person_screen import PersonScreen
from crm_tui.screens.person_view import PersonView, person_view
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.card import Card
from crm_tui.screens.widgets.marks import Mark
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.parts import Part, Parts
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.store.page import Page

_TITLES = {
    Range.OVERDUE: ("Overdue", "Nothing is overdue."),
    Range.TODAY: ("Today", "Nothing is due today."),
    Range.THIS_WEEK: ("This week", "Nothing else is due this week."),
    Range.LATER: ("Later", "Nothing is planned further ahead. {follow_up.add} makes a follow-up."),
    Range.DONE: ("Done", "Nothing has been done yet."),
}


class FollowUpsScreen(PersonScreen):
    """What is to be done, by when it is due: each stretch of time a part, Tab leads on; the card beside it."""

    SCOPE = Scope.FOLLOW_UPS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.FOLLOW_UPS)

    def body(self) -> ComposeResult:
        """The parts and the card."""
        self._moment = self.crm.desk().moment
        self._person: PersonView | None = None
        self._is_opened = False
        with Container(id="panes"):
            yield Parts([Part(title, self._list(part, empty)) for part, (title, empty) in _TITLES.items()], id="parts")
            yield Card(self.crm.icons, id="card")

    def _list(self, part: Range, empty: str) -> RecordList[FollowUp]:
        return RecordList(
            contact_parts.follow_up_columns(
                self.crm.icons, lambda: self._moment, with_people=True, are_overdue=part is Range.OVERDUE
            ),
            identify=lambda one: one.id,
            load=partial(self._load, part),
            empty=partial(self.crm.spelt, empty),
            icons=self.crm.icons,
            mark_of=lambda one: Mark(contact=one.contact.id, follow_up=one.id),
            id=str(part),
        )

    async def _load(self, part: Range, offset: int, limit: int) -> Page[FollowUp]:
        from crm_tui.store import follow_ups

        return await self.crm.read_for(f"agenda {part}", follow_ups.agenda, range=part, offset=offset, limit=limit)

    @property
    def parts(self) -> Parts:
        """The lists."""
        return self.query_one(Parts)

    @property
    def markable(self) -> RecordList[FollowUp]:
        """The list in front."""
        return self.parts.front

    @property
    def list_name(self) -> str:
        """The part in front."""
        title, _ = _TITLES[Range(str(self.parts.front.id))]
        return f"{self.SCOPE}: {title.lower()}"

    @property
    def subject(self) -> Subject | None:
        """The person whose follow-up is highlighted, with it if it is still open."""
        step: FollowUp | None = self.parts.front.record
        if step is None:
            return None
        open_step = step if step.state is FollowUpState.OPEN else None
        if self._person is None or self._person.contact.id != step.contact.id:
            # The card is still on its way; without a status none is proposed.
            return Subject(id=step.contact.id, name=step.contact.name, status="", follow_up=open_step)
        return Subject.of_contact(self._person.contact, open_step)

    @property
    def row_step(self) -> FollowUp | None:
        """The highlighted follow-up."""
        step: FollowUp | None = self.parts.front.record
        return step

    async def reload(self, change: Change) -> None:
        """Fetches every part. The first time, the first part that holds something comes to the front."""
        self._moment = self.crm.desk().moment
        first = None
        for part in Range:
            records = self.query_one(f"#{part}", RecordList)
            await records.reload()
            self.parts.note(part, f"{records.total}{'' if records.is_exact else '+'}")
            if first is None and records.total:
                first = part
        if not self._is_opened:
            self._is_opened = True
            if first is not None and first is not Range.DONE:
                self.parts.show_part(first)
        self._highlight()

    @on(RecordList.Highlighted)
    @on(Parts.Changed)
    def _highlight(self) -> None:
        at, total = self.parts.front.position
        self.query_one(Masthead).say(f"{at} of {total}" if total else "nothing here")
        self.say_marks()
        self.flow(self._load_card(self.parts.front.record), group="card")

    async def _load_card(self, step: FollowUp | None) -> None:
        self._person = None if step is None else await self.crm.read_for("agenda card", person_view, step.contact.id)
        self.query_one(Card).show(self._person, self._moment)

    @on(RecordList.Opened)
    def _open(self, event: RecordList.Opened) -> None:
        self.crm.open_contact(event.record.contact.id, event.list)

    def action_part_next(self) -> None:
        """To the next stretch of time."""
        self.parts.step(1)

    def action_part_previous(self) -> None:
        """To the one before."""
        self.parts.step(-1)
