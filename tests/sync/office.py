"""What the tests of imports and exports share: a desk, files, and a look at what arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store import export
from crm_tui.store.export import Selection
from crm_tui.store.incoming import IncomingContact
from crm_tui.store.store import Store
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.importing import ImportOptions, import_files
from crm_tui.sync.report import ImportReport

DESK = Desk(moment=Moment(datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Riga")), "Europe/Riga"), country="US")


def written(folder: Path, *lines: str, name: str = "contacts.csv", encoding: str = "utf-8") -> Path:
    """A file of these lines."""
    path = folder / name
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def brought(store: Store, *paths: Path, read: ReadOptions | None = None, **options: Any) -> ImportReport:
    """The files, imported."""
    return import_files(store, DESK, paths, ImportOptions(read=read or ReadOptions(), **options))


def people(store: Store) -> list[IncomingContact]:
    """Every contact that is there, in the order in which they were made."""
    return [each for chunk in export.contacts(store.connection, Selection()) for each in chunk]


def only(store: Store) -> IncomingContact:
    """The one contact that is there."""
    (found,) = people(store)
    return found


def values(contact: IncomingContact, kind: str) -> list[tuple[str, str]]:
    """Value and label of the points of a kind."""
    return [(point.value, point.label) for point in contact.draft.points if point.kind == kind]


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, refused."""
    return report.created, report.updated, report.unchanged, report.refused


def names(store: Store) -> list[str]:
    """The names that are there."""
    return [each.draft.name for each in people(store)]


def columns(report: ImportReport) -> dict[str, str]:
    """What became of each column of the first file."""
    return {use.column: use.field for use in report.files[0].columns}


def journal_of(store: Store, operation: int) -> Sequence[tuple[Any, ...]]:
    """Table, first and last row of each journal entry of an operation."""
    return store.connection.execute(
        "SELECT tbl, row, last FROM journal WHERE operation = ? ORDER BY n", (operation,)
    ).fetchall()


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every ordinary table."""
    tables = store.connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
        " AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%rule'"
    ).fetchall()
    return {name: sorted(store.connection.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in tables}
