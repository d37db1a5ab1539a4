"""How soon the app is on the screen, and how soon it has the morning's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import book
from benchmarks.figures import Section, compared
from benchmarks.terminal import Terminal

BARE: Sequence[str] = (book.PYTHON, "-m", "benchmarks.bare_app")
CRM: Sequence[str] = (book.PYTHON, "-m", "crm_tui")

#: Words of the frame, and words that stand there only when the list has been read.
FRAME, FILLED = "Today", "Overdue"

_BARE_NAME = "bare Textual app, one Static"


def first_paint(database: Path, runs: int) -> Section:
    """Bare app and crm in turn, each in a terminal of 120 by 40."""
    environment = book.environment(database)
    samples: dict[str, list[float]] = {_BARE_NAME: [], "crm, first frame": [], "crm, list filled": []}
    for turn in range(-1, runs):
        bare, frame, filled = _paint(BARE, environment, "ready"), *_paint_crm(environment)
        if turn >= 0:  # the one before only warms the file cache
            for taken, value in zip(samples.values(), (bare, frame, filled), strict=True):
                taken.append(value)
    return Section(
        title="First paint",
        method="From starting the process to the words on a pseudo-terminal of 120×40; both programs in turn.",
        figures=compared(samples, {"crm, first frame": "≤ 1.3×"}),
    )


def _paint(command: Sequence[str], environment: Mapping[str, str], text: str) -> float:
    with Terminal(command, environment) as terminal:
        return terminal.until(text)


def _paint_crm(environment: Mapping[str, str]) -> tuple[float, float]:
    with Terminal(CRM, environment) as terminal:
        return terminal.until(FRAME), terminal.until(FILLED)
