"""Company: its people, and everything that happened with any of them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from crm_tui.actions import Scope
from crm_tui.domain.change import Change
from crm_tui.domain.company import Company
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.domain.interaction import Interaction
from crm_tui.screens import contact_parts, people_columns
from crm_tui.screens.bindings import bindings
from crm_tui.screens.company_view import CompanyCard
from crm_tui.screens.entries import EntriesScreen
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.marks import Mark
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.parts import Part, Parts
from crm_tui.screens.widgets.reading import Reading
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.store.page import Page

_EMPTY = "Nothing has happened yet with anybody here."


class CompanyScreen(EntriesScreen):
    """The people of a company, and the timeline that they share."""

    SCOPE = Scope.COMPANY
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.COMPANY)

    def __init__(self) -> None:
        super().__init__()
        self.company_id = ""
        #: Whom the entry with the id `_answered` is about.
        self._of_entry: Subject | None = None
        self._answered = ""

    def turn_to(self, id: str) -> None:
        """Shows another company, its people in front."""
        self.company_id = id
        self.forget_filter()
        if self.is_mounted and self.parts.front.id != "people":
            self.parts.show_part("people")
        self.turned()

    def blank(self) -> None:
        """Takes the card, the counts and the words of the entry away."""
        self.query_one(CompanyCard).show(None, self._moment)
        self.query_one(Masthead).say("")
        for part in ("people", "timeline"):
            self.parts.note(part, "")
        self.query_one(Reading).blank()

    def body(self) -> ComposeResult:
        """The parts, what the highlighted entry says, and the card."""
        self._moment = self.crm.desk().moment
        icons = self.crm.icons
        people: RecordList[ContactLine] = RecordList(
            people_columns.columns(icons, lambda: self._moment, at_one_company=True),
            identify=lambda one: one.id,
            load=self._load_people,
            empty=partial(self.crm.spelt, "Nobody is known here. {contact.add} adds a contact."),
            icons=icons,
            mark_of=lambda one: Mark(contact=one.id),
            id="people",
        )
        timeline: RecordList[Interaction] = RecordList(
            contact_parts.interaction_columns(icons, lambda: self._moment, with_people=True),
            identify=lambda one: one.id,
            load=self._load_timeline,
            empty=_EMPTY,
            icons=icons,
            id="timeline",
        )
        with Container(id="panes"):
            with Container(id="left"):
                yield Parts((Part("People", people), Part("Timeline", timeline)), id="parts")
                with VerticalScroll(id="reading", can_focus=False):
                    yield Reading(id="whole")
            yield CompanyCard(id="card")

    @property
    def markable(self) -> RecordList[ContactLine]:
        """The people."""
        people: RecordList[ContactLine] = self.query_one("#people", RecordList)
        return people

    @property
    def subject(self) -> Subject | None:
        """The highlighted person, or whom the highlighted entry is about."""
        if self.is_entry_in_front:
            return self._of_entry if self.entry and self.entry.id == self._answered else None
        return None if self.markable.record is None else Subject.of_line(self.markable.record)

    @property
    def is_up_to_date(self) -> bool:
        """Whether it is known whom the highlighted entry is about."""
        return super().is_up_to_date and (self.entry is None or self.entry.id == self._answered)

    async def _load_people(self, offset: int, limit: int) -> Page[ContactLine]:
        from crm_tui.store import companies

        return await self.ask("people", companies.people, self.company_id, offset=offset, limit=limit)

    async def _load_timeline(self, offset: int, limit: int) -> Page[Interaction]:
        from crm_tui.store import interactions

        self.timeline.empty = self.say_empty(_EMPTY)
        ask, company = interactions.timeline, self.company_id
        return await self.ask("timeline", ask, company=company, kinds=self.kinds, offset=offset, limit=limit)

    async def reload(self, change: Change) -> None:
        """Fetches the company and its lists. One that is in the trash now is left."""
        self._moment = self.crm.desk().moment
        turn = self._turn
        # Behind the company, with no frame in between.
        lists = asyncio.gather(self.markable.reload(), self.timeline.reload())
        try:
            company = await self.ask("company", _company, self.company_id)
        except NotFoundError:
            self.dismiss()
            return
        finally:
            await lists
        if turn != self._turn:
            return
        self.query_one(CompanyCard).show(company, self._moment)
        self.query_one(Masthead).say(company.name)
        self.parts.note("people", f"{self.markable.total}{'' if self.markable.is_exact else '+'}")
        self.note_entries()
        self._answered = ""
        self._read()
        self.release()

    @on(Parts.Changed)
    @on(RecordList.Highlighted)
    def _read(self) -> None:
        one = self.entry
        self.query_one(Reading).say(Content("") if one is None else self.in_full(one))
        if one is not None and one.id != self._answered:
            self.flow(self._find_subject(one), group="card")

    async def _find_subject(self, one: Interaction) -> None:
        found = await self.crm.read_for("entry's person", _person_of, one, self.company_id)
        if self.entry is not None and self.entry.id == one.id:
            self._of_entry, self._answered = found, one.id

    @on(RecordList.Opened, "#people")
    def _open(self, event: RecordList.Opened) -> None:
        self.crm.open_contact(event.record.id, event.list)

    @on(RecordList.Opened, "#timeline")
    def _open_first(self, event: RecordList.Opened) -> None:
        """Opens whom the entry is about."""
        subject = self.subject
        self.crm.open_contact(subject.id if subject else event.record.contacts[0].id, None)

    def action_part_next(self) -> None:
        """To the other part."""
        self.parts.step(1)

    def action_part_previous(self) -> None:
        """To the other part."""
        self.parts.step(-1)


def _company(connection: Any, desk: Desk, id: str) -> Company:
    from crm_tui.store import companies

    return companies.one(connection, desk, id)


def _person_of(connection: Any, desk: Desk, one: Interaction, company: str) -> Subject | None:
    """The first of those who took part that is at this company; None when all of them are gone."""
    from crm_tui.store import contacts

    alive = []
    for who in one.contacts:
        with suppress(NotFoundError):  # erased
            alive += [person for person in (contacts.one(connection, desk, who.id),) if person.deleted_at is None]
    here = (person for person in alive if person.company and person.company.id == company)
    found = next(chain(here, alive), None)
    return None if found is None else Subject.of_contact(found)
