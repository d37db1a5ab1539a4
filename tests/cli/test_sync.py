"""Data in, data out, as the command line tells it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crm_tui.cli.progress import _words
from crm_tui.store.store import Store
from crm_tui.sync.progress import Pace
from tests.cli.conftest import Crm

BOOK = "Name,E-mail,Phone,Shoe size\nAnn Lee,ann@lee.org,26123456,38\nBob,not an address,,\n,,,44\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of three rows, the last of which says nothing about anyone."""
    path = tmp_path / "in" / "book.csv"
    path.parent.mkdir()
    path.write_text(BOOK, encoding="utf-8")
    return path


def test_an_import_accounts_for_every_row(crm: Crm, file: Path) -> None:
    done = crm("sync", "import", str(file), "--json")
    assert done.code == 6
    report = done.json
    assert report.keys() >= {"files", "rows", "created", "updated", "unchanged", "refused", "refusals", "undo"}
    assert (report["files"], report["rows"], report["created"], report["refused"]) == (1, 3, 2, 1)
    assert report["refusals"][0].keys() == {"file", "row", "reason"}
    assert report["rows"] == sum(report[what] for what in ("created", "updated", "unchanged", "refused"))
    assert crm("show", "ann", "--json").json["custom"] == {"Shoe size": "38"}


def test_refused_rows_go_to_a_file_beside_the_other(crm: Crm, file: Path) -> None:
    done = crm("sync", "import", str(file))
    rejects = file.with_name("book.rejects.csv")
    assert str(rejects) in done.err
    assert "44" in rejects.read_text(encoding="utf-8")
    assert "book.csv" in done.out


def test_one_undo_takes_an_import_back(crm: Crm, file: Path) -> None:
    crm("sync", "import", str(file))
    crm("undo")
    assert crm("find", "ann").out == ""


def test_a_dry_run_writes_nothing(crm: Crm, file: Path) -> None:
    report = crm("sync", "import", str(file), "--dry-run", "--json").json
    assert (report["created"], report["undo"]) == (2, None)
    assert crm("find", "ann").out == ""
    assert not file.with_name("book.rejects.csv").exists()


def test_list_tells_what_was_read_in_file_order(crm: Crm, file: Path) -> None:
    report = crm("sync", "import", str(file), "--list", "--json").json
    assert [each["name"] for each in report["records"]] == ["Ann Lee", "Bob"]
    assert "Ann Lee" in crm("sync", "import", str(file), "--list").out


def test_columns_can_be_mapped_by_hand(crm: Crm, file: Path) -> None:
    crm("sync", "import", str(file), "--map", "Shoe size=-", "--map", "Phone=note", "--tag", "fair")
    shown = crm("show", "ann", "--json").json
    assert (shown["custom"], shown["note"], shown["tags"]) == ({}, "26123456", ["fair"])


@pytest.mark.parametrize(
    "words", [("--map", "Shoe size"), ("--mode", "replace"), ("--match", "hair"), ("--map", "Phone=telephon")]
)
def test_wrong_terms_are_refused_before_anything_is_read(crm: Crm, file: Path, words: tuple[str, str]) -> None:
    assert crm("sync", "import", str(file), *words).code == 2


def test_an_export_goes_to_stdout_and_nothing_else_does(crm: Crm, jane: str) -> None:
    rows = crm("sync", "export", "-", "--columns", "name,email").out.splitlines()
    assert rows == ["name,email", "Jane Doe,jane@acme.com"]
    records = [json.loads(line) for line in crm("sync", "export", "-", "--format", "jsonl").out.splitlines()]
    assert records[-1]["name"] == "Jane Doe"


def test_an_export_to_a_file_says_how_many(crm: Crm, jane: str, tmp_path: Path) -> None:
    crm("add", "John Smith")
    file = tmp_path / "out.csv"
    report = crm("sync", "export", str(file), "--query", "#q4", "--json").json
    assert (report["file"], report["format"], report["records"]) == (str(file), "csv", 1)


def test_everything_exported_is_everything_imported(crm: Crm, call: str, tmp_path: Path) -> None:
    crm("log", "jane", "call", "hello", "--outcome", "connected")
    file = tmp_path / "all.jsonl"
    assert crm("sync", "export", str(file), "--what", "all").code == 0
    before = crm("show", "jane", "--json").json
    other = str(tmp_path / "new" / "crm.db")
    assert crm("sync", "import", str(file), "--db", other).code == 0
    after = crm("show", "jane", "--json", "--db", other).json
    for key in ("id", "name", "emails", "tags", "last_contacted"):
        assert after[key] == before[key]
    assert [each["text"] for each in after["interactions"]] == ["hello"]
    assert [each["id"] for each in after["follow_ups"]] == [call]


def test_an_unknown_kind_of_record_cannot_be_exported(crm: Crm, jane: str) -> None:
    assert crm("sync", "export", "--what", "deals").code == 2


def test_progress_is_told_in_rows_with_rate_and_time_left() -> None:
    clock = iter([0.0, 10.0])
    pace = Pace(lambda: next(clock))
    assert _words(pace, "reading", 2_000, 10_000, 50_000) == "50,000 of about 250,000 · 5,000/s · 40 s left"


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_import_that_is_stopped_says_so_and_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "people.csv"
    rows = (f"Person {number},p{number}@many.example,+44 20 7946 {number % 10_000:04}\n" for number in range(60_000))
    file.write_text("".join(["Name,E-mail,Phone\n", *rows]), encoding="utf-8")
    database = tmp_path / "crm.db"
    with Store(database):
        pass
    command = [sys.executable, "-m", "crm_tui", "--db", str(database), "sync", "import", str(file)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    journal = database.with_name("crm.db-journal"), database.with_name("crm.db-wal")
    while running.poll() is None and not any(each.exists() and each.stat().st_size for each in journal):
        time.sleep(0.02)
    running.send_signal(number)
    out, said = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert "The import was stopped; nothing of it was kept." in said
    with Store(database) as store:
        assert store.connection.execute("SELECT count(*) FROM contact").fetchone() == (0,)
    assert sorted(each.name for each in tmp_path.iterdir() if "reject" in each.name) == []
