"""The demo database: whole, derived data right, and a morning that looks like one."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from zoneinfo import ZoneInfo

import pytest

from crm_tui.demo import build, people
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import DatabaseError
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.outcome import MANY_ATTEMPTS
from crm_tui.store import contact_list, derived, duplicates, duplicates_find, interactions, search, today
from crm_tui.store.connection import connect


def at(text: str, zone: str = "Europe/Riga") -> Moment:
    return Moment(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)), zone)


MORNING = at("2026-01-14 08:40")
DESK = Desk(moment=MORNING)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    build(path, moment=MORNING)
    return path


@pytest.mark.parametrize(
    "moment",
    [
        MORNING,
        at("2026-11-22 20:15"),
        at("2026-06-30 17:50", "America/Los_Angeles"),
        at("2026-03-02 00:05", "Asia/Kolkata"),
    ],
    ids=["a Wednesday morning", "a Sunday evening", "the end of a quarter", "after midnight"],
)
def test_today_looks_like_a_real_morning_whenever_the_book_is_made(tmp_path: Path, moment: Moment) -> None:
    build(tmp_path / "demo.db", moment=moment)
    connection = connect(tmp_path / "demo.db", readonly=True)
    counts = today.counts(connection, Desk(moment=moment))
    connection.close()
    assert 6 <= counts.overdue.value <= 10
    assert 8 <= counts.today.value <= 12
    assert 10 <= counts.no_next_step.value <= 20
    assert 5 <= counts.quiet.value <= 10


def test_everybody_stands_where_the_records_say(book: Path, tmp_path: Path) -> None:
    connection = connect(Path(copyfile(book, tmp_path / "demo.db")))
    asked = "SELECT * FROM standing ORDER BY contact"
    written = connection.execute(asked).fetchall()
    connection.execute("DELETE FROM standing")
    connection.execute("UPDATE clock SET now = ?", (MORNING.epoch,))
    derived.rebuild(connection)
    columns = [name for name, *_ in connection.execute(asked).description]
    rebuilt = connection.execute(asked).fetchall()
    connection.close()
    for row, other in zip(written, rebuilt, strict=True):
        assert dict(zip(columns, row, strict=True)) == dict(zip(columns, other, strict=True))


def test_the_book_holds_everybody_once(book: Path) -> None:
    connection = connect(book, readonly=True)
    page = contact_list.page(connection, DESK, limit=1_000)
    expected = {person.contact.id: person.contact.draft.name for person in people(300, moment=MORNING)}
    assert {line.id: line.name for line in page.rows} == expected
    connection.close()


def test_some_are_there_twice_and_one_of_them_without_a_doubt(book: Path) -> None:
    connection = connect(book, readonly=True)
    found = duplicates.listed(connection, DESK, duplicates_find.find(connection, DESK))
    connection.close()
    reasons = {reason for pair in found for reason in pair.match.reasons}
    assert 5 <= len(found) <= 12
    assert sum(pair.is_obvious for pair in found) == 1
    assert {
        *("same name, one by nickname", "same name in another order", "same name in another spelling"),
        *("same e-mail address", "same phone number", "same name, one abbreviated"),
    } <= reasons


def test_some_have_been_tried_so_often_that_nurture_is_suggested(book: Path) -> None:
    connection = connect(book, readonly=True)
    lines = today.page(connection, DESK).rows
    assert any(line.contact.attempts >= MANY_ATTEMPTS for line in lines)
    assert any(line.contact.attempts == 0 for line in lines)
    connection.close()


def test_several_people_share_one_meeting(book: Path) -> None:
    connection = connect(book, readonly=True)
    timelines = (
        interactions.timeline(connection, DESK, contact=line.id)
        for line in contact_list.page(connection, DESK, limit=300).rows
    )
    assert max(len(each.contacts) for timeline in timelines for each in timeline.rows) > 1
    connection.close()


def test_everybody_was_last_contacted_when_their_story_says_so(book: Path) -> None:
    told: defaultdict[str, list[datetime]] = defaultdict(list)
    for person in people(300, moment=MORNING):
        for each in person.interactions:
            if each.kind is not InteractionKind.NOTE:
                for contact in each.contacts:
                    told[contact].append(each.at)
    connection = connect(book, readonly=True)
    lines = contact_list.page(connection, DESK, limit=300).rows
    connection.close()
    assert {line.id: line.last_contacted for line in lines if line.last_contacted} == {
        contact: max(times) for contact, times in told.items()
    }


def test_nothing_waits_to_be_derived_and_the_next_write_is_journaled(book: Path) -> None:
    connection = connect(book, readonly=True)
    assert connection.execute("SELECT count(*) FROM stale").fetchone() == (0,)
    assert connection.execute("SELECT is_journaling, is_deriving, operation FROM clock").fetchone() == (1, 1, 0)
    connection.close()


def test_the_search_index_is_right(book: Path) -> None:
    connection = connect(book)
    assert search.verify(connection) == []
    connection.close()


def test_the_file_is_sound_and_every_reference_leads_somewhere(book: Path) -> None:
    connection = connect(book, readonly=True)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_the_book_is_one_operation_journaled_by_ranges(book: Path) -> None:
    connection = connect(book, readonly=True)
    assert connection.execute("SELECT origin FROM operation").fetchall() == [("demo",)]
    assert connection.execute("SELECT count(*) FROM journal").fetchone()[0] < 60
    for number, table in ((2, "contact"), (7, "interaction"), (9, "follow_up")):
        spans = connection.execute("SELECT row, last FROM journal WHERE tbl = ?", (number,)).fetchall()
        (many,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert sum(last - first + 1 for first, last in spans) == many
    connection.close()


def test_progress_is_told_and_ends_with_everybody(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build(tmp_path / "demo.db", contacts=20, moment=MORNING, progress=lambda *step: told.append(step))
    assert told[0] == ("inventing people", 20, 20)
    assert len({label for label, _, _ in told}) > 1


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    path.write_text("mine")
    with pytest.raises(DatabaseError, match="already"):
        build(path, contacts=5, moment=MORNING)
    assert path.read_text() == "mine"


def test_nothing_is_left_of_a_book_that_was_broken_off(tmp_path: Path) -> None:
    def break_off(label: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "demo.db", contacts=5, moment=MORNING, progress=break_off)
    assert list(tmp_path.iterdir()) == []
