"""An app that leaves the terminal as it found it, whatever happens. All private parts of Textual that we rely on."""

from __future__ import annotations

import asyncio
import math
import signal
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from rich.text import Text
from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import AwaitMount
from textual.worker import Worker

from crm_tui.screens import crash
from crm_tui.screens.plain import Harmless
from crm_tui.screens.sheets import Sheets

#: Textual loops for ever on a timer of less than nothing, and never fires one of zero.
_SOONEST = 0.01

#: After a stopped program is continued, Textual draws nothing until it is asked to, a moment later.
_RESUME_PAUSE = 0.05


#: After so many seconds a key whose end was not heard of no longer holds up the next one.
_PATIENCE = 1.0

#: Keys that lead on from a line that is typed into, to what it has found.
_LEADING_ON = frozenset({"enter", "escape", "tab", "shift+tab", "up", "down", "pageup", "pagedown"})


class GuardedApp(App[None]):
    """Textual's app with its gaps closed: signals, crashes, escape sequences, timers, and coming back from Ctrl+Z.

    Keys are taken one after the other: Textual sends each to the widget that has the focus when it arrives, also
    while an earlier one is still about to open a dialog or move the focus, and so a fast typist's words would
    be taken for commands.

    ``log_folder`` receives crash reports.
    """

    def __init__(self, log_folder: Path) -> None:
        super().__init__()
        self.stylesheet = Sheets(variables=self.get_css_variables())
        self._log_folder = log_folder
        self._filters.append(Harmless())
        # Two widgets on every screen, for what is never shown: we have toasts of our own.
        self._disable_tooltips = self._disable_notifications = True
        self._typed: deque[events.Key] = deque()
        self._sent_at = 0.0
        #: When the last key came, by `monotonic`; infinite before the first.
        self.last_key_at = math.inf

    class KeyTaken(Message):
        """Follows a key through the same queues, and so arrives when that has been handled.

        It goes the way twice: what was posted in answer to the key, a change of focus say, lies in between.
        """

        def __init__(self, target: MessagePump, *, is_second: bool = False) -> None:
            super().__init__()
            self.target = target
            self.is_second = is_second

    def post_message(self, message: Message) -> bool:
        """As Textual's, without what nobody here listens to: three messages for every worker, several workers a key."""
        return not isinstance(message, Worker.StateChanged) and super().post_message(message)

    def delay_update(self, delay: float = 0.05) -> None:
        """Delays nothing: Textual would paint nothing for 50 ms whenever another mode comes to the front.

        At the end of that time it would have a frame painted; ours is, if anything is left to be painted.
        """

        def look_again() -> None:
            for screen in self.screen_stack[-1:]:  # none, where the app has been left meanwhile
                screen.check_idle()

        self.set_timer(delay, look_again)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """As Textual's; the screen then counts as styled by the sheets there are.

        Textual would take it for outdated, parse all sheets anew and find every style again, twice.
        """
        super()._load_screen_css(screen)
        if not screen.is_running:
            screen._css_update_count = self._css_update_count

    def hold_frames(self, seconds: float) -> Callable[[], None]:
        """Paints nothing for ``seconds`` at the most; what is returned ends that sooner, and may be called twice."""
        self._begin_batch()
        timer: list[Timer] = []

        def release() -> None:
            if timer:
                timer.pop().stop()
                self._end_batch()
                if not self._batch_count:
                    self.screen.refresh()

        timer.append(self.after(seconds, release))
        return release

    async def mount_behind(self, screen: Screen[Any], *, mode: str = "") -> None:
        """Mounts, styles and lays out a screen that nobody has asked for yet; the screen in front stays there.

        With ``mode``, it is the one that the mode will begin with.
        """
        if mode:
            self._modes[mode] = lambda: screen
        self._load_screen_css(screen)
        await AwaitMount(screen, self._register(self, screen))
        screen._refresh_layout(self.size)

    @property
    def mounted(self) -> list[Screen[Any]]:
        """Every screen that there is, also those that are not open."""
        return [node for node in self._nodes if isinstance(node, Screen) and node.is_mounted]

    def tell_terminal(self, sequence: str) -> None:
        """Sends the terminal a control sequence of ours, one that draws nothing."""
        if self._driver is not None:
            self._driver.write(sequence)

    def is_begun(self, mode: str) -> bool:
        """Whether a mode has been shown, or has its screen already."""
        return mode in self._screen_stacks

    def keep(self, screen: Screen[Any]) -> None:
        """Has a screen stay mounted when it is left."""
        self.install_screen(screen, f"kept {id(screen)}")

    def mode_of(self, screen: Screen[Any]) -> str | None:
        """The mode in which a screen is open, None where it is not."""
        return next((mode for mode, stack in self._screen_stacks.items() if screen in stack), None)

    def is_open(self, screen: Screen[Any]) -> bool:
        """Whether a screen is among those that lie over each other, in this mode or another."""
        return any(screen in stack for stack in self._screen_stacks.values())

    async def on_event(self, event: events.Event) -> None:
        """Holds a key back until the one before it has been taken."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        else:
            self._typed.append(event)
            self.last_key_at = monotonic()
            if monotonic() - self._sent_at >= _PATIENCE:
                await self._send_key()

    @property
    def has_keys(self) -> bool:
        """Whether a key has yet to have its effect."""
        return bool(self._typed) or monotonic() - self._sent_at < _PATIENCE

    @property
    def is_typing_ahead(self) -> bool:
        """Whether the next key is there already, and is one more letter."""
        return bool(self._typed) and self._typed[0].is_printable

    @property
    def is_editing_ahead(self) -> bool:
        """Whether the next key, if there is one, only changes a line that is typed into."""
        return not self._typed or self._typed[0].key not in _LEADING_ON

    @property
    def can_take_keys(self) -> bool:
        """Whether what the next key is about is there. A key is held back for this as well, if not for long."""
        return True

    async def _send_key(self) -> None:
        if not self._typed:  # sent meanwhile, because the one before was given up
            return
        if not self.can_take_keys and monotonic() - self._typed[0].time < _PATIENCE:
            self._sent_at = monotonic()
            self.after(_SOONEST, self._send_key)
            return
        event = self._typed.popleft()
        self.before_key(event)
        target = self.focused or self.screen
        self._sent_at = monotonic()
        await super().on_event(event)
        if not target.post_message(self.KeyTaken(target)):
            self.post_message(self.KeyTaken(self, is_second=True))

    def before_key(self, event: events.Key) -> None:
        """What is to be done before a key has its effect."""

    async def on_guarded_app_key_taken(self, event: KeyTaken) -> None:
        """Takes the next key."""
        if not event.is_second and event.target.post_message(self.KeyTaken(event.target, is_second=True)):
            return
        self._sent_at = 0.0
        if self._typed:
            await self._send_key()

    def after(self, seconds: float, callback: Callable[[], Any]) -> Timer:
        """Calls back once, ``seconds`` from now; a time that has passed is now."""
        return self.set_timer(max(_SOONEST, seconds), callback)

    def on_mount(self) -> None:
        """Listens to the signals that end a terminal session, and to the program being continued."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", None)):
            if number is not None:
                # Neither Windows nor a test's thread has handlers; both end in other ways.
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._end, number)
        self.app_resume_signal.subscribe(self, self._repaint)

    def _end(self, number: signal.Signals) -> None:
        self.set_aside()
        self.exit(return_code=128 + number)

    def set_aside(self) -> None:
        """Keeps what is typed and not saved, before the app is ended from outside."""

    def _repaint(self, _: App[Any]) -> None:
        self.after(_RESUME_PAUSE, lambda: self.screen.refresh(layout=True))

    def fault(self, error: Exception) -> Path | None:
        """Writes down a fault of the program that the app survives; where it was written."""
        return crash.report(error, self._log_folder)

    def _handle_exception(self, error: Exception) -> None:
        """Ends the app with one sentence; Textual would print the values of all variables, customers' among them."""
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.panic(Text(crash.sentence(self.fault(error))))
        self._return_code = 1
