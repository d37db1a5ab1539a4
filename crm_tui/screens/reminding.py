"""Reminders: what is said when timed follow-ups fall due, and who they were about."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui import actions
from crm_tui.actions import shown

if TYPE_CHECKING:
    from crm_tui.domain.clock import Moment
    from crm_tui.domain.desk import Desk
    from crm_tui.domain.follow_up import FollowUp
    from crm_tui.screens.store_app import StoreApp

#: Seconds before the last look that are looked at again, for what another program had not yet committed then.
_AGAIN = 120

#: Names in one sentence.
_NAMED = 3

_OPEN = "reminder.open"


class Reminders:
    """Tells of timed follow-ups when they fall due, each once, and leads to the people they are about.

    What was overdue before `begin` is not told of: it is counted at the top of every screen.
    """

    def __init__(self, app: StoreApp, database: Path) -> None:
        self._app = app
        self._database = database
        self._began = self._seen = 0
        #: Ids of the follow-ups that were told of and not opened yet.
        self._waiting: list[str] = []

    def begin(self) -> None:
        """From now on; what is due in this very minute is not missed."""
        self._began = self._seen = self._app.desk().moment.epoch // 60 * 60 - 1

    async def look(self) -> None:
        """Tells of what has fallen due since the last look, if anything has."""
        desk = self._app.desk()
        now = desk.moment.epoch
        if not self._app.config.notify or now < self._seen:
            self._seen = min(now, self._seen)
            return
        since = max(self._began, self._seen - _AGAIN)
        steps = await self._app.read(_untold, self._database, since)
        self._seen = now
        if steps:
            self._waiting += [step.id for step in steps]
            self._tell(steps, desk)

    def _tell(self, steps: Sequence[FollowUp], desk: Desk) -> None:
        app = self._app
        key = dict(app.config.keys).get(_OPEN) or next(each.keys for each in actions.ACTIONS if each.id == _OPEN)
        app.toast(sentence(steps, desk.moment), severity="reminder", way_back=f"{shown(key[0])} opens")
        if app.config.notify_bell:
            app.bell()
        if app.config.notify_desktop != "off":
            from crm_tui.domain.notification import sequence

            in_tmux = bool(os.environ.get("TMUX"))
            app.tell_terminal(sequence(app.config.notify_desktop, counted(len(steps)), in_tmux=in_tmux))

    @property
    def are_waiting(self) -> bool:
        """Whether some were told of and not opened yet."""
        return bool(self._waiting)

    async def next_waiting(self) -> FollowUp | None:
        """The oldest follow-up that was told of, is still due, and was not asked for yet."""
        step = await self._app.read(_first_waiting, tuple(self._waiting))
        del self._waiting[: self._waiting.index(step.id) + 1 if step else len(self._waiting)]
        return step


def sentence(steps: Sequence[FollowUp], moment: Moment) -> str:
    """What is due, in one sentence: "10:00 call Jane Doe: the price list", or how many, and the first names."""
    if len(steps) == 1:
        (step,) = steps
        instant = step.due.instant
        clock = f"{instant.astimezone(moment.tz):%H:%M} " if instant else ""
        text = f": {step.text}" if step.text else ""
        return f"Due {clock}{step.kind} {step.contact.name or 'someone without a name'}{text}"
    names = list(dict.fromkeys(step.contact.name or "someone without a name" for step in steps))
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{counted(len(steps))}: {', '.join(names[:_NAMED])}{rest}"


def counted(count: int) -> str:
    """How many follow-ups are due, without a name: what a desktop may show to anyone who passes by."""
    return "1 follow-up is due" if count == 1 else f"{count} follow-ups are due"


def in_words(overdue: int, today: int, most: int) -> str:
    """What is due, for the top of the screen: "2 overdue, 5 today"; "" when nothing is."""
    parts = ((overdue, "overdue"), (today, "today"))
    return ", ".join(f"{min(count, most)}{'+' if count > most else ''} {word}" for count, word in parts if count)


def due_words(connection: Any, desk: Desk) -> str:
    """What is overdue and due today, in words; a query for `CrmApp.read`."""
    from crm_tui.store import due

    return in_words(*due.now_counts(connection, desk.moment), due.MOST_COUNTED)


def _untold(connection: Any, desk: Desk, database: Path, since: int) -> tuple[FollowUp, ...]:
    from crm_tui.store import reminders

    return reminders.untold(connection, desk, database, since)


def _first_waiting(connection: Any, desk: Desk, ids: Sequence[str]) -> FollowUp | None:
    from crm_tui.store import reminders

    return reminders.first_waiting(connection, desk, ids)
