from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from crm_tui.store.store import Store
from crm_tui.sync import importing
from crm_tui.sync.progress import Progress
from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk

ROWS = 30


class Gate:
    """Holds an import up after its first chunk, until it is let go on."""

    def __init__(self) -> None:
        self.reached, self._open = threading.Event(), threading.Event()

    def hold(self, *_: object) -> None:
        self.reached.set()
        self._open.wait(10)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()
    tell: Any = importing._Run._tell

    def told(run: Any, stage: str, done: int, total: int) -> None:
        if stage.startswith("reading") and not run.is_dry:
            run._watch(Progress(stage, 50, 100, 15, created=15))
            made.hold()
        tell(run, stage, done, total)

    monkeypatch.setattr(importing._Run, "_tell", told)
    yield made
    made.open()


@pytest.fixture
def db(book: Book) -> Path:
    book.person("Jane Doe")
    return book.path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    rows = [f"Person {number},p{number}@many.example" for number in range(ROWS)]
    path.write_text("\n".join(["Name,E-mail", *rows, ""]), encoding="utf-8")
    return path


async def _until(rep: Rep, seen: str) -> None:
    for _ in range(200):
        await rep._pilot.pause()
        if rep.sees(seen) or seen in rep.toast:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{seen!r} does not appear in\n{rep.look()}")


async def _press(rep: Rep, keys: str | list[str], seen: str) -> None:
    """Keys while an import runs, when the app is never quite at rest."""
    for key in keys:
        rep.send(key)
        await rep._pilot.pause()
    await _until(rep, seen)


async def _begin(rep: Rep, file: Path, gate: Gate) -> None:
    await rep.press("I")
    await rep.type(str(file))
    await rep.press("enter", "enter")
    await _press(rep, ["enter"], "Importing people.csv")
    await asyncio.to_thread(gate.reached.wait, 10)
    await _until(rep, "15 created")


@contextmanager
def _counted(db: Path) -> Iterator[list[int]]:
    """How many contacts there are before and after."""
    found: list[int] = []
    for moment in ("before", "after"):
        with Store(db) as store:
            found += store.connection.execute("SELECT count(*) FROM contact").fetchone()
        if moment == "before":
            yield found


async def test_an_import_shows_how_far_it_is_and_says_how_it_ended(db: Path, file: Path, gate: Gate) -> None:
    async with at_desk(db) as rep:
        await _begin(rep, file, gate)
        assert rep.sees("50%")
        assert rep.sees("Reading and storing people")
        gate.open()
        await rep.idle()
        assert not rep.sees("Importing people.csv")
        assert rep.sees("Imported people.csv")
        assert rep.sees("30 created   0 updated")
        await rep.press("escape")
        assert "30 created, 0 updated, 0 unchanged, 0 refused" in rep.toast
        assert "z undoes it" in rep.toast


async def test_escape_asks_and_escape_again_stops_the_import_whole(db: Path, file: Path, gate: Gate) -> None:
    with _counted(db) as contacts:
        async with at_desk(db) as rep:
            await _begin(rep, file, gate)
            await _press(rep, ["escape"], "Stop the import?")
            await _press(rep, ["enter"], "Esc stops it")
            await _press(rep, ["escape"], "Stop the import?")
            await _press(rep, ["escape"], "Stopping")
            gate.open()
            await rep.idle()
            assert "was stopped; nothing of it was kept" in rep.toast
    assert contacts[0] == contacts[1]


async def test_the_desk_can_be_read_but_not_written_while_an_import_runs(db: Path, file: Path, gate: Gate) -> None:
    async with at_desk(db) as rep:
        await _begin(rep, file, gate)
        await _press(rep, ["enter"], "no next step 1")
        await _press(rep, ["3"], "1 of 1")
        await _press(rep, ["z"], "being imported; changes can be made when that is done")
        await _press(rep, ["I"], "Importing people.csv")
        gate.open()
        await rep.idle()
        assert rep.sees("30 created")


async def test_leaving_while_an_import_runs_asks_first(db: Path, file: Path, gate: Gate) -> None:
    async with at_desk(db) as rep:
        await _begin(rep, file, gate)
        await _press(rep, ["enter"], "no next step 1")
        await _press(rep, ["q"], "Stop the import?")
        gate.open()
        await rep.idle()


async def test_ending_the_app_from_outside_stops_the_import(db: Path, file: Path, gate: Gate) -> None:
    with _counted(db) as contacts:
        async with at_desk(db) as rep:
            await _begin(rep, file, gate)
            rep.app.exit()
            threading.Timer(0.3, gate.open).start()
    assert contacts[0] == contacts[1]


async def test_the_collector_is_as_it_was_after_an_import_outlived_the_screens(
    db: Path, file: Path, gate: Gate
) -> None:
    usual = gc.get_threshold()
    async with at_desk(db) as rep:
        await _begin(rep, file, gate)
        rep.app.exit()
        threading.Timer(0.3, gate.open).start()
    assert gc.get_threshold() == usual
