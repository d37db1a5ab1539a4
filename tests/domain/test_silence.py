"""How quiet somebody is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.clock import Moment
from crm_tui.domain.silence import Quiet, quiet, silence

HEARD = datetime(2026, 10, 19, 12, tzinfo=UTC)  # 30 days before the moment of the tests


def test_nobody_is_quiet_before_the_interval_is_over(moment: Moment) -> None:
    assert quiet(HEARD, date(2026, 11, 19), moment) is None
    assert quiet(HEARD, None, moment) is None


def test_quiet_begins_with_the_last_day_of_the_interval(moment: Moment) -> None:
    assert quiet(HEARD, date(2026, 11, 18), moment) == Quiet(days=30, interval=30)


@pytest.mark.parametrize(
    ("days", "interval", "is_long"), [(44, 30, False), (45, 30, True), (1, 1, False), (2, 1, True)]
)
def test_half_as_long_again_is_long(days: int, interval: int, is_long: bool) -> None:
    assert Quiet(days, interval).is_long is is_long


def test_it_is_said_in_days() -> None:
    assert str(Quiet(12, 10)) == "quiet 12 d"


@given(st.integers(0, 50_000), st.integers(1, 400))
def test_whoever_is_quiet_has_been_silent_for_the_interval_at_least(hours: int, interval: int) -> None:
    since = datetime(2026, 11, 18, 10, tzinfo=UTC) - timedelta(hours=hours)
    moment = Moment(datetime(2026, 11, 18, 10, tzinfo=UTC), "UTC")
    found = quiet(since, since.date() + timedelta(days=interval), moment)
    assert (found is None) is (silence(since, moment) < interval)
    assert found is None or (found.interval == interval and found.days == silence(since, moment))
