"""A note of several lines in one, and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.text import clean
from crm_tui.screens.dialogs.note_field import RETURN, folded, unfolded


@given(st.text().map(lambda text: clean(text.replace(RETURN, "").expandtabs(4), multiline=True)))
def test_a_note_comes_back_as_it_was_folded(text: str) -> None:
    assert unfolded(folded(text)) == text
    assert "\n" not in folded(text)


def test_line_ends_are_seen_and_may_be_typed() -> None:
    assert folded("one\n\n  two") == f"one {RETURN}  {RETURN}   two"
    assert unfolded(f"one{RETURN}two") == "one\ntwo"
