"""The signs beside words: one cell wide each, in plain ASCII for terminals that need it, or as words themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from crm_tui.domain.follow_up import FollowUpKind
    from crm_tui.domain.interaction import InteractionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Icons:
    """One set of signs. A sign is an addition: the words or the place say the same.

    Of a set that ``are_words``, those are empty that stand beside the same word anyway.
    """

    are_words: bool = False
    #: What stands between two parts of a line.
    between: str = " · "
    cursor: str = "▌"
    resting: str = "▏"
    marked: str = "●"
    thumb: str = "┃"
    track: str = "│"
    rule: str = "─"
    more: str = "…"
    arrow: str = "→"
    dot: str = "·"
    done: str = "✓"
    failed: str = "✗"
    hint: str = "·"
    warning: str = "!"
    late: str = "!"
    stop: str = "⊘"
    quiet: str = "◔"
    long_quiet: str = "◕"
    reminder: str = "◷"
    clock: str = "◷"
    high: str = "▲"
    every: str = "↻"
    pinned: str = "★"
    about: str = "✎"
    call: str = "✆"
    email: str = "✉"
    meeting: str = "◷"
    message: str = "❝"
    visit: str = "⌂"
    note: str = "✎"
    todo: str = "☐"

    def of(self, kind: InteractionKind | FollowUpKind) -> str:
        """The sign of a kind of interaction or follow-up."""
        return str(getattr(self, kind.value.replace("-", "")))

    def said(self, words: str) -> str:
        """A sentence of ours with the signs in it as this set has them."""
        return words.replace(" · ", self.between).replace("→", self.arrow)

    def keyed(self, words: str) -> str:
        """The same of a line that names keys: where the signs are letters, arrow keys have names."""
        if self.between != _COMMA:
            return words
        return re.sub("[↓↑←→]", lambda found: _ARROW_KEYS[found[0]], words.replace(" · ", _COMMA))

    @property
    def steps(self) -> int:
        """Cells of the column that says kind and priority of a follow-up."""
        return max(2, cell_len(self.high))

    @property
    def states(self) -> int:
        """Cells of the column that says the same of an open follow-up, and of another what became of it."""
        return max(self.steps, cell_len(self.done), cell_len(self.failed))


_COMMA = ", "

_ARROW_KEYS = {"↓": "Down", "↑": "Up", "←": "Left", "→": "Right"}

UNICODE = Icons()
ASCII = Icons(
    between=_COMMA,
    cursor=">",
    resting=".",
    marked="*",
    thumb="#",
    track="|",
    rule="-",
    more="~",
    arrow="->",
    dot="-",
    done="+",
    failed="x",
    hint="-",
    stop="X",
    quiet="?",
    long_quiet="!",
    reminder="!",
    clock="@",
    high="^",
    every="@",
    pinned="*",
    about="n",
    call="c",
    email="e",
    meeting="m",
    message="t",
    visit="v",
    note="n",
    todo="o",
)

#: For those to whom the screen is read.
WORDS = Icons(
    are_words=True,
    between=_COMMA,
    cursor=">",
    resting=" ",
    marked="marked ",
    thumb=" ",
    track=" ",
    rule=" ",
    arrow="then",
    dot="-",
    done="done",
    failed="not done",
    hint="hint",
    warning="warning:",
    late="late",
    stop="",
    quiet="",
    long_quiet="long",
    reminder="reminder",
    clock="time:",
    high="high",
    every="",
    pinned="pinned",
    about="note:",
    call="",
    email="",
    meeting="",
    message="",
    visit="",
    note="",
    todo="",
)
