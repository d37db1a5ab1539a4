"""A window of a list, which is all that ever leaves the store: nothing above it holds a whole list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

#: The most rows that one window may hold.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Rows ``offset`` to ``offset + len(rows)`` of a list of ``total``.

    ``is_exact`` is False where counting to the end would cost more than it tells; there are then at least
    ``total`` rows.
    """

    rows: tuple[T, ...]
    offset: int = 0
    total: int = 0
    is_exact: bool = True

    @classmethod
    def counted(cls, rows: tuple[T, ...], offset: int, count: int, cap: int) -> Page[T]:
        """A page of a list that was counted no further than ``cap``."""
        return cls(rows=rows, offset=offset, total=max(min(count, cap), offset + len(rows)), is_exact=count <= cap)
