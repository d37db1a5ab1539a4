"""Filters that few of those pass who have the words: lists are merged, and the same people are found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store.search import index, planning
from tests.conftest import NOW
from tests.store.people import Book, merge_lists

PEOPLE = 72
STATUSES = ("new", "qualified", "customer", "nurture")
#: Of everyone whose company is not Lantern, where else the word stands.
ELSEWHERE = ("note", "part", "mistyped", "nowhere")


def _add(book: Book, number: int) -> None:
    """Two in three are of Lantern, the others have the word elsewhere; every ninth was called long ago."""
    where = ELSEWHERE[number // 3 % 4] if number % 3 == 0 else "company"
    company = {"company": "Lantern Foods", "part": "Bluelantern", "mistyped": "Lantrn"}.get(where, "Acme")
    pk = book.person(
        f"Ann{number} Smith",
        company=company,
        note="met at the Lantern" if where == "note" else "",
        tags="saas" if number % 4 < 2 else "vip",
        status=STATUSES[number % 4],
        tier="AB"[number % 2],
        phone=f"+1 221 471 {number:04}",
    )
    if number % 9 == 0:
        book.call(pk, at=int((NOW - timedelta(40 + number % 2)).timestamp()))
    elif number % 2:
        book.call(pk)
    if number % 5 == 0:
        day, clock = ("2026-11-18", "09:00" if number % 10 else None) if number % 3 else ("2026-12-01", None)
        book.run("INSERT INTO follow_up(contact, due_day, due_time) VALUES (?, ?, ?)", pk, day, clock)
        book.run("INSERT INTO follow_up(contact, due_day) VALUES (?, '2026-12-24')", pk)


@pytest.fixture(scope="module", params=["afloat", "settled"])
def book(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Book]:
    """Shared, so no test changes it."""
    book = Book(tmp_path_factory.mktemp("book") / "crm.db", Desk(moment=Moment(NOW, "Europe/Riga")))
    for number in range(PEOPLE):
        _add(book, number)
    if request.param == "settled":
        index.settle(book.connection)
    yield book
    book.connection.close()


def _traced(book: Book, text: str, limit: int) -> tuple[list[int], str]:
    """Who is found, and the statements that found them."""
    statements: list[str] = []
    book.connection.set_trace_callback(statements.append)
    try:
        found = book.find(text, limit)
    finally:
        book.connection.set_trace_callback(None)
    return found, "\n".join(statements)


QUERIES = (
    "status:new lantern",
    "status:new #saas lantern",
    "status:new last:>30d lantern",
    "last:>30d tier:a lant",
    "last:>30d next:none lantern",
    "due:today last:>30d lantern",
    "due:any status:customer lantern",
    "status:qualified #vip lantern",
    "status:new -#vip lantern foods",
    "tier:b last:>30d (221) 471",
    "status:new last:>30d 471000",
    "status:customer ann lantern",
    "created:<1d #saas lantern",
    "-has:company lantern",
    "(lantern or smith) status:new last:>30d",
)


@pytest.mark.parametrize("limit", [1, 3, 50])
@pytest.mark.parametrize("few", [0, 5, 12])
@pytest.mark.parametrize("text", QUERIES)
def test_merged_lists_find_the_same_people_in_the_same_order(
    book: Book, text: str, few: int, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = book.find(text, limit)
    merge_lists(monkeypatch, few=few)
    assert book.find(text, limit) == usual


def test_whoever_has_the_word_elsewhere_alone_is_still_found(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    merge_lists(monkeypatch, few=0)
    found, asked = _traced(book, "status:new lantern", PEOPLE)
    assert "EXCEPT SELECT rowid FROM search_word" in asked
    assert "INTERSECT SELECT rowid FROM search_word" in asked
    wanted = [n for n in range(PEOPLE) if n % 4 == 0 and (n % 3 or ELSEWHERE[n // 3 % 4] in {"note", "part"})]
    assert sorted(found) == [number + 1 for number in wanted]


def test_few_who_have_all_facets_are_merged_with_parts_of_words(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    merge_lists(monkeypatch, few=5)
    found, asked = _traced(book, "tier:a last:>30d lantern", PEOPLE)
    assert "INTERSECT SELECT value FROM json_each" in asked
    # Two have it in their notes; fewer than three are joined by those with a word like it.
    assert found == [37, 1, 55, 19]


@pytest.mark.parametrize(
    ("text", "few"),
    [
        ("last:>30d tier:a", 5),
        ("next:none status:new", 15),
        ("due:<=2026-11-30 status:customer", 10),
        ("due:>=2026-11-01 tier:b", 10),
        ("due:>=2026-11-01 last:>30d", 4),
    ],
)
def test_filters_list_alike_in_the_order_of_an_index_and_sorted(
    book: Book, text: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "SORTABLE", 0)
    monkeypatch.setattr(planning, "LISTABLE", 0)
    walked = book.find(text)
    monkeypatch.setattr(planning, "_SURELY", 0)
    monkeypatch.setattr(planning, "SORTABLE", few)
    listed, asked = _traced(book, text, 50)
    assert f"ORDER BY rowid LIMIT {few + 1}" in asked
    assert listed == walked
    assert walked


def test_nobody_is_found_when_no_one_has_both_facets(book: Book) -> None:
    assert book.find("last:>30d last:never") == []
    assert book.find("due:overdue last:>30d lantern") == []


def test_a_status_that_no_rule_knows_is_told_from_the_others(book: Book) -> None:
    with book.transaction() as connection:
        connection.execute("UPDATE contact SET status = 'New' WHERE pk IN (1, 2)")
    try:
        assert {1, 2} <= set(book.find("status:new last:>=2020-01-01", PEOPLE))
    finally:
        with book.transaction() as connection:
            connection.execute("UPDATE contact SET status = 'new' WHERE pk = 1")
            connection.execute("UPDATE contact SET status = 'qualified' WHERE pk = 2")
