"""Whether an aim is met is read from the words that state it."""

from __future__ import annotations

import pytest

from benchmarks.aims import missed, verdict
from benchmarks.figures import Figure


def measured(aim: str) -> Figure:
    return Figure(name="key", unit="ms", median=10, p95=30, most=90, ratio=0.04, aim=aim)


@pytest.mark.parametrize(
    ("aim", "expected"),
    [
        ("", ""),
        ("≤ 10 ms", "met"),
        ("p50 ≤ 9 ms", "missed: p50 ≤ 9 ms"),
        ("p95 ≤ 25 ms, max ≤ 100 ms", "missed: p95 ≤ 25 ms"),
        ("≤ 0.05×", "met"),
        ("≥ 0.1×", "missed: ≥ 0.1×"),
        ("≥ 10", "met"),
        ("≤ 1,000 MB", "met"),
    ],
)
def test_a_verdict_is_in_words(aim: str, expected: str) -> None:
    assert verdict(measured(aim)) == expected


@pytest.mark.parametrize("aim", ["fast", "p99 ≤ 3 ms", "≤"])
def test_an_aim_that_cannot_be_read_is_an_error(aim: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        missed(measured(aim))


def test_an_aim_about_what_was_not_measured_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        missed(Figure(name="key", unit="ms", median=1, aim="≤ 2×"))
