"""The index in bulk: everything anew, or very many contacts at once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from crm_tui.store.search import document, edits, index, trigrams, vocabulary
from crm_tui.store.search.index import Entry
from crm_tui.store.search.notes import Note

#: Called with what is being done, how many of how many.
Progress = Callable[[str, int, int], None]

#: Slots whose texts are added by one statement: between two of them progress is told and a break is heard.
_STRIDE = 20_000

#: Words that are counted in memory before they are added to those that are stored.
_MOST_WORDS = 250_000

#: Bytes that a full-text index gathers before it writes them out: while it is filled, and what SQLite has otherwise.
_ROOM, _USUAL_ROOM = 24 << 20, 1 << 20

_NOTHING = Note()

#: The order in which the indexes are filled: people are found by name long before the last one is done.
_LABELS = {
    "search_name": "names",
    "search_word": "words",
    "search_text": "notes",
    "search_trigram": "parts of words",
}


def rebuild(connection: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Makes the whole index anew from the rows, those worked latest uppermost. In the caller's transaction."""
    for name in (*edits.CONTENT, "search_typo"):
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('delete-all')")
    for table in (*("search_doc", "search_note", "search_leaving", "search_vocabulary"), *vocabulary.COUNTED):
        connection.execute(f"DELETE FROM {table}")
    append(connection, _by_activity(connection), progress)
    for name in edits.CONTENT:
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")


def append(connection: sqlite3.Connection, contacts: Sequence[int], progress: Progress | None = None) -> None:
    """Adds contacts that the index does not hold yet, below all that it holds, the first one uppermost."""
    appender = Appender(connection)
    for chunk in document.chunks(contacts, 2_000):
        entries = index.computed(connection, chunk, {})
        appender.add([(pk, entries[pk]) for pk in chunk if pk in entries])
        if progress:
            progress("people", appender.added, len(contacts))
    appender.finish(progress)


class Appender:
    """Adds contacts that the index does not hold yet, below all that it holds, the first one uppermost.

    For imports: thousands of new people do not push those worked lately down the list, and stand in the order of
    their file. Documents are stored as they come; the full-text indexes follow in `finish`, in the order of their
    slots, which is several times as fast as in any other.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._end = self._next = index.lowest(connection)
        self._counts = vocabulary.Counts()

    @property
    def added(self) -> int:
        """How many contacts have been added."""
        return self._end - self._next

    def add(self, entries: Sequence[tuple[int, Entry]]) -> None:
        """Stores what the index is to hold of some contacts, the next below those before."""
        self._next -= len(entries)
        self._connection.executemany(
            index.INSERT_DOCUMENT,
            [(slot, pk, *entry.document) for slot, (pk, entry) in enumerate(reversed(entries), self._next)],
        )
        self._connection.executemany(
            index.INSERT_NOTE, [(pk, *entry.note) for pk, entry in entries if entry.note != _NOTHING]
        )
        _count_all(self._counts, entries)
        if len(self._counts.words) > _MOST_WORDS:
            self._count()

    def listen(self, contacts: Iterable[int]) -> None:
        """Reads the notes and facets of added contacts anew: something has been said or planned since."""
        for chunk in document.chunks(contacts):
            entries = sorted(index.computed(self._connection, chunk, {}).items())
            self._mark(entries)
            notes = [(pk, *entry.note) for pk, entry in entries]
            self._connection.executemany("DELETE FROM search_note WHERE contact = ?", [(pk,) for pk, *_ in notes])
            self._connection.executemany(index.INSERT_NOTE, [note for note in notes if note[1:] != _NOTHING])

    def _mark(self, entries: Sequence[tuple[int, Entry]]) -> None:
        """Stores and counts the facets of added contacts, where they have changed."""
        _, stored = index.stored(self._connection, [pk for pk, _ in entries])
        for pk, entry in entries:
            was, now = stored[pk].document.facets, entry.document.facets
            if was != now:
                self._connection.execute("UPDATE search_doc SET facets = ? WHERE contact = ?", (now, pk))
                self._counts.facets.subtract(was.split())
                self._counts.facets.update(now.split())

    def finish(self, progress: Progress | None = None) -> None:
        """Fills the full-text indexes with what was added."""
        tell = progress or _silence
        if not self.added:
            return
        for name, label in _LABELS.items():
            with _roomy(self._connection, name):
                for done in _fill(self._connection, name, self._next, self._end - 1):
                    tell(label, done, self.added)
        self._count()
        self._end = self._next

    def _count(self) -> None:
        vocabulary.add(self._connection, self._counts)
        self._counts = vocabulary.Counts()


def _count_all(counts: vocabulary.Counts, entries: Sequence[tuple[int, Entry]]) -> None:
    """As `vocabulary.Counts.add` of each: words in one go, and facets that many have in common taken apart once."""
    documents = [entry.document for _, entry in entries]
    counts.words.update(chain.from_iterable(map(vocabulary.words_of, documents)))
    for facets, times in Counter(each.facets for each in documents).items():
        for facet in facets.split():
            counts.facets[facet] += times
    for pk, entry in entries:
        if pk % trigrams.SAMPLE == 0:
            counts.trigrams.update(vocabulary.trigrams_of(entry.document))


def _silence(label: str, done: int, total: int) -> None:
    pass


def _by_activity(connection: sqlite3.Connection) -> list[int]:
    """Living contacts, the latest activity first, those never worked last."""
    rows = connection.execute(
        "SELECT c.pk FROM contact c LEFT JOIN standing s ON s.contact = c.pk"
        " WHERE c.deleted_at IS NULL AND NOT c.is_purged ORDER BY s.last_activity DESC, c.created_at DESC, c.pk DESC"
    )
    return [pk for (pk,) in rows]


@contextmanager
def _roomy(connection: sqlite3.Connection, name: str) -> Iterator[None]:
    """Inside, an index writes out what it holds in memory when it is 24 MB, not one: fewer lists to merge."""
    setting = f"INSERT INTO {name}({name}, rank) VALUES ('hashsize', ?)"
    connection.execute(setting, (_ROOM,))
    yield
    connection.execute(setting, (_USUAL_ROOM,))


def _fill(connection: sqlite3.Connection, name: str, first: int, last: int) -> Iterator[int]:
    """Adds the slots from ``first`` to ``last`` to an index; yields how many are in after each stride."""
    for start in range(first, last + 1, _STRIDE):
        end = min(start + _STRIDE - 1, last)
        index.put_range(connection, name, start, end)
        yield end - first + 1
