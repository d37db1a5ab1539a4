"""What the first line says where there is little room."""

from __future__ import annotations

import pytest

from crm_tui.screens.widgets.masthead import _fitting


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (50, "2 overdue, 5 today · 3 marked · 1 of 9 · by name"),
        (40, "2 overdue, 5 today · 3 marked · 1 of 9"),
        (30, "2 overdue, 5 today · 3 marked"),
        (20, "3 marked"),
    ],
)
def test_marks_stay_longest_then_what_is_due(room: int, said: str) -> None:
    assert "".join(_fitting("2 overdue, 5 today", "3 marked", "1 of 9 · by name", room)) == said


@pytest.mark.parametrize(
    ("due", "note", "said"),
    [
        ("", "Jane Doe · Acme", ("", "Jane Doe")),
        ("2 today", "Jane Doe · Acme", ("2 today", "")),
        ("", "", ("", "")),
    ],
)
def test_one_part_is_said_whatever_its_length(due: str, note: str, said: tuple[str, str]) -> None:
    assert _fitting(due, "", note, 5) == said
