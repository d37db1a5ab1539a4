"""`crm today --notify`, for cron."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def test_without_desktop_and_terminal_it_fails_in_words(
    crm: Crm, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    failed = crm("today", "--notify")
    assert failed.code == 1
    assert "notify-send" in failed.err
