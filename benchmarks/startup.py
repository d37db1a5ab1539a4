"""How long a command takes, from nothing to its last byte, against a Python that does nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks import book
from benchmarks.figures import Section, compared, milliseconds

#: The command as its entry point runs it.
CRM = (book.PYTHON, "-c", "import sys; from crm_tui.cli import main; sys.exit(main())")

_COMMANDS: Mapping[str, Sequence[str]] = {
    "python -c pass": (book.PYTHON, "-c", "pass"),
    "crm --version": (*CRM, "--version"),
    "crm today --count": (*CRM, "today", "--count"),
    "crm --help": (*CRM, "--help"),
    "crm today": (*CRM, "today"),
    "crm find": (*CRM, "find", "customer"),
}
_AIMS = {"crm --version": "≤ 2×", "crm today --count": "≤ 3×", "crm find": "≤ 5×"}


def measure(database: Path, runs: int) -> Section:
    """Every command in turn, ``runs`` times, its output thrown away."""
    environment = book.environment(database)

    def run(command: Sequence[str]) -> None:
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)

    for command in _COMMANDS.values():
        run(command)
    samples: dict[str, list[float]] = {name: [] for name in _COMMANDS}
    for _ in range(runs):
        for name, command in _COMMANDS.items():
            samples[name].append(milliseconds(partial(run, command)))
    return Section(
        title="Commands",
        method="From starting the process to its end, output not shown; the commands in turn.",
        figures=compared(samples, _AIMS),
    )
