from __future__ import annotations

import asyncio
import sqlite3
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
