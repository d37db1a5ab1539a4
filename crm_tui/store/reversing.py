"""What an operation did, taken back: its journal entries read backwards, one by one or, where they are many, by sets.

A newer change is never overwritten: a field that has another value than the operation left is kept, and said so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from crm_tui.domain.desk import Desk
from crm_tui.domain.numbers import grouped
from crm_tui.store import following, journal, sets
from crm_tui.store.schema import BY_NAME, BY_NUMBER
from crm_tui.store.writing import counted

#: Sentences about kept values that one toast can carry.
_MOST_NOTES = 5

#: An operation on more rows than this is reversed by sets, which counts what it keeps instead of naming it.
_FEW = 200

_ROWS = "SELECT sum(rows) FROM (SELECT coalesce(last, row) - row + 1 AS rows FROM journal WHERE operation = ? LIMIT ?)"

_IN_TRASH = "{} was changed since; it is in the trash with those changes"
_MANY_IN_TRASH = "{} of the new records were changed since; they are in the trash with those changes"

#: Somebody's newer entry about a row, other than a step that was undone since.
_NEWER = """
SELECT 1 FROM journal j JOIN operation o ON o.id = j.operation
 WHERE j.tbl = :table AND j.row = {row} AND j.operation > :operation AND o.origin NOT IN ('undo', 'redo')
   AND NOT o.is_undone"""

#: The entries of single rows that changed, as far as SQLite reads their JSON.
_CHANGES = (
    "FROM journal WHERE operation = :operation AND tbl = :table AND last IS NULL AND old IS NOT NULL"
    " AND json_valid(old) AND json_valid(new)"
)

#: Those whose JSON it does not read: a text from a database shell may hold bare control characters.
_UNREAD = "last IS NULL AND old IS NOT NULL AND NOT (json_valid(old) AND json_valid(new))"

_FIELDS = f"SELECT DISTINCT f.key FROM (SELECT old {_CHANGES}) e CROSS JOIN json_each(e.old) f ORDER BY f.key"

#: The value of a field before the first entry about it and after the last one.
_ENDS = f"""
INSERT INTO temp.altered(pk, value, seen)
SELECT first.row, first.value, last.value
  FROM (SELECT row, json_extract(old, :path) AS value, min(n)
          {_CHANGES} AND json_type(old, :path) IS NOT NULL GROUP BY row) first
  JOIN (SELECT row, json_extract(new, :path) AS value, max(n)
          {_CHANGES} AND json_type(old, :path) IS NOT NULL GROUP BY row) last ON last.row = first.row
 ORDER BY first.row"""

_KEPT = """
DELETE FROM temp.altered WHERE pk IN (
    SELECT a.pk FROM temp.altered a JOIN {table} x ON x.pk = a.pk
     WHERE x.{field} IS NOT a.seen AND x.{field} IS NOT a.value)"""

_MADE = """
INSERT INTO temp.altered(pk, value)
SELECT row, :now FROM journal
 WHERE operation = :operation AND tbl = :table AND last IS NULL AND old IS NULL ORDER BY row"""


class Entry(NamedTuple):
    """One journal entry: rows ``first`` to ``last`` of a table, and their fields before and after.

    ``old`` is None where the rows were created.
    """

    table: str
    first: int
    last: int
    old: dict[str, object] | None
    new: dict[str, object]


def reverse(connection: sqlite3.Connection, desk: Desk, operation: int) -> tuple[str, ...]:
    """Takes back what ``operation`` did, inside the operation that is under way; returns what was kept, in words."""
    (count,) = connection.execute(_ROWS, (operation, _FEW + 1)).fetchone()
    kept = _by_entries(connection, desk, operation) if (count or 0) <= _FEW else _by_sets(connection, desk, operation)
    notes = list(kept)
    if len(notes) > _MOST_NOTES:
        notes[_MOST_NOTES:] = [f"… and {len(notes) - _MOST_NOTES} newer values more were kept"]
    return tuple(notes)


def _by_entries(connection: sqlite3.Connection, desk: Desk, operation: int) -> dict[str, None]:
    kept: dict[str, None] = {}
    for entry in _entries(connection, operation):
        _take_back(connection, desk, entry, operation, kept)
    return kept


def _by_sets(connection: sqlite3.Connection, desk: Desk, operation: int) -> dict[str, None]:
    """Single rows first, table by table and field by field, then ranges: one was made before a row of it changed."""
    kept: dict[str, None] = {}
    for entry in _entries(connection, operation, _UNREAD):
        _take_back(connection, desk, entry, operation, kept)
    for name, table in BY_NAME.items():
        which = {"operation": operation, "table": table.number}
        for (field,) in connection.execute(_FIELDS, which).fetchall():
            _put_all_back(connection, name, field, which, kept)
        _set_all_aside(connection, desk, name, which, kept)
    for entry in _entries(connection, operation, "last IS NOT NULL"):
        _take_back(connection, desk, entry, operation, kept)
    return kept


def _entries(connection: sqlite3.Connection, operation: int, which: str = "true") -> Iterator[Entry]:
    """Journal entries of one operation, newest first."""
    rows = connection.execute(
        f"SELECT tbl, row, coalesce(last, row), old, new FROM journal WHERE operation = ? AND {which} ORDER BY n DESC",
        (operation,),
    )
    for number, first, last, old, new in rows.fetchall():
        before = None if old is None else journal.decode(old)
        yield Entry(BY_NUMBER[number].name, first, last, before, journal.decode(new))


def _take_back(connection: sqlite3.Connection, desk: Desk, entry: Entry, operation: int, kept: dict[str, None]) -> None:
    if entry.first != entry.last:
        _reverse_range(connection, desk, entry)
    elif entry.old is None:
        _set_aside(connection, desk, entry, operation, kept)
    else:
        _put_back(connection, entry, entry.old, kept)


def _set_aside(connection: sqlite3.Connection, desk: Desk, entry: Entry, operation: int, kept: dict[str, None]) -> None:
    """Takes back the creation of a row, which stays in the trash with whatever was added to it since."""
    which = {"table": BY_NAME[entry.table].number, "operation": operation, "row": entry.first}
    if connection.execute(_NEWER.format(row=":row"), which).fetchone():
        kept[_IN_TRASH.format(_label(connection, entry))] = None
    connection.execute(
        f"UPDATE {entry.table} SET deleted_at = ? WHERE pk = ? AND deleted_at IS NULL",
        (desk.moment.epoch, entry.first),
    )


def _set_all_aside(
    connection: sqlite3.Connection, desk: Desk, table: str, which: dict[str, int], kept: dict[str, None]
) -> None:
    """`_set_aside` for every row of a table that an operation made singly."""
    sets.clear(connection)
    connection.execute(_MADE, {**which, "now": desk.moment.epoch})
    changed = f"SELECT count(*) FROM temp.altered a WHERE EXISTS ({_NEWER.format(row='a.pk')})"
    if newer := connection.execute(changed, which).fetchone()[0]:
        words = _IN_TRASH.format("1 of the new records") if newer == 1 else _MANY_IN_TRASH.format(grouped(newer))
        kept[words] = None
    connection.execute(f"DELETE FROM temp.altered WHERE pk IN (SELECT pk FROM {table} WHERE deleted_at IS NOT NULL)")
    sets.assign(connection, table, "deleted_at")


def _put_back(connection: sqlite3.Connection, entry: Entry, old: dict[str, object], kept: dict[str, None]) -> None:
    """Gives a row its former values, except where they have changed again since."""
    if not old:
        return
    fields = list(old)
    row = connection.execute(f"SELECT {', '.join(fields)} FROM {entry.table} WHERE pk = ?", (entry.first,)).fetchone()
    same = [field for field, value in zip(fields, row, strict=True) if value == entry.new.get(field)]
    if same:
        assignments = ", ".join(f"{field} = ?" for field in same)
        connection.execute(
            f"UPDATE {entry.table} SET {assignments} WHERE pk = ?", (*(old[field] for field in same), entry.first)
        )
    for field, value in zip(fields, row, strict=True):
        if field not in same and value != old[field]:
            kept[f"Kept the newer {field.replace('_', ' ')} of {_label(connection, entry)}"] = None


def _put_all_back(
    connection: sqlite3.Connection, table: str, field: str, which: dict[str, int], kept: dict[str, None]
) -> None:
    """`_put_back` for one field of every row of a table that an operation changed singly."""
    sets.clear(connection)
    connection.execute(_ENDS, {**which, "path": f"$.{field}"})
    newer = connection.execute(_KEPT.format(table=table, field=field)).rowcount
    if newer:
        kept[f"Kept the newer {field.replace('_', ' ')} of {counted(newer, 'record')}"] = None
    sets.assign(connection, table, field)


def _reverse_range(connection: sqlite3.Connection, desk: Desk, entry: Entry) -> None:
    """Reverses an entry that covers many rows, leaving out those that have been deleted or restored since."""
    before = None if entry.old is None else entry.old.get("deleted_at")
    after = desk.moment.epoch if entry.old is None else before
    now = None if entry.old is None else entry.new.get("deleted_at")
    apart = connection.execute(
        f"SELECT pk FROM {entry.table} WHERE pk BETWEEN ? AND ? AND deleted_at IS NOT ? ORDER BY pk",
        (entry.first, entry.last, now),
    ).fetchall()
    start = entry.first
    for (gap,) in (*apart, (entry.last + 1,)):
        sets.shift(connection, entry.table, start, gap - 1, old=now, new=after)
        start = gap + 1
    sets.load(connection, entry.table, entry.first, entry.last)
    following.follow(connection, entry.table, "deleted_at")


def _label(connection: sqlite3.Connection, entry: Entry) -> str:
    """The words for the record that a row belongs to: a name, or what it is."""
    if entry.table in ("contact", "company", "tag", "view"):
        name = connection.execute(f"SELECT name FROM {entry.table} WHERE pk = ?", (entry.first,)).fetchone()[0]
    elif entry.table == "interaction":
        return "an interaction"
    else:
        whose = "company" if entry.table == "company_external_id" else "contact"
        name = connection.execute(
            f"SELECT w.name FROM {entry.table} x JOIN {whose} w ON w.pk = x.{whose} WHERE x.pk = ?", (entry.first,)
        ).fetchone()[0]
    return str(name) or "a contact without a name"
