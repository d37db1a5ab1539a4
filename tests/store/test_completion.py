"""What the book knows that begins like what is typed."""

from __future__ import annotations

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, NotFoundError
from crm_tui.store import completion, contacts, quick, tags
from crm_tui.store.store import Store
from tests.store import made


def told(store: Store, desk: Desk, words: str) -> list[str]:
    return [one.name for one in completion.people(store.connection, desk, words)]


def test_people_are_found_by_beginnings_of_their_words_in_any_order_and_script(store: Store, desk: Desk) -> None:
    for name, company in (("Γιώργος Παπαδόπουλος", "Ελαία"), ("Élodie Martin", "Acme"), ("Анна Котова", "")):
        made.contact(store, desk, name, company=company)
    assert told(store, desk, "papad") == ["Γιώργος Παπαδόπουλος"]
    assert told(store, desk, "παπ γιω") == ["Γιώργος Παπαδόπουλος"]
    assert told(store, desk, "acme elo") == ["Élodie Martin"]
    assert told(store, desk, "kotova") == ["Анна Котова"]
    assert told(store, desk, "  ") == []


def test_people_are_no_more_than_were_asked_for_and_none_is_in_the_trash(store: Store, desk: Desk) -> None:
    ids = [made.contact(store, desk, f"Ann {letter}") for letter in "BCDEFGH"]
    assert len(completion.people(store.connection, desk, "ann", limit=3)) == 3
    store.write(contacts.delete, desk, ids)
    assert told(store, desk, "ann") == []


def test_tags_are_completed_across_accents_and_scripts(store: Store, desk: Desk) -> None:
    made.contact(store, desk, "Jane", tags=("Ünited", "Ελλάδα", "united2"))
    assert tags.names(store.connection, desk, "#unit") == ["united2", "Ünited"]
    assert tags.names(store.connection, desk, "ella") == ["Ελλάδα"]


def test_words_stand_for_one_contact_for_several_or_for_nobody(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane Doe")
    low, fox = made.contact(store, desk, "Ann Low"), made.contact(store, desk, "Ann Fox")
    one, several, none, chosen = quick.named(store.connection, desk, ("jane", "ann", "zoe", "Ann!"), {"Ann!": low})
    assert one.contact is not None
    assert one.contact.id == jane
    assert {candidate.id for candidate in several.candidates} == {low, fox}
    assert isinstance(several.problem, AmbiguousError)
    assert isinstance(none.problem, NotFoundError)
    assert chosen.contact is not None
    assert chosen.contact.id == low


def test_whoever_has_an_address_or_a_number_is_found_by_its_normal_form(store: Store, desk: Desk) -> None:
    made.contact(store, desk, "Jane Doe", email="Jane@Acme.example")
    gone = made.contact(store, desk, "Gone", email="jane@acme.example")
    store.write(contacts.delete, desk, [gone])
    found = completion.reached(store.connection, desk, ["jane@acme.example", ""])
    assert [one.name for one in found] == ["Jane Doe"]


@pytest.mark.parametrize("words", ["jane", "jane jane"])
def test_a_name_given_twice_is_looked_up_once(store: Store, desk: Desk, words: str) -> None:
    made.contact(store, desk, "Jane Doe")
    assert len(quick.named(store.connection, desk, words.split(), {})) == 1
