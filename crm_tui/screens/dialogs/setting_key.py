"""The key of an action: pressed, or typed by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Static

from crm_tui import actions
from crm_tui.actions import shown
from crm_tui.config.edit import Edit, removing, setting
from crm_tui.domain.errors import ConfigError, CrmError, UsageError
from crm_tui.screens.bindings import keymap
from crm_tui.screens.dialogs.dialog import Field
from crm_tui.screens.dialogs.setting import SettingDialog
from crm_tui.screens.plain import line, plain
from crm_tui.screens.settings.rows import Row

_HINT = "Any key: press it · Tab: type its name · {dialog.save} saves · {dialog.close} closes"

#: Keys that do in the dialog what they do everywhere: whoever wants one of them types its name.
_ITS_OWN = frozenset({"enter", "escape", "tab", "shift+tab"})

#: Signs that stand between the keys of a list or around it, and so go by their names.
_NAMED = " ,[]\"'"

#: Names in the words of what refuses keys.
_IDS = re.compile(r"\b[a-z_]+(?:\.[a-z_0-9]+)+\b")


class PressedKey(Static, can_focus=True):
    """Takes the next key that is pressed, whatever it does elsewhere."""

    def on_key(self, event: events.Key) -> None:
        """Puts the name of the key into the line beneath."""
        if event.key in _ITS_OWN:
            return
        event.stop()
        event.prevent_default()
        sign = event.character or ""
        name = sign if sign.isprintable() and sign.strip(_NAMED) else event.key
        self.screen.query_one("#value", Field).value = name


class KeyDialog(SettingDialog):
    """Gives an action another key, or several."""

    AUTO_FOCUS = "PressedKey"

    def __init__(self, row: Row) -> None:
        super().__init__(f"Key of: {row.label}", hint=_HINT)
        self._row = row

    def body(self) -> ComposeResult:
        """What the action does, the key that is pressed, its name, and what that comes to."""
        row = self._row
        yield Static(plain(f"{row.help}. Now: {row.value or 'no key'}.", "$foreground-muted"))
        yield PressedKey(plain("Press the new key"), id="pressed")
        yield self.labelled("Its name", Field(id="value", placeholder="D, ctrl+d, f2; several with blanks between"))
        yield from self.body_end()

    @on(Field.Changed, "#value")
    def _show_pressed(self, event: Field.Changed) -> None:
        keys = _listed(event.value)
        words = " ".join(map(shown, keys)) if keys else "Press the new key"
        self.tell("pressed", plain(line(self.crm.icons.keyed(words)), "bold"))

    def edits(self) -> Sequence[Edit]:
        """Sets the keys of the action. Raises `CrmError` for what is none, and where two actions would have one."""
        row, keys = self._row, _listed(self.typed("value"))
        if not keys:
            raise UsageError(
                "Press a key.", f"Close this, and {self.printed['setting.reset']} brings the built-in back."
            )
        built_in = next(action.keys for action in actions.ACTIONS if action.id == row.entry)
        edit = removing(row.key, row.entry) if row.is_own and tuple(keys) == built_in else None
        return (edit or setting(row.key, row.entry, keys[0] if len(keys) == 1 else keys),)

    def meaning(self) -> str:
        """Which keys do it from now on."""
        config = self.crm.settings.tried(*self.edits()).config
        keymap(config.keys)
        keys = config.keys.get(self._row.entry, _listed(self.typed("value")))
        return f"{' '.join(map(shown, keys))}: {self._row.label}"

    def summary(self) -> str:
        """With what it was."""
        return f"{self._row.label}: {' '.join(map(shown, _listed(self.typed('value'))))}, no longer {self._row.value}"

    def named(self, words: str) -> str:
        """With the names of actions in the place of their ids."""
        return _IDS.sub(_label, words.removeprefix("[keys] "))

    def complain(self, error: CrmError) -> None:
        """The command that lists the actions is no way on from here."""
        super().complain(ConfigError(error.message, "" if error.hint.startswith("`") else error.hint))


def _listed(text: str) -> list[str]:
    """The names of keys that are typed."""
    return text.split()


def _label(found: re.Match[str]) -> str:
    return next((f"“{action.label}”" for action in actions.ACTIONS if action.id == found[0]), found[0])
