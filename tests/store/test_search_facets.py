"""Tags and facets that change for many at once: computed from what differs, the index comes out as if read anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.desk import Desk
from crm_tui.store.search import difference, document, facets, index, marks, trigrams
from crm_tui.store.search.marks import turn
from crm_tui.store.search.rewording import Rewording
from tests.store.people import Book


@pytest.fixture
def book(path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """An empty book, whose documents enter the indexes with each write."""
    monkeypatch.setattr(index, "MOST_AFLOAT", 0)
    monkeypatch.setattr(index, "LEFT_AFLOAT", 0)
    book = Book(path, desk)
    yield book
    book.connection.close()


def give(book: Book, tag: str, *people: int) -> None:
    """Puts a tag on people, as a change by sets does: only facets are said to be stale."""
    _alter(book, "INSERT OR IGNORE INTO tag(name) VALUES (?)", tag)
    for pk in people:
        put = "INSERT INTO contact_tag(contact, tag) SELECT ?, pk FROM tag WHERE name = ?"
        _alter(book, f"{put} ON CONFLICT DO UPDATE SET deleted_at = NULL", pk, tag)
    refresh(book)


def take(book: Book, tag: str) -> None:
    _alter(book, "UPDATE contact_tag SET deleted_at = 1 WHERE tag = (SELECT pk FROM tag WHERE name = ?)", tag)
    refresh(book)


def _alter(book: Book, statement: str, *values: object) -> None:
    run = book.connection.execute
    run("UPDATE clock SET is_deriving = 0")
    run(statement, values)
    run("UPDATE clock SET is_deriving = 1")


def refresh(book: Book) -> None:
    everyone = [pk for (pk,) in book.connection.execute("SELECT pk FROM contact")]
    with book.transaction() as connection:
        facets.refresh_facets(connection, everyone)


@pytest.mark.parametrize("tag", ["zebra", "zoe", "ze", "acme", "sales", "z", "000000", "zzzz", "Élan Zoë", "12345678"])
def test_words_that_begin_like_a_tag_stay_when_it_goes(book: Book, tag: str) -> None:
    people = [
        book.person("Zoe Zebrano", company="Zenit Acme", title="Sales", email="zoe@zebra.example", tags="zeal"),
        book.person("Ann", phone="+371 2000 0000", note="zebras and zebra crossings, acme"),
        book.person("Eric Vander", title="er ebr bra ra"),
        book.person("Zzzzoltan", company="A"),
    ]
    book.call(people[2], text="zebrafish, zebra, zoe")
    found = {word: book.find(word) for word in ("z", "ze", "zeb", "zebr", "zebra", "zoe", "acme", "a", "ebr", "0000")}
    for _ in range(2):
        give(book, tag, *people)
        kept = "SELECT uses FROM search_facet_use WHERE facet = ?"
        assert book.connection.execute(kept, (document.facet("tag", tag),)).fetchone() == (4,)
        assert book.faults() == []
        take(book, tag)
        assert {word: book.find(word) for word in found} == found
        assert book.faults() == []


def test_a_facet_leaves_the_character_that_it_shares_with_another(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = {"tag=hot": "last=never", "tag=cold": "status=new"}
    own = marks.mark
    monkeypatch.setattr(marks, "mark", lambda facet: own(shared.get(facet, facet)))
    for remembered in (marks.marks, marks._remembered_turn, marks._marks_of_time):
        remembered.cache_clear()
    people = [book.person("Jane"), book.person("Joan")]
    for tag in ("hot", "cold"):
        give(book, tag, *people)
        assert book.faults() == []
        take(book, tag)
        assert book.faults() == []
    assert book.find("status:new last:never") == [2, 1]
    for remembered in (marks.marks, marks._remembered_turn, marks._marks_of_time):
        remembered.cache_clear()


def test_a_document_that_is_reread_is_the_one_that_is_read(book: Book) -> None:
    book.person("Jane", company="Acme", title="Buyer", email="jane@acme.example", phone="+1 415 555 0112", tags="a b")
    book.person("Bob", note="note", status="customer", owner="Rita Ozola", source="Fair, Riga", birthday="--05-17")
    third = book.person("Cyd", company="???", tier="A", stage="lead", do_not_contact=1)
    book.run("INSERT INTO contact_point(contact, kind, value, normal) VALUES (?, 'url', 'x.example', '')", third)
    book.call(1, text="said")
    book.run("INSERT INTO follow_up(contact, due_day) VALUES (2, '2026-12-01')")
    everyone = [pk for (pk,) in book.connection.execute("SELECT pk FROM contact")]
    read = document.read(book.connection, everyone)
    for each in facets.reread(book.connection, everyone):
        assert each.was._replace(rest=each.rest, facets=each.facets) == read[each.contact][0]
        assert not each.is_changed
    assert len(read) == 3


def test_someone_without_a_document_gets_one_and_someone_deleted_loses_it(book: Book) -> None:
    here, gone = book.person("Jane"), book.person("Joan")
    _alter(book, "INSERT INTO contact(name) VALUES ('Jill')")
    _alter(book, "INSERT INTO standing(contact) VALUES (3)")
    _alter(book, "UPDATE contact SET deleted_at = 1 WHERE pk = ?", gone)
    refresh(book)
    assert (book.find("j"), book.faults()) == ([3, here], [])


_tokens = st.lists(st.sampled_from(["status=new", "tag=a", "tag=b", "tag=c", "has=tag", "owner=ann"]), unique=True)
_times = st.sampled_from([" last=never next=none ", " last=2026 last=2026-05 next=some "])


@given(_tokens, _tokens, _times, _times)
def test_the_turn_of_facets_is_what_differs(was: list[str], now: list[str], before: str, after: str) -> None:
    old, new = (f" {' '.join(tokens)}{time}" for tokens, time in ((was, before), (now, after)))
    turned = turn(old, new)
    assert set(turned.gone) == set(old.split()) - set(new.split())
    assert set(turned.come) == set(new.split()) - set(old.split())
    assert (set(turned.taken.split()), set(turned.put.split())) == (
        set(marks.held(old) - marks.held(new)),
        set(marks.held(new) - marks.held(old)),
    )


_words = st.lists(
    st.sampled_from(["zoe", "zebra", "z", "ze", "er", "her", "bra", "acme", "a", "0000", "000000", "xxxx"]),
    max_size=4,
    unique=True,
)


@given(_words, _words, _words, _words)
def test_a_changed_part_changes_texts_as_if_they_were_compared_whole(
    was: list[str], now: list[str], left: list[str], right: list[str]
) -> None:
    old, new, before, after = map(" ".join, (was, now, left, right))
    change = Rewording(old, new)
    for shortest in (1, 3):
        whole = [f"{before} {middle} {after}" for middle in (old, new)]
        expected = difference.of_words(whole[0], whole[1], shortest)
        found = change.words(f"{before} {after}", shortest)
        assert [set(words.split()) for words in found] == [set(words.split()) for words in expected]
    texts = [f"{before}||{middle}||{after}" for middle in (old, new)]
    held = [text + trigrams.beside(text) for text in texts]
    if piece := change.piece(f"{before}||", f"||{after}"):
        gone, come = map(trigrams.of, piece)
        assert trigrams.of(held[0]) - gone | come == trigrams.of(held[1])
        assert (trigrams.of(held[0]) - gone).isdisjoint(come)
        assert gone <= trigrams.of(held[0])
        assert len(piece[1]) - len(piece[0]) == len(held[1]) - len(held[0])
