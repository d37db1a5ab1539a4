"""From one screen to another, in a real terminal of 120 by 40: every place, a person, a company, a block, and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from benchmarks import book
from benchmarks.figures import Section, figure
from benchmarks.paint import CRM, FILLED
from benchmarks.terminal import Terminal

#: Seconds of silence after which a screen is on the terminal, and after which one is at rest that is shown anew.
_QUIET, _LONG = 0.2, 0.45

#: Back is q here: a lone Escape waits a tenth of a second, since the keys of a terminal begin with it.
_ENTER = "\r"

_AIM = "≤ 30 ms"

#: What leads to a screen, the keys before it that are not measured, and those after it that lead away again.
_WAYS: Sequence[tuple[str, Sequence[str], str, Sequence[str]]] = (
    ("Today (1)", ("3",), "1", ()),
    ("Contacts (3)", ("1",), "3", ()),
    ("Companies (5)", ("1",), "5", ("1",)),
    ("Follow-ups (6)", ("1",), "6", ("1",)),
    ("a contact (Enter)", ("3",), _ENTER, ("q",)),
    ("back from a contact (q)", ("3", _ENTER), "q", ()),
    ("a company (Enter)", ("5",), _ENTER, ("q", "1")),
    ("back from a company (q)", ("5", _ENTER), "q", ("1",)),
    ("a new block of 500 (w)", ("3",), "w", ("W", _ENTER)),
    ("a block goes on (w)", ("3", "w", "q"), "w", ("W", _ENTER)),
    ("back from a block (q)", ("3", "w"), "q", ("w", "W", _ENTER)),
)


def measure(database: Path, runs: int) -> Section:
    """Each way ``runs`` times, after one that builds what is kept."""
    with Terminal(CRM, book.environment(database)) as app:
        app.until(FILLED)
        app.settle(1.0)
        figures = [figure(name, _gone(app, before, key, after, runs), aim=_AIM) for name, before, key, after in _WAYS]
    return Section(
        title="Screens",
        method="From sending the key to the last byte that it causes to be painted; each screen was open once before.",
        figures=tuple(figures),
    )


def _gone(app: Terminal, before: Sequence[str], key: str, after: Sequence[str], runs: int) -> list[float]:
    """Milliseconds of every turn but the first."""
    taken = []
    for _ in range(runs + 1):
        for other in before:
            app.press(other, quiet=_LONG)
        taken.append(app.press(key, quiet=_QUIET))
        for other in after:
            app.press(other, quiet=_LONG)
    return [each for each in taken[1:] if not math.isnan(each)]
