"""The words of the coach, the file that keeps its place, and that nothing of it is there for who has no guide."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from crm_tui import actions
from crm_tui.domain.errors import DatabaseError
from crm_tui.domain.guided import Step
from crm_tui.screens.guided.coach import Coach, keyed
from crm_tui.screens.guided.file import GuideFile, Position, State
from crm_tui.screens.guided.words import Front, Sight, patient, words
from tests.screens.book import Book
from tests.screens.rep import at_desk

#: Cells of a line on 80 columns, beside its edge and the number of the step; and before the key that leaves.
LINE, BESIDE_LEAVE = 68, 45

PRINTED = actions.printed({})

SIGHTS = [
    Sight(front=front, is_offered=is_offered, is_block=is_block, is_typing=is_typing)
    for front, is_offered, is_block, is_typing in product(Front, (True, False), (True, False), (True, False))
]


@pytest.mark.parametrize("step", Step)
def test_no_line_of_the_coach_is_cut_on_eighty_columns(step: Step) -> None:
    for sight in SIGHTS:
        for said in (words(step, sight), patient(words(step, sight))):
            assert keyed(said.sentence, PRINTED).cell_length <= LINE, said
            has_leave = sight.front is Front.NOTHING and not sight.is_typing
            assert keyed(said.aside, PRINTED).cell_length <= (BESIDE_LEAVE if has_leave else LINE), said


def test_a_search_that_finds_nobody_is_told_how_to_go_on() -> None:
    assert "Nobody matches" in words(Step.SEARCH, Sight(is_typing=True, sought="qqq")).aside


def test_a_name_in_the_reason_is_no_template() -> None:
    said = words(Step.SNOOZE, Sight(why="{call.log} has no follow-up here."))
    assert said.reason == "{call.log} has no follow-up here."


def test_the_place_is_kept_for_the_reps_eyes_alone(tmp_path: Path) -> None:
    file = GuideFile(tmp_path / "demo.db")
    assert file.load() is None
    position = Position(state=State.LEFT, device=7, began=12, has_searched=True)
    file.save(position)
    assert file.load() == position
    assert file.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"', '{"guide": 2}', json.dumps({"guide": 1, "state": "lost"})])
def test_a_file_that_is_not_ours_is_no_place(tmp_path: Path, text: str) -> None:
    file = GuideFile(tmp_path / "demo.db")
    file.path.write_text(text)
    assert file.load() is None


def test_a_folder_that_refuses_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="place cannot be kept"):
        GuideFile(tmp_path / "nowhere" / "demo.db").save(Position(state=State.LEFT))


def test_without_a_guide_nothing_of_it_is_loaded() -> None:
    code = "import sys, crm_tui.screens.app, crm_tui.screens.today; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "guided" not in done.stdout


async def test_a_book_of_ones_own_has_no_guide_and_b_says_where_there_is_one(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("c", "2", "enter", "B")
        assert "crm demo" in rep.toast
        await rep.press("Q")
        assert "No guide is under way" in rep.toast
        assert rep.app.guide is None
        assert not rep.app.screen.query(Coach)
        rep.app.has_sample = True
        await rep.press("B")
        assert rep.sees("300 invented people")
        await rep.press("escape")
        assert not rep.app.wants_sample
        await rep.press("B", "enter")
        assert rep.app.wants_sample
    assert not GuideFile(book.path).path.exists()
