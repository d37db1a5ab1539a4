"""The terminal's own cursor, as a screen reader finds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal
from tests.screens.book import Book
from tests.screens.rep import NOW


@pytest.fixture
def home(tmp_path: Path) -> Path:
    book = Book(tmp_path / "crm.db")
    for name in ("Jane Doe", "Bob Stone"):
        book.person(name)
        book.follow_up(name, "today")
    return tmp_path


def begin(home: Path, *options: str) -> Terminal:
    return Terminal(home, *options, environment={"CRM_DB": str(home / "crm.db"), "CRM_NOW": NOW})


def test_the_cursor_is_seen_on_the_highlighted_row_and_follows_it(home: Path) -> None:
    terminal = begin(home, "--accessible")
    terminal.until("> ")
    terminal.until_at("Jane Doe")
    terminal.press("j")
    terminal.until_at("Bob Stone")
    assert terminal.has_cursor
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.has_cursor


def test_without_the_option_it_is_hidden(home: Path) -> None:
    terminal = begin(home)
    terminal.until("Bob Stone")
    assert not terminal.has_cursor
    terminal.press("q")
    assert terminal.end() == 0
