"""One search under way: its connection, where the indexes end, and what it has learnt of the words so far."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cached_property

from crm_tui.store.search import vocabulary

#: Index → the longest beginning of a word that has a list of its own.
LONGEST_LISTED = {"search_name": 8, "search_word": 8, "search_text": 6}

#: Entries of which SQLite makes one list, for a long beginning, as fast as it would read one.
_SOON_MERGED = 3_000


class Reading:
    """What a search asks of the book more than once. Lives no longer than the search."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._spreads: dict[str, int] = {}
        self._beginnings: dict[tuple[str, str], str] = {}

    @cached_property
    def _bounds(self) -> tuple[int, int, int]:
        row = self.connection.execute(
            "SELECT slot, (SELECT coalesce(max(slot), 0) FROM search_doc),"
            " (SELECT coalesce(max(contact), 1) FROM search_doc) FROM search_settled"
        ).fetchone()
        return row[0], row[1], row[2]

    @property
    def line(self) -> int:
        """The highest slot that the indexes hold."""
        return self._bounds[0]

    @property
    def has_afloat(self) -> bool:
        """Whether documents wait above the waterline, to be read one by one."""
        return self._bounds[1] > self._bounds[0]

    @cached_property
    def afloat(self) -> tuple[int, ...]:
        """The slots above the waterline, newest first."""
        if not self.has_afloat:
            return ()
        above = "SELECT slot FROM search_doc WHERE slot > ? ORDER BY slot DESC"
        return tuple(slot for (slot,) in self.connection.execute(above, (self.line,)))

    @property
    def everyone(self) -> int:
        """About how many contacts there are."""
        return self._bounds[2]

    def spread(self, start: str) -> int:
        """About how many contacts have a word in name, company, title or tags that starts so."""
        if start not in self._spreads:
            self._spreads[start] = vocabulary.spread(self.connection, start)
        return self._spreads[start]

    def fewest(self, words: Iterable[str]) -> int:
        """A guess at how many contacts have words that start so, all of them."""
        return min(map(self.spread, words))

    def uses(self, words: Iterable[str]) -> int | None:
        """At most how many contacts have all the words in name, company, title or tags; None where unknown."""
        return vocabulary.uses(self.connection, words)

    def roughly(self, table: str, start: str) -> str | None:
        """An expression that finds all words of an index that start so, and few or no others.

        Beginnings up to some length have lists of their own, which stream. None where a longer one shares the list of
        its first letters with too much else.
        """
        longest = LONGEST_LISTED[table]
        if len(start) <= longest or 2 * self.spread(start) >= self.spread(start[:longest]):
            return f'"{start[:longest]}"*'
        return None

    def is_rough(self, table: str, start: str) -> bool:
        """Whether what `beginning` makes of it finds other words too, so that the documents must be tested."""
        return len(start) > LONGEST_LISTED[table] and self.roughly(table, start) is not None

    def beginning(self, table: str, start: str) -> str:
        """The quickest expression for the words of an index that start so; see `is_rough`."""
        return self.roughly(table, start) or self.exactly(table, start)

    def exactly(self, table: str, start: str) -> str:
        """An expression for the words of an index that start so, and no others.

        For a long beginning SQLite merges the lists of all words that it begins, which is quick where they are short;
        otherwise the words are named, if they are few.
        """
        key = (table, start)
        if key not in self._beginnings:
            is_listed = len(start) <= LONGEST_LISTED[table]
            is_rare = table != "search_text" and self.spread(start) <= _SOON_MERGED
            known = None if is_listed or is_rare else vocabulary.words(self.connection, table, start)
            named = " OR ".join(f'"{word}"' for word in known or ())
            self._beginnings[key] = f"({named})" if named else f'"{start}"*'
        return self._beginnings[key]
