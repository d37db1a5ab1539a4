"""The colours of the app, seen while they are chosen."""

from __future__ import annotations

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.theme import Theme
from textual.timer import Timer

from crm_tui.config import set_value
from crm_tui.domain.value import replace
from crm_tui.screens import themes
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.widgets.record_window import Heading, Remark

#: Rows of the list: at most so many, and so many less than the terminal has.
_MOST_ROWS, _OTHER_ROWS = 12, 12

#: Seconds on a row before the app takes its colours: somebody who pages through would wait for every theme.
_PAUSE = 0.08


class ThemeDialog(Dialog[str]):
    """The app wears the highlighted theme; Enter keeps it in config.toml, Esc goes back to the one before."""

    AUTO_FOCUS = "RecordList"

    def __init__(self) -> None:
        super().__init__("Theme", hint="↓ ↑ try it · {dialog.save} keeps it · {dialog.close} goes back")
        self._before = ""
        self._wearing: Timer | None = None

    def body(self) -> ComposeResult:
        """The themes: ours, then Textual's."""
        records: RecordList[Theme] = RecordList(
            _COLUMNS, identify=lambda one: one.name, icons=self.crm.icons, id="themes"
        )
        records.styles.height = max(3, min(_MOST_ROWS, self.app.size.height - _OTHER_ROWS))
        yield records

    @property
    def themes(self) -> RecordList[Theme]:
        """The list."""
        return self.query_one("#themes", RecordList)

    def on_mount(self) -> None:
        """Lists them, the one that the app wears highlighted."""
        self._before = self.crm.theme
        ours = {theme.name for theme in themes.OURS}
        others = [theme for name, theme in sorted(self.crm.available_themes.items()) if name not in ours]
        rows: list[Theme | Heading | Remark] = [Heading("crm", ""), *themes.OURS, Heading("Textual", ""), *others]
        self.themes.show(rows)
        self.themes.move_to(next(at for at, row in enumerate(rows) if getattr(row, "name", "") == self._before))

    @on(RecordList.Highlighted)
    def _try(self, event: RecordList.Highlighted) -> None:
        if self._wearing is not None:
            self._wearing.stop()
        self._wearing = self.crm.after(_PAUSE, lambda: self._wear(event.record.name))

    def _wear(self, name: str) -> None:
        if name != self.crm.theme:
            self.crm.make_legible(name)
            self.crm.theme = name

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def save(self) -> str:
        """Keeps the highlighted theme in the settings. Raises `ConfigError` where they cannot be written."""
        name = self.themes.record.name if self.themes.record else self._before
        await asyncio.to_thread(set_value, self.crm.config_file, "theme", name)
        self._leave_with(name)
        self.crm.config = replace(self.crm.config, theme=name)
        self.crm.toast(f"The theme is {name}.", "It is kept in config.toml.")
        return name

    def action_dialog_close(self) -> None:
        """Goes back to the theme before."""
        self._leave_with(self._before)
        super().action_dialog_close()

    def _leave_with(self, name: str) -> None:
        if self._wearing is not None:
            self._wearing.stop()
        self._wear(name)


_COLUMNS: tuple[Column[Theme], ...] = (
    Column(title="Theme", width=22, flex=1, cell=lambda one: Cell(one.name, "strong")),
    Column(title="", width=5, cell=lambda one: Cell("dark" if one.dark else "light", "dim")),
    Column(title="", width=26, rank=1, cell=lambda one: Cell("the terminal's own colours" if one.ansi else "", "dim")),
)
