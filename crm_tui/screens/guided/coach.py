"""The coach: two lines beneath the first one, which say what the guide waits for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain.guided import Step
from crm_tui.screens.guided.words import Words
from crm_tui.screens.plain import line, plain

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

_BRACED = re.compile(r"\{([A-Za-z_.0-9]+)\}")

_KEY = "bold $text-accent"

_LEAVE = "{guide.leave} leaves the guide"


class Coach(Static):
    """Takes no key. A click on its last words leaves the guide."""

    DEFAULT_CSS = """
    Coach {
        height: 2;
        padding: 0 1 0 0;
        border-left: heavy $accent;
        background: $surface;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self, printed: Callable[[], Mapping[str, str]]) -> None:
        super().__init__(id="coach")
        self._printed = printed
        self._leave_at = 0

    def say(self, step: Step, said: Words, *, can_leave: bool) -> None:
        """Shows the words of a step; ``can_leave``: the key that leaves the guide works now, and is named."""
        printed = self._printed()
        head = Content.assemble((f"Guide {step.value}/{len(Step)}  ", "bold $text-primary"))
        reason = plain(line(said.reason), "$text-warning")
        aside = reason if said.reason else keyed(said.aside, printed, "$foreground-muted")
        second = Content.assemble(" " * head.cell_length, aside)
        self._leave_at = second.cell_length
        if can_leave:
            second = Content.assemble(second, "   ", keyed(_LEAVE, printed, "$foreground-muted"))
        words = Content("\n").join((Content.assemble(head, keyed(said.sentence, printed)), second))
        if words != self.content:
            self.update(words, layout=False)
            cast("CrmApp", self.app).stand_at(self)

    async def on_click(self, event: events.Click) -> None:
        """Leaves the guide."""
        if event.y == 1 and event.x > self._leave_at:
            await self.app.run_action("app.guide_leave")


def keyed(template: str, printed: Mapping[str, str], style: str = "") -> Content:
    """A template with what stands in braces set off from the words: the key of an action with that id, or itself."""
    parts: list[tuple[str, str]] = []
    for number, part in enumerate(_BRACED.split(template)):
        parts.append((printed.get(part, part), _KEY) if number % 2 else (part, style))
    return Content.assemble(*parts)
