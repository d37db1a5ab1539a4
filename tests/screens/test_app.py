from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest
from textual.color import Color

from crm_tui.config import Config
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.screens import crash
from crm_tui.screens.app import check_terminal
from tests.screens.book import Book
from tests.screens.rep import NOW, ZONE, Rep, at_desk

FIRST_FRAME = """
import json, sys
from pathlib import Path
from crm_tui.config import Config
from crm_tui.screens import app, store_thread

HEAVY = {"sqlite3", "sqlmodel", "sqlalchemy", "pydantic", "phonenumbers", "crm_tui.store.store", "crm_tui.store.today"}
painted, read = [], []
display, run = app.CrmApp._display, store_thread.Reader._run

def _display(self, screen, renderable):
    display(self, screen, renderable)
    if renderable is not None and self.screen.query("KeyBar") and not painted:
        painted.append(sorted(HEAVY & set(sys.modules)))

def _run(self, *args):
    if not read:
        read.append(bool(painted))
    return run(self, *args)

app.CrmApp._display, store_thread.Reader._run = _display, _run

async def leave(pilot):
    await pilot.pause(0.5)
    pilot.app.exit()

path = Path(sys.argv[1])
app.CrmApp(Config(), db=path, log_folder=path.parent).run(headless=True, auto_pilot=leave)
print(json.dumps([painted, read]))
"""


def test_a_frame_is_painted_before_the_store_is_imported(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, str(tmp_path / "crm.db")], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [[[]], [True]]


async def until(rep: Rep, text: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if rep.sees(text):
            return True
        await asyncio.sleep(0.02)
    return False


async def test_what_another_process_writes_is_seen_within_a_second(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        other = sqlite3.connect(book.path)
        with other:
            other.execute("UPDATE contact SET name = 'Jane Roe'")
        other.close()
        assert await until(rep, "Jane Roe", 1.0)


async def test_own_writes_are_not_taken_for_those_of_others(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        published: list[object] = []
        rep.app.changed.subscribe(rep.app, published.append, immediate=True)
        await rep.press("n", "x", "enter")
        await asyncio.sleep(0.7)
        assert len(published) == 1


async def test_a_follow_up_falls_due_while_the_app_is_open(book: Book) -> None:
    book.person("Jane Doe")
    book.follow_up("Jane Doe", "15:00")
    async with at_desk(book.path) as rep:
        assert rep.sees("Due today")
        await rep.clock("2026-11-18T15:01")
        assert rep.sees("Overdue")


async def test_an_error_the_rep_can_mend_is_a_toast_with_what_to_do(book: Book) -> None:
    async with at_desk(book.path) as rep:
        await rep.press("3", "z")
        assert "There is nothing to undo." in rep.toast

        async def fail() -> None:
            raise CrmError("The moon is full.", "Wait a night.")

        rep.app.flow(fail(), group="test")
        await rep.idle()
        assert "The moon is full." in rep.toast
        assert "Wait a night." in rep.toast


async def test_a_fault_of_ours_is_written_down_without_data_and_the_app_goes_on(book: Book, tmp_path: Path) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path, has_faults=True) as rep:

        async def fail() -> None:
            name = "Jane Secret"
            raise ValueError(name)

        rep.app.flow(fail(), group="test")
        await rep.idle()
        assert "by a fault of crm itself" in rep.toast
        assert rep.app.is_running
    (log,) = (tmp_path / "faults").glob("*.log")
    assert "ValueError" in log.read_text()
    assert "Secret" not in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_crash_report_tells_where_and_keeps_the_newest(tmp_path: Path) -> None:
    for number in range(30):
        try:
            try:
                int("Jane")
            except ValueError as error:
                raise RuntimeError(str(number)) from error
        except RuntimeError as error:
            path = crash.report(error, tmp_path)
    assert path is not None
    assert "in test_a_crash_report" in path.read_text()
    assert "Jane" not in path.read_text()
    assert len(list(tmp_path.glob("crash-*.log"))) == 20
    assert str(path) in crash.sentence(path)


def test_where_nothing_can_be_written_the_sentence_names_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert crash.report(ValueError(), tmp_path / "file" / "below") is None
    assert "What went wrong is in" not in crash.sentence(None)


async def test_a_remapped_key_replaces_the_old_one(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path, config=Config(zone=ZONE, keys={"call.log": ("C",)})) as rep:
        await rep.press("c")
        assert not rep.sees("no answer")
        await rep.press("C")
        assert rep.sees("no answer")
        await rep.press("escape")
        assert rep.sees("C Call")


async def test_plain_letters_are_enough_where_asked_for(book: Book) -> None:
    book.person("Jane Doe", phone="+371 20 000 000")
    book.follow_up("Jane Doe", "today")
    async with at_desk(book.path, config=Config(zone=ZONE, ascii=True)) as rep:
        await rep.press("c", "2")
        assert rep.look().isascii()


def test_without_a_terminal_the_app_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="needs a terminal"):
        check_terminal()
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(UsageError, match="cannot draw"):
        check_terminal()


IN_A_TERMINAL = """
import sys
from pathlib import Path
from crm_tui.config import Config
from crm_tui.screens.app import run
path = Path(sys.argv[1])
sys.exit(run(Config(zone="Europe/Riga"), db=path, log_folder=path.parent, now=sys.argv[2]))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal(tmp_path: Path, number: signal.Signals) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-c", IN_A_TERMINAL, str(tmp_path / "crm.db"), NOW],
        env={"TERM": "xterm-256color", "PATH": "/usr/bin", "HOME": str(tmp_path)},
        encoding="utf-8",
        timeout=20,
    )
    child.expect("nothing due")
    child.kill(number)
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 128 + number
    for restored in ("\x1b[?1049l", "\x1b[?1000l", "\x1b[?2004l", "\x1b[?25h"):
        assert restored in child.before


@pytest.mark.parametrize("theme", ["desk", "high-contrast", "textual-light"])
async def test_the_theme_of_the_settings_colours_the_first_screen(book: Book, theme: str) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path, config=Config(zone=ZONE, theme=theme)) as rep:
        assert rep.app.current_theme.name == theme
        wanted = rep.app.current_theme.to_color_system().generate()["background"]
        assert rep.app.screen.styles.background == Color.parse(wanted)
        assert rep.app.has_class("-light-mode") is not rep.app.current_theme.dark
