"""A notification of what is due, on the desktop or in the terminal. It tells numbers, never names."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.store.today import counts

_SECONDS = 10


def notify(connection: sqlite3.Connection, desk: Desk) -> int:
    """Tells how many are overdue and due today; silent when there are none. Returns how many.

    Raises `CrmError` when there is no desktop and no terminal to tell it to.
    """
    found = counts(connection, desk)
    parts = [f"{found.overdue} overdue"] if found.overdue.value else []
    parts += [f"{found.today} due today"] if found.today.value else []
    if parts:
        _tell(", ".join(parts))
    return found.overdue.value + found.today.value


def _tell(text: str) -> None:
    for command in _commands(text):
        if shutil.which(command[0]) and _run(command):
            return
    if not sys.stderr.isatty():
        raise CrmError(
            "There is no desktop and no terminal to notify.",
            "Install notify-send (libnotify), or run `crm today --count` and notify by your own means.",
        )
    # OSC 9 is shown by iTerm2, Windows Terminal, kitty and others, and ignored by the rest; the bell is for those.
    sys.stderr.write(f"\x1b]9;crm: {text}\x1b\\\a")


def _commands(text: str) -> Sequence[Sequence[str]]:
    return (
        ("notify-send", "--app-name=crm", "crm", text),
        ("osascript", "-e", f'display notification "{text}" with title "crm"'),
    )


def _run(command: Sequence[str]) -> bool:
    try:
        # The words are ours, and no shell reads them.
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
