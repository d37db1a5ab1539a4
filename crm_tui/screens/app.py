"""The app: begins with a frame, is set up by the settings, and ends without losing anything."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import BindingType

from crm_tui.actions import Scope
from crm_tui.config import Config
from crm_tui.domain.errors import CrmError
from crm_tui.screens import beginning, curtain, drafts, themes
from crm_tui.screens.bindings import bindings, keymap
from crm_tui.screens.curtain import Curtain
from crm_tui.screens.navigation import NavigatingApp
from crm_tui.screens.places import MODES, as_desk
from crm_tui.screens.plain import PlainLetters
from crm_tui.screens.recent import Recent
from crm_tui.screens.widgets.icons import ASCII, UNICODE, Icons

#: How often Python lets another thread in, in seconds. Five times that is usual, for which a frame would wait in turn
#: with a search that makes rows of what it has found.
_SWITCH = 0.001


class CrmApp(NavigatingApp):
    """The rep's follow-up desk.

    Screens and dialogs reach it as ``self.crm``.

    ``now`` fixes the clock. ``has_sample``: the welcome may offer sample people. Keys in the settings that make no
    sense raise `ConfigError` here.
    """

    TITLE = "crm"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, Any]] = {curtain.MODE: Curtain, **MODES}
    DEFAULT_MODE = curtain.MODE
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE)

    def __init__(
        self, config: Config, *, db: Path, log_folder: Path, now: str | datetime | None = None, has_sample: bool = False
    ) -> None:
        super().__init__(config, db=db, log_folder=log_folder, now=now)
        self.has_sample = has_sample
        #: Whether the rep left for the sample people.
        self.wants_sample = False
        self.icons: Icons = ASCII if config.ascii else UNICODE
        #: What was typed into a dialog and not saved, by the dialog's own key.
        self.drafts: drafts.Drafts = {}
        self._drafts_file = drafts.place(db)
        #: What was chosen in the palette last.
        self.recent = Recent(db)
        if config.keys:  # to look for clashes among our own is for the tests
            self.set_keymap(keymap(config.keys))
        if config.ascii:
            self._filters.append(PlainLetters())
        for theme in themes.OURS:
            self.register_theme(theme)
        known = config.theme in self.available_themes
        # Not by assignment, which would have the style sheets parsed for the theme before it as well. What hangs on the
        # theme was computed for that one, and is set as `App._watch_theme` sets it.
        self.set_reactive(CrmApp.theme, config.theme if known else themes.DEFAULT)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    # Start and end

    def on_mount(self) -> None:
        """Shows the first screen, empty, once a frame has been painted; what it shows is fetched after that."""
        self.call_after_refresh(self._begin)
        if self.config.theme and self.theme != self.config.theme:
            self.toast(f"There is no theme {self.config.theme!r}.", "See `crm config`.", severity="warning")

    def _begin(self) -> None:
        """Loads and shows the first screen."""
        self.drafts = drafts.load(self._drafts_file)
        self.go(self.config.first_screen)
        self.tidying.begin()

    def set_aside(self) -> None:
        """Keeps what is typed into an open dialog as a draft."""
        from crm_tui.screens.dialogs.dialog import Dialog

        for screen in self.screen_stack:
            if isinstance(screen, Dialog):
                screen.keep_draft()

    def on_unmount(self) -> None:
        """Keeps what is typed and not saved, and lets a write that is under way finish."""
        drafts.save(self._drafts_file, self.drafts)
        self._reader.close()
        self._writer.close()
        self.tidying.end()  # after an import, which puts the collector back as it found it

    @property
    def can_take_keys(self) -> bool:
        """Not while the screen is behind: the key would be about another person. Letters of a line wait for nothing."""
        screen, focused = self.screen, self.focused
        if isinstance(screen, Curtain):
            return False
        is_typing = focused is not None and focused.check_consume_key("a", "a") and self.is_editing_ahead
        here = as_desk(screen)
        return is_typing or here is None or here.is_up_to_date

    async def settle(self) -> None:
        """Once the first list is there: begins to watch for others' writes, and welcomes a rep who has nothing yet."""
        if await self.begin_to_watch():
            await beginning.welcome(self)

    def leave_for_sample(self) -> None:
        """Ends the app, so that it can be run again on sample people."""
        self.wants_sample = True
        self.exit()

    # Actions that work everywhere

    async def action_contact_add(self) -> None:
        """Opens the line for a new contact."""
        from crm_tui.screens.dialogs.add_contact import AddContactDialog

        await self.push_screen(AddContactDialog())

    async def action_reminder_open(self) -> None:
        """Shows the person whom the oldest reminder is about that has not been opened yet."""
        try:
            step = await self.reminders.next_waiting()
        except CrmError as error:
            self.complain(error)
            return
        if step is None:
            self.toast("No reminder is waiting.", "Follow-ups (6) shows what is due.", severity="hint")
        else:
            self.open_contact(step.contact.id)

    def action_file_import(self) -> None:
        """Asks for a file of contacts."""
        beginning.ask_for_file(self)

    async def action_quick_add(self) -> None:
        """Opens the line for anything, about the highlighted person unless it names another."""
        from crm_tui.screens.dialogs.quick_add import QuickAddDialog

        await self.push_screen(QuickAddDialog(getattr(self.screen, "subject", None)))

    async def action_palette_open(self) -> None:
        """Opens the palette."""
        from crm_tui.screens import palette
        from crm_tui.screens.dialogs.palette import PaletteDialog

        if (screen := as_desk(self.screen)) is None:
            return

        async def carry_out(line: palette.Line | None) -> None:
            if line is not None:
                await palette.carry_out(screen, line)

        await self.push_screen(PaletteDialog(screen), carry_out)

    async def action_help_open(self) -> None:
        """Shows the keys of the screen in front."""
        from crm_tui.screens.dialogs.help import HelpDialog

        await self.push_screen(HelpDialog(self.screen))

    async def action_app_leave(self) -> None:
        """Back, then out."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif self.bringing is not None:
            beginning.show_import(self, is_asking=True)
        else:
            self.exit()

    def action_help_quit(self) -> None:
        """Says how to leave, to whoever pressed Ctrl+C."""
        self.toast("q leaves crm.", severity="hint")


def run(
    config: Config,
    *,
    db: Path,
    log_folder: Path,
    now: str | datetime | None = None,
    sample: Callable[[], int] | None = None,
) -> int:
    """Runs the app on the database at ``db`` until the rep leaves; the exit code of the command.

    ``sample`` runs it on sample people instead, for a rep who has nothing yet and chooses that.
    Raises `ConfigError` for settings that the app cannot use, `CrmError` without a terminal.
    """
    check_terminal()
    app = CrmApp(config, db=db, log_folder=log_folder, now=now, has_sample=sample is not None)
    sys.setswitchinterval(_SWITCH)
    app.run()
    if app.wants_sample and sample is not None:
        return sample()
    return app.return_code or 0


def check_terminal() -> None:
    """Raises `UsageError` unless both ends of the program are a terminal that can move its cursor."""
    import os

    from crm_tui.domain.errors import UsageError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The app needs a terminal.", "In a script, use the commands: `crm today`, `crm --help`.")
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise UsageError(
            "This terminal cannot draw screens (TERM is not set, or dumb).",
            "Use the commands: `crm today`, `crm --help`.",
        )
