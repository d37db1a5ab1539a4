"""The pages about the command agree with the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

from crm_tui.cli.app import app
from crm_tui.cli.reference import pages

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"


def _commands(group: Any, path: str = "crm") -> list[tuple[str, Any]]:
    found = []
    for name, command in group.commands.items():
        here = f"{path} {name}"
        found += _commands(command, here) if hasattr(command, "commands") else [(here, command)]
    return found


@pytest.mark.parametrize(("path", "command"), _commands(typer.main.get_command(app)), ids=str)
def test_every_command_has_help_and_an_example_of_itself(path: str, command: Any) -> None:
    assert command.help
    assert all(line.strip().startswith(path) for line in command.epilog.partition(":\n")[2].splitlines())


def test_the_commands_are_those_of_the_contract() -> None:
    assert {path.removeprefix("crm ") for path, _ in _commands(typer.main.get_command(app))} == {
        *("today", "find", "show", "add", "edit", "delete", "log", "follow-up", "done", "snooze", "skip", "quick"),
        *("when", "undo", "redo", "history", "trash list", "trash restore", "trash empty", "demo", "backup"),
        *("restore", "doctor", "config", "keys", "sync import", "sync export", "sync presets"),
        *("duplicates", "merge"),
    }
