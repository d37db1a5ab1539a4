"""What other people's programs make of what we write: khard of cards, todoman of tasks, run as a rep runs them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from crm_tui.sync.formats.vcard.writer import Version
from tests.sync.office import DESK, brought, written

PEOPLE = (
    "id,name,given_name,family_name,company,email.Work,phone.Mobile,note,external_id",
    ',"Zoë Ångström, Dr.",Zoë,Ångström,Ice; Snow & Co,zoe@ice.example,+46 70 123 45 67,"Likes ""tea"";\nand cake",',
    ",Ζωή Παπαδοπούλου,Ζωή,Παπαδοπούλου,,zoi@thalassa.example,,,",
    ",Jane Doe,Jane,Doe,,,,A long note of many words that has to be folded: Ωmega Ωmega Ωmega Ωmega Ωmega Ωmega Ωmega,",
)

TASKS = (
    "id,contact,due,zone,kind,text,priority,state,every",
    ",Jane Doe,2027-07-01T10:00+03:00,Europe/Riga,call,Send the offer; then wait,high,open,FREQ=WEEKLY",
    ",Jane Doe,2027-07-02,,to-do,Ask,normal,open,",
    ",Ζωή Παπαδοπούλου,2026-07-02,,to-do,Thank her,normal,done,",
)


def program(name: str) -> str:
    """Where a program is that was installed beside this Python; the test is left out where it was not."""
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        pytest.skip(f"{name} is not installed (it is one of the dev dependencies)")
    return str(path)


def said(folder: Path, *command: str) -> str:
    """What a program prints that has ``folder`` for a home."""
    environment = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, capture_output=True, check=True, env=environment, encoding="utf-8", timeout=60)
    assert "rror" not in done.stderr
    return done.stdout


def one_a_file(file: Path, kind: str) -> Path:
    """A folder with a file for each record, as address books and calendars are kept on a disk."""
    text = file.read_bytes().decode()
    folder = file.parent / kind.lower()
    folder.mkdir()
    records = re.findall(rf"BEGIN:{kind}\r\n.*?END:{kind}\r\n", text, re.DOTALL)
    before, after = text.partition(records[0])[0], text.rpartition(records[-1])[2]
    for number, record in enumerate(records):
        (folder / f"{number}{file.suffix}").write_bytes(f"{before}{record}{after}".encode())
    return folder


@pytest.fixture
def office(store: Store, tmp_path: Path) -> Store:
    assert brought(store, written(tmp_path, *PEOPLE, name="people.csv")).refused == 0
    assert brought(store, written(tmp_path, *TASKS, name="tasks.csv")).refused == 0
    return store


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_khard_lists_our_cards_with_their_addresses_and_numbers(
    office: Store, tmp_path: Path, version: Version
) -> None:
    khard = program("khard")
    file = tmp_path / "people.vcf"
    export_file(office.connection, DESK, file, ExportOptions(version=version))
    config = tmp_path / "khard.conf"
    config.write_text(f"[addressbooks]\n[[book]]\npath = {one_a_file(file, 'VCARD')}\n")
    run = (khard, "-c", str(config))
    names = [line.split("\t")[1] for line in said(tmp_path, *run, "list", "-p", "-d", "formatted_name").splitlines()]
    assert sorted(names) == sorted(["Zoë Ångström, Dr.", "Ζωή Παπαδοπούλου", "Jane Doe"])
    mail = said(tmp_path, *run, "email", "-p", "--remove-first-line")
    assert {line.split("\t")[0] for line in mail.splitlines()} == {"zoe@ice.example", "zoi@thalassa.example"}
    card = said(tmp_path, *run, "show", "--format=yaml", "Ångström")
    for text in ("Ice; Snow & Co", "+46 70 123 45 67", "zoe@ice.example", r"Likes \"tea\";\nand cake"):
        assert text in card


def test_todoman_lists_our_tasks_with_day_priority_and_state(office: Store, tmp_path: Path) -> None:
    todo = program("todo")
    file = tmp_path / "tasks.ics"
    export_file(office.connection, DESK, file, ExportOptions(as_tasks=True, what="follow-ups"))
    folder = one_a_file(file, "VTODO")
    config = tmp_path / "todo.py"
    config.write_text(f'path = "{folder.parent}/vtod*"\ncache_path = "{tmp_path}/cache.sqlite"\n')
    found = json.loads(said(tmp_path, todo, "-c", str(config), "--porcelain", "list", "--status", "ANY"))
    by_summary = {each["summary"]: each for each in found}
    call, ask, thanks = (
        by_summary[f"{kind}: {who} – {text}"]
        for kind, who, text in (
            ("Call", "Jane Doe", "Send the offer; then wait"),
            ("To-do", "Jane Doe", "Ask"),
            ("To-do", "Ζωή Παπαδοπούλου", "Thank her"),
        )
    )
    assert datetime.fromtimestamp(call["due"], UTC) == datetime(2027, 7, 1, 7, tzinfo=UTC)
    assert (call["priority"], call["recurring"], call["completed"]) == (1, True, False)
    assert (ask["priority"], ask["recurring"], ask["description"]) == (5, False, "Ask")
    assert thanks["completed"]
