"""How names resemble each other, and who is brought together to be compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import names
from crm_tui.domain.likeness import Likeness, is_slip, likeness, root, sound
from crm_tui.domain.likeness_blocks import blocks
from crm_tui.domain.match import Keys
from crm_tui.domain.nicknames import formal
from crm_tui.domain.place import Place, alike, place
from tests.domain.test_match import KEYS

WORDS = st.lists(st.text("abcdj", min_size=1, max_size=9), max_size=3).map(tuple)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Jane Doe", "Jane Doe", Likeness.SAME),
        ("Jane Doe", "Doe Jane", Likeness.SWAPPED),
        ("Jane Doe", "Jane Ann Doe", Likeness.LONGER),
        ("Γεώργιος Παπαδόπουλος", "Georgios Papadopoulos", Likeness.HEARD),
        ("Müller Hans", "Hans Mueller", Likeness.HEARD),
        ("Янис Берзиньш", "Jānis Bērziņš", Likeness.HEARD),
        ("Сергей Ким", "Sergei Kim", Likeness.HEARD),
        ("Александр Пушкин", "Sasha Pushkin", Likeness.NICKNAME),
        ("Γιάννης Νικολάου", "John Nikolaou", Likeness.NICKNAME),
        ("Kostas Pappas", "Konstantinos Pappas", Likeness.NICKNAME),
        ("Guillaume Roux", "Gui Roux", Likeness.NICKNAME),
        ("Hans Meier", "Johannes Meier", Likeness.NICKNAME),
        ("Jancis Kalns", "Jānis Kalns", Likeness.NICKNAME),
        ("Maximilian Roth", "Max Roth", Likeness.NICKNAME),
        ("Jnae Doe", "Jane Doe", Likeness.SLIP),
        ("Le Roux Anne", "Leroux Anne", Likeness.SLIP),
        ("J Doe", "Jane Doe", Likeness.INITIAL),
        ("Doe", "Jane Doe", Likeness.INITIAL),
        ("Maria", "Maria", Likeness.SINGLE),
        ("Seoeunjeong", "Muneunjeong", Likeness.DIFFERENT),
        ("Jane Doe", "Jane Smith", Likeness.GIVEN),
        ("Tuva Bjorkman", "Siv Bjorkman", Likeness.FAMILY),
        ("Jan Novak", "Jana Novak", Likeness.FAMILY),
        ("Jane Doe", "Bob Roe", Likeness.DIFFERENT),
        ("", "Jane", Likeness.UNKNOWN),
    ],
)
def test_names_are_told_apart(one: str, other: str, expected: Likeness) -> None:
    assert likeness(names.words(one), names.words(other)) is expected


@given(WORDS, WORDS)
def test_likeness_is_the_same_both_ways(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert likeness(one, other) is likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("jane", "jnae", True),
        ("doe", "roe", False),
        ("papadopoulos", "papadopulos", True),
        ("fagerstrom", "akerstrom", False),
        ("", "", True),
        ("acme", "", False),
    ],
)
def test_a_slip_is_one_letter_in_a_few(one: str, other: str, expected: bool) -> None:
    assert is_slip(one, other) is is_slip(other, one) is expected


def test_nicknames_lead_to_one_name_and_each_line_of_the_table_says_something() -> None:
    table = formal(sound)
    assert len(table) > 900
    assert root("bob") == root("robert") == root("rob")
    assert root("sasha") == root("aleksandr")
    assert "robert" in table["bob"]


def test_addresses_are_alike_however_they_are_written() -> None:
    def at(street: str, city: str = "Riga", code: str = "") -> frozenset[Place]:
        return frozenset({place("", {"street": street, "city": city, "postal_code": code})})

    assert alike(at("12 Elm Street"), at("12, Elm St."))[1] == "same address"
    assert alike(at("435 S. La Cienega Blv."), at("435 la cienega south boulevard"))[0] > 0
    assert alike(at("12 Elm Street"), at("14 Elm Street"))[1] == "same city"
    assert alike(at("12 Elm Street"), at("3 Oak Road", "Paris"))[0] < 0
    assert alike(frozenset({place("12 Elm Street, Riga", {})}), at("Elm street 12"))[1] == "same address"


@given(KEYS, KEYS)
def test_whoever_shares_an_address_shares_a_block(one: Keys, other: Keys) -> None:
    if one.emails & other.emails:
        assert {block for _, block in blocks(one)} & {block for _, block in blocks(other)}


def test_a_paragraph_in_place_of_a_name_is_not_fitted_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def grade(one: str, _: str) -> int:
        asked.append(one)
        return 5

    monkeypatch.setattr("crm_tui.domain.likeness._grade", grade)
    likeness([f"a{number}" for number in range(300)], [f"b{number}" for number in range(300)])
    assert len(asked) < 1_000
