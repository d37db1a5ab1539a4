"""Blocks for a terminal, drawn by Rich."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from crm_tui.cli.output import Block, Heading, Note, Table
from crm_tui.domain.text import visible


def rendered(blocks: Iterable[Block]) -> str:
    """All blocks, as the text that draws them on the terminal behind stdout."""
    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
    with console.capture() as capture:
        for block in blocks:
            console.print(_drawn(block))
    return capture.get()


def _drawn(block: Block) -> RenderableType:
    match block:
        case Table():
            return _table(block)
        case Heading():
            return Text(visible(block.text), style="bold")
        case Note():
            return Padding(Text(visible(block.text, multiline=True)), (0, 0, 0, block.indent))
        case _:
            return Text(visible(block))


def _table(table: Table) -> RichTable:
    """Columns without content are left out; only the ``wide`` one is shortened."""
    grid = RichTable(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    used = [number for number in range(len(table.columns)) if any(row[number] for row in table.rows)]
    for number in used:
        is_wide = table.columns[number] == table.wide
        grid.add_column(Text(table.columns[number]), no_wrap=True, overflow="ellipsis", ratio=1 if is_wide else None)
    for row in table.rows:
        grid.add_row(*(Text(visible(row[number])) for number in used))
    return grid
