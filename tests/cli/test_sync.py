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


def test_who_is_likely_there_already_is_told_before_and_after(crm: Crm, file: Path) -> None:
    crm("add", "John Smith", "--company", "Acme", "--email", "john@acme.example")
    rows = ["Name,Company,E-mail", "Jon Smith,Acme,jon@smith.example", "Carol White,Elsewhere,carol@white.example"]
    file.write_text("\n".join(rows), encoding="utf-8")
    like = "Jon Smith, Acme: like John Smith, Acme (same name, one by nickname, same company)"
    tried = crm("sync", "import", str(file), "--dry-run")
    assert "1 likely duplicate among the new people:" in tried.out
    assert like in tried.out
    assert crm("sync", "import", str(file), "--dry-run", "--json").json["likely_duplicates"] == 1
    assert crm("sync", "import", str(file), "--list", "--json").json["likely_duplicates"] is None
    done = crm("sync", "import", str(file))
    assert "1 likely duplicate among the new people; crm duplicates shows them:" in done.out
    assert like in done.out
    assert crm("sync", "import", str(file), "--json").json["likely_duplicates"] == 0


def test_rows_that_are_refused_for_one_reason_are_told_together(crm: Crm, file: Path) -> None:
    rows = ["Name,Title", "Ann,Chair", *[",Chair", "Eve,"] * 4, "Bob,Chair,more"]
    file.write_text("\n".join(rows), encoding="utf-8")
    done = crm("sync", "import", str(file))
    assert "book.csv, 4 rows: no name" in done.out
    assert "(rows 3, 5, 7, 9)" in done.out
    assert "book.csv, row 11: it has 3 cells" in done.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_a_pipe_and_a_device_are_refused_rather_than_waited_for(crm: Crm, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        done = crm("sync", "import", str(path))
        assert (done.code, "is no file, but a pipe or a device" in done.err) == (2, True)


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


def test_a_country_must_be_one(crm: Crm, file: Path) -> None:
    done = crm("sync", "import", str(file), "--country", "latvia")
    assert (done.code, "no country" in done.err) == (2, True)
    assert crm("sync", "import", str(file), "--country", "lv").code == 6
    assert crm("show", "ann", "--json").json["phones"][0]["e164"] == "+37126123456"


def test_what_cannot_be_read_gets_one_sentence(crm: Crm, file: Path) -> None:
    sentences = {"": "is empty", "\0PNG": "cannot be told from its name"}
    for content, sentence in sentences.items():
        path = file.with_name("thing.csv" if not content else "thing.bin")
        path.write_text(content, encoding="utf-8")
        done = crm("sync", "import", str(path))
        assert done.code in (1, 2)
        assert sentence in done.err
    folder = crm("sync", "import", str(file.parent))
    assert (folder.code, "is a folder" in folder.err) == (2, True)
    instead = crm("sync", "import", str(file), "--rejects", str(file.parent))
    assert (instead.code, "is a folder" in instead.err) == (2, True)
    mistaken = crm("sync", "import", str(file), "--encoding", "utf-16")
    assert (mistaken.code, "utf-16-le" in mistaken.err) == (1, True)
    beside = crm("sync", "import", str(file), str(file.with_name("none.csv")))
    assert (beside.code, "There is no file" in beside.out) == (6, True)


def test_importing_again_changes_nothing_and_leaves_what_was_changed(crm: Crm, file: Path) -> None:
    crm("sync", "import", str(file), "--tag", "fair")
    crm("edit", "ann", "--title", "Chair", "--untag", "fair", "--remove-email", "ann@lee.org")
    before = crm("show", "ann", "--json").json
    again = crm("sync", "import", str(file), "--tag", "fair", "--json").json
    assert (again["created"], again["updated"], again["unchanged"], again["undo"]) == (0, 0, 2, None)
    assert crm("show", "ann", "--json").json == before


def test_a_mapping_is_kept_and_used_for_the_next_file(crm: Crm, file: Path) -> None:
    crm("sync", "import", str(file), "--map", "Shoe size=title", "--save-preset", "fair", "--dry-run")
    assert "fair" not in crm("sync", "presets").out
    crm("sync", "import", str(file), "--map", "Shoe size=title", "--save-preset", "fair")
    assert crm("sync", "presets", "--json").json[0]["name"] == "fair"
    next_file = file.with_name("next.csv")
    next_file.write_text("Name,E-mail,Phone,Shoe size\nCy Ott,c@o.org,,41\n", encoding="utf-8")
    assert crm("sync", "import", str(next_file), "--json").json["sources"][0]["preset"] == "fair"
    assert crm("show", "cy", "--json").json["title"] == "41"


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
    assert _words(pace, "reading", 2_000, 10_000, 50_000) == "50 000 of about 250 000 · 5 000/s · 40 s left"


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


def test_a_workbook_goes_out_with_all_sheets_and_comes_in_by_one(crm: Crm, call: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    crm("sync", "export", str(path), "--what", "all")
    report = crm("sync", "import", str(path), "--json").json
    assert (report["sources"][0]["format"], report["unchanged"], report["refused"]) == ("xlsx", report["rows"], 0)
    report = crm("sync", "import", str(path), "--sheet", "interactions", "--json").json
    assert (report["sources"][0]["what"], report["unchanged"]) == ("interactions", report["rows"])
    done = crm("sync", "import", str(path), "--sheet", "people")
    assert (done.code, "Its sheets are contacts, companies, interactions, follow-ups." in done.err) == (2, True)


def test_a_list_goes_out_as_markdown(crm: Crm, jane: str) -> None:
    lines = crm("sync", "export", "-", "--format", "md", "--columns", "name,id").out.splitlines()
    assert lines[0] == "| name | id |"
    assert jane in lines[2]


@pytest.mark.usefixtures("jane")
def test_mail_comes_in_from_its_own_file_and_strangers_are_no_failure(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "Sent"
    head = "From - Mon Nov  2 10:00:00 2026\nFrom: ann@us.example\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n"
    path.write_text(f"{head}To: jane@acme.com\nSubject: Offer\n\nHello\n\n{head}To: who@else.example\n\nHello\n")
    done = crm("sync", "import", str(path), "--me", "ann@us.example", "--json")
    assert (done.code, done.json["created"], done.json["unchanged"], done.json["refused"]) == (0, 1, 1, 0)
    assert "known" in done.json["notes"][0]
    listed = crm("sync", "import", str(path), "--list", "--json").json["records"]
    assert [each["subject"] for each in listed] == ["Offer", ""]
    assert crm("sync", "import", str(path), "--me", "ann").code == 2
