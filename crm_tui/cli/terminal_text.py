"""Blocks for a terminal: titles dim, headings bold, columns cut to its width. Rich would take as long as the search."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence

from crm_tui.cli.blocks import Block, Heading, Note, Table
from crm_tui.cli.plain_text import width
from crm_tui.domain.text import visible

_BOLD, _DIM, _USUAL = "\x1b[1m", "\x1b[2m", "\x1b[0m"

#: Blanks after a column, and the cells to which a flexible one shrinks.
_GAP, _LEAST = 2, 8

#: Columns of a terminal that does not say how many it has.
_COLUMNS = 80


def rendered(blocks: Iterable[Block]) -> str:
    """All blocks, as the text that draws them on the terminal behind stdout."""
    space = columns()
    return "".join(f"{line}\n" for block in blocks for line in drawn(block, space))


def columns() -> int:
    """Cells in a line of the terminal: what COLUMNS says, else what the terminal does."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _COLUMNS
    except (OSError, ValueError):
        return _COLUMNS


def drawn(block: Block, space: int) -> Iterator[str]:
    """The lines of a block in ``space`` cells."""
    match block:
        case Table():
            yield from _table(block, space)
        case Heading():
            yield from (f"{_BOLD}{line}{_USUAL}" for line in wrapped(visible(block.text), space))
        case Note():
            margin, text = " " * block.indent, visible(block.text, multiline=True)
            for line in text.split("\n"):
                yield from (f"{margin}{part}".rstrip() for part in wrapped(line, space - block.indent))
        case _:
            yield from wrapped(visible(block), space)


def _table(table: Table, space: int) -> Iterator[str]:
    cells = [[visible(cell) for cell in row] for row in table.rows]
    used = [number for number in range(len(table.columns)) if any(row[number] for row in cells)]
    titles = [table.columns[number] for number in used]
    rows = [[row[number] for number in used] for row in cells]
    natural = [max(map(width, column)) for column in zip(titles, *rows, strict=True)]
    flexible = [place for place, title in enumerate(titles) if title in table.flexible]
    widths = fitted(natural, flexible, space - _GAP * len(used))
    if any(table.columns):
        yield f"{_DIM}{_row(titles, widths)}{_USUAL}"
    yield from (_row(row, widths) for row in rows)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = (cut(cell, cells_) for cell, cells_ in zip(cells, widths, strict=True))
    return (
        (" " * _GAP)
        .join(cell + " " * (cells_ - width(cell)) for cell, cells_ in zip(shown, widths, strict=True))
        .rstrip()
    )


def cut(text: str, space: int) -> str:
    """``text`` in ``space`` cells, an ellipsis for what has no room."""
    if width(text) <= space:
        return text
    while text and width(text) >= space:
        text = text[:-1]
    return f"{text}…"


def wrapped(text: str, space: int) -> Iterator[str]:
    """The lines of ``text`` in ``space`` cells, broken between words; a longer word is left to the terminal."""
    line, used = "", -1
    for word in text.split(" "):
        cells = width(word)
        if used > 0 and used + 1 + cells > space:
            yield line.rstrip()
            line, used = word, cells
        else:
            line, used = (word, cells) if used < 0 else (f"{line} {word}", used + 1 + cells)
    yield line


def fitted(natural: Sequence[int], flexible: Sequence[int], space: int) -> list[int]:
    """Widths that fit into ``space``: the widest of the ``flexible`` columns give way, to `_LEAST` at most.

    Ids and dates never do: half an id is none.
    """
    widths = list(natural)
    while flexible and sum(widths) > space:
        widest = max(flexible, key=widths.__getitem__)
        if widths[widest] <= _LEAST:
            break
        widths[widest] -= 1
    return widths
