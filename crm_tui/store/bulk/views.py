"""Views from a file: few, so each is a row of its own with an entry of its own."""

from __future__ import annotations

import sqlite3
from itertools import chain, count

from crm_tui.domain import sort_key
from crm_tui.domain.desk import Desk
from crm_tui.domain.view import is_taken, key
from crm_tui.store.bulk.past import is_unmade
from crm_tui.store.bulk.terms import CREATED, UNCHANGED, Mode, Outcome
from crm_tui.store.ids import new_id
from crm_tui.store.incoming import IncomingView

_INSERT = """
INSERT INTO view(id, name, query, sort, position, created_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?, ?)"""


def store(connection: sqlite3.Connection, desk: Desk, view: IncomingView, mode: Mode) -> Outcome:
    """Stores a view; one that is there already stays as it is, in the trash too.

    Where another view has its name, a number is put behind that of the newcomer.
    """
    if mode is Mode.UPDATE or _is_there(connection, view):
        return UNCHANGED
    created, deleted = (int(at.timestamp()) if at else None for at in (view.created_at, view.deleted_at))
    name = view.name if view.deleted_at else _unlike_others(connection, view.name)
    id = new_id() if not view.id or _row(connection, view.id) else view.id
    row = (id, name, view.query, view.sort, _position(connection, view))
    connection.execute(_INSERT, (*row, desk.moment.epoch if created is None else created, deleted))
    return CREATED


def _is_there(connection: sqlite3.Connection, view: IncomingView) -> bool:
    row = _row(connection, view.id) if view.id else None
    if view.id and (row is None or not is_unmade(connection, row, "view")):
        return row is not None
    living = connection.execute("SELECT name FROM view WHERE query = ? AND deleted_at IS NULL", (view.query,))
    return any(key(name) == key(view.name) for (name,) in living)


def _row(connection: sqlite3.Connection, id: str) -> int | None:
    row = connection.execute("SELECT pk FROM view WHERE id = ?", (id,)).fetchone()
    return int(row[0]) if row else None


def _unlike_others(connection: sqlite3.Connection, name: str) -> str:
    living = connection.execute("SELECT name FROM view WHERE deleted_at IS NULL")
    taken = {key(other) for (other,) in living}
    numbered = (f"{name} {number}" for number in count(2))
    return next(other for other in chain((name,), numbered) if key(other) not in taken and not is_taken(other))


def _position(connection: sqlite3.Connection, view: IncomingView) -> str:
    """The place that the file gives it, else one behind all others."""
    if sort_key.is_key(view.position):
        return view.position
    (last,) = connection.execute("SELECT coalesce(max(position), '') FROM view").fetchone()
    return sort_key.between(last, "")
