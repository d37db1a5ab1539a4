"""What can be exported from a screen: who is marked, the list, everyone, or the whole book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_tui.domain.selection import Selection
from crm_tui.screens.exporting.run import Wanted
from crm_tui.screens.marking import MarkingScreen
from crm_tui.screens.places import as_desk
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

_ALL = (
    Wanted(words="Everyone", what="contacts", name="contacts.csv", whom=Selection(everyone=True)),
    Wanted(words="All companies", what="companies", name="companies.csv"),
    Wanted(words="All follow-ups", what="follow-ups", name="follow-ups.ics", note="for a calendar"),
    Wanted(words="All interactions", what="interactions", name="interactions.csv", note="calls, e-mails, notes"),
    Wanted(words="The whole book", what="all", name="crm.jsonl", note="everything, to be brought into crm again"),
)


async def export(app: CrmApp) -> None:
    """Asks what is exported and where to; the marked come first, then the list, then everyone."""
    from crm_tui.screens.dialogs.export_list import ExportDialog

    await app.push_screen(ExportDialog((*await _here(app), *_ALL)))


async def _here(app: CrmApp) -> list[Wanted]:
    """What the screen in front offers by itself."""
    from crm_tui.store import selection

    found: list[Wanted] = []
    if not isinstance(screen := as_desk(app.screen), MarkingScreen):
        return found
    if (chosen := screen.selection()) is not None:
        count = number(await app.read(selection.count, chosen))
        found.append(Wanted(words=f"The {count} marked", what="contacts", name="contacts.csv", whom=chosen))
    listed = screen.everyone_listed()
    if listed is not None and not listed.everyone:
        count = number(await app.read(selection.count, listed))
        note = f"{screen.list_name}: {count}"
        found.append(Wanted(words="This list", what="contacts", name="contacts.csv", note=note, whom=listed))
    return found
