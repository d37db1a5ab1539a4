"""Newcomers beside the book and each other: the same pairs as a search of the whole book finds, by either way."""

from __future__ import annotations

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.store import duplicates_find, duplicates_new
from crm_tui.store.bulk.rows import next_pk
from crm_tui.store.duplicates_new import Newcomers
from crm_tui.store.store import Store
from crm_tui.store.undo import undo
from tests.store import made

BOOK = (
    {"name": "John Smith", "company": "Acme", "email": "john@acme.example"},
    {"name": "Юрис Калнс", "phone": "+371 2000 0000"},
    {"name": "Eva Twin", "company": "Old"},
    {"name": "Eva Twin", "company": "Old", "email": "e@old.example"},
)
NEW = (
    {"name": "Jon Smith", "company": "Acme", "email": "jon@smith.example"},
    {"name": "Juris Kalns", "phone": "2000 0000"},
    {"name": "", "email": "ilze@medus.example"},
    {"name": "Ilze Ozola", "email": "ILZE@medus.example"},
    {"name": "Carol White", "company": "Elsewhere"},
)
FOUND = {
    ("Jon Smith", "John Smith"),
    ("Juris Kalns", "Юрис Калнс"),
    ("Ilze Ozola", "ilze@medus.example"),
}


def newcomers(store: Store, desk: Desk) -> Newcomers:
    """The book, and who has come to it since."""
    for fields in BOOK:
        made.contact(store, desk, **fields)
    first = next_pk(store.connection, "contact")
    for fields in NEW:
        made.contact(store, desk, **fields)
    return duplicates_new.newcomers(store.connection, first, 10)


def pairs(store: Store, desk: Desk, new: Newcomers) -> set[tuple[str, str]]:
    return {(one.name, one.other) for one in duplicates_new.find(store.connection, desk, new)}


@pytest.mark.parametrize("read_instead", [0, 500], ids=["looked up", "read"])
def test_newcomers_are_found_beside_the_book_and_each_other(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch, read_instead: int
) -> None:
    monkeypatch.setattr(duplicates_new, "_READ_INSTEAD", read_instead)
    new = newcomers(store, desk)
    assert pairs(store, desk, new) == FOUND
    whole = {pair[:2] for pair in duplicates_find.find(store.connection, desk)}
    assert len(whole) == len(FOUND) + 1


@pytest.mark.parametrize("read_instead", [0, 500], ids=["looked up", "read"])
def test_newcomers_of_a_trial_are_found_when_they_are_gone_again(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch, read_instead: int
) -> None:
    monkeypatch.setattr(duplicates_new, "_READ_INSTEAD", read_instead)
    new = newcomers(store, desk)
    for _ in NEW:
        undo(store, desk)
    assert pairs(store, desk, new) == FOUND


def test_the_number_of_a_switchboard_says_nothing_of_a_newcomer(store: Store, desk: Desk) -> None:
    for number in range(6):
        made.contact(store, desk, f"Person{number} Kalns", phone="+371 2000 0000")
    first = next_pk(store.connection, "contact")
    made.contact(store, desk, "Anna Kalne", phone="+371 2000 0000")
    assert pairs(store, desk, duplicates_new.newcomers(store.connection, first, 10)) == set()


def test_a_search_that_is_watched_tells_how_far_it_is(store: Store, desk: Desk) -> None:
    told: list[str] = []
    duplicates_new.find(store.connection, desk, newcomers(store, desk), lambda stage, _done, _total: told.append(stage))
    assert told == ["Reading", "Comparing"]


def test_many_newcomers_to_a_large_book_are_not_looked_for_in_passing(store: Store, desk: Desk) -> None:
    newcomers(store, desk)
    connection = store.connection
    assert duplicates_new.is_quick(connection, 20_000)
    assert not duplicates_new.is_quick(connection, 20_001)
    connection.execute("UPDATE tally SET contacts = 1000000")
    assert duplicates_new.is_quick(connection, 100)
    assert not duplicates_new.is_quick(connection, 101)
