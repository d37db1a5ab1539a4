"""What lists are read from is kept in step by whatever writes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain.changes import CompanyChanges, ContactChanges
from crm_tui.domain.desk import Desk
from crm_tui.store import companies, contacts, derived, doctor, follow_ups, journal, listing, undo
from crm_tui.store.doctor import Level
from crm_tui.store.store import Store
from tests.blank import blank
from tests.store import made
from tests.store.rows import alive


def listed(store: Store) -> list[int]:
    rows = store.connection.execute(
        "SELECT listed FROM follow_up WHERE state = 'open' AND deleted_at IS NULL ORDER BY pk"
    )
    return [row[0] for row in rows]


def contacts_counted(store: Store) -> int:
    return int(store.connection.execute("SELECT contacts FROM tally").fetchone()[0])


def test_a_follow_up_knows_whether_it_is_its_contacts_only_one(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    first = made.follow_up(store, desk, jane, 3)
    assert listed(store) == [listing.ALONE]
    made.follow_up(store, desk, jane, 5)
    assert listed(store) == [listing.QUEUED, listing.QUEUED]
    store.write(follow_ups.cancel, desk, first)
    assert listed(store) == [listing.ALONE]
    undo.undo(store, desk)
    assert listed(store) == [listing.QUEUED, listing.QUEUED]


def test_a_follow_up_is_hidden_with_its_contact_and_comes_back_with_them(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    made.follow_up(store, desk, jane)
    store.write(contacts.delete, desk, (jane,))
    assert (listed(store), contacts_counted(store)) == ([listing.HIDDEN], 0)
    undo.undo(store, desk)
    assert (listed(store), contacts_counted(store)) == ([listing.ALONE], 1)
    store.connection.execute("UPDATE contact SET do_not_contact = 1")
    assert listed(store) == [listing.AGENDA]


def test_a_contact_is_sorted_by_the_company_that_it_has_now(store: Store, desk: Desk) -> None:
    def sorted_by() -> object:
        return store.connection.execute("SELECT company_name FROM standing").fetchone()[0]

    jane = made.contact(store, desk, "Jane")
    assert sorted_by() == b""
    store.write(contacts.edit, desk, jane, ContactChanges(company="Ácme"))
    assert sorted_by() == "acme"
    (company,) = companies.page(store.connection, desk).rows
    store.write(companies.edit, desk, company.id, CompanyChanges(name="Zeta"))
    assert sorted_by() == "zeta"
    store.write(companies.delete, desk, (company.id,))
    assert sorted_by() == b""


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE tally SET contacts = 7", "number of contacts"),
        ("UPDATE standing SET status = 'other'", "another status or company"),
        ("UPDATE standing SET company_name = 'other'", "another status or company"),
        ("UPDATE follow_up SET listed = 0", "another list"),
    ],
)
def test_the_doctor_finds_and_mends_what_lists_are_read_from(
    store: Store, tmp_path: Path, desk: Desk, damage: str, words: str
) -> None:
    made.follow_up(store, desk, made.contact(store, desk, "Jane", company="Acme"))
    store.connection.execute(damage)
    (fault,) = listing.faults(store.connection)
    assert words in fault
    findings = doctor.check(store.connection, tmp_path / "crm.db", desk)
    assert ("lists", Level.PROBLEM) in {(finding.name, finding.level) for finding in findings}
    doctor.fix(store.connection, tmp_path / "crm.db", desk)
    assert listing.faults(store.connection) == []


STEPS: dict[str, str] = {
    "add": "INSERT INTO contact(name, status) VALUES ('Somebody', 'new')",
    "close": "UPDATE contact SET status = 'customer' WHERE pk = :a",
    "trash": "UPDATE contact SET deleted_at = 1 WHERE pk = :a",
    "restore": "UPDATE contact SET deleted_at = NULL WHERE pk = :a",
    "bar": "UPDATE contact SET do_not_contact = NOT do_not_contact WHERE pk = :a",
    "plan": "INSERT INTO follow_up(contact, due_day) VALUES (:a, '2026-11-1' || (:b % 9))",
    "move": "UPDATE follow_up SET contact = :a WHERE pk = :b",
    "snooze": "UPDATE follow_up SET due_day = '2026-12-01' WHERE pk = :b",
    "complete": "UPDATE follow_up SET state = 'done' WHERE pk = :b",
    "reopen": "UPDATE follow_up SET state = 'open' WHERE pk = :b",
    "drop": "UPDATE follow_up SET deleted_at = 1 WHERE pk = :b",
    "found": "INSERT INTO company(name) VALUES ('Company ' || :b)",
    "hire": "UPDATE contact SET company = (SELECT pk FROM company WHERE pk = :b) WHERE pk = :a",
    "rename": "UPDATE company SET name = 'Renamed ' || :a WHERE pk = :b",
    "dissolve": "UPDATE company SET deleted_at = 1 WHERE pk = :b",
}


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four contacts, and a transaction for whoever wants to leave no trace."""
    with Store(blank(tmp_path_factory.mktemp("listing") / "crm.db")) as store:
        store.connection.executescript("".join(f"{STEPS['add']};" for _ in range(4)))
        yield store


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(1, 4), st.integers(1, 6)), max_size=25))
def test_after_any_writes_lists_are_read_from_what_the_records_say(
    four: Store, steps: list[tuple[str, int, int]]
) -> None:
    four.connection.execute("BEGIN")
    try:
        for step, contact, row in steps:
            four.connection.execute(STEPS[step], {"a": contact, "b": row})
        derived.refresh(four.connection)
        assert listing.faults(four.connection) == []
    finally:
        four.connection.execute("ROLLBACK")


def test_rows_that_came_in_with_triggers_paused_are_in_the_right_lists(store: Store, desk: Desk) -> None:
    connection = store.connection
    connection.execute("BEGIN IMMEDIATE")
    journal.pause(connection)
    connection.executemany("INSERT INTO contact(name) VALUES (?)", [(f"Person {n}",) for n in range(20)])
    dice = random.Random(5)
    days = [(dice.randint(1, 20), f"2026-11-{dice.randint(10, 28)}") for _ in range(40)]
    connection.executemany("INSERT INTO follow_up(contact, due_day) VALUES (?, ?)", days)
    derived.rebuild(connection)
    journal.resume(connection)
    connection.execute("COMMIT")
    assert listing.faults(connection) == []
    assert contacts_counted(store) == len(alive(store)) == 20
