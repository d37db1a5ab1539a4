"""`crm today --notify`, for cron."""

from __future__ import annotations

import configparser
import plistlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from crm_tui.cli import notifying
from tests.cli.conftest import Crm


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which a desktop of ours writes down what it is told."""
    told = tmp_path / "told"
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {told}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    return told


def test_the_desktop_is_told_numbers_and_no_names(crm: Crm, call: str, desktop: Path) -> None:
    told = crm("today", "--notify", "--exit-code")
    assert (told.code, told.out) == (10, "")
    assert desktop.read_text(encoding="utf-8").splitlines() == ["--app-name=crm", "crm", "1 due today"]


def test_nobody_is_told_of_nothing(crm: Crm, jane: str, desktop: Path) -> None:
    assert crm("today", "--notify").code == 0
    assert not desktop.exists()


def test_cron_is_told_where_the_desktop_is(
    crm: Crm, call: str, desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bus").touch()
    monkeypatch.setattr(notifying, "_BUS", f"{tmp_path}/bus")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    program = tmp_path / "bin" / "notify-send"
    program.write_text(f'#!/bin/sh\nprintf "%s" "$DBUS_SESSION_BUS_ADDRESS" > {desktop}\n', encoding="utf-8")
    crm("today", "--notify")
    assert desktop.read_text(encoding="utf-8") == f"unix:path={tmp_path}/bus"


def test_a_terminal_is_told_in_the_way_of_the_settings(
    crm: Crm, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TMUX", raising=False)
    crm("config", "notify_desktop", "osc777")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert "\x1b]777;notify;crm;1 due today\x1b\\\a" in crm("today", "--notify").err


def test_without_desktop_and_terminal_it_fails_in_words(
    crm: Crm, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    failed = crm("today", "--notify")
    assert failed.code == 1
    assert "notify-send" in failed.err


# The timers of the documentation

DOCS = Path(__file__).resolve().parents[2] / "docs/reminders.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_timers_run_a_command_that_tells_what_is_due(crm: Crm, call: str, desktop: Path) -> None:
    service, timer = blocks("ini")
    parsed = configparser.RawConfigParser()
    parsed.read_string(service)
    parsed.read_string(timer)
    (plist,) = blocks("xml")
    (cron,) = (block for block in blocks("text") if "* *" in block)
    commands = (
        parsed["Service"]["ExecStart"].split(),
        plistlib.loads(plist.encode())["ProgramArguments"],
        cron.split()[5:],
    )
    for program, *words in commands:
        assert program.endswith("/bin/crm")
        desktop.unlink(missing_ok=True)
        assert crm(*words).code == 0
        assert "1 due today" in desktop.read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd says whether its units are right")
def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    crm = tmp_path / "crm"
    crm.write_text("#!/bin/sh\n", encoding="utf-8")
    crm.chmod(0o755)
    files = [tmp_path / f"crm-reminder.{kind}" for kind in ("service", "timer")]
    for file, text in zip(files, blocks("ini"), strict=True):
        file.write_text(text.replace("%h/.local/bin/crm", str(crm)), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", *map(str, files)], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "crm-reminder" in line]) == (0, [])
