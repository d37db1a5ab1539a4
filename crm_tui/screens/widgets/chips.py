"""The parts of a typed line that were understood, each with the word for what it is."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from crm_tui.domain.chips import Chip, ChipKind
from crm_tui.screens.plain import line

#: Kinds whose meaning is worth showing beside the words that were typed.
_EXPLAINED = frozenset({ChipKind.AT, ChipKind.DATE, ChipKind.EVERY, ChipKind.PHONE})


def chips(found: Iterable[Chip]) -> Content:
    """``kind: meaning`` for each chip, in the order in which they were typed."""
    parts: list[Content] = []
    for chip in found:
        style = "$text-success" if chip.kind in _EXPLAINED else "$text-accent"
        parts.append(Content.assemble((f"{chip.kind} ", "$foreground-muted"), (line(chip.label), style)))
    return Content("  ").join(parts)
