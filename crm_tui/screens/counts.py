"""How many people each search finds: counted while nobody waits, so that no key is ever late for a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_tui.screens.desk_screen import DeskScreen
    from crm_tui.store.search import Counted


class Counts:
    """The counts of a screen, by the text of the search.

    They are asked for one after the other, each giving way to whatever the rep waits for. What was counted stays to
    be shown until it has been counted anew. ``tell`` is called after each.
    """

    def __init__(self, screen: DeskScreen, tell: Callable[[], None]) -> None:
        self._screen = screen
        self._tell = tell
        self._known: dict[str, Counted | None] = {}
        self._stale: set[str] = set()

    def of(self, text: str) -> Counted | None:
        """How many a search finds, as far as it is known."""
        return self._known.get(text)

    def forget(self) -> None:
        """Has everything counted anew when it is next wanted: something has changed."""
        self._stale.update(self._known)

    def want(self, texts: Iterable[str]) -> None:
        """Counts what these searches find, in this order, in place of what was wanted before."""
        if wanted := [text for text in dict.fromkeys(texts) if text not in self._known or text in self._stale]:
            self._screen.flow(self._count(wanted), group="counts")

    async def _count(self, texts: Iterable[str]) -> None:
        from crm_tui.store import views

        for text in texts:
            counted = await self._screen.crm.read_idle("counts", views.count, text)
            self._stale.discard(text)
            self._known[text] = counted
            self._tell()
