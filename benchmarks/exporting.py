"""Writing everyone out, against reading the same rows and doing nothing with them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import book
from benchmarks.book import DESK
from benchmarks.figures import Figure, Section, milliseconds
from benchmarks.startup import CRM
from crm_tui.store.reading import reader

_ROWS = "SELECT c.*, p.kind, p.value FROM contact c LEFT JOIN contact_point p ON p.contact = c.pk"


def measure(database: Path, contacts: int) -> Section:
    """Contacts as CSV and as JSON lines, by the command."""
    with TemporaryDirectory(prefix="crm-bench-", dir=book.folder()) as own:
        bare = milliseconds(lambda: _fetched(database))
        taken = {f"contacts as {kind}": _exported(database, Path(own) / f"people.{kind}") for kind in ("csv", "jsonl")}
    rates = {"bare fetch of contacts and their numbers": bare, **taken}
    return Section(
        title="Export",
        method=f"{contacts:,} contacts to a file, once.",
        figures=tuple(
            Figure(name=name, unit="people/s", median=round(contacts / each * 1000), ratio=round(bare / each, 3))
            for name, each in rates.items()
        ),
    )


def _fetched(database: Path) -> None:
    connection = reader(database, DESK)
    try:
        for _ in connection.execute(_ROWS):
            pass
    finally:
        connection.close()


def _exported(database: Path, file: Path) -> float:
    command = (*CRM, "sync", "export", str(file))
    environment = book.environment(database)
    return milliseconds(lambda: subprocess.run(command, env=environment, check=True, capture_output=True))
