"""Removing a status that people still have: it says how many they are first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from crm_tui.config.edit import Edit
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.plain import line, plain
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp


class SureOfStatusesDialog(Dialog[bool]):
    """Enter removes them, Esc leaves all as it is. ``people`` counts those who have each of the statuses."""

    AUTO_FOCUS = ""

    def __init__(self, summary: str, people: Mapping[str, int], edits: Sequence[Edit]) -> None:
        super().__init__(
            "People have this status" if len(people) == 1 else "People have these statuses",
            hint="{dialog.save} goes on · {dialog.close} leaves all as it is",
        )
        self._summary, self._people, self._edits = summary, people, edits

    def body(self) -> ComposeResult:
        """How many have it, and what becomes of them."""
        for status, count in self._people.items():
            have = "1 person has" if count == 1 else f"{number(count)} people have"
            yield Static(plain(line(f"{have} the status {status}.")))
        first = next(iter(self._people))
        yield Static(
            plain(
                line(
                    "They keep it, count as open, and no search finds them by it. Better give them another first:"
                    f' search for status:"{first}", mark all, set their status.'
                ),
                "$foreground-muted",
            )
        )

    async def save(self) -> bool:
        """Removes them."""
        await self.crm.settings.change(self._summary, *self._edits)
        return True


async def people_with(app: CrmApp, statuses: Sequence[str]) -> dict[str, int]:
    """How many people have each of these statuses, without those that nobody has."""
    from crm_tui.domain import query
    from crm_tui.domain.selection import Selection
    from crm_tui.store import selection

    counts = {}
    for status in statuses:
        chosen = Selection.found_by(query.parse(f'status:"{status}"'))
        counts[status] = await app.read(selection.count, chosen)
    return {status: count for status, count in counts.items() if count}
