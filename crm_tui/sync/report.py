"""What an import did: counts, refusals, and how each file was understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crm_tui.domain.numbers import grouped
from crm_tui.store.duplicates_new import Newcomers
from crm_tui.sync.formats.mapping import ColumnUse


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that did not arrive, and why; row 0 is the whole file."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Rows of one file that were refused for one reason; ``rows`` are the first ones.

    ``is_alike``: of each something else is said in quotes, or as an address; ``text`` is what is said of the first.
    """

    file: str
    text: str
    count: int
    rows: tuple[int, ...]
    is_alike: bool

    def __str__(self) -> str:
        """In words: "row 4: no name", "12 rows: no name (rows 4, 9, 12, 15, 18 …)"."""
        if self.count == 1:
            return f"row {grouped(self.rows[0])}: {self.text}" if self.rows[0] else self.text
        more = " …" if self.count > len(self.rows) else ""
        alike = ", and the like" if self.is_alike else ""
        return f"{grouped(self.count)} rows: {self.text}{alike} (rows {', '.join(map(grouped, self.rows))}{more})"


#: What of a reason is of its row alone: what stands in quotes, addresses and numbers.
_OF_ITS_ROW = re.compile(r"“[^”]*”|[^\s@]+@[^\s@]+|\d+")

#: Rows that are named with a reason.
_MOST_NAMED = 5


def reasons(refusals: Iterable[Refusal]) -> list[Reason]:
    """Refusals by reason, those of most rows first."""
    found: dict[tuple[str, str], list[Refusal]] = {}
    for each in refusals:
        found.setdefault((each.file, _OF_ITS_ROW.sub("", each.reason)), []).append(each)
    several = [
        Reason(
            file=file,
            text=alike[0].reason,
            count=len(alike),
            rows=tuple(each.row for each in alike[:_MOST_NAMED]),
            is_alike=any(each.reason != alike[0].reason for each in alike),
        )
        for (file, _), alike in found.items()
    ]
    return sorted(several, key=lambda reason: -reason.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """How one file was understood. ``delimiter`` is "" where there is none; ``columns`` in file order.

    Of a workbook that was read whole there is one for each ``sheet``.
    """

    file: str
    format: str
    what: str
    preset: str = ""
    encoding: str = ""
    delimiter: str = ""
    columns: tuple[ColumnUse, ...] = ()
    sheet: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The outcome of one import command: every row is created, updated, unchanged or refused.

    ``refusals`` holds the first `MOST_REFUSALS`; ``refused`` counts all, and the rejects file has all.
    ``undo`` is the number of the operation, 0 when nothing was written. ``records`` is what was read, in file
    order, where that was asked for; their shape is that of the JSON of the command line. From the key ``first`` on
    contacts are those of this import; ``newcomers`` are those of a dry run, which nobody can look up any more.
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
    first: int = 0
    newcomers: Newcomers = field(default_factory=dict)

    @property
    def file_count(self) -> int:
        """How many files were read; a workbook with several sheets is one."""
        return sum(not each.sheet for each in self.files) + len({each.file for each in self.files if each.sheet})

    @property
    def summary(self) -> str:
        """One line: "Imported contacts.csv: 12 created, 3 updated, 1 unchanged, 0 refused"."""
        names = f"{self.file_count} files"
        if self.file_count == 1:
            one = self.files[0]
            names = f"{one.what} of {one.file}" if one.format == "csv" and one.what != "contacts" else one.file
        verb = "Would import" if self.is_dry_run else "Imported"
        return (
            f"{verb} {names}: {grouped(self.created)} created, {grouped(self.updated)} updated,"
            f" {grouped(self.unchanged)} unchanged, {grouped(self.refused)} refused"
        )


#: Refusals that a report carries; a million lines help nobody.
MOST_REFUSALS = 10_000
