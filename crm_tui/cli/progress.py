"""Progress of long work, on a terminal only, and never on stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crm_tui.domain.numbers import grouped
from crm_tui.domain.text import visible

if TYPE_CHECKING:
    from crm_tui.sync.progress import Pace

#: Told the stage, how much of how much is done (0 when unknown), and how many records that was.
Watch = Callable[[str, int, int, int], None]


@contextmanager
def watching() -> Iterator[Watch]:
    """Whom long work tells how far it is: a bar with rate and time left, nobody where stderr is no terminal."""
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        yield lambda _stage, _done, _total, _records: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from crm_tui.sync.progress import Pace

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %", markup=False),
        TextColumn("{task.fields[words]}", markup=False),
    )
    pace = Pace()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", words="")

        def watch(stage: str, done: int, total: int, records: int) -> None:
            words = _words(pace, stage, done, total, records)
            bar.update(task, description=visible(stage), completed=done, total=total or None, words=words)

        yield watch


def _words(pace: Pace, stage: str, done: int, total: int, records: int) -> str:
    """Like "120,000 of about 1,000,000 · 14,200/s · 1 min 02 s left"."""
    from crm_tui.sync.progress import spoken

    told = pace.tell(stage, done, total, records)
    expected = f" of about {grouped(told.expected)}" if told.expected > records else ""
    parts = [f"{grouped(records)}{expected}", f"{grouped(told.rate)}/s" if told.rate else ""]
    if told.left is not None:
        parts.append(f"{spoken(told.left)} left")
    return " · ".join(filter(None, parts))
