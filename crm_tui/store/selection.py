"""Whom a selection means, as keys: a flat array, eight bytes each, however many there are."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable

from crm_tui.domain.desk import Desk
from crm_tui.domain.selection import Selection
from crm_tui.store import search

#: More than any book holds: everyone whom a search finds.
_ALL = 1 << 40

_LISTED = "SELECT c.pk FROM json_each(?) k CROSS JOIN contact c ON c.id = k.value WHERE c.deleted_at IS NULL"
_IDS = "SELECT c.id FROM json_each(?) k CROSS JOIN contact c ON c.pk = k.value ORDER BY k.key"
_EVERYONE = "SELECT pk FROM contact WHERE deleted_at IS NULL"


def resolve(connection: sqlite3.Connection, desk: Desk, selection: Selection) -> array[int]:
    """The keys of the contacts outside the trash that ``selection`` means, each once, ascending.

    Raises ParseError for a filter's value that is not understood.
    """
    chosen = set(_listed(connection, selection.ids))
    if selection.everyone:
        chosen.update(pk for (pk,) in connection.execute(_EVERYONE))
    elif selection.query is not None:
        chosen.update(search.find(connection, desk, selection.query, limit=_ALL).pks)
    chosen.difference_update(_listed(connection, selection.except_ids))
    return array("q", sorted(chosen))


def ids(connection: sqlite3.Connection, desk: Desk, selection: Selection, limit: int) -> tuple[str, ...]:
    """The ids of the first ``limit`` contacts that ``selection`` means, without looking at all the others."""
    most = limit + len(selection.except_ids)
    found: dict[int, None] = dict.fromkeys(_listed(connection, selection.ids))
    if selection.everyone:
        found.update(dict.fromkeys(pk for (pk,) in connection.execute(f"{_EVERYONE} LIMIT ?", (most,))))
    elif selection.query is not None:
        found.update(dict.fromkeys(search.find(connection, desk, selection.query, limit=most).pks))
    left_out = set(_listed(connection, selection.except_ids))
    pks = [pk for pk in found if pk not in left_out][:limit]
    return tuple(id for (id,) in connection.execute(_IDS, (json.dumps(pks),)))


def count(connection: sqlite3.Connection, desk: Desk, selection: Selection) -> int:
    """How many contacts ``selection`` means, exactly; as costly as `resolve` where a search is part of it."""
    if not selection.everyone:
        return len(resolve(connection, desk, selection))
    (everyone,) = connection.execute("SELECT count(*) FROM contact WHERE deleted_at IS NULL").fetchone()
    return int(everyone) - len(set(_listed(connection, selection.except_ids)))


def _listed(connection: sqlite3.Connection, ids: Iterable[str]) -> Iterable[int]:
    return (pk for (pk,) in connection.execute(_LISTED, (json.dumps(list(ids)),)))
