"""The app's dealings with the store: what is asked, what is written, and how the rep is told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from textual.signal import Signal
from textual.worker import Worker

from crm_tui import actions
from crm_tui.actions import Scope
from crm_tui.config import Config
from crm_tui.domain.change import Change
from crm_tui.domain.errors import CrmError
from crm_tui.screens.noticing import NoticingApp
from crm_tui.screens.places import as_desk
from crm_tui.screens.store_thread import Call, Reader, Superseded, Writer

if TYPE_CHECKING:
    from crm_tui.domain.desk import Desk
    from crm_tui.screens.importing.bringing import Bringing
    from crm_tui.screens.widgets.toast import Severity

P = ParamSpec("P")
R = TypeVar("R")

_WAYS_BACK = {"change.undo": "undoes it", "change.redo": "brings it back"}

#: The group of workers that bring what is seen up to date after a change.
RELOADS = "reloads"


#: The change of which nothing is known but that something may be different.
EVERYTHING = Change(summary="", everything=True)


class StoreApp(NoticingApp):
    """Reads, writes and undoes on the store's own threads; says what has changed, and what went wrong.

    `read` and `write` raise what the store raises; whoever starts a flow with `flow` may leave a `CrmError` to it,
    which becomes a toast with its hint. `changed` is published with every `Change`, ours or another program's.
    """

    def __init__(self, config: Config, *, db: Path, log_folder: Path, now: str | datetime | None = None) -> None:
        super().__init__(log_folder)
        self.config = config
        self.changed: Signal[Change] = Signal(self, "changed")
        #: The import under way.
        self.bringing: Bringing | None = None
        #: Whether something is tried on the writer's thread, which has no time for anything else meanwhile.
        self.is_rehearsing = False
        #: What fixes the clock; None for the machine's.
        self.now = now
        self._reader = Reader(db)
        self._writer = Writer(db)

    def desk(self) -> Desk:
        """The rep's desk at this moment."""
        return self.config.desk(self.now)

    # The store

    async def read(self, query: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of a query of the store. Raises what it raises, and `Superseded` when the app closes."""
        return await self._reader.read("", self.desk(), query, *args, **kwargs)

    async def read_for(self, slot: str, query: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """As `read`, for a place that shows one answer: a newer read for the same ``slot`` interrupts this one.

        Raises `Superseded` then.
        """
        return await self._reader.read(slot, self.desk(), query, *args, **kwargs)

    async def read_idle(self, slot: str, query: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """As `read_for`, for what nobody waits for: it runs while nothing else is read, and gives way to what is.

        ``query`` may be run several times. Raises `Superseded` when a newer read for the ``slot`` took its place.
        """
        return await self._reader.read_idle(slot, self.desk(), query, *args, **kwargs)

    async def write(self, operation: Call[P, Change], /, *args: P.args, **kwargs: P.kwargs) -> Change:
        """Carries out an operation of the store, toasts it, and returns once what is seen is up to date.

        Raises what the operation raises; nothing is written then.
        """
        self._refuse_while_importing()
        change = await self._writer.write(self.desk(), operation, *args, **kwargs)
        await self.announce(change)
        return change

    async def drive(self, operation: Call[P, Change], /, *args: P.args, **kwargs: P.kwargs) -> Change:
        """As `write`, for what makes its own transactions from the store, like an import."""
        change = await self._writer.drive(self.desk(), operation, *args, **kwargs)
        await self.announce(change)
        return change

    async def rehearse(self, operation: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of what is tried and taken back, as the trial of an import is: nothing has changed after it."""
        self._refuse_while_importing()
        self.is_rehearsing = True
        try:
            return await self._writer.drive(self.desk(), operation, *args, **kwargs)
        finally:
            self.is_rehearsing = False

    async def follow_settings(self) -> None:
        """Has the book follow the settings: who is in an open status, and who has gone quiet."""
        if self.bringing is None:  # else with the first write after the import
            await self._writer.drive(self.desk(), _follow_rules)
        self.changed.publish(EVERYTHING)

    def _refuse_while_importing(self) -> None:
        """A write would wait unseen for the import to end, and the rep for the write."""
        if self.bringing is not None:
            raise self.bringing.refusal

    async def announce(self, change: Change, back: str = "change.undo") -> None:
        """Toasts a change, tells every pane, and waits until those in sight have reloaded.

        ``back`` is the action that takes it back.
        """
        notes = "\n".join(change.notes)
        severity: Severity = "warning" if notes else "done"
        way_back = self.way_back(back) if change.operation else ""
        self.toast(change.summary, notes, severity=severity, way_back=way_back)
        self.changed.publish(change)
        reloads = [worker.wait() for worker in self.workers if worker.group == RELOADS]
        await asyncio.gather(*reloads, return_exceptions=True)

    async def action_change_undo(self) -> None:
        """Takes the last change back."""
        await self._step("undo", "change.redo")

    async def action_change_redo(self) -> None:
        """Brings back what was undone."""
        await self._step("redo", "change.undo")

    def way_back(self, action: str, *, is_setting: bool = False) -> str:
        """What the key of undo or redo does about a change, in words: "z undoes it"."""
        key = self.printed[action]
        here = next(filter(None, map(as_desk, reversed(self.screen_stack))), None)
        # Undo and redo are about the settings where these are in front, and about the people everywhere else.
        is_here = here is None or (here.SCOPE is Scope.SETTINGS) == is_setting
        return f"{key} {_WAYS_BACK[action]}{'' if is_here else ' on other screens'}" if key else ""

    def spelt(self, words: str) -> str:
        """``words`` with the rep's key of every action whose id stands in braces."""
        return actions.spelt(words, self.printed)

    @property
    def printed(self) -> Mapping[str, str]:
        """The key of each action as the rep reads it, by the action's id."""
        return {id: self.icons.keyed(key) for id, key in actions.printed(self.config.keys).items()}

    async def _step(self, name: str, back: str) -> None:
        def step(store: Any, desk: Desk) -> Change:
            from crm_tui.store import undo

            return undo.undo(store, desk) if name == "undo" else undo.redo(store, desk)

        try:
            self._refuse_while_importing()
            change = await self._writer.drive(self.desk(), step)
            await self.announce(change, back)
            if (here := as_desk(self.screen)) is not None:
                await here.return_to(change.records)
        except CrmError as error:
            self.complain(error)

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


def _follow_rules(store: Any, desk: Desk) -> bool:
    from crm_tui.store import derived

    return derived.ensure_rules(store.connection, desk)
