from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import phones

CORPUS = Path(__file__).parents[3] / "shared/corpora/phones/phones_share.tsv"


@pytest.mark.parametrize(
    ("raw", "country", "e164"),
    [
        ("(415) 555-2671 ext. 12", "US", "+14155552671"),
        ("+33 (0)6 12 34 56 78", "", "+33612345678"),
        ("0044 20 7946 0958", "US", "+442079460958"),
        ("00371 20000000", "LV", "+37120000000"),
        ("20 000 000", "lv", "+37120000000"),
        ("tel:+1-415-555-2671;ext=102", "LV", "+14155552671"),
        ("(415)\u00a0555-2671p123", "US", "+14155552671"),
    ],
)
def test_a_number_in_any_spelling_has_one_normal_form(raw: str, country: str, e164: str) -> None:
    assert phones.normalize(raw, country) == e164


@pytest.mark.parametrize(
    "raw", ["", "call me", "204", "555-0123", "441500000000", "sip:ada@example.org", "jane@example.org", "+" * 300]
)
def test_what_cannot_be_dialled_from_elsewhere_has_no_normal_form(raw: str) -> None:
    assert phones.normalize(raw, "US") == ""


def test_digits_of_other_scripts_are_digits() -> None:
    assert phones.digits("+٣٧١ (20) 00-²") == "3712000"


def test_a_number_reads_as_people_write_it() -> None:
    assert phones.format("+37120000000") == "+371 20 000 000"
    assert phones.format("not a number") == "not a number"


@pytest.mark.parametrize(
    ("typed", "e164", "shown"),
    [
        ("22334455", "+37122334455", "+371 22 334 455"),
        ("020 7946 0958", "+442079460958", "+44 20 7946 0958"),
        ("8 (912) 345-67-89", "+79123456789", "+7 912 345-67-89"),
        ("+371 2233 4455", "+37122334455", "+371 2233 4455"),
        ("(415) 555-2671 ext. 12", "+14155552671", "(415) 555-2671 ext. 12"),
        ("1-800-FLOWERS", "+18003569377", "1-800-FLOWERS"),
        ("204", "", "204"),
    ],
)
def test_a_number_is_shown_with_its_country_unless_it_says_more(typed: str, e164: str, shown: str) -> None:
    assert phones.shown(typed, e164) == shown


def test_a_number_knows_where_it_rings() -> None:
    assert phones.zones("+14155552671") == ("America/Los_Angeles",)
    assert phones.zones("nowhere") == ()


@given(st.text(), st.sampled_from(["", "US", "LV", "ZZ", "??"]))
def test_no_text_breaks_a_phone_number(raw: str, country: str) -> None:
    normal = phones.normalize(raw, country)
    assert normal == "" or phones.normalize(normal, "") == normal
    assert phones.digits(raw).isascii()


def test_the_corpus_is_understood_but_for_numbers_too_short_to_dial() -> None:
    if not CORPUS.exists():
        pytest.skip("the corpus of phone numbers is not here")
    with CORPUS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    wrong = [row["input"] for row in rows if phones.normalize(row["input"], row["default_region"]) != row["e164"]]
    assert wrong == ["+81 *2345"]
