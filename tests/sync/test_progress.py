from __future__ import annotations

import gc

import pytest

from crm_tui.sync.progress import Pace, spoken, undisturbed


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_rows_in_all_are_estimated_from_the_bytes_read() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 10
    told = pace.tell("reading", 2_000, 10_000, 50)
    assert (told.share, told.rate, told.expected, told.left) == (0.2, 5.0, 250, 40.0)


def test_another_stage_has_a_pace_of_its_own() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 10
    pace.tell("reading", 10_000, 10_000, 250)
    clock.now += 1
    first = pace.tell("indexing names", 50, 250, 250)
    assert (first.share, first.rate, first.left) == (0.2, 0.0, None)
    clock.now += 2
    second = pace.tell("indexing names", 150, 250, 250)
    assert (second.rate, second.expected, second.left) == (50.0, 0, 2.0)


def test_nothing_is_promised_of_work_without_a_known_end() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 2
    told = pace.tell("reading", 10, 0, 10)
    assert (told.share, told.expected, told.left) == (None, 0, None)
    assert told.rate == 5.0


def test_a_file_that_grew_is_never_more_than_done() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 2
    told = pace.tell("reading", 300, 200, 10)
    assert (told.share, told.left) == (1.0, 0.0)
    assert told.expected == 10


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (59.4, "59 s"), (62, "1 min 02 s"), (3599, "59 min 59 s"), (4200, "1 h 10 min")],
)
def test_a_time_is_said_as_people_read_it(seconds: float, words: str) -> None:
    assert spoken(seconds) == words


def test_the_collector_is_as_before_once_the_work_is_done() -> None:
    usual = gc.get_threshold()
    with undisturbed():
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual
