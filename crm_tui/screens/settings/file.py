"""config.toml as the open app deals with it: read and written beside the interface, obeyed at once, taken back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crm_tui.config import Config, edit
from crm_tui.config.edit import Edit, Written
from crm_tui.config.schema import KEYS
from crm_tui.domain.errors import ConfigError, UsageError
from crm_tui.domain.value import dataclass, replace
from crm_tui.screens import themes
from crm_tui.screens.bindings import keymap
from crm_tui.screens.store_app import EVERYTHING

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

#: The file in the words of an error that is not about the file.
_NOWHERE = Path("config.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of this session, in words, and the whole file before and after it."""

    summary: str
    before: str
    after: str


class SettingsFile:
    """Reads and changes the rep's settings.

    What it reads becomes ``written``, which is what the rep is shown: a change to a file that says something else by
    then is refused. Changes of this session can be taken back one after the other, for as long as nobody else has
    written the file.
    """

    def __init__(self, app: CrmApp) -> None:
        self._app = app
        self.written = Written(text="", config=app.config)
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def steps(self) -> tuple[str, str]:
        """What undo and redo would do, in words; "" for nothing."""
        done, undone = (each[-1].summary if each else "" for each in (self._done, self._undone))
        return done, undone

    async def read(self) -> Written:
        """What the file says now; what another program changed in it counts from now on too.

        Raises `ConfigError` where it is wrong; the settings stay as they were.
        """
        found = await asyncio.to_thread(edit.read, self._app.config_file)
        check(found.config)
        self.written = found
        self._obey(found.config)
        return found

    async def change(self, summary: str, *edits: Edit, hint: str = "") -> None:
        """Changes the file, all of it or nothing, and has the app obey. Raises `ConfigError`."""
        before = self.written.text
        after = await self._write(before, *edits)
        if after.text == before:
            return
        self._done.append(Step(summary=summary, before=before, after=after.text))
        self._undone.clear()
        self._obey(after.config)
        self._app.toast(summary, hint, way_back=self._app.way_back("change.undo", is_setting=True))

    async def take_in(self, summary: str) -> None:
        """After a dialog that writes the file itself: what it changed can be taken back like any other change."""
        before = self.written.text
        if (await self.read()).text != before:
            self._done.append(Step(summary=summary, before=before, after=self.written.text))
            self._undone.clear()

    async def undo(self) -> None:
        """Takes the last change back. Raises `UsageError` where there is none, `ConfigError` as `change` does."""
        if not self._done:
            raise UsageError("No setting has been changed since crm was opened.", "Elsewhere undo is about people.")
        step = self._done[-1]
        after = await self._write(step.after, edit.instead(step.before))
        self._undone.append(self._done.pop())
        self._obey(after.config)
        self._app.toast(f"Undone: {step.summary}", way_back=self._app.way_back("change.redo", is_setting=True))

    async def redo(self) -> None:
        """Brings back what was taken back last. Raises as `undo`."""
        if not self._undone:
            raise UsageError("There is no setting to bring back.")
        step = self._undone[-1]
        after = await self._write(step.before, edit.instead(step.after))
        self._done.append(self._undone.pop())
        self._obey(after.config)
        self._app.toast(f"Again: {step.summary}", way_back=self._app.way_back("change.undo", is_setting=True))

    def tried(self, *edits: Edit) -> Written:
        """What the settings would be with these changes. Raises `ConfigError` in words that name no line."""
        try:
            return edit.dry(self.written.text, _NOWHERE, *edits)
        except ConfigError as error:
            words = error.message.removeprefix(str(_NOWHERE))
            hint = "" if error.hint.startswith("See ") else error.hint
            raise ConfigError(words.partition(": ")[2] or words, hint) from None

    async def _write(self, seen: str, *edits: Edit) -> Written:
        """Writes in a thread that is let finish whatever becomes of the asker: the disk may take its time."""
        path = self._app.config_file
        try:
            writing = asyncio.to_thread(edit.change, path, *edits, seen=seen, check=check)
            after = self.written = await asyncio.shield(writing)
        except ConfigError:
            with suppress(ConfigError):  # the one that is being raised says more
                await self.read()
            self._app.changed.publish(EVERYTHING)
            raise
        return after

    def _obey(self, config: Config) -> None:
        """Has the open app follow the settings, as far as it can."""
        app, before = self._app, self._app.config
        config = replace(config, **{key.name: getattr(before, key.name) for key in KEYS if key.is_for_next_start})
        if config == before:
            return
        app.config = config
        theme = config.theme or themes.DEFAULT
        if config.theme != before.theme and theme in app.available_themes:
            app.make_legible(theme)
            app.theme = theme
        if config.keys != before.keys:
            app.rekey()
        app.flow(app.follow_settings(), group="rules")


def check(config: Config) -> None:
    """Raises `ConfigError` for keys that the app could not be opened with."""
    if config.keys:
        keymap(config.keys)
