"""Many rows at once: making a demo book, and importing a CSV file."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from benchmarks import book
from benchmarks.figures import Figure, Section, milliseconds
from benchmarks.paint import CRM
from crm_tui.demo import build, people
from crm_tui.domain.contact import ContactDraft, PointKind

_COLUMNS = (
    "First Name", "Last Name", "Company", "Job Title", "Email", "Phone", "Lead Status", "Tags", "City", "Notes",
)  # fmt: skip


def measure(contacts: int) -> Section:
    """One build and one import of ``contacts`` people, each into an empty database."""
    folder = Path(mkdtemp(prefix="crm-bench-", dir=book.folder()))
    try:
        building = milliseconds(lambda: build(folder / "demo.db", contacts=contacts, moment=book.MOMENT))
        file = folder / "people.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(_rows(contacts))
        command = (*CRM, "sync", "import", str(file))
        environment = book.environment(folder / "import.db")

        def importing() -> None:
            subprocess.run(command, env=environment, check=True, capture_output=True)

        return Section(
            title="Many rows",
            method=f"{contacts:,} people into an empty database, search index included; the import as a command.",
            figures=(
                _rate("demo book, with history and follow-ups", contacts, building),
                _rate("import of a CSV file", contacts, milliseconds(importing)),
                _rate("the same file again, nothing to change", contacts, milliseconds(importing)),
            ),
        )
    finally:
        shutil.rmtree(folder)


def _rate(name: str, contacts: int, milliseconds: float) -> Figure:
    return Figure(name=name, unit="people/s", median=round(contacts / milliseconds * 1000))


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
