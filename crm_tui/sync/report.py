"""What an import did: counts, refusals, and how each file was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm_tui.sync.formats.mapping import ColumnUse


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that did not arrive, and why; row 0 is the whole file."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """How one file was understood. ``delimiter`` is "" where there is none; ``columns`` in file order."""

    file: str
    format: str
    what: str
    preset: str = ""
    encoding: str = ""
    delimiter: str = ""
    columns: tuple[ColumnUse, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The outcome of one import command: every row is created, updated, unchanged or refused.

    ``refusals`` holds the first `MOST_REFUSALS`; ``refused`` counts all, and the rejects file has all.
    ``undo`` is the number of the operation, 0 when nothing was written. ``records`` is what was read, in file
    order, where that was asked for; their shape is that of the JSON of the command line.
    """

    files: tuple[FileReport, ...] = ()
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    undo: int = 0
    is_dry_run: bool = False
    is_cut: bool = False
    records: tuple[Mapping[str, Any], ...] | None = None

    @property
    def summary(self) -> str:
        """One line: "Imported contacts.csv: 12 created, 3 updated, 1 unchanged, 0 refused"."""
        names = f"{len(self.files)} files"
        if len(self.files) == 1:
            (one,) = self.files
            names = f"{one.what} of {one.file}" if one.format == "csv" and one.what != "contacts" else one.file
        verb = "Would import" if self.is_dry_run else "Imported"
        return (
            f"{verb} {names}: {self.created} created, {self.updated} updated,"
            f" {self.unchanged} unchanged, {self.refused} refused"
        )


#: Refusals that a report carries; a million lines help nobody.
MOST_REFUSALS = 10_000
