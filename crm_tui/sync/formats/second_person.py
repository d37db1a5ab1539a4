"""The other person of a row, where a product writes two people into one; see ``second`` in `presets.reading`."""

from __future__ import annotations

from collections.abc import Sequence

from crm_tui.sync.formats import presets
from crm_tui.sync.formats.drafting import ContactDrafter, RowError
from crm_tui.sync.formats.mapping import Assignment
from crm_tui.sync.formats.source import Entry
from crm_tui.sync.formats.understanding import Understanding


class SecondPerson:
    """Drafts a second contact of each row in whose own columns anything stands.

    Columns of both people, such as those of a shared home, say nothing of whether there is a second one.
    """

    def __init__(self, first: Assignment, understanding: Understanding, tags: Sequence[str]) -> None:
        taken = {target.index for target in first.targets}
        self._own = sorted({target.index for target in first.second} - taken)
        assignment = Assignment(presets.packaged(first.preset.second), first.headings, first.second)
        self._record = ContactDrafter(assignment, understanding, tags=tags).record

    def entry(self, number: int, cells: Sequence[str]) -> Entry | None:
        """The second contact in a row, or why there is none though something is said of one; None without any."""
        if not any(cells[index].strip() for index in self._own):
            return None
        try:
            return Entry(number, self._record(cells), cells)
        except RowError as error:
            return Entry(number, None, cells, f"second person: {error}")
