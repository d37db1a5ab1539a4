"""Dates inside sentences, and what holds for any text at any moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crm_tui.domain import when
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.when.english import TABLE

#: A Wednesday morning.
DESK = Desk(moment=Moment(datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Europe/Riga")), "Europe/Riga"), country="LV")


def parsed(text: str, desk: Desk, *, past: bool) -> when.When | ParseError:
    try:
        return when.parse(text, desk, past=past)
    except ParseError as error:
        return error


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        ("next tue 9am send pricing", 3, "2026-11-24 09:00"),
        ("tomorrow, then call back", 1, "2026-11-19"),
        ("tom 9 pricing", 2, "2026-11-19 09:00"),
        ("fri 10 pricing", 2, "2026-11-20 10:00"),
        ("2w", 1, "2026-12-02"),
        ("+3bd quote", 1, "2026-11-23"),
        ("in 2 hours", 3, "2026-11-18 12:00"),
        ("12 march about the quote", 2, "2027-03-12"),
        ("every 2 weeks on tue check in", 5, "2026-11-24"),
        ("on the 15th", 3, "2026-12-15"),
        ("03/04 offer", 1, "2027-04-03"),
        ("in march", 2, "2027-03-01"),
        ("sat 10am", 2, "2026-11-21 10:00"),
        ("end of month invoice", 3, "2026-11-30"),
    ],
)
def test_the_longest_date_that_words_begin_with_is_taken(line: str, words: int, expected: str) -> None:
    found = when.longest(line.split(), DESK)
    assert found is not None
    value = found[0].value
    text = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()
    assert (text, found[1]) == (expected, words)


PLAIN = """
march, may, April, June, Jan, sat, sun, second, 12, 12 people, the second offer, second march, Tom, Tom 9, at 4, a week
2 days, morning, weekly report, 1/2 price, 24/7 support, 5 to 9, last quarter, q4, christmas card, now, daily, the 15th
2027, fri 32 march 2020 9, today 9am, fri 13 march, first, one, this, next, in, every, 555 0100, 5.12, 20261201, +371
"""


@pytest.mark.parametrize("line", PLAIN.strip().replace("\n", ", ").split(", "))
def test_plain_words_in_a_sentence_are_no_dates(line: str) -> None:
    assert when.longest(line.split(), DESK) is None


def test_a_log_entry_may_begin_with_a_past_date() -> None:
    found = when.longest(["yesterday", "3pm", "vm"], DESK, past=True)
    assert found is not None
    assert (found[0].day, found[0].time, found[1]) == (date(2026, 11, 17), time(15), 2)


WORDS = sorted(
    {
        word
        for spellings in (*TABLE.links.values(), *(text for kind in TABLE.words.values() for text in kind.values()))
        for spelling in spellings.split("|")
        for word in spelling.removeprefix("~").split()
    }
)
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.integers(0, 99).map(str),
    st.sampled_from(["9am", "9:30", "3d", "15th", "2027", "03/04", "2026-12-01", "1.5", "07", "1430", ",", "-", "15h"]),
)
PHRASES = st.lists(PIECES, min_size=1, max_size=6).map(" ".join)
ZONES = st.sampled_from(["Europe/Athens", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "UTC"])
CHANGING_DAYS = st.sampled_from(["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01"]).map(date.fromisoformat)


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    zone = draw(ZONES)
    day = draw(st.one_of(st.dates(date(2020, 1, 1), date(2035, 1, 1)), CHANGING_DAYS))
    wall = datetime.combine(day, time(draw(st.integers(0, 23)), draw(st.integers(0, 59))))
    now = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return Desk(moment=Moment(now, zone), country=draw(st.sampled_from(["US", "GR"])))


@given(st.one_of(st.text(max_size=40), PHRASES), desks(), st.booleans())
@example("9" * 5000, DESK, False)
@example("1d " * 100, DESK, False)
@example("\x1b]0;x\x07 \u202e", DESK, True)
@example("²³ ٣ days", DESK, False)
@example("0000-00-00", DESK, False)
@example("9999-12-31T23:59-12:00", DESK, True)
def test_any_text_is_either_a_date_or_refused(text: str, desk: Desk, past: bool) -> None:
    found = parsed(text, desk, past=past)
    if isinstance(found, ParseError):
        assert 0 <= found.start <= found.end <= len(text)
        return
    value = found.value
    assert len(when.describe(value, desk.moment)) <= 40
    assert len(when.short(value, desk.moment)) <= 12
    if past:
        return
    if isinstance(value, datetime):
        assert value.astimezone(UTC) >= desk.moment.now.astimezone(UTC)
        assert value.astimezone(UTC).astimezone(value.tzinfo).replace(tzinfo=None) == value.replace(tzinfo=None)
    else:
        assert value >= desk.moment.today


BEGINNINGS = st.sampled_from(["tomorrow", "fri", "next tue", "in 3", "12 march", "every", "on the 15th", "at", "2w"])


@given(BEGINNINGS, st.lists(PIECES, max_size=5), desks())
def test_the_longest_run_means_what_it_means_alone(beginning: str, pieces: list[str], desk: Desk) -> None:
    words = " ".join([beginning, *pieces]).split()
    found = when.longest(words, desk)
    if found is not None:
        assert 1 <= found[1] <= len(words)
        assert when.parse(" ".join(words[: found[1]]), desk) == found[0]


@given(st.dates(date(2026, 11, 18), date(2199, 12, 31)), st.times(), desks())
def test_an_iso_time_ahead_is_read_back(day: date, at: time, desk: Desk) -> None:
    text = f"{day}T{at:%H:%M}Z"
    moment = datetime.fromisoformat(text)
    assume(moment >= desk.moment.now.astimezone(UTC))
    assume(moment.astimezone(desk.moment.tz).year < 2200)
    value = when.parse(text, desk).value
    assert isinstance(value, datetime)
    assert value.astimezone(UTC) == moment
