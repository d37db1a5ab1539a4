from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crm_tui.sync.formats.encoding import detect
from crm_tui.sync.formats.lines import Lines
from crm_tui.sync.formats.rows import MAX_CELL, rows


def read(*lines: str, delimiter: str = ",") -> list[tuple[int, list[str], bool]]:
    return [(row.number, row.cells, bool(row.fault)) for row in rows(lines, delimiter)]


def lines_of(folder: Path, content: bytes) -> list[str]:
    path = folder / "file.csv"
    path.write_bytes(content)
    with Lines(path, detect(path)) as lines:
        return list(lines)


def test_rows_are_numbered_as_in_a_spreadsheet_whatever_their_lines() -> None:
    assert read("a,b", '"one', 'two",2', "", "x,y") == [
        (1, ["a", "b"], False),
        (2, ["one\ntwo", "2"], False),
        (3, [], False),
        (4, ["x", "y"], False),
    ]


def test_an_unclosed_quote_costs_one_row_and_swallows_none() -> None:
    assert read("a,b", '1,"oops', "2,x", "3,y") == [
        (1, ["a", "b"], False),
        (2, ['1,"oops'], True),
        (3, ["2", "x"], False),
        (4, ["3", "y"], False),
    ]


def test_a_cell_beyond_the_cap_costs_one_row() -> None:
    found = read("a,b", "x" * (MAX_CELL + 1) + ",1", "2,x")
    assert [fault for *_, fault in found] == [False, True, False]
    assert found[2][1] == ["2", "x"]


def test_lines_may_end_in_any_way_and_hold_zero_bytes(tmp_path: Path) -> None:
    assert lines_of(tmp_path, b"a,b\r\nc\0,d\r\r\ne,f") == ["a,b", "c,d", "e,f"]
    assert lines_of(tmp_path, b"a,b\rc,d\re,f\r") == ["a,b", "c,d", "e,f"]


def test_a_bare_return_inside_a_cell_is_a_line_break_of_the_cell(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, b'name,street\r\nJane,"1 Elm\rLondon"\r\nJohn,2 Oak\rParis\r\n')
    assert [row.cells for row in rows(lines, ",")] == [
        ["name", "street"],
        ["Jane", "1 Elm\nLondon"],
        ["John", "2 Oak\nParis"],
    ]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\0\r\x1e", exclude_categories=["Cs"])), min_size=2, max_size=5
        ),
        max_size=8,
    )
)
def test_what_a_csv_writer_wrote_is_read_as_it_was(table: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(table)
    lines = buffer.getvalue().split("\n")[:-1]
    assert [row.cells for row in rows(lines, ",")] == table


@given(st.text(alphabet='a,"\n;'))
def test_no_text_is_lost_or_crashes(text: str) -> None:
    lines = text.split("\n")
    kept = "".join(cell for row in rows(lines, ",") for cell in row.cells)
    assert kept.count("a") == text.count("a")
