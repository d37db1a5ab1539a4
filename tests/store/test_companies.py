"""Companies: the list, one whole, and its people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_tui.domain.changes import CompanyChanges
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, NotFoundError, UsageError
from crm_tui.store import companies, contacts
from crm_tui.store.store import Store
from crm_tui.store.undo import undo
from tests.conftest import NOW
from tests.store import made


def add(store: Store, desk: Desk, name: str, **fields: str) -> str:
    return made.new(store.write(companies.add, desk, name, **fields), "company")


def test_a_company_comes_back_as_it_was_added(store: Store, desk: Desk) -> None:
    id = add(store, desk, " Acme Ltd ", domain="https://www.Acme.example/about", phone="+371 2000 0000", note="a\nb")
    acme = companies.one(store.connection, desk, id)
    assert (acme.name, acme.domain, acme.phone, acme.note) == ("Acme Ltd", "acme.example", "+371 2000 0000", "a\nb")
    assert acme.created_at == acme.updated_at == NOW
    with pytest.raises(UsageError, match="already"):
        add(store, desk, "ACME")
    with pytest.raises(UsageError, match="needs a name"):
        add(store, desk, " ")


def test_a_company_knows_its_people_and_what_is_open(store: Store, desk: Desk) -> None:
    jane, john = (made.contact(store, desk, name, company="Acme") for name in ("Jane", "John"))
    made.contact(store, desk, "Stranger", company="Beta")
    made.interaction(store, desk, john, days=-2)
    made.follow_up(store, desk, jane)
    company = contacts.one(store.connection, desk, jane).company
    assert company
    acme = companies.one(store.connection, desk, company.id)
    assert (acme.people, acme.open_follow_ups, acme.last_contacted) == (2, 1, NOW - timedelta(days=2))
    page = companies.people(store.connection, desk, company.id)
    assert ([line.name for line in page.rows], page.total) == (["John", "Jane"], 2)
    store.write(contacts.delete, desk, [john])
    assert companies.one(store.connection, desk, company.id).people == 1


def test_companies_are_listed_by_name_and_by_their_beginning(store: Store, desk: Desk) -> None:
    for name in ("Zeta", "Élan", "acme", "Echo"):
        add(store, desk, name)
    page = companies.page(store.connection, desk)
    assert ([line.name for line in page.rows], page.total) == (["acme", "Echo", "Élan", "Zeta"], 4)
    assert [line.name for line in companies.page(store.connection, desk, prefix="ELA").rows] == ["Élan"]
    assert [line.name for line in companies.page(store.connection, desk, offset=1, limit=2).rows] == ["Echo", "Élan"]
    assert companies.names(store.connection, desk, "e") == ["Echo", "Élan"]


def test_a_company_is_resolved_by_id_and_by_name(store: Store, desk: Desk) -> None:
    acme, other = add(store, desk, "Acme Ltd"), add(store, desk, "Acme Systems")
    for words in (acme, acme[-8:], "acme", "ACME LIMITED"):
        assert companies.resolve(store.connection, desk, words) == acme
    assert companies.resolve(store.connection, desk, "acme s") == other
    with pytest.raises(AmbiguousError) as caught:
        companies.resolve(store.connection, desk, "acm")
    assert [candidate.label for candidate in caught.value.candidates] == ["Acme Ltd", "Acme Systems"]
    with pytest.raises(NotFoundError):
        companies.resolve(store.connection, desk, "beta")


def test_only_the_fields_given_are_changed(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane", company="Acme")
    company = contacts.one(store.connection, desk, jane).company
    assert company
    change = store.write(companies.edit, desk, company.id, CompanyChanges(name="Acme Inc", domain="x@acme.example"))
    assert change.summary == "Acme Inc: name Acme Inc, domain acme.example"
    assert {ref.kind for ref in change.records} == {"company", "contact"}
    renamed = contacts.one(store.connection, desk, jane).company
    assert renamed
    assert renamed.name == "Acme Inc"
    assert companies.resolve(store.connection, desk, "acme inc") == company.id
    with pytest.raises(UsageError):
        store.write(companies.edit, desk, company.id, CompanyChanges(name=""))


def test_a_deleted_company_leaves_its_people_and_comes_back_to_them(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane", company="Acme")
    company = contacts.one(store.connection, desk, jane).company
    assert company
    assert store.write(companies.delete, desk, [company.id]).summary == "Moved Acme to the trash"
    assert contacts.one(store.connection, desk, jane).company is None
    assert companies.page(store.connection, desk).rows == ()
    with pytest.raises(NotFoundError):
        companies.resolve(store.connection, desk, "acme")
    undo(store, desk)
    assert contacts.one(store.connection, desk, jane).company == company
