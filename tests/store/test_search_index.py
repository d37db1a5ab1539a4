from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.store import search
from crm_tui.store.search import index
from tests.store.people import Book


@pytest.fixture(params=["afloat", "settled"])
def book(path: Path, desk: Desk, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """An empty book, whose documents wait above the waterline, or enter the indexes with each write."""
    if request.param == "settled":
        monkeypatch.setattr(index, "MOST_AFLOAT", 0)
        monkeypatch.setattr(index, "LEFT_AFLOAT", 0)
    book = Book(path, desk)
    yield book
    book.connection.close()


def test_a_new_contact_is_found_at_once_and_first(book: Book) -> None:
    first = book.person("Jane Older")
    second = book.person("Jane Newer")
    assert book.find("jane") == [second, first]


def test_working_a_contact_moves_it_to_the_top(book: Book) -> None:
    first, second = book.person("Jane Older"), book.person("Jane Newer")
    book.call(first)
    assert book.find("jane") == [first, second]
    assert book.faults() == []


def test_editing_a_contact_does_not_move_it(book: Book) -> None:
    first, second = book.person("Jane Older"), book.person("Jane Newer")
    book.run("UPDATE contact SET title = 'Buyer' WHERE pk = ?", first)
    assert book.find("jane") == [second, first]


def test_a_renamed_contact_is_found_by_the_new_name_alone(book: Book) -> None:
    pk = book.person("Jane Smith")
    book.run("UPDATE contact SET name = 'Jane Jones' WHERE pk = ?", pk)
    assert book.find("jones") == [pk]
    assert book.find("smith") == []
    assert book.faults() == []


def test_a_deleted_contact_is_not_found_until_it_is_restored(book: Book) -> None:
    pk = book.person("Jane Smith", email="jane@acme.example", tags="vip")
    book.call(pk, text="asked about pricing")
    book.run("UPDATE contact SET deleted_at = 1 WHERE pk = ?", pk)
    assert [book.find(text) for text in ("jane", "pricing", "#vip", "jane@acme.example", "")] == [[]] * 5
    assert book.faults() == []
    book.run("UPDATE contact SET deleted_at = NULL WHERE pk = ?", pk)
    assert [book.find(text) for text in ("jane", "pricing", "#vip", "jane@acme.example", "")] == [[pk]] * 5
    assert book.faults() == []


def test_people_follow_their_company_when_it_is_renamed_or_deleted(book: Book) -> None:
    pk = book.person("Jane Smith", company="Acme")
    book.run("UPDATE company SET name = 'Globex'")
    assert (book.find("acme"), book.find("globex")) == ([], [pk])
    book.run("UPDATE company SET deleted_at = 1")
    assert (book.find("globex"), book.faults()) == ([], [])


def test_a_renamed_tag_is_searched_by_its_new_name(book: Book) -> None:
    pk = book.person("Jane Smith", tags="saas")
    book.run("UPDATE tag SET name = 'cloud'")
    assert [book.find(text) for text in ("#saas", "#cloud", "cloud")] == [[], [pk], [pk]]
    assert book.faults() == []


def test_a_status_set_by_another_program_is_filtered_by(book: Book) -> None:
    pk = book.person("Jane Smith")
    book.run("UPDATE contact SET status = 'customer', owner = 'Rita Ozola' WHERE pk = ?", pk)
    assert [book.find(text) for text in ("status:new", "status:customer", "owner:rita")] == [[], [pk], [pk]]
    assert book.faults() == []


def test_an_edited_interaction_is_found_by_its_new_words_alone(book: Book) -> None:
    pk = book.person("Jane Smith")
    call = book.call(pk, text="asked about pricing")
    book.run("UPDATE interaction SET text = 'wants a demo' WHERE pk = ?", call)
    assert (book.find("pricing"), book.find("demo")) == ([], [pk])
    assert book.faults() == []


def test_a_deleted_interaction_takes_its_words_with_it(book: Book) -> None:
    pk, other = book.person("Jane Smith"), book.person("Bob Jones")
    call = book.call(pk, other, text="asked about pricing")
    book.call(pk, text="about pricing again")
    book.run("UPDATE interaction SET deleted_at = 1 WHERE pk = ?", call)
    assert book.find("pricing") == [pk]
    book.run("UPDATE interaction SET deleted_at = NULL WHERE pk = ?", call)
    assert book.find("pricing") == [pk, other]
    assert book.faults() == []


def test_someone_taken_off_an_interaction_is_not_found_by_it(book: Book) -> None:
    pk, other = book.person("Jane Smith"), book.person("Bob Jones")
    call = book.call(pk, other, text="asked about pricing")
    book.run("UPDATE interaction_contact SET deleted_at = 1 WHERE interaction = ? AND contact = ?", call, other)
    assert book.find("pricing") == [pk]
    assert book.faults() == []


def test_an_erased_word_leaves_every_table(book: Book) -> None:
    pk = book.person("Xanthippe Qwfzt", note="zzyzx")
    book.run("UPDATE contact SET name = '', note = '', deleted_at = 1, is_purged = 1 WHERE pk = ?", pk)
    for table in ("search_doc", "search_note", "search_vocabulary", "search_trigram_use", "search_facet_use"):
        assert book.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert book.faults() == []


def test_nothing_is_written_where_nothing_searched_has_changed(book: Book) -> None:
    pk = book.person("Jane Smith", note="a note")
    book.call(pk, text="a call")
    before = book.connection.total_changes
    search.refresh(book.connection, [pk], {pk})
    search.refresh_texts(book.connection, [1])
    assert book.connection.total_changes == before


def test_a_rolled_back_change_leaves_the_index_as_it_was(book: Book) -> None:
    pk = book.person("Jane Smith")
    book.connection.execute("BEGIN")
    book.connection.execute("UPDATE contact SET name = 'Bob' WHERE pk = ?", (pk,))
    search.refresh(book.connection, [pk], {pk})
    assert book.find("bob") == [pk]
    book.connection.execute("ROLLBACK")
    assert (book.find("bob"), book.find("jane"), book.faults()) == ([], [pk], [])


def test_a_rebuilt_index_lists_those_worked_latest_first(book: Book) -> None:
    early, never, late = book.person("Jane Early"), book.person("Jane Never"), book.person("Jane Late")
    now = book.desk.moment.epoch
    book.call(late, at=now - 1_000, text="pricing")
    book.call(early, at=now - 9_000)
    stages: list[str] = []
    with book.transaction() as connection:
        search.rebuild(connection, lambda stage, done, total: stages.append(f"{stage} {done}/{total}"))
    assert book.find("jane") == [late, early, never]
    assert book.find("pricing") == [late]
    assert book.faults() == []
    assert stages[0] == "people 3/3"
    assert stages[-1] == "parts of words 3/3"


def test_people_appended_in_bulk_stand_below_those_worked(book: Book) -> None:
    worked = book.person("Jane Worked")
    with book.transaction() as connection:
        connection.execute("UPDATE clock SET is_deriving = 0")
        added = [
            connection.execute("INSERT INTO contact(name) VALUES (?)", (f"Jane Added {number}",)).lastrowid or 0
            for number in range(3)
        ]
        search.append(connection, added)
        connection.execute("UPDATE clock SET is_deriving = 1")
    assert book.find("jane") == [worked, *added]
    assert book.faults() == []


def test_many_changed_at_once_are_all_refreshed(book: Book) -> None:
    with book.transaction() as connection:
        connection.executemany("INSERT INTO contact(name) VALUES (?)", [(f"Person{n} Test",) for n in range(1_200)])
    assert len(book.find("test", limit=2_000)) == 1_200
    book.run("UPDATE contact SET status = 'customer' WHERE pk % 2")
    assert len(book.find("test status:customer", limit=2_000)) == 600
    assert book.faults() == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("UPDATE search_doc SET name = 'other'", "1 contact is out of date in the search index."),
        ("DELETE FROM search_doc", "1 contact is missing from the search index."),
        ("UPDATE search_note SET said = 'other'", "1 contact is out of date in the search index."),
        ("UPDATE search_vocabulary SET uses = 7", "The word counts of the search index are out of date."),
        (
            "INSERT INTO search_name(search_name) VALUES ('delete-all')",
            "The index search_name does not hold what it should.",
        ),
        (
            "INSERT INTO search_trigram(rowid, t) VALUES (5, 'ghost')",
            "The index search_trigram does not hold what it should.",
        ),
        (
            "UPDATE contact SET deleted_at = 1",
            "1 contact is in the search index though deleted.",
        ),
    ],
)
def test_verify_names_what_is_wrong_and_rebuild_mends_it(book: Book, damage: str, fault: str) -> None:
    book.call(book.person("Jane Smith", company="Acme"), text="pricing")
    index.settle(book.connection)
    book.connection.execute("UPDATE clock SET is_deriving = 0")
    book.connection.execute(damage)
    assert fault in book.faults()
    search.rebuild(book.connection)
    assert book.faults() == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("INSERT INTO search_word(rowid, t) VALUES (5, 'ghost')", "search_word"),
        ("INSERT INTO search_name(search_name, rowid, t) SELECT 'delete', slot, name FROM search_doc", "search_name"),
    ],
)
def test_a_book_too_large_to_compare_whole_is_compared_by_number_and_sample(
    book: Book, monkeypatch: pytest.MonkeyPatch, damage: str, fault: str
) -> None:
    monkeypatch.setattr(import_module("crm_tui.store.search.verify"), "COMPARED_WHOLE", 1)
    for number in range(3):
        book.person(f"Jane Smith{number}")
    index.settle(book.connection)
    assert book.faults() == []
    book.connection.execute(damage)
    assert book.faults() == [f"The index {fault} does not hold what it should."]


def test_what_an_erased_contact_left_below_the_waterline_goes_at_once(book: Book) -> None:
    pk = book.person("Xanthippe Qwfzt")
    index.settle(book.connection)
    book.call(pk)
    book.run("UPDATE contact SET name = '', deleted_at = 1, is_purged = 1 WHERE pk = ?", pk)
    assert book.connection.execute("SELECT count(*) FROM search_leaving").fetchone() == (0,)
    assert book.faults() == []


def test_many_worked_contacts_enter_the_indexes_together(book: Book) -> None:
    people = [book.person(f"Jane {number}") for number in range(2 * index.MOST_AFLOAT + 3)]
    for pk in people[:40]:
        book.call(pk)
    (waiting,) = book.connection.execute(
        "SELECT count(*) FROM search_doc WHERE slot > (SELECT slot FROM search_settled)"
    ).fetchone()
    assert waiting <= index.MOST_AFLOAT
    assert book.find("jane", limit=500) == [*people[:40][::-1], *people[40:][::-1]]
    assert book.faults() == []


def test_importing_the_search_costs_nothing_heavy() -> None:
    heavy = "sqlmodel, sqlalchemy, anyascii, phonenumbers, rapidfuzz, dateutil, pydantic, textual"
    program = f"import crm_tui.store.search, sys; print([m for m in '{heavy}'.split(', ') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
