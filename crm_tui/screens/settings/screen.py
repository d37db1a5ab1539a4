"""Settings: what config.toml holds, read and changed in place."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.config.edit import Edit, moving, removing, setting
from crm_tui.domain.change import Change
from crm_tui.domain.errors import ConfigError, CrmError
from crm_tui.screens.bindings import binding, bindings
from crm_tui.screens.desk_screen import DeskScreen
from crm_tui.screens.settings import about as settings_about
from crm_tui.screens.settings.rows import Row, listed, rows
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from crm_tui.screens.settings.file import SettingsFile


_NOT_FOUND = "No setting is called that. {screen.back} shows all of them."


class SettingsScreen(DeskScreen):
    """Every key of config.toml in groups, its value, whose that is, and what the highlighted one is for.

    Undo and redo are about the settings here: they are in no database.
    """

    SCOPE = Scope.SETTINGS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.SETTINGS),
        binding("change.undo"),
        binding("change.redo"),
    ]

    def body(self) -> ComposeResult:
        """The line that filters, the settings, and what the highlighted one is for."""
        self._rows: Sequence[Row] = ()
        #: What is wrong with the file.
        self._fault: ConfigError | None = None
        yield SearchBox("Settings: type a part of a name, a value or an explanation", searched="settings", id="search")
        with Container(id="panes"):
            yield RecordList(
                _COLUMNS,
                identify=lambda row: row.id,
                empty=partial(self.crm.spelt, _NOT_FOUND),
                icons=self.crm.icons,
                id="settings",
            )
            yield Static(id="about")

    @property
    def settings(self) -> RecordList[Row]:
        """The list."""
        return self.query_one("#settings", RecordList)

    @property
    def file(self) -> SettingsFile:
        """What they are read from and written to."""
        return self.crm.settings

    @property
    def subject(self) -> None:
        """Nobody is highlighted here."""

    @property
    def steps(self) -> tuple[str, str]:
        """What undo and redo would do here, in words."""
        return self.file.steps

    # Showing

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Reads the file again, which an editor or another terminal may have changed."""
        self._is_stale = True
        super().on_screen_resume(event)

    async def reload(self, change: Change) -> None:
        """Reads the file and lists what it says; where it is wrong, says so instead."""
        try:
            await self.file.read()
        except ConfigError as error:
            self._rows, self._fault = (), error
            self.settings.empty = "Nothing can be changed until the file is mended."
            self._show()
            return
        self._fault = None
        self.settings.empty = partial(self.crm.spelt, _NOT_FOUND)
        self._list_anew()

    def _list_anew(self) -> None:
        before, self._rows = self._rows, rows(self.file.written)
        if before != self._rows:
            self._show()

    def _show(self) -> None:
        """Lists what the filter lets through; the cursor stays on its setting, also where that has moved."""
        here = self.settings.record
        shown = listed(self._rows, self.query_one(SearchBox).value)
        self.settings.show(shown)
        places = [row.id if isinstance(row, Row) else "" for row in shown]
        if here is not None and here.id in places:
            self.settings.move_to(places.index(here.id))
        self._say()

    @on(SearchBox.Changed)
    def _filter(self, event: SearchBox.Changed) -> None:
        self._show()
        if event.value.strip():
            self.settings.move_to(0)

    @on(RecordList.Highlighted)
    def _say(self) -> None:
        row, config = self.settings.record, self.file.written.config
        own = sum(each.is_own for each in self._rows)
        self.query_one(Masthead).say(f"{self.SCOPE} · {own} of your own")
        words = Content("") if self._fault is None else settings_about.broken(self._fault)
        if row is not None:
            words = settings_about.about(row, config, self.crm.desk(), self.crm.config_file, self.crm.printed)
        self.query_one("#about", Static).update(words, layout=False)

    def action_list_search(self) -> None:
        """Puts the cursor into the line that filters."""
        self.set_focus(self.query_one(SearchBox))

    def step_back(self) -> bool:
        """Shows all of them again."""
        box = self.query_one(SearchBox)
        had_filter, box.value = bool(box.value), ""
        return had_filter

    # Changing

    @on(RecordList.Opened)
    async def _open(self, event: RecordList.Opened) -> None:
        await self._carried_out(self._change(event.record))

    async def _change(self, row: Row) -> None:
        from crm_tui.screens.settings import dialogs

        key = row.key
        if key.form == "flag":
            value = row.value != "yes"
            words = f"{row.label}: {'yes' if value else 'no'}"
            await self.file.change(words, setting(key, "", value), hint=row.now_or_later)
        elif key.name == "statuses" and not row.is_adding:
            value_now = "closed" if row.value == "open" else "open"
            await self.file.change(f"{row.label} is {value_now} from now on", setting(key, row.entry, value_now))
        elif key.name == "theme":
            await dialogs.choose_theme(self.crm, row)
        else:
            await self.app.push_screen(dialogs.dialog(row, self.file.written.config))

    async def action_setting_reset(self) -> None:
        """Back to the built-in value; for a status, to the built-in list."""
        if (row := self.settings.record) is None:
            return
        if row.key.name == "statuses":
            await self._carried_out(self._drop_statuses(row, (removing(row.key),), "Statuses: the built-in list"))
        elif not row.is_own:
            self.crm.toast("That is the built-in value already.", severity="hint")
        else:
            words = f"{row.label}: {row.built_in} (built in)" if row.built_in else f"{row.label}: taken out"
            change = self.file.change(f"{words}, no longer {row.value}", removing(row.key, row.entry))
            await self._carried_out(change)

    async def action_setting_remove(self) -> None:
        """Takes an entry out of its table; any other key goes back to its built-in value."""
        row = self.settings.record
        if row is None or row.key.name != "statuses":
            await self.action_setting_reset()
        elif not row.is_adding:
            change = removing(row.key, row.entry)
            await self._carried_out(self._drop_statuses(row, (change,), f"Removed the status {row.entry}"))

    async def _drop_statuses(self, row: Row, edits: Sequence[Edit], summary: str) -> None:
        """Removes statuses; first says how many people have them."""
        from crm_tui.screens.dialogs.setting_sure import SureOfStatusesDialog, people_with

        after = self.file.tried(*edits).config
        left = {status.name for status in after.statuses}
        gone = [status.name for status in self.file.written.config.statuses if status.name not in left]
        if people := await people_with(self.crm, gone):
            await self.app.push_screen(SureOfStatusesDialog(summary, people, edits))
        elif after.statuses == self.file.written.config.statuses and not row.is_own:
            self.crm.toast("That is the built-in list already.", severity="hint")
        else:
            await self.file.change(summary, *edits)

    async def action_setting_up(self) -> None:
        """Moves the status up."""
        await self._move(-1)

    async def action_setting_down(self) -> None:
        """Moves the status down."""
        await self._move(1)

    async def _move(self, by: int) -> None:
        row = self.settings.record
        if row is None or row.key.name != "statuses" or row.is_adding:
            self.crm.toast("Only statuses have an order.", severity="hint")
            return
        way = "up" if by < 0 else "down"
        await self._carried_out(self.file.change(f"The status {row.entry} moved {way}", moving(row.entry, by)))

    async def action_change_undo(self) -> None:
        """Takes the last change of a setting back."""
        await self._carried_out(self.file.undo())

    async def action_change_redo(self) -> None:
        """Brings a change of a setting back."""
        await self._carried_out(self.file.redo())

    async def _carried_out(self, change: Awaitable[None]) -> None:
        """Does it before the next key is taken; what is wrong with it is said."""
        try:
            await change
        except CrmError as error:
            self.crm.complain(error)
        if self._fault is None:
            self._list_anew()


def _value(row: Row) -> Cell:
    return Cell(row.value, "strong" if row.is_own else "")


_COLUMNS: tuple[Column[Row], ...] = (
    Column(title="Setting", width=20, cell=lambda row: Cell(row.label, "dim" if row.is_adding else "")),
    Column(title="Value", width=24, flex=1, cell=_value),
    Column(title="Whose", width=6, cell=lambda row: Cell("yours" if row.is_own else "", "accent")),
)
