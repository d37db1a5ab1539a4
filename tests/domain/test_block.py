"""What a block is, by what has happened in it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.block import Block, Deed, Did, Event, Tally, Turn, Way, course, duration, report
from crm_tui.domain.clock import Moment

PEOPLE = tuple(Turn(name, f"call {name}") for name in ("ann", "bob", "cid", "dan"))
BEGAN = 1_000
EMPTY = Block(source="today", title="Today", turns=PEOPLE, began=BEGAN)

CALL = Deed(11, frozenset({"ann"}), calls=1, is_step=True)
TALK = Deed(12, frozenset({"bob"}), calls=1, connects=1, meetings=1, is_step=True)
TAGGED = Deed(13)


def after(*events: Event, block: Block = EMPTY) -> Block:
    for event in events:
        block = block.after(event)
    return block


def wrote(operation: int, place: int, at: int = BEGAN) -> Event:
    return Event(did=Did.WRITE, at=at, place=place, operation=operation)


def test_a_block_begins_with_its_first_person() -> None:
    assert EMPTY.turn == PEOPLE[0]
    assert EMPTY.position == "1 of 4"


def test_at_its_end_it_is_nobodys_turn() -> None:
    block = after(Event(did=Did.SHOW, at=BEGAN, place=4))
    assert block.turn is None
    assert block.position == "4 of 4"


def test_counts_are_those_of_the_operations_that_stand() -> None:
    block = after(wrote(11, 0), wrote(12, 1), Event(did=Did.SKIP, at=BEGAN, place=2))
    assert block.tally((CALL, TALK)) == Tally(
        people=4, worked=2, skipped=1, calls=2, connects=1, meetings=1, steps=2, seconds=0
    )
    assert block.tally((CALL,)) == Tally(people=4, worked=1, skipped=1, calls=1, steps=1)


def test_whoever_was_skipped_and_worked_later_counts_as_worked() -> None:
    skipped = after(Event(did=Did.SKIP, at=BEGAN, place=0), Event(did=Did.LEAVE_OUT, at=BEGAN, place=1, why="gone"))
    assert (skipped.tally(()).skipped, skipped.tally(()).passed) == (1, 1)
    assert (skipped.tally((CALL, TALK)).skipped, skipped.tally((CALL, TALK)).passed) == (0, 0)


def test_whoever_is_left_with_a_new_next_step_counts_as_worked() -> None:
    planned = Deed(14, is_step=True)
    block = after(wrote(14, 2))
    assert block.settled((planned,)) == frozenset()
    left = after(Event(did=Did.SKIP, at=BEGAN, place=2), block=block)
    assert left.settled((planned,)) == {2}
    assert (left.tally((planned,)).worked, left.tally((planned,)).skipped) == (1, 0)
    assert left.tally(()).skipped == 1


def test_the_time_of_a_pause_is_not_counted() -> None:
    block = after(
        Event(did=Did.RESUME, at=1_000),
        wrote(11, 0, at=1_100),
        Event(did=Did.PAUSE, at=1_150),
        Event(did=Did.RESUME, at=9_000),
        wrote(12, 1, at=9_050),
    )
    assert block.seconds == 200


def test_a_clock_that_is_put_back_takes_no_time_away() -> None:
    assert after(wrote(11, 0, at=1_100), wrote(12, 1, at=500)).seconds == 100


@given(st.lists(st.tuples(st.sampled_from(Did), st.integers(0, 2_000), st.integers(0, 3))))
def test_whatever_happens_counts_stay_within_the_people(steps: list[tuple[Did, int, int]]) -> None:
    block = after(*(Event(did=did, at=at, place=place, operation=at) for did, at, place in steps))
    tally = block.tally((CALL, TALK))
    assert tally.worked + tally.skipped + tally.passed <= len(PEOPLE)
    assert tally.seconds >= 0


# Where to


def test_settling_the_person_in_front_leads_on() -> None:
    assert course(after(wrote(11, 0)), Way.STAY, (), (CALL,)) == (1, Way.ON)


@pytest.mark.parametrize("deed", [TAGGED, TALK])
def test_what_does_not_settle_the_person_in_front_leads_nowhere(deed: Deed) -> None:
    assert course(after(wrote(deed.operation, 0)), Way.STAY, (), (deed,)) == (0, Way.STAY)


def test_an_undo_leads_back_to_where_the_change_was_made_whatever_it_was() -> None:
    block = after(wrote(13, 1), Event(did=Did.SHOW, at=BEGAN, place=3))
    assert course(block, Way.STAY, (13,), ()) == (1, Way.STAY)


def test_an_undo_of_something_outside_the_block_leads_nowhere() -> None:
    assert course(EMPTY, Way.STAY, (7,), ()) == (0, Way.STAY)


def test_a_redo_in_front_of_the_person_leads_on_again() -> None:
    block = after(wrote(11, 0), Event(did=Did.SHOW, at=BEGAN, place=0))
    assert course(block, Way.STAY, (), (CALL,)) == (1, Way.ON)


@pytest.mark.parametrize(("way", "place"), [(Way.ON, 1), (Way.BACK, -1), (Way.STAY, 0)])
def test_keys_lead_where_they_say(way: Way, place: int) -> None:
    assert course(EMPTY, way, (), ()) == (place, way)


def test_a_block_is_taken_up_with_the_first_who_is_neither_settled_nor_skipped_nor_passed_over() -> None:
    block = after(
        wrote(11, 0),
        Event(did=Did.SKIP, at=BEGAN, place=1),
        Event(did=Did.LEAVE_OUT, at=BEGAN, place=2, why="gone"),
        Event(did=Did.SHOW, at=BEGAN, place=0),
    )
    assert course(block, Way.TAKE_UP, (), (CALL,)) == (3, Way.ON)
    assert course(block, Way.TAKE_UP, (), ()) == (0, Way.ON)


# In words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1:00 min"), (125, "2:05 min"), (3600, "1:00 h"), (11_130, "3:05 h")],
)
def test_lengths_of_time_in_words(seconds: int, words: str) -> None:
    assert duration(seconds) == words


def test_the_report_can_be_sent_to_somebody() -> None:
    zone = "Europe/Riga"
    began = int(datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo(zone)).timestamp())
    block = Block(source="today", title="Fair\x1b]52;c;x\x07\n2026", turns=PEOPLE, began=began)
    block = after(
        wrote(11, 0, at=began + 60),
        wrote(12, 1, at=began + 240),
        Event(did=Did.SKIP, at=began + 250, place=2),
        block=block,
    )
    assert report(block, (CALL, TALK), Moment(datetime.now(ZoneInfo(zone)), zone)).splitlines() == [
        "Fair]52;c;x 2026, Wed 18 Nov 09:30 to 09:34",
        "2 of 4 people worked, 1 skipped",
        "2 calls, 1 connect, 1 meeting booked",
        "2 next steps set",
        "4:10 min, 2:05 min a call",
    ]


def test_those_who_were_skipped_are_gone_through_again_and_nobody_else() -> None:
    skips = [Event(did=Did.SKIP, at=BEGAN, place=place) for place in (0, 2)]
    end = after(*skips, wrote(12, 1), Event(did=Did.LEAVE_OUT, at=BEGAN, place=3, why="gone"))
    assert end.left((TALK,)) == {0, 2}
    assert course(end, Way.TAKE_UP, (), (TALK,)) == (4, Way.ON)
    again = after(Event(did=Did.AGAIN, at=BEGAN), block=end)
    assert course(again, Way.TAKE_UP, (), (TALK,)) == (0, Way.ON)
    assert [place for place in range(4) if again.is_to_come(place, again.settled((TALK,)))] == [0, 2]
    once_more = after(Event(did=Did.SKIP, at=BEGAN, place=0), block=again)
    assert course(once_more, Way.TAKE_UP, (), (TALK,)) == (2, Way.ON)
    assert once_more.left((CALL, TALK)) == {2}


def test_whoever_joins_a_block_stands_behind_the_others_and_once() -> None:
    ella = Turn("ella")
    joined = EMPTY.joined_by((Turn("bob"), ella))
    assert joined.turns == (*PEOPLE, ella)
