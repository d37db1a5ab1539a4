"""The guided block: teaches the loop on the sample, by the rep's own keys on the real desk.

It is loaded when it begins. Nothing tells it what was pressed: after every key, when another screen comes to the front,
and a few times a second for the mouse, it looks at what the rep has in front of them and at what the journal says that
they have done.
"""

from __future__ import annotations

import asyncio
import math
from time import monotonic
from typing import TYPE_CHECKING

from crm_tui.domain.errors import CrmError
from crm_tui.domain.guided import Since, Step
from crm_tui.domain.value import replace
from crm_tui.screens import beginning
from crm_tui.screens.guided import sight as guided_sight
from crm_tui.screens.guided.coach import Coach
from crm_tui.screens.guided.file import GuideFile, Position, State
from crm_tui.screens.guided.words import Front, Sight, patient, words
from crm_tui.store import guided as store

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

#: Seconds between two looks at what the mouse may have done.
_GLANCE = 0.25

#: Seconds for which a screen is waited for that is still fetching, and how often it is looked at.
_PATIENCE, _PAUSE = 1.0, 0.01


async def greet(app: CrmApp) -> None:
    """On the sample: begins where the rep came for the guide or had not left it, else names it once."""
    file = GuideFile(app.database)
    device, last = await app.read(store.place)
    position = file.load()
    known = position is not None and position.device == device and position.began <= last
    if app.begins_guide or (known and position is not None and position.state is State.RUNNING):
        await begin(app)
    elif not known:
        key = app.printed["guide.begin"]
        app.toast(f"New here? {key} begins a two-minute guide.", "Six keys, tried on invented people.", severity="hint")
        _keep(app, file, Position(state=State.OFFERED, device=device, began=last))


async def begin(app: CrmApp) -> None:
    """Begins the guide on this book, or goes on with it where it was left."""
    if app.guide is not None:
        app.toast("The guide is under way.", "What it waits for is said at the top.", severity="hint")
        return
    file = GuideFile(app.database)
    device, last = await app.read(store.place)
    position = file.load()
    is_begun = position is not None and position.state in (State.RUNNING, State.LEFT)
    if position is None or not is_begun or position.device != device or position.began > last:
        position = Position(state=State.RUNNING, device=device, began=last)
    app.guide = Guide(app, file, replace(position, state=State.RUNNING))
    app.guide.look()


class Guide:
    """A guide under way."""

    def __init__(self, app: CrmApp, file: GuideFile, position: Position) -> None:
        self._app = app
        self._file = file
        self._position = position
        self._coaches: list[Coach] = []
        self._step = Step.CALL
        self._sight: Sight | None = None
        self._notice: object = None
        #: When something was last different, by `monotonic`.
        self._changed_at = math.inf
        self._is_looking = self._is_asked = self._has_key = False
        self._timer = app.set_interval(_GLANCE, self._glance)
        app.screen_change_signal.subscribe(app, lambda _: self.look())
        _keep(app, file, position)

    def rekey(self) -> None:
        """Names the keys that are others now."""
        self._sight = None
        self.look()

    # Looking

    def look(self, *, has_key: bool = False) -> None:
        """Looks at how the desk stands, once it has come to rest; ``has_key``: after a key."""
        self._has_key |= has_key
        self._is_asked = True
        if not self._is_looking:
            self._is_looking = True
            self._app.flow(self._look(), group="guide")

    def _glance(self) -> None:
        """Looks again where something is different, or where nothing could be seen before."""
        desk = guided_sight.desk_in_front(self._app)
        if desk is None:
            return
        is_same = self._sight == guided_sight.seen(self._app, self._step) and self._notice is self._app.notice
        if not is_same or not desk.query(Coach):
            self.look()

    async def _look(self) -> None:
        try:
            while self._is_asked and self._is_under_way:
                self._is_asked = False
                await self._rest()
                await self._take_in()
        finally:
            self._is_looking = False

    @property
    def _is_under_way(self) -> bool:
        return self._app.guide is self

    async def _rest(self) -> None:
        """Waits for a screen that is still fetching."""
        waited = 0.0
        while not self._app.can_take_keys and waited < _PATIENCE:
            await asyncio.sleep(_PAUSE)
            waited += _PAUSE

    async def _take_in(self) -> None:
        """Finds out how far the rep has come, and says what is next."""
        self._notice = self._app.notice
        since = await self._app.read(store.since, self._position.began)
        if not self._is_under_way:
            return
        step, sight = self._found(since)
        if sight is None:
            return
        if step is not None:
            await self._say(step, sight)
        elif sight.front is Front.NOTHING and not sight.is_typing:
            await self._end(since)

    def _found(self, since: Since) -> tuple[Step | None, Sight | None]:
        """The step that is next, and what is seen with regard to it, if anything is.

        A search that has found somebody is kept.
        """
        position = self._position
        step = since.step(has_searched=position.has_searched)
        sight = guided_sight.seen(self._app, step or Step.UNDO)
        if sight is None:
            return step, None
        if sight.has_found and not position.has_searched:
            self._position = replace(position, has_searched=True)
            _keep(self._app, self._file, self._position)
            return self._found(since)
        if step is Step.CALL and sight.front in (Front.CALL, Front.ENDED_CALL):
            step = Step.OUTCOME if sight.front is Front.CALL else Step.SAVE
        return step, sight

    # Saying

    async def _say(self, step: Step, sight: Sight) -> None:
        said = words(step, sight)
        if (step, sight) != (self._step, self._sight):
            self._changed_at = monotonic()
        elif self._has_key and not sight.is_typing and self._changed_at < self._app.last_key_at:
            said = patient(said)
        self._has_key = False
        self._step, self._sight = step, sight
        await self._show()
        for coach in self._coaches:
            coach.say(step, said, can_leave=sight.front is Front.NOTHING and not sight.is_typing)

    async def _show(self) -> None:
        """Sees to it that the screen that is seen has a coach, beneath its first line."""
        screen = guided_sight.desk_in_front(self._app)
        if screen is not None and not screen.query(Coach):
            coach = Coach(lambda: self._app.printed)
            self._coaches.append(coach)
            await screen.mount(coach, after=0)

    # The end

    async def leave(self) -> None:
        """Leaves the guide; its place is kept."""
        _keep(self._app, self._file, replace(self._position, state=State.LEFT))
        await self._close()
        hint = f"{self._app.printed['guide.begin']} goes on with it."
        self._app.toast(f"The guide is left at {self._step.value} of {len(Step)}.", hint, severity="hint")

    async def _end(self, since: Since) -> None:
        from crm_tui.screens.dialogs.guide import GuideEndDialog

        _keep(self._app, self._file, replace(self._position, state=State.DONE))
        await self._close()

        def go(way: str | None) -> None:
            if way == "own":
                beginning.leave_for_own(self._app)

        await self._app.push_screen(GuideEndDialog(since.summary(), self._app.printed), go)

    async def _close(self) -> None:
        self._app.guide = None
        self._timer.stop()
        self._app.screen_change_signal.unsubscribe(self._app)
        for coach in self._coaches:
            if coach.is_attached:
                await coach.remove()


def _keep(app: CrmApp, file: GuideFile, position: Position) -> None:
    """Keeps the position; where that cannot be, says so and goes on."""
    try:
        file.save(position)
    except CrmError as error:
        app.complain(error)
