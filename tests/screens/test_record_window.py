from __future__ import annotations

import pytest

from crm_tui.screens.widgets.columns import Cell, Column, fitted, laid_out
from crm_tui.screens.widgets.record_window import (
    MOST_PAGES,
    PAGE_ROWS,
    Heading,
    RecordWindow,
    around,
    settled,
)
from crm_tui.store.page import MOST_ROWS, Page


@pytest.mark.parametrize(
    ("before", "id", "after", "expected"),
    [
        ("abcd", "b", "abcd", "b"),
        ("abcd", "b", "acd", "c"),
        ("abcd", "b", "acdb", "c"),
        ("abcd", "b", "xabcd", "b"),
        ("abcd", "b", "abxcd", "b"),
        ("abcd", "d", "abc", "c"),
        ("ab", "a", "ba", "b"),
        ("abcd", "a", "bcda", "b"),
        ("a", "a", "a", "a"),
        ("a", "a", "", None),
        ("abcd", "b", "d", "d"),
        ("abcd", "b", "xy", None),
    ],
)
def test_the_cursor_stays_with_its_record_until_that_leaves_or_moves(
    before: str, id: str, after: str, expected: str | None
) -> None:
    assert settled(before, id, after) == expected


def test_a_window_holds_few_pages_of_a_long_list() -> None:
    window: RecordWindow[str] = RecordWindow(str)
    for page in range(20):
        rows = tuple(str(page * MOST_ROWS + row) for row in range(MOST_ROWS))
        window.put(Page(rows=rows, offset=page * MOST_ROWS, total=1_000_000))
    assert len(list(window.records())) == MOST_PAGES * PAGE_ROWS
    assert window.row(19 * MOST_ROWS) == str(19 * MOST_ROWS)
    assert window.row(0) is None
    assert window.missing(0, 10) == (0, PAGE_ROWS)
    assert window.total == 1_000_000


def test_what_is_missing_is_asked_for_in_one_piece() -> None:
    window: RecordWindow[str] = RecordWindow(str)
    window.put(Page(rows=tuple(map(str, range(50))), offset=50, total=1_000))
    assert window.missing(0, 60) == (0, 50)
    assert window.missing(60, 199) == (100, 100)
    assert window.missing(50, 99) is None
    assert window.missing(100, 999) == (100, MOST_ROWS)
    assert around(-1, 9) == (0, 25)
    assert around(49, 101) == (25, 100)


def test_an_uncounted_list_grows_while_it_is_read_and_knows_its_end_once_it_was_there() -> None:
    window: RecordWindow[str] = RecordWindow(str)
    rows = tuple(map(str, range(50)))
    window.put(Page(rows=rows, offset=950, total=1_000, is_exact=False))
    window.put(Page(rows=rows, offset=0, total=999, is_exact=False))
    assert (window.total, window.is_exact) == (1_000, False)
    window.put(Page(rows=rows[:7], offset=1_000, total=1_007, is_exact=False))
    assert (window.total, window.is_exact) == (1_007, True)
    window.put(Page(rows=(), offset=1_050, total=900))
    assert (window.total, window.is_exact) == (900, True)


def test_headings_are_never_under_the_cursor() -> None:
    window: RecordWindow[str] = RecordWindow(str)
    window.fill([Heading("A"), "one", Heading("B"), "two"])
    assert window.selectable(0, 1) == 1
    assert window.selectable(2, -1) == 1
    assert window.selectable(2, 1) == 3
    assert window.places() == {"one": 1, "two": 3}


def test_a_list_of_headings_alone_has_no_cursor() -> None:
    window: RecordWindow[str] = RecordWindow(str)
    window.fill([Heading("A")])
    assert window.selectable(0, 1) == -1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jane", "Jane  "),
        ("Jane Doe", "Jane… "),
        ("日本語テキスト", "日本… "),
        ("e\u0301lan", "e\u0301lan  "),
        ("", "      "),
    ],
)
def test_text_is_cut_and_padded_by_cells(text: str, shown: str) -> None:
    assert fitted(text, 6) == shown


def _column(title: str, width: int, rank: int = 0, flex: int = 0) -> Column[str]:
    return Column(title=title, width=width, rank=rank, flex=flex, cell=Cell)


def test_columns_of_low_rank_are_dropped_first_and_the_rest_share_what_is_left() -> None:
    columns = [_column("name", 10, flex=1), _column("tags", 10, rank=2), _column("due", 8, rank=1)]
    assert [(column.title, width) for column, width in laid_out(columns, 40)] == [
        ("name", 18),
        ("tags", 10),
        ("due", 8),
    ]
    assert [column.title for column, _ in laid_out(columns, 25)] == ["name", "due"]
    assert [column.title for column, _ in laid_out(columns, 5)] == ["name"]


def test_what_is_held_goes_up_to_the_first_gap() -> None:
    window: RecordWindow[str] = RecordWindow(str)
    rows = tuple(map(str, range(4 * PAGE_ROWS)))
    window.put(Page(rows=rows[: 2 * PAGE_ROWS], total=len(rows)))
    assert window.held(10) == (list(rows[10 : 2 * PAGE_ROWS]), False)
    window.put(Page(rows=rows[3 * PAGE_ROWS :], offset=3 * PAGE_ROWS, total=len(rows)))
    assert window.held(0) == (list(rows[: 2 * PAGE_ROWS]), False)
    assert window.held(len(rows) - 1) == ([rows[-1]], True)
