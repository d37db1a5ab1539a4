"""Which words, trigrams and facets occur, and how often: for typos, and to start a search at its rarest part."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from crm_tui.domain.highlight import is_one_edit
from crm_tui.store.search import trigrams
from crm_tui.store.search.document import Document

#: Shorter words are not corrected, since they resemble everything; longer ones are not counted, for they are none.
SHORTEST, LONGEST = 3, 32

#: The tables of counts beside `search_vocabulary`.
COUNTED = ("search_trigram_use", "search_facet_use")

#: Letters of a word that its keys are made of.
_KEYED = 10

#: Index → the table of its terms.
_TERMS = {"search_name": "search_word_term", "search_word": "search_word_term", "search_text": "search_text_term"}

_NEXT_FACET = "SELECT facet FROM search_facet_use WHERE facet >= ? AND facet < ? LIMIT 1"

#: Words that are named one by one; to look up more of them would take longer than to merge their lists.
_FEW_WORDS = 16

#: Words that a guess at the spread of a beginning looks at.
_LOOKED_AT = 300

#: Other words that a mistyped one may have meant, at most.
MOST_CORRECTIONS = 12


def keys(word: str) -> set[str]:
    """The word's beginning and all that remains of it without one letter.

    Two words one edit apart (a letter more, less, other, or two swapped) share a key. After the symmetric
    delete algorithm of SymSpell.
    """
    start = word[:_KEYED]
    return {start} | {start[:i] + start[i + 1 :] for i in range(len(start))}


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


def words(connection: sqlite3.Connection, table: str, start: str) -> list[str] | None:
    """The words of an index that start so; None where they are too many to be named."""
    found: list[str] = []
    place = start
    while len(found) < _FEW_WORDS:
        row = connection.execute(f"SELECT term FROM {_TERMS[table]} WHERE term >= ? LIMIT 1", (place,)).fetchone()
        if row is None or not row[0].startswith(start):
            return found
        found.append(row[0])
        place = row[0] + "!"
    return None


def uses(connection: sqlite3.Connection, words: Iterable[str]) -> int | None:
    """At most how many contacts have all the words in name, company, title or tags; None where that is not known."""
    fewest: int | None = None
    for word in words:
        if len(word) <= LONGEST:
            row = connection.execute("SELECT uses FROM search_vocabulary WHERE word = ?", (word,)).fetchone()
            number = int(row[0]) if row else 0
            fewest = number if fewest is None else min(fewest, number)
    return fewest


def spread(connection: sqlite3.Connection, start: str) -> int:
    """About how many contacts have a word in name, company, title or tags that starts so."""
    (uses,) = connection.execute(
        "SELECT coalesce(sum(uses), 0) FROM (SELECT uses FROM search_vocabulary WHERE word >= ? AND word < ? LIMIT ?)",
        (start, start + "\x7f", _LOOKED_AT),
    ).fetchone()
    return int(uses)


def facets(connection: sqlite3.Connection, wanted: Iterable[str]) -> dict[str, int]:
    """The facets there are among those wanted, with the number of contacts; `owner=ja*` wants all that start so."""
    uses: dict[str, int] = {}
    for facet in wanted:
        end = facet.removesuffix("*") + "\x7f" if facet.endswith("*") else facet + "\x00"
        rows = connection.execute(
            "SELECT facet, uses FROM search_facet_use WHERE facet >= ? AND facet < ?", (facet.removesuffix("*"), end)
        )
        uses.update(rows.fetchall())
    return uses


def years(connection: sqlite3.Connection, field: str) -> list[str]:
    """The years that there are facets of: of `last=2026-05-17`, and others of that year, `2026`."""
    found: list[str] = []
    place = f"{field}=0"
    while row := connection.execute(_NEXT_FACET, (place, f"{field}=:")).fetchone():
        found.append(row[0][len(field) + 1 :][:4])
        place = f"{field}={found[-1]}~"
    return found


def words_of(document: Document) -> set[str]:
    """The words of a document that are counted."""
    words = f"{document.name} {document.company} {document.rest}".split()
    return {word for word in words if len(word) <= LONGEST}


def trigrams_of(document: Document) -> set[str]:
    """The trigrams of a document; those of its columns only, which is what is looked for."""
    return set().union(*map(trigrams.counted, document[:5]))


class Counts:
    """How many contacts have each word, each facet and, of a sample, each trigram."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.facets: Counter[str] = Counter()
        self.trigrams: Counter[str] = Counter()

    def add(self, contact: int, document: Document, times: int) -> None:
        """Counts the document of a contact ``times`` times; -1 takes it off."""
        for counter, values in (
            (self.words, words_of(document)),
            (self.facets, document.facets.split()),
            (self.trigrams, trigrams_of(document) if contact % trigrams.SAMPLE == 0 else ()),
        ):
            if times == 1:
                counter.update(values)
            else:
                for value in values:
                    counter[value] += times

    def change(self, contact: int, was: Document, now: Document) -> None:
        """Counts that the document of a contact is another than it was."""
        if was[:3] != now[:3]:
            _turn(self.words, words_of(was), words_of(now))
        if was.facets != now.facets:
            _turn(self.facets, *map(_split, (was.facets, now.facets)))
        if contact % trigrams.SAMPLE == 0 and was[:5] != now[:5]:
            _turn(self.trigrams, trigrams_of(was), trigrams_of(now))


@lru_cache(maxsize=4_096)
def _split(facets: str) -> frozenset[str]:
    return frozenset(facets.split())


def _turn(counter: Counter[str], was: AbstractSet[str], now: AbstractSet[str]) -> None:
    for values, step in ((was - now, -1), (now - was, 1)):
        for value in values:
            counter[value] += step


def add(connection: sqlite3.Connection, counts: Counts) -> None:
    """Adds to the stored counts; what nobody has any more is forgotten."""
    _add_words(connection, sorted((word, step) for word, step in counts.words.items() if step))
    _add(connection, "search_facet_use", "facet", counts.facets)
    _add(connection, "search_trigram_use", "trigram", counts.trigrams)


def stored(connection: sqlite3.Connection) -> Counts:
    """The stored counts."""
    counts = Counts()
    counts.words.update(dict(connection.execute("SELECT word, uses FROM search_vocabulary")))
    counts.facets.update(dict(connection.execute("SELECT facet, uses FROM search_facet_use")))
    counts.trigrams.update(dict(connection.execute("SELECT trigram, uses FROM search_trigram_use")))
    return counts


def _add_words(connection: sqlite3.Connection, steps: Iterable[tuple[str, int]]) -> None:
    fresh: list[tuple[int, str]] = []
    dead: list[tuple[int, str]] = []
    for word, step in steps:
        number, uses = connection.execute(
            "INSERT INTO search_vocabulary(word, uses) VALUES (?, ?)"
            " ON CONFLICT(word) DO UPDATE SET uses = uses + excluded.uses RETURNING id, uses",
            (word, step),
        ).fetchone()
        if uses == step > 0:
            fresh.append((number, word))
        elif uses <= 0:
            dead.append((number, word))
    connection.executemany(
        "INSERT INTO search_typo(search_typo, rowid, t) VALUES ('delete', ?, ?)",
        ((number, " ".join(sorted(keys(word)))) for number, word in sorted(dead) if len(word) >= SHORTEST),
    )
    connection.executemany("DELETE FROM search_vocabulary WHERE id = ?", ((number,) for number, _ in dead))
    connection.executemany(
        "INSERT INTO search_typo(rowid, t) VALUES (?, ?)",
        ((number, " ".join(sorted(keys(word)))) for number, word in sorted(fresh) if len(word) >= SHORTEST),
    )


def _add(connection: sqlite3.Connection, table: str, column: str, steps: Mapping[str, int]) -> None:
    changed = sorted((value, step) for value, step in steps.items() if step)
    connection.executemany(
        f"INSERT INTO {table}({column}, uses) VALUES (?, ?)"
        f" ON CONFLICT({column}) DO UPDATE SET uses = uses + excluded.uses",
        changed,
    )
    connection.executemany(
        f"DELETE FROM {table} WHERE {column} = ? AND uses <= 0", ((value,) for value, step in changed if step < 0)
    )
