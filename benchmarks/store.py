"""What the store takes for the work of a morning: lists, a timeline, one logged call, undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks.book import BUSY, DESK
from benchmarks.figures import Section, figure, milliseconds, repeated
from crm_tui.domain.interaction import Direction, InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.query import parse
from crm_tui.store import contact_list, contacts, interactions, today, undo
from crm_tui.store.interaction_edits import log
from crm_tui.store.reading import reader
from crm_tui.store.store import Store

#: Calls logged before those that are measured: a rep's book is warm, a freshly copied one is read from disk.
_WARMING = 50

_AIMS = {"Today, first 50 people": "≤ 2 ms", "due today and overdue, counted": "≤ 2 ms"}


def reading(database: Path, times: int) -> Section:
    """The queries behind the first screens."""
    connection = reader(database, DESK)
    try:
        someone = today.page(connection, DESK, limit=1).rows[0].contact.id
        busy = contact_list.page(connection, DESK, query=parse(BUSY), limit=1).rows[0].id
        queries: Mapping[str, Callable[[], object]] = {
            "due today and overdue, counted": lambda: today.due_count(connection, DESK),
            "every section of Today, counted": lambda: today.counts(connection, DESK),
            "Today, first 50 people": lambda: today.page(connection, DESK, limit=50),
            "contacts, first 50 by last worked": lambda: contact_list.page(connection, DESK, limit=50),
            "contacts, first 50 by name": lambda: contact_list.page(connection, DESK, sort="name", limit=50),
            "contacts, 50 from the middle": lambda: contact_list.page(connection, DESK, offset=5_000, limit=50),
            "one contact, whole": lambda: contacts.one(connection, DESK, someone),
            "timeline of a contact": lambda: interactions.timeline(connection, DESK, contact=someone),
            "timeline of 10 000 entries, first 50": lambda: interactions.timeline(
                connection, DESK, contact=busy, limit=50
            ),
        }
        return Section(
            title="Reading",
            method="One query in a process that is open already, as the screens ask it.",
            figures=tuple(
                figure(name, repeated(query, times), aim=_AIMS.get(name, "")) for name, query in queries.items()
            ),
        )
    finally:
        connection.close()


def writing(database: Path, times: int) -> Section:
    """Logged calls and their undoing, one after another, each with everything that hangs on it, synced to disk.

    The first `_WARMING` calls are not measured: they find the pages of a copied book on disk, and a rep's book is warm.
    """
    with Store(database) as store:
        people = [line.contact.id for line in today.page(store.connection, DESK, limit=times + _WARMING).rows]
        calls = [milliseconds(partial(_log, store, who)) for who in people][-times:]
        undone = [milliseconds(lambda: undo.undo(store, DESK)) for _ in calls]
    return Section(
        title="Writing",
        method="Through `Store.write`: record, journal, standing, search index, commit with fsync. After"
        f" {_WARMING} calls that are not measured, as the book of a rep is warm.",
        figures=(figure("one logged call", calls, aim="p50 ≤ 3 ms"), figure("undo of one logged call", undone)),
    )


def _log(store: Store, who: str) -> None:
    draft = InteractionDraft(
        contacts=(who,),
        kind=InteractionKind.CALL,
        at=DESK.moment.now - timedelta(minutes=2),
        direction=Direction.OUT,
        outcome=Outcome.NO_ANSWER,
        duration_minutes=1,
        text="Rang out; the switchboard plays Vivaldi.",
    )
    store.write(log, DESK, draft)
