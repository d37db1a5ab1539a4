"""Which words, trigrams and facets occur, and how often: for typos, and to start a search at its rarest part."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from crm_tui.store.search.document import Document

#: One contact in this many has its trigrams counted, which is near enough and spares the others the writes.
SAMPLE = 16

#: Words of other lengths are not corrected: short ones resemble everything, long ones are not words.
SHORTEST, LONGEST = 3, 32

#: Letters of a word that its keys are made of.
_KEYED = 10

#: Other words that a mistyped one may have meant, at most.
MOST_CORRECTIONS = 12


def keys(word: str) -> set[str]:
    """The word's beginning and all that remains of it without one letter.

    Two words one edit apart (a letter more, less, other, or two swapped) share a key. After the symmetric
    delete algorithm of SymSpell.
    """
    start = word[:_KEYED]
    return {start} | {start[:i] + start[i + 1 :] for i in range(len(start))}


def is_one_edit(a: str, b: str) -> bool:
    """Whether the words differ by exactly one letter inserted, left out or replaced, or by two swapped."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    if len(a) > len(b):
        return a[start + 1 :] == b[start:]
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    is_swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    return a[start + 1 :] == b[start + 1 :] or is_swapped


def corrections(connection: sqlite3.Connection, word: str) -> list[str]:
    """Words of names and companies one edit away, the most used first."""
    if not SHORTEST <= len(word) <= LONGEST or word.isdigit():
        return []
    match = " OR ".join(f'"{key}"' for key in sorted(keys(word)) if key)
    rows = connection.execute(
        "SELECT v.word FROM search_typo f CROSS JOIN search_vocabulary v ON v.id = f.rowid"
        " WHERE f.search_typo MATCH ? ORDER BY v.uses DESC, v.word",
        (match,),
    )
    near = (other for (other,) in rows if is_one_edit(word, other) and len(word) + len(other) > 2 * SHORTEST)
    return [other for other, _ in zip(near, range(MOST_CORRECTIONS), strict=False)]


def trigrams(text: str) -> set[str]:
    """All runs of three characters."""
    return {text[i : i + 3] for i in range(len(text) - 2)}


def rarest(connection: sqlite3.Connection, candidates: Iterable[str]) -> list[tuple[int, str]]:
    """Trigrams with the number of contacts that have them, about, the rarest first."""
    wanted = sorted(set(candidates))
    rows = connection.execute(
        f"SELECT trigram, uses FROM search_trigram_use WHERE trigram IN ({','.join('?' * len(wanted))})", wanted
    )
    uses = dict(rows.fetchall())
    return sorted((uses.get(trigram, 0) * SAMPLE, trigram) for trigram in wanted)


def words_of(document: Document) -> set[str]:
    """The words of a document that typos are corrected to."""
    words = f"{document.name} {document.company} {document.rest}".split()
    return {word for word in words if SHORTEST <= len(word) <= LONGEST}


def trigrams_of(document: Document) -> set[str]:
    """The trigrams of a document; those of its columns only, which is what is looked for."""
    return set().union(*map(trigrams, document[:5]))


def count(connection: sqlite3.Connection, changes: Mapping[int, tuple[Document | None, Document | None]]) -> None:
    """Counts the difference between the old and the new documents of contacts."""
    words: Counter[str] = Counter()
    facets: Counter[str] = Counter()
    sampled: Counter[str] = Counter()
    for contact, (old, new) in changes.items():
        for document, step in ((old, -1), (new, 1)):
            if document is None:
                continue
            for word in words_of(document):
                words[word] += step
            for facet in document.facets.split():
                facets[facet] += step
            if contact % SAMPLE == 0:
                for trigram in trigrams_of(document):
                    sampled[trigram] += step
    _count_words(connection, sorted((word, step) for word, step in words.items() if step))
    _count(connection, "search_facet_use", "facet", facets)
    _count(connection, "search_trigram_use", "trigram", sampled)


def fill(connection: sqlite3.Connection, words: Counter[str], facets: Counter[str], sampled: Counter[str]) -> None:
    """Writes whole counts into empty tables."""
    connection.executemany("INSERT INTO search_vocabulary(word, uses) VALUES (?, ?)", sorted(words.items()))
    learn(connection, connection.execute("SELECT id, word FROM search_vocabulary ORDER BY id").fetchall())
    connection.executemany("INSERT INTO search_facet_use(facet, uses) VALUES (?, ?)", sorted(facets.items()))
    connection.executemany("INSERT INTO search_trigram_use(trigram, uses) VALUES (?, ?)", sorted(sampled.items()))


def learn(connection: sqlite3.Connection, words: Sequence[tuple[int, str]]) -> None:
    """Adds the keys of words, in ascending order of their ids."""
    connection.executemany(
        "INSERT INTO search_typo(rowid, t) VALUES (?, ?)", ((id, " ".join(sorted(keys(word)))) for id, word in words)
    )


def _count_words(connection: sqlite3.Connection, steps: Iterable[tuple[str, int]]) -> None:
    fresh: list[tuple[int, str]] = []
    dead: list[tuple[int, str]] = []
    for word, step in steps:
        id, uses = connection.execute(
            "INSERT INTO search_vocabulary(word, uses) VALUES (?, ?)"
            " ON CONFLICT(word) DO UPDATE SET uses = uses + excluded.uses RETURNING id, uses",
            (word, step),
        ).fetchone()
        if uses == step > 0:
            fresh.append((id, word))
        elif uses <= 0:
            dead.append((id, word))
    connection.executemany(
        "INSERT INTO search_typo(search_typo, rowid, t) VALUES ('delete', ?, ?)",
        ((id, " ".join(sorted(keys(word)))) for id, word in sorted(dead)),
    )
    connection.executemany("DELETE FROM search_vocabulary WHERE id = ?", ((id,) for id, _ in dead))
    learn(connection, sorted(fresh))


def _count(connection: sqlite3.Connection, table: str, column: str, steps: Mapping[str, int]) -> None:
    changed = sorted((value, step) for value, step in steps.items() if step)
    connection.executemany(
        f"INSERT INTO {table}({column}, uses) VALUES (?, ?)"
        f" ON CONFLICT({column}) DO UPDATE SET uses = uses + excluded.uses",
        changed,
    )
    connection.executemany(
        f"DELETE FROM {table} WHERE {column} = ? AND uses <= 0", ((value,) for value, step in changed if step < 0)
    )
