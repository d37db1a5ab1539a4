"""How long stretches are, remembered for as long as nobody writes.

Only a connection that refuses to write remembers anything: what it reads changes by others' commits alone, and
``PRAGMA data_version`` tells of each of those, whichever connection or process it came from.
"""

from __future__ import annotations

import sqlite3

from crm_tui.domain.typed import TypeAlias

#: A source, a condition, and the parameters of both.
Key: TypeAlias = "tuple[str, str, frozenset[tuple[str, object]]]"

#: Stretches remembered at a time. All lists together have some thirty, each person that is looked at one or two.
MOST_KEPT = 500


class Lengths:
    """What was counted at one version of the database: whole stretches, and rows that others have at least."""

    __slots__ = ("_least", "_version", "_whole")

    def __init__(self) -> None:
        self._version = -1
        self._whole: dict[Key, int] = {}
        self._least: dict[Key, int] = {}

    def __len__(self) -> int:
        return len(self._whole) + len(self._least)

    def at(self, version: int) -> Lengths:
        """What is remembered that is true at ``version``."""
        if version != self._version or len(self) >= MOST_KEPT:
            self._version = version
            self._whole.clear()
            self._least.clear()
        return self

    def whole(self, key: Key) -> int | None:
        """How long a stretch is, if it was counted to its end."""
        return self._whole.get(key)

    def reaches(self, key: Key, rows: int) -> bool:
        """Whether a stretch is known to have ``rows`` rows or more."""
        return self._least.get(key, -1) >= rows

    def keep_whole(self, key: Key, rows: int) -> None:
        """A stretch has ``rows`` rows."""
        self._whole[key] = rows

    def keep_reach(self, key: Key, rows: int) -> None:
        """A stretch has ``rows`` rows or more."""
        self._least[key] = rows


class Looking(sqlite3.Connection):
    """A connection that can remember: `lengths` is set for one that refuses to write."""

    lengths: Lengths | None = None


def refuse_writes(connection: sqlite3.Connection) -> None:
    """Leaves nothing but reading to ``connection``, which from now on remembers what it counted."""
    connection.execute("PRAGMA query_only=ON")
    if isinstance(connection, Looking):
        connection.lengths = Lengths()


def of(connection: sqlite3.Connection) -> Lengths:
    """What ``connection`` remembers that is true now; nothing for one that may write."""
    if not isinstance(connection, Looking) or connection.lengths is None:
        return Lengths()
    return connection.lengths.at(int(connection.execute("PRAGMA data_version").fetchone()[0]))
