"""Duplicates across the whole book: found beside the interface, merged, told apart, and taken back."""

from __future__ import annotations

import pytest

from crm_tui.store import duplicates_find
from tests.looks.test_looks import SIZES, compare
from tests.screens.book import Book
from tests.screens.rep import at_desk

ALIVE = "SELECT count(*) FROM contact WHERE deleted_at IS NULL"


@pytest.fixture
def twice(book: Book) -> Book:
    """Jane twice with one address, Bob by nickname, a pair whose names are as wide as hostile, and somebody else."""
    book.person("Jane Smith", company="Acme", title="Head of IT", email="jane@acme.example", tags=("vip",))
    book.person("Smith, Jane", title="Buyer", email="JANE@acme.example", phone="+37120000000")
    book.person("Robert Roe", company="Globex", email="r.roe@globex.example")
    book.person("Bob Roe", company="GLOBEX Ltd", phone="+37120000001", note="Met at the fair.")
    book.person("Παπαδόπουλος Γιώργος", company="[red]青石桥园艺[/red]", phone="+302101234567")
    book.person("George Papadopoulos", phone="+302101234567")
    book.person("Ann Ash", company="Globex")
    return book


def count(book: Book) -> int:
    ((found,),) = book.rows(ALIVE)
    return int(found)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pairs_are_shown_with_their_reasons_side_by_side(twice: Book, size: tuple[int, int]) -> None:
    async with at_desk(twice.path, size=size) as rep:
        await rep.press("M")
        compare(f"duplicates_{size[0]}x{size[1]}", rep.look())
        assert rep.sees("3 pairs are likely one person each, 1 of them obvious. Enter merges.")
        await rep.press("down")
        assert "Roe" in rep.highlighted or "Παπαδόπουλος" in rep.highlighted
        await rep.press("m")
        compare(f"duplicates_merge_{size[0]}x{size[1]}", rep.look())


async def test_merging_moves_on_to_the_next_pair_and_undo_brings_both_back(twice: Book) -> None:
    async with at_desk(twice.path) as rep:
        await rep.press("M")
        assert "Jane Smith" in rep.highlighted
        await rep.press("enter", "enter")
        assert count(twice) == 6
        assert rep.sees("1 of 2")
        assert "Jane Smith" not in rep.highlighted
        await rep.press("z")
        assert count(twice) == 7
        assert rep.sees("3 pairs")
        assert "Jane Smith" in rep.highlighted, "the pair that is there again"


async def test_two_people_are_told_apart_for_good(twice: Book) -> None:
    async with at_desk(twice.path) as rep:
        await rep.press("M")
        await rep.press("X")
        assert "are two people" in rep.toast
        assert "Jane" not in rep.highlighted
        await rep.press("z")
        assert rep.sees("3 pairs are")
        assert "Jane" in rep.highlighted
        await rep.press("X")
    async with at_desk(twice.path) as rep:
        await rep.press("M")
        assert rep.sees("2 pairs are likely")
        assert not rep.sees("Smith, Jane")


async def test_the_obvious_ones_are_merged_in_one_action_which_says_how_many_first(twice: Book) -> None:
    twice.person("Ann Ash", email="ann@home.example")
    twice.person("Ann Ash", email="ann@home.example")
    async with at_desk(twice.path) as rep:
        await rep.press("M")
        await rep.press("A")
        assert rep.sees("Merge 2 obvious pairs")
        await rep.press("enter")
        assert count(twice) == 7
        await rep.press("A")
        assert "No pair has the same name" in rep.toast
        await rep.press("z")
        assert count(twice) == 9


async def test_the_search_can_be_stopped_and_begun_anew(twice: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    from crm_tui.screens.duplicates.search import DuplicateSearch

    monkeypatch.setattr(duplicates_find, "STEP", 1)
    run = DuplicateSearch.run

    def stopped(search: DuplicateSearch[duplicates_find.Pair]) -> list[duplicates_find.Pair]:
        search.stop()
        return run(search)

    async with at_desk(twice.path) as rep:
        with monkeypatch.context() as patch:
            patch.setattr(DuplicateSearch, "run", stopped)
            await rep.press("M")
        assert rep.sees("The search was stopped.")
        await rep.press("M")
        assert rep.sees("3 pairs")
        await rep.press("escape")
        assert rep.sees("Nothing is due") or not rep.sees("pairs")


async def test_a_book_without_duplicates_says_so(book: Book) -> None:
    book.person("Ann Ash")
    async with at_desk(book.path) as rep:
        await rep.press("M")
        assert rep.sees("Nobody seems to be there twice.")
        await rep.press("m", "X")
        assert "There is no pair" in rep.toast
