"""The parts of a bulk write: what it remembers, what it takes away, and what it computes ahead."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.store import ids
from crm_tui.store.bulk.quiet import Orders, Pace, quiet
from crm_tui.store.bulk.rows import quiet_day
from crm_tui.store.bulk.sieve import Sieve
from crm_tui.store.bulk.spool import Spool
from crm_tui.store.connection import connect
from crm_tui.store.schema import BY_NAME
from crm_tui.store.search.document import Document

_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"


@given(st.lists(st.text(min_size=1)))
def test_a_sieve_knows_whatever_it_has_been_given(keys: list[str]) -> None:
    sieve = Sieve()
    sieve.add(keys)
    assert all(sieve.may_know((key,)) for key in keys)


def test_a_sieve_hardly_ever_takes_somebody_for_known() -> None:
    sieve = Sieve()
    sieve.add(f"known {number}" for number in range(20_000))
    assert sum(sieve.may_know((f"other {number}",)) for number in range(20_000)) < 20
    assert not sieve.may_know(())
    assert not sieve.may_know(("",))


@pytest.mark.parametrize("rows", [1, 10_000], ids=["few", "many"])
def test_a_quiet_write_journals_and_derives_nothing_and_leaves_the_triggers_as_they_were(
    tmp_path: Path, rows: int
) -> None:
    connection = connect(tmp_path / "crm.db")
    before = connection.execute(_TRIGGERS).fetchall()
    connection.execute("BEGIN IMMEDIATE")
    with quiet(connection, [*BY_NAME, "standing"], rows) as is_away:
        connection.execute("INSERT INTO contact(name) VALUES ('Jane')")
        assert connection.execute("SELECT count(*) FROM journal").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM stale").fetchone() == (0,)
    assert is_away == (rows > 1)
    connection.execute("INSERT INTO contact(name) VALUES ('Joe')")
    assert connection.execute("SELECT count(*) FROM journal").fetchone() == (1,)
    connection.execute("COMMIT")
    assert connection.execute(_TRIGGERS).fetchall() == before
    connection.close()


def test_a_quiet_write_that_fails_leaves_the_triggers_as_they_were(tmp_path: Path) -> None:
    connection = connect(tmp_path / "crm.db")
    before = connection.execute(_TRIGGERS).fetchall()
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(ZeroDivisionError), quiet(connection, list(BY_NAME), 10_000):
        raise ZeroDivisionError
    assert connection.execute(_TRIGGERS).fetchall() == before
    connection.execute("ROLLBACK")
    assert connection.execute(_TRIGGERS).fetchall() == before
    connection.close()


def test_indexes_are_away_from_when_many_have_come_until_they_are_brought_back(tmp_path: Path) -> None:
    connection = connect(tmp_path / "crm.db")
    asked = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"
    before = connection.execute(asked).fetchall()
    connection.execute("BEGIN IMMEDIATE")
    orders = Orders(connection, 10)
    orders.expect(9)
    assert connection.execute(asked).fetchall() == before
    orders.expect(1)
    left = dict(connection.execute(asked).fetchall())
    assert {"standing_name", "contact_point_normal", "contact_point_contact"} <= left.keys()
    assert left.keys().isdisjoint({"standing_recent", "contact_short", "contact_company", "contact_tag_tag"})
    orders.bring_back()
    orders.expect(100)
    assert connection.execute(asked).fetchall() == before
    connection.execute("COMMIT")
    connection.close()


def test_the_pace_of_a_bulk_write_ends_with_it(tmp_path: Path) -> None:
    connection = connect(tmp_path / "crm.db")
    settings = ("cache_size", "cell_size_check", "secure_delete")
    before = [connection.execute(f"PRAGMA {name}").fetchone() for name in settings]
    pace = Pace(connection)
    assert [connection.execute(f"PRAGMA {name}").fetchone() for name in settings] != before
    pace.restore()
    assert [connection.execute(f"PRAGMA {name}").fetchone() for name in settings] == before
    connection.close()


@given(
    st.integers(min_value=-(10**10), max_value=10**11), st.one_of(st.none(), st.integers(min_value=1, max_value=10**6))
)
def test_the_quiet_day_is_the_one_that_sqlite_computes(since: int, interval: int | None) -> None:
    connection = sqlite3.connect(":memory:")
    days = None if interval is None else f"+{interval} days"
    (expected,) = connection.execute("SELECT date(?, 'unixepoch', ?)", (since, days)).fetchone()
    connection.close()
    assert quiet_day(since, interval) == expected


def test_ids_made_together_ascend_after_those_made_before() -> None:
    first, many, last = ids.new_id(), ids.new_ids(1_000), ids.new_id()
    assert [first, *many, last] == sorted({first, *many, last})
    assert all(len(id) == 32 and id[12] == "7" and id[16] in "89ab" for id in many)
    assert ids.new_ids(0) == []


def test_documents_put_by_come_back_by_key() -> None:
    spool = Spool()
    documents = [Document(f"jane {number}", "", "ärzte\u2028", "", "", " tag=a ") for number in range(3)]
    for document in documents:
        spool.put(document)
    assert [spool.take(pk) for pk in (3, 1, 2)] == [documents[2], documents[0], documents[1]]
    spool.close()
