from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_tui.sync.formats import values

RIGA = ZoneInfo("Europe/Riga")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-12", date(2026, 6, 12)),
        ("2026/6/12", date(2026, 6, 12)),
        ("12 Jun 2026", date(2026, 6, 12)),
        ("01-Sep-2023", date(2023, 9, 1)),
        ("June 12, 2026", date(2026, 6, 12)),
        ("Jun 12th 2026", date(2026, 6, 12)),
        ("31.12.2024", date(2024, 12, 31)),
        ("13/2/2020", date(2020, 2, 13)),
        ("45631", date(2024, 12, 5)),
    ],
)
def test_days_are_read_in_the_spellings_of_exports(text: str, expected: date) -> None:
    found = values.day(text, "US")
    assert found is not None
    assert (found.day, found.is_ambiguous) == (expected, False)


@pytest.mark.parametrize(
    ("country", "expected"), [("US", date(2026, 3, 4)), ("LV", date(2026, 4, 3)), ("", date(2026, 4, 3))]
)
def test_the_country_decides_between_day_and_month_and_says_that_it_had_to(country: str, expected: date) -> None:
    found = values.day("3/4/2026", country)
    assert found is not None
    assert (found.day, found.is_ambiguous) == (expected, True)


@pytest.mark.parametrize("text", ["2026-02-30", "31.02.2026", "19723101", "soon", "", "3/4", "12 Foo 2026"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert values.day(text, "US") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2006-04-15T03:23:15.000Z", datetime(2006, 4, 15, 3, 23, 15, tzinfo=UTC)),
        ("2026-01-10 20:35", datetime(2026, 1, 10, 20, 35, tzinfo=RIGA)),
        ("1/20/2026 4:05 PM", datetime(2026, 1, 20, 16, 5, tzinfo=RIGA)),
        ("2026-01-10", datetime(2026, 1, 10, tzinfo=RIGA)),
        ("2026-01-10T10:00:00+05:30", datetime.fromisoformat("2026-01-10T10:00:00+05:30")),
        ("45631.5", datetime(2024, 12, 5, 12, tzinfo=RIGA)),
    ],
)
def test_instants_are_read_with_and_without_an_offset(text: str, expected: datetime) -> None:
    found = values.instant(text, "US", RIGA)
    assert found is not None
    assert found[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1604-02-02", "--02-02"),
        (" --0203", "--02-03"),
        ("--02-03", "--02-03"),
        ("1/20/1981", "1981-01-20"),
        ("circa 1800", ""),
    ],
)
def test_birthdays_may_lack_a_year(text: str, expected: str) -> None:
    assert values.birthday(text, "US")[0] == expected
