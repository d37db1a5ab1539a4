"""What the full-text indexes hold of a contact, and changing it: of many contacts at once, by what differs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from crm_tui.store.search import difference, trigrams
from crm_tui.store.search.document import Document
from crm_tui.store.search.marks import Turn, marks
from crm_tui.store.search.notes import Note
from crm_tui.store.search.rewording import Rewording

_WORDS = "d.name || ' ' || d.company || ' ' || d.rest || ' ' || d.emails || ' ' || crm_marks(d.facets)"

_PARTS = "d.name || '|' || d.company || '|' || d.rest || '|' || d.emails || '|' || d.digits"

#: Index → the text that it holds of a document d and its note n, as `texts` makes it. "" where it holds nothing.
CONTENT = {
    "search_name": "d.name || ' ' || crm_marks(d.facets)",
    "search_word": _WORDS,
    "search_text": (
        f"CASE WHEN coalesce(n.own || n.said, '') = '' THEN '' ELSE {_WORDS} || ' ' || n.own || ' ' || n.said END"
    ),
    "search_trigram": f"{_PARTS} || crm_beside({_PARTS})",
}

#: Index of words → the length of the shortest beginnings that have lists of their own: those of the schema, see
#: `crm_tui.store.migrations.m0002_search`.
SHORTEST = {"search_name": 1, "search_word": 1, "search_text": 3}

#: Index → what tells two of its texts apart.
_DIFFERENCE: dict[str, Callable[[str, str], tuple[str, str]]] = {
    **{index: partial(difference.of_words, shortest=shortest) for index, shortest in SHORTEST.items()},
    "search_trigram": difference.of_trigrams,
}

#: One row a statement: copying by INSERT … SELECT opens a savepoint, at which SQLite writes out what every
#: full-text index holds in memory, so that one contact would cost each of them two segments.
_TAKE = "INSERT INTO {index}({index}, rowid, t) VALUES ('delete', ?, ?)"
_PUT = "INSERT INTO {index}(rowid, t) VALUES (?, ?)"

_NOTHING = ("",) * len(CONTENT)
_NO_WORDS = ("", "")


def texts(document: Document, note: Note, was: Document | None = None) -> tuple[str, str, str, str]:
    """What the indexes hold of a contact, in the order of `CONTENT`.

    The last one is left out where it is the same as for ``was``, another document.
    """
    name, company, rest, emails, _, facets = document
    marked = marks(facets)
    words = f"{name} {company} {rest} {emails} {marked}"
    parts = ""
    if was is None or document[:5] != was[:5]:
        parts = _parts(document)
    return f"{name} {marked}", words, f"{words} {note.own} {note.said}" if note.own or note.said else "", parts


class Edits:
    """Changes of what the indexes hold, gathered and then written together, in the order of slots.

    Each index writes out what it has in memory when a slot is lower than the one before: twice, not twice a contact.
    """

    def __init__(self) -> None:
        self._taken: dict[str, list[tuple[int, str]]] = {index: [] for index in CONTENT}
        self._put: dict[str, list[tuple[int, str]]] = {index: [] for index in CONTENT}

    def change(self, slot: int, was: tuple[Document, Note], now: tuple[Document, Note]) -> None:
        """What a slot holds is not what ``was`` but what is ``now``."""
        self._step(slot, texts(*was, now[0]), texts(*now, was[0]))

    def turn(self, slot: int, was: Document, text: str, facets: Turn, rest: Rewording | None) -> None:
        """What a slot holds of the document ``was`` and its ``text`` changes in facets, and maybe in its ``rest``."""
        self._tell(slot, "search_name", (facets.taken, facets.put))
        others = f"{was.name} {was.company} {was.emails}"
        for index, around in (("search_word", others), ("search_text", f"{others} {text}" if text else "")):
            if around:
                words = rest.words(around, SHORTEST[index]) if rest else _NO_WORDS
                self._tell(slot, index, (f"{facets.taken} {words[0]}".strip(), f"{facets.put} {words[1]}".strip()))
        if rest:
            self._tell(slot, "search_trigram", _piece(was, rest))

    def leave(self, slot: int, was: tuple[Document, Note]) -> None:
        """A slot that holds what ``was`` is to hold nothing."""
        self._step(slot, texts(*was), _NOTHING)

    def write(self, connection: sqlite3.Connection) -> None:
        """Brings the indexes up to the changes."""
        for index in CONTENT:
            for statement, rows in ((_TAKE, self._taken[index]), (_PUT, self._put[index])):
                connection.executemany(statement.format(index=index), sorted(rows))

    def _step(self, slot: int, was: Sequence[str], now: Sequence[str]) -> None:
        for (index, differ), old, new in zip(_DIFFERENCE.items(), was, now, strict=True):
            if old == new:
                continue
            if not new:
                self._taken[index].append((slot, _whole(index, old)))
            elif not old:
                self._put[index].append((slot, new))
            else:
                self._tell(slot, index, differ(old, new))

    def _tell(self, slot: int, index: str, words: tuple[str, str]) -> None:
        gone, come = words
        if gone:
            self._taken[index].append((slot, gone))
        # Nothing as well, after something was taken: an index counts its rows by what is put in and taken out.
        if gone or come:
            self._put[index].append((slot, come))


def put(connection: sqlite3.Connection, rows: Sequence[Sequence[int | str]]) -> None:
    """Puts the texts of new slots in, a column for each index, in ascending order of slots."""
    for place, index in enumerate(CONTENT, 1):
        connection.executemany(_PUT.format(index=index), ((row[0], row[place]) for row in rows if row[place]))


def take(connection: sqlite3.Connection, rows: Iterable[Sequence[int | str]]) -> None:
    """Takes the texts of slots out, a column for each index, in ascending order of slots."""
    held = list(rows)
    for place, index in enumerate(CONTENT, 1):
        connection.executemany(
            _TAKE.format(index=index), ((row[0], _whole(index, str(row[place]))) for row in held if row[place])
        )


def _parts(document: Document) -> str:
    """What the index of trigrams holds of a document."""
    parts = "|".join(document[:5])
    return parts + trigrams.beside(parts)


def _piece(was: Document, rest: Rewording) -> tuple[str, str]:
    """What the ``rest`` of a document changes in the index of trigrams: a piece of it, or all."""
    before, after = f"{was.name}|{was.company}|", f"|{was.emails}|{was.digits}"
    if piece := rest.piece(before, after):
        return piece
    held = _parts(was)
    if rest.is_plain:
        return held, f"{before}{rest.now}{held[len(before) + len(rest.was) :]}"
    return held, _parts(was._replace(rest=rest.now))


def _whole(index: str, text: str) -> str:
    """All that an index holds of a text."""
    return text if index == "search_trigram" else difference.once(text)
