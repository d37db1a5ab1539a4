"""The signs beside words, one cell wide each; plain ASCII for terminals and readers that need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from crm_tui.domain.follow_up import FollowUpKind
    from crm_tui.domain.interaction import InteractionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Icons:
    """One set of signs. A sign is an addition: the words or the place say the same."""

    cursor: str = "▌"
    marked: str = "●"
    thumb: str = "┃"
    track: str = "│"
    rule: str = "─"
    more: str = "…"
    arrow: str = "→"
    dot: str = "·"
    done: str = "✓"
    failed: str = "✗"
    warning: str = "!"
    stop: str = "⊘"
    quiet: str = "◔"
    long_quiet: str = "◕"
    reminder: str = "◷"
    high: str = "▲"
    every: str = "↻"
    pinned: str = "★"
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


UNICODE = Icons()
ASCII = Icons(
    cursor=">",
    marked="*",
    thumb="#",
    track="|",
    rule="-",
    more="~",
    arrow="->",
    dot="-",
    done="+",
    failed="x",
    stop="X",
    quiet="?",
    long_quiet="!",
    reminder="!",
    high="^",
    every="@",
    pinned="*",
    call="c",
    email="e",
    meeting="m",
    message="t",
    visit="v",
    note="n",
    todo="o",
)
