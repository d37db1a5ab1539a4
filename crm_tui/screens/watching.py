"""What the app does without being asked: looks for others' writes and at the clock, and gets ready what is next."""

from __future__ import annotations

import math
import sys
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import on

from crm_tui.config import Config
from crm_tui.screens.guarded import GuardedApp
from crm_tui.screens.places import as_desk
from crm_tui.screens.reminding import Reminders, due_words
from crm_tui.screens.store_app import EVERYTHING, StoreApp

if TYPE_CHECKING:
    from crm_tui.domain.change import Change
    from crm_tui.domain.desk import Desk

#: Seconds between two looks at whether another program has written.
_WATCH = 0.5

#: Seconds without a key after which the rep is taken to read, and what comes next is made ready.
_BREATH = 0.3

#: How often Python changes threads, in seconds, during that import: a key that comes meanwhile is taken at once.
_SWITCH = 0.0005

#: Seconds between two looks at the clock, by which follow-ups fall due.
_TICK = 5.0


class WatchingApp(StoreApp):
    """Watches the file and the clock, and has writing made ready before somebody writes."""

    def __init__(self, config: Config, *, db: Path, log_folder: Path, now: str | datetime | None = None) -> None:
        super().__init__(config, db=db, log_folder=log_folder, now=now)
        #: How often others have written, and whether the writer's connection says so, or the reader's.
        self._version: tuple[int, bool] | None = None
        self._minute = -1
        self._began_at = math.inf
        self.reminders = Reminders(self, db)
        #: What is overdue and due today, in words.
        self.due_words = ""

    def on_mount(self) -> None:
        """Begins to look."""
        self.set_interval(_WATCH, self._watch)
        self.set_interval(_TICK, self.look_at_clock)

    async def begin_to_watch(self) -> bool:
        """Called once the first list is there: from now on others' writes are noticed. False if they were already."""
        if self._version is not None:
            return False
        self._version, self._began_at = (await self.read(_version), False), monotonic()
        self._minute = self._this_minute
        self.reminders.begin()
        self.changed.subscribe(self, self._count_due, immediate=True)
        self._count_due(EVERYTHING)
        self.flow(self.reminders.look(), group="reminders")
        return True

    async def warm_up(self) -> None:
        """Opens the store for writing, which takes SQLModel: a third of a second and thirty megabytes.

        That is left until the rep has pressed a key and pauses, or a key has opened a dialog: an app that is only
        looked at does without.
        """
        if self._writer.is_open:
            return
        seen = await self.read(_version) if self._version is None else self._version[0]
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH)
        try:
            await self._writer.open()
        finally:
            sys.setswitchinterval(usual)
        self._version = await self._writer.version(), True
        if await self.read(_version) != seen:
            self.changed.publish(EVERYTHING)

    def _watch(self) -> None:
        if self._version is None or self.bringing is not None or self.is_rehearsing:
            return
        self.flow(self._look(), group="watch")
        if self.rest < _BREATH:
            return
        if not self._writer.is_open and math.isfinite(self.last_key_at):
            self.flow(self.warm_up(), group="warm up")
        else:
            self.flow(self.mount_ahead(), group="ahead")

    @property
    def rest(self) -> float:
        """Seconds since the last key; since the first list came, where none has been pressed."""
        return monotonic() - (self.last_key_at if math.isfinite(self.last_key_at) else self._began_at)

    async def mount_ahead(self) -> None:
        """Gets one more of the screens ready that have not been seen."""
        raise NotImplementedError

    @on(GuardedApp.KeyTaken)
    def _expect_writing(self) -> None:
        """Imports what writing needs while the rep fills a dialog in that a key has opened."""
        if self.screen.is_modal and not self._writer.is_open:
            self.flow(self.warm_up(), group="warm up")

    async def _look(self) -> None:
        """Looks for others' writes, by the writer's connection, to which its own are none, as soon as there is one."""
        by_writer = self._writer.is_open
        number = await (self._writer.version() if by_writer else self.read_idle("watch", _version))
        if by_writer != self._writer.is_open:
            return
        before, self._version = self._version, (number, by_writer)
        if before is not None and before[1] == by_writer and before[0] != number:
            self.changed.publish(EVERYTHING)

    @property
    def _this_minute(self) -> int:
        return self.desk().moment.epoch // 60

    def look_at_clock(self) -> None:
        """Every minute what is due may differ; clocks are typed in whole ones."""
        if self._minute not in (-1, minute := self._this_minute):
            self._minute = minute
            self.changed.publish(EVERYTHING)
            self.flow(self.reminders.look(), group="reminders")

    def _count_due(self, change: Change) -> None:
        if change.touches("follow_up") or change.touches("contact"):
            self.flow(self._show_due(), group="due")

    async def _show_due(self) -> None:
        """Has every screen say what is due; those behind say it when they come to the front."""
        self.due_words = await self.read_for("due", due_words)
        for screen in self.screen_stack:
            if (here := as_desk(screen)) is not None:
                here.show_due(self.due_words)


def _version(connection: Any, _: Desk) -> int:
    from crm_tui.store.reading import version

    return version(connection)
