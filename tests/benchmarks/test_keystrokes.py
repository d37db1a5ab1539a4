"""Tasks and their keys: what is counted, and that each task is within what it may take."""

from __future__ import annotations

import sqlite3

import pytest

from benchmarks import keystrokes
from benchmarks.keystrokes import Task, Words
from crm_tui.store.connection import connect


def test_letters_of_what_is_said_are_no_keys() -> None:
    task = Task(name="a note", keys=("n", Words("wants an offer"), "\r"), most=2)
    assert task.count == 2


@pytest.mark.parametrize("task", keystrokes.tasks(), ids=lambda task: task.name)
def test_every_task_takes_no_more_keys_than_it_may(task: Task) -> None:
    assert 0 < task.count <= task.most


@pytest.mark.parametrize("task", keystrokes.tasks(), ids=lambda task: task.name)
def test_every_task_is_proved_by_something_that_is_not_so_before(task: Task, tmp_path: object) -> None:
    connection: sqlite3.Connection = connect(f"{tmp_path}/crm.db")
    try:
        assert task.seen or connection.execute(task.proof.format(began=0)).fetchone() != (task.proven,)
    finally:
        connection.close()
