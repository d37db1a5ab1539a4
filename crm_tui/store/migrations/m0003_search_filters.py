"""Filters within the word indexes, and documents on top that no index holds yet.

What a contact is (status, tags, owner, …), the day of the last contact, and whether there is a next step are found
beside what it is called, by one look into one index; the index of filters alone goes. Contacts worked lately wait
above a waterline, `search_settled`, until several of them enter the indexes together; what an index still holds of
their former slots is kept in `search_leaving` until it is taken out.
"""

from __future__ import annotations

import sqlite3
from collections import Counter

#: Where the waterline of an empty book lies: people worked go above it, people brought in by the thousand below.
MIDDLE = 1 << 27

TABLES = f"""
DROP TABLE search_facet;
CREATE TABLE search_settled(one INTEGER PRIMARY KEY CHECK(one = 1), slot INTEGER NOT NULL);
INSERT INTO search_settled(one, slot) SELECT 1, coalesce(max(slot), {MIDDLE}) FROM search_doc;
CREATE TABLE search_leaving(
    slot INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    company TEXT NOT NULL,
    rest TEXT NOT NULL,
    emails TEXT NOT NULL,
    digits TEXT NOT NULL,
    facets TEXT NOT NULL,
    own TEXT NOT NULL,
    said TEXT NOT NULL
);
"""

#: When the day of the last contact, or whether there is a next step, changes, the facets do.
_DAY = "date(min(max({at}, {first}), {last}), 'unixepoch')"
_TRIGGER = """
CREATE TRIGGER search_standing AFTER UPDATE OF last_contacted, next_follow_up ON standing
WHEN (SELECT is_deriving FROM clock)
 AND ((OLD.next_follow_up IS NULL) <> (NEW.next_follow_up IS NULL) OR {was} IS NOT {now})
BEGIN
    INSERT OR IGNORE INTO stale(kind, pk) VALUES ('contact', NEW.contact);
END"""

#: The same as `crm_tui.store.search.times.timed` makes of a standing.
_TIMED = """
UPDATE search_doc SET facets = facets || CASE WHEN s.last_contacted IS NULL THEN 'last=never' ELSE {parts} END
    || iif(s.next_follow_up IS NULL, ' next=none ', ' next=some ')
  FROM standing s WHERE s.contact = search_doc.contact"""

_USES = """
INSERT INTO search_facet_use(facet, uses)
SELECT {facet} AS facet, count(*) FROM standing s JOIN search_doc d ON d.contact = s.contact
 GROUP BY 1 HAVING facet > ''"""

#: The marks of a contact's facets, beside the words that its slot has already.
_MARKED = "INSERT INTO {index}(rowid, t) SELECT d.slot, crm_marks(d.facets) FROM search_doc d {only} ORDER BY d.slot"

_WITH_TEXT = "JOIN search_note n ON n.contact = d.contact WHERE n.own || n.said <> ''"

_PARTS = "d.name || '|' || d.company || '|' || d.rest || '|' || d.emails || '|' || d.digits"

#: What helps to find repeated characters and numbers, after the end of the text that its slot has already.
_EXTRA = f"""
INSERT INTO search_trigram(rowid, t)
SELECT d.slot, substr({_PARTS}, -2) || crm_beside({_PARTS}) FROM search_doc d ORDER BY d.slot
"""

_COUNTED = f"SELECT {_PARTS} FROM search_doc d WHERE d.contact % 16 = 0"


def apply(connection: sqlite3.Connection) -> None:
    """Adds the marks to three indexes, a fraction of filling them anew; fills what the step before left empty."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    from crm_tui.store.search import rebuild, trigrams

    connection.execute(_TRIGGER.format(was=_day("OLD.last_contacted"), now=_day("NEW.last_contacted")))
    if connection.execute("SELECT 1 FROM search_doc LIMIT 1").fetchone() is None:
        rebuild(connection)
        return
    _add_times(connection)
    for index, only in (("search_name", ""), ("search_word", ""), ("search_text", _WITH_TEXT)):
        connection.execute(_MARKED.format(index=index, only=only))
    connection.execute(_EXTRA)
    uses = Counter(token for (text,) in connection.execute(_COUNTED) for token in trigrams.repeated(text))
    connection.executemany("INSERT INTO search_trigram_use(trigram, uses) VALUES (?, ?)", uses.items())


def _add_times(connection: sqlite3.Connection) -> None:
    """Adds the facets for time to the documents, and counts them."""
    from crm_tui.store.search.times import LENGTHS

    parts = [f"'last=' || substr({_day('s.last_contacted')}, 1, {length})" for length in LENGTHS]
    connection.execute(_TIMED.format(parts=" || ' ' || ".join(parts)))
    for part in parts:
        connection.execute(_USES.format(facet=part))
    connection.execute(_USES.format(facet="iif(s.last_contacted IS NULL, 'last=never', '')"))
    connection.execute(_USES.format(facet="iif(s.next_follow_up IS NULL, 'next=none', 'next=some')"))


def _day(at: str) -> str:
    """An expression for the day of an epoch second."""
    from crm_tui.store.search.times import FIRST, LAST

    return _DAY.format(at=at, first=FIRST, last=LAST)
