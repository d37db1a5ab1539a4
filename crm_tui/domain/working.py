"""Working days and hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """Which days are worked (Monday is 0), which are not, and from when to when."""

    workdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[date] = field(default_factory=frozenset)
    day_start: time = time(9)
    day_end: time = time(18)

    def is_workday(self, day: date) -> bool:
        """Whether ``day`` is worked."""
        return day.weekday() in self.workdays and day not in self.holidays

    def add(self, day: date, days: int) -> date:
        """The working day ``days`` working days after ``day`` (before it when negative)."""
        step = timedelta(1 if days >= 0 else -1)
        left = abs(days)
        while left:
            day += step
            left -= self.is_workday(day)
        return day
