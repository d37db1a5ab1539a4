"""The runner: every part on its own, and nothing left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import book, corpus, run, store
from crm_tui.demo import build


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRM_BENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(book, "HISTORY", 0)
    built = tmp_path / "book.db"
    build(built, contacts=300, moment=book.MOMENT)
    return built


def test_a_part_that_fails_is_reported_and_the_others_are_measured(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(store, "reading", fails)
    file = tmp_path / "figures.json"
    command = ["--book", str(given), "--runs", "1", "--only", "reading", "writing", "--json", str(file)]
    assert run.main(command) == 1
    found = json.loads(file.read_text(encoding="utf-8"))
    assert [section["failure"] for section in found["sections"]] == ["OSError: disk full", ""]
    assert found["contacts"] == 301
    assert "Failed: OSError: disk full" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "cache").iterdir()} <= {"config.toml"}


def test_queries_of_every_kind_are_made_of_people_in_the_book(given: Path) -> None:
    queries = corpus.queries(given, 3)
    assert len(queries) == 9
    assert all(1 <= len(texts) <= 3 and all(texts) for texts in queries.values())
    assert queries == corpus.queries(given, 3)
    assert all(text.isdigit() for text in queries["phone digits"])
