"""What is measured is crm as a rep has it, not as a developer's shell has set it up."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import book
from crm_tui.demo import build
from crm_tui.store.reading import reader


def test_the_environment_is_that_of_a_rep(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CRM_BENCH_CACHE", str(tmp_path))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("CRM_CONFIG", "/mine")
    environment = book.environment(tmp_path / "book.db")
    assert "PYTHONDONTWRITEBYTECODE" not in environment
    assert environment["CRM_DB"] == str(tmp_path / "book.db")
    assert environment["CRM_CONFIG"].startswith(str(tmp_path))
    assert environment["CRM_NOW"] == "2026-01-14T08:40:00+02:00"


def test_a_book_is_made_once_and_an_outdated_one_goes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CRM_BENCH_CACHE", str(tmp_path))
    outdated = tmp_path / "book-3-0123456789.db"
    outdated.touch()
    first = book.path.__wrapped__(3)
    made = first.stat().st_mtime_ns
    assert book.path.__wrapped__(3).stat().st_mtime_ns == made
    assert sorted(tmp_path.glob("book-*")) == [first]


def test_a_working_copy_has_someone_with_a_long_history_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CRM_BENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(book, "HISTORY", 60)
    given = tmp_path / "given.db"
    build(given, contacts=2, moment=book.MOMENT)
    before = given.read_bytes()
    with book.working(0, given) as database:
        assert book.people(database) == 3
        connection = reader(database, book.DESK)
        history = "SELECT count(*) FROM interaction WHERE text LIKE 'Entry %'"
        assert connection.execute(history).fetchone() == (60,)
        connection.close()
    assert given.read_bytes() == before
    assert list((tmp_path / "cache").iterdir()) == []
