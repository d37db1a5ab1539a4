"""The part of a long list that is held: a few pages of it, and where the cursor belongs after a change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from crm_tui.store.page import MOST_ROWS, Page

T = TypeVar("T")

#: Pages held at once; those not looked at for longest are dropped.
MOST_PAGES = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is no record: the title of a section, with a word such as its count on the right."""

    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A row that is no record either: a line between records, such as a preview of tomorrow."""

    text: str


class RecordWindow(Generic[T]):
    """Pages of a list of records, headings and remarks, by row number."""

    def __init__(self, identify: Callable[[T], str]) -> None:
        self._identify = identify
        self._pages: OrderedDict[int, tuple[T | Heading | Remark, ...]] = OrderedDict()
        self._most_pages = MOST_PAGES
        self.total = 0
        self.is_exact = True

    def __len__(self) -> int:
        return self.total

    def put(self, page: Page[T] | Page[T | Heading | Remark]) -> None:
        """Takes in one page; its offset is a multiple of `MOST_ROWS`."""
        self._pages[page.offset // MOST_ROWS] = tuple(page.rows)
        self._pages.move_to_end(page.offset // MOST_ROWS)
        while len(self._pages) > self._most_pages:
            self._pages.popitem(last=False)
        self.total = max(page.total, page.offset + len(page.rows))
        self.is_exact = page.is_exact

    def fill(self, rows: Sequence[T | Heading | Remark]) -> None:
        """Takes in the whole of a short list."""
        self._pages.clear()
        self._most_pages = max(MOST_PAGES, len(rows) // MOST_ROWS + 1)
        self.total = 0
        for offset in range(0, len(rows), MOST_ROWS):
            self.put(Page(rows=tuple(rows[offset : offset + MOST_ROWS]), offset=offset, total=len(rows)))

    def clear(self) -> None:
        """Forgets every page, not the total."""
        self._pages.clear()

    def row(self, index: int) -> T | Heading | Remark | None:
        """The row, None where it is not held."""
        page = self._pages.get(index // MOST_ROWS)
        within = index % MOST_ROWS
        return page[within] if page is not None and within < len(page) else None

    def record(self, index: int) -> T | None:
        """The record in that row, None for a heading, a remark, or what is not held."""
        row = self.row(index)
        return None if isinstance(row, Heading | Remark) else row

    def missing(self, first: int, last: int) -> list[int]:
        """The offsets of the pages that rows ``first`` to ``last`` need and that are not held."""
        last = min(last, self.total - 1)
        pages = range(max(0, first) // MOST_ROWS, last // MOST_ROWS + 1) if last >= 0 else range(0)
        return [page * MOST_ROWS for page in pages if page not in self._pages]

    def records(self) -> Iterator[tuple[int, T]]:
        """Every record held with its row number, in order."""
        for number in sorted(self._pages):
            for within, row in enumerate(self._pages[number]):
                if not isinstance(row, Heading | Remark):
                    yield number * MOST_ROWS + within, row

    def places(self) -> dict[str, int]:
        """The row number of every record held, by id, in order."""
        return {self._identify(record): index for index, record in self.records()}

    def selectable(self, index: int, step: int) -> int:
        """The nearest row from ``index`` on in direction ``step`` that may hold the cursor; else the other way."""
        for direction in (step, -step):
            at = index
            while 0 <= at < self.total:
                if not isinstance(self.row(at), Heading | Remark):
                    return at
                at += direction
        return -1


def settled(before: Sequence[str], id: str, after: Sequence[str]) -> str | None:
    """Which record the cursor belongs on when a list has changed from ``before`` to ``after``.

    It stays on its record while that keeps a neighbour; a record that has left, or was moved to another place
    by what the rep did to it, is left behind, and the cursor goes to the one that followed it.
    """
    if id not in before:
        return None
    at = before.index(id)
    if id in after:
        now = after.index(id)
        if _neighbour(before, at, 1) == _neighbour(after, now, 1):
            return id
        if _neighbour(before, at, -1) == _neighbour(after, now, -1):
            return id
    remaining = set(after) - {id}
    for other in (*before[at + 1 :], *reversed(before[:at])):
        if other in remaining:
            return other
    return id if id in after else None


def _neighbour(ids: Sequence[str], at: int, step: int) -> str | None:
    return ids[at + step] if 0 <= at + step < len(ids) else None
