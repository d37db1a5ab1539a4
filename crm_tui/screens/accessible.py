"""For those who listen to the screen or feel it: the terminal's own cursor, nothing that moves, one line of reading."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.geometry import Offset
from textual.screen import Screen

from crm_tui.config import Config
from crm_tui.screens.navigation import NavigatingApp

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

    from crm_tui.screens.widgets.toast import Notice

#: Shows the terminal's cursor, which Textual hides when it begins and whenever it comes back.
_SHOW_CURSOR = "\x1b[?25h"

#: Keys that move in a list, also while a line above it is typed into.
_MOVES = frozenset({"up", "down", "pageup", "pagedown"})


class AccessibleApp(NavigatingApp):
    """With the setting ``accessible``: shows the cursor where the rep is, moves nothing, puts nothing side by side.

    Screen readers and braille displays follow the terminal's cursor. Without the setting it is an app like any other.
    """

    def __init__(self, config: Config, *, db: Path, log_folder: Path, now: str | datetime | None = None) -> None:
        self._typed_at = Offset(0, 0)
        #: What was said last, until the next key.
        self._newest: Widget | None = None
        self._last_key = ""
        super().__init__(config, db=db, log_folder=log_folder, now=now)
        #: Whether it was begun so; the option of the command line is in no file.
        self.is_read_aloud = config.accessible
        if config.accessible:
            self.animation_level = "none"
            self.css_path = [*self.css_path, Path(__file__).with_name("accessible.tcss")]
            self.set_class(config.accessible, "-accessible", update=False)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor goes with each frame."""
        return self._read_at() if self._running and self.is_read_aloud else self._typed_at

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        self._typed_at = position

    def on_mount(self) -> None:
        """Shows the cursor, and does so again when the program comes back from the shell or an editor."""
        if self.is_read_aloud:
            self._show_cursor()
            self.app_resume_signal.subscribe(self, self._show_cursor)

    def _show_cursor(self, _: App[Any] | None = None) -> None:
        self.tell_terminal(_SHOW_CURSOR)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Has the cursor of a line stand still."""
        if self.is_read_aloud and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    # Where the rep is

    def stand_at(self, newest: Widget) -> None:
        """Puts the cursor at something that was said just now, until the next key."""
        if self.is_read_aloud:
            self._newest = newest
            self.refresh()

    def _read_at(self) -> Offset:
        """What was said last; else the line that is typed into, the row, or the first words of a dialog."""
        newest, focused = self._newest, self.focused
        if newest is not None and newest.is_attached and newest.display and newest.screen is self.screen:
            return newest.content_region.offset
        if focused is None:
            return _beginning(self.screen)
        if hasattr(focused, "action_hand_on") and self._last_key in _MOVES:
            return _row(self.screen)
        if hasattr(focused, "cursor_screen_offset"):
            at: Offset = focused.cursor_screen_offset
            return at
        return _in(focused)

    # What stays until it is read

    def before_key(self, event: events.Key) -> None:
        """Lets go of the toast: until the next key, it was there to be read."""
        super().before_key(event)
        self._last_key, self._newest = event.key, None
        if self.is_read_aloud and self.notice is not None:
            from crm_tui.screens.widgets.toast import Toast

            self.notice = None
            for toast in self.screen.query(Toast):
                toast.hide()

    def _forget(self, notice: Notice) -> None:
        if not self.is_read_aloud:
            super()._forget(notice)


def _beginning(screen: Screen[Any]) -> Offset:
    """The complaint of a dialog, or its title; without either, the list or the person of a screen."""
    for selector in ("#complaint", "#title", "RecordList", "#person"):
        for widget in screen.query(selector):
            if widget.display:
                return _in(widget)
    return Offset(0, 0)


def _row(screen: Screen[Any]) -> Offset:
    return next((_in(each) for each in screen.query("RecordList") if each.display), Offset(0, 0))


def _in(widget: Widget) -> Offset:
    """The row of the cursor in a list, the beginning of anything else."""
    row: int = getattr(widget, "cursor_line", 0)
    return widget.content_region.offset + Offset(0, row)
