"""The index in bulk: everything anew, or very many contacts at once; and whether it is right."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from crm_tui.store.search import document, index, trigrams, vocabulary
from crm_tui.store.search.notes import Note

#: Called with what is being done, how many of how many.
Progress = Callable[[str, int, int], None]

#: Slots whose texts are added by one statement: between two of them progress is told and a break is heard.
_STRIDE = 20_000

#: The order in which the indexes are filled: people are found by name long before the last one is done.
_LABELS = {
    "search_name": "names",
    "search_word": "words",
    "search_facet": "filters",
    "search_text": "notes",
    "search_trigram": "parts of words",
}

#: Beyond this many contacts, the entries of the full-text indexes are not compared one by one.
_COMPARED_WHOLE = 100_000


def rebuild(connection: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Makes the whole index anew from the rows, those worked latest uppermost. In the caller's transaction."""
    for name in (*index.CONTENT, "search_typo"):
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('delete-all')")
    for table in ("search_doc", "search_note", "search_vocabulary", "search_trigram_use", "search_facet_use"):
        connection.execute(f"DELETE FROM {table}")
    append(connection, _by_activity(connection), progress)
    for name in index.CONTENT:
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")


def append(connection: sqlite3.Connection, contacts: Sequence[int], progress: Progress | None = None) -> None:
    """Adds contacts that the index does not hold yet, below all that it holds, the last one uppermost.

    For imports: thousands of new people do not push those worked lately down the list.
    """
    tell = progress or _silence
    living = len(contacts)
    (lowest,) = connection.execute("SELECT coalesce(min(slot), ?) FROM search_doc", (index.MIDDLE + 1,)).fetchone()
    first = lowest - living
    counts = vocabulary.Counts()
    done = 0
    for chunk in document.chunks(contacts, 2_000):
        _insert(connection, chunk, first + done, counts)
        done += len(chunk)
        tell("people", done, living)
    for name, label in _LABELS.items():
        for done in _fill(connection, name, first, lowest - 1):
            tell(label, done, living)
    vocabulary.add(connection, counts)


def verify(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the index, in words, compared with the rows; nothing when all is well.

    Needs a connection that may write, though nothing is written but temporary tables. Of more than 100 000
    contacts the documents are compared, and the inner order of the full-text indexes, not each of their entries.
    """
    return [*_wrong_documents(connection), *_wrong_counts(connection), *_wrong_entries(connection)]


def _silence(label: str, done: int, total: int) -> None:
    pass


def _by_activity(connection: sqlite3.Connection) -> list[int]:
    """Living contacts, those never worked first, then by the latest activity."""
    rows = connection.execute(
        "SELECT c.pk FROM contact c LEFT JOIN standing s ON s.contact = c.pk"
        " WHERE c.deleted_at IS NULL AND NOT c.is_purged ORDER BY s.last_activity, c.created_at, c.pk"
    )
    return [pk for (pk,) in rows]


def _insert(connection: sqlite3.Connection, contacts: Sequence[int], slot: int, counts: vocabulary.Counts) -> None:
    """Stores the documents and notes of a chunk from ``slot`` upward; a deleted contact's slot stays free."""
    entries = index.computed(connection, contacts, {})
    connection.executemany(
        index.INSERT_DOCUMENT,
        ((slot + place, pk, *entries[pk].document) for place, pk in enumerate(contacts) if pk in entries),
    )
    connection.executemany(
        index.INSERT_NOTE, ((pk, *entry.note) for pk, entry in sorted(entries.items()) if entry.note != Note())
    )
    for pk, entry in entries.items():
        counts.add(pk, entry.document, 1)


def _fill(connection: sqlite3.Connection, name: str, first: int, last: int) -> Iterator[int]:
    """Adds the slots from ``first`` to ``last`` to an index; yields how many are in after each stride."""
    for start in range(first, last + 1, _STRIDE):
        end = min(start + _STRIDE - 1, last)
        index.put_range(connection, name, start, end)
        yield end - first + 1


def _wrong_documents(connection: sqlite3.Connection) -> list[str]:
    living = {pk for (pk,) in connection.execute("SELECT pk FROM contact WHERE deleted_at IS NULL AND NOT is_purged")}
    indexed = {pk for (pk,) in connection.execute("SELECT contact FROM search_doc")}
    noted = {pk for (pk,) in connection.execute("SELECT contact FROM search_note")}
    outdated = 0
    for chunk in document.chunks(sorted(living & indexed)):
        _, stored = index.stored(connection, chunk)
        fresh = index.computed(connection, chunk, {})
        outdated += sum(1 for pk in chunk if _differs(stored[pk], fresh[pk]))
    problems = {
        "missing from the search index": len(living - indexed),
        "in the search index though deleted": len((indexed | noted) - living),
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
    return [] if kept == counts else ["The word counts of the search index are out of date."]


def _wrong_entries(connection: sqlite3.Connection) -> list[str]:
    problems = []
    for name in (*index.CONTENT, "search_typo"):
        try:
            connection.execute(f"INSERT INTO {name}({name}) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            problems.append(f"The index {name} is damaged.")
    if problems or connection.execute("SELECT count(*) FROM search_doc").fetchone()[0] > _COMPARED_WHOLE:
        return problems
    for name, expected in _expected(connection).items():
        if _checksum(_entries(connection, name)) != _checksum(expected):
            problems.append(f"The index {name} does not hold what it should.")
    return problems


def _entries(connection: sqlite3.Connection, name: str) -> Iterator[tuple[int, str]]:
    """Every (rowid, term) pair that an index holds."""
    connection.execute("DROP TABLE IF EXISTS temp.search_entries")
    connection.execute(f"CREATE VIRTUAL TABLE temp.search_entries USING fts5vocab('main', '{name}', 'instance')")
    yield from connection.execute("SELECT doc, term FROM temp.search_entries")
    connection.execute("DROP TABLE temp.search_entries")


def _expected(connection: sqlite3.Connection) -> dict[str, Iterable[tuple[int, str]]]:
    """Index → every (rowid, term) pair that it should hold."""

    def of_contacts(name: str) -> Iterator[tuple[int, str]]:
        for slot, text in index.contents(connection, name):
            terms = trigrams.of(text) if name == "search_trigram" else set(index.terms(name, text))
            yield from ((slot, term) for term in terms)

    expected: dict[str, Iterable[tuple[int, str]]] = {name: of_contacts(name) for name in index.CONTENT}
    expected["search_typo"] = (
        (number, key)
        for number, word in connection.execute(
            "SELECT id, word FROM search_vocabulary WHERE length(word) >= ?", (vocabulary.SHORTEST,)
        )
        for key in vocabulary.keys(word)
        if key
    )
    return expected


def _checksum(entries: Iterable[tuple[int, str]]) -> tuple[int, int]:
    """Number and sum of the pairs, whatever their order."""
    number = total = 0
    for rowid, term in entries:
        number += 1
        total += zlib.crc32(f"{rowid} {term}".encode())
    return number, total
