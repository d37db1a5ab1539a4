"""Blocks for a terminal, drawn by Rich."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from crm_tui.cli.output import Block, Heading, Note, Table
from crm_tui.cli.plain_text import width
from crm_tui.domain.text import visible

#: Blanks after a column, and the cells to which a flexible one shrinks.
_GAP, _LEAST = 2, 8


def rendered(blocks: Iterable[Block]) -> str:
    """All blocks, as the text that draws them on the terminal behind stdout."""
    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
    with console.capture() as capture:
        for block in blocks:
            console.print(_drawn(block, console.width), crop=False, soft_wrap=isinstance(block, Table))
    return capture.get()


def _drawn(block: Block, space: int) -> RenderableType:
    match block:
        case Table():
            return _table(block, space)
        case Heading():
            return Text(visible(block.text), style="bold")
        case Note():
            return Padding(Text(visible(block.text, multiline=True)), (0, 0, 0, block.indent))
        case _:
            return Text(visible(block))


def _table(table: Table, space: int) -> RichTable:
    cells = [[visible(cell) for cell in row] for row in table.rows]
    used = [number for number in range(len(table.columns)) if any(row[number] for row in cells)]
    titles = [table.columns[number] for number in used]
    rows = [[row[number] for number in used] for row in cells]
    natural = [max(map(width, column)) for column in zip(titles, *rows, strict=True)]
    flexible = [place for place, title in enumerate(titles) if title in table.flexible]
    grid = RichTable(
        box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim", show_header=any(table.columns)
    )
    for title, wide in zip(titles, fitted(natural, flexible, space - _GAP * len(used)), strict=True):
        grid.add_column(Text(title), width=wide, no_wrap=True, overflow="ellipsis")
    for row in rows:
        grid.add_row(*map(Text, row))
    return grid


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
