"""Choices of one key each, in columns; a click on one is its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from crm_tui.screens.plain import line

#: Choices in one row, and the cells of each.
_PER_ROW, _CELLS = 3, 22


class Choice(NamedTuple):
    """A key, the word for what it chooses, and whether that is chosen now."""

    key: str
    word: str
    is_chosen: bool = False


class Menu(Static):
    """Shows choices; brackets say what is chosen as well as the colour. Posts `Chosen` when one is clicked."""

    class Chosen(Message):
        """A choice was clicked; ``key`` is its key."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._choices: tuple[Choice, ...] = ()

    def offer(self, choices: Sequence[Choice]) -> None:
        """Shows these; without any, takes no room."""
        self._choices = tuple(choices)
        self.update(_drawn(choices))
        self.set_class(not choices, "empty")

    def on_click(self, event: events.Click) -> None:
        """Chooses what was clicked."""
        number = event.y * _PER_ROW + event.x // _CELLS
        if event.x < _PER_ROW * _CELLS and number < len(self._choices):
            self.post_message(self.Chosen(self._choices[number].key))


def _drawn(choices: Sequence[Choice]) -> Content:
    parts = []
    for number, (key, word, is_chosen) in enumerate(choices):
        if number and number % _PER_ROW == 0:
            parts.append(Content("\n"))
        text = f"[{word}]" if is_chosen else f" {word} "
        style = "bold $text-success" if is_chosen else ""
        parts.append(Content.assemble((f"{key} ", "bold $text-accent"), (f"{line(text):<{_CELLS - 2}}", style)))
    return Content("").join(parts)
