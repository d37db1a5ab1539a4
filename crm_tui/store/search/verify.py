"""Whether the index is right: compared with the rows, in memory that does not grow with the book."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator

from crm_tui.store.search import difference, document, edits, index, trigrams, vocabulary

#: Beyond this many contacts, the entries of the full-text indexes are compared of one slot in so many as it takes.
COMPARED_WHOLE = 100_000

#: Whose slot is looked up term by term, where the entries are not compared whole.
SAMPLED = 400


def verify(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the index, in words, compared with the rows; nothing when all is well.

    Complete as to documents, notes and counts, and as to the inner order of the full-text indexes. Their entries are
    compared one by one up to 100 000 contacts; beyond, their number is compared for each index, and every entry of a
    sample of contacts looked up. Needs a connection that may write, though nothing is written but temporary tables.
    """
    return [*_wrong_documents(connection), *_wrong_counts(connection), *_wrong_entries(connection)]


_LIVING = "SELECT pk FROM contact WHERE deleted_at IS NULL AND NOT is_purged"
_MISSING = f"SELECT count(*) FROM ({_LIVING}) WHERE pk NOT IN (SELECT contact FROM search_doc)"
_GHOSTS = f"""
SELECT count(*) FROM (SELECT contact FROM search_doc UNION SELECT contact FROM search_note)
 WHERE contact NOT IN ({_LIVING})
"""


def _wrong_documents(connection: sqlite3.Connection) -> list[str]:
    outdated = 0
    indexed = connection.execute(f"SELECT contact FROM search_doc WHERE contact IN ({_LIVING}) ORDER BY contact")
    for chunk in document.chunks(contact for (contact,) in indexed):
        _, stored = index.stored(connection, chunk)
        fresh = index.computed(connection, chunk, {})
        outdated += sum(1 for pk in chunk if _differs(stored[pk], fresh[pk]))
    problems = {
        "missing from the search index": connection.execute(_MISSING).fetchone()[0],
        "in the search index though deleted": connection.execute(_GHOSTS).fetchone()[0],
        "out of date in the search index": outdated,
    }
    return [f"{_people(number)} {what}." for what, number in problems.items() if number]


def _people(number: int) -> str:
    return "1 contact is" if number == 1 else f"{number} contacts are"


def _differs(stored: index.Entry, fresh: index.Entry) -> bool:
    """Whether a stored entry is wrong. The words of texts may be in another order."""
    return (
        stored.document != fresh.document
        or stored.note.own != fresh.note.own
        or (stored.note.links_seen >= 0 and set(stored.note.said.split()) != set(fresh.note.said.split()))
    )


def _wrong_counts(connection: sqlite3.Connection) -> list[str]:
    counts = vocabulary.Counts()
    rows = connection.execute("SELECT contact, name, company, rest, emails, digits, facets FROM search_doc")
    for contact, *fields in rows:
        counts.add(contact, document.Document(*fields), 1)
    kept = vocabulary.stored(connection)
    is_same = (kept.words, kept.facets, kept.trigrams) == (counts.words, counts.facets, counts.trigrams)
    return [] if is_same else ["The word counts of the search index are out of date."]


def _wrong_entries(connection: sqlite3.Connection) -> list[str]:
    problems = []
    for name in (*edits.CONTENT, "search_typo"):
        try:
            connection.execute(f"INSERT INTO {name}({name}) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            problems.append(f"The index {name} is damaged.")
    if problems:
        return problems
    (contacts,) = connection.execute("SELECT count(*) FROM search_doc").fetchone()
    is_wrong = _is_wrong if contacts <= COMPARED_WHOLE else _is_wrong_by_sample
    expected = {name: _expected(connection, name) for name in edits.CONTENT}
    wrong = [name for name, texts in expected.items() if is_wrong(connection, name, texts)]
    if _checksum(_entries(connection, "search_typo")) != _checksum(_expected_keys(connection)):
        wrong.append("search_typo")
    return [f"The index {name} does not hold what it should." for name in wrong]


def _is_wrong(connection: sqlite3.Connection, name: str, expected: Iterable[tuple[int, set[str]]]) -> bool:
    """Compares every entry."""
    pairs = ((slot, term) for slot, terms in expected for term in terms)
    return _checksum(_entries(connection, name)) != _checksum(pairs)


def _is_wrong_by_sample(connection: sqlite3.Connection, name: str, expected: Iterable[tuple[int, set[str]]]) -> bool:
    """Compares the number of entries, and looks up those of a sample of slots."""
    (slots,) = connection.execute("SELECT count(*) FROM search_doc").fetchone()
    step, number = max(1, slots // SAMPLED), 0
    for place, (slot, terms) in enumerate(expected):
        number += len(terms)
        if place % step == 0 and not all(_holds(connection, name, slot, term) for term in terms):
            return True
    with_entries = f"CREATE VIRTUAL TABLE temp.search_entries USING fts5vocab('main', '{name}', 'row')"
    connection.execute("DROP TABLE IF EXISTS temp.search_entries")
    connection.execute(with_entries)
    (held,) = connection.execute("SELECT coalesce(sum(doc), 0) FROM temp.search_entries").fetchone()
    connection.execute("DROP TABLE temp.search_entries")
    return bool(held != number)


def _holds(connection: sqlite3.Connection, name: str, slot: int, term: str) -> bool:
    quoted = '"' + term.replace('"', '""') + '"'
    found = connection.execute(f"SELECT 1 FROM {name} WHERE {name} MATCH ? AND rowid = ?", (quoted, slot))
    return found.fetchone() is not None


def _expected(connection: sqlite3.Connection, name: str) -> Iterator[tuple[int, set[str]]]:
    """Every slot with the terms that an index should hold of it."""
    for slot, text in index.contents(connection, name):
        yield slot, trigrams.of(text) if name == "search_trigram" else set(difference.terms(text))


def _expected_keys(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Every (word, key) pair that the index of typos should hold."""
    words = "SELECT id, word FROM search_vocabulary WHERE length(word) >= ?"
    for number, word in connection.execute(words, (vocabulary.SHORTEST,)):
        yield from ((number, key) for key in vocabulary.keys(word) if key)


def _entries(connection: sqlite3.Connection, name: str) -> Iterator[tuple[int, str]]:
    """Every (rowid, term) pair that an index holds."""
    connection.execute("DROP TABLE IF EXISTS temp.search_entries")
    connection.execute(f"CREATE VIRTUAL TABLE temp.search_entries USING fts5vocab('main', '{name}', 'instance')")
    yield from connection.execute("SELECT doc, term FROM temp.search_entries")
    connection.execute("DROP TABLE temp.search_entries")


def _checksum(entries: Iterable[tuple[int, str]]) -> tuple[int, int]:
    """Number and sum of the pairs, whatever their order."""
    number = total = 0
    for rowid, term in entries:
        number += 1
        total += zlib.crc32(f"{rowid} {term}".encode())
    return number, total
