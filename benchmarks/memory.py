"""How much memory the app holds while it waits for a key."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import book
from benchmarks.figures import Figure, Section
from benchmarks.paint import BARE, CRM, FILLED
from benchmarks.terminal import Terminal


def measure(database: Path) -> Section:
    """Resident memory of the bare app and of crm on Today, after a second of quiet."""
    environment = book.environment(database)
    bare = _resident(BARE, "ready", environment)
    ours = _resident(CRM, FILLED, environment)
    return Section(
        title="Memory",
        method="Resident set of the idle app, read from the operating system.",
        figures=(
            Figure(name="bare Textual app", unit="MB", median=bare, ratio=1.0),
            Figure(name="crm on Today", unit="MB", median=ours, ratio=round(ours / bare, 2), aim="≤ 90 MB, ≤ 2×"),
        ),
    )


def _resident(command: Sequence[str], text: str, environment: Mapping[str, str]) -> float:
    with Terminal(command, environment) as terminal:
        terminal.until(text)
        terminal.settle(1.0, seconds=5)
        asked = ["ps", "-o", "rss=", "-p", str(terminal.pid)]
        kilobytes = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return round(int(kilobytes) / 1024, 1)
