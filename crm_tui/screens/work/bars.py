"""The first line of work mode, and the bar at its foot: how far the block is, and the keys that end a turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from crm_tui import actions
from crm_tui.actions import shown
from crm_tui.domain.block import Block, Tally, duration
from crm_tui.domain.outcome import BY_KEY
from crm_tui.domain.value import dataclass
from crm_tui.screens.plain import line
from crm_tui.screens.widgets.columns import fitted
from crm_tui.screens.widgets.icons import Icons
from crm_tui.screens.widgets.lines import Lines

#: What ends a turn without an outcome, in the words of the bar.
_WAYS = {"list.next": "skip", "list.previous": "back", "screen.back": "pause", "block.end": "end"}

#: Cells between two choices.
_GAP = 2


class WorkHead(Lines):
    """Which list, which of how many, and what was done so far. There are no places here: digits are outcomes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"work-head--here"}

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._title = self._position = self._done = ""

    def show(self, block: Block, tally: Tally) -> None:
        """Shows how far ``block`` is."""
        self._title, self._position = line(block.title), block.position
        self._done = in_words(tally)
        self.redraw()

    def lines(self) -> Sequence[Strip]:
        """The one line: what does not fit of the title is cut, then what was done is left out."""
        base, width = self.look(), self.size.width
        here = base + self.look("work-head--here")
        room = width - len(self._position) - 6
        done = self._done if len(self._done) + 12 <= room else ""
        room -= len(done) + 3
        title = fitted(self._title, min(room, cell_len(self._title)), self._icons.more)
        left = Strip([Segment(f"  {self._position}  ", here), Segment(f"  {title}", base)])
        left = left.extend_cell_length(max(left.cell_length, width - len(done) - 1), base)
        return [Strip.join([left, Strip([Segment(done, base)])]).adjust_cell_length(width, base)]


def in_words(tally: Tally) -> str:
    """What was done so far, in a few words: "5 calls, 2 connects, 1 skipped, 12:30 min"."""
    counts = (
        (tally.calls, "call"),
        (tally.connects, "connect"),
        (tally.meetings, "meeting"),
    )
    words = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count]
    words += [f"{tally.skipped} skipped"] if tally.skipped else []
    words += [duration(tally.seconds)] if tally.seconds else []
    return ", ".join(words)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A key and its word, and what a click on them does."""

    key: str
    word: str
    call: str
    is_way: bool

    @property
    def width(self) -> int:
        """Cells that it takes, with the gap behind it."""
        return len(self.key) + 1 + len(self.word) + _GAP


class OutcomeBar(Widget):
    """The outcomes and the ways on, flowing over as many lines as they need; a click presses the key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"outcome-bar--key"}

    def __init__(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        known = {action.id: action for action in actions.remapped(actions.ACTIONS, keys)}
        named = {f"outcome.choose_{number}": str(outcome) for number, outcome in enumerate(BY_KEY, 1)} | _WAYS
        self._choices = [
            _Choice(shown(known[id].keys[0]), word, known[id].call, id in _WAYS)
            for id, word in named.items()
            if known[id].keys
        ]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the choices flow over."""
        return len(list(self._rows(width)))

    def height_in(self, width: int) -> int:
        """Lines that it takes on a screen of ``width`` cells, its edge among them."""
        gutter = self.styles.gutter
        return len(list(self._rows(width - gutter.width))) + gutter.height

    def _rows(self, width: int) -> Iterator[list[_Choice]]:
        """All in one line, or the outcomes in as many as they need and the ways on in one of their own."""
        if sum(choice.width for choice in self._choices) <= width:
            yield self._choices
            return
        row: list[_Choice] = []
        for choice in self._choices:
            is_first_way = choice.is_way and bool(row) and not row[-1].is_way
            if row and (is_first_way or sum(one.width for one in row) + choice.width - _GAP > width):
                yield row
                row = []
            row.append(choice)
        yield row

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        base, width = self.rich_style, self.size.width
        style = base + self.get_component_rich_style("outcome-bar--key", partial=True)
        rows = list(self._rows(width))
        segments = []
        for choice in rows[y] if y < len(rows) else ():
            segments += [Segment(choice.key, style), Segment(f" {choice.word}  ", base)]
        return Strip(segments).adjust_cell_length(width, base)

    async def on_click(self, event: events.Click) -> None:
        """Does what was clicked."""
        offset = event.get_content_offset(self)
        rows = list(self._rows(self.size.width))
        if offset is None or offset.y >= len(rows):
            return
        end = 0
        for choice in rows[offset.y]:
            end += choice.width
            if offset.x < end:
                await self.app.run_action(choice.call, default_namespace=self.screen)
                return
