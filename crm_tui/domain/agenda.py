"""What to do next, in what order, and why: the rules of the Today screen and of the agenda.

Stated here once, as pure functions. The store asks SQL for the same, in the order of its indexes, and a test
holds the two together.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:  # a shell prompt counts what is due, and must not wait for the definition of a contact
    from crm_tui.domain.clock import Moment
    from crm_tui.domain.contact import Contact
    from crm_tui.domain.desk import Desk
    from crm_tui.domain.follow_up import Due, Priority
    from crm_tui.domain.status import Tier

#: Clocks on earth are at most this far behind and ahead of UTC.
BEHIND, AHEAD = timedelta(hours=12), timedelta(hours=14)

_DAY = timedelta(days=1)


class Section(StrEnum):
    """A section of Today, in the order of the screen; the last is only previewed."""

    OVERDUE = "overdue"
    TODAY = "today"
    NO_NEXT_STEP = "no_next_step"
    QUIET = "quiet"
    TOMORROW = "tomorrow"


#: The sections that are worked; tomorrow is only looked at.
WORKED = (Section.OVERDUE, Section.TODAY, Section.NO_NEXT_STEP, Section.QUIET)


class Range(StrEnum):
    """A part of the agenda. This week ends on Sunday; done is whatever is no longer open."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a rep's time: whole days ``first`` to ``last``, and instants from ``start`` until before ``end``.

    Days and instants are told apart because a day is due until its end wherever the rep is, while a timed
    follow-up keeps the zone in which it was typed. None leaves that side open.
    """

    first: date | None
    last: date | None
    start: datetime | None
    end: datetime | None

    def holds(self, due: Due) -> bool:
        """Whether ``due`` falls into this span."""
        instant = due.instant
        if instant is None:
            return (self.first is None or due.day >= self.first) and (self.last is None or due.day <= self.last)
        return (self.start is None or instant >= self.start) and (self.end is None or instant < self.end)


def span(part: Section | Range, moment: Moment) -> Span:
    """The stretch of time that a section or range means for a rep at ``moment``.

    Raises `KeyError` for parts that are not about time: no next step, quiet, done.
    """
    now, today = moment.now, moment.today
    sunday = today + timedelta(days=6 - today.weekday())
    spans = {
        "overdue": (None, today - _DAY, None, now),
        "today": (today, today, now, _midnight(today + _DAY, moment)),
        "tomorrow": (today + _DAY, today + _DAY, *_day(today + _DAY, moment)),
        "this_week": (today + _DAY, sunday, _midnight(today + _DAY, moment), _midnight(sunday + _DAY, moment)),
        "later": (sunday + _DAY, None, _midnight(sunday + _DAY, moment), None),
    }
    first, last, start, end = spans[part.value]
    return Span(first=first, last=last, start=start, end=end)


def _midnight(day: date, moment: Moment) -> datetime:
    return datetime.combine(day, time(), moment.tz)


def _day(day: date, moment: Moment) -> tuple[datetime, datetime]:
    return _midnight(day, moment), _midnight(day + _DAY, moment)


def section_of(due: Due, moment: Moment) -> Section | None:
    """The section of an open follow-up; None when it is due later than tomorrow."""
    dated = (Section.OVERDUE, Section.TODAY, Section.TOMORROW)
    return next((section for section in dated if span(section, moment).holds(due)), None)


def section_without_step(contact: Contact, desk: Desk) -> Section | None:
    """The section of a contact without an open follow-up: no next step, gone quiet, or none.

    Whoever has a next step is looked after; whoever is in the trash or must not be contacted is in no queue.
    A status that is not in the settings promises a next step.
    """
    standing = contact.standing
    if contact.deleted_at or contact.do_not_contact or standing.next_step:
        return None
    closed = {status.name for status in desk.statuses if not status.is_open}
    if contact.status not in closed:
        return Section.NO_NEXT_STEP
    is_quiet = standing.quiet_on is not None and standing.quiet_on <= desk.moment.today
    return Section.QUIET if is_quiet else None


def due_order(section: Section, due: Due, priority: Priority) -> tuple[object, ...]:
    """The sort key of a follow-up within its section.

    High priority first. What is overdue then goes by day and clock as they were typed, a whole day before its
    hours; a single day (today, tomorrow) by whole days first and then by instant, whatever the zone.
    """
    if section is Section.OVERDUE:
        return priority, due.day, due.time is not None, due.time or time()
    instant = due.instant
    return priority, instant is not None, instant.timestamp() if instant else 0.0


def step_order(tier: Tier | None, last_activity: datetime | None) -> tuple[object, ...]:
    """The sort key of a contact without a next step: by tier, then whoever has waited longest, the new first."""
    return tier is None, tier or "", last_activity is not None, last_activity.timestamp() if last_activity else 0.0


def quiet_order(quiet_on: date) -> tuple[object, ...]:
    """The sort key of a quiet contact: whoever has been beyond the interval longest comes first."""
    return (quiet_on,)


def why_due(due: Due, moment: Moment) -> str:
    """Why a follow-up is shown: "2 days overdue", "overdue since 09:00", "today 15:00", "tomorrow"."""
    instant = due.instant
    day = due.local_day(moment.tz)
    clock = "" if instant is None else f"{instant.astimezone(moment.tz):%H:%M}"
    if day < moment.today:
        return f"{_days((moment.today - day).days)} overdue"
    if instant is not None and instant < moment.now:
        return f"overdue since {clock}"
    word = "today" if day == moment.today else "tomorrow"
    return f"{word} {clock}".rstrip()


def why_no_step(last_activity: datetime | None, moment: Moment) -> str:
    """Why a contact without a next step is shown: "no next step for 12 days"."""
    from crm_tui.domain.silence import silence

    if last_activity is None:
        return "no next step, nothing logged yet"
    days = silence(last_activity, moment)
    return f"no next step for {_days(days)}" if days else "no next step since today"


def why_quiet(last_activity: datetime | None, tier: Tier | None, moment: Moment) -> str:
    """Why a quiet contact is shown: "quiet for 45 days, A-tier"."""
    from crm_tui.domain.silence import silence

    words = "nothing logged yet" if last_activity is None else f"quiet for {_days(silence(last_activity, moment))}"
    return f"{words}, {tier}-tier" if tier else words


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
