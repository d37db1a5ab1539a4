"""What a date phrase means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from crm_tui.domain.follow_up import Due

Grain = Literal["minute", "hour", "day", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A day, or a wall-clock time in the zone of the desk at which it was typed.

    ``grain`` is how exactly it was said: a "month" (or a quarter, a year) stands as its first working day.
    ``every`` is a recurrence rule body such as "FREQ=WEEKLY;BYDAY=MO", or "". A time in the hour that
    repeats when clocks go back is the first one, unless ``time.fold`` says that it was counted from now.
    """

    day: date
    time: time | None = None
    zone: str = "UTC"
    grain: Grain = "day"
    every: str = ""

    @property
    def value(self) -> date | datetime:
        """A date, or an aware datetime."""
        if self.time is None:
            return self.day
        return datetime.combine(self.day, self.time, ZoneInfo(self.zone))

    def due(self) -> Due:
        """As the due day or time of a follow-up."""
        return Due(self.day) if self.time is None else Due(self.day, self.time, self.zone)
