"""Finding somebody from the shell, and fzf at the same people."""

from __future__ import annotations

import csv
import math
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import book, corpus, peers
from benchmarks.book import DESK
from benchmarks.figures import Figure, Section, figure, milliseconds
from benchmarks.startup import CRM
from benchmarks.terminal import Terminal
from crm_tui.store.reading import reader

#: A person as a line: what `crm find` looks at, apart from notes.
_LINES = """
    SELECT c.name, coalesce(k.name, ''),
           coalesce((SELECT value FROM contact_point WHERE contact = c.pk AND kind = 'email' LIMIT 1), ''),
           coalesce((SELECT value FROM contact_point WHERE contact = c.pk AND kind = 'phone' LIMIT 1), '')
      FROM contact c LEFT JOIN company k ON k.pk = c.company WHERE c.deleted_at IS NULL
"""

#: Seconds of silence after which fzf has found everything; it paints its progress meanwhile.
_QUIET = 0.4

#: Letters typed into fzf, which takes seconds for some.
_LETTERS = 40


def measure(database: Path, runs: int) -> Section:
    """`crm find` and `fzf --filter`, the same words in turn."""
    words = [text for text in corpus.queries(database, runs)["two words"] if text.isascii()][:runs]
    environment = book.environment(database)
    floor: list[float] = []
    ours: list[float] = []
    theirs: list[float] = []
    with listed_people(database) as listed:
        for text in words:
            floor.append(milliseconds(partial(_quiet, (book.PYTHON, "-c", "pass"), environment)))
            ours.append(milliseconds(partial(_quiet, (*CRM, "find", *text.split()), environment)))
            if fzf := peers.program("fzf"):
                theirs.append(milliseconds(partial(_filtered, fzf, text, listed)))
    figures: list[Figure] = [
        figure("python -c pass", floor, base=floor),
        figure("crm find", ours, base=floor, aim="≤ 5×"),
    ]
    if theirs:
        figures.append(figure("fzf --filter, the same people as lines", theirs, base=floor))
        figures.append(figure("crm find, against fzf", ours, base=theirs, against="fzf", aim="≤ 0.1×"))
    return Section(
        title="Finding from the shell",
        method="Given and family name of people in the book; from starting the process to its end, in turn.",
        figures=tuple(figures),
        notes=() if theirs else ("fzf is not installed: left out.",),
    )


@contextmanager
def listed_people(database: Path) -> Iterator[Path]:
    """Everyone in the book as a file of lines."""
    with TemporaryDirectory(prefix="crm-bench-", dir=book.folder()) as own:
        file = Path(own) / "people.txt"
        connection = reader(database, DESK)
        try:
            with file.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, escapechar="\\").writerows(
                    connection.execute(_LINES)
                )
        finally:
            connection.close()
        yield file


def typed_into_fzf(listed: Path, texts: Sequence[str]) -> list[float]:
    """Letters typed into an interactive fzf on these lines; nothing where it is not installed."""
    if (fzf := peers.program("fzf")) is None:
        return []
    command = ("sh", "-c", f"exec '{fzf}' < '{listed}'")
    taken: list[float] = []
    with Terminal(command, {**os.environ, "TERM": "xterm-256color", "FZF_DEFAULT_OPTS": ""}) as terminal:
        terminal.settle(1.0, seconds=30)
        for text in texts:
            taken += [terminal.press(letter, quiet=_QUIET) for letter in text[: _LETTERS - len(taken)]]
            terminal.press("\x15", quiet=_QUIET)
    return [each for each in taken if not math.isnan(each)]


def _quiet(command: Sequence[str], environment: Mapping[str, str]) -> None:
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def _filtered(fzf: str, text: str, listed: Path) -> None:
    with listed.open("rb") as lines:
        # Without a match it ends with 1.
        subprocess.run((fzf, "--filter", text), stdin=lines, stdout=subprocess.DEVNULL, check=False)
