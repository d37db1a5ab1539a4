"""Many rows at once: a demo book, a CSV file in and out, and taking it back, beside SQLite's own speed."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

from benchmarks import book
from benchmarks.figures import Figure, Section, milliseconds
from crm_tui.demo import build, people
from crm_tui.domain.contact import ContactDraft, PointKind

_COLUMNS = (
    "First Name", "Last Name", "Company", "Job Title", "Email", "Phone", "Lead Status", "Tags", "City", "Notes",
)  # fmt: skip


#: People of the demo book that is built: its rate hardly depends on their number.
_MOST_INVENTED = 100_000

#: Rows in memory at a time.
_CHUNK = 50_000


def measure(contacts: int) -> Section:
    """One turn of everything with ``contacts`` people, into an empty database."""
    folder = Path(mkdtemp(prefix="crm-bench-", dir=book.folder()))
    try:
        invented = min(contacts, _MOST_INVENTED)
        building = milliseconds(lambda: build(folder / "demo.db", contacts=invented, moment=book.MOMENT)) / 1000
        (folder / "demo.db").unlink()
        file = folder / "people.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(_rows(contacts))
        raw = contacts / _flat(file, folder / "flat.db")
        database = folder / "import.db"
        first = _child("import", database, file)
        again = _child("import", database, file)
        out_again = _child("export", database, folder / "out.csv")
        cards = folder / "cards.vcf"
        cards_out = _child("export", database, cards)
        cards_read = _child("read", folder / "none.db", cards)
        cards_in = _child("import", folder / "cards.db", cards)
        back = _child("undo", database, file)
    finally:
        shutil.rmtree(folder)

    def rate(name: str, seconds: float, aim: str = "") -> Figure:
        speed = contacts / seconds
        return Figure(name=name, unit="people/s", median=round(speed), ratio=round(speed / raw, 3), aim=aim)

    return Section(
        title="Many rows",
        method=f"{contacts:,} people. An import is one operation in a process of its own, read by another beside it;"
        " duplicates are found by key, everything is journaled and indexed, and one undo takes all of it back."
        f" The demo book has {invented:,} people. Memory is that of both processes at the same time.",
        figures=(
            Figure(name="SQLite alone: the same rows into one flat table", unit="rows/s", median=round(raw), ratio=1.0),
            rate("import of a CSV file, everything journaled and indexed", first["seconds"], "≥ 0.06×"),
            rate("the same file again, nothing to change", again["seconds"]),
            rate("export to a CSV file", out_again["seconds"]),
            rate("export as vCards", cards_out["seconds"]),
            rate("reading of these vCards, up to what is stored", cards_read["seconds"], "≥ 5,000"),
            rate("import of these vCards into an empty book", cards_in["seconds"]),
            rate("undo of the import", back["seconds"]),
            rate("demo book, with history and follow-ups", building * contacts / invented),
            Figure(name="memory of the import", unit="MB", median=round(first["megabytes"]), aim="≤ 400 MB"),
            Figure(name="memory of the undo", unit="MB", median=round(back["megabytes"]), aim="≤ 400 MB"),
        ),
    )


def _flat(file: Path, database: Path) -> float:
    """Seconds that `executemany` takes for the rows of ``file``, which are in memory, into a table without an index.

    It is one transaction; reading the rows does not count.
    """
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute(f"CREATE TABLE flat({', '.join(f'c{n}' for n in range(len(_COLUMNS)))})")
    insert = f"INSERT INTO flat VALUES ({', '.join('?' * len(_COLUMNS))})"
    taken = milliseconds(lambda: connection.execute("BEGIN"))
    with file.open(encoding="utf-8", newline="") as source:
        lines = islice(csv.reader(source), 1, None)
        while chunk := list(islice(lines, _CHUNK)):
            taken += milliseconds(partial(connection.executemany, insert, chunk))
    taken += milliseconds(lambda: connection.execute("COMMIT"))
    connection.close()
    database.unlink()
    return taken / 1000


def _child(what: str, database: Path, file: Path) -> Mapping[str, float]:
    """What `benchmarks.bulk_child` tells."""
    command = (book.PYTHON, "-m", "benchmarks.bulk_child", what, str(database), str(file))
    done = subprocess.run(command, env=book.environment(database), check=True, capture_output=True, text=True)
    told: Mapping[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _rows(contacts: int) -> Iterator[tuple[str, ...]]:
    yield _COLUMNS
    for person in people(contacts, moment=book.MOMENT):
        draft = person.contact.draft
        yield (
            draft.given_name,
            draft.family_name,
            draft.company,
            draft.title,
            _first(draft, PointKind.EMAIL),
            _first(draft, PointKind.PHONE),
            draft.status,
            ", ".join(draft.tags),
            _first(draft, PointKind.ADDRESS),
            draft.note,
        )


def _first(draft: ContactDraft, kind: PointKind) -> str:
    return next((point.value for point in draft.points if point.kind is kind), "")
