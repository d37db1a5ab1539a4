"""Companies: the list, and the people of the highlighted one."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.change import Change
from crm_tui.domain.company import CompanyLine
from crm_tui.domain.contact import ContactLine
from crm_tui.screens import company_view, people_columns
from crm_tui.screens.bindings import bindings
from crm_tui.screens.person_screen import PersonScreen
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.marks import Mark
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.widgets.search_box import SearchBox
from crm_tui.store.page import Page


class CompaniesScreen(PersonScreen):
    """Companies left, and on the right the card of the highlighted one and its people; Tab changes sides.

    Keys that are about a person are about the highlighted one of these people.
    """

    SCOPE = Scope.COMPANIES
    AUTO_FOCUS = "#companies"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.COMPANIES)

    def body(self) -> ComposeResult:
        """Search line, companies, card and people."""
        self._moment = self.crm.desk().moment
        self._shown = ""
        self._answered = ""
        yield SearchBox("Begin a company's name", searched="companies", id="search")
        with Container(id="panes"):
            yield RecordList(
                company_view.columns(lambda: self._moment),
                identify=lambda one: one.id,
                load=self._load,
                empty=partial(
                    self.crm.spelt, "No companies yet. A contact's company makes one: {contact.add} adds a contact."
                ),
                has_titles=True,
                icons=self.crm.icons,
                id="companies",
            )
            with Container(id="right"):
                yield Static(id="card")
                yield RecordList(
                    people_columns.columns(self.crm.icons, lambda: self._moment, at_one_company=True),
                    identify=lambda one: one.id,
                    empty="Nobody is known here.",
                    icons=self.crm.icons,
                    mark_of=lambda one: Mark(contact=one.id),
                    id="people",
                )

    @property
    def companies(self) -> RecordList[CompanyLine]:
        """The companies."""
        return self.query_one("#companies", RecordList)

    @property
    def people(self) -> RecordList[ContactLine]:
        """The people of the highlighted company."""
        return self.query_one("#people", RecordList)

    @property
    def markable(self) -> RecordList[ContactLine]:
        """The people of the highlighted company."""
        return self.people

    @property
    def list_name(self) -> str:
        """The highlighted company."""
        return super().list_name if self.companies.record is None else self.companies.record.name

    @property
    def subject(self) -> Subject | None:
        """The highlighted person of the highlighted company."""
        one = self.people.record
        return None if one is None else Subject.of_line(one)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the people on the right are those of the highlighted company."""
        return super().is_up_to_date and self._answered == _id(self.companies.record)

    async def _load(self, offset: int, limit: int) -> Page[CompanyLine]:
        from crm_tui.store import companies

        prefix = self.query_one(SearchBox).value
        return await self.crm.read_for("companies", companies.page, prefix=prefix, offset=offset, limit=limit)

    async def reload(self, change: Change) -> None:
        """Fetches the list again where it stands."""
        self._moment = self.crm.desk().moment
        await self.companies.reload()

    def action_list_search(self) -> None:
        """Puts the cursor into the search line."""
        self.set_focus(self.query_one(SearchBox))

    @on(SearchBox.Changed)
    def _search(self) -> None:
        self.flow(self.companies.restart(), group="reloads")

    def step_back(self) -> bool:
        """Takes the marks off, then clears the search."""
        box = self.query_one(SearchBox)
        if super().step_back():
            return True
        had_search, box.value = bool(box.value), ""
        return had_search

    @on(RecordList.Highlighted, "#companies")
    def _show(self, event: RecordList.Highlighted) -> None:
        at, total = self.companies.position
        self.query_one(Masthead).say(f"{at} of {total}{'' if self.companies.is_exact else '+'}")
        self.flow(self._load_card(event.record), group="card")

    async def _load_card(self, one: CompanyLine | None) -> None:
        wanted = _id(one)
        try:
            view = await self.crm.read_for("company card", company_view.company_view, wanted) if wanted else None
        finally:  # after a failure as well, or no key would be taken
            if wanted == _id(self.companies.record):
                self._answered = wanted
        self.query_one("#card", Static).update(company_view.card(view, self._moment))
        if view is None or view.company.id != self._shown:
            self.people.clear_marks()
        self._shown = view.company.id if view else ""
        self.people.show(view.people if view else ())

    def action_part_next(self) -> None:
        """To the other side."""
        self.set_focus(self.companies if self.people.has_focus else self.people)

    action_part_previous = action_part_next

    @on(RecordList.Opened, "#companies")
    def _open(self, event: RecordList.Opened) -> None:
        self.crm.open_company(event.record.id)

    @on(RecordList.Opened, "#people")
    def _open_person(self, event: RecordList.Opened) -> None:
        self.crm.open_contact(event.record.id, self.people)


def _id(one: CompanyLine | None) -> str:
    return one.id if one else ""
