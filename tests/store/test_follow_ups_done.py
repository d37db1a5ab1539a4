"""Follow-ups closed together, without a word about each."""

from __future__ import annotations

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.store import follow_ups
from crm_tui.store.store import Store
from crm_tui.store.undo import undo
from tests.store import made


def test_follow_ups_are_done_together_and_one_undo_opens_all_again(store: Store, desk: Desk) -> None:
    person = made.contact(store, desk, "Jane")
    once, weekly = made.follow_up(store, desk, person), made.follow_up(store, desk, person, 1, every="FREQ=WEEKLY")
    change = store.write(follow_ups.done, desk, [once, weekly])
    assert change.summary == "Done: 2 follow-ups · 1 comes again"
    (again,) = follow_ups.of(store.connection, desk, person, open_only=True)
    assert (again.id not in (once, weekly), again.due.day) == (True, made.day(8))
    undo(store, desk)
    assert {step.id for step in follow_ups.of(store.connection, desk, person, open_only=True)} == {once, weekly}


def test_what_is_closed_already_is_not_done_again(store: Store, desk: Desk) -> None:
    step = made.follow_up(store, desk, made.contact(store, desk, "Jane"))
    assert store.write(follow_ups.done, desk, [step]).summary == "Done: call Jane"
    with pytest.raises(NotFoundError):
        store.write(follow_ups.done, desk, [step])
