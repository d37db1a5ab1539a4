from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.sync.formats.cells import addresses, domain, guard, phones, unguard


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20 7946 0000", "-5", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1"]
)
def test_a_formula_is_guarded(text: str) -> None:
    assert guard(text) == f"'{text}"


@given(st.text(alphabet="'=+-@＝\t\ra1 "))
def test_the_guard_comes_off_exactly(text: str) -> None:
    assert unguard(guard(text)) == text


def test_an_apostrophe_of_a_name_stays() -> None:
    assert unguard("'t Hooft") == "'t Hooft"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("jane@example.org", [("email", "jane@example.org")]),
        ("Jane Doe <jane@example.org>", [("email", "jane@example.org")]),
        ("a@example.org; b@example.org, c@example.org", [("email", f"{who}@example.org") for who in "abc"]),
        ("jane@example.org / 415 555 0100", [("email", "jane@example.org"), ("phone", "415 555 0100")]),
        ("+1 415 555 0100", [("phone", "+1 415 555 0100")]),
        ("ask Bob", [("email", "ask Bob")]),
        ("tel. 415 555 0100", [("phone", "tel. 415 555 0100")]),
        ("fcb67ef339b691956cc85fa12be6490c", [("email", "fcb67ef339b691956cc85fa12be6490c")]),
        ("private jane@example.org", [("email", "jane@example.org"), ("rest", "private")]),
    ],
)
def test_an_email_cell_is_taken_apart(cell: str, found: list[tuple[str, str]]) -> None:
    assert list(addresses(cell)) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("310/246-1501", ["310/246-1501"]),
        ("415 555 0100; 415 555 0101", ["415 555 0100", "415 555 0101"]),
        ("+1 415 555 0100, +1 415 555 0101", ["+1 415 555 0100", "+1 415 555 0101"]),
        ("415 555 0100, 12", ["415 555 0100, 12"]),
    ],
)
def test_a_phone_cell_is_taken_apart_only_between_numbers(cell: str, found: list[str]) -> None:
    assert phones(cell) == found


def test_the_domain_of_a_web_address_is_its_host() -> None:
    assert domain("https://www.Acme.example/about") == "acme.example"
