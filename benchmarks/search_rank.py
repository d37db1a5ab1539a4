"""The measure of the search engine: a plain FTS5 table of the same texts, and `ORDER BY rank`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from crm_tui.domain import names

#: Kinds of queries that it answers as well: beginnings of words, all of which must match.
KINDS = frozenset({
    "prefix 1", "prefix 2", "prefix 3", "prefix 4", "prefix 6", "full name", "two words swapped",
    "two short prefixes", "name and company", "company and prefix", "latin for other scripts", "notes",
    "name and notes",
})  # fmt: skip


#: Those of them that so many people match that ranking them all takes long; few are soon ranked.
COMMON = frozenset({"prefix 1", "prefix 2", "prefix 3", "two short prefixes"})


_FILL = """
INSERT INTO plain(rowid, t)
SELECT d.contact, d.name || ' ' || d.company || ' ' || d.rest || ' ' || d.emails
       || ' ' || coalesce(n.own || ' ' || n.said, '')
  FROM book.search_doc d LEFT JOIN book.search_note n ON n.contact = d.contact
"""


@contextmanager
def plain(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection to an FTS5 table ``plain`` of every contact's words and notes, made as anybody would make it."""
    with TemporaryDirectory(prefix="crm-bench-") as folder:
        connection = sqlite3.connect(Path(folder) / "plain.db", isolation_level=None)
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("CREATE VIRTUAL TABLE plain USING fts5(t)")
        connection.execute("ATTACH ? AS book", (str(database),))
        connection.execute(_FILL)
        connection.execute("DETACH book")
        try:
            yield connection
        finally:
            connection.close()


def find(connection: sqlite3.Connection, text: str, limit: int = 50) -> list[int]:
    """The best matches by rank."""
    match = " AND ".join(f'"{word}"*' for word in names.words(text))
    rows = connection.execute("SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?", (match, limit))
    return [contact for (contact,) in rows]
