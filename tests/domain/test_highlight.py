from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import highlight, query


def marked(text: str, *words: str) -> list[str]:
    return [text[start:end] for start, end in highlight.spans(text, words)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Jane Smith", ["smi"], ["Smi"]),
        ("Jane Smith", ["jane", "smith"], ["Jane", "Smith"]),
        ("Jane Smith", ["mit"], ["mit"]),
        ("Ann Annabel Joanna", ["ann"], ["Ann", "Ann"]),
        ("Joanna", ["ann"], ["ann"]),
        ("Élodie Dupont", ["elodie", "d"], ["Élodie", "D"]),
        ("Elodie", ["élo"], ["Elo"]),
        ("Straße", ["strass"], ["Straß"]),
        ("Łukasz", ["lu"], ["Łu"]),
        ("Bob O'Neil", ["oneil"], ["O'Neil"]),
        ("Bob O’Neil", ["o'ne"], ["O’Ne"]),
        ("Γιώργος Παπαδόπουλος", ["papadopoulos"], ["Παπαδόπουλος"]),
        ("Γιώργος Παπαδόπουλος", ["παπα"], ["Παπα"]),
        ("Юлия Щербакова", ["yuliya"], ["Юлия"]),
        ("山田 太郎", ["山田"], ["山田"]),
        ("Jane Smith", ["jnae", "smtih"], ["Jane", "Smith"]),
        ("Jane Smith", ["jnx"], []),
        ("jane.smith@acme.com", ["jane@acme"], ["jane", "acme"]),
        ("+1 (415) 555-0112", ["555", "01"], ["555-01"]),
        ("+1 (415) 555-0112", ["4155550112"], ["415) 555-0112"]),
        ("+44 20 7946 0958", ["020", "7946"], ["20 7946"]),
        ("Room 12", ["12"], ["12"]),
        ("Janet", ["jan", "jane"], ["Jane"]),
        ("", ["x"], []),
        ("Jane", [], []),
        ("Jane", ["!!!"], []),
    ],
)
def test_what_was_typed_is_marked_in_what_is_shown(text: str, words: list[str], expected: list[str]) -> None:
    assert marked(text, *words) == expected


@given(st.text(max_size=30), st.lists(st.text(max_size=8), max_size=3))
def test_ranges_lie_in_the_text_in_order_and_apart(text: str, words: list[str]) -> None:
    ends = [0, *(edge for place in highlight.spans(text, words) for edge in place), len(text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in highlight.spans(text, words))


@given(st.text("abéßΠα ", min_size=1, max_size=12))
def test_a_text_typed_as_it_is_shown_is_marked_from_its_first_letter(text: str) -> None:
    for word in text.split():
        assert highlight.spans(word, [word])[0].start == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("jane -bob status:new", ("jane",)),
        ('(jane or "bob jones") #vip', ("jane", "bob jones")),
    ],
)
def test_only_words_that_must_be_there_are_sought(text: str, words: tuple[str, ...]) -> None:
    assert highlight.sought(query.parse(text)) == words
