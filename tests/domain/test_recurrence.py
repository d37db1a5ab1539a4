from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import recurrence
from crm_tui.domain.errors import ParseError


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("weekly", "FREQ=WEEKLY"),
        ("every mon,thu", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("thu, mon", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("monthly", "FREQ=MONTHLY"),
        ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("1st of month", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("every other friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
        ("every 30th", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        ("every 31st", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("rrule:freq=weekly;byday=mo", "FREQ=WEEKLY;BYDAY=MO"),
    ],
)
def test_a_rhythm_is_a_rule(text: str, rule: str) -> None:
    assert recurrence.parse_rule(text) == rule


def test_working_days_are_those_of_the_house() -> None:
    assert recurrence.parse_rule("every working day", workdays={6, 0, 1}) == "FREQ=WEEKLY;BYDAY=MO,TU,SU"


@pytest.mark.parametrize(
    "text",
    ["", "sometimes", "every", "0 weeks", "every 2 hours", "500 days", "FREQ=", "FREQ=SECONDLY", "FREQ=DAILY;COUNT=3",
     "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;FREQ=DAILY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;BYMONTHDAY=31",
     "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "tomorrow"],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        recurrence.parse_rule(text)


@pytest.mark.parametrize(
    ("rule", "after", "anchor", "expected"),
    [
        ("FREQ=DAILY", "2026-11-18", "2026-11-18", "2026-11-19"),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-11-20", "2026-11-18", "2026-12-02"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-19", "2026-11-16", "2026-11-23"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-11-27", "2026-12-25"),
        ("FREQ=WEEKLY", "2026-11-01", "2026-11-18", "2026-11-18"),
        ("FREQ=YEARLY", "2028-02-29", "2028-02-29", "2029-02-28"),
        ("FREQ=YEARLY", "2031-03-01", "2028-02-29", "2032-02-29"),
    ],
)
def test_the_next_day_follows_the_rule(rule: str, after: str, anchor: str, expected: str) -> None:
    day = recurrence.next_day(rule, date.fromisoformat(after), anchor=date.fromisoformat(anchor))
    assert day == date.fromisoformat(expected)


def test_a_short_month_uses_its_last_day() -> None:
    for rule in ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=31", recurrence.parse_rule("every 31st")):
        anchor = day = date(2027, 1, 31)
        days = []
        for _ in range(3):
            following = recurrence.next_day(rule, day, anchor=anchor)
            assert following is not None
            day = following
            days.append(day.isoformat())
        assert days == ["2027-02-28", "2027-03-31", "2027-04-30"]


def test_a_day_that_never_comes_is_none() -> None:
    rule = "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31"
    assert recurrence.next_day(rule, date(2026, 1, 5), anchor=date(2026, 1, 5)) is None


def test_a_rule_that_began_long_ago_keeps_its_steps() -> None:
    assert recurrence.next_day("FREQ=DAILY;INTERVAL=3", date(2026, 1, 1), anchor=date(1990, 1, 1)) == date(2026, 1, 4)
    biweekly = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"
    assert recurrence.next_day(biweekly, date(2026, 1, 2), anchor=date(1990, 1, 1)) == date(2026, 1, 12)


def test_a_rule_that_cannot_be_followed_is_refused_when_used() -> None:
    with pytest.raises(ParseError):
        recurrence.next_day("nonsense", date(2026, 1, 1), anchor=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every 2 weeks on Tue"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "every Mon and Thu"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "every month on the 15th"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "every month on the 30th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=1MO", "every month on the 1st Mon"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Fri"),
        ("FREQ=MONTHLY;INTERVAL=3", "every 3 months"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12", "every year on 12 Mar"),
        ("FREQ=HOURLY", "FREQ=HOURLY"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    assert recurrence.describe_rule(rule) == words


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=WEEKLY;BYDAY=MO,TH"]
)
def test_the_words_of_a_rule_can_be_typed(rule: str) -> None:
    assert recurrence.parse_rule(recurrence.describe_rule(rule)) == rule


@given(
    st.text(max_size=30) | st.text(alphabet="FREQ=DAILYWEK;BYMONTHPSV,-0123456789", max_size=40).map("FREQ=".__add__)
)
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        rule = recurrence.parse_rule(text)
    except ParseError:
        return
    assert recurrence.describe_rule(rule)
    assert recurrence.parse_rule(rule) == rule


@given(
    st.sampled_from(
        ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY"]
    ),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(0, 800),
)
def test_the_next_day_is_later_and_no_day_between_is_left_out(rule: str, anchor: date, days: int) -> None:
    after = anchor + timedelta(days)
    following = recurrence.next_day(rule, after, anchor=anchor)
    assert following is not None
    assert following > after
    between = recurrence.next_day(rule, following - timedelta(1), anchor=anchor)
    assert between == following
