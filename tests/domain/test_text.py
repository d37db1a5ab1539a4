from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_tui.domain.text import clean, visible

ANYTHING = st.text(st.characters(exclude_categories=()))
HOSTILE = {
    chr(code)
    for code in (
        *range(32),
        *range(0x7F, 0xA0),
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
}


def test_an_escape_sequence_loses_its_teeth_and_keeps_its_letters() -> None:
    assert clean("Acme\x1b]52;c;ZXZpbA==\x07 Ltd") == "Acme]52;c;ZXZpbA== Ltd"


def test_a_direction_override_is_not_stored() -> None:
    assert clean("Jane \u202egnp.exe") == "Jane gnp.exe"


def test_line_breaks_become_spaces_in_one_line() -> None:
    assert clean("Jane\r\n\tDoe\u2028x") == "Jane Doe x"


def test_line_breaks_of_every_kind_stay_in_many_lines() -> None:
    assert clean("a\r\nb\rc\u2029d\x85e\n\n\tf", multiline=True) == "a\nb\nc\nd\ne\n\n\tf"


@pytest.mark.parametrize("text", ["👩\u200d💻", "می\u200cخواهم", "🏴\U000e0067\U000e0062\U000e007f", "क्\u200dष"])
def test_joiners_that_names_and_emoji_need_stay(text: str) -> None:
    assert clean(text) == text
    assert visible(text) == text


def test_accents_are_composed() -> None:
    assert clean("E\u0301lodie") == "Élodie"


def test_half_a_surrogate_pair_becomes_the_replacement_character() -> None:
    assert clean("a\ud800b") == "a\ufffdb"


def test_control_characters_are_shown_as_pictures() -> None:
    assert visible("a\x1b[31m\x00\x7f\x9b\u202e") == "a␛[31m␀␡‹U+009B›‹U+202E›"


def test_a_line_feed_in_a_list_cell_is_a_picture() -> None:
    assert visible("a\nb") == "a␊b"


def test_a_note_keeps_its_lines_when_shown() -> None:
    assert visible("a\n\tb\x1b", multiline=True) == "a\n    b␛"


@given(ANYTHING, st.booleans())
@example("\u2000", True)
@example("\x1f a", False)
def test_cleaning_twice_changes_nothing_more(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once


@given(ANYTHING)
def test_nothing_that_a_terminal_obeys_is_stored(text: str) -> None:
    assert not HOSTILE & set(clean(text))
    assert not HOSTILE & set(clean(text, multiline=True)) - {"\n", "\t"}
    clean(text).encode()


@given(ANYTHING)
def test_nothing_that_a_terminal_obeys_is_shown(text: str) -> None:
    assert not HOSTILE & set(visible(text))
    assert not HOSTILE & set(visible(text, multiline=True)) - {"\n"}
    visible(text).encode()


@given(ANYTHING)
def test_nothing_is_hidden_by_showing(text: str) -> None:
    assert len(visible(text)) >= len(text)
    assert all(char in visible(text) for char in text if unicodedata.category(char)[0] in "LNPS")


@given(ANYTHING)
def test_what_was_cleaned_is_shown_as_it_is(text: str) -> None:
    assert visible(clean(text)) == clean(text)
