"""A line to search with: letters go in, arrows move the list below, Esc and Enter hand the keys over to it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from crm_tui.screens.widgets.record_list import RecordList


class SearchBox(Input):
    """Searches the list with the id ``searched``; posts `Changed` for every letter.

    What is meant for the list is done to it at once, not by message: the next key may be on its way already.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "hand_on('row_down')", show=False),
        Binding("up", "hand_on('row_up')", show=False),
        Binding("pagedown", "hand_on('page_down')", show=False),
        Binding("pageup", "hand_on('page_up')", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, placeholder: str, *, searched: str, id: str) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self._searched = searched

    @property
    def records(self) -> RecordList[Any]:
        """The list that is searched."""
        return self.screen.query_one(f"#{self._searched}", RecordList)

    def action_hand_on(self, action: str) -> None:
        """Does in the list what the key does there."""
        getattr(self.records, f"action_{action}")()

    def action_leave(self) -> None:
        """Gives the keys to the list; what was typed stays."""
        self.screen.set_focus(self.records)

    async def action_submit(self) -> None:
        """Gives the keys to the list, and opens what it highlights."""
        self.action_leave()
        self.records.action_row_open()
