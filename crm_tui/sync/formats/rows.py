"""Rows of delimited text, with the number each has in a spreadsheet. A broken row spoils no other."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crm_tui.domain.numbers import grouped
from crm_tui.sync.formats.lines import INNER_RETURN

#: The longest cell, in characters.
MAX_CELL = 1 << 20

#: Comes after the last line. Lines hold no zero bytes, so a cell that holds this was never closed.
_THE_END = "\0"


class Row(NamedTuple):
    """A row as it stands in the file; ``number`` counts from 1 and includes headings and blank rows.

    ``fault`` is why its cells could not be read apart; they are then one cell with the raw text.
    """

    number: int
    cells: list[str]
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it, or nothing but delimiters and spaces."""
        return not any(cell and not cell.isspace() for cell in self.cells)


def rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """The rows of ``lines``; each may span several lines through its quoted cells.

    A quote that is never closed, or a cell longer than `MAX_CELL`, makes a faulty row of its first line
    alone: reading goes on with the line after it.
    """
    csv.field_size_limit(MAX_CELL)
    feed = _Feed(lines)
    number = 0
    while not feed.is_done:
        reader = csv.reader(feed, delimiter=delimiter)
        while True:
            feed.held.clear()
            number += 1
            try:
                cells = next(reader)
            except csv.Error as error:
                yield Row(number, [feed.push_back()], _fault(error))
                break
            if feed.is_done:
                if cells == [_THE_END]:
                    return
                yield Row(number, [feed.push_back()], "a quotation mark opens a cell that is never closed")
                break
            if feed.has_returns:
                cells = [cell.replace(INNER_RETURN, "\n") for cell in cells]
            yield Row(number, cells)


def _fault(error: csv.Error) -> str:
    if "field limit" in str(error):
        return f"a cell is longer than {grouped(MAX_CELL)} characters; perhaps a quotation mark is never closed"
    return f"the row cannot be read: {error}"


class _Feed:
    """Hands lines to the parser, and takes back those that a broken row has swallowed."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: list[str] = []
        self.held: list[str] = []
        self.is_done = False
        self.has_returns = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.is_done:
            raise StopIteration
        line = self._returned.pop() if self._returned else next(self._lines, _THE_END)
        if line == _THE_END:
            self.is_done = True
        elif INNER_RETURN in line:
            self.has_returns = True
        self.held.append(line)
        # The parser needs the line's end where a quoted cell goes on in the next line.
        return line if line == _THE_END else line + "\n"

    def push_back(self) -> str:
        """Keeps the first line of the row under way and returns the others to be read again."""
        first, *rest = self.held or [""]
        if self.is_done and rest:
            rest.pop()
            self._lines, self.is_done = iter(()), False
        self._returned.extend(reversed(rest))
        return first
