"""How many a search finds, against listing them all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_tui.domain import query
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.store import search
from crm_tui.store.search import Counted, index
from tests.conftest import NOW
from tests.store.people import Book


@pytest.fixture(scope="module", params=["afloat", "settled"])
def book(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Book]:
    """Forty people, of whom Janes, customers, tags and notes recur at different intervals."""
    book = Book(tmp_path_factory.mktemp("count") / "crm.db", Desk(moment=Moment(NOW, "Europe/Riga"), owner="Rita"))
    for number in range(40):
        book.person(
            f"{'Jane' if number % 2 else 'John'} Janssen{number}",
            company="Acme Foods" if number % 5 == 0 else "Globex",
            email=f"j{number}@acme.example",
            phone=f"+371 2000 {number:04}",
            tags=" ".join(tag for tag, step in (("saas", 3), ("vip", 4)) if number % step == 0),
            status="customer" if number % 4 else "new",
            tier="ABC"[number % 3],
            owner="Rita Ozola" if number % 2 else "Rita Berg",
            note="likes sailing" if number % 6 == 0 else "",
        )
    if request.param == "settled":
        index.settle(book.connection)
    yield book
    book.connection.close()


def counted(book: Book, text: str, most: int = 10_000) -> Counted:
    return search.count(book.connection, book.desk, query.parse(text), most=most)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jane",
        "jan",
        "jane jan",
        "ane",
        "2000",
        "acme",
        "sail",
        "sailing jane",
        "nobody",
        "!!!",
        "jaen",
        "j12@acme.example",
        "status:new",
        "-status:new",
        "status:new,customer",
        "tier:a,b",
        "#saas",
        "#saas #vip",
        "#saas or #vip",
        "tag:saas,vip",
        "owner:rita",
        "owner:ozola",
        "status:new tier:a",
        "jane status:new",
        "acme -#saas",
        "jane or acme",
        "(jane or sailing) tier:b",
        "has:email",
        "created:today",
        '"acme foods"',
    ],
)
def test_as_many_are_counted_as_are_listed(book: Book, text: str) -> None:
    assert counted(book, text) == (len(book.find(text, limit=1_000)), False)


@pytest.mark.parametrize("text", ["", "jan", "ane", "sail", "#saas #vip", "acme -#saas", "jane or acme"])
def test_counting_stops_at_the_bound(book: Book, text: str) -> None:
    every = len(book.find(text, limit=1_000))
    assert counted(book, text, every) == (every, False)
    assert counted(book, text, every - 1) == (every - 1, True)


def test_a_kept_number_is_exact_beyond_the_bound(book: Book) -> None:
    assert counted(book, "status:customer", 5) == (30, False)


def test_a_value_that_means_nothing_is_refused(book: Book) -> None:
    with pytest.raises(ParseError):
        counted(book, "status:nonsense")
