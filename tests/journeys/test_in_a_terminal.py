"""The whole program in a real terminal."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.interaction import InteractionDraft, InteractionKind
from crm_tui.store import interactions
from crm_tui.store.store import Store
from tests.journeys.terminal import Terminal
from tests.screens.book import Book
from tests.screens.rep import NOW

#: What switches mouse, pasting marks and the second screen off again.
RESTORED = (b"\x1b[?1000l", b"\x1b[?1006l", b"\x1b[?2004l", b"\x1b[?1049l")


@pytest.fixture
def morning(tmp_path: Path) -> Book:
    """Two calls that are due."""
    book = Book(tmp_path / "crm.db")
    for name in ("Jane Doe", "Élodie Martin"):
        book.person(name, phone="+371 20 000 000", company="Acme")
        book.follow_up(name, "today", "about pricing")
    return book


def start(book: Book) -> Terminal:
    terminal = Terminal(book.path.parent, "--db", str(book.path), "--now", f"{NOW}+02:00")
    terminal.until("about pricing")
    return terminal


def test_no_answer_try_tomorrow_and_out(morning: Book) -> None:
    terminal = start(morning)
    terminal.press("c2\r")
    terminal.until("Called")
    terminal.press("q")
    assert terminal.end() == 0
    assert all(mode in terminal.written for mode in RESTORED)
    assert morning.rows("SELECT outcome FROM interaction") == [("no answer",)]
    assert morning.rows("SELECT count(*) FROM follow_up WHERE state = 'open'") == [(2,)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_session_that_is_ended_leaves_the_terminal_as_it_was(morning: Book, number: signal.Signals) -> None:
    terminal = start(morning)
    terminal.child.kill(number)
    assert terminal.end() == 128 + number
    assert all(mode in terminal.written for mode in RESTORED)


def test_what_another_program_writes_is_seen_within_a_second(morning: Book, moment: Moment) -> None:
    terminal = start(morning)
    with Store(morning.path) as store:
        jane = morning.ids["Jane Doe"]
        draft = InteractionDraft(contacts=(jane,), kind=InteractionKind.NOTE, at=moment.now, text="from elsewhere")
        store.write(interactions.log, Desk(moment=moment), draft)
    terminal.until("from elsewhere")
    terminal.press("q")
    assert terminal.end() == 0


def test_the_first_run_offers_three_ways_to_begin(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.until("Welcome")
    terminal.press("3")
    terminal.until("Nothing is due")
    terminal.press("aJane Doe, Acme, jane@acme.example\r")
    terminal.until("Added Jane Doe")
    terminal.press("q")
    assert terminal.end() == 0
    assert (tmp_path / "data" / "crm" / "crm.db").stat().st_mode & 0o777 == 0o600
