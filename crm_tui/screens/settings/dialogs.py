"""Which dialog changes which setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_tui.config import Config
from crm_tui.config.schema import Key
from crm_tui.screens.dialogs.setting import ChoiceDialog, LineDialog, Option
from crm_tui.screens.dialogs.setting_entry import AddSettingDialog
from crm_tui.screens.dialogs.setting_key import KeyDialog
from crm_tui.screens.dialogs.setting_outcome import OutcomeDialog
from crm_tui.screens.settings.rows import Row
from crm_tui.screens.settings.words import choice_words, value_of

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp
    from crm_tui.screens.dialogs.dialog import Dialog


def dialog(row: Row, config: Config) -> Dialog[bool]:
    """The dialog for a line of the settings."""
    if row.is_adding:
        return AddSettingDialog(row)
    if row.key.name == "outcomes":
        return OutcomeDialog(row)
    if row.key.name == "keys":
        return KeyDialog(row)
    if row.key.choices or row.key.name == "zone":
        return ChoiceDialog(row, lambda: _options(row.key), str(value_of(row.key, row.entry, config)))
    return LineDialog(row)


def _options(key: Key) -> Sequence[Option]:
    if key.name != "zone":
        return [Option(value, choice_words(key, value)) for value in key.choices]
    from zoneinfo import available_timezones

    from crm_tui.config import local_zone

    return [
        Option("", f"as the machine says: {local_zone()}"),
        *(Option(name, name) for name in _zones(available_timezones())),
    ]


def _zones(names: set[str]) -> list[str]:
    """The zones of places, without the old names of countries and offsets."""
    return sorted(name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/")))


async def choose_theme(app: CrmApp, row: Row) -> None:
    """Opens the themes, which are seen while they are chosen."""
    from crm_tui.screens.dialogs.theme import ThemeDialog

    async def take_in(name: str | None) -> None:
        if name is not None:
            await app.settings.take_in(f"Theme: {name}, no longer {row.value}")

    await app.push_screen(ThemeDialog(), take_in)
