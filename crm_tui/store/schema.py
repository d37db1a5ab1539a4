"""The registry of journaled tables, and the triggers that are written from it.

A row is known by ``pk`` inside this file and by ``id`` everywhere else: integers keep five million timeline
entries small, ids travel between machines. Numbers in this registry are stored in the journal and never reused.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Table(NamedTuple):
    """A journaled table: its number in the journal, its name, and the columns whose history is kept.

    ``step`` is the migration that makes it, and its triggers.
    """

    number: int
    name: str
    columns: tuple[str, ...]
    step: int = 1


JOURNALED: tuple[Table, ...] = (
    Table(
        1,
        "company",
        ("id", "name", "domain", "phone", "address", "note", "created_at", "deleted_at", "is_purged"),
    ),
    Table(
        2,
        "contact",
        (
            "id",
            "name",
            "given_name",
            "middle_name",
            "family_name",
            "prefix",
            "suffix",
            "nickname",
            "title",
            "department",
            "company",
            "birthday",
            "zone",
            "status",
            "stage",
            "tier",
            "owner",
            "source",
            "do_not_contact",
            "note",
            "keep_in_touch_days",
            "created_at",
            "deleted_at",
            "is_purged",
        ),
    ),
    Table(
        3,
        "contact_point",
        (
            "id",
            "contact",
            "kind",
            "value",
            "normal",
            "label",
            "is_primary",
            "is_bad",
            "parts",
            "position",
            "deleted_at",
        ),
    ),
    Table(4, "tag", ("id", "name", "deleted_at")),
    Table(5, "contact_tag", ("contact", "tag", "deleted_at")),
    Table(6, "custom_field", ("contact", "name", "value", "deleted_at")),
    Table(
        7,
        "interaction",
        (
            "id",
            "kind",
            "direction",
            "outcome",
            "at",
            "duration_minutes",
            "subject",
            "text",
            "author",
            "is_pinned",
            "external_id",
            "created_at",
            "deleted_at",
            "is_purged",
        ),
    ),
    Table(8, "interaction_contact", ("interaction", "contact", "deleted_at")),
    Table(
        9,
        "follow_up",
        (
            "id",
            "contact",
            "due_day",
            "due_time",
            "due_zone",
            "kind",
            "text",
            "priority",
            "state",
            "every",
            "anchor_day",
            "snoozes",
            "interaction",
            "external_id",
            "created_at",
            "done_at",
            "deleted_at",
            "is_purged",
        ),
    ),
    Table(
        10,
        "view",
        ("id", "name", "query", "sort", "position", "created_at", "deleted_at", "is_purged"),
        step=6,
    ),
    Table(11, "pairing", ("id", "contact", "other", "is_same", "created_at", "deleted_at"), step=8),
    Table(12, "contact_external_id", ("contact", "value", "deleted_at"), step=9),
    Table(13, "company_external_id", ("company", "value", "deleted_at"), step=9),
)

BY_NUMBER = {table.number: table for table in JOURNALED}
BY_NAME = {table.name: table for table in JOURNALED}

#: Milliseconds since 1970 shifted left by 16 bits; the low bits count writes within one millisecond.
_NOW = "(CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER) << 16)"

#: Advances the hybrid logical clock: never backwards, whatever the wall clock does.
TICK = f"UPDATE clock SET hlc = max(hlc + 1, {_NOW}) WHERE one = 1;"

#: A write outside any operation (a database shell) becomes an operation of its own.
_OWN_OPERATION = """
    INSERT INTO operation(at, device, origin, summary)
      SELECT unixepoch(), device, 'shell', '{verb} {name} outside the program' FROM clock WHERE operation = 0;
"""

_NUMBER = "CASE operation WHEN 0 THEN (SELECT max(id) FROM operation) ELSE operation END"


def _pair(column: str, value: str) -> str:
    """One member of a JSON object after a comma, as `journal.decode` reads it.

    Written with core functions alone: with ``trusted_schema`` off, some builds of SQLite refuse the JSON functions
    inside a trigger. Control characters other than newline stay as they are.
    """
    text = f"replace(replace(replace({value}, '\\', '\\\\'), '\"', '\\\"'), char(10), '\\n')"
    literal = f"CASE typeof({value}) WHEN 'text' THEN '\"' || {text} || '\"' WHEN 'null' THEN 'null' ELSE {value} END"
    return f"',\"{column}\":' || {literal}"


def _object(columns: Iterable[str], side: str, test: str) -> str:
    """A JSON object of those columns of the row ``side`` for which ``test`` holds."""
    pairs = (f"CASE WHEN {test.format(c)} THEN {_pair(c, f'{side}.{c}')} ELSE '' END" for c in columns)
    return f"'{{' || substr({' || '.join(pairs)}, 2) || '}}'"


def triggers(table: Table) -> list[str]:
    """The statements that make ``table`` keep its own journal.

    One entry a row: the changed columns as JSON objects, from ``old`` to ``new``; of a new row, the columns that say
    something. Deleting a row is refused, since deleting is the column ``deleted_at``: trash, undo and sync are one
    mechanism.
    """
    name, columns = table.name, table.columns
    is_other = "NEW.{0} IS NOT OLD.{0}"
    changed = " OR ".join(is_other.format(column) for column in columns)
    return [
        f"""
CREATE TRIGGER journal_{name}_insert AFTER INSERT ON {name}
WHEN (SELECT is_journaling FROM clock)
BEGIN
    {TICK}{_OWN_OPERATION.format(verb="Added to", name=name)}
    INSERT INTO journal(operation, tbl, row, hlc, device, old, new)
      SELECT {_NUMBER}, {table.number}, NEW.pk, hlc, device, NULL,
             {_object(columns, "NEW", "NEW.{0} <> ''")}
        FROM clock;
END""",
        f"""
CREATE TRIGGER journal_{name}_update AFTER UPDATE OF {", ".join(columns)} ON {name}
WHEN (SELECT is_journaling FROM clock) AND ({changed})
BEGIN
    {TICK}{_OWN_OPERATION.format(verb="Changed", name=name)}
    INSERT INTO journal(operation, tbl, row, hlc, device, old, new)
      SELECT {_NUMBER}, {table.number}, NEW.pk, hlc, device,
             {_object(columns, "OLD", is_other)},
             {_object(columns, "NEW", is_other)}
        FROM clock;
END""",
        f"""
CREATE TRIGGER journal_{name}_delete BEFORE DELETE ON {name}
BEGIN
    SELECT RAISE(ABORT, 'rows are never deleted: set {name}.deleted_at instead');
END""",
    ]
