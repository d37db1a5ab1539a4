"""The first schema: the records of the trade, the journal, and what is derived from them."""

from __future__ import annotations

import secrets
import sqlite3

RECORDS = """
CREATE TABLE company(
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    name TEXT NOT NULL,
    domain TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    external_id TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL DEFAULT (unixepoch()),
    deleted_at INTEGER,
    is_purged INTEGER NOT NULL DEFAULT 0 CHECK(is_purged IN (0, 1))
);
CREATE TABLE contact(
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    name TEXT NOT NULL DEFAULT '',
    given_name TEXT NOT NULL DEFAULT '',
    middle_name TEXT NOT NULL DEFAULT '',
    family_name TEXT NOT NULL DEFAULT '',
    prefix TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    nickname TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    department TEXT NOT NULL DEFAULT '',
    company INTEGER REFERENCES company(pk),
    birthday TEXT NOT NULL DEFAULT '',
    zone TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'new',
    stage TEXT NOT NULL DEFAULT '',
    tier TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    do_not_contact INTEGER NOT NULL DEFAULT 0 CHECK(do_not_contact IN (0, 1)),
    note TEXT NOT NULL DEFAULT '',
    keep_in_touch_days INTEGER CHECK(keep_in_touch_days > 0),
    external_id TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL DEFAULT (unixepoch()),
    deleted_at INTEGER,
    is_purged INTEGER NOT NULL DEFAULT 0 CHECK(is_purged IN (0, 1))
);
CREATE INDEX contact_company ON contact(company) WHERE company IS NOT NULL;
CREATE INDEX contact_short ON contact(substr(id, 25));
CREATE INDEX contact_external ON contact(external_id) WHERE external_id <> '';
CREATE INDEX contact_deleted ON contact(deleted_at) WHERE deleted_at IS NOT NULL;
CREATE TABLE contact_point(
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    contact INTEGER NOT NULL REFERENCES contact(pk),
    kind TEXT NOT NULL CHECK(kind IN ('email', 'phone', 'url', 'address')),
    value TEXT NOT NULL,
    normal TEXT NOT NULL DEFAULT '',
    label TEXT NOT NULL DEFAULT '',
    is_primary INTEGER NOT NULL DEFAULT 0 CHECK(is_primary IN (0, 1)),
    is_bad INTEGER NOT NULL DEFAULT 0 CHECK(is_bad IN (0, 1)),
    parts TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    deleted_at INTEGER
);
CREATE INDEX contact_point_contact ON contact_point(contact, kind, position);
CREATE INDEX contact_point_normal ON contact_point(normal, contact) WHERE normal <> '' AND deleted_at IS NULL;
CREATE TABLE tag(
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    name TEXT NOT NULL UNIQUE,
    deleted_at INTEGER
);
CREATE TABLE contact_tag(
    pk INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contact(pk),
    tag INTEGER NOT NULL REFERENCES tag(pk),
    deleted_at INTEGER,
    UNIQUE(contact, tag)
);
CREATE INDEX contact_tag_tag ON contact_tag(tag, contact) WHERE deleted_at IS NULL;
CREATE TABLE custom_field(
    pk INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contact(pk),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    deleted_at INTEGER,
    UNIQUE(contact, name)
);
CREATE TABLE interaction(
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    kind TEXT NOT NULL,
    direction TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL DEFAULT (unixepoch()),
    duration_minutes INTEGER CHECK(duration_minutes >= 0),
    subject TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',
    is_pinned INTEGER NOT NULL DEFAULT 0 CHECK(is_pinned IN (0, 1)),
    external_id TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL DEFAULT (unixepoch()),
    deleted_at INTEGER,
    is_purged INTEGER NOT NULL DEFAULT 0 CHECK(is_purged IN (0, 1))
);
CREATE INDEX interaction_at ON interaction(at) WHERE deleted_at IS NULL;
CREATE TABLE interaction_contact(
    pk INTEGER PRIMARY KEY,
    interaction INTEGER NOT NULL REFERENCES interaction(pk),
    contact INTEGER NOT NULL REFERENCES contact(pk),
    at INTEGER NOT NULL DEFAULT 0,
    deleted_at INTEGER,
    UNIQUE(interaction, contact)
);
CREATE INDEX interaction_contact_timeline
    ON interaction_contact(contact, at, interaction) WHERE deleted_at IS NULL;
CREATE TABLE follow_up(
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    contact INTEGER NOT NULL REFERENCES contact(pk),
    due_day TEXT NOT NULL CHECK(due_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    due_time TEXT CHECK(due_time GLOB '[0-2][0-9]:[0-5][0-9]'),
    due_zone TEXT NOT NULL DEFAULT '',
    due_at INTEGER,
    kind TEXT NOT NULL DEFAULT 'call',
    text TEXT NOT NULL DEFAULT '',
    priority INTEGER NOT NULL DEFAULT 2,
    state TEXT NOT NULL DEFAULT 'open',
    every TEXT NOT NULL DEFAULT '',
    snoozes INTEGER NOT NULL DEFAULT 0,
    interaction INTEGER REFERENCES interaction(pk),
    external_id TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL DEFAULT (unixepoch()),
    done_at INTEGER,
    deleted_at INTEGER,
    is_purged INTEGER NOT NULL DEFAULT 0 CHECK(is_purged IN (0, 1))
);
CREATE INDEX follow_up_agenda ON follow_up(priority, due_day, due_time)
    WHERE state = 'open' AND deleted_at IS NULL;
CREATE INDEX follow_up_due ON follow_up(due_day, due_time, pk) WHERE state = 'open' AND deleted_at IS NULL;
CREATE INDEX follow_up_contact ON follow_up(contact, due_day, due_time);
CREATE INDEX follow_up_done ON follow_up(done_at) WHERE state <> 'open' AND deleted_at IS NULL;
CREATE INDEX follow_up_short ON follow_up(substr(id, 25));
"""

JOURNAL = """
CREATE TABLE clock(
    one INTEGER PRIMARY KEY CHECK(one = 1),
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    operation INTEGER NOT NULL DEFAULT 0,
    now INTEGER NOT NULL DEFAULT 0,
    is_journaling INTEGER NOT NULL DEFAULT 1 CHECK(is_journaling IN (0, 1)),
    is_deriving INTEGER NOT NULL DEFAULT 1 CHECK(is_deriving IN (0, 1))
);
CREATE TABLE device(
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE operation(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    device INTEGER NOT NULL,
    origin TEXT NOT NULL,
    summary TEXT NOT NULL DEFAULT '',
    target INTEGER REFERENCES operation(id),
    effect INTEGER REFERENCES operation(id),
    is_undone INTEGER NOT NULL DEFAULT 0 CHECK(is_undone IN (0, 1))
);
CREATE TABLE journal(
    n INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL REFERENCES operation(id),
    tbl INTEGER NOT NULL,
    row INTEGER NOT NULL,
    last INTEGER,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    old TEXT,
    new TEXT
);
CREATE INDEX journal_operation ON journal(operation);
CREATE INDEX journal_row ON journal(tbl, row);
CREATE INDEX journal_batch ON journal(tbl, row, last) WHERE last IS NOT NULL;
"""

DERIVED = """
CREATE TABLE status_rule(name TEXT PRIMARY KEY, is_open INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tier_rule(tier TEXT PRIMARY KEY, days INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE standing(
    contact INTEGER PRIMARY KEY REFERENCES contact(pk),
    sort_name TEXT NOT NULL DEFAULT '',
    last_contacted INTEGER,
    last_activity INTEGER,
    last_outcome TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    next_follow_up INTEGER,
    next_day TEXT,
    next_time TEXT,
    is_alive INTEGER NOT NULL DEFAULT 1,
    is_workable INTEGER NOT NULL DEFAULT 1,
    is_open INTEGER NOT NULL DEFAULT 1,
    tier TEXT NOT NULL DEFAULT '',
    quiet_day TEXT,
    updated_at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX standing_name ON standing(sort_name, contact) WHERE is_alive;
CREATE INDEX standing_recent ON standing(last_activity, contact) WHERE is_alive;
CREATE INDEX standing_next ON standing(next_day, next_time, contact) WHERE is_alive AND next_day IS NOT NULL;
CREATE INDEX standing_no_next ON standing(tier, last_activity, contact)
    WHERE is_workable AND is_open AND next_follow_up IS NULL;
CREATE INDEX standing_quiet ON standing(quiet_day, contact)
    WHERE is_workable AND NOT is_open AND next_follow_up IS NULL AND quiet_day IS NOT NULL;
CREATE TABLE company_standing(
    company INTEGER PRIMARY KEY REFERENCES company(pk),
    sort_name TEXT NOT NULL DEFAULT '',
    match_name TEXT NOT NULL DEFAULT '',
    is_alive INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX company_standing_name ON company_standing(sort_name, company) WHERE is_alive;
CREATE INDEX company_standing_match ON company_standing(match_name) WHERE is_alive;
CREATE TABLE stale(
    kind TEXT NOT NULL,
    pk INTEGER NOT NULL,
    is_worked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(kind, pk)
) WITHOUT ROWID;
"""


def apply(connection: sqlite3.Connection) -> None:
    """Creates every table and index of the first schema, and gives this file its device number.

    The triggers look at columns of later steps: `m0005_writing` makes them.
    """
    for script in (RECORDS, JOURNAL, DERIVED):
        for statement in script.split(";\n"):
            if statement.strip():
                connection.execute(statement)
    device = secrets.randbits(47) or 1
    connection.execute("INSERT INTO clock(one, hlc, device) VALUES (1, 0, ?)", (device,))
    connection.execute("INSERT INTO device(number, name) VALUES (?, '')", (device,))
