"""A line to search with: letters go in, arrows move the list below, Esc and Enter hand the keys over to it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from crm_tui.screens.widgets.record_list import RecordList


class SearchBox(Input):
    """Posts `Changed` for every letter, `Moved` for arrows and pages, `Submitted` for Enter, `Left` for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('row_down')", show=False),
        Binding("up", "move('row_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("escape", "leave", show=False),
    ]

    class Moved(Message):
        """A key that is meant for the list."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self._action = action

        def apply(self, records: RecordList[Any]) -> None:
            """Does in the list what the key does there."""
            getattr(records, f"action_{self._action}")()

    class Left(Message):
        """The rep is done typing; what was typed stays."""

    def __init__(self, placeholder: str, *, id: str) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)

    def action_move(self, action: str) -> None:
        """Hands an arrow or page key on."""
        self.post_message(self.Moved(action))

    def action_leave(self) -> None:
        """Gives the keys back."""
        self.post_message(self.Left())
