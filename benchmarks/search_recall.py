"""Whether the search finds what a plain scan of all documents finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from crm_tui.domain import names, query
from crm_tui.domain.desk import Desk
from crm_tui.store import search

#: As many as a list shows.
SHOWN = 50

_TEXT = "' ' || name || ' ' || company || ' ' || rest || ' ' || emails || ' ' || digits"


def of_parts(connection: sqlite3.Connection, desk: Desk, texts: Sequence[str], before: str = "") -> float:
    """The share of what holds each text that is listed, of what a list has room for; ``before`` starts a word."""
    listed = there = 0
    for text in texts:
        (word,) = names.words(text)[:1] or ("",)
        if word:
            rows = connection.execute(f"SELECT contact FROM search_doc WHERE instr({_TEXT}, ?)", (before + word,))
            matching = {contact for (contact,) in rows}
            found = search.find(connection, desk, query.parse(word), limit=SHOWN).pks
            there += min(SHOWN, len(matching))
            listed += len(matching.intersection(found))
    return listed / max(1, there)


def of_people(connection: sqlite3.Connection, desk: Desk, asked: Sequence[tuple[str, str]]) -> float:
    """The share of texts that find somebody with the name that was meant; pairs of text and name."""
    understood = 0
    for text, meant in asked:
        wanted = set(names.words(meant))
        found = search.find(connection, desk, query.parse(text), limit=SHOWN).pks
        understood += any(wanted & _name(connection, contact) for contact in found)
    return understood / max(1, len(asked))


def is_name(connection: sqlite3.Connection, text: str) -> bool:
    """Whether there are people or companies of that name: then a mistyped one finds them, rightly."""
    known = "SELECT count(*) FROM search_vocabulary WHERE word = ?"
    return all(connection.execute(known, (word,)).fetchone()[0] for word in names.words(text))


def _name(connection: sqlite3.Connection, contact: int) -> set[str]:
    return set(connection.execute("SELECT name FROM search_doc WHERE contact = ?", (contact,)).fetchone()[0].split())
