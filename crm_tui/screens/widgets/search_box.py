"""A line to search with: letters go in, arrows move the list below, Esc and Enter hand the keys over to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from crm_tui.screens.widgets.record_list import RecordList

if TYPE_CHECKING:
    from crm_tui.domain.query import Completion

    #: What may stand where the cursor is, by text and cursor.
    Complete = Callable[[str, int], Awaitable[Completion]]


class SearchBox(Input):
    """Searches the list with the id ``searched``; posts `Changed` for every letter.

    What is meant for the list is done to it at once, not by message: the next key may be on its way already.
    Given ``complete``, Tab completes what is typed, and goes through what it may become; where there is nothing to
    complete it leads on, as Tab does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "hand_on('row_down')", show=False),
        Binding("up", "hand_on('row_up')", show=False),
        Binding("pagedown", "hand_on('page_down')", show=False),
        Binding("pageup", "hand_on('page_up')", show=False),
        Binding("escape", "leave", show=False),
        Binding("tab", "complete", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"search-box--wrong"}

    # A letter makes the text longer, not the line: Textual would have the whole screen laid out again.
    virtual_size = Reactive(Size(0, 0), layout=False)

    class Offered(Message):
        """Tab found several ways to go on; ``at`` is the one that stands in the line, -1 for none yet."""

        def __init__(self, options: tuple[str, ...], at: int) -> None:
            super().__init__()
            self.options = options
            self.at = at

    def __init__(self, placeholder: str, *, searched: str, id: str, complete: Complete | None = None) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.highlighter = _Wrong(self)
        self._searched = searched
        self._complete = complete
        self._round: _Round | None = None
        self.wrong: tuple[int, int] | None = None

    def mark(self, wrong: tuple[int, int] | None) -> None:
        """Shows which part of the line is not understood, None for all is well."""
        if wrong != self.wrong:
            self.wrong = wrong
            self.refresh()

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
        if self.records.record is not None:
            self.records.action_row_open()

    async def action_complete(self) -> None:
        """Completes what the cursor stands behind; pressed again, puts the next way to go on in its place."""
        before = self.value[: self.cursor_position]
        if self._complete is None or not before or before[-1].isspace():
            raise SkipAction
        going = self._round
        if going is None or going.line != (self.value, self.cursor_position):
            found = await self._complete(self.value, self.cursor_position)
            going = _Round(found.start, found.end, tuple(one.text for one in found.suggestions))
        if not going.options:
            raise SkipAction
        self.replace(going.next(before), going.start, going.end)
        going.end = self.cursor_position
        going.line = (self.value, self.cursor_position)
        self._round = going
        if len(going.options) > 1:
            self.post_message(self.Offered(going.options, going.at))


class _Round:
    """The ways to go on from ``start``, gone through by Tab: first what they have in common, then one after the other.

    ``at`` is the one that stands in the line, -1 for none yet; ``line`` the text and cursor that Tab left behind.
    """

    def __init__(self, start: int, end: int, options: tuple[str, ...]) -> None:
        self.start, self.end, self.options = start, end, options
        self.at = -1
        self.line: tuple[str, int] | None = None

    def next(self, before: str) -> str:
        """What stands at ``start`` next."""
        if len(self.options) == 1:
            (only,) = self.options
            return only if only.endswith(":") else f"{only} "
        least, most = min(self.options), max(self.options)
        common = least[: next((at for at, (a, b) in enumerate(zip(least, most, strict=False)) if a != b), len(least))]
        if self.line is None and len(common) >= len(before) - self.start:
            return common
        self.at = (self.at + 1) % len(self.options)
        return self.options[self.at]


class _Wrong(Highlighter):
    """Marks the part of a `SearchBox` that is not understood."""

    def __init__(self, box: SearchBox) -> None:
        self._box = box

    def highlight(self, text: Text) -> None:
        """Marks it."""
        if self._box.wrong is not None:
            text.stylize(self._box.get_component_rich_style("search-box--wrong", partial=True), *self._box.wrong)
