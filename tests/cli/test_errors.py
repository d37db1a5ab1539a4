"""What goes wrong: one sentence, one hint, the right exit code, and nothing on stdout."""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crm_tui.cli import invocation, main
from tests.cli.conftest import Crm


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nonsense",), 2),
        (("show",), 2),
        (("show", "nobody"), 3),
        (("find", "status:"), 2),
        (("today", "--limit", "none"), 2),
        (("follow-up", "jane", "blursday"), 2),
        (("done", "zzzz"), 3),
        (("--now", "soon", "today"), 2),
        (("sync", "import", "/nowhere/contacts.csv"), 1),
    ],
)
def test_errors_have_the_exit_codes_of_the_contract(crm: Crm, jane: str, words: tuple[str, ...], code: int) -> None:
    failed = crm(*words)
    assert failed.code == code
    assert failed.out == ""
    assert failed.err.startswith("crm: ")


def test_an_error_is_json_on_stderr_when_json_is_asked_for(crm: Crm, jane: str) -> None:
    failed = crm("show", "nobody", "--json")
    assert failed.out == ""
    assert failed.error.keys() == {"code", "message", "hint"}
    assert failed.error["code"] == 3


def test_wrong_usage_points_to_the_help_of_its_command(crm: Crm) -> None:
    assert crm("show").err.endswith("See `crm show --help`.\n")
    assert crm("sync", "import").err.endswith("See `crm sync import --help`.\n")
    assert crm("show", "--json").error["code"] == 2


def test_reading_never_makes_a_database(crm: Crm, tmp_path: Path) -> None:
    for words in (("today",), ("today", "--count"), ("find", "jane"), ("show", "jane"), ("history",), ("trash",)):
        assert crm(*words).code == 5
    assert not (tmp_path / "book").exists()


def test_a_file_that_is_no_database_is_refused_with_advice(crm: Crm, tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear Jane, " * 100, encoding="utf-8")
    for words in (("today",), ("today", "--count"), ("add", "Jane")):
        failed = crm("--db", str(file), *words)
        assert failed.code == 5
        assert "not a database" in failed.err


def test_a_newer_database_is_refused(crm: Crm, jane: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "book" / "crm.db") as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    for words in (("today",), ("today", "--count"), ("find", "jane"), ("add", "John")):
        failed = crm(*words)
        assert failed.code == 5
        assert "newer" in failed.err


def test_a_fault_of_ours_is_one_sentence_and_a_log_without_data(
    crm: Crm, jane: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(run: invocation.Invocation) -> None:
        raise ValueError(run.paths.database.read_bytes())

    monkeypatch.setattr(invocation.Invocation, "open_reader", fail)
    failed = crm("find", "jane")
    assert (failed.code, failed.out) == (1, "")
    log = tmp_path / ".local" / "state" / "crm" / "log" / "crash.log"
    assert str(log) in failed.err
    assert "Traceback" not in failed.err
    assert "ValueError" in log.read_text(encoding="utf-8")
    assert "jane@acme.com" not in failed.err + log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


def test_an_interrupt_is_130_and_silent(crm: Crm, jane: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(invocation.Invocation, "open_reader", interrupt)
    monkeypatch.setattr(invocation.Invocation, "open_store", interrupt)
    for words in (("find", "jane"), ("add", "John")):
        stopped = crm(*words)
        assert (stopped.code, stopped.out, stopped.err) == (130, "", "")


def test_a_reader_that_stops_reading_is_no_error(jane: str) -> None:
    script = "import sys; from crm_tui.cli import main; sys.exit(main(['keys']))"
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_a_terminal_without_the_letters_of_a_name_gets_something_else(
    jane: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert main(["add", "Παπαδόπουλος"]) == 0
    sys.stdout.flush()
    assert b"Added ????" in raw.getvalue()


def test_global_options_stand_before_the_command_or_after_it(crm: Crm, tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "other" / "crm.db")
    crm("--db", elsewhere, "add", "Ann Lee")
    for words in (("--db", elsewhere, "--json", "find", "ann"), ("find", "ann", "--json", f"--db={elsewhere}")):
        assert [each["name"] for each in json.loads(crm(*words).out)] == ["Ann Lee"]
    assert crm("when", "tomorrow", "--now", "2027-03-01", "--json").json[0]["at"] == "2027-03-02"
    assert crm("--now", "2027-03-01", "when", "tomorrow", "--json").json[0]["at"] == "2027-03-02"
