"""Cells and columns: text measured in terminal cells, so that wide and combining scripts align."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size

T = TypeVar("T")

#: What a cell means, which the style sheet turns into a colour.
Tone = Literal["", "dim", "strong", "good", "warn", "danger", "accent"]

#: Cells between two columns.
GAP = 2


class Cell(NamedTuple):
    """One value of a row."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True, kw_only=True)  # without slots, which `Column[Contact](...)` does not survive in Python 3.11
class Column(Generic[T]):
    """A column: ``width`` cells, and a share ``flex`` of what is left over; ``least`` cells where room is short.

    ``rank`` 0 is never dropped; when room is short the highest rank goes first. Words of a search are
    highlighted where ``is_searched``. ``here`` takes the place of ``cell`` on the row of the cursor.
    """

    title: str
    width: int
    cell: Callable[[T], Cell]
    flex: int = 0
    rank: int = 0
    least: int = 0
    is_searched: bool = False
    here: Callable[[T], Cell] | None = None


def laid_out(columns: Sequence[Column[T]], room: int) -> list[tuple[Column[T], int]]:
    """The columns that fit into ``room`` cells, each with its width; one without any is left out.

    What is short of room first makes do with less, then the columns of the highest rank go. Where even those that are
    never dropped have too little room, the widest of them give way.
    """
    kept = [column for column in columns if column.width]
    while len(kept) > 1 and _needed([column.least or column.width for column in kept]) > room:
        last = max(range(len(kept)), key=lambda index: (kept[index].rank, index))
        if kept[last].rank == 0:
            break
        del kept[last]
    widths = [column.least or column.width for column in kept]
    spare = room - _needed(widths)
    for index in sorted(range(len(kept)), key=lambda index: kept[index].rank):
        more = max(0, min(spare, kept[index].width - widths[index]))
        widths[index] += more
        spare -= more
    shares = sum(column.flex for column in kept)
    if spare > 0 and shares:
        widths = [width + spare * column.flex // shares for column, width in zip(kept, widths, strict=True)]
    for _ in range(-spare):
        widest = max(range(len(kept)), key=lambda index: widths[index])
        widths[widest] = max(1, widths[widest] - 1)
    return list(zip(kept, widths, strict=True))


def _needed(widths: Sequence[int]) -> int:
    """The cells of columns with these widths, and of what is between them."""
    return sum(widths) + GAP * (len(widths) - 1)


def fitted(text: str, width: int, more: str = "…") -> str:
    """``text`` in exactly ``width`` cells: padded, or cut where ``more`` says so."""
    if width <= 0:
        return ""
    if len(text) <= width and text.isascii() and text.isprintable():  # most are: a cell for each letter
        return text.ljust(width)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, max(0, width - cell_len(more))).rstrip() + more, width)
