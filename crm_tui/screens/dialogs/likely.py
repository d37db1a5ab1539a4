"""Who is likely to be known already, beneath what is typed about somebody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from crm_tui.domain.contact import ContactDraft, ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.screens.plain import line
from crm_tui.screens.widgets.icons import Icons

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

#: As many are named.
MOST = 3

#: From here on it is the same person, as far as a book can tell: never by the name alone.
_SURE = 0.9

#: Seconds between the last letter and the question: nobody is looked for who is still being typed.
_PAUSE = 0.1


class Known(NamedTuple):
    """Somebody who is known already, why that may be the same person, and whether it surely is."""

    contact: ContactLine
    reason: str
    is_sure: bool = False


Found = Sequence[Known]


class Likely(Static):
    """Names those who are found, each with the reason; a click on one posts `Chosen`."""

    class Chosen(Message):
        """The one with this number, from 1, was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, icons: Icons, *, id: str) -> None:
        super().__init__(id=id, classes="empty")
        self._icons = icons
        self._count = 0

    def show(self, found: Found, keys: Sequence[str] = ()) -> None:
        """Names them, with the ``keys`` that open them."""
        self._count = len(found)
        signs = [f"{key} " for key in keys] or [f"{self._icons.warning} "] * len(found)
        rows = [
            Content.assemble(
                (f"{sign}like ", "$text-warning"),
                " · ".join(filter(None, (line(one.name), line(one.company), line(one.email or one.phone)))),
                (f"  {reason}", "$foreground-muted"),
            )
            for sign, (one, reason, _) in zip(signs, found, strict=False)
        ]
        self.update(Content("\n").join(rows))
        self.set_class(not rows, "empty")

    def on_click(self, event: events.Click) -> None:
        """Chooses the one that was clicked."""
        if event.y < self._count:
            self.post_message(self.Chosen(event.y + 1))


async def look(crm: CrmApp, draft: ContactDraft, *, left_out: str = "", is_typing: bool = True) -> Found:
    """Who is likely to be the one in ``draft``, the surest first, without the contact with the id ``left_out``.

    Raises `Superseded` when more is typed meanwhile, never to a rep who ``is_typing`` no more.
    """
    if not is_typing:
        return await crm.read(_known, draft, left_out)
    await asyncio.sleep(_PAUSE)
    return await crm.read_for("likely duplicates", _known, draft, left_out)


def _known(connection: Any, desk: Desk, draft: ContactDraft, left_out: str) -> Found:
    """Those who are alike; then those who merely have an address or a number of the draft."""
    from crm_tui.store import completion, contacts

    likely = contacts.likely_duplicates(connection, desk, draft, limit=MOST + 1)
    found = {one.id: Known(one, match.reason, match.score >= _SURE) for one, match in likely}
    for one in completion.reached(connection, desk, [point.normal for point in draft.points], limit=MOST + 1):
        found.setdefault(one.id, Known(one, "same address or number"))
    found.pop(left_out, None)
    return list(found.values())[:MOST]


def surest(found: Found) -> Known | None:
    """The one who is the same person as far as can be told, None where nobody is."""
    return next((each for each in found if each.is_sure), None)
