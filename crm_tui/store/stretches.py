"""Windows over an order that is read in stretches, one statement each, along an index.

A stretch that is skipped is counted, and one that is entered is stepped through: both cost an index entry a row (some
15 ns), and no row is looked at. A window beyond the middle of a list whose length is known is read from its end. How
long stretches are is remembered until somebody writes (`crm_tui.store.lengths`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from crm_tui.domain.typed import NamedTuple
from crm_tui.store import lengths
from crm_tui.store.lengths import Key, Lengths

#: Expressions, each with whether the highest comes first.
Order = tuple[tuple[str, bool], ...]


class Stretch(NamedTuple):
    """A part of an order: the rows of ``source`` under ``condition``, in ``order``.

    ``key`` is what is read of each row.
    """

    key: str
    source: str
    condition: str
    order: Order

    def turned(self) -> Stretch:
        """The same rows from the last to the first."""
        return self._replace(order=tuple((column, not high) for column, high in self.order))

    def named(self, parameters: Mapping[str, object]) -> Key:
        """What its length is remembered by, which is the same in either direction."""
        return self.source, self.condition, frozenset(parameters.items())

    @property
    def rows(self) -> str:
        """The statement that reads ``:limit`` keys from ``:offset`` on."""
        order = ", ".join(f"{column} {'DESC' if high else 'ASC'}" for column, high in self.order)
        return (
            f"SELECT {self.key} FROM {self.source} WHERE {self.condition} ORDER BY {order} LIMIT :limit OFFSET :offset"
        )

    @property
    def counting(self) -> str:
        """The statement that counts its rows."""
        return f"SELECT count(*) FROM {self.source} WHERE {self.condition}"

    @property
    def reaching(self) -> str:
        """The statement that answers when it has more than ``:offset`` rows; counting up to there takes longer."""
        return f"SELECT 1 FROM {self.source} WHERE {self.condition} LIMIT 1 OFFSET :offset"


def turned(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The whole order from its end."""
    return tuple(stretch.turned() for stretch in reversed(stretches))


def window(
    connection: sqlite3.Connection,
    stretches: Sequence[Stretch],
    offset: int,
    limit: int,
    *,
    total: int | None = None,
    parameters: Mapping[str, object] | None = None,
) -> list[tuple[int, ...]]:
    """The keys of rows ``offset`` to ``offset + limit``. ``total`` is how long the list is, where that is known."""
    given = parameters or {}
    if total is None or offset + limit // 2 <= total // 2:
        return _forwards(connection, stretches, offset, limit, given)
    limit = min(limit, total - offset)
    if limit <= 0:
        return []
    return _forwards(connection, turned(stretches), total - offset - limit, limit, given)[::-1]


def _forwards(
    connection: sqlite3.Connection,
    stretches: Sequence[Stretch],
    offset: int,
    limit: int,
    parameters: Mapping[str, object],
) -> list[tuple[int, ...]]:
    keys: list[tuple[int, ...]] = []
    known = lengths.of(connection)
    for stretch in stretches:
        length = known.whole(stretch.named(parameters)) if offset else None
        if length is not None and length <= offset:
            offset -= length
            continue
        asked = {**parameters, "limit": limit - len(keys), "offset": offset}
        rows = connection.execute(stretch.rows, asked).fetchall()
        keys += rows
        if len(keys) == limit:
            break
        offset = 0 if rows else offset - _length(connection, stretch, parameters, None, known)
    return keys


def count(
    connection: sqlite3.Connection,
    stretches: Sequence[Stretch],
    parameters: Mapping[str, object] | None = None,
    most: int | None = None,
) -> int:
    """How many rows the stretches hold together; counted no further than ``most``."""
    known, found = lengths.of(connection), 0
    for stretch in stretches:
        found += _length(connection, stretch, parameters or {}, None if most is None else most - found, known)
        if most is not None and found >= most:
            return most
    return found


def _length(
    connection: sqlite3.Connection,
    stretch: Stretch,
    parameters: Mapping[str, object],
    most: int | None,
    known: Lengths,
) -> int:
    """How many rows a stretch holds, ``most`` for one that has more; counted if that is not ``known``."""
    key = stretch.named(parameters)
    if (length := known.whole(key)) is not None:
        return length
    if most is not None:
        if known.reaches(key, most):
            return most
        if connection.execute(stretch.reaching, {**parameters, "offset": most - 1}).fetchone():
            known.keep_reach(key, most)
            return most
    length = int(connection.execute(stretch.counting, parameters).fetchone()[0])
    known.keep_whole(key, length)
    return length
