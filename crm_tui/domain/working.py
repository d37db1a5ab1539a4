"""Working days and hours."""

from __future__ import annotations

from datetime import date, time, timedelta

from crm_tui.domain.errors import ConfigError
from crm_tui.domain.value import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """Which days are worked (Monday is 0), which are not, and from when to when."""

    workdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[date] = field(default_factory=frozenset)
    day_start: time = time(9)
    day_end: time = time(18)

    def __post_init__(self) -> None:
        """Raises ConfigError when no day is worked, which would make the next working day endless to seek."""
        if not self.workdays & frozenset(range(7)):
            raise ConfigError("no day of the week is a working day", "give at least one in the settings")

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

    def on_or_after(self, day: date) -> date:
        """``day`` if it is worked, else the next working day."""
        return day if self.is_workday(day) else self.add(day, 1)

    def on_or_before(self, day: date) -> date:
        """``day`` if it is worked, else the working day before."""
        return day if self.is_workday(day) else self.add(day, -1)
