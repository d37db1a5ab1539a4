"""Identifiers of records: UUIDv7 as 32 hex digits, which sort by the time at which they were made."""

from __future__ import annotations

import os
import sqlite3
import time
from _thread import allocate_lock

from crm_tui.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

#: Fewer hex digits than this are words, never an id.
MIN_PREFIX = 4

_LENGTH, _SHORT = 32, 8
_HEX = frozenset("0123456789abcdef")
_RANDOM_BITS = 74
#: The bits behind the variant.
_LOW = (1 << 62) - 1


def _random_bits(count: int) -> int:
    """Random bits from the system; `secrets` has them too, and takes longer to import than a query to run."""
    return int.from_bytes(os.urandom((count + 7) // 8), "big") >> (-count % 8)


class _Counter:
    """The newest id of this process: ids made in the same millisecond still ascend."""

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._millisecond = 0
        self._random = 0

    def next(self) -> tuple[int, int]:
        """Milliseconds since 1970, and 74 bits that ascend within one millisecond."""
        now = time.time_ns() // 1_000_000
        with self._lock:
            if now > self._millisecond:
                self._millisecond, self._random = now, _random_bits(_RANDOM_BITS - 1)
            else:
                self._random += 1 + _random_bits(32)
            return self._millisecond, self._random

    def several(self, count: int) -> tuple[int, list[int]]:
        """One millisecond, and that many times 74 bits that ascend."""
        from array import array
        from itertools import accumulate

        steps = array("I", os.urandom(4 * count))
        with self._lock:
            millisecond, bits = self._millisecond, self._random
            now = time.time_ns() // 1_000_000
            if now > millisecond:
                millisecond, bits = now, _random_bits(_RANDOM_BITS - 1)
            several = list(accumulate((step + 1 for step in steps), initial=bits))[1:]
            self._millisecond, self._random = millisecond, several[-1] if several else bits
        return millisecond, several


_counter = _Counter()


def new_id() -> str:
    """A fresh UUIDv7 (RFC 9562, section 6.2, method 2), as 32 lower-case hex digits.

    It reads the wall clock, as SQLite's own defaults do: an id is a name, and no rule is computed from it.
    """
    return _uuid(*_counter.next())


def new_ids(count: int) -> list[str]:
    """As many fresh ids, ascending, for rows that are written together."""
    millisecond, several = _counter.several(count)
    same = millisecond << 80 | 0x7 << 76 | 0b10 << 62
    return [f"{same | (bits >> 62 & 0xFFF) << 64 | bits & _LOW:032x}" for bits in several]


def _uuid(millisecond: int, bits: int) -> str:
    high, low = bits >> 62, bits & _LOW
    return f"{millisecond << 80 | 0x7 << 76 | (high & 0xFFF) << 64 | 0b10 << 62 | low:032x}"


def short(id: str) -> str:
    """The last eight digits, the random ones: what lists print and a rep types."""
    return id[-_SHORT:]


def is_prefix(text: str) -> bool:
    """Whether ``text``, in lower case, may be an id or the beginning of one."""
    return MIN_PREFIX <= len(text) <= _LENGTH and _HEX.issuperset(text)


def matching(
    connection: sqlite3.Connection, table: Literal["contact", "company", "follow_up"], prefix: str, limit: int
) -> list[str]:
    """Ids of living records that begin with ``prefix``, or whose short id does."""
    by_short = f"UNION SELECT id FROM {table} WHERE substr(id, 25) >= ? AND substr(id, 25) < ? AND deleted_at IS NULL"
    bounds = (prefix, prefix + "g")
    is_short = len(prefix) <= _SHORT
    rows = connection.execute(
        f"SELECT id FROM {table} WHERE id >= ? AND id < ? AND deleted_at IS NULL"
        f" {by_short if is_short else ''} LIMIT ?",
        (*bounds, *(bounds if is_short else ()), limit),
    )
    return [id for (id,) in rows]


def of_pair(one: str, other: str) -> str:
    """The id of what is said of two records: the same on every machine, in whatever order they are named."""
    return _hashed("".join(sorted((one, other))))


def instead_of(id: str) -> str:
    """The id that a record gets whose own is used up: the same on every machine."""
    return _hashed(f"instead of {id}")


def _hashed(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()[:_LENGTH]
