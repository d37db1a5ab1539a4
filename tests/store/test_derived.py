"""Where each contact stands is derived, and always agrees with the records."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain.desk import Desk
from crm_tui.domain.status import Status, Tier
from crm_tui.store import derived, doctor
from crm_tui.store.doctor import Level
from crm_tui.store.store import Store
from tests.blank import blank
from tests.store.rows import add, shell

DAY = 86_400


def standing(store: Store, *columns: str, contact: int = 1) -> tuple[object, ...]:
    named = ", ".join(columns)
    row = store.connection.execute(f"SELECT {named} FROM standing WHERE contact = ?", (contact,)).fetchone()
    assert isinstance(row, tuple)
    return row


def log(store: Store, at: int, kind: str = "call", outcome: str = "", contact: int = 1, direction: str = "out") -> None:
    connection = store.connection
    connection.execute(
        "INSERT INTO interaction(kind, outcome, at, direction) VALUES (?, ?, ?, ?)", (kind, outcome, at, direction)
    )
    connection.execute(
        "INSERT INTO interaction_contact(interaction, contact) SELECT max(pk), ? FROM interaction", (contact,)
    )


def test_a_call_counts_as_contact_and_a_note_does_not(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    log(store, 5 * DAY, outcome="connected")
    log(store, 6 * DAY, kind="note")
    assert standing(store, "last_contacted", "last_activity") == (5 * DAY, 6 * DAY)


def test_attempts_count_from_the_last_time_that_the_person_was_reached(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    log(store, 1 * DAY, outcome="no answer")
    log(store, 2 * DAY, outcome="connected")
    assert standing(store, "attempts") == (0,)
    log(store, 3 * DAY, outcome="no answer")
    log(store, 4 * DAY, outcome="left voicemail")
    assert standing(store, "attempts", "last_outcome") == (2, "left voicemail")
    log(store, 5 * DAY, kind="email", direction="in")
    assert standing(store, "attempts") == (0,)


def test_backdating_an_entry_moves_the_last_contact(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    log(store, 9 * DAY)
    store.connection.execute("UPDATE interaction SET at = ?", (2 * DAY,))
    assert standing(store, "last_contacted") == (2 * DAY,)
    store.connection.execute("UPDATE interaction SET deleted_at = 1")
    assert standing(store, "last_contacted") == (None,)


def test_the_next_step_is_the_nearest_open_follow_up(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    for day, time in (("2026-11-20", "14:00"), ("2026-11-20", None), ("2026-11-19", None)):
        store.connection.execute("INSERT INTO follow_up(contact, due_day, due_time) VALUES (1, ?, ?)", (day, time))
    assert standing(store, "next_follow_up", "next_day", "next_time") == (3, "2026-11-19", None)
    store.connection.execute("UPDATE follow_up SET state = 'done' WHERE pk = 3")
    assert standing(store, "next_follow_up", "next_day") == (2, "2026-11-20")
    store.connection.execute("UPDATE follow_up SET deleted_at = 1")
    assert standing(store, "next_follow_up", "next_day") == (None, None)


def test_silence_is_counted_by_tier_and_the_contacts_own_interval_wins(store: Store, desk: Desk) -> None:
    derived.ensure_rules(store.connection, desk)
    store.write(add, desk, "Jane")
    assert standing(store, "quiet_day") == (None,)
    store.connection.execute("UPDATE contact SET tier = 'A'")
    log(store, 0)
    assert standing(store, "quiet_day") == ("1970-01-31",)
    store.connection.execute("UPDATE contact SET keep_in_touch_days = 7")
    assert standing(store, "quiet_day") == ("1970-01-08",)


def test_a_person_who_must_not_be_contacted_is_in_no_queue(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    store.connection.execute("UPDATE contact SET do_not_contact = 1")
    assert standing(store, "is_alive", "is_workable") == (1, 0)
    store.connection.execute("UPDATE contact SET do_not_contact = 0, deleted_at = 1")
    assert standing(store, "is_alive", "is_workable") == (0, 0)


def test_which_statuses_are_open_follows_the_settings(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    assert standing(store, "is_open") == (1,)
    closed = Desk(moment=desk.moment, statuses=(Status("new", is_open=False),), tier_days={Tier.A: 1})
    assert derived.ensure_rules(store.connection, closed)
    assert not derived.ensure_rules(store.connection, closed)
    assert standing(store, "is_open") == (0,)
    shell(store, "UPDATE contact SET status = 'never heard of'")
    assert standing(store, "is_open") == (1,)


def test_a_timed_follow_up_knows_its_instant_in_its_own_zone(store: Store, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    with store.operation(desk, "user") as running:
        running.connection.execute(
            "INSERT INTO follow_up(contact, due_day, due_time, due_zone)"
            " VALUES (1, '2026-11-20', '09:00', 'America/New_York')"
        )
    (at,) = store.connection.execute("SELECT due_at FROM follow_up").fetchone()
    assert desk.moment.local(at).isoformat() == "2026-11-20T16:00:00+02:00"


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["call", "note", "meeting", "delete", "move", "follow", "finish", "tier", "bin", "unbin"]),
        st.integers(1, 3),
        st.integers(0, 40),
        st.sampled_from(["", "connected", "no answer", "busy", "meeting booked"]),
    ),
    max_size=30,
)


def act(store: Store, action: str, contact: int, number: int, outcome: str) -> None:
    run = store.connection.execute
    if action in ("call", "note", "meeting"):
        log(store, number * DAY, kind=action, outcome=outcome, contact=contact)
    elif action == "delete":
        run("UPDATE interaction SET deleted_at = 1 WHERE pk = ?", (number,))
    elif action == "move":
        run("UPDATE interaction SET at = ?, outcome = ? WHERE pk = ?", (number * DAY, outcome, contact))
    elif action == "follow":
        run("INSERT INTO follow_up(contact, due_day) VALUES (?, date(?, 'unixepoch'))", (contact, number * DAY))
    elif action == "finish":
        run("UPDATE follow_up SET state = 'done' WHERE pk = ?", (number,))
    elif action == "tier":
        run("UPDATE contact SET tier = ? WHERE pk = ?", ("ABC"[number % 3], contact))
    else:
        run("UPDATE contact SET deleted_at = ? WHERE pk = ?", (1 if action == "bin" else None, contact))


@settings(max_examples=25, deadline=None)
@given(ACTIONS)
def test_what_triggers_keep_is_what_a_rebuild_computes(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, int, int, str]]
) -> None:
    with Store(blank(tmp_path_factory.mktemp("derived") / "crm.db")) as store:
        store.connection.executemany("INSERT INTO contact(name, created_at) VALUES (?, 0)", [("A",), ("B",), ("C",)])
        for action in actions:
            act(store, *action)
        kept = store.connection.execute("SELECT * FROM standing ORDER BY contact").fetchall()
        store.connection.execute("UPDATE standing SET attempts = 99, last_outcome = 'x', next_follow_up = 99")
        derived.rebuild(store.connection)
        rebuilt = store.connection.execute("SELECT * FROM standing ORDER BY contact").fetchall()
        sort_name, updated_at = 1, 14
        for old, new in zip(kept, rebuilt, strict=True):
            same = [n for n in range(len(old)) if n not in (sort_name, updated_at)]
            assert [old[n] for n in same] == [new[n] for n in same]


def test_the_doctor_finds_nothing_wrong_with_a_healthy_database(store: Store, path: Path, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    assert {finding.level for finding in doctor.check(store.connection, path, desk)} == {Level.OK}


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        ("UPDATE standing SET next_follow_up = 7", "standing"),
        ("DELETE FROM journal", "journal"),
        ("DROP TRIGGER journal_contact_update", "schema"),
        ("UPDATE clock SET hlc = hlc + (864000000 << 16)", "clock"),
        ("PRAGMA foreign_keys=OFF; UPDATE contact SET company = 99", "references"),
        ("DELETE FROM search_doc", "search"),
    ],
)
def test_the_doctor_finds_what_is_wrong(store: Store, path: Path, desk: Desk, damage: str, name: str) -> None:
    store.write(add, desk, "Jane")
    for statement in damage.split("; "):
        store.connection.execute(statement)
    findings = doctor.check(store.connection, path, desk)
    assert name in {finding.name for finding in findings if finding.level is not Level.OK}
    assert all(finding.hint for finding in findings if finding.level is not Level.OK)


def test_the_doctor_mends_what_is_derived(store: Store, path: Path, desk: Desk) -> None:
    store.write(add, desk, "Jane")
    store.connection.execute("UPDATE standing SET next_follow_up = 7, attempts = 9")
    store.connection.execute("DELETE FROM search_doc")
    path.chmod(0o644)
    assert len(doctor.fix(store.connection, path, desk)) == 2
    assert {finding.level for finding in doctor.check(store.connection, path, desk)} == {Level.OK}
    assert path.stat().st_mode & 0o777 == 0o600
