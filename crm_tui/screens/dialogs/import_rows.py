"""What a preview and a report of an import list: refusals with their reasons, notes, and the first records."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from crm_tui.domain.typed import NamedTuple
from crm_tui.screens.plain import line
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_window import Heading
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.sync.report import ImportReport

#: Refusals that are shown; the rejects file has all of them.
_MOST_REFUSALS = 20

#: Cells that a list keeps for its cursor, its scroll bar and the frame around it.
_MARGINS = 9

#: An option in brackets, and one behind a colon; where a sentence ends.
_BRACKETED = re.compile(r" \([^()]*(?:--|crm )[^()]*\)")
_APPENDED = re.compile(r": --[^.]*")
_SENTENCE = re.compile(r"(?<=[.!?]) ")


def without_options(words: str) -> str:
    """Sentences without what is for the command line alone: options in brackets, behind a colon, or by themselves."""
    words = _APPENDED.sub("", _BRACKETED.sub("", words))
    return " ".join(each for each in _SENTENCE.split(words) if "--" not in each)


class Said(NamedTuple):
    """A line; ``id`` is its number."""

    id: str
    text: str


COLUMNS: tuple[Column[Said], ...] = (Column(title="", width=30, flex=1, cell=lambda one: Cell(one.text)),)


def counts(report: ImportReport) -> Content:
    """What becomes of how many rows, in one line; what becomes of none is muted."""
    parts = (
        (report.created, "created", "bold $text-success"),
        (report.updated, "updated", "bold $text-accent"),
        (report.unchanged, "unchanged", ""),
        (report.refused, "refused", "bold $text-error"),
    )
    said = [
        Content.styled(f"{number(count)} {word}", style if count else "$foreground-muted")
        for count, word, style in parts
    ]
    return Content("   ").join(said)


def rows(report: ImportReport, first: Sequence[str], width: int) -> list[Said | Heading]:
    """All that is to be said, in lines of a list that is ``width`` cells wide."""
    found: list[Said | Heading] = []
    if report.refusals:
        found += [Heading("Refused", number(report.refused)), *_refused(report, width)]
    if first:
        found += [Heading("The first ones, as they will be"), *_wrapped(first, width, "first")]
    if report.notes:
        found += [Heading("To know"), *_wrapped(map(without_options, report.notes), width, "note")]
    return found


def _refused(report: ImportReport, width: int) -> Iterator[Said]:
    shown = report.refusals[:_MOST_REFUSALS]
    told = (f"row {each.row}: {each.reason}" if each.row else each.reason for each in shown)
    yield from _wrapped(told, width, "refused")
    if report.refused > len(shown):
        yield Said("refused more", f"and {number(report.refused - len(shown))} more")


def _wrapped(told: Iterable[str], width: int, name: str) -> Iterator[Said]:
    """Sentences in lines that fit; those after the first of a sentence are set in."""
    room = max(20, width - _MARGINS)
    for at, text in enumerate(told):
        for part, words in enumerate(textwrap.wrap(line(text), room, subsequent_indent="  ")):
            yield Said(f"{name} {at} {part}", words)
