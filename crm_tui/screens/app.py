"""The app: begins with a frame, is set up by the settings, and ends without losing anything."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import BindingType

from crm_tui.actions import Scope
from crm_tui.config import Config, folders
from crm_tui.domain.errors import CrmError
from crm_tui.screens import beginning, curtain, drafts, themes
from crm_tui.screens.accessible import AccessibleApp
from crm_tui.screens.bindings import bindings, keymap
from crm_tui.screens.curtain import Curtain
from crm_tui.screens.guarded import GuardedApp
from crm_tui.screens.places import MODES, as_desk
from crm_tui.screens.plain import PlainLetters, Spoken
from crm_tui.screens.recent import Recent
from crm_tui.screens.widgets.icons import ASCII, UNICODE, WORDS, Icons

if TYPE_CHECKING:
    from crm_tui.screens.guided.guide import Guide
    from crm_tui.screens.settings.file import SettingsFile

#: How often Python lets another thread in, in seconds. Five times that is usual, for which a frame would wait in turn
#: with a search that makes rows of what it has found.
_SWITCH = 0.001

#: How long Esc may be the beginning of another key, in seconds.
_ESCAPE_DELAY = 0.025


class CrmApp(AccessibleApp):
    """The rep's follow-up desk.

    Screens and dialogs reach it as ``self.crm``.

    ``now`` fixes the clock. ``has_sample``: the welcome may offer sample people. ``has_own``: these are sample
    people, and the rep's own book can be opened instead; with ``begins_guide`` the guide begins by itself. ``settings``
    is the file that ``config`` was read from, None the usual one. Keys in the settings that make no sense raise
    `ConfigError` here.
    """

    TITLE = "crm"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, Any]] = {curtain.MODE: Curtain, **MODES}
    DEFAULT_MODE = curtain.MODE
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE)

    def __init__(
        self,
        config: Config,
        *,
        db: Path,
        log_folder: Path,
        now: str | datetime | None = None,
        has_sample: bool = False,
        has_own: bool = False,
        begins_guide: bool = False,
        settings: Path | None = None,
    ) -> None:
        super().__init__(config, db=db, log_folder=log_folder, now=now)
        #: Where config.toml is.
        self.config_file = settings or Path(folders.config()).expanduser()
        self.database = db
        self.has_sample, self.has_own, self.begins_guide = has_sample, has_own, begins_guide
        #: Whether the rep left for the sample people, or for their own book.
        self.wants_sample = self.wants_own = False
        #: The guide that is under way.
        self.guide: Guide | None = None
        self.icons: Icons = WORDS if config.accessible else ASCII if config.ascii else UNICODE
        #: What was typed into a dialog and not saved, by the dialog's own key.
        self.drafts: drafts.Drafts = {}
        self._drafts_file = drafts.place(db)
        #: What was chosen in the palette last.
        self.recent = Recent(db)
        if config.keys:  # to look for clashes among our own is for the tests
            self.set_keymap(keymap(config.keys))
        if config.ascii:
            self._filters.append(PlainLetters())
        elif config.accessible:
            self._filters.append(Spoken())
        for theme in themes.OURS:
            self.register_theme(theme)
        known = config.theme in self.available_themes
        if known:
            self.make_legible(config.theme)
        # Not by assignment, which would have the style sheets parsed for the theme before it as well. What hangs on the
        # theme was computed for that one, and is set as `App._watch_theme` sets it.
        self.set_reactive(CrmApp.theme, config.theme if known else themes.DEFAULT)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The names that our style sheets add to those of Textual's themes."""
        return dict(themes.VARIABLES)

    def make_legible(self, name: str) -> None:
        """Brings a theme of Textual's up to the contrast of ours, before it is shown."""
        if all(name != theme.name for theme in themes.OURS):
            from crm_tui.screens.contrast import legible

            self.register_theme(legible(self.available_themes[name]))

    @cached_property
    def settings(self) -> SettingsFile:
        """The rep's settings, to be looked at and changed."""
        from crm_tui.screens.settings.file import SettingsFile

        return SettingsFile(self)

    def rekey(self) -> None:
        """Has all that is open follow the rep's own keys."""
        self.set_keymap(keymap(self.config.keys))
        for screen in filter(None, map(as_desk, self.mounted)):
            screen.rekey()
        if self.guide is not None:
            self.guide.rekey()

    # Start and end

    def on_mount(self) -> None:
        """Shows the first screen, empty, once a frame has been painted; what it shows is fetched after that."""
        self.call_after_refresh(self._begin)
        if self.config.theme and self.theme != self.config.theme:
            self.toast(f"There is no theme {self.config.theme!r}.", "See `crm config`.", severity="warning")

    def _begin(self) -> None:
        """Loads and shows the first screen."""
        self.drafts = drafts.load(self._drafts_file)
        self.go("today" if self.begins_guide else self.config.first_screen)
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

    def leave_for_own(self) -> None:
        """Ends the app, so that it can be run again on the rep's own book."""
        self.wants_own = True
        self.exit()

    @on(GuardedApp.KeyTaken)
    def _let_guide_look(self, event: GuardedApp.KeyTaken) -> None:
        """After every key, if a guide is under way."""
        if self.guide is not None and event.is_second:
            self.guide.look(has_key=True)

    # Actions that work everywhere

    async def action_go_duplicates(self) -> None:
        """Shows who is likely there twice, over the present screen."""
        await self.show_duplicates()

    async def show_duplicates(self, *, newest: int = 0) -> None:
        """As `action_go_duplicates`, first those with a contact from the key ``newest`` on."""
        from crm_tui.screens.duplicates.screen import DuplicatesScreen

        if isinstance(self.screen, DuplicatesScreen):
            self.pop_screen()
        await self.push_screen(DuplicatesScreen(newest=newest))

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

    async def action_file_export(self) -> None:
        """Asks what is written to which file."""
        from crm_tui.screens.exporting import choices

        await choices.export(self)

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

    async def action_app_theme(self) -> None:
        """Opens the themes."""
        from crm_tui.screens.dialogs.theme import ThemeDialog

        await self.push_screen(ThemeDialog())

    async def action_guide_begin(self) -> None:
        """Begins the guide, or goes on with it."""
        await beginning.begin_guide(self)

    async def action_guide_leave(self) -> None:
        """Leaves the guide."""
        await beginning.leave_guide(self)

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
    own: Callable[[], int] | None = None,
    begins_guide: bool = False,
) -> int:
    """Runs the app on the database at ``db`` until the rep leaves; the exit code of the command.

    ``sample`` runs it on sample people instead, for a rep who has nothing yet and chooses that, or wants the guide;
    ``own`` is given where these are the sample people, and runs it on the rep's own book. ``begins_guide``: at once.
    Raises `ConfigError` for settings that the app cannot use, `CrmError` without a terminal.
    """
    check_terminal()
    app = CrmApp(
        config,
        db=db,
        log_folder=log_folder,
        now=now,
        has_sample=sample is not None,
        has_own=own is not None,
        begins_guide=begins_guide,
    )
    sys.setswitchinterval(_SWITCH)
    _settle_escape()
    app.run()
    if app.wants_sample and sample is not None:
        return sample()
    if app.wants_own and own is not None:
        return own()
    return app.return_code or 0


def _settle_escape() -> None:
    """Shortens the wait in which Esc may turn out to be the beginning of another key, unless ESCDELAY says how long.

    Textual waits 100 ms, which is seen; editors and multiplexers of today wait 10 to 50.
    """
    import os

    from textual import constants

    if "ESCDELAY" not in os.environ:
        constants.ESCAPE_DELAY = _ESCAPE_DELAY  # type: ignore[misc]


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
