"""A notification of what is due, on the desktop or in the terminal. It tells numbers, never names."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.domain.notification import sequence
from crm_tui.store.today import counts

_SECONDS = 10


#: Where systemd has the bus of a user's session.
_BUS = "/run/user/{uid}/bus"


def notify(connection: sqlite3.Connection, desk: Desk, way: str = "osc9") -> int:
    """Tells how many are overdue and due today; silent when there are none. Returns how many.

    ``way`` is the sequence for a terminal, where there is no desktop. Raises `CrmError` when there is neither.
    """
    found = counts(connection, desk)
    parts = [f"{found.overdue} overdue"] if found.overdue.value else []
    parts += [f"{found.today} due today"] if found.today.value else []
    if parts:
        _tell(", ".join(parts), way)
    return found.overdue.value + found.today.value


def _tell(text: str, way: str) -> None:
    for command in _commands(text):
        if shutil.which(command[0]) and _run(command):
            return
    if not sys.stderr.isatty():
        raise CrmError(
            "There is no desktop and no terminal to notify.",
            "Install notify-send (libnotify), or run `crm today --count` and notify by your own means.",
        )
    # Terminals that know no notifications ignore it; the bell is for those.
    sys.stderr.write(sequence(way, text, in_tmux=bool(os.environ.get("TMUX"))) + "\a")


def _commands(text: str) -> Sequence[Sequence[str]]:
    return (
        ("notify-send", "--app-name=crm", "crm", text),
        ("osascript", "-e", f'display notification "{text}" with title "crm"'),
    )


def _run(command: Sequence[str]) -> bool:
    try:
        # The words are ours, and no shell reads them.
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, env=_session())  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _session() -> dict[str, str]:
    """The environment with the desktop's bus in it, of which cron tells nothing."""
    bus = _BUS.format(uid=os.getuid()) if hasattr(os, "getuid") else ""
    if "DBUS_SESSION_BUS_ADDRESS" in os.environ or not bus or not Path(bus).exists():
        return dict(os.environ)
    return {**os.environ, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}"}
