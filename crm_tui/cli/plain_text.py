"""Blocks as plain text: aligned with spaces, without colour, for pipes, logs and screen readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from unicodedata import category, east_asian_width

from crm_tui.cli.blocks import Block, Heading, Note, Table
from crm_tui.domain.text import visible

_GAP = "  "


def rendered(blocks: Iterable[Block]) -> str:
    """All blocks, one after the other."""
    return "".join(f"{line}\n" for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield from _aligned(block)
        case Heading():
            yield visible(block.text)
        case Note():
            margin = " " * block.indent
            yield from (f"{margin}{line}".rstrip() for line in visible(block.text, multiline=True).split("\n"))
        case _:
            yield visible(block)


def _aligned(table: Table) -> Iterator[str]:
    rows = [[visible(cell) for cell in row] for row in table.rows]
    widths = [max((width(row[column]) for row in rows), default=0) for column in range(len(table.columns))]
    for row in rows:
        cells = (cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(row) if widths[column])
        yield _GAP.join(cells).rstrip()


def width(text: str) -> int:
    """Terminal cells that ``text`` takes: two for wide East Asian letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


@cache
def _cells(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1
