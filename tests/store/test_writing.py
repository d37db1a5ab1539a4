"""What a write costs does not depend on how much is there already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Due, FollowUpDraft
from crm_tui.domain.interaction import InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.store import derived, doctor, interactions
from crm_tui.store.doctor import Level
from crm_tui.store.store import Store
from tests.store import made
from tests.store.rows import shell

#: Deeper trees may cost some more steps of SQLite's machine; a walk through a history would cost thousands.
SLACK = 400


def steps(store: Store, work: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes for ``work``."""
    counted = 0

    def step() -> int:
        nonlocal counted
        counted += 1
        return 0

    store.connection.set_progress_handler(step, 1)
    work()
    store.connection.set_progress_handler(None, 0)
    return counted


def call(store: Store, desk: Desk, id: str, minute: int = 0) -> None:
    at = desk.moment.now + timedelta(minutes=minute)
    draft = InteractionDraft(
        contacts=(id,), kind=InteractionKind.CALL, at=at, outcome=Outcome.NO_ANSWER, text="Rang out"
    )
    due = FollowUpDraft(contact=id, due=Due(desk.moment.today))
    store.write(interactions.log, desk, draft, next_step=due)


def with_a_past(store: Store, desk: Desk, name: str, number: int) -> str:
    """A contact of a company, with that many silent calls, finished follow-ups and colleagues."""
    id = made.contact(store, desk, name, company=f"{name} & Co")
    with store.operation(desk, "import") as running:
        run = running.connection.execute
        (pk, company) = run("SELECT pk, company FROM contact WHERE id = ?", (id,)).fetchone()
        (last,) = run("SELECT coalesce(max(pk), 0) FROM interaction").fetchone()
        for n in range(number):
            at = 1_700_000_000 + n
            run("INSERT INTO interaction(kind, outcome, at) VALUES ('call', 'no answer', ?)", (at,))
            run("INSERT INTO interaction_contact(interaction, contact, at) VALUES (?, ?, ?)", (last + 1 + n, pk, at))
            run("INSERT INTO follow_up(contact, due_day, state) VALUES (?, '2026-01-01', 'done')", (pk,))
            run("INSERT INTO contact(name, company) VALUES (?, ?)", (f"Colleague {n}", company))
    return id


def test_logging_a_call_costs_the_same_after_a_long_history(store: Store, desk: Desk) -> None:
    newcomer, veteran = with_a_past(store, desk, "Newcomer", 3), with_a_past(store, desk, "Veteran", 500)
    for each in (newcomer, veteran):
        call(store, desk, each)
    few, many = (steps(store, partial(call, store, desk, who, 1)) for who in (newcomer, veteran))
    assert many < few + SLACK
    found = store.connection.execute(
        "SELECT s.attempts FROM standing s JOIN contact c ON c.pk = s.contact WHERE c.id IN (?, ?) ORDER BY c.pk",
        (newcomer, veteran),
    )
    assert found.fetchall() == [(5,), (502,)]


def test_a_row_of_an_unknown_kind_that_waits_for_the_index_is_left_and_named(store: Store, desk: Desk) -> None:
    shell(store, "INSERT INTO stale(kind, pk) VALUES ('gizmo', 1)")
    jane = made.contact(store, desk, "Jane")
    assert derived.refresh(store.connection) == 0
    call(store, desk, jane)
    (finding,) = (each for each in doctor.check(store.connection, store.path, desk) if each.name == "index")
    assert finding.level is Level.WARNING
    assert "gizmo" in finding.message
    doctor.fix(store.connection, store.path, desk)
    assert store.connection.execute("SELECT count(*) FROM stale").fetchone() == (0,)
