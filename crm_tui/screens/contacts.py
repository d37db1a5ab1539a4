"""Contacts: everyone, and the search that finds them as you type."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.change import Change
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.errors import ParseError
from crm_tui.screens import people_columns
from crm_tui.screens.bindings import bindings
from crm_tui.screens.person_screen import PersonScreen
from crm_tui.screens.person_view import person_view
from crm_tui.screens.plain import plain
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.card import Card
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.widgets.search_box import SearchBox
from crm_tui.store.page import Page

if TYPE_CHECKING:
    from crm_tui.store.contacts import Sort

_PLACEHOLDER = "Search names, companies, e-mails, phones, notes · status:new #tag last:>30d"

#: The orders that one key goes through, and the words for each.
ORDERS: tuple[tuple[Sort, str], ...] = (
    ("recent", "last worked"),
    ("name", "name"),
    ("company", "company"),
    ("status", "status"),
    ("next", "next step"),
    ("created", "newest"),
)


class ContactsScreen(PersonScreen):
    """A line to search with, the people it finds, and the card of the highlighted one.

    Every letter asks anew and takes the place of the question before it, so the list is never behind the line.
    """

    SCOPE = Scope.CONTACTS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.CONTACTS)

    def body(self) -> ComposeResult:
        """Search line, list and card."""
        self._moment = self.crm.desk().moment
        self._order = 0
        yield SearchBox(_PLACEHOLDER, searched="people", id="search")
        yield Static(id="complaint")
        with Container(id="panes"):
            yield RecordList(
                people_columns.columns(self.crm.icons, lambda: self._moment),
                identify=lambda one: one.id,
                load=self._load,
                empty="Nobody yet. a adds a contact; crm sync import FILE brings many.",
                has_titles=True,
                icons=self.crm.icons,
                id="people",
            )
            yield Card(self.crm.icons, id="card")

    @property
    def people(self) -> RecordList[ContactLine]:
        """The list."""
        return self.query_one("#people", RecordList)

    @property
    def box(self) -> SearchBox:
        """The line to search with."""
        return self.query_one(SearchBox)

    @property
    def subject(self) -> Subject | None:
        """The highlighted person."""
        one = self.people.record
        return None if one is None else Subject.of_line(one)

    async def _load(self, offset: int, limit: int) -> Page[ContactLine]:
        from crm_tui.domain import query
        from crm_tui.store import contacts

        text = self.box.value.strip()
        wanted = query.parse(text) if text else None
        order, _ = ORDERS[self._order]
        return await self.crm.read_for("contacts", contacts.page, query=wanted, sort=order, offset=offset, limit=limit)

    async def reload(self, change: Change) -> None:
        """Fetches the list again where it stands, then the card."""
        self._moment = self.crm.desk().moment
        await self._answer(self.people.reload())

    async def _answer(self, loading: object) -> None:
        """Waits for the list; a search that is not understood is said under the line, and the list stays."""
        complaint = self.query_one("#complaint", Static)
        try:
            await loading  # type: ignore[misc]
        except ParseError as error:
            complaint.update(plain(" ".join(filter(None, (error.message, error.hint)))))
            complaint.display = True
            return
        complaint.display = False
        self._say()

    def _say(self) -> None:
        _, order = ORDERS[self._order]
        at, total = self.people.position
        more = "" if self.people.is_exact else "+"
        searched = bool(self.box.value.strip())
        found = f"{at} of {total}{more}" if total else "nobody"
        self.query_one(Masthead).say(f"{found} · by {'best match' if searched and not self._order else order}")

    # Searching

    def action_list_search(self) -> None:
        """Puts the cursor into the search line."""
        self.set_focus(self.box)

    def action_list_sort(self) -> None:
        """Goes on to the next order."""
        self._order = (self._order + 1) % len(ORDERS)
        self.flow(self._answer(self.people.restart()), group="reloads")

    @on(SearchBox.Changed)
    def _search(self, event: SearchBox.Changed) -> None:
        self._moment = self.crm.desk().moment
        self.people.words = self._words(event.value)
        self.people.empty = (
            "Nobody matches. Esc clears the search; a adds a contact."
            if event.value.strip()
            else "Nobody yet. a adds a contact; crm sync import FILE brings many."
        )
        self.flow(self._answer(self.people.restart()), group="reloads")

    @staticmethod
    def _words(text: str) -> tuple[str, ...]:
        from crm_tui.domain.names import fold

        return tuple(fold(word) for word in text.split() if ":" not in word and word[0] not in "#-(")

    async def action_screen_back(self) -> None:
        """Clears the search; with nothing to clear, goes back."""
        if self.box.value:
            self.box.value = ""
        else:
            await self.crm.action_screen_back()

    # The highlighted person

    @on(RecordList.Highlighted, "#people")
    def _show_card(self, event: RecordList.Highlighted) -> None:
        self._say()
        self.flow(self._load_card(event.record), group="card")

    async def _load_card(self, one: ContactLine | None) -> None:
        person = None if one is None else await self.crm.read_for("contacts card", person_view, one.id)
        self.query_one(Card).show(person, self._moment)

    @on(RecordList.Opened, "#people")
    def _open(self, event: RecordList.Opened) -> None:
        self.crm.open_contact(event.record.id, self.people)
