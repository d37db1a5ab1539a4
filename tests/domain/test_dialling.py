from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import dialling, phones

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)

_MARKS = st.sampled_from(["", "", "", " ", "-", ".", "(", ")", " (0)", "/", "x", ";"])
_NUMBERS = st.lists(st.tuples(st.sampled_from("0123456789"), _MARKS), min_size=3, max_size=16).map(
    lambda pairs: "".join(digit + mark for digit, mark in pairs)
)
_CODES = st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)).map(str)
_TYPED = st.one_of(
    _NUMBERS,
    st.builds("{}{}{}".format, st.sampled_from(["+", "00", "+ ", "(+", "011", ""]), _CODES, _NUMBERS),
)


def _real(region: str) -> list[str]:
    """Numbers that exist in a region, in the ways they are written."""
    kinds = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
    found = [phonenumbers.example_number_for_type(region, kind) for kind in kinds]
    formats = (
        phonenumbers.PhoneNumberFormat.E164,
        phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        phonenumbers.PhoneNumberFormat.NATIONAL,
    )
    return [phonenumbers.format_number(each, form) for each in found if each for form in formats]


@given(raw=_TYPED, region=st.sampled_from(["", "XX", *REGIONS]))
def test_a_number_that_is_read_the_short_way_is_read_as_the_library_does(raw: str, region: str) -> None:
    short = dialling.plain(raw, region)
    assert short in ("", phones._understood(raw, region or None))


@pytest.mark.parametrize("region", REGIONS)
def test_real_numbers_of_every_region_are_read_as_the_library_does(region: str) -> None:
    for text in _real(region):
        for home in (region, "US", "GB", "IT", "BR", ""):
            short = dialling.plain(text, home)
            assert short in ("", phones._understood(text, home or None)), (text, home)


@pytest.mark.parametrize(
    ("text", "region", "normal"),
    [
        ("+44 20 7946 0363", "LV", "+442079460363"),
        ("0044 20 7946 0363", "LV", "+442079460363"),
        ("020 7946 0363", "GB", "+442079460363"),
        ("+44 (0)20 7946 0363", "", "+442079460363"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("415.555.2671", "US", "+14155552671"),
        ("20000001", "LV", "+37120000001"),
        ("+39 06 698 12345", "US", "+390669812345"),
    ],
)
def test_plain_numbers_go_the_short_way(text: str, region: str, normal: str) -> None:
    assert dialling.plain(text, region) == normal


@pytest.mark.parametrize("text", ["+44 20 7946 0363 ext 5", "20 7946 0363 / 64", "tel 1234567", "1234", "+999 1234567"])
def test_what_is_not_plain_is_left_to_the_library(text: str) -> None:
    assert dialling.plain(text, "GB") == ""
