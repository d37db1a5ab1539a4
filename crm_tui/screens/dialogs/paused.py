"""A block is paused, and another list is to be worked: which of the two."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.block import Block
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.plain import line, pressable

_WAYS = ("resume", "begin")


class PausedDialog(Dialog[str]):
    """Closes with "resume" or "begin"; Enter resumes. ``title`` is the name of the list that was to be worked."""

    SCOPE = Scope.BLOCK
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.BLOCK)
    AUTO_FOCUS = ""

    def __init__(self, paused: Block, title: str) -> None:
        super().__init__(
            f"Block paused at {paused.position}: {paused.title}",
            hint="{dialog.save} goes on with it · {dialog.close} closes",
        )
        self._paused = paused
        self._list = title

    def body(self) -> ComposeResult:
        """Both ways."""
        from crm_tui.domain import when

        moment = self.crm.desk().moment
        ago = when.age(moment.local(self._paused.seen or self._paused.began), moment)
        ways = (f"go on with it, last worked {ago}", f"end it, and work {line(self._list)}")
        rows = [
            pressable(
                Content.assemble((f"{self.printed[f'block.choose_{number}']}  ", "bold $text-accent"), way),
                f"block_choose({number})",
            )
            for number, way in enumerate(ways, 1)
        ]
        yield Static(Content("\n").join(rows))

    def action_block_choose(self, number: int) -> None:
        """Takes one of the ways."""
        self.dismiss(_WAYS[number - 1])

    async def save(self) -> str:
        """Enter goes on with what was begun."""
        return _WAYS[0]
