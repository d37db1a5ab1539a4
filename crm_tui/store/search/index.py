"""Keeping the index in step: every function runs inside the transaction that changed the rows.

To take a contact out of four full-text indexes and put it back on top of them costs more than all else that a logged
call writes. So a contact that was worked, or is new, only gets its document on top, above the waterline, where searches
read the documents themselves; when `MOST_AFLOAT` have gathered there, the older half enters the indexes at once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from crm_tui.domain.typed import NamedTuple
from crm_tui.store.search import document, edits, notes, vocabulary
from crm_tui.store.search.document import Document
from crm_tui.store.search.edits import CONTENT, Edits
from crm_tui.store.search.notes import Note
from crm_tui.store.search.vocabulary import Counts

#: As many documents wait above the waterline at most, and as many remain there when the others enter the indexes.
MOST_AFLOAT, LEFT_AFLOAT = 64, 32

_FROM = "FROM search_doc d LEFT JOIN search_note n ON n.contact = d.contact"
_LEAVING = "FROM search_leaving d JOIN search_leaving n ON n.slot = d.slot"

#: Who takes part in interactions whose words the index has not, or no longer rightly.
_UNHEARD = """
SELECT l.contact FROM interaction_contact l LEFT JOIN search_note n ON n.contact = l.contact
 WHERE l.interaction IN (SELECT value FROM json_each(?)) AND coalesce(n.links_seen, -1) < l.pk
"""

#: The slots and texts of documents, a column for each of `CONTENT`.
_TEXTS = f"SELECT d.slot, {', '.join(CONTENT.values())}"

#: Contacts refreshed at once: each index is written twice for so many, and their texts are in memory.
_CHUNK = 5_000

_LEAVE = (
    "INSERT INTO search_leaving(slot, name, company, rest, emails, digits, facets, own, said)"
    " SELECT d.slot, d.name, d.company, d.rest, d.emails, d.digits, d.facets, coalesce(n.own, ''), coalesce(n.said, '')"
    f" {_FROM} WHERE d.contact = ?"
)

INSERT_DOCUMENT = (
    "INSERT INTO search_doc(slot, contact, name, company, rest, emails, digits, facets) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_NOTE = "INSERT INTO search_note(contact, own, said, links_seen) VALUES (?, ?, ?, ?)"
_MOVE = "UPDATE search_doc SET slot = ? WHERE contact = ?"
_REWRITE = "UPDATE search_doc SET name = ?, company = ?, rest = ?, emails = ?, digits = ?, facets = ? WHERE slot = ?"


class Entry(NamedTuple):
    """What the index holds, or should hold, of a contact."""

    document: Document
    note: Note = Note()

    def is_unlike(self, other: Entry) -> bool:
        """Whether the two differ in what is searched."""
        return self.document != other.document or self.note[:2] != other.note[:2]


def refresh(connection: sqlite3.Connection, contacts: Iterable[int], worked: AbstractSet[int]) -> None:
    """Brings the index up to the rows of these contacts.

    Those ``worked``, and new ones, move to the top, the latest activity uppermost. Deleted ones leave. Where
    nothing that is searched has changed, nothing is written.
    """
    counts = Counts()
    for chunk in document.chunks(sorted(set(contacts)), _CHUNK):
        slots, old = stored(connection, chunk)
        _apply(connection, slots, old, computed(connection, chunk, old), worked, counts)
    vocabulary.add(connection, counts)


def refresh_texts(connection: sqlite3.Connection, interactions: Iterable[int]) -> None:
    """Brings the index up to the texts of these interactions, for all contacts that take part in them."""
    people: set[int] = set()
    for chunk in document.chunks(interactions):
        rows = connection.execute(_UNHEARD, (json.dumps(chunk),))
        people.update(contact for (contact,) in rows)
    refresh(connection, people, frozenset())


def put_range(connection: sqlite3.Connection, index: str, first: int, last: int) -> None:
    """Adds what ``index`` holds of the slots from ``first`` to ``last``."""
    # Asked of the note, as asking it of the content would compute that twice.
    held = " AND coalesce(n.own || n.said, '') <> ''" if index == "search_text" else ""
    connection.execute(
        f"INSERT INTO {index}(rowid, t) SELECT d.slot, {CONTENT[index]} {_FROM}"
        f" WHERE d.slot BETWEEN ? AND ?{held} ORDER BY d.slot",
        (first, last),
    )


def contents(connection: sqlite3.Connection, index: str) -> Iterator[tuple[int, str]]:
    """Every slot and the text that ``index`` should hold of it."""
    line = waterline(connection)
    yield from connection.execute(f"SELECT d.slot, {CONTENT[index]} {_FROM} WHERE d.slot <= ?", (line,))
    yield from connection.execute(f"SELECT d.slot, {CONTENT[index]} {_LEAVING}")


def waterline(connection: sqlite3.Connection) -> int:
    """The highest slot that the indexes hold; documents above it are read instead."""
    return int(connection.execute("SELECT slot FROM search_settled").fetchone()[0])


def lowest(connection: sqlite3.Connection) -> int:
    """The slot that all contacts brought in by the thousand go below, and with that below the waterline."""
    line = waterline(connection)
    return int(connection.execute("SELECT min(coalesce(min(slot), ?1), ?1) FROM search_doc", (line + 1,)).fetchone()[0])


def settle(connection: sqlite3.Connection, keep: int = 0) -> None:
    """Brings the documents above the waterline into the indexes, all but the ``keep`` newest."""
    leaving = connection.execute(f"{_TEXTS} {_LEAVING} ORDER BY d.slot").fetchall()
    edits.take(connection, leaving)
    connection.execute("DELETE FROM search_leaving")
    line = waterline(connection)
    row = connection.execute("SELECT slot FROM search_doc ORDER BY slot DESC LIMIT 1 OFFSET ?", (keep,)).fetchone()
    if row and row[0] > line:
        arriving = connection.execute(
            f"{_TEXTS} {_FROM} WHERE d.slot > ? AND d.slot <= ? ORDER BY d.slot", (line, row[0])
        ).fetchall()
        connection.execute("UPDATE search_settled SET slot = ? WHERE one = 1", row)
        edits.put(connection, arriving)


def _apply(
    connection: sqlite3.Connection,
    slots: Mapping[int, int],
    old: Mapping[int, Entry],
    new: Mapping[int, Entry],
    worked: AbstractSet[int],
    counts: Counts,
) -> None:
    """Makes of what is stored of some contacts, at these slots, what should be; tells ``counts`` what changed.

    The indexes come last: much of what is written before would make them write out what they have in memory.
    """
    line = waterline(connection)
    top = _top(connection, line)
    rising = [pk for pk in new if pk not in old or (pk in worked and slots[pk] != top)]
    gone = old.keys() - new.keys()
    changed = [pk for pk, entry in new.items() if pk in old and entry.is_unlike(old[pk])]
    steps = Edits()
    leaving = {*rising}
    for pk in changed:
        if slots[pk] <= line and pk not in leaving:
            steps.change(slots[pk], old[pk], new[pk])
    for pk in gone:
        if slots[pk] <= line:
            steps.leave(slots[pk], old[pk])
    _count(counts, old, new, changed)
    connection.executemany(_LEAVE, [(pk,) for pk in rising if slots.get(pk, line + 1) <= line])
    _write_documents(connection, slots, old, new, changed)
    _write_notes(connection, old, new)
    landing = _by_activity(connection, rising)
    connection.executemany(_MOVE, ((top + place, pk) for place, pk in enumerate(landing, 1) if pk in old))
    connection.executemany(
        INSERT_DOCUMENT,
        ((top + place, pk, *new[pk].document) for place, pk in enumerate(landing, 1) if pk not in old),
    )
    steps.write(connection)
    if any(slots[pk] > line for pk in gone):
        settle(connection, MOST_AFLOAT)
    elif rising:
        _settle_many(connection, line, top + len(landing))


def _count(counts: Counts, old: Mapping[int, Entry], new: Mapping[int, Entry], changed: Iterable[int]) -> None:
    """Counts the words of contacts that came, went, or were changed."""
    for pk in changed:
        counts.change(pk, old[pk].document, new[pk].document)
    for pk in old.keys() - new.keys():
        counts.add(pk, old[pk].document, -1)
    for pk in new.keys() - old.keys():
        counts.add(pk, new[pk].document, 1)


def _settle_many(connection: sqlite3.Connection, line: int, top: int) -> None:
    """Settles the older documents above the waterline when too many wait there."""
    if top - line > MOST_AFLOAT:
        (waiting,) = connection.execute("SELECT count(*) FROM search_doc WHERE slot > ?", (line,)).fetchone()
        if waiting > MOST_AFLOAT:
            settle(connection, LEFT_AFLOAT)


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


def _top(connection: sqlite3.Connection, line: int) -> int:
    return int(connection.execute("SELECT max(coalesce(max(slot), 0), ?) FROM search_doc", (line,)).fetchone()[0])


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


def _write_documents(
    connection: sqlite3.Connection,
    slots: Mapping[int, int],
    old: Mapping[int, Entry],
    new: Mapping[int, Entry],
    changed: Iterable[int],
) -> None:
    """Rewrites the documents that have changed, and takes away those of contacts that are gone."""
    rewritten = sorted((slots[pk], pk) for pk in changed if old[pk].document != new[pk].document)
    connection.executemany(_REWRITE, ((*new[pk].document, slot) for slot, pk in rewritten))
    gone = sorted(slots[pk] for pk in old.keys() - new.keys())
    connection.executemany("DELETE FROM search_doc WHERE slot = ?", ((slot,) for slot in gone))


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
