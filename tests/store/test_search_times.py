"""Facets for time lead to everyone within a stretch, and follow what is logged, planned, imported and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store import search
from crm_tui.store.search.times import FIRST, LAST, Stretch, covering, timed
from crm_tui.store.store import Store
from tests.conftest import NOW
from tests.store.people import Book
from tests.sync.office import brought, written

_YEARS = ("2024", "2025", "2026")
_START, _END = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2024, 2027))
_instants = st.integers(_START, _END - 1)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "crm.db", Desk(moment=Moment(NOW, "Europe/Riga")))


@given(st.tuples(_instants, _instants).map(sorted), _instants)
def test_facets_of_a_stretch_are_those_of_its_days(ends: list[int], at: int) -> None:
    first, last = ends
    found = set(covering(_YEARS, [Stretch(first, last + 1)]))
    assert bool(found & set(timed(at, has_next=True).split())) == (first // 86_400 <= at // 86_400 <= last // 86_400)


def test_whole_years_and_months_are_one_facet() -> None:
    start, end = (int(datetime(*day, tzinfo=UTC).timestamp()) for day in ((2025, 11, 30), (2027, 1, 1)))
    stored = {facet for day in _days() for facet in timed(int(day.timestamp()), has_next=False).split()}
    assert [facet for facet in covering(_YEARS, [Stretch(start, end)]) if facet in stored] == [
        "last=2025-11-3",
        "last=2025-12",
        "last=2026",
    ]
    assert covering(_YEARS, [Stretch(None, None)]) == [f"last={year}" for year in _YEARS]


def _days() -> list[datetime]:
    return [
        datetime.fromordinal(number).replace(tzinfo=UTC)
        for number in range(date(2024, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    ]


@pytest.mark.parametrize("at", [-(1 << 62), FIRST - 1, FIRST, LAST, LAST + 1, 1 << 62])
def test_the_ends_of_time_are_within_an_open_stretch(at: int) -> None:
    years = {timed(at, has_next=False).split()[0][5:]}
    assert set(covering(years, [Stretch(None, None)])) & set(timed(at, has_next=False).split())


def test_a_call_moved_to_another_day_is_found_there(book: Book) -> None:
    book.person("Jane Doe")
    call = book.call(1)
    assert (book.names("jane last:<7d"), book.names("jane last:>30d")) == (["Jane Doe"], [])
    book.run("UPDATE interaction SET at = at - 100 * 86400 WHERE pk = ?", call)
    assert (book.names("jane last:<7d"), book.names("jane last:>30d")) == ([], ["Jane Doe"])
    book.run("UPDATE interaction SET deleted_at = 1 WHERE pk = ?", call)
    assert (book.names("jane last:>30d"), book.names("jane last:never")) == ([], ["Jane Doe"])
    assert book.faults() == []


@pytest.mark.parametrize("at", [-(1 << 40), 1 << 40])
def test_a_call_beyond_the_calendar_does_no_harm(book: Book, at: int) -> None:
    book.person("Jane Doe")
    book.call(1, at=at)
    assert book.faults() == []
    assert book.names("jane last:any") == ["Jane Doe"]


def test_people_of_one_status_without_a_next_step_are_listed_by_their_latest_activity(book: Book) -> None:
    for number in range(1, 7):
        book.person(f"Jane {number}", status="new" if number % 3 else "customer")
    for number, days in ((5, 3), (1, 2), (4, 1), (3, 1)):
        book.call(number, at=book.desk.moment.epoch - days * 86_400)
    book.run("INSERT INTO follow_up(contact, due_day) VALUES (4, '2026-12-01')")
    assert book.names("status:new next:none") == ["Jane 1", "Jane 5", "Jane 2"]
    assert book.names("status:new next:any") == ["Jane 4"]


def test_a_status_spelt_in_two_ways_is_one_to_a_search_for_people_without_a_next_step(book: Book) -> None:
    for status in ("new", "New", "customer", "customer"):
        book.person(f"Jane {status}", status=status)
    assert set(book.names("status:new next:none")) == {"Jane new", "Jane New"}


def test_what_is_imported_with_people_is_found_by_its_day(store: Store, tmp_path: Path) -> None:
    header = '{"crm":"jsonl","version":1}'
    person = '{"type":"contact","id":"%s","name":"%s"}'
    call = '{"type":"interaction","id":"%s","contacts":[{"id":"%s"}],"kind":"call","at":"2026-05-07T09:00:00Z"}'
    step = '{"type":"follow_up","id":"%s","contact":{"id":"%s"},"due":"2026-12-01","kind":"call","text":"Call"}'
    ids = [f"{number:032x}" for number in range(1, 9)]
    lines = [
        header,
        person % (ids[0], "Jane Doe"),
        person % (ids[1], "John Roe"),
        call % (ids[2], ids[0]),
        step % (ids[3], ids[1]),
    ]
    brought(store, written(tmp_path, *lines, name="work.jsonl"))
    assert search.verify(store.connection) == []
    facets = [row for (row,) in store.connection.execute("SELECT facets FROM search_doc ORDER BY contact")]
    assert [" last=2026-05-07 next=none " in row for row in facets] == [True, False]
    assert [" last=never next=some " in row for row in facets] == [False, True]
