"""The line that says that a block is paused, and goes on with it when it is clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widgets import Static

from crm_tui.screens.plain import line

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp


class PausedLine(Static):
    """Takes no room while there is no block."""

    def renew(self) -> None:
        """Says how it is now."""
        app = cast("CrmApp", self.app)
        block = app.block.block
        self.display = block is not None
        words = Content("")
        if block is not None:
            resumes = app.spelt("{list.work} resumes")
            words = Content(f"Block paused at {block.position} · {line(block.title)} · {resumes}")
        if words != self.content:
            self.update(words, layout=False)

    async def on_click(self) -> None:
        """Goes on with the block."""
        await self.app.run_action("list_work", default_namespace=self.screen)
