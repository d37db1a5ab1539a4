"""Another entry in a table of the settings: a status, or the days of a tag."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from crm_tui.config.edit import Edit, setting
from crm_tui.domain.errors import UsageError
from crm_tui.screens.dialogs.dialog import Field
from crm_tui.screens.dialogs.setting import SettingDialog
from crm_tui.screens.plain import plain
from crm_tui.screens.settings.rows import Row

#: What the two lines are called and begin with, by table.
_LINES = {
    "statuses": ("Status", "negotiation", "Open?", "open", "open or closed"),
    "tags": ("Tag", "#vip", "Days", "", "14"),
}


class AddSettingDialog(SettingDialog):
    """Asks for the name of the entry and for its value."""

    def __init__(self, row: Row) -> None:
        super().__init__(row.label.rstrip("…"))
        self._row = row

    def body(self) -> ComposeResult:
        """What it is for, the two lines, and what they mean."""
        name, sample, value, begun, values = _LINES[self._row.key.name]
        yield Static(plain(self._row.key.help, "$foreground-muted"))
        yield self.labelled(name, Field(id="name", placeholder=sample))
        yield self.labelled(value, Field(id="value", value=begun, placeholder=values))
        yield from self.body_end()

    @property
    def _entry(self) -> str:
        """The name as it will stand there. Raises `UsageError` where there is none, or there is one already."""
        name = self.typed("name")
        config = self.crm.settings.written.config
        if self._row.key.name == "tags":
            from crm_tui.domain.checks import tag_names

            name = next(iter(tag_names([name])), "")
            taken = {tag.casefold() for tag in config.tags}
        else:
            name = " ".join(name.lower().split())
            taken = {status.name for status in config.statuses}
        if not name:
            raise UsageError(f"Type the name of the {self._row.key.label.lower()}.")
        if name.casefold() in taken:
            raise UsageError(f"{name} is in the list already.", "Close this; Enter on its line changes it.")
        return name

    def edits(self) -> Sequence[Edit]:
        """Adds the entry at the end of its table."""
        key, value = self._row.key, self.typed("value")
        return (setting(key, self._entry, int(value) if value.isdecimal() else value.lower()),)

    def meaning(self) -> str:
        """What the entry does."""
        entry = self._entry
        if not self.typed("value"):
            raise UsageError("How many days may pass without a word?")
        config = self.crm.settings.tried(*self.edits()).config
        if self._row.key.name == "tags":
            days = config.tags[entry]
            return f"#{entry}: quiet after {days} day{'' if days == 1 else 's'} without a word"
        promise = "promises a next step" if config.statuses[-1].is_open else "needs no next step"
        return f"{entry}: {promise}"
