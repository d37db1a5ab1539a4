"""Samples become figures without being flattered."""

from __future__ import annotations

import pytest

from benchmarks.figures import compared, figure, percentile, repeated


@pytest.mark.parametrize(
    ("samples", "share", "expected"),
    [([5.0], 0.95, 5.0), ([float(n) for n in range(1, 101)], 0.95, 95.0), ([3.0, 1.0, 2.0], 0.5, 2.0), ([1, 2], 1, 2)],
)
def test_a_percentile_is_a_sample_that_was_taken(samples: list[float], share: float, expected: float) -> None:
    assert percentile(samples, share) == expected


def test_one_slow_sample_does_not_move_the_median() -> None:
    taken = figure("key", [2.0, 2.0, 2.0, 90.0, 2.0])
    assert (taken.median, taken.p95, taken.most, taken.samples) == (2.0, 90.0, 90.0, 5)


def test_a_ratio_is_that_of_the_medians() -> None:
    assert figure("find", [6.0, 5.0, 900.0], base=[100.0, 120.0, 3.0]).ratio == 0.06


def test_a_machine_that_slows_down_half_way_leaves_the_ratio_alone() -> None:
    floor, ours = compared({"floor": [10, 10, 10, 40, 40], "ours": [15, 15, 15, 60, 60]}, {"ours": "≤ 2×"})
    assert (floor.ratio, ours.ratio, ours.aim) == (1.0, 1.5, "≤ 2×")


def test_the_first_call_only_warms_up() -> None:
    calls: list[None] = []
    assert len(repeated(lambda: calls.append(None), 4)) == 4
    assert len(calls) == 5
