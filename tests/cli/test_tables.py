"""Tables: aligned in every script, cut to the terminal, ids whole."""

from __future__ import annotations

import pytest

from crm_tui.cli.output import Table
from crm_tui.cli.plain_text import rendered, width
from crm_tui.cli.rich_text import fitted


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
