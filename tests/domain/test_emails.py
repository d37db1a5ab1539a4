from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import emails
from crm_tui.domain.errors import ParseError


@pytest.mark.parametrize(
    "raw",
    [
        "Ada@Example.org",
        " ada@example.org. ",
        "mailto:ada%40example.org?subject=Hello",
        '"Lovelace, Ada" <ADA@example.org>,',
        "<ada@example.org>;",
    ],
)
def test_an_address_in_any_wrapping_has_one_normal_form(raw: str) -> None:
    assert emails.normalize(raw) == "ada@example.org"


@pytest.mark.parametrize("raw", ["", "ada", "ada@", "@example.org", "a@b@c", "ada lovelace@example.org", "a@b,c@d"])
def test_what_is_no_address_has_no_normal_form(raw: str) -> None:
    assert emails.normalize(raw) == ""
    with pytest.raises(ParseError, match="no e-mail address"):
        emails.check(raw)


def test_an_address_within_is_found_with_its_letter_case() -> None:
    assert emails.address("Ada <Ada.L@Example.org>") == "Ada.L@Example.org"


def test_an_odd_address_is_doubted_but_not_refused() -> None:
    emails.check("ada@localhost")
    assert emails.doubt("ada@localhost")
    assert not emails.is_valid("ada@localhost")


def test_a_sound_address_raises_no_doubt() -> None:
    assert emails.doubt("ada@example.org") == ""
    assert emails.is_valid("mailto:ada@example.org")


def test_the_domain_follows_the_at_sign() -> None:
    assert emails.domain("ada@example.org") == "example.org"
    assert emails.domain("") == ""


@given(st.text())
def test_normalising_twice_changes_nothing_more(raw: str) -> None:
    once = emails.normalize(raw)
    assert emails.normalize(once) == once
