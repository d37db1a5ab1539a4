"""Tables: aligned in every script, cut to the terminal, ids whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.cli import terminal_text
from crm_tui.cli.blocks import Block, Heading, Note, Table
from crm_tui.cli.plain_text import rendered, width
from crm_tui.cli.terminal_text import cut, fitted, wrapped


@pytest.mark.parametrize(
    ("text", "cells"), [("Jane", 4), ("Élodie", 6), ("E\u0301lodie", 6), ("桜井川", 6), ("Παπαδόπουλος", 12), ("", 0)]
)
def test_width_counts_cells_and_not_characters(text: str, cells: int) -> None:
    assert width(text) == cells


def test_plain_columns_align_whatever_the_script() -> None:
    table = Table(("name", "empty", "city"), [("桜井川", "", "東京"), ("Jane", "", "Riga")])
    assert rendered([table]) == "桜井川  東京\nJane    Riga\n"


def test_the_widest_flexible_column_gives_way_and_the_others_stay() -> None:
    assert fitted([8, 30, 20, 12], [1, 2], 60) == [8, 20, 20, 12]
    assert fitted([8, 30, 20, 12], [1, 2], 52) == [8, 16, 16, 12]


def test_columns_that_fit_are_left_alone() -> None:
    assert fitted([8, 10], [1], 80) == [8, 10]


def test_a_column_shrinks_no_further_than_can_be_read() -> None:
    assert fitted([8, 30, 12], [1], 10) == [8, 8, 12]
    assert fitted([8, 12], [], 10) == [8, 12]


def _drawn(block: Block, space: int) -> list[str]:
    return list(terminal_text.drawn(block, space))


def test_on_a_terminal_a_table_has_dim_titles_and_fits() -> None:
    table = Table(
        ("id", "name", "empty"), [("1a2b3c4d", "Wilhelmina van den Berg", ""), ("2", "桜井川桜井川", "")], ("name",)
    )
    assert _drawn(table, 22) == [
        "\x1b[2mid        name\x1b[0m",
        "1a2b3c4d  Wilhelmin…",
        "2         桜井川桜…",
    ]


def test_a_table_without_titles_has_no_line_for_them() -> None:
    assert _drawn(Table(("", ""), [("id", "1"), ("company", "Acme")]), 80) == ["id       1", "company  Acme"]


def test_a_heading_is_bold_and_a_note_is_wrapped_within_its_margin() -> None:
    assert _drawn(Heading("Overdue (3)"), 80) == ["\x1b[1mOverdue (3)\x1b[0m"]
    note = Note("one two three\n\n  - four")
    assert _drawn(note, 10) == ["  one two", "  three", "", "    - four"]


def test_what_a_terminal_would_obey_is_shown_and_not_sent() -> None:
    for block in (Table(("name",), [("\x1b[31mJane",)]), Heading("\x1b[31mJane"), Note("\x1b[31mJane"), "\x1b[31mJane"):
        assert "\x1b[31m" not in "".join(_drawn(block, 80))


@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=60),
    space=st.integers(2, 40),
)
def test_cut_text_fits_and_wrapped_text_keeps_every_word(text: str, space: int) -> None:
    assert width(cut(text, space)) <= space
    lines = list(wrapped(text, space))
    assert " ".join(lines).split(" ") == text.split(" ") or " ".join(lines).split() == text.split()
    assert all(width(line) <= space or " " not in line.strip(" ") for line in lines)
