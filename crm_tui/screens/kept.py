"""Screens about one record that are kept when they are left: to fill one anew takes a fraction of building it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from crm_tui.domain.change import Change
from crm_tui.domain.errors import CrmError
from crm_tui.screens.person_screen import PersonScreen
from crm_tui.screens.store_app import EVERYTHING, RELOADS
from crm_tui.screens.store_thread import Call, Superseded
from crm_tui.screens.widgets.record_list import RecordList

P = ParamSpec("P")
R = TypeVar("R")

#: Seconds for which the screen before is still seen where a new one is not filled yet.
_UNNOTICED = 0.04


class KeptScreen(PersonScreen):
    """A screen that is turned from one record to the next.

    A subclass has a ``turn_to`` of its own, which says what the record is and calls `turned`, and asks the store with
    `ask`, so that no answer about the record before is ever shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self._turn = 0
        self._release: Callable[[], None] | None = None

    @abstractmethod
    def blank(self) -> None:
        """Takes everything off the screen that is about the record before, but for its lists."""

    def turned(self) -> None:
        """Shows nothing, until what is about the new record has come; keys wait for that.

        No frame is painted until then, for as long as nobody notices: mostly the next one has the record already.
        """
        self._turn += 1
        self.release()
        self._release = self.crm.hold_frames(_UNNOTICED)
        self._is_stale = True
        if self.is_mounted:
            self._moment = self.crm.desk().moment
            for records in self.query(RecordList):
                records.forget()
            self.blank()
            # Asked for at once, and not when the screen is in front: the answer is on its way meanwhile.
            self._is_stale = False
            self._pending = EVERYTHING
            self.flow(self._catch_up(), group=RELOADS)

    def begin_to_catch_up(self, change: Change) -> None:
        """At once: there is nothing to be seen until the answer comes."""
        self._take(change)

    def release(self) -> None:
        """Has frames painted again. A subclass calls this once the record is on the screen."""
        if self._release is not None:
            if self.is_mounted:
                self.gather()
            self._release()
            self._release = None

    async def ask(self, slot: str, query: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """As `CrmApp.read_for`; raises `Superseded` when the screen has been turned to another record meanwhile."""
        turn = self._turn
        try:
            answer = await self.crm.read_for(slot, query, *args, **kwargs)
        except CrmError as error:
            if turn != self._turn:
                raise Superseded from error
            raise
        if turn != self._turn:
            raise Superseded
        return answer
