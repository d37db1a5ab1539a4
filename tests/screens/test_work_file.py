"""The block as it is kept: nothing of it is lost, and what is no block is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crm_tui.domain.block import Block, Did, Event, Turn
from crm_tui.domain.errors import DatabaseError
from crm_tui.screens.work.file import BlockFile

BLOCK = Block(
    source="Contacts: Fair",
    title="Fair 青石桥",
    turns=(Turn("ann", "call"), Turn("bob")),
    began=1_000,
    since=7,
    device=42,
)
EVENTS = (
    Event(did=Did.RESUME, at=1_000),
    Event(did=Did.WRITE, at=1_060, place=0, operation=8),
    Event(did=Did.SHOW, at=1_060, place=1),
    Event(did=Did.LEAVE_OUT, at=1_060, place=1, why="called meanwhile"),
    Event(did=Did.SKIP, at=1_070, place=1),
    Event(did=Did.PAUSE, at=1_080, place=1),
)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "crm.db"


def begun(db: Path) -> BlockFile:
    file = BlockFile(db)
    file.begin(BLOCK)
    for event in EVENTS:
        file.add(event)
    return file


def test_there_is_no_block_before_one_is_begun(db: Path) -> None:
    file = BlockFile(db)
    file.add(EVENTS[0])
    assert file.block is None
    assert not list(db.parent.iterdir())


def test_a_block_is_read_as_it_was_written(db: Path) -> None:
    block = begun(db).block
    assert block is not None
    assert (block.place, block.seconds) == (1, 80)
    assert block.written == {8: 0}
    assert block.skipped == {1}
    assert BlockFile(db).block == block


def test_what_another_terminal_adds_is_seen(db: Path) -> None:
    here, there = begun(db), BlockFile(db)
    there.add(Event(did=Did.WRITE, at=1_090, place=1, operation=9))
    here.add(Event(did=Did.WRITE, at=1_095, place=1, operation=10))
    assert here.block == there.block
    assert here.block is not None
    assert here.block.written == {8: 0, 9: 1, 10: 1}
    there.forget()
    assert here.block is None


def test_a_line_that_was_not_written_to_its_end_is_no_event(db: Path) -> None:
    block = begun(db).block
    file = BlockFile(db)
    with file.path.open("a") as out:
        out.write('\n{"did": "sk')
    assert file.block == block
    file.add(Event(did=Did.WRITE, at=1_090, place=1, operation=9))
    assert block is not None
    assert BlockFile(db).block == block.after(Event(did=Did.WRITE, at=1_090, place=1, operation=9))


@pytest.mark.parametrize("text", ["", "{}", "no JSON", "[]", '{"block": 2}', '{"block": 1, "turns": [1]}', "\udcff\n"])
def test_what_is_no_block_is_none(db: Path, text: str) -> None:
    file = BlockFile(db)
    file.path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert file.block is None


@pytest.mark.parametrize("text", ["[]", "1", '{"did": "fly"}', '{"did": "skip", "place": "x"}', "{"])
def test_what_is_no_event_is_passed_over(db: Path, text: str) -> None:
    block = begun(db).block
    file = BlockFile(db)
    with file.path.open("a") as out:
        out.write(f"\n{text}")
    assert file.block == block


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_it_is_for_its_owner_alone(db: Path) -> None:
    assert begun(db).path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_to_is_said_in_words(tmp_path: Path) -> None:
    file = BlockFile(tmp_path / "missing" / "crm.db")
    with pytest.raises(DatabaseError, match="The block cannot be kept"):
        file.begin(BLOCK)


def test_people_who_join_are_read_wherever_their_line_stands(db: Path) -> None:
    file = begun(db)
    file.add(Event(did=Did.SKIP, at=2, place=0))
    before = file.block
    assert before is not None
    file.extend((Turn("later", "step"), before.turns[0]))
    file.add(Event(did=Did.SHOW, at=3, place=1))
    found = BlockFile(db).block
    assert found is not None
    assert found.turns == (*before.turns, Turn("later", "step"))
    assert (found.place, found.skipped) == (1, frozenset({0, 1}))
    assert found == file.block
