"""Several lists in one place, one of them in front: a line of titles, and Tab leads from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip

from crm_tui.domain.value import dataclass
from crm_tui.screens.plain import line
from crm_tui.screens.widgets.lines import Lines
from crm_tui.screens.widgets.record_list import RecordList


@dataclass(frozen=True, slots=True)
class Part:
    """A title and the list beneath it; the list's id names the part."""

    title: str
    list: RecordList[Any]


class Parts(Vertical):
    """The parts of a record. Posts `Changed` when another one comes to the front."""

    class Changed(Message):
        """Another part is in front."""

        def __init__(self, parts: Parts) -> None:
            super().__init__()
            self.parts = parts

        @property
        def control(self) -> Parts:
            """The parts."""
            return self.parts

    def __init__(self, parts: Sequence[Part], *, id: str) -> None:
        super().__init__(id=id)
        self._parts = tuple(parts)
        self._notes = [""] * len(self._parts)
        self._front = 0

    def compose(self) -> ComposeResult:
        """The titles, and every list, of which one is displayed."""
        yield _Titles(self)
        for number, part in enumerate(self._parts):
            part.list.display = number == self._front
            yield part.list

    @property
    def front(self) -> RecordList[Any]:
        """The list in front."""
        return self._parts[self._front].list

    def titled(self) -> list[tuple[str, bool]]:
        """Each title with its count, and whether it is in front."""
        return [
            (f"{part.title} {note}".strip(), number == self._front)
            for number, (part, note) in enumerate(zip(self._parts, self._notes, strict=True))
        ]

    def note(self, list_id: str, words: str) -> None:
        """Puts a word, such as a count, behind the title of a part."""
        for number, part in enumerate(self._parts):
            if part.list.id == list_id:
                self._notes[number] = words
        self.query_one(_Titles).redraw()

    def step(self, step: int) -> None:
        """Brings the next (1) or the previous (-1) part to the front."""
        self.show((self._front + step) % len(self._parts))

    def show_part(self, list_id: str) -> None:
        """Brings the part with this list to the front."""
        self.show(next(number for number, part in enumerate(self._parts) if part.list.id == list_id))

    def show(self, number: int) -> None:
        """Brings a part to the front, and the keys with it."""
        had_focus = self.front.has_focus
        self._front = number
        for index, part in enumerate(self._parts):
            part.list.display = index == number
        if had_focus or self.screen.focused is None:
            self.screen.set_focus(self.front)
        self.query_one(_Titles).redraw()
        self.post_message(self.Changed(self))


class _Titles(Lines):
    """The line of titles."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"titles--front"}
    DEFAULT_CSS = "_Titles { height: 1; }"

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts

    def lines(self) -> Sequence[Strip]:
        """The one line."""
        base = self.look()
        front = base + self.look("titles--front")
        segments = [Segment(" ", base)]
        for title, is_front in self._parts.titled():
            # Brackets say what the colour says.
            words = f"[{line(title)}]" if is_front else f" {line(title)} "
            segments += [Segment(words, front if is_front else base), Segment(" ", base)]
        return [Strip(segments).adjust_cell_length(self.size.width, base)]

    def on_click(self, event: events.Click) -> None:
        """Brings the part that was clicked to the front."""
        x = 1
        for number, (title, _) in enumerate(self._parts.titled()):
            x += len(title) + 3
            if event.x < x:
                self._parts.show(number)
                return
