"""Undo and redo: the journal read backwards.

Each undone operation is followed by an operation of its own kind, which carries the reversal; so an undo is
journaled, travels, and can be redone. Undo never overwrites a newer change: a field that has changed since keeps
its newer value, and the `Change` says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.store import derived, journal
from crm_tui.store.schema import BY_NUMBER
from crm_tui.store.store import Store

#: Operations that a rep may take back; the sample data that a demo starts from is none.
_STEPS = "origin IN ('user', 'import', 'shell') AND device = (SELECT device FROM clock)"

#: Sentences about kept values that one toast can carry.
_MOST_NOTES = 5


class Step(NamedTuple):
    """An operation that can be undone or redone: its number and its words."""

    operation: int
    summary: str


class Entry(NamedTuple):
    """One journal entry: rows ``first`` to ``last`` of a table, and their fields before and after.

    ``old`` is None where the rows were created.
    """

    table: str
    first: int
    last: int
    old: dict[str, object] | None
    new: dict[str, object]


def next_undo(connection: sqlite3.Connection) -> Step | None:
    """The step that undo would take back: the newest that stands."""
    row = connection.execute(
        f"SELECT id, summary FROM operation WHERE {_STEPS} AND NOT is_undone ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return Step(*row) if row else None


def next_redo(connection: sqlite3.Connection) -> Step | None:
    """The step that redo would bring back: the last undone, if nothing was done since."""
    row = connection.execute(
        "SELECT t.id, t.summary FROM operation u JOIN operation t ON t.id = u.target"
        " WHERE u.origin = 'undo' AND NOT u.is_undone AND t.is_undone"
        f" AND u.id > (SELECT coalesce(max(id), 0) FROM operation WHERE {_STEPS})"
        " ORDER BY u.id DESC LIMIT 1"
    ).fetchone()
    return Step(*row) if row else None


def undo(store: Store, desk: Desk, n: int = 1) -> Change:
    """Takes back the last ``n`` operations (fewer when there are fewer), each as a step of its own.

    Raises `NotFoundError` when there is nothing to undo.
    """
    return _repeat(store, desk, n, is_undo=True)


def redo(store: Store, desk: Desk, n: int = 1) -> Change:
    """Brings back the last ``n`` undone operations. Raises `NotFoundError` when there are none."""
    return _repeat(store, desk, n, is_undo=False)


def _repeat(store: Store, desk: Desk, n: int, *, is_undo: bool) -> Change:
    done: list[Change] = []
    for _ in range(n):
        change = _undo_one(store, desk) if is_undo else _redo_one(store, desk)
        if change is None:
            break
        done.append(change)
    verb = "Undid" if is_undo else "Redid"
    if not done:
        word = "undo" if is_undo else "redo"
        raise NotFoundError(f"There is nothing to {word}.", "Every change since the database was made still stands.")
    words = done[0].summary if len(done) == 1 else f"{verb} {len(done)} steps"
    steps = () if len(done) == 1 else tuple(change.summary for change in done)
    notes = tuple(note for change in done for note in change.notes)
    if n > len(done):
        notes = (*notes, f"There was no more to {'undo' if is_undo else 'redo'}")
    return Change(summary=words, everything=True, notes=(*steps, *notes), operation=done[-1].operation)


def _undo_one(store: Store, desk: Desk) -> Change | None:
    with store.operation(desk, "undo") as running:
        step = next_undo(running.connection)
        if step is None:
            return None
        notes = _reverse(running.connection, desk, _effect(running.connection, step.operation))
        running.connection.execute("UPDATE operation SET target = ? WHERE id = ?", (step.operation, running.number))
        running.connection.execute("UPDATE operation SET is_undone = 1 WHERE id = ?", (step.operation,))
        running.change = Change(summary=f"Undid: {step.summary}", everything=True, notes=notes)
    return running.change


def _redo_one(store: Store, desk: Desk) -> Change | None:
    with store.operation(desk, "redo") as running:
        connection = running.connection
        step = next_redo(connection)
        if step is None:
            return None
        (undoing,) = connection.execute(
            "SELECT max(id) FROM operation WHERE origin = 'undo' AND target = ? AND NOT is_undone", (step.operation,)
        ).fetchone()
        notes = _reverse(connection, desk, undoing)
        connection.execute("UPDATE operation SET target = ? WHERE id = ?", (step.operation, running.number))
        connection.execute("UPDATE operation SET is_undone = 1 WHERE id = ?", (undoing,))
        connection.execute(
            "UPDATE operation SET is_undone = 0, effect = ? WHERE id = ?", (running.number, step.operation)
        )
        running.change = Change(summary=f"Redid: {step.summary}", everything=True, notes=notes)
    return running.change


def _effect(connection: sqlite3.Connection, operation: int) -> int:
    """The operation whose entries now hold what ``operation`` did: itself, or its last redo."""
    row = connection.execute("SELECT coalesce(effect, id) FROM operation WHERE id = ?", (operation,)).fetchone()
    return int(row[0])


def entries(connection: sqlite3.Connection, operation: int) -> Iterator[Entry]:
    """The journal entries of one operation, newest first."""
    rows = connection.execute(
        "SELECT tbl, row, coalesce(last, row), old, new FROM journal WHERE operation = ? ORDER BY n DESC", (operation,)
    )
    for number, first, last, old, new in rows.fetchall():
        before = None if old is None else journal.decode(old)
        yield Entry(BY_NUMBER[number].name, first, last, before, journal.decode(new))


def _reverse(connection: sqlite3.Connection, desk: Desk, operation: int) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for entry in entries(connection, operation):
        if entry.first != entry.last:
            _reverse_batch(connection, desk, entry)
        elif entry.old is None:
            _set_aside(connection, desk, entry, operation, kept)
        else:
            _put_back(connection, entry, entry.old, kept)
    notes = list(kept)
    if len(notes) > _MOST_NOTES:
        notes[_MOST_NOTES:] = [f"… and {len(notes) - _MOST_NOTES} newer values more were kept"]
    return tuple(notes)


def _set_aside(connection: sqlite3.Connection, desk: Desk, entry: Entry, operation: int, kept: dict[str, None]) -> None:
    """Takes back the creation of a row, which stays in the trash with whatever was added to it since."""
    (number,) = (n for n, table in BY_NUMBER.items() if table.name == entry.table)
    newer = connection.execute(
        "SELECT 1 FROM journal j JOIN operation o ON o.id = j.operation"
        " WHERE j.tbl = ? AND j.row = ? AND j.operation > ? AND o.origin NOT IN ('undo', 'redo') AND NOT o.is_undone",
        (number, entry.first, operation),
    ).fetchone()
    if newer:
        kept[f"{_label(connection, entry)} was changed since; it is in the trash with those changes"] = None
    connection.execute(
        f"UPDATE {entry.table} SET deleted_at = ? WHERE pk = ? AND deleted_at IS NULL",
        (desk.moment.epoch, entry.first),
    )


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


def _reverse_batch(connection: sqlite3.Connection, desk: Desk, entry: Entry) -> None:
    """Reverses an entry that covers many rows by sets, leaving out rows that have changed since."""
    before = None if entry.old is None else entry.old.get("deleted_at")
    after = desk.moment.epoch if entry.old is None else before
    now = None if entry.old is None else entry.new.get("deleted_at")
    bounds = (entry.first, entry.last)
    apart = [
        row[0]
        for row in connection.execute(
            f"SELECT pk FROM {entry.table} WHERE pk BETWEEN ? AND ? AND deleted_at IS NOT ? ORDER BY pk", (*bounds, now)
        )
    ]
    journal.pause(connection)
    connection.execute(
        f"UPDATE {entry.table} SET deleted_at = ? WHERE pk BETWEEN ? AND ? AND deleted_at IS ?", (after, *bounds, now)
    )
    start = entry.first
    for gap in (*apart, entry.last + 1):
        journal.record_batch(
            connection, entry.table, start, gap - 1, old={"deleted_at": now}, new={"deleted_at": after}
        )
        start = gap + 1
    journal.resume(connection)
    _derive_batch(connection, entry)


def _derive_batch(connection: sqlite3.Connection, entry: Entry) -> None:
    """Brings derived data up to date for the contacts of a reversed batch."""
    bounds = (entry.first, entry.last)
    if entry.table == "contact":
        derived.rebuild(connection, *bounds)
        people = "SELECT pk FROM contact WHERE pk BETWEEN ? AND ?"
    elif entry.table == "company":
        connection.execute(
            "INSERT OR IGNORE INTO stale(kind, pk) SELECT 'company', pk FROM company WHERE pk BETWEEN ? AND ?", bounds
        )
        return
    elif entry.table in ("tag", "interaction"):
        return
    else:
        people = f"SELECT DISTINCT contact FROM {entry.table} WHERE pk BETWEEN ? AND ?"
        low, high = connection.execute(f"SELECT min(contact), max(contact) FROM ({people})", bounds).fetchone()
        if entry.table in ("interaction_contact", "follow_up") and low is not None:
            derived.rebuild(connection, low, high)
    connection.execute(f"INSERT OR IGNORE INTO stale(kind, pk) SELECT 'contact', * FROM ({people})", bounds)


def _label(connection: sqlite3.Connection, entry: Entry) -> str:
    """The words for the record that a row belongs to: a name, or what it is."""
    if entry.table in ("contact", "company", "tag"):
        name = connection.execute(f"SELECT name FROM {entry.table} WHERE pk = ?", (entry.first,)).fetchone()[0]
    elif entry.table == "interaction":
        return "an interaction"
    else:
        name = connection.execute(
            f"SELECT c.name FROM {entry.table} x JOIN contact c ON c.pk = x.contact WHERE x.pk = ?", (entry.first,)
        ).fetchone()[0]
    return str(name) or "a contact without a name"
