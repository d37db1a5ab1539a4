from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.store.search import finding, index, planning
from tests.conftest import NOW
from tests.store.people import Book

DAY = 86_400


def ago(days: float) -> int:
    return int((NOW - timedelta(days=days)).timestamp())


@pytest.fixture(scope="module", params=["afloat", "settled"])
def book(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Book]:
    """Ann, Bob, Cat and Dan, in the order in which they were added, then worked: Cat, Ann, Bob. Never Dan.

    Shared, so no test changes it.
    """
    book = Book(tmp_path_factory.mktemp("book") / "crm.db", Desk(moment=Moment(NOW, "Europe/Riga"), owner="Rita"))
    book.person(
        "Ann Smith", company="Acme Foods", tags="saas vip", status="new", tier="A", owner="Rita", created_at=ago(400),
        title="Head of Sales", given_name="Ann", family_name="Smith", birthday="1980-03-14", email="ann@acme.example",
    )  # fmt: skip
    book.person(
        "Bob Stone", company="Acme Foods", tags="saas", status="customer", owner="Rita Ozola", source="Trade fair",
        created_at=ago(30), note="Likes sailing", phone="+371 2000 0001", do_not_contact=1,
    )  # fmt: skip
    book.person("Cat Smith", company="Globex", status="new", tier="B", created_at=ago(3), keep_in_touch_days=30)
    book.person("Dan Stone", tags="vip", status="qualified", created_at=ago(1), email="dan@globex.example")
    book.call(3, at=ago(60), outcome="no answer")
    book.call(1, at=ago(40), outcome="connected", text="the best offer so far")
    book.call(2, at=ago(2), kind="email", text="so far the best")
    book.run("INSERT INTO follow_up(contact, due_day) VALUES (1, '2026-11-18')")
    book.run("INSERT INTO follow_up(contact, due_day) VALUES (1, '2026-12-01')")
    book.run("INSERT INTO follow_up(contact, due_day) VALUES (2, '2026-11-10')")
    book.run("INSERT INTO custom_field(contact, name, value) VALUES (4, 'Industry', 'Steel works')")
    if request.param == "settled":
        index.settle(book.connection)
    yield book
    book.connection.close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("status:new", "AC"),
        ("status:new,customer", "BAC"),
        ("-status:new", "BD"),
        ("stage:any", ""),
        ("tier:a", "A"),
        ("tier:none", "BD"),
        ("#saas", "BA"),
        ("#saas -#vip", "B"),
        ("#SaaS", "BA"),
        ("#saa", ""),
        ("tag:none", "C"),
        ("owner:me", "BA"),
        ("owner:ozola", "B"),
        ("owner:any", "BA"),
        ("owner:none", "CD"),
        ("source:fair", "B"),
        ("source:none", "ACD"),
        ("company:acme", "BA"),
        ('company:"foods acme"', "BA"),
        ("company:none", "D"),
        ("-company:acme", "CD"),
        ("company:acme,glob", "BAC"),
        ("title:head", "A"),
        ("title:smith", ""),
        ("name:smith", "AC"),
        ("family_name:smith", "A"),
        ("note:sail", "B"),
        ("note:any", "B"),
        ("custom.industry:steel", "D"),
        ("custom.industry:any", "D"),
        ("custom.industry:none", "BAC"),
        ("email:acme", "A"),
        ("email:@globex", "D"),
        ("has:email", "AD"),
        ("-has:email", "BC"),
        ("phone:2000", "B"),
        ("has:phone", "B"),
        ("birthday:03-14", "A"),
        ("kind:email", "B"),
        ("kind:call", "AC"),
        ("kind:none", "D"),
        ("outcome:connected", "A"),
        ("outcome:none", "BD"),
        ("last:>30d", "AC"),
        ("last:<7d", "B"),
        ("last:never", "D"),
        ("last:any", "BAC"),
        ("-last:>30d", "BD"),
        ("created:<7d", "DC"),
        ("created:>100d", "A"),
        ("updated:today", "DCBA"),
        ("updated:>1d", ""),
        ("due:today", "A"),
        ("due:overdue", "B"),
        ("is:overdue", "B"),
        ("due:<=today", "BA"),
        ("due:>today", "A"),
        ("next:>today", ""),
        ("next:today", "A"),
        ("next:none", "CD"),
        ("attempts:>=1", "C"),
        ("attempts:0", "BAD"),
        ("keep_in_touch:30", "C"),
        ("dnc:yes", "B"),
        ("-is:dnc", "ACD"),
        ("is:quiet", "AC"),
        ("open:no", "B"),
        ("smith status:new last:>50d", "C"),
        ("smith", "AC"),
        ("smith -ann", "C"),
        ("smith -status:new", ""),
        ("acme #saas status:customer", "B"),
        ("ann or bob", "BA"),
        ("(ann or bob) status:new", "A"),
        ("ann or #vip", "AD"),
        ("status:new or status:customer", "BAC"),
        ("due:today or next:none", "ACD"),
        ("(smith or stone) (status:new or #vip)", "ACD"),
        ("-(smith or #saas)", "D"),
        ("-(smith status:new)", "BD"),
        ('"ann smith"', "A"),
        ('"smith ann"', ""),
        ('"the best offer"', "A"),
        ('"head of"', "A"),
        ('-"the best offer" smith', "C"),
        ("best", "BA"),
        ("acme or sailing", "BA"),
        ('status:new "smith"', "AC"),
        ("", "BACD"),
    ],
)
def test_a_search_finds_these_people_in_this_order(book: Book, text: str, found: str) -> None:
    initials = "".join(name[0] for name in book.names(text))
    assert initials == found


def test_a_value_that_means_nothing_is_refused_at_its_place(book: Book) -> None:
    with pytest.raises(ParseError) as caught:
        book.find("ann status:nonsense")
    assert caught.value.text[caught.value.start : caught.value.end] == "nonsense"


def test_a_time_filter_alone_lists_in_the_order_of_that_time(book: Book) -> None:
    assert book.names("due:any") == ["Bob Stone", "Ann Smith"]
    assert book.names("due:<=2026-12-31") == ["Bob Stone", "Ann Smith"]
    assert book.names("last:any last:<1y") == ["Bob Stone", "Ann Smith", "Cat Smith"]
    assert book.names("created:<1y") == ["Dan Stone", "Cat Smith", "Bob Stone"]


def test_tags_that_differ_by_a_sign_are_told_apart(path: Path, desk: Desk) -> None:
    book = Book(path, desk)
    book.person("Eve One", tags="c++")
    book.person("Eve Two", tags="c#")
    assert (book.names("#c++"), book.names('tag:"c#"')) == (["Eve One"], ["Eve Two"])
    book.connection.close()


def test_very_many_alternatives_are_still_answered(book: Book) -> None:
    wide = " ".join(f"(ann or bob or x{number})" for number in range(8))
    assert book.names(wide) == ["Bob Stone", "Ann Smith"]


@pytest.mark.parametrize("sortable", [0, 10_000])
@pytest.mark.parametrize(
    "text",
    [
        "a #saas",
        "s due:<=today",
        "smith last:>30d",
        "a company:acme",
        "st email:globex",
        "due:<=today #saas",
        "f owner:me",
    ],
)
def test_whichever_way_is_taken_the_same_are_found(
    book: Book, text: str, sortable: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = book.find(text)
    monkeypatch.setattr(planning, "SORTABLE", sortable)
    monkeypatch.setattr(planning, "LISTABLE", sortable)
    monkeypatch.setattr(finding, "_WORTH_COUNTING", -1 if sortable else 10**9)
    assert book.find(text) == usual
    assert usual
