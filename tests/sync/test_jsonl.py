from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from crm_tui.domain.change import Change
from crm_tui.domain.errors import CrmError
from crm_tui.store import undo, views
from crm_tui.store.bulk import Terms, Writer
from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from tests.blank import blank
from tests.sync.books import books
from tests.sync.office import DESK, brought, counts, names, written

HEADER = '{"crm":"jsonl","version":1}'
PERSON = {"type": "contact", "id": "0" * 31 + "1", "name": "Jane Doe", "emails": [{"value": "jane@acme.example"}]}

ALL = ExportOptions(what="all")


def fill(store: Store, *parts: Any) -> None:
    with store.operation(DESK, "import") as running:
        writer = Writer(running.connection, DESK, Terms(match=("id",)))
        for part in parts:
            writer.write(part)
        writer.finish()
        running.change = Change(summary="filled")


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(books())
def test_everything_comes_back_in_an_empty_database(book: Any) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        out, again = folder / "all.jsonl", folder / "again.jsonl"
        with Store(blank(folder / "one.db")) as one, Store(blank(folder / "two.db")) as two:
            fill(one, *book)
            export_file(one.connection, DESK, out, ALL)
            report = brought(two, out)
            assert report.refused == 0
            export_file(two.connection, DESK, again, ALL)
            assert lines_of(out) == lines_of(again)
            assert len(lines_of(out)) > sum(map(len, book))
            before = two.connection.execute("SELECT count(*) FROM journal").fetchone()
            assert counts(brought(two, out)) == (0, 0, report.rows, 0)
            assert two.connection.execute("SELECT count(*) FROM journal").fetchone() == before


def test_a_view_beside_one_of_its_name_gets_a_number(store: Store, tmp_path: Path) -> None:
    store.write(views.save, DESK, "Fair", "#fair")
    wanted = {"type": "view", "name": "FAIR", "query": "#fair26"}
    same = {"type": "view", "name": "fair", "query": "#fair"}
    built_in = {"type": "view", "name": "Never reached", "query": "#x", "position": "no key"}
    nameless = {"type": "view", "name": " ", "query": "#x"}
    report = brought(
        store, written(tmp_path, HEADER, *map(json.dumps, (wanted, same, built_in, nameless)), name="x.jsonl")
    )
    assert (report.created, report.unchanged, report.refused) == (2, 1, 1)
    own = [each.name for each in views.listing(store.connection, DESK) if not each.is_built_in]
    assert own == ["Fair", "FAIR 2", "Never reached 2"]
    undo.undo(store, DESK)
    assert [each.name for each in views.listing(store.connection, DESK) if not each.is_built_in] == ["Fair"]


def test_two_people_alike_stay_two(store: Store, tmp_path: Path) -> None:
    twin = {**PERSON, "id": "0" * 31 + "2"}
    path = written(tmp_path, HEADER, json.dumps(PERSON), json.dumps(twin), name="x.jsonl")
    assert counts(brought(store, path)) == (2, 0, 0, 0)


def test_a_broken_line_is_refused_and_the_others_arrive(store: Store, tmp_path: Path) -> None:
    broken = [
        "{not json",
        '{"type":"spaceship"}',
        '{"type":"contact","name":17}',
        '{"type":"contact"}',
        '{"type":"contact","id":"short","name":"X"}',
        '{"type":"interaction","kind":"call"}',
        '{"type":"follow_up","contact":{"name":"Nobody Here"},"due":"2026-01-01","kind":"call"}',
        "[" * 100_000,
        "17",
    ]
    path = written(tmp_path, HEADER, *broken, json.dumps(PERSON), name="x.jsonl")
    report = brought(store, path)
    assert names(store) == ["Jane Doe"]
    assert [refusal.row for refusal in report.refusals] == list(range(2, 2 + len(broken)))
    assert all(refusal.reason for refusal in report.refusals)


def test_who_was_told_apart_stays_so_in_a_copy(store: Store, tmp_path: Path) -> None:
    twin = {**PERSON, "id": "0" * 31 + "2"}
    ids = [PERSON["id"], twin["id"]]
    apart = {"type": "pairing", "contacts": [{"id": id} for id in ids], "is_same": False}
    once = {"type": "pairing", "contacts": [{"id": ids[0]}, {"id": ids[0]}]}
    nobody = {"type": "pairing", "contacts": [{"id": ids[0]}, {"name": "Nobody Here"}]}
    view = {"type": "view", "id": "a" * 32, "name": "Fair", "query": "#fair"}
    path = written(tmp_path, HEADER, *map(json.dumps, (PERSON, twin, view, apart, once, nobody)), name="x.jsonl")
    report = brought(store, path)
    assert counts(report) == (4, 0, 0, 2)
    assert report.refusals[0].reason == "a pairing is of two contacts"
    undo.undo(store, DESK)
    assert counts(brought(store, path)) == (4, 0, 0, 2)
    assert counts(brought(store, path)) == (0, 0, 4, 2)
    (pair,) = store.connection.execute("SELECT contact, other FROM pairing WHERE deleted_at IS NULL")
    assert {*pair} == {pk for (pk,) in store.connection.execute("SELECT pk FROM contact WHERE deleted_at IS NULL")}
    assert [each.name for each in views.listing(store.connection, DESK) if not each.is_built_in] == ["Fair"]


def test_an_undone_import_can_be_made_again(store: Store, tmp_path: Path) -> None:
    call = {
        "type": "interaction",
        "contacts": [{"id": PERSON["id"]}],
        "kind": "call",
        "at": "2026-01-05T10:00:00+00:00",
    }
    path = written(tmp_path, HEADER, json.dumps(PERSON), json.dumps(call), name="x.jsonl")
    brought(store, path)
    undo.undo(store, DESK)
    assert counts(brought(store, path)) == (2, 0, 0, 0)
    assert names(store) == ["Jane Doe"]
    (contacted,) = store.connection.execute("SELECT last_contacted FROM standing WHERE is_alive").fetchone()
    assert contacted == 1767607200


@pytest.mark.parametrize("first", ["{}", "Name,E-mail", '{"crm":"jsonl"}', "[]", '{"crm":"jsonl","version":"x"}'])
def test_a_file_that_is_not_ours_says_so(store: Store, tmp_path: Path, first: str) -> None:
    with pytest.raises(CrmError, match="is not JSON Lines as crm writes them"):
        brought(store, written(tmp_path, first, name="x.jsonl"))


def test_a_newer_file_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="newer version"):
        brought(store, written(tmp_path, '{"crm":"jsonl","version":99}', name="x.jsonl"))
