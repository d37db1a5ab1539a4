"""A follow-up: something to do, on a day or at a time."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from crm_tui.domain.interaction import ContactRef
from crm_tui.domain.value import dataclass


class FollowUpKind(StrEnum):
    """What is to be done."""

    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    TODO = "to-do"


class FollowUpState(StrEnum):
    """What became of it."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    CANCELED = "canceled"


class DueState(StrEnum):
    """Computed from the due day and the clock, never stored."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


class Priority(IntEnum):
    """Sorts as it reads: high first."""

    HIGH = 1
    NORMAL = 2
    LOW = 3


#: Days ahead that still count as soon.
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: a day, or a wall-clock time in the zone in which it was typed.

    A day without a time is due until the end of the rep's local day, wherever that is. A time keeps
    its wall clock and zone, so a change of daylight saving time moves nothing.
    """

    day: date
    time: time | None = None
    zone: str = ""

    @property
    def instant(self) -> datetime | None:
        """The moment in UTC-comparable form; None for a whole day."""
        if self.time is None:
            return None
        return datetime.combine(self.day, self.time, ZoneInfo(self.zone or "UTC"))

    @property
    def value(self) -> date | datetime:
        """A date, or an aware datetime."""
        return self.instant or self.day

    def local_day(self, zone: ZoneInfo) -> date:
        """The day on which this falls for a rep in ``zone``."""
        instant = self.instant
        return self.day if instant is None else instant.astimezone(zone).date()

    def state(self, now: datetime) -> DueState:
        """Overdue, today, soon or later, for a rep whose clock shows ``now`` (aware, in their zone)."""
        instant = self.instant
        today = now.date()
        day = self.day if instant is None else instant.astimezone(now.tzinfo).date()
        if day < today or (instant is not None and instant < now):
            return DueState.OVERDUE
        if day == today:
            return DueState.TODAY
        return DueState.SOON if (day - today).days <= SOON_DAYS else DueState.LATER


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Something to do for a contact. ``every`` is an RRULE without the prefix ("FREQ=WEEKLY"), or ""."""

    id: str
    contact: ContactRef
    due: Due
    kind: FollowUpKind = FollowUpKind.CALL
    text: str = ""
    priority: Priority = Priority.NORMAL
    state: FollowUpState = FollowUpState.OPEN
    every: str = ""
    snoozes: int = 0
    created_at: datetime
    done_at: datetime | None = None
    deleted_at: datetime | None = None
    company: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDraft:
    """A follow-up before it is stored. ``contact`` is an id."""

    contact: str
    due: Due
    kind: FollowUpKind = FollowUpKind.CALL
    text: str = ""
    priority: Priority = Priority.NORMAL
    every: str = ""
