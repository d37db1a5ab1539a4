"""Choices of one key each, in columns; a click on one is its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from crm_tui.screens.plain import line

#: Choices in one row at the most, and the cells of each; cells beside them in a dialog that is as wide as the terminal.
_PER_ROW, _CELLS, _BESIDE = 3, 22, 4


class Choice(NamedTuple):
    """A key as the rep reads it, the word for what it chooses, and whether that is chosen now.

    ``number`` is the choice of the action that the key stands for.
    """

    key: str
    word: str
    number: int
    is_chosen: bool = False


class Menu(Static):
    """Shows choices; brackets say what is chosen as well as the colour. Posts `Chosen` when one is clicked."""

    class Chosen(Message):
        """The choice with this ``number`` was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._choices: tuple[Choice, ...] = ()
        self._per_row = _PER_ROW

    def offer(self, choices: Sequence[Choice]) -> None:
        """Shows these; without any, takes no room."""
        self._choices, self._per_row = tuple(choices), self._fitting
        self.update(_drawn(choices, self._per_row))
        self.set_class(not choices, "empty")

    @property
    def _fitting(self) -> int:
        """Choices beside each other: none is cut off."""
        return max(1, min(_PER_ROW, (self.app.size.width - _BESIDE) // _CELLS))

    def on_resize(self) -> None:
        """Lays them out for the width there is now."""
        if self._per_row != self._fitting:
            self.offer(self._choices)

    def on_click(self, event: events.Click) -> None:
        """Chooses what was clicked."""
        place = event.y * self._per_row + event.x // _CELLS
        if event.x < self._per_row * _CELLS and place < len(self._choices):
            self.post_message(self.Chosen(self._choices[place].number))


def _drawn(choices: Sequence[Choice], per_row: int) -> Content:
    parts = []
    for place, (key, word, _, is_chosen) in enumerate(choices):
        if place and place % per_row == 0:
            parts.append(Content("\n"))
        text = f"[{word}]" if is_chosen else f" {word} "
        style = "bold $text-success" if is_chosen else ""
        text = f"{line(text):<{_CELLS - len(key) - 1}}"
        parts.append(Content.assemble((f"{key} ", "bold $text-accent"), (text, style)))
    return Content("").join(parts)
