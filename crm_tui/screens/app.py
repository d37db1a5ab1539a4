"""The app: paints a frame, then opens the store on its own threads; reads, writes, and says what has changed."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from textual.binding import BindingType
from textual.screen import Screen
from textual.signal import Signal
from textual.worker import Worker

from crm_tui.actions import Scope
from crm_tui.config import Config
from crm_tui.domain.change import Change
from crm_tui.domain.errors import CrmError
from crm_tui.screens import beginning, curtain, drafts, themes
from crm_tui.screens.bindings import bindings, keymap
from crm_tui.screens.curtain import Curtain
from crm_tui.screens.guarded import GuardedApp
from crm_tui.screens.places import MODES, company_screen, contact_screen
from crm_tui.screens.plain import PlainLetters
from crm_tui.screens.store_thread import Call, Reader, Superseded, Writer
from crm_tui.screens.widgets.icons import ASCII, UNICODE, Icons

if TYPE_CHECKING:
    from crm_tui.domain.desk import Desk
    from crm_tui.screens.desk_screen import DeskScreen
    from crm_tui.screens.subject import Subject
    from crm_tui.screens.widgets.record_list import RecordList
    from crm_tui.screens.widgets.toast import Notice, Severity

P = ParamSpec("P")
R = TypeVar("R")

#: Seconds between two looks at whether another program has written.
_WATCH = 0.5

#: Seconds between two looks at the clock, by which follow-ups fall due.
_TICK = 5.0

#: The group of workers that bring what is seen up to date after a change.
RELOADS = "reloads"


#: The change of which nothing is known but that something may be different.
EVERYTHING = Change(summary="", everything=True)


class CrmApp(GuardedApp):
    """The rep's follow-up desk.

    Screens and dialogs reach it as ``self.crm``. `read` and `write` raise what the store raises; whoever starts a
    flow with `flow` may leave a `CrmError` to it, which becomes a toast with its hint. `changed` is published with
    every `Change`, ours or another program's.

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
        super().__init__(log_folder)
        self.config = config
        self.has_sample = has_sample
        #: Whether the rep left for the sample people.
        self.wants_sample = False
        self.icons: Icons = ASCII if config.ascii else UNICODE
        self.changed: Signal[Change] = Signal(self, "changed")
        #: What was typed into a dialog and not saved, by the dialog's own key.
        self.drafts: drafts.Drafts = {}
        self._drafts_file = drafts.place(db)
        self.notice: Notice | None = None
        self._now = now
        self._reader = Reader(db)
        self._writer = Writer(db)
        self._version = 0
        self._minute = -1
        self._looked_at = ("", "")
        self.set_keymap(keymap(config.keys))
        if config.ascii:
            self._filters.append(PlainLetters())
        for theme in themes.OURS:
            self.register_theme(theme)
        known = config.theme in self.available_themes
        # Not by assignment, which would have the style sheets parsed for the theme before it as well.
        self.set_reactive(CrmApp.theme, config.theme if known else themes.DEFAULT)

    def desk(self) -> Desk:
        """The rep's desk at this moment."""
        return self.config.desk(self._now)

    # Start and end

    def on_mount(self) -> None:
        """Shows the first screen, empty, once a frame has been painted; what it shows is fetched after that."""
        self.call_after_refresh(self._begin)
        self.set_interval(_WATCH, self._watch)
        self.set_interval(_TICK, self._tick)
        if self.config.theme and self.theme != self.config.theme:
            self.toast(f"There is no theme {self.config.theme!r}.", "See `crm config`.", severity="warning")

    def _begin(self) -> None:
        """Loads and shows the first screen. What is in memory then stays, so the collector need not look at it."""
        self.drafts = drafts.load(self._drafts_file)
        self.go(self.config.first_screen)
        gc.freeze()
        gc.enable()

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

    @property
    def can_take_keys(self) -> bool:
        """Not while a screen without a field to type into is behind: the key would be about another person."""
        screen, focused = self.screen, self.focused
        if isinstance(screen, Curtain):
            return False
        is_typing = focused is not None and focused.check_consume_key("a", "a")
        here = _as_desk(screen)
        return is_typing or here is None or here.is_up_to_date

    async def warm_up(self) -> None:
        """Opens the store for writing, so that the first write need not wait for it, and begins to watch for others."""
        if self._writer.is_open:
            return
        before = await self.read(_version)
        await self._writer.open()
        self._version = await self._writer.version()
        if await self.read(_version) != before:
            self.changed.publish(EVERYTHING)
        await beginning.welcome(self)

    def leave_for_sample(self) -> None:
        """Ends the app, so that it can be run again on sample people."""
        self.wants_sample = True
        self.exit()

    # The store

    async def read(self, query: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of a query of the store. Raises what it raises, and `Superseded` when the app closes."""
        return await self._reader.read("", self.desk(), query, *args, **kwargs)

    async def read_for(self, slot: str, query: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """As `read`, for a place that shows one answer: a newer read for the same ``slot`` interrupts this one.

        Raises `Superseded` then.
        """
        return await self._reader.read(slot, self.desk(), query, *args, **kwargs)

    async def write(self, operation: Call[P, Change], /, *args: P.args, **kwargs: P.kwargs) -> Change:
        """Carries out an operation of the store, toasts it, and returns once what is seen is up to date.

        Raises what the operation raises; nothing is written then.
        """
        change = await self._writer.write(self.desk(), operation, *args, **kwargs)
        await self.announce(change)
        return change

    async def drive(self, operation: Call[P, Change], /, *args: P.args, **kwargs: P.kwargs) -> Change:
        """As `write`, for what makes its own transactions from the store, like an import."""
        change = await self._writer.drive(self.desk(), operation, *args, **kwargs)
        await self.announce(change)
        return change

    async def announce(self, change: Change, way_back: str = "z undoes it") -> None:
        """Toasts a change, tells every pane, and waits until those in sight have reloaded."""
        notes = "\n".join(change.notes)
        severity: Severity = "warning" if notes else "done"
        self.toast(change.summary, notes, severity=severity, way_back=way_back if change.operation else "")
        self.changed.publish(change)
        reloads = [worker.wait() for worker in self.workers if worker.group == RELOADS]
        await asyncio.gather(*reloads, return_exceptions=True)

    def _watch(self) -> None:
        if self._writer.is_open:
            self.flow(self._look(), group="watch")

    async def _look(self) -> None:
        version = await self._writer.version()
        if version != self._version:
            self._version = version
            self.changed.publish(EVERYTHING)

    def _tick(self) -> None:
        """Every minute what is due may differ."""
        minute = self.desk().moment.epoch // 60
        if self._minute not in (-1, minute):
            self.changed.publish(EVERYTHING)
        self._minute = minute

    # Flows and words

    def flow(self, steps: Coroutine[Any, Any, None], *, group: str) -> Worker[None]:
        """Starts ``steps`` beside the interface, and does not end older flows of its ``group``.

        An error that the rep can mend becomes a toast; a fault of ours is written down, and the app goes on.
        """
        return self.run_worker(self._guarded(steps), group=group, exit_on_error=False)

    async def _guarded(self, steps: Coroutine[Any, Any, None]) -> None:
        try:
            await steps
        except Superseded:
            return
        except CrmError as error:
            self.complain(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the rep's morning goes on
            path = self.fault(error)
            self.toast("That did not work, by a fault of crm itself.", f"Details are in {path}.", severity="error")

    def complain(self, error: CrmError) -> None:
        """Shows an error that the rep can mend."""
        self.toast(error.message, error.hint, severity="error")

    def toast(self, text: str, hint: str = "", *, severity: Severity = "done", way_back: str = "") -> None:
        """Shows one sentence above the footer, in place of the one before."""
        from crm_tui.screens.widgets.toast import Notice

        self.notice = Notice(text, hint, severity, way_back)
        for screen in self.screen_stack:
            if (here := _as_desk(screen)) is not None:
                here.show_notice(self.notice)

    # Actions that work everywhere

    def go(self, mode: str) -> None:
        """Shows the screen of a place, as it was left."""
        if self.current_mode != mode:
            self.switch_mode(mode)

    def open_contact(self, id: str, among: RecordList[Any] | None = None, *, part: str = "") -> None:
        """Shows the screen of a person over the present one, or one ``part`` of it.

        ``among`` is the list that they stand in.
        """
        self.remember(id)
        here: Subject | None = getattr(self.screen, "subject", None)
        self.push_screen(contact_screen(id, among, here if here is not None and here.id == id else None, part))

    def open_company(self, id: str) -> None:
        """Shows the screen of a company over the present one."""
        self.push_screen(company_screen(id))

    def remember(self, id: str) -> None:
        """Notes that a person was looked at, for the key that goes back to them."""
        if id != self._looked_at[0]:
            self._looked_at = (id, self._looked_at[0])

    def action_contact_last(self) -> None:
        """Shows the person that was looked at before."""
        here, before = self._looked_at
        screen = _as_desk(self.screen)
        is_open = screen is not None and screen.SCOPE is Scope.CONTACT
        wanted = before if is_open else here
        if not wanted:
            self.toast("No contact has been opened yet.", "Enter opens the highlighted one.", severity="hint")
            return
        if is_open:
            self.pop_screen()
        self.open_contact(wanted)

    def action_go_today(self) -> None:
        """Shows Today."""
        self.go("today")

    def action_go_contacts(self) -> None:
        """Shows Contacts."""
        self.go("contacts")

    def action_go_companies(self) -> None:
        """Shows Companies."""
        self.go("companies")

    def action_go_follow_ups(self) -> None:
        """Shows the agenda."""
        self.go("follow-ups")

    async def action_contact_add(self) -> None:
        """Opens the line for a new contact."""
        from crm_tui.screens.dialogs.add_contact import AddContactDialog

        await self.push_screen(AddContactDialog())

    def action_file_import(self) -> None:
        """Asks for a file of contacts."""
        beginning.ask_for_file(self)

    async def action_quick_add(self) -> None:
        """Opens the line for anything, about the highlighted person unless it names another."""
        from crm_tui.screens.dialogs.quick_add import QuickAddDialog

        await self.push_screen(QuickAddDialog(getattr(self.screen, "subject", None)))

    async def action_change_undo(self) -> None:
        """Takes the last change back."""
        await self._step("undo", "Z brings it back")

    async def action_change_redo(self) -> None:
        """Brings back what was undone."""
        await self._step("redo", "z undoes it")

    async def _step(self, name: str, way_back: str) -> None:
        def step(store: Any, desk: Desk) -> Change:
            from crm_tui.store import undo

            return undo.undo(store, desk) if name == "undo" else undo.redo(store, desk)

        try:
            change = await self._writer.drive(self.desk(), step)
            await self.announce(change, way_back)
        except CrmError as error:
            self.complain(error)

    async def action_palette_open(self) -> None:
        """Opens the palette."""
        from crm_tui.screens.palette import palette

        await self.push_screen(palette())

    async def action_help_open(self) -> None:
        """Shows the keys of the screen in front."""
        from crm_tui.screens.dialogs.help import HelpDialog

        screen = _as_desk(self.screen)
        scope = screen.SCOPE if screen is not None else Scope.EVERYWHERE
        await self.push_screen(HelpDialog(scope))

    async def action_screen_back(self) -> None:
        """Back to the screen beneath, if there is one."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    async def action_app_leave(self) -> None:
        """Back, then out."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.exit()

    def action_help_quit(self) -> None:
        """Says how to leave, to whoever pressed Ctrl+C."""
        self.toast("q leaves crm.", severity="hint")


def _as_desk(screen: Screen[Any]) -> DeskScreen | None:
    """The screen, if it is one of ours and no dialog; their module is not loaded before the first frame."""
    from crm_tui.screens.desk_screen import DeskScreen

    return screen if isinstance(screen, DeskScreen) else None


def _version(connection: Any, _: Desk) -> int:
    from crm_tui.store.reading import version

    return version(connection)


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
    app.run()
    if app.wants_sample and sample is not None:
        return sample()
    return app.return_code or 0


def check_terminal() -> None:
    """Raises `UsageError` unless both ends of the program are a terminal that can move its cursor."""
    import os
    import sys

    from crm_tui.domain.errors import UsageError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The app needs a terminal.", "In a script, use the commands: `crm today`, `crm --help`.")
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise UsageError(
            "This terminal cannot draw screens (TERM is not set, or dumb).",
            "Use the commands: `crm today`, `crm --help`.",
        )
