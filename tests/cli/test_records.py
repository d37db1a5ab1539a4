"""Nothing is lost."""

from __future__ import annotations

from tests.cli.conftest import Crm


def test_undo_names_what_it_took_back_and_redo_what_it_brought(crm: Crm, jane: str) -> None:
    crm("log", "jane", "call", "--outcome", "busy")
    undone = crm("undo")
    assert undone.out.startswith("Undid: Called Jane Doe · busy")
    assert crm("show", "jane", "--json").json["interactions"] == []
    assert crm("redo").out.startswith("Redid: Called Jane Doe · busy")
    assert len(crm("show", "jane", "--json").json["interactions"]) == 1


def test_undo_takes_back_several_steps_and_lists_them(crm: Crm, jane: str) -> None:
    crm("edit", "jane", "--title", "CEO")
    crm("edit", "jane", "--title", "Chair")
    undone = crm("undo", "2", "--json").json
    assert undone["summary"] == "Undid 2 steps"
    assert len(undone["notes"]) == 2
    assert crm("show", "jane", "--json").json["title"] == "CTO"


def test_there_may_be_nothing_to_undo(crm: Crm) -> None:
    assert crm("undo").code == 3
    assert crm("redo").code == 3
    assert crm("undo", "0").code == 2


def test_history_tells_from_what_to_what(crm: Crm, jane: str) -> None:
    crm("edit", "jane", "--title", "CEO")
    assert "contact title: CTO → CEO" in crm("history", "jane").out
    newest = crm("history", "jane", "--json").json[0]
    assert {"of": "contact", "field": "title", "old": "CTO", "new": "CEO"} in newest["changes"]
    assert newest["at"] == "2026-11-18T10:00:00+02:00"


def test_history_without_a_contact_is_that_of_everything(crm: Crm, jane: str) -> None:
    crm("add", "John Smith")
    assert [each["summary"] for each in crm("history", "--json").json] == ["Added John Smith", "Added Jane Doe"]


def test_what_was_deleted_is_in_the_trash_and_comes_back(crm: Crm, jane: str) -> None:
    crm("delete", "jane")
    (trashed,) = crm("trash", "--json").json
    assert (trashed["id"], trashed["kind"], trashed["name"], trashed["days_left"]) == (jane, "contact", "Jane Doe", 90)
    assert crm("trash", "list", "--json").json == [trashed]
    assert jane[-8:] in crm("trash").out
    assert crm("trash", "restore", jane[-8:]).code == 0
    assert crm("show", "jane", "--json").json["id"] == jane
    assert crm("trash").out == "The trash is empty.\n"


def test_nothing_that_is_not_in_the_trash_is_restored(crm: Crm, jane: str) -> None:
    assert crm("trash", "restore", jane).code == 3


def test_the_trash_is_not_emptied_without_being_told_twice(crm: Crm, jane: str) -> None:
    crm("delete", "jane")
    assert crm("trash", "empty").code == 2
    assert crm("trash", "restore", jane).code == 0
    crm("delete", "jane")
    assert crm("trash", "empty", "--yes").code == 0
    assert crm("trash", "restore", jane).code == 3
