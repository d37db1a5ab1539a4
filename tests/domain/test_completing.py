"""What is offered where the cursor stands, before the book is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import contact_line, quick_add
from crm_tui.domain.chips import ChipKind
from crm_tui.domain.completing import Names
from crm_tui.domain.quick_add import completing
from tests.domain.test_contact_line import DESK as LATVIA
from tests.domain.test_contact_line import LINES as CONTACT_LINES
from tests.domain.test_quick_add import DESK, LINES


@pytest.mark.parametrize(
    ("typed", "names", "prefix", "options"),
    [
        ("@jan", Names.CONTACTS, "jan", ()),
        ("call @jane.d", Names.CONTACTS, "jane d", ()),
        ('vm @"jane d', Names.CONTACTS, "jane d", ()),
        ("@γιώ", Names.CONTACTS, "γιώ", ()),
        ("met #q", Names.TAGS, "q", ()),
        ("!h", Names.WORDS, "!h", ("!high",)),
        ("@jane voi", Names.WORDS, "voi", ("voicemail",)),
        ("no an", Names.WORDS, "no an", ("no answer",)),
        ("@jane call wr", Names.WORDS, "wr", ("write to", "wrote to", "wrong number")),
    ],
)
def test_what_is_being_typed_is_completed(typed: str, names: Names, prefix: str, options: tuple[str, ...]) -> None:
    wanted = completing.wanted(quick_add.parse(typed, DESK), len(typed))
    assert wanted is not None
    assert (wanted.names, wanted.prefix, wanted.options) == (names, prefix, options)
    assert typed[wanted.start : wanted.end].lstrip('@"').replace(".", " ") == prefix


@pytest.mark.parametrize("typed", ["", "@", "#", "call", "@jane ", "send the vo", "jane@acme.c", "!high", "note a"])
def test_nothing_is_offered_for_what_is_whole_or_mere_text(typed: str) -> None:
    assert completing.wanted(quick_add.parse(typed, DESK), len(typed)) is None


def test_nothing_is_offered_within_a_word() -> None:
    assert completing.wanted(quick_add.parse("@jane", DESK), 3) is None


@given(st.text(min_size=1, max_size=12))
def test_a_contact_is_written_so_that_it_is_read_back(name: str) -> None:
    written = completing.written(name)
    bare = " ".join(name.translate(dict.fromkeys(map(ord, '"“”'), " ")).split())
    assert quick_add.parse(f"call {written} tomorrow", DESK).contacts == ((bare,) if bare else ())


@given(
    st.sampled_from(["Acme", "Acme, Inc.", "booking.com/x", "1 800 555 0199", "Studio #one", "Smith & Sons", "Ελαία"])
)
def test_a_company_is_written_so_that_it_is_read_back(name: str) -> None:
    draft, _ = contact_line.parse(f"Jane Doe, {contact_line.written(name)}", LATVIA)
    assert draft.company == name


@given(LINES, st.integers(0, 40))
def test_what_is_completed_stands_before_the_cursor(typed: str, cursor: int) -> None:
    wanted = completing.wanted(quick_add.parse(typed, DESK), min(cursor, len(typed)))
    assert wanted is None or 0 <= wanted.start < wanted.end == min(cursor, len(typed))


@given(CONTACT_LINES, st.integers(0, 9))
def test_a_part_that_is_plain_is_no_longer_what_its_shape_says(typed: str, which: int) -> None:
    shaped = [chip for chip in contact_line.parse(typed, LATVIA)[1] if chip.kind in contact_line.BY_SHAPE]
    for chip in shaped[which : which + 1]:
        after = contact_line.parse(typed, LATVIA, off=((chip.start, chip.end),))[1]
        assert not any(
            other.start < chip.end and chip.start < other.end for other in after if other.kind in contact_line.BY_SHAPE
        )


def test_an_address_in_quotes_is_a_word() -> None:
    chips = contact_line.parse('Jane, "jane@acme.com", "#x"', LATVIA)[1]
    assert [chip.kind for chip in chips] == [ChipKind.NAME, ChipKind.COMPANY, ChipKind.TITLE]
