"""The words of one record, as many lines as they take; without any, the room is the list's."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from crm_tui.screens.widgets.lines import Page


class Reading(Page):
    """Shows words, and has the screen laid out anew only where they take more or fewer lines than those before."""

    DEFAULT_CSS = "Reading { height: auto; }"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._words = Content("")

    def say(self, words: Content) -> None:
        """Shows ``words``, or gives the whole pane up."""
        pane, is_said = self.parent, bool(words.plain)
        is_turned = isinstance(pane, Widget) and pane.display is not is_said
        if isinstance(pane, Widget) and is_turned:
            pane.display = is_said
        if words == self._words and not is_turned:
            return
        self._words = words
        self.redraw()
        # Of a pane that was given up, the size is an old one.
        if is_turned or self._lines_in(self.size.width) != self.size.height:
            self.refresh(layout=True)

    def blank(self) -> None:
        """Shows nothing in the room there is."""
        if self._words.plain:
            self._words = Content("\n" * max(0, self.size.height - 1))
            self.redraw()

    def paragraphs(self) -> Iterable[Content]:
        """The words."""
        return (self._words,)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as they take."""
        return self._lines_in(width)

    def _lines_in(self, width: int) -> int:
        return self._words.get_height(self.styles, width)  # type: ignore[arg-type]  # as Textual itself does
