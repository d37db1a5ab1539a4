"""Typed dates. Now is Wednesday 18 November 2026, 10:00 in Riga, unless a test says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from crm_tui.domain import when
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.follow_up import Due
from crm_tui.domain.working import WorkingTime

DESK = Desk(moment=Moment(datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Europe/Riga")), "Europe/Riga"), country="LV")


def desk_at(moment: str, zone: str = "Europe/Riga", country: str = "LV") -> Desk:
    return Desk(moment=Moment(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)), zone), country=country)


def meant(phrase: str, desk: Desk = DESK, *, past: bool = False) -> str:
    """The meaning as "2026-11-20" or "2026-11-20 10:00"."""
    value = when.parse(phrase, desk, past=past).value
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


def refusal(phrase: str, desk: Desk = DESK, *, past: bool = False) -> ParseError:
    with pytest.raises(ParseError) as raised:
        when.parse(phrase, desk, past=past)
    return raised.value


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("today", "2026-11-18"),
        ("tom", "2026-11-19"),
        ("the day after tomorrow", "2026-11-20"),
        ("fri", "2026-11-20"),
        ("Friday.", "2026-11-20"),
        ("by friday", "2026-11-20"),
        ("tue week", "2026-12-01"),
        ("a week from tuesday", "2026-12-01"),
        ("two fridays from now", "2026-11-27"),
        ("fri, 20 nov", "2026-11-20"),
        ("12 march", "2027-03-12"),
        ("March 12th, 2028", "2028-03-12"),
        ("the twenty-first of december", "2026-12-21"),
        ("may twenty nine", "2027-05-29"),
        ("2027-03-12", "2027-03-12"),
        ("20270312", "2027-03-12"),
        ("2027/mar/12", "2027-03-12"),
        ("1.2.2027", "2027-02-01"),
        ("29 feb", "2028-02-29"),
        ("18 nov", "2026-11-18"),
        ("17 nov", "2027-11-17"),
        ("on the 15th", "2026-12-15"),
        ("the 31st", "2026-12-31"),
        ("20th of next month", "2026-12-20"),
        ("first monday of december", "2026-12-07"),
        ("last friday of june", "2027-06-25"),
        ("first working day of next month", "2026-12-01"),
        ("last day of february 2028", "2028-02-29"),
        ("3d", "2026-11-21"),
        ("2w", "2026-12-02"),
        ("1m", "2026-12-18"),
        ("+3bd", "2026-11-23"),
        ("in 3 working days", "2026-11-23"),
        ("1 year, 2 months and 3 days", "2028-01-21"),
        ("two days before christmas", "2026-12-23"),
        ("eow", "2026-11-20"),
        ("eom", "2026-11-30"),
        ("end of january", "2027-01-29"),
        ("eoy", "2026-12-31"),
        ("next week", "2026-11-23"),
        ("tuesday next week", "2026-11-24"),
        ("friday this week", "2026-11-20"),
    ],
)
def test_a_day_is_understood(phrase: str, expected: str) -> None:
    assert meant(phrase) == expected
    assert when.parse(phrase, DESK).grain == "day"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("tomorrow 9", "2026-11-19 09:00"),
        ("9 tomorrow", "2026-11-19 09:00"),
        ("fri 10", "2026-11-20 10:00"),
        ("thursday at 4", "2026-11-19 16:00"),
        ("next tue 9am", "2026-11-24 09:00"),
        ("mon 9:30", "2026-11-23 09:30"),
        ("9am on saturday", "2026-11-21 09:00"),
        ("march 12 at 14:00", "2027-03-12 14:00"),
        ("12 march 2027 3:15 p.m.", "2027-03-12 15:15"),
        ("2026-12-01 14:00", "2026-12-01 14:00"),
        ("2026-12-01T14:00Z", "2026-12-01 16:00"),
        ("2026-12-01T14:00:59.5+02:00", "2026-12-01 14:00"),
        ("noon", "2026-11-18 12:00"),
        ("tomorrow at noon", "2026-11-19 12:00"),
        ("midnight", "2026-11-19 00:00"),
        ("tomorrow at 12am", "2026-11-19 00:00"),
        ("half past nine", "2026-11-19 09:30"),
        ("a quarter to eleven", "2026-11-18 10:45"),
        ("ten to eight", "2026-11-19 07:50"),
        ("tomorrow afternoon", "2026-11-19 14:00"),
        ("tomorrow evening at 5", "2026-11-19 17:00"),
        ("3 in the afternoon", "2026-11-18 15:00"),
        ("8 tonight", "2026-11-18 20:00"),
        ("monday morning", "2026-11-23 09:00"),
        ("fri eod", "2026-11-20 18:00"),
        ("in 2 hours", "2026-11-18 12:00"),
        ("2h 30min", "2026-11-18 12:30"),
        ("in half an hour", "2026-11-18 10:30"),
        ("in an hour and a half", "2026-11-18 11:30"),
        ("1d 2h", "2026-11-19 12:00"),
        ("in 2 weeks at 9", "2026-12-02 09:00"),
        ("friday the 20th at 4", "2026-11-20 16:00"),
        ("fri 20 at 4", "2026-11-20 16:00"),
        ("tomorrow 1430", "2026-11-19 14:30"),
        ("at 2030", "2026-11-18 20:30"),
        ("thursday 15h30", "2026-11-19 15:30"),
    ],
)
def test_a_time_is_understood(phrase: str, expected: str) -> None:
    assert meant(phrase) == expected


@pytest.mark.parametrize("phrase", ["1 dec 2026 at 9:00", "TUESDAY 1 DECEMBER, 09:00", "  dec 1   9am "])
def test_case_commas_and_spaces_do_not_matter(phrase: str) -> None:
    assert meant(phrase) == "2026-12-01 09:00"


def test_todays_own_weekday_is_a_week_away() -> None:
    assert meant("wed") == "2026-11-25"


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2026-11-16", "2026-11-24"), ("2026-11-17", "2026-11-24"), ("2026-11-22", "2026-11-24")],
    ids=["monday", "tuesday", "sunday"],
)
def test_next_tuesday_is_the_one_of_the_next_calendar_week(today: str, expected: str) -> None:
    assert meant("next tue", desk_at(f"{today}T10:00")) == expected


@pytest.mark.parametrize(("country", "expected"), [("US", "2027-03-04"), ("GB", "2027-04-03"), ("LV", "2027-04-03")])
def test_slashed_dates_follow_the_country(country: str, expected: str) -> None:
    assert meant("03/04", replace(DESK, country=country)) == expected


def test_a_slashed_date_that_can_be_only_one_thing_is_that_in_every_country() -> None:
    assert meant("22/04", replace(DESK, country="US")) == "2027-04-22"
    assert meant("04/22") == "2027-04-22"


def test_a_bare_past_hour_is_tomorrow() -> None:
    assert meant("9") == "2026-11-19 09:00"
    assert meant("10:00") == "2026-11-19 10:00"
    assert meant("11") == "2026-11-18 11:00"


def test_small_hours_are_afternoon_unless_the_working_day_has_begun() -> None:
    early = replace(DESK, working=WorkingTime(day_start=time(6)))
    assert meant("tomorrow 7") == "2026-11-19 19:00"
    assert meant("tomorrow 7", early) == "2026-11-19 07:00"
    assert meant("tomorrow 3:30", early) == "2026-11-19 15:30"


@pytest.mark.parametrize("phrase", ["tomorrow 07:30", "tomorrow 0730", "tomorrow 7:30am"])
def test_a_leading_zero_is_the_24_hour_clock(phrase: str) -> None:
    assert meant(phrase) == "2026-11-19 07:30"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("in january", "2027-01-01"), ("next month", "2026-12-01"), ("may 2027", "2027-05-03"), ("q1", "2027-01-01")],
)
def test_a_month_or_quarter_is_its_first_working_day(phrase: str, expected: str) -> None:
    found = when.parse(phrase, DESK)
    assert (found.day.isoformat(), found.grain) == (expected, "month")


def test_the_end_of_a_week_that_is_over_is_that_of_the_next() -> None:
    assert meant("eow", desk_at("2026-11-21T10:00")) == "2026-11-27"


def test_holidays_and_the_weeks_of_the_house_are_minded() -> None:
    working = WorkingTime(workdays=frozenset({6, 0, 1, 2, 3}), holidays=frozenset({date(2026, 11, 19)}))
    assert meant("+1bd", replace(DESK, working=working)) == "2026-11-22"
    assert meant("eow", replace(DESK, working=WorkingTime(holidays=frozenset({date(2026, 11, 20)})))) == "2026-11-19"


@pytest.mark.parametrize(
    ("phrase", "grain"),
    [("tomorrow 9", "hour"), ("tomorrow 9:00", "minute"), ("in 2 hours", "minute"), ("fri", "day"), ("q1", "month")],
)
def test_the_grain_is_how_exactly_it_was_said(phrase: str, grain: str) -> None:
    assert when.parse(phrase, DESK).grain == grain


@pytest.mark.parametrize(
    ("phrase", "rule", "first"),
    [
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", "2026-12-02"),
        ("every mon", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23"),
        ("every mon,thu 9am", "FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-19 09:00"),
        ("mondays", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23"),
        ("every 2 weeks on tue", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24"),
        ("every month on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15"),
        ("the last friday of every month", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27"),
        ("every weekday at 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-19 09:00"),
        ("every day", "FREQ=DAILY", "2026-11-19"),
        ("every second week", "FREQ=WEEKLY;INTERVAL=2", "2026-12-02"),
        ("every other fri", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-20"),
        ("every first monday", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
        ("every 3rd friday of the month", "FREQ=MONTHLY;BYDAY=3FR", "2026-11-20"),
        ("every 15th", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15"),
        ("every morning", "FREQ=DAILY", "2026-11-19 09:00"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3", "2027-02-18"),
        ("every 2 weeks from 1 dec", "FREQ=WEEKLY;INTERVAL=2", "2026-12-01"),
        ("every year on 12 march", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12", "2027-03-12"),
    ],
)
def test_every_gives_a_rule_and_its_first_day(phrase: str, rule: str, first: str) -> None:
    assert (when.parse(phrase, DESK).every, meant(phrase)) == (rule, first)


def test_a_monthly_rule_typed_on_the_31st_comes_back_to_the_31st() -> None:
    found = when.parse("every month", desk_at("2027-01-31T10:00"))
    assert (found.day, found.every) == (date(2027, 2, 28), "FREQ=MONTHLY;BYMONTHDAY=-1")


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("yesterday 3pm", "2026-11-17 15:00"),
        ("last tue", "2026-11-17"),
        ("tue", "2026-11-17"),
        ("wed", "2026-11-11"),
        ("2 days ago", "2026-11-16"),
        ("20 min ago", "2026-11-18 09:40"),
        ("9:30", "2026-11-18 09:30"),
        ("11", "2026-11-17 11:00"),
        ("this morning", "2026-11-18 09:00"),
        ("12 march", "2026-03-12"),
        ("the 20th", "2026-10-20"),
        ("2026-11-01 14:00", "2026-11-01 14:00"),
        ("now", "2026-11-18 10:00"),
        ("last week tuesday", "2026-11-10"),
        ("tomorrow", "2026-11-19"),
        ("eom", "2026-11-30"),
        ("eoy", "2026-12-31"),
    ],
)
def test_backdating_looks_behind(phrase: str, expected: str) -> None:
    assert meant(phrase, past=True) == expected


@pytest.mark.parametrize("phrase", ["2 days", "3h", "2w"])
def test_a_length_alone_is_refused_when_backdating(phrase: str) -> None:
    assert "ahead or back" in refusal(phrase, past=True).message


@pytest.mark.parametrize(
    "phrase",
    [
        "yesterday",
        "2 days ago",
        "last tue",
        "12 march 2020",
        "2026-11-18 09:59",
        "today 9am",
        "this morning",
        "mon last week",
    ],
)
def test_what_has_passed_is_refused(phrase: str) -> None:
    assert "has passed" in refusal(phrase).message


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "   ",
        "blorp",
        "tomorrow blorp",
        "next",
        "in 2",
        "fri 3-4pm",
        "mon-fri",
        "monday or tuesday",
        "friday midnight",
        "in a few days",
        "soon",
        "in 0 days",
        "in 1.5 weeks",
        "fri 25:00",
        "tomorrow 9:75",
        "13pm",
        "31 april",
        "2027-02-30",
        "13/13",
        "the 32nd",
        "fri 13 march 2027",
        "thu 15th",
        "4pm CET",
        "in 5 seconds",
        "every 2 hours",
        "every fifth monday of the month",
        "every third",
        "biweekly",
        "for 3 days",
        "3 in the morning tonight",
        "2028",
        "in 5000 years",
        "q4",
        "in november",
        "1h 5m",
        "14 april 27",
    ],
)
def test_what_is_not_understood_entirely_is_refused(phrase: str) -> None:
    error = refusal(phrase)
    assert error.message
    assert error.hint or "has no day" in error.message


@pytest.mark.parametrize(
    ("phrase", "hint"),
    [
        ("30m", "30min"),
        ("fri 15", "15:00"),
        ("15", "15:00"),
        ("march 3 15", "15:00"),
        ("2h30", "02:30"),
        ("9h", "in 9h"),
        ("every second monday", "of the month"),
        ("every 3rd friday", "every 3 weeks"),
    ],
)
def test_what_could_be_two_things_is_refused(phrase: str, hint: str) -> None:
    error = refusal(phrase)
    assert hint in error.hint


@pytest.mark.parametrize(
    ("phrase", "culprit"),
    [("fri blorp 9", "blorp"), ("tomorrow 9:75", "tomorrow 9:75"), ("on 31 april at 9", "31 april")],
)
def test_an_error_points_at_the_place(phrase: str, culprit: str) -> None:
    error = refusal(phrase)
    assert error.text == phrase
    assert error.text[error.start : error.end] in culprit


def test_a_misspelt_word_gets_the_nearest_known_one() -> None:
    assert refusal("tuedsay 9am").hint == "did you mean “tuesday”?"


@pytest.mark.parametrize(
    ("phrase", "near"),
    [("lunch", "lunchtime"), ("tomorow 9am", "tomorrow"), ("fri nonn", "noon"), ("nxet fri", "next")],
)
def test_what_is_offered_for_a_word_is_another_that_makes_a_date(phrase: str, near: str) -> None:
    error = refusal(phrase)
    assert error.hint == f"did you mean “{near}”?"
    when.parse(phrase[: error.start] + near + phrase[error.end :], DESK)


@pytest.mark.parametrize("phrase", ["nxet", "yesterdy", "cuople"])
def test_a_word_that_would_not_do_is_not_offered(phrase: str) -> None:
    assert refusal(phrase).hint.startswith("for example")


def test_a_weekday_that_contradicts_the_date_names_the_day_that_fits() -> None:
    assert refusal("thu 15th").hint == "the nearest that fits is “15 April 2027”"


def test_a_time_that_the_clocks_skip_is_refused_with_the_time_after() -> None:
    athens, new_york = desk_at("2027-03-27T10:00", "Europe/Athens"), desk_at("2027-03-13T10:00", "America/New_York")
    for desk, phrase, hint in ((athens, "tomorrow 03:30", "04:30"), (new_york, "tomorrow 02:30", "03:30")):
        error = refusal(phrase, desk)
        assert "skip" in error.message
        assert hint in error.hint


@pytest.mark.parametrize("zone", ["Europe/Athens", "America/New_York"])
def test_a_time_that_comes_twice_is_the_first(zone: str) -> None:
    day, at = ("2026-10-25", "03:30") if zone == "Europe/Athens" else ("2026-11-01", "01:30")
    value = when.parse(f"{day} {at}", desk_at("2026-10-20T10:00", zone)).value
    assert isinstance(value, datetime)
    assert value.utcoffset() == value.replace(fold=0).utcoffset() != value.replace(fold=1).utcoffset()


def test_hours_from_now_are_real_hours_on_the_night_the_clocks_change() -> None:
    desk = desk_at("2026-10-25T02:30", "Europe/Athens")
    value = when.parse("in 2 hours", desk).value
    assert isinstance(value, datetime)
    assert (value.astimezone(UTC) - desk.moment.now.astimezone(UTC)).total_seconds() == 7200
    assert value.hour == 3


def test_a_day_is_due_as_a_day_and_a_time_with_its_zone() -> None:
    assert when.parse("fri", DESK).due() == Due(date(2026, 11, 20))
    assert when.parse("fri 10", DESK).due() == Due(date(2026, 11, 20), time(10), "Europe/Riga")
