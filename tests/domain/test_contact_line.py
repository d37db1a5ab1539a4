from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.chips import ChipKind
from crm_tui.domain.clock import Moment
from crm_tui.domain.contact_line import parse
from crm_tui.domain.desk import Desk

DESK = Desk(moment=Moment(datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Europe/Riga")), "Europe/Riga"), country="LV")

PARTS = st.sampled_from(
    ["Jane Doe", "Acme, Inc.", '"Doe, Jane"', '"', "<a@b.c>", "jane@acme.com", "20 000 000", "#vip",
     "#", " ", ",", "x#y"]
)  # fmt: skip
LINES = st.one_of(st.lists(PARTS, max_size=8).map(", ".join), st.text(max_size=30))


def kinds(line: str) -> list[str]:
    return [chip.kind.value for chip in parse(line, DESK)[1]]


def test_the_line_of_the_manual_is_understood() -> None:
    draft, _ = parse("Jane Doe, Acme Ltd, Jane@acme.com, +371 20 000 000, #VIP", DESK)
    assert (draft.name, draft.given_name, draft.family_name) == ("Jane Doe", "Jane", "Doe")
    assert (draft.company, draft.tags) == ("Acme Ltd", ("VIP",))
    assert [(point.kind.value, point.value, point.normal) for point in draft.points] == [
        ("email", "Jane@acme.com", "jane@acme.com"),
        ("phone", "+371 20 000 000", "+37120000000"),
    ]


def test_parts_after_the_name_come_in_any_order() -> None:
    draft, _ = parse("Jane, #vip, 20000000, jane@acme.com, Acme, Head of Sales, met at the fair, likes golf", DESK)
    assert (draft.company, draft.title) == ("Acme", "Head of Sales")
    assert draft.note == "met at the fair, likes golf"


def test_an_address_alone_is_a_contact() -> None:
    draft, chips = parse("jane@acme.com", DESK)
    assert draft.name == ""
    assert draft.points[0].normal == "jane@acme.com"
    assert len(chips) == 1


def test_an_empty_first_part_leaves_the_name_empty() -> None:
    draft, _ = parse(", Acme, info@acme.com", DESK)
    assert (draft.name, draft.company) == ("", "Acme")


def test_an_address_as_mail_programs_write_it_is_understood() -> None:
    draft, chips = parse("Jane Doe <jane@acme.com>, Acme #vip", DESK)
    assert (draft.name, draft.company, draft.tags) == ("Jane Doe", "Acme", ("vip",))
    assert [chip.text for chip in chips] == ["Jane Doe", "<jane@acme.com>", "Acme", "#vip"]


def test_a_legal_form_and_a_suffix_belong_to_what_is_before_their_comma() -> None:
    draft, _ = parse("John Smith, Jr., Acme, Inc., CTO", DESK)
    assert (draft.name, draft.suffix) == ("John Smith, Jr.", "Jr.")
    assert (draft.company, draft.title) == ("Acme, Inc.", "CTO")


def test_quotes_keep_a_comma_and_a_reversed_name_is_turned() -> None:
    draft, _ = parse('"Doe, Jane", "Smith, Sons & Co"', DESK)
    assert (draft.name, draft.family_name, draft.company) == ("Jane Doe", "Doe", "Smith, Sons & Co")


def test_only_the_first_of_several_numbers_is_primary() -> None:
    draft, _ = parse("Jane, 20 000 000, tel: +371 67 000 000, a@b.lv, c@d.lv", DESK)
    assert [point.primary for point in draft.points] == [True, False, True, False]


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("https://example.org", ChipKind.URL),
        ("linkedin.com/in/jane", ChipKind.URL),
        ("booking.com", ChipKind.COMPANY),
        ("(415) 555-2671 ext. 5", ChipKind.PHONE),
        ("1984", ChipKind.COMPANY),
        ("2026-11-18", ChipKind.COMPANY),
        ("Studio #1", ChipKind.COMPANY),
        ("jane@", ChipKind.COMPANY),
    ],
)
def test_a_part_is_known_by_its_shape(part: str, kind: ChipKind) -> None:
    assert kinds(f"Jane, {part}") == ["name", kind.value]


def test_control_characters_are_left_out_of_the_draft() -> None:
    draft, _ = parse("Jane\x1b[31m Doe, Ac\u202eme", DESK)
    assert (draft.name, draft.company) == ("Jane[31m Doe", "Acme")


@given(LINES)
def test_no_character_is_lost_but_commas(line: str) -> None:
    _, chips = parse(line, DESK)
    covered = {place for chip in chips for place in range(chip.start, chip.end)}
    assert all(line[chip.start : chip.end] == chip.text for chip in chips)
    assert all(char == "," or char.isspace() for place, char in enumerate(line) if place not in covered)
