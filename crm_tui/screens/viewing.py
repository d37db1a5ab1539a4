"""Views as a screen shows them: fetched, numbered, and with their counts in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.view import EVERYONE, View
from crm_tui.screens.counts import Counts
from crm_tui.screens.widgets.view_list import DIGITS, ViewLine
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.screens.widgets.record_list import RecordList
    from crm_tui.store.search import Counted

#: The orders of filters alone, in words.
_RANKS = {
    "RECENT": "last worked",
    "LAST": "last contacted",
    "UPDATED": "last changed",
    "CREATED": "newest",
    "DUE": "next step",
    "ACTIVE": "latest activity",
}


def listing(connection: Any, desk: Desk) -> tuple[tuple[View, str], ...]:
    """Every view, none at all first, each with what is wrong with its search; a query for `CrmApp.read`."""
    from crm_tui.store import views

    return tuple((view, _fault(view, desk)) for view in (EVERYONE, *views.listing(connection, desk)))


def _fault(view: View, desk: Desk) -> str:
    error = view.fault(desk)
    return "" if error is None else error.words


def lines(views: Iterable[tuple[View, str]], counts: Counts) -> tuple[ViewLine, ...]:
    """The views as they are listed: the first ten by a digit each."""
    return tuple(
        ViewLine(
            view=view, digit=DIGITS[at] if at < len(DIGITS) else "", note=_note(counts.of(view.query)), fault=fault
        )
        for at, (view, fault) in enumerate(views)
    )


def keys(printed: Mapping[str, str]) -> dict[str, str]:
    """What is pressed for each of the digits; ``printed`` as a dialog has it."""
    return {str(number % 10): printed[f"view.choose_{number}"] for number in range(1, 11)}


def _note(counted: Counted | None) -> str:
    """A count in a narrow margin: "4 663", "10k+"."""
    if counted is None:
        return ""
    return f"{counted.value // 1000}k+" if counted.is_more else number(counted.value)


def position(records: RecordList[Any], counted: Counted | None) -> str:
    """Which of how many is highlighted: "3 of 1 254", "1 of 10 000+", "nobody"."""
    at, total = records.position
    if not total:
        return "nobody"
    is_more = not records.is_exact
    if is_more and counted is not None and counted.value >= total:
        total, is_more = counted.value, counted.is_more
    return f"{number(at)} of {number(total, is_more=is_more)}"


def ranked(desk: Desk, text: str) -> str:
    """What a search is listed by, in words: "best match", or of filters alone "last worked", "newest"."""
    from crm_tui.domain import query
    from crm_tui.store.search import finding

    try:
        order = finding.order(desk, query.parse(text))
    except ParseError:
        return ""
    return _RANKS[order.name] if order else "best match"
