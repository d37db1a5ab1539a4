"""Contacts: everyone, the search that finds them as you type, and the views that keep a search."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.change import Change, Kind
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.errors import ParseError
from crm_tui.domain.selection import Selection
from crm_tui.domain.view import EVERYONE, View
from crm_tui.screens import completing, people_columns, viewing
from crm_tui.screens.bindings import bindings
from crm_tui.screens.counts import Counts
from crm_tui.screens.desk_screen import WIDE
from crm_tui.screens.person_screen import PersonScreen
from crm_tui.screens.person_view import PersonView, contacts_and_first, person_view
from crm_tui.screens.plain import line, plain
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.card import Card
from crm_tui.screens.widgets.marks import Mark
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.widgets.search_box import SearchBox
from crm_tui.screens.widgets.view_list import ViewLine, ViewList
from crm_tui.store.page import Page

if TYPE_CHECKING:
    from crm_tui.domain.query import Completion, Query
    from crm_tui.screens.dialogs.views import ViewsDialog
    from crm_tui.store.contacts import Sort

_PLACEHOLDER = "Search names, companies, e-mails, phones, notes · status:new #tag last:>30d"
_NOBODY_YET = "Nobody yet. {contact.add} adds a contact; {file.import} brings many from a file."
_NOBODY_FOUND = "Nobody matches. {screen.back} clears the search; {contact.add} adds a contact."

#: The orders that one key goes through, and the words for each.
ORDERS: tuple[tuple[Sort, str], ...] = (
    ("recent", "last worked"),
    ("name", "name"),
    ("company", "company"),
    ("status", "status"),
    ("next", "next step"),
    ("created", "newest"),
)

#: The order that the title of a column stands for.
SORTED_BY: Mapping[str, Sort] = {
    "Name": "name",
    "Company": "company",
    "Status": "status",
    "Last contacted": "recent",
    "Next": "next",
}

#: Columns from which the views stand beside the list.
ROOMY = 120


class ContactsScreen(PersonScreen):
    """A line to search with, the views, the people that are found, and the card of the highlighted one.

    Every letter asks anew and takes the place of the question before it, so the list is never behind the line; of
    letters that come at once, only the last one asks.
    """

    SCOPE = Scope.CONTACTS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.CONTACTS)
    SHOWS: ClassVar[frozenset[Kind]] = PersonScreen.SHOWS | {"view"}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (ROOMY, "-roomy")]  # noqa: RUF012 - typed by Textual

    def body(self) -> ComposeResult:
        """Search line, views, list and card."""
        self._moment = self.crm.desk().moment
        self._order = 0
        self._unanswered = 0
        #: Whether nobody has asked yet for what the line says, because one more letter was on its way.
        self._is_behind = False
        self._offered = ""
        #: What a search is listed by, in words.
        self._ranked = ""
        #: The last search that was understood: what the list holds.
        self._sought = ""
        self._view = EVERYONE
        self._views: tuple[tuple[View, str], ...] = ()
        self._counts = Counts(self, self._show_views)
        #: The first person of the list, whose card was fetched with it.
        self._first: PersonView | None = None
        self._choosing: ViewsDialog | None = None
        yield SearchBox(self.crm.icons.said(_PLACEHOLDER), searched="people", id="search", complete=self._complete)
        yield Static(id="complaint")
        with Container(id="panes"):
            yield ViewList(self.crm.icons, viewing.keys(self.crm.printed), id="views")
            yield RecordList(
                people_columns.columns(self.crm.icons, lambda: self._moment),
                identify=lambda one: one.id,
                load=self._load,
                empty=partial(self.crm.spelt, _NOBODY_YET),
                has_titles=True,
                icons=self.crm.icons,
                mark_of=lambda one: Mark(contact=one.id),
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

    @property
    def markable(self) -> RecordList[ContactLine]:
        """The list."""
        return self.people

    @property
    def listing(self) -> tuple[Query | None, Sort]:
        """As the line and the order are now."""
        from crm_tui.domain import query

        text = self.box.value
        return query.parse(text) if text.strip() else None, ORDERS[self._order][0]

    @property
    def list_name(self) -> str:
        """The view, or what was searched for."""
        return self._view_in_words() or self._sought.strip() or super().list_name

    def everyone_listed(self) -> Selection:
        """Everyone whom the search finds."""
        from crm_tui.domain import query

        return Selection.found_by(query.parse(self._sought))

    @property
    def is_up_to_date(self) -> bool:
        """Whether it shows what was searched for as well."""
        return super().is_up_to_date and not self._unanswered and not self._is_behind

    async def _load(self, offset: int, limit: int) -> Page[ContactLine]:
        wanted, order = self.listing
        page, self._first = await self.crm.read_for(
            "contacts", contacts_and_first, query=wanted, sort=order, offset=offset, limit=limit
        )
        return page

    async def reload(self, change: Change) -> None:
        """Fetches the list again where it stands, then the card and the views."""
        self._moment = self.crm.desk().moment
        self._counts.forget()
        await self._answer(self.people.reload())
        if not self._views or change.touches("view"):
            self._views = await self.crm.read(viewing.listing)
            self._view = next((view for view, _ in self._views if view.id == self._view.id), EVERYONE)
        self._show_views()
        self._count()

    async def _answer(self, loading: Awaitable[None]) -> None:
        """Waits for the list; a search that is not understood is marked and said under the line, and the list stays."""
        try:
            await loading
        except ParseError as error:
            self.box.mark((error.start, error.end))
            self._remark(plain(error.words, "$text-error"))
            return
        self.box.mark(None)
        self._remark(Content(""))
        self._ranked = viewing.ranked(self.crm.desk(), self.box.value)
        self._say()

    def _remark(self, words: Content) -> None:
        """Says something under the line, which takes no room while there is nothing to say."""
        if (
            self._offered and self.box.value == self._offered
        ):  # Tab has the place for as long as its word stands in the line
            return
        remark = self.query_one("#complaint", Static)
        if words != remark.content:  # the same words anew would have the screen laid out anew
            remark.update(words)
            remark.display = bool(words.plain)

    def _say(self) -> None:
        _, order = ORDERS[self._order]
        is_ranked = bool(self.box.value.strip()) and not self._order
        found = viewing.position(self.people, self._counts.of(self.box.value.strip()))
        words = (self._view_in_words(), found, f"by {self._ranked if is_ranked else order}")
        self.query_one(Masthead).say(" · ".join(filter(None, words)))

    # Searching

    def action_list_search(self) -> None:
        """Puts the cursor into the search line, and gets ready for the first letter what marks it in names."""
        self.set_focus(self.box)
        self.flow(asyncio.to_thread(_learn_letters), group="ahead")

    def action_list_sort(self) -> None:
        """Goes on to the next order."""
        self._order = (self._order + 1) % len(ORDERS)
        self._seek()

    @on(RecordList.TitleClicked, "#people")
    def _sort_by(self, event: RecordList.TitleClicked) -> None:
        """Sorts by the column whose title was clicked, if the list can be."""
        orders = [order for order, _ in ORDERS]
        if (order := SORTED_BY.get(event.record.title)) is not None:
            self._order = orders.index(order)
            self._seek()

    @on(SearchBox.Changed)
    def _search(self) -> None:
        if not self.box.value.strip():
            self._view = EVERYONE
            self._show_views()
        self._is_behind = self.crm.is_typing_ahead
        if not self._is_behind:
            self._seek()

    @on(events.DescendantBlur)
    def _catch_up_with_line(self) -> None:
        """Lists what the line asks for where the letter that was on its way went elsewhere."""
        if self._is_behind:
            self._is_behind = False
            self._seek()

    def _seek(self) -> None:
        """Lists what the line asks for, from the beginning."""
        from crm_tui.domain import highlight, query

        self._moment = self.crm.desk().moment
        text = self.box.value
        try:
            self.people.words = highlight.sought(query.parse(text))
        except ParseError:
            self.people.words = ()
        else:
            self._seek_marks(text)
        self.people.empty = partial(self.crm.spelt, _NOBODY_FOUND if text.strip() else _NOBODY_YET)
        self._unanswered += 1
        self.flow(self._found(), group="reloads")

    def _seek_marks(self, text: str) -> None:
        """Whoever is marked one by one stays so; "all of the list" ends with the list."""
        if self.people.marks.is_all and text.strip() != self._sought.strip():
            self.people.clear_marks()
        self._sought = text

    async def _found(self) -> None:
        try:
            await self._answer(self.people.restart())
        finally:
            self._unanswered -= 1
        one, first = self.people.record, self._first
        if one is not None and first is not None and first.contact.id == one.id:
            # At once, into the frame of the list; the message that another row is highlighted comes after that.
            self.query_one(Card).show(first, self._moment)
        self._count()

    async def _complete(self, text: str, cursor: int) -> Completion:
        return await self.crm.read_for("completion", completing.complete, text, cursor)

    @on(SearchBox.Offered)
    def _offer(self, event: SearchBox.Offered) -> None:
        """Shows what Tab goes through, the one that stands in the line in brackets."""
        words = [f"[{line(one)}]" if at == event.at else line(one) for at, one in enumerate(event.options)]
        self._offered = ""
        self._remark(Content.styled("  ".join(words), "$foreground-muted"))
        self._offered = self.box.value

    def step_back(self) -> bool:
        """Takes the marks off, then clears the search and leaves the view with it."""
        if super().step_back():
            return True
        had_search, self.box.value = bool(self.box.value), ""
        return had_search

    # Views

    def _listed(self) -> tuple[ViewLine, ...]:
        return viewing.lines(self._views, self._counts)

    def _view_in_words(self) -> str:
        if self._view.id == EVERYONE.id:
            return ""
        is_same = self.box.value.strip() == self._view.query and ORDERS[self._order][0] == (self._view.sort or "recent")
        return self._view.name if is_same else f"{self._view.name}, changed"

    def rekey(self) -> None:
        """The keys of the views too."""
        super().rekey()
        self.query_one(ViewList).rekey(viewing.keys(self.crm.printed))

    def _show_views(self) -> None:
        """Shows views and counts, wherever they are to be seen."""
        self.query_one(ViewList).show(self._listed(), self._view.id)
        self._say()
        if self._choosing is not None:
            self._choosing.renew()

    def _count(self) -> None:
        """Has counted what is not known: the search in the line first, then the views that are seen."""
        text = self.box.value.strip()
        wanted = [] if self.people.is_exact or self.box.wrong else [text]
        if self.size.width >= ROOMY or self._choosing is not None:
            wanted += [view.query for view, fault in self._views if not fault]
        self._counts.want(wanted)

    def show_view(self, view: View) -> None:
        """Lists the people of a view."""
        self._view = view
        orders = [order for order, _ in ORDERS]
        self._order = orders.index(view.sort) if view.sort in orders else 0
        with self.prevent(SearchBox.Changed):
            self.box.value = view.query
        self.set_focus(self.people)
        self._show_views()
        self._seek()

    @on(ViewList.Chosen)
    def _choose(self, event: ViewList.Chosen) -> None:
        self.show_view(event.view)

    async def action_view_switch(self) -> None:
        """Opens the list of views."""
        from crm_tui.screens.dialogs.views import ViewsDialog

        dialog = ViewsDialog(self._listed, self._view.id)
        await self.app.push_screen(dialog, self._switch)
        self._choosing = dialog
        self._count()

    def _switch(self, view: View | None) -> None:
        self._choosing = None
        if view is not None:
            self.show_view(view)

    async def action_view_save(self) -> None:
        """Asks for the name under which the search is kept."""
        from crm_tui.screens.dialogs.views import SaveViewDialog

        text = self.box.value.strip()
        if not text or self.box.wrong is not None:
            hint = "Mend it first." if text else "/ begins one: status:new #fair."
            self.crm.toast("There is no search to keep.", hint, severity="hint")
            return
        sort = ORDERS[self._order][0] if self._order else ""
        own = None if self._view.is_built_in else self._view
        known = tuple(view for view, _ in self._views)
        await self.app.push_screen(SaveViewDialog(text, sort, own, known), self._saved)

    def _saved(self, change: Change | None) -> None:
        """The view that was saved is the one that is listed."""
        saved = {ref.id for ref in change.records if ref.kind == "view"} if change else set()
        self._view = next((view for view, _ in self._views if view.id in saved), self._view)
        self._show_views()

    # The highlighted person

    @on(RecordList.Highlighted, "#people")
    def _show_card(self, event: RecordList.Highlighted) -> None:
        self._say()
        self.flow(self._load_card(event.record), group="card")

    async def _load_card(self, one: ContactLine | None) -> None:
        person, self._first = self._first, None
        if one is None or person is None or person.contact.id != one.id:
            person = None if one is None else await self.crm.read_for("contacts card", person_view, one.id)
        self.query_one(Card).show(person, self._moment)

    @on(RecordList.Opened, "#people")
    def _open(self, event: RecordList.Opened) -> None:
        self.crm.open_contact(event.record.id, self.people)


def _learn_letters() -> None:
    from crm_tui.domain import highlight

    highlight.spans("é", ("e",))
