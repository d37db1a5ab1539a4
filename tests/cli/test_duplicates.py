"""`crm duplicates` and `crm merge`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Crm


@pytest.fixture
def twin(crm: Crm, jane: str) -> str:
    """Jane once more, with the same address; the id."""
    return str(crm("add", "Doe, Jane", "--email", "JANE@acme.com", "--title", "CIO", "--anyway", "--json").json["id"])


def test_pairs_are_listed_with_score_and_reasons(crm: Crm, jane: str, twin: str) -> None:
    (pair,) = crm("duplicates", "--json").json
    assert [each["id"] for each in pair["contacts"]] == [jane, twin]
    assert [each["name"] for each in pair["contacts"]] == ["Jane Doe", "Doe, Jane"]
    assert pair["score"] > 0.95
    assert pair["reasons"] == ["same e-mail address", "same name"]
    assert pair["obvious"] is True
    told = crm("duplicates")
    assert "same e-mail address, same name" in told.out
    assert jane[-8:] in told.out
    assert told.err == ""


def test_a_book_without_duplicates_says_so(crm: Crm, jane: str) -> None:
    assert crm("duplicates").out == "Nobody seems to be there twice.\n"
    assert crm("duplicates", "--json").json == []


def test_a_limit_says_what_is_left_out(crm: Crm, jane: str, twin: str) -> None:
    assert crm("add", "Jane Doe", "--company", "Acme", "--anyway").code == 0
    shown = crm("duplicates", "--limit", "1", "--json")
    assert len(shown.json) == 1
    assert "1 of 3 pairs shown" in shown.err
    assert len(crm("duplicates", "--limit", "0", "--json").json) == 3


def test_a_dismissed_pair_is_not_shown_again(crm: Crm, jane: str, twin: str) -> None:
    dismissed = crm("duplicates", "--dismiss", jane, twin[-8:], "--json")
    assert dismissed.code == 0
    assert dismissed.json["dismissed"] == [jane, twin]
    assert crm("duplicates", "--json").json == []
    assert crm("undo").code == 0
    assert len(crm("duplicates", "--json").json) == 1


def test_merging_keeps_everything_and_is_undone(crm: Crm, jane: str, twin: str) -> None:
    merged = crm("merge", jane, twin, "--field", f"title={twin}", "--json")
    assert merged.code == 0
    assert merged.json["id"] == jane
    assert merged.json["title"] == "CIO"
    assert merged.json["merged"] == [twin]
    assert "also known as Doe, Jane" in merged.json["note"]
    assert crm("show", twin, "--json").json["id"] == jane
    assert crm("undo").out.startswith("Undid: Merged")
    assert crm("show", twin, "--json").json["id"] == twin


def test_words_that_fit_both_are_no_choice(crm: Crm, jane: str, twin: str) -> None:
    assert crm("merge", "jane", twin).code == 4
    assert crm("merge", jane, "nobody").code == 3


def test_a_field_that_is_said_twice_is_refused(crm: Crm, jane: str, twin: str) -> None:
    refused = crm("merge", jane, twin, "--field", f"title={twin}", "--field", f"title={jane}")
    assert refused.code == 2
    assert "--field says twice whose title is kept." in refused.err


@pytest.mark.parametrize("field", ["title", "title=", "titel={twin}"])
def test_a_field_that_makes_no_sense_is_refused(crm: Crm, jane: str, twin: str, field: str) -> None:
    assert crm("merge", jane, twin, "--field", field.format(twin=twin)).code == 2


def test_the_value_of_somebody_else_is_refused(crm: Crm, jane: str, twin: str) -> None:
    bob = crm("add", "Bob Roe", "--json").json["id"]
    refused = crm("merge", jane, twin, "--field", f"title={bob}")
    assert refused.code == 2
    assert "none of those that are merged" in refused.err


def test_a_contact_is_not_merged_with_itself(crm: Crm, jane: str) -> None:
    refused = crm("merge", jane, jane)
    assert refused.code == 2
    assert "nobody to merge with" in refused.err
