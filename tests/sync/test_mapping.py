from __future__ import annotations

import pytest

from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.sync.formats import layout, mapping, presets
from crm_tui.sync.formats.fields import Field, parse
from crm_tui.sync.formats.presets import reading


@pytest.mark.parametrize(
    "text", ["name", "email", "email.Work", "phone.Work 2.x", "address.Home.street", "custom.Shoe size", "-"]
)
def test_a_field_reads_as_it_is_written(text: str) -> None:
    assert str(parse(text)) == text


def test_a_label_of_an_address_may_be_left_out() -> None:
    assert parse("address.city") == Field("address", "", "city")


@pytest.mark.parametrize(
    ("text", "near"), [("emial", "email"), ("familyname", "family_name"), ("custom.", ""), ("address.Home.moon", "")]
)
def test_an_unknown_field_is_refused_with_the_nearest(text: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert near in caught.value.hint


def uses(headings: list[str], **overrides: str) -> dict[str, str]:
    found = mapping.assign(headings, presets.best(headings), overrides)
    return {use.column: use.field for use in found.columns}


def test_plain_spellings_are_known_whatever_their_case_and_punctuation() -> None:
    assert uses(["FULL NAME", " E-mail  ", "Mobile", "organisation", "Job-title", "Tags", "Shoe size"]) == {
        "FULL NAME": "name",
        "E-mail": "email",
        "Mobile": "phone.Mobile",
        "organisation": "company",
        "Job-title": "title",
        "Tags": "tag",
        "Shoe size": "custom.Shoe size",
    }


def test_the_rep_has_the_last_word_by_heading_or_number() -> None:
    assert uses(["Name", "Notes", "Shoe size"], Notes="-", **{"3": "tag"}) == {
        "Name": "name",
        "Notes": "-",
        "Shoe size": "tag",
    }


def test_an_override_for_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="no column “Fax”"):
        uses(["Name"], Fax="phone")


def test_columns_of_one_name_become_custom_fields_of_two() -> None:
    found = mapping.assign(["Name", "Size", "Size"], presets.best(["Name"]), {})
    assert [use.field for use in found.columns] == ["name", "custom.Size", "custom.Size 2"]


def test_headings_are_found_below_preamble_and_title_lines() -> None:
    found = layout.detect(
        [
            "Notes:",
            '"Some text, with commas, and more"',
            "",
            "First Name,Last Name,Connected On",
            "Jane,Doe,12 Jun 2026",
        ]
    )
    assert (found.heading_row, found.headings) == (4, ("First Name", "Last Name", "Connected On"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = [["Name", "E-mail", "Price"], ["Jane, Esq", "jane@example.org", "3,50"], ["John", "", "4,00"]]
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows]
    assert layout.detect(lines).delimiter == delimiter


def test_excels_own_line_names_the_delimiter() -> None:
    assert layout.detect(["sep=;", "Name;Tags", "Jane;a,b,c"]).headings == ("Name", "Tags")


def test_unknown_headings_are_headings_all_the_same() -> None:
    assert layout.detect(["Foo;Bar;Baz", "1;2;3", "4;5;6"]).headings == ("Foo", "Bar", "Baz")


def test_a_file_without_headings_has_columns_by_number() -> None:
    found = layout.detect(["Jane Doe,jane@example.org,1", "John Roe,john@example.org,2"])
    assert (found.heading_row, found.headings) == (0, ("1", "2", "3"))


def test_a_trailing_delimiter_makes_no_column() -> None:
    assert layout.detect(["Name,E-mail,", "Jane,jane@example.org,"]).headings == ("Name", "E-mail")


def test_every_preset_that_comes_with_the_program_can_be_read() -> None:
    known = presets.all_presets()
    assert {"google", "outlook", "linkedin", "hubspot", "salesforce", "pipedrive", "plain", "crm"} <= set(known)
    assert all(preset.title for preset in known.values())


def test_a_broken_preset_is_named() -> None:
    with pytest.raises(CrmError, match="The preset mine cannot be used"):
        reading.read('title = "x"\n[columns]\n"A" = "no such field"\n', "mine", presets.packaged)


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        presets.named("gogle")
    assert "google" in caught.value.hint
