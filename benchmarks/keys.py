"""From a key to the last byte that it causes to be painted, in a real terminal of 120 by 40."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks import book, corpus
from benchmarks.book import BUSY
from benchmarks.figures import Figure, Section, figure
from benchmarks.finding import listed_people, typed_into_fzf
from benchmarks.paint import CRM, FILLED
from benchmarks.terminal import Terminal

_ECHO = (book.PYTHON, "-m", "benchmarks.echo_app")

#: Seconds of silence after which a key has had its effect. Counts of views begin later than that.
_QUIET = 0.2

#: The same where it is not measured: a screen that is opened for the first time.
_LONG = 0.45

_CLEAR, _ESCAPE, _ENTER = "\x15", "\x1b", "\r"
_PAGE_DOWN, _PAGE_UP, _END, _HOME = "\x1b[6~", "\x1b[5~", "\x1b[F", "\x1b[H"

_AIM = "p95 ≤ 25 ms"


def typing(database: Path, runs: int) -> Section:
    """Queries of each kind typed letter by letter into the search line of Contacts."""
    queries = corpus.queries(database, max(2, runs // 3))
    environment = book.environment(database)
    with Terminal(_ECHO, environment) as echo, Terminal(CRM, environment) as app:
        echo.until("ready")
        app.until(FILLED)
        for key in ("3", "/"):
            app.press(key, quiet=_LONG)
        floor: list[float] = []
        taken = {kind: _typed(app, echo, texts, floor) for kind, texts in queries.items()}
        bursts = [_burst(app, text) for text in queries["two words"]]
    letters = [sample for samples in taken.values() for sample in samples]
    fzf, notes = _of_fzf(database, [text for texts in queries.values() for text in texts[:1]])
    figures = [
        figure("bare Textual input, a letter", floor),
        figure("every letter", letters, aim=_AIM, base=floor),
        *(figure(kind, samples, aim=_AIM, base=floor) for kind, samples in taken.items()),
        figure("12 letters at once, last key to last row", _painted(bursts), base=floor),
    ]
    if fzf:
        figures.append(figure("fzf on the same people, every letter", fzf, base=floor))
        figures.append(figure("every letter, against fzf", letters, aim="≤ 0.05×", base=fzf, against="fzf"))
    return Section(
        title="Keys: searching",
        method="Queries of real people in the book, typed letter by letter on Contacts; a bare input in turn.",
        figures=tuple(figures),
        notes=notes,
    )


def _typed(app: Terminal, echo: Terminal, texts: Iterable[str], floor: list[float]) -> list[float]:
    taken = []
    for text in texts:
        for letter in text:
            taken.append(app.press(letter, quiet=_QUIET))
            floor.append(echo.press("x", quiet=0.05))
        app.press(_CLEAR, quiet=_QUIET)
        echo.press(_CLEAR, quiet=0.05)
    return _painted(taken)


def _burst(app: Terminal, text: str) -> float:
    last = app.press(text[:12].ljust(12, "a"), quiet=_QUIET)
    app.press(_CLEAR, quiet=_QUIET)
    return last


def _painted(taken: Iterable[float]) -> list[float]:
    """Without the keys that paint nothing: a space at the end of a query, j at the end of a list."""
    return [each for each in taken if not math.isnan(each)]


def _of_fzf(database: Path, texts: list[str]) -> tuple[list[float], tuple[str, ...]]:
    with listed_people(database) as listed:
        taken = typed_into_fzf(listed, texts)
    return taken, () if taken else ("fzf is not installed: left out.",)


def moving(database: Path, runs: int) -> Section:
    """Keys that move in lists, change screens and open a person."""
    times = 4 * runs
    with Terminal(CRM, book.environment(database)) as app:
        app.until(FILLED)
        app.settle(1.0)
        figures = [
            *_pressed(app, {"next person on Today (j)": "j", "previous person (k)": "k"}, times),
            *_on_contacts(app, times),
            *_switched(app, runs),
            *_opened(app, runs),
        ]
    return Section(
        title="Keys: moving",
        method="From sending the key to the last byte that it causes to be painted, the card of the person included.",
        figures=tuple(figures),
    )


def _pressed(app: Terminal, keys: Mapping[str, str], times: int, aim: str = _AIM) -> list[Figure]:
    """Each key ``times`` times, one after the other."""
    taken = {name: _painted(app.press(key, quiet=_QUIET) for _ in range(times)) for name, key in keys.items()}
    return [figure(name, samples, aim=aim) for name, samples in taken.items() if samples]


def _alternately(app: Terminal, name: str, keys: Iterable[str], times: int, aim: str) -> list[Figure]:
    """Several keys in turn, as one figure."""
    samples = _painted(app.press(key, quiet=_QUIET) for _ in range(times) for key in keys)
    return [figure(name, samples, aim=aim)] if samples else []


def _on_contacts(app: Terminal, times: int) -> list[Figure]:
    app.press("3", quiet=_LONG)
    return [
        *_pressed(app, {"next person on Contacts (j)": "j", "a page down": _PAGE_DOWN, "a page up": _PAGE_UP}, times),
        *_alternately(app, "end and beginning of the list", (_END, _HOME), times // 4, _AIM),
    ]


def _switched(app: Terminal, runs: int) -> list[Figure]:
    for key in "1356":
        app.press(key, quiet=_LONG)
    return _alternately(app, "another screen (1 3 5 6)", "1356", runs, "p95 ≤ 30 ms")


def _opened(app: Terminal, runs: int) -> list[Figure]:
    """The person with the long history, found and opened; then along the timeline."""
    app.press("3", quiet=_LONG)
    app.press("/", quiet=_LONG)
    app.press(BUSY, quiet=_LONG)
    app.press(_ESCAPE, quiet=_LONG)
    samples = []
    for _ in range(runs):
        samples.append(app.press(_ENTER, quiet=_QUIET))
        app.press("q", quiet=_LONG)
    app.press(_ENTER, quiet=_LONG)
    along = _pressed(app, {"next entry of a timeline (j)": "j", "a page of it": _PAGE_DOWN}, 2 * runs)
    ends = _alternately(app, "end and beginning of it", (_END, _HOME), max(1, runs // 2), _AIM)
    opened = figure("open a person with 10 000 entries (Enter)", _painted(samples), aim="≤ 30 ms")
    return [opened, *along, *ends]
