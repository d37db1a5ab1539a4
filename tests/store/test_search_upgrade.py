"""Files of older schemas, with people in them, arrive whole."""

from __future__ import annotations

import sqlite3
from importlib import import_module
from pathlib import Path

import pytest

from crm_tui.domain import query
from crm_tui.domain.desk import Desk
from crm_tui.store import derived, functions, search
from crm_tui.store.connection import APPLICATION_ID, connect
from crm_tui.store.search import document, index, vocabulary

#: What the indexes of schema 2 held.
_WORDS = "d.name || ' ' || d.company || ' ' || d.rest || ' ' || d.emails"
_HELD = {
    "search_name": "d.name",
    "search_word": _WORDS,
    "search_facet": "d.facets",
    "search_text": f"{_WORDS} || ' ' || n.own || ' ' || n.said",
    "search_trigram": "d.name || '|' || d.company || '|' || d.rest || '|' || d.emails || '|' || d.digits",
}


@pytest.fixture
def older(path: Path) -> sqlite3.Connection:
    """A file of the first schema, with twenty Janes."""
    connection = sqlite3.connect(path, isolation_level=None)
    functions.register(connection)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    _step(connection, 1, "m0001_start")
    connection.executemany(
        "INSERT INTO contact(name, status, note, owner) VALUES (?, ?, ?, 'Rita')",
        [(f"Jane Doe{n}", "new" if n % 2 else "customer", "likes sailing" if n % 3 else "") for n in range(1, 21)],
    )
    connection.executemany(
        "INSERT INTO contact_point(contact, kind, value, normal) VALUES (?, 'phone', ?, ?)",
        [(pk, f"+3712000{pk:04}", f"+3712000{pk:04}") for pk in range(1, 21)],
    )
    return connection


def test_a_file_without_an_index_gets_one(older: sqlite3.Connection, path: Path, desk: Desk) -> None:
    older.close()
    _expect_all(path, desk)


def test_a_file_with_the_former_index_keeps_its_slots(older: sqlite3.Connection, path: Path, desk: Desk) -> None:
    _step(older, 2, "m0002_search")
    _index_as_before(older)
    slots = older.execute("SELECT contact, slot FROM search_doc ORDER BY contact").fetchall()
    older.close()
    _expect_all(path, desk)
    connection = connect(path)
    assert connection.execute("SELECT contact, slot FROM search_doc ORDER BY contact").fetchall() == slots
    connection.close()


def _step(connection: sqlite3.Connection, number: int, name: str) -> None:
    import_module(f"crm_tui.store.migrations.{name}").apply(connection)
    connection.execute(f"PRAGMA user_version={number}")


def _index_as_before(connection: sqlite3.Connection) -> None:
    counts = vocabulary.Counts()
    for pk, (fields, own) in document.read(connection, list(range(1, 21))).items():
        connection.execute(index.INSERT_DOCUMENT, (1_000 + pk, pk, *fields))
        if own:
            connection.execute(index.INSERT_NOTE, (pk, own, "", 0))
        counts.add(pk, fields, 1)
    counts.trigrams = type(counts.trigrams)({one: uses for one, uses in counts.trigrams.items() if "\x7f" not in one})
    vocabulary.add(connection, counts)
    for name, content in _HELD.items():
        join = "JOIN" if name == "search_text" else "LEFT JOIN"
        connection.execute(
            f"INSERT INTO {name}(rowid, t) SELECT d.slot, {content} FROM search_doc d {join} search_note n"
            " ON n.contact = d.contact ORDER BY d.slot"
        )


def _expect_all(path: Path, desk: Desk) -> None:
    """Everybody is found by words, filters, numbers and notes, and the index is right, also after a further write."""
    connection = connect(path)
    for text, number in (
        ("jane", 20),
        ("status:new", 10),
        ("jane status:customer", 10),
        ("sailing owner:rita", 14),
        ("20000007", 1),
        ("000000", 9),
    ):
        assert len(search.find(connection, desk, query.parse(text)).pks) == number, text
    assert search.verify(connection) == []
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE contact SET status = 'nurture', name = 'Jim ' || name WHERE pk IN (7, 16)")
    connection.execute("UPDATE contact SET status = 'nurture' WHERE pk = 8")
    derived.refresh(connection)
    connection.execute("COMMIT")
    assert set(search.find(connection, desk, query.parse("status:nurture")).pks) == {7, 8, 16}
    assert search.verify(connection) == []
    connection.close()
