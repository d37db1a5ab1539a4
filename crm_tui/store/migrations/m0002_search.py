"""The search index: a document a contact, and the indexes over it.

The rowid of every index is the contact's recency slot: ``ORDER BY rowid DESC LIMIT 50`` streams the newest matches
and stops, however many there are. Indexes are contentless; what was put in is computed from `search_doc` and
`search_note`, so that it can be taken out again.
"""

from __future__ import annotations

import sqlite3

TABLES = """
CREATE TABLE search_doc(
    slot INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL UNIQUE REFERENCES contact(pk),
    name TEXT NOT NULL,
    company TEXT NOT NULL,
    rest TEXT NOT NULL,
    emails TEXT NOT NULL,
    digits TEXT NOT NULL,
    facets TEXT NOT NULL
);
CREATE TABLE search_note(
    contact INTEGER PRIMARY KEY REFERENCES contact(pk),
    own TEXT NOT NULL,
    said TEXT NOT NULL,
    links_seen INTEGER NOT NULL
);
CREATE TABLE search_vocabulary(
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE,
    uses INTEGER NOT NULL
);
CREATE TABLE search_trigram_use(trigram TEXT PRIMARY KEY, uses INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE search_facet_use(facet TEXT PRIMARY KEY, uses INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX standing_contacted ON standing(last_contacted, contact) WHERE is_alive;
CREATE INDEX standing_updated ON standing(updated_at, contact) WHERE is_alive;
CREATE INDEX contact_created ON contact(created_at) WHERE deleted_at IS NULL;
"""

_INDEX = "CREATE VIRTUAL TABLE {name} USING fts5(t, content='', detail=none, columnsize=0, {options})"

#: Table → its tokenizer and its prefix indexes. Texts are folded to ASCII beforehand.
INDEXES = {
    "search_name": "tokenize='ascii', prefix='1 2 3 4 5 6 7 8'",
    "search_word": "tokenize='ascii', prefix='1 2 3 4 5 6 7 8'",
    "search_text": "tokenize='ascii', prefix='3 4 5 6'",
    "search_facet": "tokenize=\"ascii tokenchars '=_'\"",
    "search_trigram": "tokenize='trigram'",
    "search_typo": "tokenize='ascii'",
}

#: The terms of two indexes, to go through those that begin alike.
_TERMS = "CREATE VIRTUAL TABLE {name}_term USING fts5vocab('{name}', 'instance')"

#: An edited or restored text makes the words kept of a contact's interactions worthless; the columns behind
#: facets, and a renamed tag, make documents stale that no other trigger notices.
TRIGGERS = (
    """
CREATE TRIGGER search_interaction AFTER UPDATE OF subject, text, deleted_at, is_purged ON interaction
BEGIN
    UPDATE search_note SET links_seen = -1
     WHERE contact IN (SELECT contact FROM interaction_contact WHERE interaction = NEW.pk);
END""",
    """
CREATE TRIGGER search_link AFTER UPDATE OF contact, interaction, deleted_at ON interaction_contact
BEGIN
    UPDATE search_note SET links_seen = -1 WHERE contact IN (OLD.contact, NEW.contact);
    INSERT OR IGNORE INTO stale(kind, pk) SELECT 'contact', pk FROM contact
     WHERE pk IN (OLD.contact, NEW.contact) AND (SELECT is_deriving FROM clock);
END""",
    """
CREATE TRIGGER search_facets
AFTER UPDATE OF status, stage, tier, owner, source, department, birthday, do_not_contact ON contact
WHEN (SELECT is_deriving FROM clock)
BEGIN
    INSERT OR IGNORE INTO stale(kind, pk) VALUES ('contact', NEW.pk);
END""",
    """
CREATE TRIGGER search_tag AFTER UPDATE OF name, deleted_at ON tag
WHEN (SELECT is_deriving FROM clock)
BEGIN
    INSERT OR IGNORE INTO stale(kind, pk) SELECT 'contact', contact FROM contact_tag WHERE tag = NEW.pk;
END""",
)


def apply(connection: sqlite3.Connection) -> None:
    """Creates the tables of the search index. The next step fills them with the contacts there are."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    for name, options in INDEXES.items():
        connection.execute(_INDEX.format(name=name, options=options))
    for name in ("search_word", "search_text"):
        connection.execute(_TERMS.format(name=name))
    for statement in TRIGGERS:
        connection.execute(statement)
