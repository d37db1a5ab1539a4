"""Merging: two records of one person become one in three keys, shown before, and taken back with one."""

from __future__ import annotations

import pytest

from tests.screens.book import Book, made_once
from tests.screens.rep import at_desk

ALIVE = "SELECT count(*) FROM contact WHERE deleted_at IS NULL"


@pytest.fixture
@made_once
def twice(book: Book) -> Book:
    """Jane twice, and somebody else."""
    book.person("Jane Smith", company="Acme", title="Head of IT", email="jane@acme.example", tags=("vip",))
    book.person("Jane Smith", title="Buyer", email="jane@acme.example", phone="+37120000000")
    book.person("Ann Ash")
    return book


def count(book: Book) -> int:
    ((found,),) = book.rows(ALIVE)
    return int(found)


async def test_an_exact_duplicate_is_merged_in_three_keys_and_comes_back_with_one(twice: Book) -> None:
    async with at_desk(twice.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane smith")
        await rep.press("escape", "m")
        assert rep.sees("Who is the same as Jane Smith?")
        assert rep.sees("same e-mail")
        await rep.press("enter")
        assert rep.sees("Merge Jane Smith into Jane Smith")
        assert rep.sees("+37120000000")
        assert rep.sees("Buyer")
        await rep.press("enter")
        assert rep.toast == "✓ Merged Jane Smith into Jane Smith   z undoes it"
        assert rep.sees("1 of 1")
        assert rep.sees("✆ +37120000000")
        assert count(twice) == 2
        await rep.press("z")
        assert count(twice) == 3


async def test_the_arrows_choose_whose_word_is_kept(twice: Book) -> None:
    async with at_desk(twice.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane smith")
        await rep.press("escape", "m", "enter")
        (row,) = (line for line in rep.look().splitlines() if "title" in line)
        assert row.index("Head of IT") < row.index("Buyer")
        await rep.press("right")
        (row,) = (line for line in rep.look().splitlines() if "title" in line)
        assert row.index("Buyer") < row.index("Head of IT")
        await rep.press("enter")
        assert twice.rows("SELECT title FROM contact WHERE deleted_at IS NULL AND name = 'Jane Smith'") == [("Buyer",)]


async def test_those_marked_are_merged(twice: Book) -> None:
    async with at_desk(twice.path) as rep:
        await rep.press("3", "*", "m")
        assert rep.sees("Merge 2 contacts into Jane Smith")
        await rep.press("enter")
        assert count(twice) == 1
        assert not rep.sees("marked")
        await rep.press("space", "m")
        assert "Mark the records of one person" in rep.toast


async def test_esc_merges_nobody_and_nobody_like_them_is_said(twice: Book) -> None:
    async with at_desk(twice.path) as rep:
        await rep.press("3", "/")
        await rep.type("ann")
        await rep.press("escape", "m")
        assert rep.sees("Nobody resembles them.")
        await rep.press("enter")
        assert rep.sees("There is nobody to merge with.")
        await rep.press("escape")
        assert count(twice) == 3


async def test_two_who_say_the_same_are_merged_as_well(book: Book) -> None:
    for _ in range(2):
        book.person("Jane Smith", email="jane@acme.example")
    async with at_desk(book.path) as rep:
        await rep.press("3", "m", "enter")
        assert rep.sees("Whatever both say is the same.")
        await rep.press("enter")
        assert count(book) == 1
