"""The next step that an outcome proposes. It is proposed, shown and confirmed; never taken by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from crm_tui.domain import when
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Due, FollowUpKind
from crm_tui.domain.outcome import CONNECTS, MANY_ATTEMPTS, Alternative, Outcome, OutcomeRule
from crm_tui.domain.value import dataclass, replace

#: When the other half of the day is called: late enough for a morning, early enough for an afternoon.
MORNING_CALL, AFTERNOON_CALL = time(10), time(14)

_NOON = time(12)
_BUSY_WAIT = timedelta(hours=2)
_ATTEMPTED = (("new", "attempting"),)
_REACHED = (("new", "connected"), ("attempting", "connected"))

DEFAULT_OUTCOMES: Mapping[Outcome, OutcomeRule] = {
    Outcome.CONNECTED: OutcomeRule(next="asks", default="+3bd", status=_REACHED),
    Outcome.NO_ANSWER: OutcomeRule(next="other half", status=_ATTEMPTED),
    Outcome.LEFT_VOICEMAIL: OutcomeRule(next="+2bd", status=_ATTEMPTED),
    Outcome.LEFT_MESSAGE: OutcomeRule(next="+2bd", status=_ATTEMPTED),
    Outcome.BUSY: OutcomeRule(next="2 hours or next morning"),
    Outcome.WRONG_NUMBER: OutcomeRule(next="+1bd", kind="to-do", text="find number", is_number_bad=True),
    Outcome.MEETING_BOOKED: OutcomeRule(
        next="asks",
        kind="meeting",
        status=(("new", "qualified"), ("attempting", "qualified"), ("connected", "qualified")),
        has_reminder=True,
        stops_cadence=True,
    ),
    Outcome.CALLBACK_REQUESTED: OutcomeRule(next="asks", status=_REACHED),
    Outcome.NOT_INTERESTED: OutcomeRule(
        next="none",
        status=(("*", "nurture"),),
        alternatives=(
            Alternative("in 6 months", next="6 months", status="nurture"),
            Alternative("unqualified", status="unqualified"),
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Another next step that the rep may choose instead. ``status`` None leaves it unchanged."""

    label: str
    due: Due | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What to do next, as proposed. Enter accepts it as it stands.

    ``due`` None is no next step, or one whose time the rep must give when ``asks``. ``status`` is the status
    after, None when it stays. ``has_reminder``: a to-do the day before goes with it, see `reminder`.
    ``notes`` are said beside the proposal.
    """

    due: Due | None = None
    kind: FollowUpKind = FollowUpKind.CALL
    text: str = ""
    status: str | None = None
    asks: bool = False
    has_reminder: bool = False
    stops_cadence: bool = False
    is_number_bad: bool = False
    choices: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()


def propose(outcome: Outcome, desk: Desk, *, status: str, attempts: int) -> Proposal:
    """The next step after an outcome, for a contact in ``status``.

    ``attempts`` counts the calls since the last connect, this one included; from `MANY_ATTEMPTS` on, nurture
    is suggested. Raises ParseError for a custom rule whose phrase is no date.
    """
    rule = desk.outcomes.get(outcome) or DEFAULT_OUTCOMES[outcome]
    choices = tuple(
        Choice(label=other.label, due=_due(other.next, desk), status=_status_after(other.status, status, desk))
        for other in rule.alternatives
    )
    notes: tuple[str, ...] = ()
    if attempts >= MANY_ATTEMPTS and outcome not in CONNECTS and not rule.is_number_bad:
        notes = (f"{attempts} attempts without a connect",)
        if after := _status_after("nurture", status, desk):
            notes = (f"{attempts} attempts without a connect: nurture?",)
            choices = (*choices, Choice(label="nurture", status=after))
    return Proposal(
        due=_due(rule.default if rule.next == "asks" else rule.next, desk),
        kind=FollowUpKind(rule.kind),
        text=rule.text,
        status=_transition(rule, status, desk),
        asks=rule.next == "asks",
        has_reminder=rule.has_reminder,
        stops_cadence=rule.stops_cadence,
        is_number_bad=rule.is_number_bad,
        choices=choices,
        notes=notes,
    )


def reminder(due: Due, desk: Desk) -> Due | None:
    """The day of the reminder of a meeting: the working day before it; None when that is not ahead."""
    day = desk.working.add(due.local_day(desk.moment.tz), -1)
    return Due(day) if day > desk.moment.today else None


def _due(phrase: str, desk: Desk) -> Due | None:
    if phrase in ("", "none"):
        return None
    if phrase == "other half":
        return _other_half(desk)
    if phrase == "2 hours or next morning":
        return _soon(desk)
    return when.parse(phrase, replace(desk, language="en")).due()


def _other_half(desk: Desk) -> Due:
    at = AFTERNOON_CALL if _now(desk).time() < _NOON else MORNING_CALL
    return Due(_next_workday(desk), max(at, desk.working.day_start), desk.moment.zone)


def _soon(desk: Desk) -> Due:
    """In two hours, on the next five minutes; after the working day, or on a day off, the next morning."""
    now = _now(desk)
    later = now + _BUSY_WAIT + timedelta(minutes=-now.minute % 5)
    if later.date() == now.date() and later.time() <= desk.working.day_end and desk.working.is_workday(now.date()):
        return Due(later.date(), max(later.time(), desk.working.day_start), desk.moment.zone)
    return Due(_next_workday(desk), desk.working.day_start, desk.moment.zone)


def _now(desk: Desk) -> datetime:
    """The wall clock at the desk, in whole minutes and without its zone."""
    return desk.moment.now.astimezone(desk.moment.tz).replace(tzinfo=None, second=0, microsecond=0)


def _next_workday(desk: Desk) -> date:
    return desk.working.add(desk.moment.today, 1)


def _transition(rule: OutcomeRule, status: str, desk: Desk) -> str | None:
    known = dict(rule.status)
    after = known.get(status) or (known.get("*", "") if status in desk.open_statuses else "")
    return _status_after(after, status, desk)


def _status_after(after: str, status: str, desk: Desk) -> str | None:
    """A status that differs from the present one and exists here, else None."""
    return after if after != status and after in {known.name for known in desk.statuses} else None
