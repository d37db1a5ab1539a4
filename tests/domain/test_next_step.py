"""Now is Wednesday 18 November 2026, 10:00 in Riga."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import next_step
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.follow_up import Due, FollowUpKind
from crm_tui.domain.next_step import DEFAULT_OUTCOMES, Choice, Proposal, propose
from crm_tui.domain.outcome import Outcome, OutcomeRule
from crm_tui.domain.status import DEFAULT_STATUSES, Status
from crm_tui.domain.working import WorkingTime

STATUSES = [status.name for status in DEFAULT_STATUSES]


def proposed(desk: Desk, outcome: Outcome, status: str = "new", attempts: int = 1) -> Proposal:
    return propose(outcome, desk, status=status, attempts=attempts)


def at(desk: Desk, day: int, hour: int, minute: int = 0) -> Desk:
    now = desk.moment.now.replace(day=day, hour=hour, minute=minute)
    return replace(desk, moment=Moment(now, desk.moment.zone))


def due(day: int, hour: int | None = None, minute: int = 0) -> Due:
    return Due(date(2026, 11, day)) if hour is None else Due(date(2026, 11, day), time(hour, minute), "Europe/Riga")


def test_every_outcome_has_a_rule() -> None:
    assert set(DEFAULT_OUTCOMES) == set(Outcome)


def test_no_answer_in_the_morning_is_called_the_next_afternoon(desk: Desk) -> None:
    assert proposed(desk, Outcome.NO_ANSWER).due == due(19, 14)


def test_no_answer_in_the_afternoon_is_called_the_next_morning(desk: Desk) -> None:
    assert proposed(at(desk, 20, 15), Outcome.NO_ANSWER).due == due(23, 10)


@pytest.mark.parametrize("outcome", [Outcome.LEFT_VOICEMAIL, Outcome.LEFT_MESSAGE])
def test_a_message_gets_two_working_days(desk: Desk, outcome: Outcome) -> None:
    assert proposed(desk, outcome).due == due(20)
    assert proposed(at(desk, 19, 10), outcome).due == due(23)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "expected"),
    [
        (18, 10, 0, due(18, 12)),
        (18, 10, 3, due(18, 12, 5)),
        (18, 16, 0, due(18, 18)),
        (18, 16, 1, due(19, 9)),
        (18, 23, 30, due(19, 9)),
        (18, 5, 0, due(18, 9)),
        (20, 17, 0, due(23, 9)),
        (21, 10, 0, due(23, 9)),
    ],
)
def test_busy_is_called_in_two_hours_or_the_next_morning(
    desk: Desk, day: int, hour: int, minute: int, expected: Due
) -> None:
    assert proposed(at(desk, day, hour, minute), Outcome.BUSY).due == expected


def test_connected_asks_and_offers_three_working_days(desk: Desk) -> None:
    found = proposed(desk, Outcome.CONNECTED)
    assert (found.asks, found.due, found.kind) == (True, due(23), FollowUpKind.CALL)


def test_a_callback_asks_for_the_time_and_offers_none(desk: Desk) -> None:
    found = proposed(desk, Outcome.CALLBACK_REQUESTED)
    assert (found.asks, found.due) == (True, None)


def test_a_meeting_asks_for_its_time_and_stops_the_cadence(desk: Desk) -> None:
    found = proposed(desk, Outcome.MEETING_BOOKED)
    assert (found.asks, found.due, found.kind) == (True, None, FollowUpKind.MEETING)
    assert found.has_reminder
    assert found.stops_cadence


def test_the_reminder_of_a_meeting_is_the_working_day_before(desk: Desk) -> None:
    assert next_step.reminder(due(24, 9), desk) == due(23)
    assert next_step.reminder(due(23, 9), desk) == due(20)


def test_a_meeting_tomorrow_gets_no_reminder(desk: Desk) -> None:
    assert next_step.reminder(due(19, 9), desk) is None


def test_not_interested_proposes_nothing_and_offers_half_a_year(desk: Desk) -> None:
    found = proposed(desk, Outcome.NOT_INTERESTED)
    assert (found.due, found.status) == (None, "nurture")
    assert found.choices == (
        Choice(label="in 6 months", due=Due(date(2027, 5, 18)), status="nurture"),
        Choice(label="unqualified", status="unqualified"),
    )


def test_a_wrong_number_is_marked_and_looked_for(desk: Desk) -> None:
    found = proposed(desk, Outcome.WRONG_NUMBER)
    assert (found.due, found.kind, found.text) == (due(19), FollowUpKind.TODO, "find number")
    assert found.is_number_bad


@pytest.mark.parametrize(
    ("outcome", "before", "after"),
    [
        (Outcome.CONNECTED, "new", "connected"),
        (Outcome.CONNECTED, "attempting", "connected"),
        (Outcome.CONNECTED, "qualified", None),
        (Outcome.CONNECTED, "customer", None),
        (Outcome.NO_ANSWER, "new", "attempting"),
        (Outcome.NO_ANSWER, "attempting", None),
        (Outcome.NO_ANSWER, "connected", None),
        (Outcome.BUSY, "new", None),
        (Outcome.CALLBACK_REQUESTED, "attempting", "connected"),
        (Outcome.MEETING_BOOKED, "connected", "qualified"),
        (Outcome.MEETING_BOOKED, "customer", None),
        (Outcome.NOT_INTERESTED, "qualified", "nurture"),
        (Outcome.NOT_INTERESTED, "customer", None),
    ],
)
def test_the_status_after(desk: Desk, outcome: Outcome, before: str, after: str | None) -> None:
    assert proposed(desk, outcome, before).status == after


def test_a_status_that_this_house_does_not_have_is_not_proposed(desk: Desk) -> None:
    own = replace(desk, statuses=(Status("new", is_open=True), Status("lost", is_open=False)))
    found = proposed(own, Outcome.NOT_INTERESTED)
    assert found.status is None
    assert [choice.status for choice in found.choices] == [None, None]


def test_nurture_is_suggested_after_eight_attempts(desk: Desk) -> None:
    assert proposed(desk, Outcome.NO_ANSWER, "attempting", 7).notes == ()
    found = proposed(desk, Outcome.NO_ANSWER, "attempting", 8)
    assert found.notes == ("8 attempts without a connect: nurture?",)
    assert found.choices == (Choice(label="nurture", status="nurture"),)


@pytest.mark.parametrize("outcome", [Outcome.CONNECTED, Outcome.WRONG_NUMBER])
def test_nurture_is_not_suggested_once_reached_or_for_a_wrong_number(desk: Desk, outcome: Outcome) -> None:
    assert proposed(desk, outcome, "attempting", 9).notes == ()


def test_a_rule_of_the_house_comes_first(desk: Desk) -> None:
    rule = OutcomeRule(next="tomorrow 9", kind="email", text="send brochure", status=(("*", "qualified"),))
    found = proposed(replace(desk, outcomes={Outcome.BUSY: rule}, language="el"), Outcome.BUSY)
    assert (found.due, found.kind, found.text, found.status) == (
        due(19, 9),
        FollowUpKind.EMAIL,
        "send brochure",
        "qualified",
    )
    assert proposed(replace(desk, outcomes={Outcome.BUSY: rule}), Outcome.NO_ANSWER).due == due(19, 14)


def test_a_rule_that_is_no_date_says_so(desk: Desk) -> None:
    with pytest.raises(ParseError):
        proposed(replace(desk, outcomes={Outcome.BUSY: OutcomeRule(next="whenever")}), Outcome.BUSY)


def test_calls_stay_within_late_working_hours(desk: Desk) -> None:
    late = replace(desk, working=WorkingTime(day_start=time(15), day_end=time(22)))
    assert proposed(late, Outcome.NO_ANSWER).due == due(19, 15)


@given(
    st.sampled_from(Outcome),
    st.sampled_from(STATUSES),
    st.integers(0, 20),
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.times(timezones=st.timezones()),
)
def test_a_proposal_is_never_in_the_past_or_on_a_day_off(
    outcome: Outcome, status: str, attempts: int, day: date, clock: time
) -> None:
    now = datetime.combine(day, clock)
    desk = Desk(moment=Moment(now, str(now.tzinfo)))
    found = propose(outcome, desk, status=status, attempts=attempts)
    if found.due is not None:
        assert found.due.day >= desk.moment.today
        assert desk.working.is_workday(found.due.day)
    assert found.status in {None, *STATUSES} - {status}
