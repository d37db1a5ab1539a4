"""What a preview and a report of an import list: refusals with their reasons, notes, and the first records."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from crm_tui.domain.typed import NamedTuple
from crm_tui.screens.importing.likely import MOST_EXAMPLES
from crm_tui.screens.plain import line
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_window import Heading
from crm_tui.screens.words import number
from crm_tui.sync.report import reasons

if TYPE_CHECKING:
    from crm_tui.store.duplicates_new import Likely
    from crm_tui.sync.report import ImportReport

#: Reasons that are shown; the rejects file has them all.
_MOST_REASONS = 20

#: Cells that a list keeps for its cursor, its scroll bar and the frame around it.
_MARGINS = 9


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


def rows(
    report: ImportReport, likely: Sequence[Likely], first: Sequence[str], says: Callable[[str], str], width: int
) -> list[Said | Heading]:
    """All that is to be said, in lines of a list that is ``width`` cells wide.

    ``says`` puts the words of reasons and notes into those of the app; ``first`` are the first records.
    """
    found: list[Said | Heading] = []
    if report.refusals:
        found += [Heading("Refused", number(report.refused)), *_refused(report, says, width)]
    if likely:
        found += [Heading("Likely duplicates", number(len(likely))), *_likely(likely, width)]
    if first:
        found += [Heading("The first ones, as they will be"), *_wrapped(first, width, "first")]
    if report.notes:
        file = report.files[0].file if report.files else ""
        notes = (note.removeprefix(f"{file}: ").replace(f"{file} row ", "row ") for note in report.notes)
        found += [Heading("To know"), *_wrapped(map(says, notes), width, "note")]
    return found


def _refused(report: ImportReport, says: Callable[[str], str], width: int) -> Iterator[Said]:
    shown = reasons(report.refusals)[:_MOST_REASONS]
    yield from _wrapped((says(str(each)) for each in shown), width, "refused")
    if more := report.refused - sum(each.count for each in shown):
        yield Said("refused more", f"and {number(more)} more")


def _likely(found: Sequence[Likely], width: int) -> Iterator[Said]:
    yield from _wrapped((one.sentence for one in found[:MOST_EXAMPLES]), width, "likely")
    if len(found) > MOST_EXAMPLES:
        yield Said("likely more", f"and {number(len(found) - MOST_EXAMPLES)} more")


def _wrapped(told: Iterable[str], width: int, name: str) -> Iterator[Said]:
    """Sentences in lines that fit; those after the first of a sentence are set in."""
    room = max(20, width - _MARGINS)
    for at, text in enumerate(told):
        for part, words in enumerate(textwrap.wrap(line(text), room, subsequent_indent="  ")):
            yield Said(f"{name} {at} {part}", words)
