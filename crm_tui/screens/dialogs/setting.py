"""Changing one setting: a line that is read as it is typed, or a choice among the values that there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.config.edit import Edit, removing, setting
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import line, plain
from crm_tui.screens.settings import words as settings_words
from crm_tui.screens.settings.rows import Row
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList

#: Values that are listed at once; lines of the screen that the list leaves.
_MOST_ROWS, _OTHER_ROWS = 12, 12


class SettingDialog(Dialog[bool]):
    """Changes the file in one go; closes with whether it did. A subclass says what is typed in `edits` and `meaning`.

    Whatever is typed is tried out at once, on the settings as they are shown, by what reads config.toml.
    """

    def edits(self) -> Sequence[Edit]:
        """The change that is typed. Raises `CrmError` for what is none."""
        raise NotImplementedError

    def meaning(self) -> str:
        """What the change comes to, in words, for the echo and the toast. Raises `CrmError` where it cannot be."""
        raise NotImplementedError

    def body_end(self) -> ComposeResult:
        """The line that echoes."""
        yield Static(id="echo")

    @on(Field.Changed)
    def _echo(self) -> None:
        self.tell("complaint", Content(""))
        try:
            words = Content.styled(f"{self.crm.icons.arrow} {line(self.meaning())}", "$text-success")
        except CrmError as error:
            words = plain(CrmError(self.named(error.message), error.hint).words, "$text-warning")
        self.tell("echo", words)

    def named(self, words: str) -> str:
        """What is said of a key, said of what the rep calls it."""
        return words

    def complain(self, error: CrmError) -> None:
        """In the place of the echo, which mostly says the same."""
        self.tell("echo", Content(""))
        super().complain(type(error)(self.named(error.message), error.hint))

    def summary(self) -> str:
        """The change for the toast."""
        return self.meaning()

    async def save(self) -> bool:
        """Writes the file."""
        await self.crm.settings.change(self.summary(), *self.edits())
        return True


class LineDialog(SettingDialog):
    """Asks for a value in one line. Nothing in the line is the built-in value again."""

    def __init__(self, row: Row) -> None:
        super().__init__(row.label)
        self._row = row

    def body(self) -> ComposeResult:
        """What it is for, the line, and what it means."""
        row, config = self._row, self.crm.settings.written.config
        yield Static(plain(row.key.help, "$foreground-muted"))
        yield Field(id="value", value=settings_words.line_of(row.key, row.entry, config), placeholder=row.built_in)
        yield from self.body_end()

    async def save(self) -> bool:
        """Writes the file, if another value is typed."""
        row = self._row
        if self.typed("value") == settings_words.line_of(row.key, row.entry, self.crm.settings.written.config):
            raise UsageError("Nothing was changed.", self.crm.spelt("Type another value, or press {dialog.close}."))
        return await super().save()

    def edits(self) -> Sequence[Edit]:
        """Sets the key, or takes it out."""
        row = self._row
        value = settings_words.toml_of(row.key, self.typed("value"), self.crm.desk())
        if value is None and row.entry:
            raise UsageError(f"{row.label} needs a value.", f"Close this, and {self._remove} takes it out.")
        return (removing(row.key) if value is None else setting(row.key, row.entry, value),)

    def named(self, words: str) -> str:
        """With the name that stands in the title."""
        row = self._row
        return row.label + words.removeprefix(row.name) if words.startswith(f"{row.name} ") else words

    @property
    def _remove(self) -> str:
        return self.printed["setting.remove"]

    def meaning(self) -> str:
        """The value in words."""
        row, config = self._row, self.crm.settings.tried(*self.edits()).config
        built_in = " (built in)" if not self.typed("value") else ""
        return settings_words.words_of(row.key, row.entry, config) + built_in

    def summary(self) -> str:
        """With what it was."""
        return f"{self._row.label}: {self.meaning()}, no longer {self._row.value}"


class Option(NamedTuple):
    """A value that can be chosen, and what it is called."""

    value: str
    words: str


class OptionFilter(Field):
    """The letters typed thin the options out; arrows move the list beneath."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "hand_on('row_down')", show=False),
        Binding("up", "hand_on('row_up')", show=False),
        Binding("pagedown", "hand_on('page_down')", show=False),
        Binding("pageup", "hand_on('page_up')", show=False),
    ]

    def action_hand_on(self, action: str) -> None:
        """Does in the list what the key does there."""
        getattr(self.screen.query_one(RecordList), f"action_{action}")()


class ChoiceDialog(Dialog[bool]):
    """Lists the values that a key can have; letters thin them out, Enter takes the highlighted one."""

    AUTO_FOCUS = "OptionFilter"

    def __init__(self, row: Row, options: Callable[[], Sequence[Option]], chosen: str) -> None:
        super().__init__(row.label, hint="{dialog.save} takes it · letters thin out · {dialog.close} closes")
        self._row, self._options, self._chosen = row, options, chosen

    def body(self) -> ComposeResult:
        """What it is for, the letters typed, and the values."""
        self._known = tuple(self._options())
        yield Static(plain(self._row.key.help, "$foreground-muted"))
        yield OptionFilter(id="filter", placeholder="Type a part of it")
        records: RecordList[Option] = RecordList(
            (Column(title="", width=20, flex=1, cell=self._cell),),
            identify=lambda one: one.value,
            empty="There is none of that name.",
            icons=self.crm.icons,
            id="options",
        )
        records.styles.height = max(3, min(_MOST_ROWS, len(self._known), self.app.size.height - _OTHER_ROWS))
        yield records

    def _cell(self, one: Option) -> Cell:
        return Cell(f"{one.words} (now)", "good") if one.value == self._chosen else Cell(one.words)

    @property
    def options(self) -> RecordList[Option]:
        """The list."""
        return self.query_one("#options", RecordList)

    def on_mount(self) -> None:
        """Lists them, the present one highlighted."""
        self.options.show(self._known)
        self.options.move_to(next((at for at, one in enumerate(self._known) if one.value == self._chosen), 0))

    @on(Field.Changed, "#filter")
    def _thin_out(self, event: Field.Changed) -> None:
        words = event.value.casefold().replace("_", " ").split()
        fitting = [one for one in self._known if all(word in one.words.casefold().replace("_", " ") for word in words)]
        self.options.show(fitting)
        if words:
            self.options.move_to(0)

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def save(self) -> bool:
        """Writes the file."""
        row, one = self._row, self.options.record
        if one is None:
            raise UsageError("There is none of that name.")
        if one.value == self._chosen:
            raise UsageError("It is so already.", self.crm.spelt("Choose another, or press {dialog.close}."))
        change = setting(row.key, row.entry, one.value) if one.value else removing(row.key, row.entry)
        await self.crm.settings.change(
            f"{row.label}: {one.words}, no longer {row.value}", change, hint=row.now_or_later
        )
        return True
