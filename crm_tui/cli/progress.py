"""Progress of long work, on a terminal only, and never on stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crm_tui.domain.text import visible

#: Told the stage, how much of how much is done (0 when unknown), and how many records that was.
Watch = Callable[[str, int, int, int], None]


@contextmanager
def watching() -> Iterator[Watch]:
    """Whom long work tells how far it is: a bar with rate and time left, nobody where stderr is no terminal."""
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        yield lambda _stage, _done, _total, _records: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %", markup=False),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", rate="")

        def watch(stage: str, done: int, total: int, records: int) -> None:
            seconds = bar.tasks[0].elapsed or 1
            rate = f"{records / seconds:,.0f} records/s"
            bar.update(task, description=visible(stage), completed=done, total=total or None, rate=rate)

        yield watch
