from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import when
from crm_tui.domain.clock import Moment


def at(moment: Moment, days: int, hour: int, minute: int = 0) -> datetime:
    return (moment.now + timedelta(days)).replace(hour=hour, minute=minute)


def test_a_time_is_described_with_weekday_day_and_distance(moment: Moment) -> None:
    assert when.describe(at(moment, 6, 9), moment) == "Tue 24 Nov 09:00, in 6 days"


def test_a_day_is_described_without_a_time(moment: Moment) -> None:
    assert when.describe(date(2026, 11, 9), moment) == "Mon 9 Nov, 9 days ago"
    assert when.describe(date(2026, 11, 19), moment) == "Thu 19 Nov, tomorrow"
    assert when.describe(date(2026, 11, 18), moment) == "today"


def test_another_year_is_named(moment: Moment) -> None:
    assert when.describe(date(2027, 11, 9), moment) == "Tue 9 Nov 2027, in 12 months"
    assert when.describe(date(2029, 11, 18), moment) == "Sun 18 Nov 2029, in 3 years"


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (12, 0, "today 12:00, in 2 hours"),
        (10, 25, "today 10:25, in 25 min"),
        (11, 20, "today 11:20, in 80 min"),
        (10, 0, "today 10:00, just now"),
        (9, 40, "today 09:40, 20 min ago"),
        (7, 0, "today 07:00, 3 h ago"),
    ],
)
def test_today_is_described_by_hours_and_minutes(moment: Moment, hour: int, minute: int, expected: str) -> None:
    assert when.describe(at(moment, 0, hour, minute), moment) == expected


def test_a_time_of_another_zone_is_shown_on_the_reps_clock(moment: Moment) -> None:
    assert when.describe(datetime(2026, 11, 18, 22, 30, tzinfo=UTC), moment) == "Thu 19 Nov 00:30, tomorrow"


@pytest.mark.parametrize(
    ("days", "hour", "expected"),
    [
        (0, 15, "today 15:00"),
        (1, 9, "tom 09:00"),
        (6, 9, "Tue 09:00"),
        (7, 9, "Wed 25 Nov"),
        (-1, 9, "yesterday"),
        (-9, 9, "Mon 9 Nov"),
        (365, 9, "18 Nov 2027"),
    ],
)
def test_a_time_is_short_in_a_column(moment: Moment, days: int, hour: int, expected: str) -> None:
    assert when.short(at(moment, days, hour), moment) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (6, "Tue 24 Nov"), (365, "18 Nov 2027")]
)
def test_a_day_is_short_in_a_column(moment: Moment, days: int, expected: str) -> None:
    assert when.short(moment.today + timedelta(days), moment) == expected


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(seconds=40), "just now"),
        (timedelta(minutes=20), "20 min ago"),
        (timedelta(hours=3, minutes=50), "3 h ago"),
        (timedelta(hours=11), "yesterday"),
        (timedelta(days=5), "5 days ago"),
        (timedelta(days=91), "3 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_an_age_is_as_coarse_as_it_is_old(moment: Moment, ago: timedelta, expected: str) -> None:
    assert when.age(moment.now - ago, moment) == expected


def test_an_hour_before_midnight_is_an_hour_ago_after_it(moment: Moment) -> None:
    night = Moment(moment.now.replace(hour=0, minute=40), moment.zone)
    assert when.age(night.now - timedelta(hours=1), night) == "1 h ago"


@given(
    st.dates(date(1900, 1, 1), date(2299, 12, 31)),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.times(),
    st.times(),
)
def test_widths_hold_for_any_value(day: date, today: date, at: time, clock: time) -> None:
    value = datetime.combine(day, at, UTC)
    moment = Moment(datetime.combine(today, clock, UTC), "UTC")
    for shown in (value, value.date()):
        assert len(when.short(shown, moment)) <= 12
        assert len(when.describe(shown, moment)) <= 40
    assert len(when.age(value, moment)) <= 14
