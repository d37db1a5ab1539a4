"""Before the guide and after it: leaving for the sample, and what was learnt, what to try, and the rep's own book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.dialogs.ways import Way, Ways
from crm_tui.screens.guided.coach import keyed
from crm_tui.screens.plain import plain

_LOOP = "That is the loop: {call.log}, an outcome, {dialog.save}, and the next person is there."

_SAMPLE = """\
It takes two minutes, on 300 invented people in a book of their own.
Yours stays as it is; the end of the guide leads back to it."""

#: What to try next.
_NEXT = (
    ("list.work", "Work a list, one person at a time"),
    ("contact.add", "Add somebody in one line"),
    ("view.save", "Keep a search as a view, in Contacts"),
    ("help.open", "The keys of whatever is in front of you, at any time"),
)


class GuideEndDialog(Dialog[str]):
    """Closes with "stay" or "own". ``summary`` is what was done, ``printed`` the key of each action."""

    SCOPE = Scope.GUIDE
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.GUIDE)
    AUTO_FOCUS = ""

    def __init__(self, summary: str, keys: Mapping[str, str]) -> None:
        super().__init__("The guide is done", hint="{dialog.save} stays · {dialog.close} closes")
        self._summary = summary
        self._keys = keys
        self._chosen = "stay"

    def body(self) -> ComposeResult:
        """What was done, what to try, and where to go on."""
        rows = [Content.assemble((f"{self._keys[id]:<3}", "bold $text-accent"), words) for id, words in _NEXT]
        yield Static(Content("\n").join((plain(f"{self._summary}."), keyed(_LOOP, self._keys), Content(""))))
        yield Static(Content("\n").join((Content.styled("To try next", "bold"), *rows, Content(""))))
        yield Ways(
            (
                Way("guide.choose_1", "Stay here", "among the invented people, and try things out"),
                Way("guide.choose_2", "My own contacts", "your own book: bring a file in, or start empty"),
            ),
            self._keys,
        )

    async def action_guide_choose(self, number: int) -> None:
        """Takes the way with this number."""
        self._chosen = ("stay", "own")[number - 1]
        await self.action_dialog_save()

    async def save(self) -> str:
        """The way that was chosen; Enter alone stays."""
        return self._chosen


class SampleDialog(Dialog[bool]):
    """Asks a rep who is in their own book whether to leave it for the guide. True, or None when closed."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__("The guide", hint="{dialog.save} opens it · {dialog.close} stays here")

    def body(self) -> ComposeResult:
        """Where the guide works."""
        yield Static(plain(_SAMPLE))

    async def save(self) -> bool:
        """Leaves."""
        return True
