"""Switching to another view, and what is done to views: a digit, or a few letters and Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui import actions
from crm_tui.actions import Scope
from crm_tui.domain.change import Change
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.view import EVERYONE, View, key, proposal
from crm_tui.screens import viewing
from crm_tui.screens.bindings import bindings, normal
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.key_bar import KeyBar
from crm_tui.screens.widgets.record_list import RecordList

if TYPE_CHECKING:
    from crm_tui.screens.widgets.view_list import ViewLine

#: Views that the dialog shows at once.
_MOST_ROWS = 12


class ViewFilter(Field):
    """The letters typed thin the views out; arrows move the list beneath."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "hand_on('row_down')", show=False),
        Binding("up", "hand_on('row_up')", show=False),
        Binding("pagedown", "hand_on('page_down')", show=False),
        Binding("pageup", "hand_on('page_up')", show=False),
    ]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leaves the keys of the dialog to it."""
        screen = self.screen
        is_taken = isinstance(screen, ViewsDialog) and key in screen.keys
        return not is_taken and super().check_consume_key(key, character)

    def action_hand_on(self, action: str) -> None:
        """Does in the list what the key does there."""
        getattr(self.screen.query_one(RecordList), f"action_{action}")()


class ViewsDialog(Dialog[View]):
    """Lists the views; closes with the one to switch to.

    ``listed`` gives them as they are now, with what is known of their counts.
    """

    SCOPE = Scope.VIEWS
    # Before the line that is typed into, which would take them for letters.
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.VIEWS, priority=True)
    AUTO_FOCUS = "ViewFilter"

    def __init__(self, listed: Callable[[], Sequence[ViewLine]], active: str) -> None:
        super().__init__("Views", hint="Its key or {dialog.save} switches · letters thin out · {dialog.close} closes")
        self._listed = listed
        self._active = active
        self._chosen: View | None = None

    @property
    def keys(self) -> frozenset[str]:
        """The keys that do something here, wherever the cursor is."""
        here = actions.remapped(actions.of(Scope.VIEWS), self.crm.config.keys)
        return frozenset(normal(key) for action in here for key in action.keys)

    def body(self) -> ComposeResult:
        """The letters typed, the views, and the keys."""
        yield ViewFilter(id="filter", placeholder="Type a part of the name")
        yield RecordList(
            _columns(self.printed),
            identify=lambda one: one.view.id,
            empty="No view has such a name.",
            icons=self.crm.icons,
            id="views",
        )
        yield Static(id="echo")
        yield KeyBar(Scope.VIEWS, self.crm.config.keys)

    @property
    def views(self) -> RecordList[ViewLine]:
        """The list."""
        return self.query_one("#views", RecordList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Behind letters a digit is one of them, and Del is for what stands behind the cursor."""
        typed = self.query_one(ViewFilter)
        is_letter = action == "view_choose" and bool(typed.value)
        is_within = action == "view_delete" and typed.cursor_position < len(typed.value)
        return not (is_letter or is_within)

    def on_mount(self) -> None:
        """Lists the views, the active one highlighted."""
        self.renew()
        places = [one.view.id for one in self._listed()]
        self.views.move_to(places.index(self._active) if self._active in places else 0)

    def renew(self) -> None:
        """Lists the views again: one was changed, or counted."""
        wanted = key(self.query_one(ViewFilter).value)
        shown = [one for one in self._listed() if not wanted or wanted in key(one.view.name)]
        self.views.styles.height = min(max(len(shown), 2), _MOST_ROWS)
        self.views.show(shown)

    @on(Field.Changed, "#filter")
    def _thin_out(self) -> None:
        self.renew()
        self.views.move_to(0)

    @on(RecordList.Highlighted)
    def _explain(self, event: RecordList.Highlighted) -> None:
        one: ViewLine | None = event.record
        self.tell("complaint", Content(""))
        if one is None:
            self.tell("echo", Content(""))
        elif one.fault:
            self.tell("echo", plain(f"{self.crm.icons.warning} {one.fault}", "$text-warning"))
        else:
            self.tell("echo", plain(one.view.query or "no search", "$foreground-muted"))

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def action_view_choose(self, number: int) -> None:
        """Switches to the view with this digit; 10 stands for 0."""
        found = [one.view for one in self._listed() if one.digit == str(number % 10)]
        if found:
            self._chosen = found[0]
            await self.action_dialog_save()

    async def save(self) -> View:
        """The view to switch to."""
        if self._chosen is None and self.views.record is None:
            raise UsageError("No view has such a name.", self.crm.spelt("Backspace, or {dialog.close}."))
        return self._chosen or (self.views.record.view if self.views.record else EVERYONE)

    # What is done to views

    async def action_view_rename(self) -> None:
        """Asks for another name."""
        if (one := self.views.record) is not None:
            await self.app.push_screen(RenameViewDialog(one.view), lambda _: self.renew())

    async def action_view_up(self) -> None:
        """Moves the view up."""
        await self._move(-1)

    async def action_view_down(self) -> None:
        """Moves the view down."""
        await self._move(1)

    async def _move(self, by: int) -> None:
        from crm_tui.store import views

        if (one := self.views.record) is not None:
            await self._write(views.move, one.view.id, by)

    async def action_view_delete(self) -> None:
        """Moves the view to the trash."""
        from crm_tui.store import views

        if (one := self.views.record) is not None:
            await self._write(views.delete, [one.view.id])

    async def _write(self, operation: Any, *args: Any) -> None:
        here = self.views.record
        try:
            await self.crm.warm_up()
            await self.crm.write(operation, *args)
        except CrmError as error:
            self.complain(error)
            return
        self.renew()
        places = [one.view.id for one in self._listed()]
        if here is not None and here.view.id in places and not self.query_one(ViewFilter).value:
            self.views.move_to(places.index(here.view.id))


def _columns(printed: Mapping[str, str]) -> tuple[Column[ViewLine], ...]:
    keys = viewing.keys(printed)
    return (
        Column(title="", width=max(map(len, keys.values())), cell=lambda one: Cell(keys.get(one.digit, ""), "accent")),
        Column(title="View", width=20, flex=2, cell=lambda one: Cell(one.view.name, "strong")),
        Column(title="Search", width=20, flex=3, rank=1, cell=lambda one: Cell(one.view.query, "dim")),
        Column(title="People", width=7, cell=_count),
    )


def _count(one: ViewLine) -> Cell:
    return Cell("wrong".rjust(7), "danger") if one.fault else Cell(one.note.rjust(7), "dim")


class RenameViewDialog(Dialog[Change]):
    """Asks for the new name of a view."""

    def __init__(self, view: View) -> None:
        super().__init__(f"Rename {view.name}", draft_key=f"rename {view.id}")
        self._view = view

    def body(self) -> ComposeResult:
        """The name."""
        yield Field(id="name", value=self._view.name)

    async def save(self) -> Change:
        """Renames the view."""
        from crm_tui.store import views

        return await self.crm.write(views.rename, self._view.id, self.typed("name"))


class SaveViewDialog(Dialog[Change]):
    """Asks for the name under which a search is kept, and says what becomes of it.

    ``view`` is the rep's own view that the search began with, whose name is proposed.
    """

    def __init__(self, text: str, sort: str, view: View | None, known: Sequence[View]) -> None:
        super().__init__("Save this search as a view", draft_key="save view")
        self._text, self._sort, self._known = text, sort, known
        self._proposed = proposal(text) if view is None else view.name

    def body(self) -> ComposeResult:
        """The name, the search, and what saving does."""
        yield self.labelled("Name", Field(id="name", value=self._proposed, placeholder="Whom it finds"))
        yield Static(plain(line(self._text), "$foreground-muted"))
        yield Static(id="echo")

    def on_mount(self) -> None:
        """Lets what is typed take the place of the proposal."""
        super().on_mount()
        field = self.query_one("#name", Field)
        if field.value == self._proposed:
            field.action_select_all()

    @on(Field.Changed, "#name")
    def _echo(self, event: Field.Changed) -> None:
        self.tell("complaint", Content(""))
        named = key(event.value.strip())
        same = next((view for view in self._known if named and key(view.name) == named), None)
        arrow = self.crm.icons.arrow
        if same is not None and same.is_built_in:
            self.tell("echo", plain(f"{same.name} is built in.", "$text-warning"))
        elif same is not None:
            self.tell("echo", plain(f"{arrow} {same.name} will find this from now on", "$text-success"))
        else:
            self.tell("echo", plain(f"{arrow} a new view", "$text-success"))

    async def save(self) -> Change:
        """Keeps the search."""
        from crm_tui.store import views

        return await self.crm.write(views.save, self.typed("name"), self._text, self._sort)
