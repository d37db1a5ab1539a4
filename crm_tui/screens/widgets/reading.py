"""The words of one record, as many lines as they take."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Reading(Static):
    """Shows words, and has the screen laid out anew only where they take more or fewer lines than those before."""

    def say(self, words: Content) -> None:
        """Shows ``words``."""
        if words == self.content:
            return
        self.update(words, layout=False)
        width, height = self.size
        if words.get_height(self.styles, width) != height:  # type: ignore[arg-type]  # as Textual itself does
            self.refresh(layout=True)

    def blank(self) -> None:
        """Shows nothing in the room there is."""
        self.update(Content("\n" * max(0, self.size.height - 1)), layout=False)
