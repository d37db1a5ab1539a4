"""How soon the app is on the screen, how soon it has the morning's list, and how soon it answers a key."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import book
from benchmarks.figures import Section, compared, figure
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
        figures=compared(samples, {"crm, first frame": "≤ 1.4×"}),
    )


def keys(database: Path, presses: int) -> Section:
    """Keys pressed on Today: from the key to the last byte painted for it."""
    terminal = Terminal(CRM, book.environment(database))
    try:
        terminal.until(FILLED)
        terminal.settle()
        taken = {name: [terminal.press(key) for _ in range(presses)] for name, key in _KEYS.items()}
    finally:
        terminal.close()
    return Section(
        title="Keys",
        method="On Today: from sending the key to the last byte that it causes to be painted.",
        figures=tuple(
            figure(name, painted, aim="< 100 ms")
            for name, samples in taken.items()
            if (painted := [each for each in samples if not math.isnan(each)])
        ),
    )


_KEYS = {"next person (j)": "j", "previous person (k)": "k"}


def _paint(command: Sequence[str], environment: Mapping[str, str], text: str) -> float:
    terminal = Terminal(command, environment)
    try:
        return terminal.until(text)
    finally:
        terminal.close()


def _paint_crm(environment: Mapping[str, str]) -> tuple[float, float]:
    terminal = Terminal(CRM, environment)
    try:
        return terminal.until(FRAME), terminal.until(FILLED)
    finally:
        terminal.close()
