"""What was counted is remembered, and forgotten when anybody writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crm_tui.domain.agenda import Range, Section
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.screens.today_list import today_view
from crm_tui.screens.widgets.icons import UNICODE
from crm_tui.store import companies, contact_list, contacts, follow_ups, interactions, lengths, today, undo
from crm_tui.store.page import LAST
from crm_tui.store.reading import reader
from crm_tui.store.store import Store
from tests.conftest import NOW
from tests.store import made
from tests.store.test_windows import SORTS, check, fill


@pytest.fixture
def looking(store: Store, path: Path, desk: Desk) -> Iterator[sqlite3.Connection]:
    """A connection of the app for reading, beside the one that writes."""
    fill(store, desk)
    connection = reader(path, desk)
    yield connection
    connection.close()


def asks(connection: sqlite3.Connection, desk: Desk, contact: str) -> dict[str, Callable[..., Any]]:
    return {
        **{
            f"{sort} {descending}": partial(contact_list.page, connection, desk, sort=sort, descending=descending)
            for sort in SORTS
            for descending in (False, True)
        },
        **{str(part): partial(follow_ups.agenda, connection, desk, range=part) for part in Range},
        "companies": partial(companies.page, connection, desk),
        "timeline": partial(interactions.timeline, connection, desk, contact=contact),
        "today": lambda **window: today_view(connection, desk, icons=UNICODE, **window).page,
        **{str(section): partial(today.page, connection, desk, section=section) for section in Section},
    }


def someone(store: Store, desk: Desk) -> str:
    return contact_list.page(store.connection, desk, sort="name").rows[3].id


def counted(connection: sqlite3.Connection, ask: Callable[..., object]) -> int:
    """How often ``ask`` counts rows."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    ask()
    connection.set_trace_callback(None)
    return sum(statement.startswith(("SELECT count(*)", "SELECT 1 FROM")) for statement in statements)


def test_every_window_of_every_list_is_the_same_with_what_is_remembered(
    looking: sqlite3.Connection, store: Store, desk: Desk
) -> None:
    for name, ask in asks(looking, desk, someone(store, desk)).items():
        if name not in set(Section):  # these are asked for their first rows
            check(ask)


def test_windows_between_the_writes_of_another_connection_are_those_of_a_new_one(
    looking: sqlite3.Connection, store: Store, path: Path, desk: Desk
) -> None:
    who = someone(store, desk)
    overdue = follow_ups.agenda(store.connection, desk, range=Range.OVERDUE).rows[0]
    writes: tuple[Callable[[], object], ...] = (
        lambda: made.contact(store, desk, "Another", company="Zeta", status="qualified"),
        lambda: made.interaction(store, desk, who),
        lambda: store.write(follow_ups.cancel, desk, overdue.id),
        lambda: store.write(contacts.delete, desk, (who,)),
        lambda: undo.undo(store, desk),
    )
    for write in (lambda: None, *writes):
        write()
        fresh = reader(path, desk)
        known, new = asks(looking, desk, who), asks(fresh, desk, who)
        for name, ask in known.items():
            offsets = (0, 3, 17) if name in set(Section) else (0, 3, 17, LAST)
            for offset in offsets:
                assert ask(offset=offset, limit=4) == new[name](offset=offset, limit=4), name
        fresh.close()


@pytest.mark.parametrize("offset", [0, LAST])
def test_nothing_is_counted_twice_before_somebody_writes(
    looking: sqlite3.Connection, store: Store, desk: Desk, offset: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "MOST_COUNTED", 3)
    ask = partial(today_view, looking, icons=UNICODE, offset=offset, limit=4)
    soon, later = (Desk(moment=Moment(NOW + timedelta(seconds=seconds), "Europe/Riga")) for seconds in (10, 50))
    assert counted(looking, partial(ask, soon)) > 0
    assert counted(looking, partial(ask, soon)) == 0
    assert counted(looking, partial(ask, later)) == 0
    made.follow_up(store, desk, made.contact(store, desk, "Jane"), -1)
    assert counted(looking, partial(ask, later)) > 0


def test_stretches_above_a_window_are_left_out_once_they_were_counted(looking: sqlite3.Connection, desk: Desk) -> None:
    ask = partial(contact_list.page, looking, desk, sort="status", offset=12, limit=2)
    first = ask()
    assert counted(looking, ask) == 0
    assert ask() == first


def test_a_connection_that_writes_remembers_nothing(store: Store, desk: Desk) -> None:
    made.follow_up(store, desk, made.contact(store, desk, "Jane"), -1)
    store.connection.execute("BEGIN")
    store.connection.execute("UPDATE follow_up SET state = 'done'")
    assert today.size(store.connection, desk, Section.OVERDUE) == 0
    store.connection.execute("ROLLBACK")
    assert today.size(store.connection, desk, Section.OVERDUE) == 1


def test_what_is_remembered_is_bounded(looking: sqlite3.Connection, desk: Desk) -> None:
    assert isinstance(looking, lengths.Looking)
    for prefix in range(3 * lengths.MOST_KEPT):
        companies.page(looking, desk, prefix=str(prefix), offset=LAST)
        assert looking.lengths is not None
        assert len(looking.lengths) <= lengths.MOST_KEPT


def test_what_is_due_at_ten_is_overdue_a_second_later(store: Store, desk: Desk) -> None:
    made.follow_up(store, desk, made.contact(store, desk, "Jane"), 0, NOW.time())
    later = Desk(moment=Moment(NOW + timedelta(seconds=1), "Europe/Riga"))
    assert [today.size(store.connection, each, Section.TODAY) for each in (desk, later)] == [1, 0]
    assert [today.size(store.connection, each, Section.OVERDUE) for each in (desk, later)] == [0, 1]
