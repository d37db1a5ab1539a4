"""Adding, changing and deleting contacts."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Crm


def test_add_keeps_everything_that_is_said(crm: Crm) -> None:
    added = crm(
        *("add", "Élodie Durand", "--company", "Globex SA", "--email", "e@globex.fr", "--email", "elo@home.fr"),
        *("--phone", "+33 6 12 34 56 78", "--title", "CFO", "--status", "connected", "--tag", "#vip", "--owner", "Ann"),
        *("--note", "met at the fair\nlikes boats", "--tier", "b", "--stage", "prospect", "--json"),
    ).json
    assert (added["name"], added["given_name"], added["family_name"]) == ("Élodie Durand", "Élodie", "Durand")
    assert [each["value"] for each in added["emails"]] == ["e@globex.fr", "elo@home.fr"]
    assert [each["primary"] for each in added["emails"]] == [True, False]
    assert added["phones"][0]["e164"] == "+33612345678"
    assert added["company"]["name"] == "Globex SA"
    assert (added["status"], added["tags"], added["owner"]) == ("connected", ["vip"], "Ann")
    assert added["note"] == "met at the fair\nlikes boats"
    assert (added["tier"], added["stage"]) == ("B", "prospect")


def test_a_likely_duplicate_is_listed_and_not_added(crm: Crm, jane: str) -> None:
    refused = crm("add", "Jane Doe", "--email", "JANE@acme.com")
    assert refused.code == 4
    assert jane in refused.err
    assert "--anyway" in refused.err
    assert crm("find", "jane", "--json").json[0]["id"] == jane
    assert len(crm("find", "jane", "--json").json) == 1


def test_a_likely_duplicate_is_listed_in_json_too(crm: Crm, jane: str) -> None:
    error = crm("add", "Jane Doe", "--email", "jane@acme.com", "--json").error
    assert error["code"] == 4
    assert [each["id"] for each in error["candidates"]] == [jane]


def test_a_duplicate_can_be_added_anyway(crm: Crm, jane: str) -> None:
    assert crm("add", "Jane Doe", "--email", "jane@acme.com", "--anyway").code == 0
    assert len(crm("find", "jane", "--json").json) == 2


def test_a_contact_needs_a_name_or_an_address(crm: Crm) -> None:
    assert crm("add", "").code == 2
    assert crm("add", "", "--email", "somebody@acme.com").code == 0


def test_an_unknown_status_is_refused_with_those_there_are(crm: Crm, jane: str) -> None:
    refused = crm("edit", "jane", "--status", "conected")
    assert refused.code == 2
    assert "connected" in refused.err


def test_an_address_that_cannot_be_one_is_saved_with_a_warning_beside_it(crm: Crm, jane: str) -> None:
    edited = crm("edit", "jane", "--email", "nope", "--json")
    assert [each["value"] for each in edited.json["emails"]] == ["jane@acme.com", "nope"]
    assert edited.err == "“nope” does not look like an e-mail address\n"


@pytest.mark.parametrize("address", [("--email", "ada@acme.com"), ("--phone", "+371 2612 3457")])
def test_who_has_no_name_goes_by_an_address_in_lists(crm: Crm, address: tuple[str, str]) -> None:
    crm("add", "", *address)
    assert address[1] in crm("find", "status:new").out
    assert address[1] in crm("today").out


def test_edit_changes_what_is_given_and_nothing_else(crm: Crm, jane: str) -> None:
    before = crm("show", "jane", "--json").json
    after = crm(
        *("edit", "jane", "--title", "CEO", "--untag", "q4", "--tag", "hot", "--email", "j@doe.org"),
        *("--remove-phone", "2612 3456", "--stage", "prospect", "--tier", "a", "--keep-in-touch", "14"),
        *("--field", "boat=yes", "--json"),
    ).json
    assert (after["title"], after["tags"], after["stage"], after["tier"]) == ("CEO", ["hot"], "prospect", "A")
    assert [each["value"] for each in after["emails"]] == ["jane@acme.com", "j@doe.org"]
    assert (after["phones"], after["keep_in_touch_days"], after["custom"]) == ([], 14, {"boat": "yes"})
    assert (after["name"], after["company"]) == (before["name"], before["company"])


def test_edit_can_empty_a_field(crm: Crm, jane: str) -> None:
    crm("edit", "jane", "--tier", "B", "--keep-in-touch", "5")
    emptied = crm(
        *("edit", "jane", "--title", "", "--company", "", "--tier", "", "--keep-in-touch", "0", "--json")
    ).json
    assert (emptied["title"], emptied["company"], emptied["tier"], emptied["keep_in_touch_days"]) == (
        "",
        None,
        None,
        None,
    )


def test_edit_needs_something_to_change(crm: Crm, jane: str) -> None:
    assert crm("edit", "jane").code == 2


@pytest.mark.parametrize("field", ["boat", "=yes"])
def test_a_field_of_ones_own_has_a_name_and_a_value(crm: Crm, jane: str, field: str) -> None:
    assert crm("edit", "jane", "--field", field).code == 2


def test_who_must_not_be_contacted_leaves_every_queue(crm: Crm, call: str) -> None:
    assert crm("edit", "jane", "--do-not-contact", "--json").json["do_not_contact"] is True
    assert crm("today", "--count").out == "0\n"
    assert crm("follow-up", "jane", "tomorrow").code == 2


def test_several_matches_are_listed_and_none_is_touched(crm: Crm, jane: str) -> None:
    crm("add", "Jane Roe", "--company", "Globex")
    refused = crm("delete", "jane")
    assert refused.code == 4
    assert jane in refused.err
    assert "Jane Roe" in refused.err
    assert len(crm("find", "jane", "--json").json) == 2


def test_delete_takes_several_and_is_one_step(crm: Crm, jane: str) -> None:
    crm("add", "John Smith")
    deleted = crm("delete", "jane", "john", "--json").json
    assert len(deleted["deleted"]) == 2
    assert crm("find", "status:new").out == ""
    crm("undo")
    assert len(crm("find", "status:new", "--json").json) == 2


def test_delete_deletes_nobody_when_one_of_several_is_unknown(crm: Crm, jane: str) -> None:
    assert crm("delete", "jane", "nobody").code == 3
    assert len(crm("find", "jane", "--json").json) == 1
