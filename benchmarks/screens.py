"""From one screen to another, in a real terminal of 120 by 40: every place, a person, a company, a block, and back.

Beside the time that passes stands the processor's, which a machine that is busy with other things does not change much.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import book
from benchmarks.figures import Figure, Section, figure
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
        figures = [each for way in _WAYS for each in _figures(app, *way, runs)]
    return Section(
        title="Screens",
        method=(
            "From sending the key to the last byte that it causes to be painted; each screen was open once before. "
            "The processor's time is that of all threads until nothing moves any more, after the last byte too."
        ),
        figures=tuple(figures),
    )


def _figures(
    app: Terminal, name: str, before: Sequence[str], key: str, after: Sequence[str], runs: int
) -> Iterator[Figure]:
    """How long a way takes, and how long it keeps the processor busy where the system tells."""
    taken, busy = _gone(app, before, key, after, runs)
    yield figure(name, taken, aim=_AIM)
    if busy:
        yield figure(f"{name}, processor", busy)


def _gone(
    app: Terminal, before: Sequence[str], key: str, after: Sequence[str], runs: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of every turn but the first, by the clock and of the processor."""
    taken, busy = [], []
    for _ in range(runs + 1):
        for other in before:
            app.press(other, quiet=_LONG)
        began = _busy(app.pid)
        taken.append(app.press(key, quiet=_QUIET))
        busy.append(_busy(app.pid) - began)
        for other in after:
            app.press(other, quiet=_LONG)
    return _known(taken[1:]), _known(busy[1:])


def _known(samples: Sequence[float]) -> list[float]:
    return [each for each in samples if not math.isnan(each)]


def _busy(pid: int) -> float:
    """Milliseconds for which the threads of a process have run; NaN where the system does not tell."""
    told = Path(f"/proc/{pid}/task").glob("*/schedstat")
    nanoseconds = [int(each.read_text().split()[0]) for each in told]
    return sum(nanoseconds) / 1e6 if nanoseconds else math.nan
