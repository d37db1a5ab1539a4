"""What windows of lists take: from the beginning, the middle and the end, in every order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks.book import DESK
from benchmarks.figures import Section, figure, repeated
from crm_tui.domain.agenda import Range
from crm_tui.screens import today_list
from crm_tui.screens.widgets.icons import UNICODE
from crm_tui.screens.widgets.record_window import PAGE_ROWS
from crm_tui.store import companies, contact_list, follow_ups, interactions, today
from crm_tui.store.connection import connect
from crm_tui.store.contact_list import Sort
from crm_tui.store.lengths import Lengths, Looking
from crm_tui.store.page import LAST

SORTS: tuple[Sort, ...] = ("recent", "name", "company", "status", "last", "next", "outcome", "created")


def anew(connection: sqlite3.Connection, query: Callable[[], object]) -> object:
    """What ``query`` answers when nothing that was counted is remembered, as after a write."""
    if isinstance(connection, Looking):
        connection.lengths = Lengths()
    return query()


def measure(database: Path, times: int) -> Section:
    """The windows that the screens ask for, of as many rows, in a process that is open already."""
    connection = connect(database, readonly=True)
    try:
        view = partial(today_list.today_view, connection, DESK, icons=UNICODE, limit=PAGE_ROWS)
        middle = view(offset=LAST).page.total // 2 // PAGE_ROWS * PAGE_ROWS
        everyone = contact_list.page(connection, DESK, limit=1).total
        contacts = partial(contact_list.page, connection, DESK, limit=PAGE_ROWS)
        agenda = partial(follow_ups.agenda, connection, DESK, limit=PAGE_ROWS)
        employers = partial(companies.page, connection, DESK, limit=PAGE_ROWS)
        someone = contacts(limit=1).rows[0].id
        queries: Mapping[str, Callable[[], object]] = {
            "Today's counts": lambda: today.counts(connection, DESK),
            "Today, first window and counts": partial(anew, connection, view),
            "Today, first window, nothing written since": view,
            "Today, a window from the middle": partial(view, offset=middle),
            "Today, its end": partial(anew, connection, partial(view, offset=LAST)),
            "Today, its end, nothing written since": partial(view, offset=LAST),
            **{f"contacts by {sort}, first window": partial(contacts, sort=sort) for sort in SORTS},
            "contacts by name, the middle": partial(contacts, sort="name", offset=everyone // 2),
            "contacts by name, the end": partial(contacts, sort="name", offset=LAST),
            "contacts by status, the end": partial(contacts, sort="status", offset=LAST),
            **{f"follow-ups {part.value.replace('_', ' ')}": partial(agenda, range=part) for part in Range},
            "companies, first window": employers,
            "companies, the end": partial(employers, offset=LAST),
            "timeline, first window": partial(
                interactions.timeline, connection, DESK, contact=someone, limit=PAGE_ROWS
            ),
        }
        return Section(
            title="Lists",
            method=f"Windows of {PAGE_ROWS} rows with their totals, as the screens ask for them.",
            figures=tuple(figure(name, repeated(query, times)) for name, query in queries.items()),
        )
    finally:
        connection.close()
