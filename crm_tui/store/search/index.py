"""Keeping the index in step: every function runs inside the transaction that changed the rows."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from crm_tui.store.search import document, notes, vocabulary
from crm_tui.store.search.document import Document
from crm_tui.store.search.notes import Note

#: Where the first slot lies: people worked go above it, people brought in by the thousand below.
MIDDLE = 1 << 27

_WORDS = "d.name || ' ' || d.company || ' ' || d.rest || ' ' || d.emails"

#: Index → the text that it holds of `search_doc` d and `search_note` n. "" where it holds nothing.
CONTENT = {
    "search_name": "d.name",
    "search_word": _WORDS,
    "search_facet": "d.facets",
    "search_text": (
        f"CASE WHEN coalesce(n.own || n.said, '') = '' THEN '' ELSE {_WORDS} || ' ' || n.own || ' ' || n.said END"
    ),
    "search_trigram": "d.name || '|' || d.company || '|' || d.rest || '|' || d.emails || '|' || d.digits",
}

#: Index → the fields whose change it must follow.
_FOLLOWS = {
    "search_name": frozenset({"name"}),
    "search_word": frozenset({"name", "company", "rest", "emails"}),
    "search_facet": frozenset({"facets"}),
    "search_text": frozenset({"name", "company", "rest", "emails", "own", "said"}),
    "search_trigram": frozenset({"name", "company", "rest", "emails", "digits"}),
}
_EVERY_FIELD = frozenset().union(*_FOLLOWS.values())

_FROM = "FROM search_doc d LEFT JOIN search_note n ON n.contact = d.contact"

#: Who takes part in interactions whose words the index has not, or no longer rightly.
_UNHEARD = """
SELECT l.contact FROM interaction_contact l LEFT JOIN search_note n ON n.contact = l.contact
 WHERE l.interaction IN (SELECT value FROM json_each(?)) AND coalesce(n.links_seen, -1) < l.pk
"""

#: The texts of some slots, a column for each of `CONTENT`.
_TEXTS = f"SELECT d.slot, {', '.join(CONTENT.values())} {_FROM} WHERE d.slot IN (SELECT value FROM json_each(?))"

#: One row a statement: copying by INSERT … SELECT opens a savepoint, at which SQLite writes out what every
#: full-text index holds in memory, so that one contact would cost each of them two segments.
_TAKE = "INSERT INTO {index}({index}, rowid, t) VALUES ('delete', ?, ?)"
_PUT = "INSERT INTO {index}(rowid, t) VALUES (?, ?)"

INSERT_DOCUMENT = (
    "INSERT INTO search_doc(slot, contact, name, company, rest, emails, digits, facets) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_NOTE = "INSERT INTO search_note(contact, own, said, links_seen) VALUES (?, ?, ?, ?)"

_TOKEN = re.compile(r"[a-z0-9]+")


class Entry(NamedTuple):
    """What the index holds, or should hold, of a contact."""

    document: Document
    note: Note = Note()

    def fields_unlike(self, other: Entry) -> frozenset[str]:
        """The searched fields in which the two differ."""
        pairs = zip(
            (*Document._fields, *Note._fields),
            (*self.document, *self.note),
            (*other.document, *other.note),
            strict=True,
        )
        return frozenset(name for name, mine, its in pairs if mine != its and name != "links_seen")


def refresh(connection: sqlite3.Connection, contacts: Iterable[int], worked: AbstractSet[int]) -> None:
    """Brings the index up to the rows of these contacts.

    Those ``worked``, and new ones, move to the top, the latest activity uppermost. Deleted ones leave. Where
    nothing that is searched has changed, nothing is written.
    """
    for chunk in document.chunks(sorted(set(contacts))):
        _refresh(connection, chunk, worked)


def refresh_texts(connection: sqlite3.Connection, interactions: Iterable[int]) -> None:
    """Brings the index up to the texts of these interactions, for all contacts that take part in them."""
    people: set[int] = set()
    for chunk in document.chunks(interactions):
        rows = connection.execute(_UNHEARD, (json.dumps(chunk),))
        people.update(contact for (contact,) in rows)
    refresh(connection, people, frozenset())


def put_range(connection: sqlite3.Connection, index: str, first: int, last: int) -> None:
    """Adds what ``index`` holds of the slots from ``first`` to ``last``."""
    content = CONTENT[index]
    connection.execute(
        f"INSERT INTO {index}(rowid, t) SELECT d.slot, {content} {_FROM}"
        f" WHERE d.slot BETWEEN ? AND ? AND {content} <> '' ORDER BY d.slot",
        (first, last),
    )


def contents(connection: sqlite3.Connection, index: str) -> Iterator[tuple[int, str]]:
    """Every slot and the text that ``index`` should hold of it."""
    yield from connection.execute(f"SELECT d.slot, {CONTENT[index]} {_FROM}")


def terms(index: str, text: str) -> list[str]:
    """The terms that the tokenizer of ``index`` makes of a text."""
    return text.split() if index == "search_facet" else _TOKEN.findall(text)


def _refresh(connection: sqlite3.Connection, contacts: Sequence[int], worked: AbstractSet[int]) -> None:
    slots, old = stored(connection, contacts)
    new = computed(connection, contacts, old)
    top = _top(connection)
    rising = [pk for pk in new if pk not in old or (pk in worked and slots[pk] != top)]
    landing = slots | {pk: top + place for place, pk in enumerate(_by_activity(connection, rising), 1)}
    changed = {pk: new[pk].fields_unlike(old[pk]) for pk in new.keys() & old.keys()}
    changed |= dict.fromkeys([*rising, *(old.keys() - new.keys())], _EVERY_FIELD)
    leaving = _texts(connection, {slots[pk]: fields for pk, fields in changed.items() if pk in old})
    written = [pk for pk, fields in changed.items() if fields - {"own", "said"}]
    _write_documents(connection, written, {pk: (landing[pk], new[pk].document) for pk in written if pk in new})
    _write_notes(connection, old, new)
    arriving = _texts(connection, {landing[pk]: fields for pk, fields in changed.items() if pk in new})
    for index in CONTENT:
        connection.executemany(_TAKE.format(index=index), leaving[index])
        connection.executemany(_PUT.format(index=index), arriving[index])
    counts = vocabulary.Counts()
    for pk in written:
        for entries, step in ((old, -1), (new, 1)):
            if pk in entries:
                counts.add(pk, entries[pk].document, step)
    vocabulary.add(connection, counts)


def stored(connection: sqlite3.Connection, contacts: Sequence[int]) -> tuple[dict[int, int], dict[int, Entry]]:
    """The slots and entries that the index holds of these contacts."""
    kept = notes.stored(connection, contacts)
    slots, entries = {}, {}
    for slot, contact, *fields in connection.execute(
        "SELECT slot, contact, name, company, rest, emails, digits, facets FROM search_doc"
        " WHERE contact IN (SELECT value FROM json_each(?))",
        (json.dumps(contacts),),
    ):
        slots[contact] = slot
        entries[contact] = Entry(Document(*fields), kept.get(contact, Note()))
    return slots, entries


def computed(connection: sqlite3.Connection, contacts: Sequence[int], known: Mapping[int, Entry]) -> dict[int, Entry]:
    """The entries that the index should hold of these contacts; none for a deleted one."""
    documents = document.read(connection, contacts)
    texts = notes.read(
        connection,
        {pk: own for pk, (_, own) in documents.items()},
        {pk: entry.note for pk, entry in known.items() if pk in documents},
    )
    return {pk: Entry(fields, texts[pk]) for pk, (fields, _) in documents.items()}


def _top(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(slot), ?) FROM search_doc", (MIDDLE,)).fetchone()[0])


def _by_activity(connection: sqlite3.Connection, contacts: Sequence[int]) -> list[int]:
    """The same contacts, the latest activity last; one never worked counts from when it was made."""
    if len(contacts) < 2:
        return list(contacts)
    rows = connection.execute(
        "SELECT c.pk FROM contact c LEFT JOIN standing s ON s.contact = c.pk"
        " WHERE c.pk IN (SELECT value FROM json_each(?)) ORDER BY coalesce(s.last_activity, c.created_at), c.pk",
        (json.dumps(contacts),),
    )
    return [pk for (pk,) in rows]


def _texts(connection: sqlite3.Connection, changed: Mapping[int, frozenset[str]]) -> dict[str, list[tuple[int, str]]]:
    """For each index the slots whose changed fields it follows, in ascending order, and what it holds of them.

    Read from the stored rows: before they are replaced for what leaves an index, after it for what enters.
    """
    texts: dict[str, list[tuple[int, str]]] = {index: [] for index in CONTENT}
    for slot, *columns in connection.execute(_TEXTS, (json.dumps(sorted(changed)),)):
        for index, text in zip(CONTENT, columns, strict=True):
            if text and changed[slot] & _FOLLOWS[index]:
                texts[index].append((slot, text))
    return {index: sorted(found) for index, found in texts.items()}


def _write_documents(
    connection: sqlite3.Connection, contacts: Iterable[int], documents: Mapping[int, tuple[int, Document]]
) -> None:
    """Replaces the documents of these contacts; without a new one, the contact leaves."""
    connection.executemany("DELETE FROM search_doc WHERE contact = ?", ((pk,) for pk in contacts))
    connection.executemany(
        INSERT_DOCUMENT,
        sorted((slot, pk, *fields) for pk, (slot, fields) in documents.items()),
    )


def _write_notes(connection: sqlite3.Connection, old: Mapping[int, Entry], new: Mapping[int, Entry]) -> None:
    """Stores the notes that have changed; an empty one has no row."""
    was = {pk: entry.note for pk, entry in old.items()}
    now = {pk: entry.note for pk, entry in new.items()}
    differing = [pk for pk in was.keys() | now.keys() if was.get(pk, Note()) != now.get(pk, Note())]
    connection.executemany("DELETE FROM search_note WHERE contact = ?", ((pk,) for pk in differing))
    connection.executemany(
        INSERT_NOTE,
        ((pk, *now[pk]) for pk in differing if pk in now and now[pk] != Note()),
    )
