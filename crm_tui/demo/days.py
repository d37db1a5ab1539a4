"""The working days around a moment, and believable hours on them."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta

from crm_tui.demo.dice import Dice
from crm_tui.domain.clock import Moment
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.working import WorkingTime

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

#: Calendar days looked back on, and ahead to.
_BACK, _AHEAD = 1100, 60

#: Months and days on which nobody picks up in most of the places that the demo book is set in.
_HOLIDAYS = ((1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31))

#: Hours at which people telephone, each as often as it stands here; few do over lunch.
_CALL_HOURS = (9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 14, 14, 15, 15, 16, 16, 17)
_MEETING_HOURS = (9, 10, 10, 11, 13, 14, 14, 15, 16)
_MAIL_HOURS = (8, 9, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
_HALVES = (0, 30)
_QUARTERS = (0, 15, 30, 45)


class Days:
    """Working days by distance from today: ``past[0]`` is the last one before today, ``ahead[0]`` the next."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self._tz = moment.tz
        today = moment.today
        years = range(today.year - 4, today.year + 2)
        working = WorkingTime(holidays=frozenset(date(year, *day) for year in years for day in _HOLIDAYS))
        self.past = [day for n in range(1, _BACK) if working.is_workday(day := today - timedelta(n))]
        self.ahead = [day for n in range(1, _AHEAD) if working.is_workday(day := today + timedelta(n))]

    def ago(self, days: int) -> int:
        """The index in ``past`` of the working day that is ``days`` calendar days ago, or the one before it."""
        return bisect_left(self.past, days - self.moment.today.toordinal(), key=lambda day: -day.toordinal())

    def at(self, dice: Dice, nth: int, kind: InteractionKind) -> datetime:
        """A time of day that suits ``kind``, on the ``nth`` working day back."""
        day = self.past[min(nth, len(self.past) - 1)]
        if kind is InteractionKind.MEETING or kind is InteractionKind.VISIT:
            hour, minute = dice.pick(_MEETING_HOURS), dice.pick(_HALVES)
        else:
            hour, minute = dice.pick(_CALL_HOURS if kind is InteractionKind.CALL else _MAIL_HOURS), dice.below(60)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self._tz)

    def appointment(self, dice: Dice) -> time:
        """A round time within working hours."""
        return time(dice.pick(_MEETING_HOURS), dice.pick(_QUARTERS))

    def later_today(self, dice: Dice) -> time | None:
        """A round time that is still to come today, in working hours; None when the day is over."""
        soon = (self.moment.now + timedelta(minutes=20)).replace(tzinfo=None)
        left = [
            at
            for hour in range(9, 18)
            for quarter in _QUARTERS
            if datetime.combine(self.moment.today, at := time(hour, quarter)) >= soon
        ]
        return dice.pick(left) if left else None
