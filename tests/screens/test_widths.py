"""Lists in any width: the name stays, what matters least goes first, and no row is wider than its list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.clock import Moment
from crm_tui.screens import company_view, contact_parts, people_columns, today_list
from crm_tui.screens.dialogs import theme
from crm_tui.screens.widgets.columns import GAP, Cell, Column, laid_out
from crm_tui.screens.widgets.icons import ASCII, UNICODE, WORDS
from crm_tui.screens.widgets.record_lines import RecordLines
from tests.screens.book import Book, made_once
from tests.screens.rep import Rep, at_desk

WIDTHS = range(40, 221)


def moment() -> Moment:
    raise AssertionError("no cell is drawn here")


LISTS: dict[str, Sequence[Column[Any]]] = {
    "people": people_columns.columns(UNICODE, moment),
    "colleagues": people_columns.columns(UNICODE, moment, at_one_company=True),
    "people in words": people_columns.columns(WORDS, moment),
    "people in ascii": people_columns.columns(ASCII, moment),
    "today": today_list.columns(UNICODE, moment),
    "today in words": today_list.columns(WORDS, moment),
    "companies": company_view.columns(moment),
    "agenda": contact_parts.follow_up_columns(UNICODE, moment, with_people=True),
    "agenda in words": contact_parts.follow_up_columns(WORDS, moment, with_people=True),
    "follow-ups": contact_parts.follow_up_columns(UNICODE, moment),
    "timeline": contact_parts.interaction_columns(UNICODE, moment),
    "joint timeline": contact_parts.interaction_columns(UNICODE, moment, with_people=True),
    "history": contact_parts.history_columns(moment),
    "details": contact_parts.DETAIL_COLUMNS,
    "themes": theme._COLUMNS,
}

#: What goes, from the first to the last, as a list becomes narrow.
ORDER = {
    "people": ["E-mail", "Phone", "T", "Outcome", "Tags", "Status", "Last contacted", "Company"],
    "colleagues": ["E-mail", "Phone", "T", "Outcome", "Tags", "Status", "Last contacted", "Title"],
    "today": ["", "Last", "Company", "What"],
    "agenda": ["Company", "State", "What"],
    "companies": ["Domain", "Last contacted", "People"],
    "timeline": ["Text"],
    "joint timeline": ["Text", "What"],
}


@pytest.mark.parametrize("name", LISTS)
def test_no_row_is_wider_than_its_list(name: str) -> None:
    columns = LISTS[name]
    for room in range(17, 221):
        laid = laid_out(columns, room)
        assert sum(width for _, width in laid) + GAP * (len(laid) - 1) <= room
        assert all(width > 0 for _, width in laid)


@pytest.mark.parametrize("name", ORDER)
def test_columns_go_in_the_order_of_what_matters_least(name: str) -> None:
    columns = LISTS[name]
    gone: list[Column[Any]] = []
    for room in reversed(range(20, 221)):
        kept = [column for column, _ in laid_out(columns, room)]
        gone += [column for column in columns if column not in kept and column not in gone]
        assert all(column not in kept for column in gone), "a column comes back in a narrower list"
    assert [column.title for column in gone] == ORDER[name][-len(gone) :]
    assert len(gone) == len(ORDER[name])


@pytest.mark.parametrize("name", ["people", "people in words", "today", "agenda", "companies"])
def test_a_name_is_never_dropped_and_has_room_to_be_told_from_others(name: str) -> None:
    for width in WIDTHS:
        (room,) = [each for column, each in laid_out(LISTS[name], width - 3) if column.title in ("Name", "Company")][:1]
        assert room >= 10


def _column(width: int, flex: int, rank: int) -> Column[str]:
    return Column(title="", width=width, flex=flex, rank=rank, least=width // 2, cell=Cell)


_ANY = st.lists(st.builds(_column, st.integers(0, 40), st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=12)


@given(columns=_ANY, room=st.integers(60, 300))
def test_whatever_columns_there_are_they_fit_where_each_could_have_a_cell(
    columns: list[Column[str]], room: int
) -> None:
    laid = laid_out(columns, room)
    assert sum(width for _, width in laid) + GAP * max(0, len(laid) - 1) <= room
    ranks = {column.rank for column, _ in laid}
    dropped = [column for column in columns if column.width and column not in [each for each, _ in laid]]
    assert all(column.rank >= max(ranks) for column in dropped)


# Whole screens

SIZES = [(40, 15), (80, 24), (200, 60)]

#: Ways to every screen and dialog that a person can be seen on, each from Today; Escape leads back.
WAYS = (
    *"cdslnfetpOa+?mTv",
    "ctrl+p",
    "3",
    "5",
    "6",
    "enter",
)


def assert_whole(rep: Rep, size: tuple[int, int]) -> None:
    strips = rep.app.screen._compositor.render_strips()
    assert len(strips) == size[1]
    assert {strip.cell_length for strip in strips} == {size[0]}
    for records in rep.app.screen.query(RecordLines):
        assert records.region.width <= size[0]
        laid = records._layout
        if records.display and laid and records.size.width > 16:
            assert sum(width + behind for _, width, behind in laid) <= records.size.width


@pytest.fixture
@made_once
def names(book: Book) -> Book:
    for name in ("Jane Doe", "山田 太郎", "יעל כהן", "Zoë 👩‍👩‍👧‍👦 Ångström", "e\u0301\u0302lodie " * 9):
        book.person(
            name, company="青石桥园艺有限公司 and Sons of Everybody", phone="+371 20 000 000", tags=("vip", "q4")
        )
        book.follow_up(name, "today", "send the 価格表 to everybody who asked for it last week")
    return book


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_screen_and_dialog_is_whole_at_any_size(names: Book, size: tuple[int, int]) -> None:
    async with at_desk(names.path, size=size) as rep:
        for way in WAYS:
            await rep.press(way)
            assert_whole(rep, size)
            await rep.press("escape", "escape", "1")
        await rep.press("w")
        assert_whole(rep, size)


@pytest.mark.parametrize(("width", "seen"), [(40, "1 Today  3  5  6"), (80, "1 Today  3 Contacts  5 Companies")])
async def test_without_room_the_first_line_names_the_screen_in_front_alone(names: Book, width: int, seen: str) -> None:
    async with at_desk(names.path, size=(width, 20)) as rep:
        assert seen in rep.look().splitlines()[0]
        await rep._pilot.click(offset=(11, 0))
        await rep.idle()
        assert "3 Contacts" in rep.look().splitlines()[0]


async def test_a_wide_list_of_people_has_their_addresses(names: Book) -> None:
    async with at_desk(names.path, size=(200, 60)) as rep:
        await rep.press("3")
        assert rep.sees("Phone")
        assert rep.sees("Tags")
