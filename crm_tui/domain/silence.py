"""Keeping in touch: how long somebody has been silent, measured by how long that may be."""

from __future__ import annotations

from datetime import UTC, date, datetime

from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from crm_tui.domain.clock import Moment
    from crm_tui.domain.contact import Contact
    from crm_tui.domain.desk import Desk


@dataclass(frozen=True, slots=True)
class Quiet:
    """A silence of as many ``days`` as are tolerated (``interval``), or more."""

    days: int
    interval: int

    @property
    def is_long(self) -> bool:
        """Whether it has lasted half as long again as it may."""
        return 2 * self.days >= 3 * self.interval

    def __str__(self) -> str:
        return f"quiet {self.days} d"


@dataclass(frozen=True, slots=True)
class Interval:
    """How many ``days`` somebody may be silent, and by what: "their own", "tag #vip" or "tier A"."""

    days: int
    source: str


def interval(contact: Contact, desk: Desk) -> Interval | None:
    """The interval of a contact: their own, else the shortest of their tags, else their tier's; None for none."""
    if contact.keep_in_touch_days:
        return Interval(contact.keep_in_touch_days, "their own")
    tags = {tag.casefold(): days for tag, days in desk.tag_days.items()}
    if of_tags := [(tags[tag.casefold()], tag) for tag in contact.tags if tag.casefold() in tags]:
        days, tag = min(of_tags)
        return Interval(days, f"tag #{tag}")
    days_of_tier = desk.tier_days.get(contact.tier) if contact.tier else None
    return Interval(days_of_tier, f"tier {contact.tier}") if days_of_tier else None


def quiet(since: datetime, quiet_on: date | None, moment: Moment) -> Quiet | None:
    """How quiet somebody is who was last heard of, or added, at ``since``; None until the day ``quiet_on``.

    That day is counted from the one that it was in UTC, so that it is the same for every rep who shares a book.
    """
    if quiet_on is None or quiet_on > moment.today:
        return None
    interval = (quiet_on - since.astimezone(UTC).date()).days
    return Quiet(max(interval, silence(since, moment)), interval)


def silence(since: datetime, moment: Moment) -> int:
    """Whole local days from ``since`` to the moment, never negative."""
    return max(0, (moment.today - since.astimezone(moment.tz).date()).days)
