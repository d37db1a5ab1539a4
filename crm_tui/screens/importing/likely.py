"""Which of the people of a file are likely there already: looked for beside the interface, and told in words."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.content import Content

from crm_tui.domain.desk import Desk
from crm_tui.screens.duplicates.search import DuplicateSearch
from crm_tui.screens.importing.terms import MOST_NEWCOMERS
from crm_tui.screens.plain import plain
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.store.duplicates_find import Watch
    from crm_tui.store.duplicates_new import Likely, Newcomers
    from crm_tui.sync.report import ImportReport

#: Examples that are shown.
MOST_EXAMPLES = 5


class LikelySearch:
    """One look for people of an import, or of its trial, who are like somebody else.

    ``found`` is None until it has ended; ``people`` are those who were looked for, of all the new ones the first.
    """

    def __init__(self, database: Path, desk: Desk, report: ImportReport) -> None:
        self.found: Sequence[Likely] | None = None
        self.people = 0
        self._report = report
        self._search = DuplicateSearch(database, desk, self._ask)

    async def run(self) -> None:
        """Finds them. Raises `CanceledError` once it is stopped, and `DatabaseError`."""
        self.found = await asyncio.to_thread(self._search.run)

    def stop(self) -> None:
        """Has it end at the next word of progress."""
        self._search.stop()

    def _ask(self, connection: Any, desk: Desk, watch: Watch) -> list[Likely]:
        from crm_tui.store import duplicates_new

        report = self._report
        new: Newcomers = report.newcomers
        if not report.is_dry_run:
            new = duplicates_new.newcomers(connection, report.first, MOST_NEWCOMERS)
        self.people = len(new)
        return duplicates_new.find(connection, desk, new, watch) if new else []

    @property
    def words(self) -> Content:
        """How many there are, or how far the search is."""
        if self.found is None:
            return plain(f"Looking for likely duplicates: {self._search.words} …", "$foreground-muted")
        if not self.people:
            return Content("")
        among = "the new people" if self.people < MOST_NEWCOMERS else f"the first {number(self.people)} new people"
        if not self.found:
            return plain(f"No likely duplicates among {among}.", "$foreground-muted")
        many = "1 likely duplicate" if len(self.found) == 1 else f"{number(len(self.found))} likely duplicates"
        return Content.assemble((many, "bold $text-warning"), f" among {among}.")
