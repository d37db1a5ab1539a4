"""What to do next, in what order, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import agenda
from crm_tui.domain.agenda import Range, Section
from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import Contact, NextStep, Standing
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Due, DueState, Priority
from crm_tui.domain.silence import silence
from crm_tui.domain.status import Tier
from tests.conftest import NOW

TODAY = NOW.date()
ZONES = ("Europe/Riga", "America/New_York", "Pacific/Kiritimati", "Pacific/Niue", "UTC")


def in_days(days: int, clock: time | None = None, zone: str = "Europe/Riga") -> Due:
    return Due(TODAY + timedelta(days=days), clock, zone if clock else "")


def someone(
    status: str = "new", *, banned: bool = False, deleted: bool = False, standing: Standing | None = None
) -> Contact:
    return Contact(
        id="1",
        name="Jane",
        status=status,
        do_not_contact=banned,
        deleted_at=NOW if deleted else None,
        created_at=NOW,
        updated_at=NOW,
        standing=standing or Standing(),
    )


@pytest.mark.parametrize(
    ("due", "section"),
    [
        (in_days(-1), Section.OVERDUE),
        (in_days(0), Section.TODAY),
        (in_days(0, time(9, 59)), Section.OVERDUE),
        (in_days(0, time(10)), Section.TODAY),
        (in_days(1), Section.TOMORROW),
        (in_days(1, time(23, 59)), Section.TOMORROW),
        (in_days(2), None),
    ],
)
def test_a_follow_up_is_in_the_section_of_its_day_until_its_hour_is_past(
    due: Due, section: Section | None, moment: Moment
) -> None:
    assert agenda.section_of(due, moment) is section


def test_a_time_typed_in_another_zone_falls_on_the_day_it_is_here(moment: Moment) -> None:
    late_in_new_york = in_days(0, time(20), "America/New_York")
    assert agenda.section_of(late_in_new_york, moment) is Section.TOMORROW
    assert agenda.section_of(in_days(0, time(20)), moment) is Section.TODAY


dues = st.builds(
    Due,
    st.dates(TODAY - timedelta(days=4), TODAY + timedelta(days=12)),
    st.none() | st.times().map(lambda clock: clock.replace(second=0, microsecond=0, fold=0)),
    st.sampled_from(ZONES),
)
moments = st.builds(
    lambda zone, hours: Moment(NOW.astimezone(ZoneInfo(zone)) + timedelta(hours=hours), zone),
    st.sampled_from(ZONES),
    st.integers(0, 48),
)


@given(dues, moments)
def test_sections_agree_with_the_state_that_a_follow_up_shows(due: Due, moment: Moment) -> None:
    state = due.state(moment.now)
    section = agenda.section_of(due, moment)
    assert (section is Section.OVERDUE) == (state is DueState.OVERDUE)
    assert (section is Section.TODAY) == (state is DueState.TODAY)


@given(dues, moments)
def test_every_follow_up_is_in_exactly_one_range_of_the_agenda(due: Due, moment: Moment) -> None:
    ranges = [part for part in Range if part is not Range.DONE and agenda.span(part, moment).holds(due)]
    assert len(ranges) == 1


def test_this_week_ends_on_sunday(moment: Moment) -> None:
    week = agenda.span(Range.THIS_WEEK, moment)
    assert week.last == date(2026, 11, 22)
    assert week.holds(in_days(4, time(23, 59)))
    assert not week.holds(in_days(5))


def test_on_a_sunday_nothing_is_left_of_this_week() -> None:
    sunday = Moment(NOW + timedelta(days=4), "Europe/Riga")
    assert not agenda.span(Range.THIS_WEEK, sunday).holds(in_days(5))
    assert agenda.span(Range.LATER, sunday).holds(in_days(5))


def test_who_has_an_open_status_and_no_next_step_is_shown(desk: Desk) -> None:
    step = Standing(next_step=NextStep(id="2", due=TODAY, text=""))
    assert agenda.section_without_step(someone(), desk) is Section.NO_NEXT_STEP
    assert agenda.section_without_step(someone("a status of a newer version"), desk) is Section.NO_NEXT_STEP
    assert agenda.section_without_step(someone(standing=step), desk) is None


def test_a_closed_status_is_shown_only_when_it_has_gone_quiet(desk: Desk) -> None:
    today, tomorrow = (Standing(quiet_on=TODAY + timedelta(days=days)) for days in (0, 1))
    assert agenda.section_without_step(someone("customer", standing=today), desk) is Section.QUIET
    assert agenda.section_without_step(someone("customer", standing=tomorrow), desk) is None
    assert agenda.section_without_step(someone("customer"), desk) is None


def test_who_is_deleted_or_must_not_be_contacted_is_shown_nowhere(desk: Desk) -> None:
    assert agenda.section_without_step(someone(banned=True), desk) is None
    assert agenda.section_without_step(someone(deleted=True), desk) is None


def test_high_priority_comes_first_then_the_longest_overdue_then_whole_days() -> None:
    def order(due: Due, priority: Priority = Priority.NORMAL) -> tuple[object, ...]:
        return agenda.due_order(Section.OVERDUE, due, priority)

    expected = [
        order(in_days(-1), Priority.HIGH),
        order(in_days(-3, time(15))),
        order(in_days(-2)),
        order(in_days(-2, time(0))),
        order(in_days(-2, time(9))),
        order(in_days(-9), Priority.LOW),
    ]
    assert sorted(expected) == expected


def test_today_puts_whole_days_before_hours_and_hours_in_the_order_in_which_they_come() -> None:
    expected = [
        agenda.due_order(Section.TODAY, due, Priority.NORMAL)
        for due in (in_days(0), in_days(0, time(15)), in_days(0, time(9), "America/New_York"))
    ]
    assert sorted(expected) == expected


def test_a_better_tier_and_a_longer_wait_come_first() -> None:
    expected = [
        agenda.step_order(Tier.A, None),
        agenda.step_order(Tier.A, NOW - timedelta(days=2)),
        agenda.step_order(Tier.A, NOW),
        agenda.step_order(Tier.C, None),
        agenda.step_order(None, None),
    ]
    assert sorted(expected) == expected


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (in_days(-1), "1 day overdue"),
        (in_days(-2, time(9)), "2 days overdue"),
        (in_days(0, time(9)), "overdue since 09:00"),
        (in_days(0), "today"),
        (in_days(0, time(15)), "today 15:00"),
        (in_days(0, time(9), "America/New_York"), "today 16:00"),
        (in_days(1), "tomorrow"),
        (in_days(1, time(9)), "tomorrow 09:00"),
    ],
)
def test_a_due_line_says_why_it_is_there(due: Due, words: str, moment: Moment) -> None:
    assert agenda.why_due(due, moment) == words


def test_lines_without_a_follow_up_say_why_they_are_there(moment: Moment) -> None:
    ago = NOW - timedelta(days=45)
    assert agenda.why_no_step(NOW - timedelta(days=12), moment) == "no next step for 12 days"
    assert agenda.why_no_step(NOW, moment) == "no next step since today"
    assert agenda.why_no_step(None, moment) == "no next step, nothing logged yet"
    assert agenda.why_quiet(ago, Tier.A, moment) == "quiet for 45 days, A-tier"
    assert agenda.why_quiet(ago, None, moment) == "quiet for 45 days"
    assert agenda.why_quiet(None, Tier.B, moment) == "nothing logged yet, B-tier"


def test_silence_counts_local_days(moment: Moment) -> None:
    just_before_midnight = datetime(2026, 11, 17, 21, 59, tzinfo=UTC)
    assert silence(just_before_midnight, moment) == 1
    assert silence(just_before_midnight + timedelta(minutes=1), moment) == 0
