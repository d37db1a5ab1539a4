"""From columns to domain values.

Words that this version does not know, which a newer one may have synced, become the plainest value of their kind:
a list must open whatever it holds.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Due, Priority
from crm_tui.domain.typed import TypeVar

E = TypeVar("E", bound=StrEnum)

#: Between the items of a list made by ``group_concat``; text is cleaned of control characters on its way in.
SEPARATOR = "\x1f"

_PRIORITIES = {int(priority): priority for priority in Priority}


def member(kind: type[E], value: str | None) -> E | None:
    """The member of an enumeration, None for absent and unknown values."""
    # As `kind(value)` would find it, at a tenth of the cost; a window of fifty rows has some four hundred of them.
    found: E | None = kind._value2member_map_.get(value)  # type: ignore[assignment]
    return found


def moment(desk: Desk, epoch: int | None) -> datetime | None:
    """An instant in the rep's zone."""
    return None if epoch is None else desk.moment.local(epoch)


def day(text: str | None) -> date | None:
    """A stored day."""
    return date.fromisoformat(text) if text else None


def due(day: str, clock: str | None, zone: str) -> Due:
    """A stored due day and wall-clock time."""
    return Due(date.fromisoformat(day), time.fromisoformat(clock) if clock else None, zone)


def due_value(desk: Desk, due_day: str | None, due_at: int | None) -> date | datetime | None:
    """What a follow-up is due at: an instant in the rep's zone, or a day."""
    return day(due_day) if due_at is None else moment(desk, due_at)


def priority(number: int) -> Priority:
    """A stored priority, held to the known ones."""
    return _PRIORITIES.get(number) or (Priority.HIGH if number < Priority.HIGH else Priority.LOW)


def words(joined: str | None) -> tuple[str, ...]:
    """The items of a list that was joined with `SEPARATOR`."""
    return tuple(joined.split(SEPARATOR)) if joined else ()
