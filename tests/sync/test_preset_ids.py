"""Ids that follow from the file: two machines converge; and our own ids win over everything else that two share."""

from __future__ import annotations

from pathlib import Path

from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.desk import Desk
from crm_tui.store import contacts, undo
from crm_tui.store.bulk import naming
from crm_tui.store.store import Store
from crm_tui.sync import exporting
from crm_tui.sync.exporting import ExportOptions
from tests.sync.office import DESK, brought, counts, dump, names, only, people, values, written

PEOPLE = (
    "Record ID,First Name,Last Name,Email,Phone Number,Associated Company,Contact owner",
    "51,Ben,Ash,ben@ash.example;b@ash.example,415-555-2671,Ash Ltd,Rita",
    "52,Cleo,Birch,,,Birch Inc,Rita",
)
PLAIN = ("Name,E-mail,Company", "Ann Lee,ann@lee.example,Oak", "Bob Roe,,", "Bob Roe,bob@roe.example,Elm")
NOTES = ("Record ID,Note body,Activity date,Associated Contact IDs", "9,Likes oak,2025-03-01 10:00,51;52")
TASKS = ("Task Title,Due Date,Associated Contact IDs", "Ring,2026-12-01,52")

IDS = {
    "contact": "SELECT id, name FROM contact ORDER BY id",
    "contact_point": "SELECT id, value FROM contact_point ORDER BY id",
    "company": "SELECT id, name FROM company ORDER BY id",
    "interaction": "SELECT id, text FROM interaction ORDER BY id",
    "follow_up": "SELECT id, text FROM follow_up ORDER BY id",
}


def _all_ids(store: Store) -> dict[str, list[tuple[str, str]]]:
    return {table: store.connection.execute(query).fetchall() for table, query in IDS.items()}


def test_two_machines_that_import_the_same_files_have_the_same_records(tmp_path: Path) -> None:
    files = [
        written(tmp_path, *PEOPLE, name="people.csv"),
        written(tmp_path, *PLAIN, name="plain.csv"),
        written(tmp_path, *NOTES, name="notes.csv"),
        written(tmp_path, *TASKS, name="tasks.csv"),
    ]
    with Store(tmp_path / "one.db") as one, Store(tmp_path / "two.db") as two:
        brought(one, *files)
        # The other machine knows somebody already, and takes the files in two goes.
        two.write(contacts.add, DESK, ContactDraft(name="Zoe Own"))
        brought(two, *files[:2])
        brought(two, *files[2:])
        mine, theirs = _all_ids(one), _all_ids(two)
    for table in IDS:
        assert mine[table]
        assert set(mine[table]) <= set(theirs[table])
        assert len({id for id, _ in mine[table]}) == len(mine[table])


def test_an_undone_import_made_again_has_ids_of_its_own(store: Store, desk: Desk, tmp_path: Path) -> None:
    files = [written(tmp_path, *PEOPLE, name="people.csv"), written(tmp_path, *NOTES, name="notes.csv")]
    brought(store, *files)
    undo.undo(store, desk)
    assert counts(brought(store, *files)) == (3, 0, 0, 0)
    assert names(store) == ["Ben Ash", "Cleo Birch"]
    assert counts(brought(store, *files)) == (0, 0, 3, 0)


def test_an_id_that_is_taken_or_wanted_twice_is_another(store: Store) -> None:
    wanted = ["a" * 32, "a" * 32, "b" * 32]
    found = naming.free(store.connection, "contact", wanted, lambda place, number: f"{place}.{number}", ["b" * 32])
    assert found == ["a" * 32, "1.1", "2.1"]


def _exported(store: Store, path: Path) -> Path:
    exporting.export_file(store.connection, DESK, path, ExportOptions())
    return path


TWINS = (
    "Record ID,First Name,Last Name,Email",
    "1,Jane,Doe,info@doe.example",
    "2,Jane,Doe,info@doe.example",
    "3,J.,Doe,info@doe.example",
)


def test_our_own_file_keeps_apart_whom_we_keep_apart(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, *TWINS))
    # Without the ids of the program that they came from, only ours tell them apart.
    store.connection.execute("UPDATE contact_external_id SET deleted_at = 1")
    before = people(store)
    path = _exported(store, tmp_path / "own.csv")
    assert counts(brought(store, path)) == (0, 0, 3, 0)
    assert people(store) == before
    with Store(tmp_path / "other.db") as other:
        assert counts(brought(other, path)) == (3, 0, 0, 0)
        assert [each.id for each in people(other)] == [each.id for each in before]
        assert counts(brought(other, path)) == (0, 0, 3, 0)


def test_our_own_file_still_finds_people_of_another_book(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name,E-mail", "Ann Lee,ann@lee.example"))
    with Store(tmp_path / "other.db") as other:
        brought(other, written(tmp_path, "Name,E-mail,Company", "Ann Lee,ann@lee.example,Oak", name="more.csv"))
        path = _exported(other, tmp_path / "own.csv")
    assert counts(brought(store, path)) == (0, 1, 0, 0)
    assert values(only(store), "email") == [("ann@lee.example", "")]
    assert only(store).draft.company == "Oak"


def test_a_second_import_leaves_every_table_as_it_was(store: Store, tmp_path: Path) -> None:
    files = [
        written(tmp_path, *PEOPLE, name="people.csv"),
        written(tmp_path, *NOTES, name="notes.csv"),
        written(tmp_path, *TASKS, name="tasks.csv"),
    ]
    brought(store, *files)
    before = dump(store)
    report = brought(store, *files)
    assert (report.created, report.updated, report.undo) == (0, 0, 0)
    after = dump(store)
    assert all(after[table] == rows for table, rows in before.items() if table not in ("operation", "journal"))
