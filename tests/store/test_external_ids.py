"""Ids in other programs: any number of them, for contacts and companies, through every operation."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from crm_tui.domain.change import Change, Ref
from crm_tui.domain.desk import Desk
from crm_tui.domain.query import parse
from crm_tui.store import (
    contacts,
    doctor,
    export,
    external_ids,
    history,
    journal,
    migrations,
    schema,
    search,
    trash,
    undo,
)
from crm_tui.store.connection import connect
from crm_tui.store.export import Selection
from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from tests.store import made
from tests.sync.office import DESK, brought, counts, names, only, people, written

_HUBSPOT = ("Record ID,First Name,Last Name,Email,Phone Number", "51,Ben,Ash,ben@ash.example,415-555-2671")
_SALESFORCE = ("Contact ID,First Name,Last Name,Account Name,Title,Email", "0031,Ben,Ash,,Buyer,ben@ash.example")
_ALL = ExportOptions(what="all")


def _ids(store: Store, id: str) -> tuple[str, ...]:
    return contacts.one(store.connection, DESK, id).external_ids


def _both(store: Store, folder: Path) -> str:
    """Ben, who came from HubSpot and is in Salesforce as well; his id."""
    brought(store, written(folder, *_HUBSPOT, name="hubspot.csv"))
    assert counts(brought(store, written(folder, *_SALESFORCE, name="salesforce.csv"))) == (0, 1, 0, 0)
    return only(store).id


def test_a_contact_keeps_the_ids_of_every_program_that_knows_it(store: Store, tmp_path: Path) -> None:
    ben = _both(store, tmp_path)
    assert _ids(store, ben) == ("hubspot:51", "salesforce:0031")
    assert contacts.one(store.connection, DESK, ben).external_id == "hubspot:51"


def test_either_program_finds_its_contact_again_whatever_else_has_changed_there(store: Store, tmp_path: Path) -> None:
    _both(store, tmp_path)
    moved = (_SALESFORCE[0], "0031,Ben,Ash,,Buyer,ben@new.example")
    assert counts(brought(store, written(tmp_path, *moved))) == (0, 1, 0, 0)
    moved = (_HUBSPOT[0], "51,Ben,Ash,ben@other.example,")
    assert counts(brought(store, written(tmp_path, *moved))) == (0, 1, 0, 0)
    assert names(store) == ["Ben Ash"]
    assert counts(brought(store, written(tmp_path, *moved))) == (0, 0, 1, 0)


def test_a_program_that_has_another_id_for_somebody_means_another_person(store: Store, tmp_path: Path) -> None:
    _both(store, tmp_path)
    twin = (_SALESFORCE[0], "0032,Ben,Ash,,Buyer,ben@ash.example")
    assert counts(brought(store, written(tmp_path, *twin))) == (1, 0, 0, 0)


def test_undo_takes_an_id_away_and_redo_gives_it_back(store: Store, tmp_path: Path) -> None:
    ben = _both(store, tmp_path)
    undo.undo(store, DESK)
    assert _ids(store, ben) == ("hubspot:51",)
    undo.redo(store, DESK)
    assert _ids(store, ben) == ("hubspot:51", "salesforce:0031")
    undo.undo(store, DESK)
    assert counts(brought(store, written(tmp_path, *_SALESFORCE))) == (0, 1, 0, 0)
    assert _ids(store, ben) == ("hubspot:51", "salesforce:0031")


def test_merged_contacts_have_the_ids_of_both_and_undo_parts_them(store: Store, desk: Desk, tmp_path: Path) -> None:
    brought(store, written(tmp_path, *_HUBSPOT))
    brought(store, written(tmp_path, _SALESFORCE[0], "0031,Benjamin,Ashe,,,b@ashe.example"))
    ben, other = (each.id for each in people(store))
    store.write(contacts.merge, desk, ben, [other])
    assert _ids(store, ben) == ("hubspot:51", "salesforce:0031")
    note = contacts.one(store.connection, DESK, ben).note
    assert "salesforce" not in note
    again = (_SALESFORCE[0], "0031,Benjamin,Ashe,,Buyer,b@ashe.example")
    assert counts(brought(store, written(tmp_path, *again))) == (0, 1, 0, 0)
    assert names(store) == ["Ben Ash"]
    undo.undo(store, desk, 2)
    assert (_ids(store, ben), _ids(store, other)) == (("hubspot:51",), ("salesforce:0031",))


def test_merging_again_gives_an_id_back_that_undo_has_taken(store: Store, desk: Desk) -> None:
    one = made.contact(store, desk, "Ann Lee", external_id="a:1")
    other = made.contact(store, desk, "Ann Lee", external_id="b:2", other_ids=("c:3", "a:1"))
    for _ in range(2):
        store.write(contacts.merge, desk, one, [other])
        assert _ids(store, one) == ("a:1", "b:2", "c:3")
        undo.undo(store, desk)
        assert _ids(store, one) == ("a:1",)


def test_jsonl_carries_all_ids_of_people_and_companies(store: Store, tmp_path: Path) -> None:
    _both(store, tmp_path)
    brought(store, written(tmp_path, "Record ID,Company name,Company Domain Name", "9,Ash Ltd,ash.example"))
    (firm,) = [each for chunk in export.companies(store.connection, Selection()) for each in chunk]
    with store.operation(DESK, "user") as running:
        (pk,) = running.connection.execute("SELECT pk FROM company").fetchone()
        external_ids.put(running.connection, "company", [(pk, "salesforce:A1")])
        running.change = Change(summary="Linked")
    out, again = tmp_path / "all.jsonl", tmp_path / "again.jsonl"
    export_file(store.connection, DESK, out, _ALL)
    with Store(tmp_path / "other.db") as other:
        assert counts(brought(other, out)) == (2, 0, 0, 0)
        assert people(other) == people(store)
        (copy,) = [each for chunk in export.companies(other.connection, Selection()) for each in chunk]
        assert copy.external_ids == (firm.external_id, "salesforce:A1")
        export_file(other.connection, DESK, again, _ALL)
        assert out.read_text() == again.read_text()
        assert counts(brought(other, out)) == (0, 0, 2, 0)


def test_a_jsonl_of_the_days_of_one_id_is_read(store: Store, tmp_path: Path) -> None:
    header = '{"crm": "jsonl", "version": 1, "what": "all", "written_at": "2026-11-22T10:00:00+02:00"}'
    person = '{"type": "contact", "name": "Ann Lee", "external_id": "hubspot:7"}'
    brought(store, written(tmp_path, header, person, name="old.jsonl"))
    assert only(store).draft.external_ids == ("hubspot:7",)


def test_what_was_erased_has_no_id_left(store: Store, desk: Desk, tmp_path: Path) -> None:
    ben = _both(store, tmp_path)
    store.write(contacts.delete, desk, [ben])
    store.write(trash.empty, desk)
    assert store.connection.execute("SELECT DISTINCT value FROM contact_external_id").fetchall() == [("",)]
    told = store.connection.execute("SELECT old, new FROM journal").fetchall()
    assert not [side for entry in told for side in entry if side and "0031" in side]
    assert counts(brought(store, written(tmp_path, *_SALESFORCE))) == (1, 0, 0, 0)


def test_somebody_is_found_by_part_of_any_id(store: Store, desk: Desk, tmp_path: Path) -> None:
    _both(store, tmp_path)
    for words in ("external_id:hubspot", "external_id:0031"):
        assert len(search.find(store.connection, desk, parse(words)).pks) == 1
    assert not search.find(store.connection, desk, parse("external_id:zoho")).pks


def test_history_tells_of_an_id_that_came_later(store: Store, desk: Desk, tmp_path: Path) -> None:
    ben = _both(store, tmp_path)
    newest = history.of(store.connection, desk, ref=Ref("contact", ben)).rows[0]
    assert ("external id", "salesforce:0031") in [(each.of, each.new) for each in newest.changes]


def test_companies_of_two_programs_are_one_and_those_of_one_program_two(store: Store, tmp_path: Path) -> None:
    hubspot = ("Record ID,Company name,Company Domain Name", "9,Ash Ltd,ash.example")
    brought(store, written(tmp_path, *hubspot))
    header = '{"crm": "jsonl", "version": 1, "what": "all", "written_at": "2026-11-22T10:00:00+02:00"}'
    salesforce = '{"type": "company", "name": "Ash", "external_id": "salesforce:A1", "phone": "+1 415 555 2671"}'
    file = written(tmp_path, header, salesforce, name="salesforce.jsonl")
    assert counts(brought(store, file)) == (0, 1, 0, 0)
    assert counts(brought(store, file)) == (0, 0, 1, 0)
    assert counts(brought(store, written(tmp_path, hubspot[0], "10,Ash Ltd,ash.example"))) == (1, 0, 0, 0)
    assert store.connection.execute("SELECT count(*) FROM company").fetchone() == (2,)
    undo.undo(store, DESK, 2)
    held = store.connection.execute("SELECT value FROM company_external_id WHERE deleted_at IS NULL").fetchall()
    assert held == [("hubspot-companies:9",)]


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book in which a contact and a company can have one id: two came together, one got its id later."""
    path = tmp_path / "older.db"
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", migrations.STEPS[:8])
        patched.setattr(migrations, "LATEST", 8)
        tables = [
            each._replace(columns=(*each.columns, "external_id")) if each.name in ("contact", "company") else each
            for each in schema.JOURNALED
        ]
        patched.setattr(schema, "JOURNALED", tuple(tables))
        with closing(connect(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            number = journal.begin(connection, DESK, "import")
            connection.execute("UPDATE clock SET is_journaling = 0")
            connection.execute(
                "INSERT INTO contact(name, external_id) VALUES ('Ann', 'a:1'), ('Bob', ''), ('Cid', 'a:3')"
            )
            connection.execute("UPDATE clock SET is_journaling = 1")
            journal.record_batch(connection, "contact", 1, 3)
            journal.finish(connection, number, "Imported three")
            number = journal.begin(connection, DESK, "import")
            connection.execute("UPDATE contact SET external_id = 'b:2', nickname = 'Bobby' WHERE name = 'Bob'")
            connection.execute("INSERT INTO company(name, external_id) VALUES ('Acme', 'b:9')")
            journal.finish(connection, number, "Imported more")
            connection.execute("COMMIT")
    return path


def _living(store: Store, owner: str = "contact") -> list[tuple[int, str]]:
    statement = f"SELECT {owner}, value FROM {owner}_external_id WHERE deleted_at IS NULL ORDER BY {owner}"
    return store.connection.execute(statement).fetchall()


def test_an_upgrade_moves_the_ids_and_keeps_every_step_undoable(older: Path) -> None:
    with Store(older) as store:
        assert _living(store) == [(1, "a:1"), (2, "b:2"), (3, "a:3")]
        assert _living(store, "company") == [(1, "b:9")]
        checked = {each.name: each.level for each in doctor.check(store.connection, older, DESK)}
        assert {checked[name] for name in ("references", "schema", "journal")} == {doctor.Level.OK}
        undo.undo(store, DESK)
        assert (_living(store), _living(store, "company")) == ([(1, "a:1"), (3, "a:3")], [])
        assert store.connection.execute("SELECT nickname FROM contact WHERE name = 'Bob'").fetchone() == ("",)
        undo.undo(store, DESK)
        assert _living(store) == []
        undo.redo(store, DESK)
        undo.redo(store, DESK)
        assert _living(store) == [(1, "a:1"), (2, "b:2"), (3, "a:3")]
        assert _living(store, "company") == [(1, "b:9")]
