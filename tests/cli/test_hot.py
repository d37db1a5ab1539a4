"""The short ways answer as the long way does, or leave the question to it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.cli import hot, shortcuts
from crm_tui.cli.app import call as the_long_way
from crm_tui.cli.invocation import Invocation
from crm_tui.store import connection, migrations, prompt
from tests.blank import blank
from tests.cli.conftest import Crm


def test_the_prompt_knows_the_schema_that_it_reads() -> None:
    assert connection.APPLICATION_ID == prompt.APPLICATION_ID
    assert migrations.LATEST == prompt.SCHEMA


@pytest.mark.parametrize(
    "words",
    [
        ["today"],
        ["today", "--count", "--exit-code"],
        ["today", "--count", "--on", "monday"],
        ["today", "--count", "--count"],
        ["--version", "--json"],
        ["today", "--count", "--now"],
        ["today", "--count", "--db", "--json"],
        ["find", "--count"],
        [],
    ],
)
def test_what_is_unusual_is_left_to_the_whole_program(words: list[str], jane: str) -> None:
    assert hot.answer(words) is None


@pytest.mark.parametrize(
    "words",
    [
        ["today", "--count"],
        ["--json", "today", "--count"],
        ["today", "--count", "--now", "2026-11-19T08:00"],
        ["today", "--count", "--now=2026-11-18T10:00Z"],
        ["--now", "2026-12-24T23:30", "today", "--count"],
    ],
)
def test_the_number_is_the_same_both_ways(
    crm: Crm, call: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert hot.answer(words) == _long(words, capsys)


@pytest.mark.parametrize(
    "config",
    [
        "",
        'zone = "Pacific/Auckland"\n',
        "'zone' = 'America/Los_Angeles' # home\n",
        'holidays = [\n  "2026-12-25",\n]\nzone = "Asia/Tokyo"\n[keys]\n',
    ],
)
def test_the_number_follows_the_zone_of_the_settings(
    crm: Crm, call: str, config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    for now in ("2026-11-18T10:59Z", "2026-11-18T23:30Z", "2026-11-17T09:00Z"):
        words = ["today", "--count", "--now", now]
        assert hot.answer(words) == _long(words, capsys)


@pytest.mark.parametrize(
    "config", ['note = """\nzone = "UTC"\n"""', 'zone = "Europe\\u002fRiga"', "zone = 3", 'zone = ""']
)
def test_an_odd_zone_is_left_to_the_whole_program(call: str, config: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    answer = hot.answer(["today", "--count"])
    assert answer is None or config == 'zone = ""'


_ZONES = st.sampled_from(["Europe/Riga", "Pacific/Auckland", "America/Los_Angeles", "UTC"])
_DUE = st.tuples(st.integers(-3, 3), st.none() | st.integers(0, 23), _ZONES)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=st.lists(_DUE, max_size=6), zone=_ZONES, hour=st.integers(0, 23))
def test_the_number_is_that_of_the_sections_of_today(
    tmp_path_factory: pytest.TempPathFactory, due: list[tuple[int, int | None, str]], zone: str, hour: int
) -> None:
    from crm_tui.config import Config
    from crm_tui.domain.contact import ContactDraft
    from crm_tui.domain.follow_up import Due, FollowUpDraft
    from crm_tui.store import contacts, follow_ups
    from crm_tui.store.store import Store
    from crm_tui.store.today import due_count

    path = tmp_path_factory.mktemp("book") / "crm.db"
    now = datetime(2026, 11, 18, hour, 30, tzinfo=ZoneInfo(zone))
    desk = Config(zone=zone).desk(now)
    with Store(blank(path)) as store:
        for number, (ahead, clock, due_zone) in enumerate(due):
            added = store.write(contacts.add, desk, ContactDraft(name=f"Person {number}"))
            who = next(ref.id for ref in added.records if ref.kind == "contact")
            at = None if clock is None else time(clock)
            day = now.date() + timedelta(ahead)
            draft = FollowUpDraft(contact=who, due=Due(day, at, due_zone if at else ""))
            store.write(follow_ups.add, desk, draft)
        wanted = due_count(store.connection, desk)
    days = (str(now.date() - timedelta(1)), str(now.date()), str(now.date() + timedelta(1)))
    midnight = datetime(2026, 11, 19, tzinfo=ZoneInfo(zone))
    assert prompt.due_count(str(path), days, int(now.timestamp()), int(midnight.timestamp())) == wanted


def test_the_prompt_leaves_a_database_of_another_make_to_the_whole_program(call: str, tmp_path: Path) -> None:
    import sqlite3

    database = tmp_path / "book" / "crm.db"
    with sqlite3.connect(database) as file:
        file.execute(f"PRAGMA user_version = {prompt.SCHEMA + 1}")
    file.close()
    assert hot.answer(["today", "--count"]) is None


@pytest.mark.parametrize(
    "words",
    [
        ["find", "jane"],
        ["find", "jane", "doe", "--json"],
        ["--json", "find", "jane", "--limit", "1"],
        ["find", "-has:email"],
        ["find", "-#dnc", "acme", "-globex", "--json"],
        ["show", "jane"],
        ["show", "jane", "doe", "--limit=1", "--json"],
        ["today"],
        ["today", "--json"],
        ["today", "--on", "monday", "--limit", "3"],
        ["--now", "2026-12-01", "today", "--exit-code"],
    ],
)
def test_the_short_cut_ends_where_the_long_way_does(
    call: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run = Invocation()
    short = shortcuts.recognise(words, run)
    assert short is not None
    capsys.readouterr()
    code = short()
    printed = capsys.readouterr()
    other = Invocation(json="--json" in words)
    assert the_long_way(words, other) == code
    assert capsys.readouterr() == printed
    assert (run.db, run.now, run.json) == (other.db, other.now, other.json)


@pytest.mark.parametrize(
    "words",
    [
        ["find"],
        ["find", "-h"],
        ["find", "-", "jane"],
        ["show", "-jane"],
        ["find", "jane", "--limit", "0"],
        ["find", "jane", "--limit", "many"],
        ["find", "--help"],
        ["show", "--help"],
        ["today", "jane"],
        ["today", "--on"],
        ["today", "--bogus"],
        ["jane", "find"],
        ["--version", "find", "jane"],
        ["find", "--", "jane"],
        ["add", "jane"],
    ],
)
def test_a_line_that_is_not_plain_is_left_to_typer(words: list[str]) -> None:
    assert shortcuts.recognise(words, Invocation()) is None


def _long(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert the_long_way(words, Invocation(json="--json" in words)) == 0
    return capsys.readouterr().out
