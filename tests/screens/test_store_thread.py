from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import DatabaseError
from crm_tui.screens.store_thread import Reader, Superseded, Writer
from tests.screens.book import desk

_ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def endless(connection: sqlite3.Connection, _: Desk) -> int:
    return int(connection.execute(_ENDLESS).fetchone()[0])


def answer(connection: sqlite3.Connection, _: Desk, number: int) -> int:
    return int(connection.execute("SELECT ?", (number,)).fetchone()[0])


async def test_the_newest_read_for_a_place_interrupts_the_one_before(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    old = asyncio.create_task(reader.read("list", desk(), endless))
    await asyncio.sleep(0.2)
    assert await asyncio.wait_for(reader.read("list", desk(), answer, 2), 5) == 2
    with pytest.raises(Superseded):
        await old
    reader.close()


async def test_reads_that_wait_for_the_same_place_are_dropped(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    reads = [asyncio.create_task(reader.read("list", desk(), answer, number)) for number in range(20)]
    answers = await asyncio.gather(*reads, return_exceptions=True)
    assert answers[-1] == 19
    assert sum(isinstance(one, Superseded) for one in answers) >= 18
    reader.close()


async def test_reads_for_other_places_are_all_answered(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    reads = [reader.read(f"place {number}", desk(), answer, number) for number in range(5)]
    assert await asyncio.gather(*reads) == [0, 1, 2, 3, 4]
    reader.close()


async def test_closing_interrupts_what_runs(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    running = asyncio.create_task(reader.read("", desk(), endless))
    await asyncio.sleep(0.2)
    reader.close()
    with pytest.raises(Superseded):
        await running
    with pytest.raises(Superseded):
        await reader.read("", desk(), answer, 1)


async def test_a_file_that_is_no_database_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    path.write_text("this is a letter to my aunt " * 100)
    reader = Reader(path)
    with pytest.raises(DatabaseError, match="not a database"):
        await reader.read("", desk(), answer, 1)
    reader.close()


async def test_a_write_is_carried_out_whatever_becomes_of_the_asker(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "crm.db")
    await writer.open()
    done: list[int] = []

    def operation(_session: object, _desk: Desk) -> Change:
        done.append(1)
        return Change(summary="done")

    task = asyncio.create_task(writer.write(desk(), operation))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    writer.close()
    assert done == [1]


async def test_the_writer_notices_commits_of_others_alone(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    writer = Writer(path)
    await writer.open()
    before = await writer.version()

    def touch(session: object, _: Desk) -> Change:
        return Change(summary="nothing")

    await writer.write(desk(), touch)
    assert await writer.version() == before
    other = sqlite3.connect(path)
    with other:
        other.execute("UPDATE device SET name = 'other'")
    other.close()
    assert await writer.version() != before
    writer.close()


async def test_an_idle_read_gives_way_to_any_other_and_is_answered_in_the_end(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    begun: list[int] = []

    def count(connection: sqlite3.Connection, at: Desk) -> int:
        begun.append(1)
        return endless(connection, at) if len(begun) < 3 else 7

    idle = asyncio.create_task(reader.read_idle("counts", desk(), count))
    for number in range(2):
        await until(partial(begun_more_often_than, begun, number))
        assert await asyncio.wait_for(reader.read("list", desk(), answer, number), 5) == number
        assert not idle.done()
    assert await asyncio.wait_for(idle, 5) == 7
    reader.close()


async def test_an_idle_read_of_several_statements_gives_way_between_them_too(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    is_between, go_on = threading.Event(), threading.Event()

    def count(connection: sqlite3.Connection, at: Desk) -> int:
        if is_between.is_set():
            return 7
        is_between.set()
        go_on.wait(5)
        return endless(connection, at)

    idle = asyncio.create_task(reader.read_idle("counts", desk(), count))
    await until(is_between.is_set)
    other = asyncio.create_task(reader.read("list", desk(), answer, 1))
    await asyncio.sleep(0)
    go_on.set()
    assert await asyncio.wait_for(other, 5) == 1
    assert await asyncio.wait_for(idle, 5) == 7
    reader.close()


async def test_the_newest_idle_read_for_a_place_takes_the_others_place(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    reads = [asyncio.create_task(reader.read_idle("counts", desk(), answer, number)) for number in range(5)]
    reads.append(asyncio.create_task(reader.read_idle("other", desk(), answer, 9)))
    answers = await asyncio.gather(*reads, return_exceptions=True)
    assert [one for one in answers if isinstance(one, int)] == [4, 9]
    assert all(isinstance(one, int | Superseded) for one in answers)
    reader.close()


async def test_idle_reads_do_not_begin_while_somebody_waits(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    order: list[str] = []

    def noted(_: sqlite3.Connection, __: Desk, name: str) -> None:
        time.sleep(0.02)
        order.append(name)

    idle = asyncio.create_task(reader.read_idle("counts", desk(), noted, "idle"))
    await asyncio.gather(*(reader.read("", desk(), noted, f"read {number}") for number in range(4)))
    await idle
    assert order == ["read 0", "read 1", "read 2", "read 3", "idle"]
    reader.close()


async def test_closing_gives_idle_reads_up(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    running = asyncio.create_task(reader.read_idle("counts", desk(), endless))
    waiting = asyncio.create_task(reader.read_idle("others", desk(), answer, 1))
    await asyncio.sleep(0.2)
    reader.close()
    for one in (running, waiting):
        with pytest.raises(Superseded):
            await one


async def test_an_answer_that_was_superseded_on_its_way_is_not_given(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    done = threading.Event()

    def quick(connection: sqlite3.Connection, at: Desk) -> int:
        done.set()
        return answer(connection, at, 1)

    old = asyncio.create_task(reader.read("list", desk(), quick))
    await asyncio.sleep(0)
    done.wait(5)
    time.sleep(0.05)  # noqa: ASYNC251 - the answer is there, and the loop is not to hear of it yet
    assert await reader.read("list", desk(), answer, 2) == 2
    with pytest.raises(Superseded):
        await old
    reader.close()


def begun_more_often_than(begun: list[int], times: int) -> bool:
    return len(begun) > times


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")


def within_another(connection: sqlite3.Connection, _: Desk) -> int:
    """Interrupted in the inner statement, while the outer one waits for its next row."""
    rows = connection.execute("SELECT 1 UNION ALL SELECT 2")
    return sum(int(connection.execute(_ENDLESS).fetchone()[0]) for _ in rows)


async def test_an_interrupted_read_does_not_take_the_next_one_with_it(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    for _ in range(5):
        old = asyncio.create_task(reader.read("list", desk(), within_another))
        await asyncio.sleep(0.03)
        following = [asyncio.create_task(reader.read(f"place {number}", desk(), answer, number)) for number in range(3)]
        newest = asyncio.create_task(reader.read("list", desk(), answer, 9))
        assert await asyncio.wait_for(asyncio.gather(*following, newest), 5) == [0, 1, 2, 9]
        with pytest.raises(Superseded):
            await old
    reader.close()


async def test_an_idle_read_that_gave_way_to_somebody_who_left_is_asked_again(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "crm.db")
    for _ in range(2):
        begun = threading.Event()
        idle = asyncio.create_task(reader.read_idle("count", desk(), partial(once_endless, begun)))
        await asyncio.to_thread(begun.wait, 5)
        asked = asyncio.create_task(reader.read("list", desk(), answer, 1))
        await asyncio.sleep(0)  # the interrupt is on its way
        asked.cancel()
        assert await asyncio.wait_for(idle, 5) == 7
    reader.close()


def once_endless(begun: threading.Event, connection: sqlite3.Connection, _: Desk) -> int:
    """Takes for ever the first time, and answers the second."""
    if begun.is_set():
        return 7
    begun.set()
    return int(connection.execute(_ENDLESS).fetchone()[0])
