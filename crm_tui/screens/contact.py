"""Contact: one person with everything that is known of them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from crm_tui.actions import Scope
from crm_tui.domain.change import Change, Ref
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.errors import NotFoundError
from crm_tui.domain.follow_up import FollowUp
from crm_tui.domain.interaction import Interaction
from crm_tui.screens import contact_parts
from crm_tui.screens.bindings import bindings
from crm_tui.screens.entries import EntriesScreen
from crm_tui.screens.person_view import PersonView, WholeView, whole_view
from crm_tui.screens.plain import plain
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.card import Card
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.parts import Part, Parts
from crm_tui.screens.widgets.reading import Reading
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.store.page import Page

_EMPTY = "Nothing has happened yet. {call.log} logs a call, {interaction.log} anything else, {note.add} a note."


class ContactScreen(EntriesScreen):
    """Timeline, follow-ups, details, history and the others at the company; the card beside them."""

    SCOPE = Scope.CONTACT
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.CONTACT)

    def __init__(self) -> None:
        super().__init__()
        self.contact_id = ""
        self._first_part = ""
        self._beside: RecordList[Any] | None = None
        self._known: Subject | None = None
        self._person: PersonView | None = None

    def turn_to(
        self, id: str, beside: RecordList[Any] | None = None, known: Subject | None = None, part: str = ""
    ) -> None:
        """Shows another person, from the beginning.

        ``beside`` is the list that they were opened from, along which ``[`` and ``]`` walk; ``known`` is what that
        list knew of them. ``part`` is the list that is in front at first, "" for the timeline.
        """
        self.contact_id, self._beside, self._known, self._first_part = id, beside, known, part
        self.forget_filter()
        if self.is_mounted and self.parts.front.id != "timeline":
            self.parts.show_part("timeline")
        self.turned()

    def blank(self) -> None:
        """Takes the card, the counts and the words of the entry away."""
        self._person = None
        self.query_one(Card).show(None, self._moment)
        self.query_one(Masthead).say("")
        for part in ("timeline", "follow_ups", "companions"):
            self.parts.note(part, "")
        self.query_one(Reading).blank()

    def body(self) -> ComposeResult:
        """The parts, what the highlighted entry says, and the card."""
        self._moment = self.crm.desk().moment
        icons = self.crm.icons
        with Container(id="panes"):
            with Container(id="left"):
                yield Parts(
                    (
                        Part("Timeline", self._timeline()),
                        Part("Follow-ups", self._follow_ups()),
                        Part("Details", self._details()),
                        Part("History", self._history()),
                        Part("Company", self._companions()),
                    ),
                    id="parts",
                )
                with VerticalScroll(id="reading", can_focus=False):
                    yield Reading(id="whole")
            yield Card(icons, id="card")

    def _timeline(self) -> RecordList[Interaction]:
        return RecordList(
            contact_parts.interaction_columns(self.crm.icons, lambda: self._moment),
            identify=lambda one: one.id,
            load=self._load_timeline,
            empty=partial(self.crm.spelt, _EMPTY),
            icons=self.crm.icons,
            id="timeline",
        )

    def _follow_ups(self) -> RecordList[FollowUp]:
        return RecordList(
            contact_parts.follow_up_columns(self.crm.icons, lambda: self._moment),
            identify=lambda one: one.id,
            empty=partial(self.crm.spelt, "No next step. {follow_up.add} makes one."),
            icons=self.crm.icons,
            id="follow_ups",
        )

    def _details(self) -> RecordList[contact_parts.Detail]:
        return RecordList(
            contact_parts.DETAIL_COLUMNS,
            identify=lambda one: one.label,
            empty=partial(self.crm.spelt, "Nothing is known. {contact.edit} adds it."),
            icons=self.crm.icons,
            id="details",
        )

    def _history(self) -> RecordList[contact_parts.Past]:
        return RecordList(
            contact_parts.history_columns(lambda: self._moment),
            identify=lambda one: str(one.operation),
            load=self._load_history,
            empty="Nothing was ever changed.",
            icons=self.crm.icons,
            id="history",
        )

    def _companions(self) -> RecordList[ContactLine]:
        from crm_tui.screens import people_columns

        return RecordList(
            people_columns.columns(self.crm.icons, lambda: self._moment, at_one_company=True),
            identify=lambda one: one.id,
            empty="Nobody else is known at this company.",
            icons=self.crm.icons,
            id="companions",
        )

    # What is shown

    @property
    def subject(self) -> Subject | None:
        """This person, with the highlighted follow-up, or else the nearest open one."""
        if self._person is None or self._person.contact.id != self.contact_id:
            return self._known
        steps: RecordList[FollowUp] = self.query_one("#follow_ups", RecordList)
        chosen = steps.record if self.parts.front is steps else None
        nearest = self._person.steps[0] if self._person.steps else None
        return Subject.of_contact(self._person.contact, chosen or nearest)

    @property
    def row_step(self) -> FollowUp | None:
        """The highlighted follow-up, if they are the part in front."""
        steps: RecordList[FollowUp] = self.query_one("#follow_ups", RecordList)
        return steps.record if self.parts.front is steps else None

    async def _load_timeline(self, offset: int, limit: int) -> Page[Interaction]:
        from crm_tui.store import interactions

        self.timeline.empty = self.say_empty(_EMPTY)
        ask, contact = interactions.timeline, self.contact_id
        return await self.ask("timeline", ask, contact=contact, kinds=self.kinds, offset=offset, limit=limit)

    async def _load_history(self, offset: int, limit: int) -> Page[contact_parts.Past]:
        from crm_tui.store import history

        return await self.ask("history", history.of, ref=Ref("contact", self.contact_id), offset=offset, limit=limit)

    async def reload(self, change: Change) -> None:
        """Fetches the person and the part in front. One who is in the trash now is left."""
        self._moment = self.crm.desk().moment
        turn = self._turn
        entries = asyncio.ensure_future(self.timeline.reload())  # behind the person, with no frame in between
        try:
            view = await self.ask("contact", whole_view, self.contact_id)
        except NotFoundError:
            self.dismiss()
            return
        finally:
            await entries
        if view.person.contact.deleted_at is not None and self._person is not None:
            self.dismiss()
            return
        if self._person is None and self._first_part:
            self.parts.show_part(self._first_part)
        if turn == self._turn:
            self._fill(view)
            self.release()
        if self.parts.front.id == "history":
            await self.parts.front.reload()

    def _fill(self, view: WholeView) -> None:
        """Shows all but what happened."""
        self._person = view.person
        self._read(self.parts.front.record)
        self.query_one(Card).show(view.person, self._moment)
        self.query_one(Masthead).say(view.person.contact.name)
        self.query_one("#follow_ups", RecordList).show(view.steps)
        self.query_one("#details", RecordList).show(list(contact_parts.details(view.person.contact, self.crm.desk())))
        self.query_one("#companions", RecordList).show(view.companions)
        self.note_entries()
        self.parts.note("follow_ups", str(sum(step.state == "open" for step in view.steps)))
        self.parts.note("companions", str(len(view.companions)))

    @on(Parts.Changed)
    def _changed_part(self) -> None:
        front = self.parts.front
        if front.id == "history":
            self.flow(front.reload(), group="reloads")
        self._read(front.record)

    @on(RecordList.Highlighted)
    def _highlighted(self, event: RecordList.Highlighted) -> None:
        if event.list is self.parts.front:
            self._read(event.list.record)

    def _read(self, record: object) -> None:
        """Shows the highlighted entry whole."""
        content = Content("")
        if isinstance(record, Interaction):
            content = self.in_full(record)
        elif isinstance(record, contact_parts.Detail):
            content = plain(record.value)
        elif isinstance(record, contact_parts.Past):
            content = plain(contact_parts.changes_in_words(record))
        self.query_one(Reading).say(content)

    @on(RecordList.Opened, "#companions")
    def _open_companion(self, event: RecordList.Opened) -> None:
        self.crm.open_contact(event.record.id, event.list)

    # Moving

    def action_part_next(self) -> None:
        """To the next part."""
        self.parts.step(1)

    def action_part_previous(self) -> None:
        """To the part before."""
        self.parts.step(-1)

    def action_history_show(self) -> None:
        """To the history."""
        self.parts.show_part("history")

    @property
    def is_among_others(self) -> bool:
        """Whether it was opened from a list."""
        return self._beside is not None

    def action_list_next(self) -> None:
        """To the next person of the list that this one was opened from."""
        self._walk(1)

    def action_list_previous(self) -> None:
        """To the previous person of that list."""
        self._walk(-1)

    def _walk(self, step: int) -> None:
        if self._beside is None or not self._beside.move_by(step):
            self.crm.toast("There is nobody further in that direction.", severity="hint")
            return
        if (record := self._beside.record) is not None:
            self.contact_id, self._known, self._first_part = getattr(record, "contact", record).id, None, ""
            self.crm.remember(self.contact_id)
            self.turned()
