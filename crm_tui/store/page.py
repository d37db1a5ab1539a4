"""A window of a list, which is all that ever leaves the store: nothing above it holds a whole list."""

from __future__ import annotations

from collections.abc import Callable

from crm_tui.domain.typed import Generic, TypeVar
from crm_tui.domain.value import dataclass

T = TypeVar("T")

#: The most rows that one window may hold.
MOST_ROWS = 200

#: As an offset: the window that holds the end of the list, beginning at a multiple of its limit.
LAST = -1


def first_row(offset: int, limit: int, count: Callable[[], int]) -> int:
    """The first row of the window at ``offset``; ``count`` is asked how long the list is where that is `LAST`."""
    return max(0, count() - 1) // limit * limit if offset == LAST else offset


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
        known = max(min(count, cap), offset + len(rows) if rows else 0)
        return cls(rows=rows, offset=offset, total=known, is_exact=count <= cap)
