"""Undo and redo: the journal read backwards.

Each undone operation is followed by an operation of its own kind, which carries the reversal; so an undo is
journaled, travels, and can be redone. Undo never overwrites a newer change: a field that has changed since keeps
its newer value, and the `Change` says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from crm_tui.domain.change import Change, Ref
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.domain.value import replace
from crm_tui.store.reversing import reverse
from crm_tui.store.schema import BY_NUMBER
from crm_tui.store.store import Store

#: Operations that a rep may take back; the sample data that a demo starts from is none.
_STEPS = "origin IN ('user', 'import', 'shell') AND device = (SELECT device FROM clock)"

#: A step that changed more rows is about nobody in particular.
_MOST_ROWS = 100

_PERSON = "SELECT 'contact', c.id FROM {} x JOIN contact c ON c.pk = x.contact WHERE x.pk = :row"

#: Whose a row is, by table.
_WHOSE: Mapping[str, str] = {
    "contact": "SELECT 'contact', id FROM contact WHERE pk = :row",
    "interaction": "SELECT 'interaction', id FROM interaction WHERE pk = :row",
    "follow_up": f"SELECT 'follow_up', id FROM follow_up WHERE pk = :row UNION ALL {_PERSON.format('follow_up')}",
    **{table: _PERSON.format(table) for table in ("contact_point", "contact_tag", "custom_field")},
    "interaction_contact": _PERSON.format("interaction_contact"),
    "pairing": _PERSON.format("pairing") + " UNION ALL " + _PERSON.format("pairing").replace("x.contact", "x.other"),
}


class Step(NamedTuple):
    """An operation that can be undone or redone: its number and its words."""

    operation: int
    summary: str


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
    last = done[-1]
    return replace(last, summary=words, notes=(*steps, *notes))


def _undo_one(store: Store, desk: Desk) -> Change | None:
    with store.operation(desk, "undo") as running:
        step = next_undo(running.connection)
        if step is None:
            return None
        effect = _effect(running.connection, step.operation)
        notes = reverse(running.connection, desk, effect)
        running.connection.execute("UPDATE operation SET target = ? WHERE id = ?", (step.operation, running.number))
        running.connection.execute("UPDATE operation SET is_undone = 1 WHERE id = ?", (step.operation,))
        whose = about(running.connection, effect)
        running.change = Change(summary=f"Undid: {step.summary}", records=whose, everything=True, notes=notes)
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
        notes = reverse(connection, desk, undoing)
        connection.execute("UPDATE operation SET target = ? WHERE id = ?", (step.operation, running.number))
        connection.execute("UPDATE operation SET is_undone = 1 WHERE id = ?", (undoing,))
        connection.execute(
            "UPDATE operation SET is_undone = 0, effect = ? WHERE id = ?", (running.number, step.operation)
        )
        whose = about(connection, undoing)
        running.change = Change(summary=f"Redid: {step.summary}", records=whose, everything=True, notes=notes)
    return running.change


def about(connection: sqlite3.Connection, operation: int) -> frozenset[Ref]:
    """Whom an operation was about, and which follow-ups; nobody where it was about many."""
    rows = connection.execute(
        "SELECT tbl, row, last FROM journal WHERE operation = ? LIMIT ?", (operation, _MOST_ROWS + 1)
    ).fetchall()
    if len(rows) > _MOST_ROWS or any(last is not None for _, _, last in rows):
        return frozenset()
    found = ((_WHOSE.get(BY_NUMBER[table].name, ""), row) for table, row, _ in rows)
    refs = [ref for sql, row in found if sql for ref in connection.execute(sql, {"row": row})]
    return frozenset(Ref(kind, id) for kind, id in refs)


def _effect(connection: sqlite3.Connection, operation: int) -> int:
    """The operation whose entries now hold what ``operation`` did: itself, or its last redo."""
    row = connection.execute("SELECT coalesce(effect, id) FROM operation WHERE id = ?", (operation,)).fetchone()
    return int(row[0])
