"""A rep at the keyboard: presses keys, waits until nothing moves any more, and looks."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from crm_tui.config import Config, load
from crm_tui.screens.app import CrmApp
from crm_tui.screens.bindings import normal
from crm_tui.screens.widgets.toast import Toast
from tests.screens import rest

#: A Wednesday morning, in the zone of the tests.
NOW = "2026-11-18T09:30"
ZONE = "Europe/Riga"

#: Workers that never end, or end when the app does.
_ENDLESS = frozenset({"watch"})

#: Seconds in which whatever is begun belongs to what was done before: a frame of the app.
_FRAME = 1 / 60

#: Seconds between two looks at an app that works, and how many looks it may take until it is taken to work for ever.
_GLANCE, _PATIENCE = 0.002, 20_000


class Rep:
    """Drives the app; use it within `at_desk`."""

    def __init__(self, app: CrmApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot
        self._seen: str | None = None

    async def press(self, *keys: str) -> None:
        """Presses keys, each once the one before has had all its effects."""
        for key in keys:
            self.send(key)
            await self._settled()
        await self.idle()

    async def type(self, text: str) -> None:
        """Types a text or single-letter keys, faster than the app can follow."""
        for letter in text:
            self.send(letter)
        await self._settled()
        await self.idle()

    def send(self, key: str) -> None:
        """Presses a key, and does not wait for what it does."""
        character = key if len(key) == 1 else None
        self.app.post_message(events.Key("space" if key == " " else normal(key), character))

    async def _settled(self) -> None:
        """Waits until every message has been handled and no flow runs."""
        for _ in range(_PATIENCE):
            await rest.worked_off()
            if not self._is_working:
                return
            await asyncio.sleep(_GLANCE)
        raise AssertionError("the app does not come to rest")

    async def idle(self) -> None:
        """Waits until nothing is left to be done, what begins after the next frame included."""
        for _ in range(_PATIENCE):
            await self._settled()
            if self.app._exit:  # timers that are left do nothing any more, again and again
                return
            if (soon := rest.due_within(_FRAME)) is not None:
                await asyncio.sleep(soon)
            elif not self._can_be_looked_at:
                await asyncio.sleep(_GLANCE)
            else:
                self.app.screen._on_timer_update()  # the frame
                if not rest.has_work():
                    return
        raise AssertionError("the app does not come to rest")

    @property
    def _is_working(self) -> bool:
        """Whether a key has yet to have its effect, a flow runs, or a message is being handled."""
        flows = any(not worker.is_finished for worker in self.app.workers if worker.group not in _ENDLESS)
        pumps = (self.app, *self.app.screen.walk_children(with_self=True))
        return flows or self.app.has_keys or not all(map(rest.is_at_rest, pumps))

    @property
    def _can_be_looked_at(self) -> bool:
        """Whether the screen shows what it is about, and would take the next key."""
        return self.app.can_take_keys and not self.app._batch_count

    async def clock(self, now: str) -> None:
        """Turns the clock on to ``now`` (ISO 8601, in the zone of the tests), and has the app look at it."""
        self.app.now = now
        self.app.look_at_clock()
        await self.idle()

    def look(self) -> str:
        """The screen as text, line by line, without the spaces at the ends."""
        if self._seen is None:
            self._seen = "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())
            asyncio.get_running_loop().call_soon(self._look_away)
        return self._seen

    def _look_away(self) -> None:
        """Forgets what was seen: the app has had time to change it."""
        self._seen = None

    def sees(self, text: str) -> bool:
        """Whether a line of the screen holds this text."""
        return any(text in line for line in self.look().splitlines())

    async def click(self, text: str) -> None:
        """Clicks on the first place where this text is seen."""
        for row, line in enumerate(self.look().splitlines()):
            if text in line:
                await self._pilot.click(offset=(cell_len(line[: line.index(text)]), row))
                await self.idle()
                return
        raise AssertionError(f"{text!r} is not to be seen")

    @property
    def toast(self) -> str:
        """The words of the toast, "" when there is none."""
        return " ".join(str(toast.content) for toast in self.app.screen.query(Toast) if not toast.has_class("hidden"))

    @property
    def highlighted(self) -> str:
        """The line that the cursor is on, as far as its list goes."""
        lines = self.look().splitlines()
        if found := next((line for line in lines if line.startswith(("▌", ">"))), ""):
            return found
        beside = next((line for line in lines if "│▌" in line), "")
        return beside.partition("│")[2].partition("│")[0]


@asynccontextmanager
async def at_desk(
    db: Path,
    *,
    size: tuple[int, int] = (120, 40),
    now: str | None = NOW,
    config: Config | None = None,
    has_faults: bool = False,
    has_own: bool = False,
    begins_guide: bool = False,
    settings: Path | None = None,
) -> AsyncIterator[Rep]:
    """The app on the database at ``db``, at rest; a fault of the app fails the test unless it ``has_faults``.

    ``has_own`` and ``begins_guide`` as `CrmApp` has them: these are sample people. ``settings`` is the file that holds
    the settings.
    """
    faults = db.parent / "faults"
    app = CrmApp(
        config or (load(settings) if settings else Config(zone=ZONE)),
        db=db,
        log_folder=faults,
        now=now,
        has_own=has_own,
        begins_guide=begins_guide,
        settings=settings or Path(os.environ.get("CRM_CONFIG") or db.parent / "config.toml"),
    )
    async with app.run_test(size=size) as pilot:
        rep = Rep(app, pilot)
        await rep.idle()
        yield rep
        await rep.idle()
    assert has_faults or not list(faults.glob("*")), "\n".join(path.read_text() for path in faults.glob("*"))
