"""The parts of a typed line that were understood, each with the word for what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.cells import cell_len
from textual.content import Content

from crm_tui.domain.chips import Chip, ChipKind
from crm_tui.screens.plain import line

#: Kinds whose meaning is worth showing beside the words that were typed.
_EXPLAINED = frozenset({ChipKind.AT, ChipKind.DATE, ChipKind.EVERY, ChipKind.PHONE})

_BETWEEN = "  "

#: No chip is so long that the others are not seen; what is longer stands in the line itself.
_WIDEST = 60


def chips(
    found: Iterable[Chip],
    width: int,
    *,
    labels: Mapping[Chip, str] | None = None,
    text: str = "",
    off: Iterable[str] = (),
) -> Content:
    """``kind meaning`` for each chip, in the order in which they were typed, then the ``text`` that is left.

    ``off`` are words whose chips were taken off.

    In lines of ``width`` cells, which no chip is broken by. ``labels`` say it better than the chips themselves.
    """
    parts: list[Content] = []
    for chip in found:
        style = "$text-success" if chip.kind in _EXPLAINED else "$text-accent"
        label = (labels or {}).get(chip, chip.label)
        parts.append(Content.assemble((f"{chip.kind} ", "$foreground-muted"), (_short(label), style)))
    if text:
        parts.append(Content.assemble(("text ", "$foreground-muted"), _short(text)))
    parts += [Content.assemble(("as words ", "$foreground-muted"), (_short(words), "italic")) for words in off]
    rows: list[list[Content]] = [[]]
    used = 0
    for part in parts:
        cells = cell_len(part.plain) + len(_BETWEEN)
        if used + cells > width + len(_BETWEEN) and rows[-1]:
            rows.append([])
            used = 0
        rows[-1].append(part)
        used += cells
    return Content("\n").join(Content(_BETWEEN).join(row) for row in rows)


def _short(text: str) -> str:
    shown = line(text)
    return shown if len(shown) <= _WIDEST else f"{shown[:_WIDEST]}…"
