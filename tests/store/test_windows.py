"""Windows of every list, put together, are the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import time
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from crm_tui.domain.agenda import Range, Section
from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Tier
from crm_tui.store import companies, contact_list, contacts, follow_ups, history, interactions, operations, today, trash
from crm_tui.store.contact_list import Sort
from crm_tui.store.page import LAST, Page
from crm_tui.store.store import Store
from tests.conftest import NOW
from tests.store import made

Ask = Callable[..., Page[Any]]

STATUSES = ("new", "customer", "qualified", "nurture")
SORTS: tuple[Sort, ...] = ("recent", "name", "company", "status", "last", "next", "outcome", "created")


@pytest.fixture
def book(built: Path, path: Path) -> Iterator[Store]:
    copyfile(built, path)
    with Store(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some thirty people of every kind, with what happened and what is to be done."""
    path = tmp_path_factory.mktemp("windows") / "crm.db"
    with Store(path) as store:
        fill(store, Desk(moment=Moment(NOW, "Europe/Riga")))
    return path


def fill(store: Store, desk: Desk) -> None:
    for place in range(31):
        company = ("", "Acme", "Beta")[place % 3]
        status, tier = STATUSES[place % 4], (None, Tier.A, Tier.C)[place % 3]
        who = made.contact(store, desk, f"Person {place * 7 % 31:02}", company=company, status=status, tier=tier)
        if place % 5:
            made.interaction(store, desk, who, days=-place, outcome=(None, Outcome.BUSY, Outcome.CONNECTED)[place % 3])
        for day in range(-3, 12, 4) if place % 4 == 0 else range(place % 2):
            made.follow_up(store, desk, who, day, time(15) if day % 2 else None)
        if place % 11 == 10:
            store.write(contacts.delete, desk, (who,))
    # As another version may have synced it.
    store.connection.execute("UPDATE contact SET status = 'of tomorrow' WHERE status = 'nurture'")


def joined(ask: Ask, limit: int) -> list[Any]:
    rows: list[Any] = []
    while found := ask(offset=len(rows), limit=limit).rows:
        rows += found
    return rows


def check(ask: Ask, *, most: int = 200) -> Sequence[Any]:
    """Every window of a list against the whole of it, from its beginning, its middle and its end."""
    whole = ask(offset=0, limit=most).rows
    for limit in (1, 4, 7):
        assert joined(ask, limit) == list(whole)
        last = ask(offset=LAST, limit=limit)
        assert last.offset == max(0, len(whole) - 1) // limit * limit
        assert (last.rows, last.total, last.is_exact) == (whole[last.offset :], len(whole), True)
    for offset in range(len(whole) + 2):
        page = ask(offset=offset, limit=3)
        assert page.rows == whole[offset : offset + 3]
        assert page.total >= offset + len(page.rows) if page.rows else page.total == len(whole)
    return whole


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_contacts_in_every_order(book: Store, desk: Desk, sort: Sort, descending: bool) -> None:
    def ask(**window: Any) -> Page[ContactLine]:
        return contact_list.page(book.connection, desk, sort=sort, descending=descending, **window)

    whole = check(ask)
    assert len({line.id for line in whole}) == len(whole) == 29
    turned = contact_list.page(book.connection, desk, sort=sort, descending=not descending).rows
    assert whole == turned[::-1]


def test_a_status_that_the_settings_do_not_know_comes_after_those_that_they_do(book: Store, desk: Desk) -> None:
    lines = contact_list.page(book.connection, desk, sort="status").rows
    assert list(dict.fromkeys(line.status for line in lines)) == [
        "new",
        "qualified",
        "customer",
        "of tomorrow",
    ]


@pytest.mark.parametrize("part", list(Range))
def test_the_agenda(book: Store, desk: Desk, part: Range) -> None:
    check(lambda **window: follow_ups.agenda(book.connection, desk, range=part, **window))


def test_what_is_done(book: Store, desk: Desk) -> None:
    for step in follow_ups.agenda(book.connection, desk, range=Range.OVERDUE).rows[:5]:
        book.write(follow_ups.cancel, desk, step.id)
    done = check(lambda **window: follow_ups.agenda(book.connection, desk, range=Range.DONE, **window))
    assert follow_ups.closed_today(book.connection, desk) == len(done) == 5


@pytest.mark.parametrize("section", list(Section))
def test_a_section_of_today_from_both_ends(book: Store, desk: Desk, section: Section) -> None:
    whole = today.page(book.connection, desk, section=section).rows
    size = today.size(book.connection, desk, section)
    assert size == len(whole)
    for offset in range(size):
        page = today.page(book.connection, desk, section=section, offset=offset, limit=3, size=size)
        assert page.rows == whole[offset : offset + 3]


def test_sections_of_more_people_than_are_counted(book: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = today.page(book.connection, desk).rows
    monkeypatch.setattr(today, "MOST_COUNTED", 3)
    for limit in (1, 4, 50):
        assert joined(lambda **window: today.page(book.connection, desk, **window), limit) == list(whole)
    page = today.page(book.connection, desk, limit=2)
    assert (page.is_exact, page.total < len(whole)) == (False, True)
    assert today.counts(book.connection, desk).no_next_step.is_more


def test_timelines(book: Store, desk: Desk) -> None:
    (acme, _) = companies.page(book.connection, desk).rows
    people = companies.people(book.connection, desk, acme.id).rows
    made.interaction(book, desk, people[0].id, people[1].id, kind=InteractionKind.MEETING)
    for day in range(12):
        made.interaction(book, desk, people[0].id, days=-day, kind=InteractionKind.NOTE)
    gone = made.interaction(book, desk, people[0].id)
    book.write(interactions.delete, desk, (gone,))
    mine = check(lambda **window: interactions.timeline(book.connection, desk, contact=people[0].id, **window))
    ours = check(lambda **window: interactions.timeline(book.connection, desk, company=acme.id, **window))
    assert len({one.id for one in ours}) == len(ours) > len(mine)
    assert gone not in {one.id for one in ours}
    notes = check(
        lambda **window: interactions.timeline(
            book.connection, desk, contact=people[0].id, kinds=[InteractionKind.NOTE], **window
        )
    )
    assert [one.id for one in notes] == [one.id for one in mine if one.kind is InteractionKind.NOTE]


def test_companies_their_people_the_history_and_the_trash(book: Store, desk: Desk) -> None:
    connection = book.connection
    (acme, _) = check(lambda **window: companies.page(connection, desk, **window))
    assert [one.name for one in check(lambda **window: companies.page(connection, desk, prefix="b", **window))] == [
        "Beta"
    ]
    assert len(check(lambda **window: companies.people(connection, desk, acme.id, **window))) == acme.people
    assert len(check(lambda **window: trash.page(connection, desk, **window))) == 2
    check(lambda **window: history.of(connection, desk, **window))
    check(lambda **window: operations.page(connection, desk, **window))
