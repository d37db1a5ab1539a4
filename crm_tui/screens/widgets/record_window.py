"""The part of a long list that is held: a few pages of it, and where the cursor belongs after a change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from crm_tui.domain.value import dataclass
from crm_tui.store.page import MOST_ROWS, Page

T = TypeVar("T")

#: Rows that are loaded and held together: as many as are seen on a small screen, since most lists are left on it.
PAGE_ROWS = 25

#: Pages held at once; those not looked at for longest are dropped.
MOST_PAGES = 40


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
        """Takes in rows that begin at a multiple of `PAGE_ROWS`.

        Where the end was not counted, what is known of the total is kept; a page that is not full is the end.
        """
        first = page.offset // PAGE_ROWS
        for start in range(0, len(page.rows), PAGE_ROWS):
            number = first + start // PAGE_ROWS
            self._pages[number] = tuple(page.rows[start : start + PAGE_ROWS])
            self._pages.move_to_end(number)
        while len(self._pages) > self._most_pages:
            self._pages.popitem(last=False)
        end = page.offset + len(page.rows) if page.rows else 0
        is_end = page.is_exact or len(page.rows) % PAGE_ROWS > 0
        self.total = max(page.total, end) if is_end else max(self.total, page.total, end)
        self.is_exact = is_end

    def fill(self, rows: Sequence[T | Heading | Remark]) -> None:
        """Takes in the whole of a short list."""
        self.clear()
        self._most_pages = max(MOST_PAGES, len(rows) // PAGE_ROWS + 1)
        self.put(Page(rows=tuple(rows), total=len(rows)))

    def forget(self) -> None:
        """Forgets every page, not how long the list was."""
        self._pages.clear()

    def clear(self) -> None:
        """Forgets every page, and how long the list was."""
        self._pages.clear()
        self.total = 0
        self.is_exact = True

    def row(self, index: int) -> T | Heading | Remark | None:
        """The row, None where it is not held."""
        page = self._pages.get(index // PAGE_ROWS)
        within = index % PAGE_ROWS
        return page[within] if page is not None and within < len(page) else None

    def record(self, index: int) -> T | None:
        """The record in that row, None for a heading, a remark, or what is not held."""
        row = self.row(index)
        return None if isinstance(row, Heading | Remark) else row

    def missing(self, first: int, last: int) -> tuple[int, int] | None:
        """Where the rows begin, and how many they are, that are to be loaded next for ``first`` to ``last``.

        They are whole pages, next to each other, not held, and at most `MOST_ROWS`; None when all are held. Where the
        end was not counted, a row beyond what is known is looked for.
        """
        first, last = max(0, first), min(last, self.total - self.is_exact)
        lacking = [page for page in _pages(first, last) if page not in self._pages]
        if not lacking:
            return None
        run = [page for nth, page in enumerate(lacking) if page - lacking[0] == nth][: MOST_ROWS // PAGE_ROWS]
        return run[0] * PAGE_ROWS, len(run) * PAGE_ROWS

    def records(self) -> Iterator[tuple[int, T]]:
        """Every record held with its row number, in order."""
        for number in sorted(self._pages):
            for within, row in enumerate(self._pages[number]):
                if not isinstance(row, Heading | Remark):
                    yield number * PAGE_ROWS + within, row

    def held(self, start: int) -> tuple[list[T], bool]:
        """The records from a row on, up to the first row that is not held; and whether that is the end of the list."""
        found, at = list[T](), start
        while (row := self.row(at)) is not None:
            at += 1
            if not isinstance(row, Heading | Remark):
                found.append(row)
        return found, self.is_exact and at >= self.total

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


def around(first: int, last: int) -> tuple[int, int]:
    """Offset and limit of the whole pages that rows ``first`` to ``last`` are on, at most `MOST_ROWS` of them."""
    pages = _pages(max(0, first), max(0, last))
    return pages[0] * PAGE_ROWS, min(len(pages) * PAGE_ROWS, MOST_ROWS)


def _pages(first: int, last: int) -> range:
    return range(first // PAGE_ROWS, last // PAGE_ROWS + 1) if last >= first else range(0)


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
