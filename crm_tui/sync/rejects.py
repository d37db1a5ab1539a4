"""The rejects file: what was refused as it was, with the reason, in a form that can be mended and imported again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from crm_tui.domain.errors import UsageError
from crm_tui.sync.output import Output, unwritten

#: The heading of the column that says why.
REASON = "reason"

#: The property that says why, in files of content lines.
REASON_LINE = "X-CRM-REASON"

#: Endings of files that are no tables, and what stands around their records.
_AROUND = {
    ".vcf": ("", ""),
    ".vcard": ("", ""),
    ".ics": ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "END:VCALENDAR\r\n"),
    ".vcs": ("BEGIN:VCALENDAR\r\nVERSION:1.0\r\n", "END:VCALENDAR\r\n"),
}

#: How much of an older file is looked at to know it for one of ours.
_LOOKED_AT = 1_000_000


class _Form(Protocol):
    """How refused records are written."""

    def add(self, headings: tuple[str, ...], cells: Sequence[str], reason: str) -> None: ...

    def end(self) -> None: ...


class Rejects:
    """Writes what was refused; the file appears when the work is done, and only if there is anything.

    A table gets a column for the reason, other formats a line in each record.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._output: Output | None = None
        self._form: _Form

    def add(self, headings: tuple[str, ...], cells: Sequence[str], reason: str) -> None:
        """Adds a refused row or record. Raises `CrmError` where the file cannot be written."""
        if self._path is None:
            return
        try:
            if self._output is None:
                self._output = Output(self._path)
                ending = self._path.suffix.lower()
                self._form = _Records(self._output, ending) if ending in _AROUND else _Rows(self._output)
            self._form.add(headings, cells, reason)
        except OSError as error:
            raise unwritten(self._path, error) from error

    def keep(self) -> None:
        """Puts the file in its place."""
        if self._output:
            self._form.end()
            self._output.keep()

    def discard(self) -> None:
        """Leaves no file."""
        if self._output:
            self._output.discard()


class _Rows:
    """A table. Rows of another input file begin under its headings, after a blank line."""

    def __init__(self, output: Output) -> None:
        self._headings: tuple[str, ...] | None = None
        self._writer = csv.writer(output.text)

    def add(self, headings: tuple[str, ...], cells: Sequence[str], reason: str) -> None:
        if headings != self._headings:
            if self._headings is not None:
                self._writer.writerow([])
            self._writer.writerow([*headings, REASON])
            self._headings = headings
        blanks = [""] * (len(headings) - len(cells))
        self._writer.writerow([*cells, *blanks, reason])

    def end(self) -> None:
        """A table has no end."""


class _Records:
    """Records of content lines, each a whole one again; what stood outside of any stays so, below its reason."""

    def __init__(self, output: Output, ending: str) -> None:
        self._write = output.text.write
        before, self._after = _AROUND[ending]
        self._write(before)

    def add(self, _: tuple[str, ...], cells: Sequence[str], reason: str) -> None:
        text = " ".join(reason.split()).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        first, *rest = "\n".join(cells).rstrip("\n").split("\n")
        verb, name = first.partition(":")[::2]
        why = f"{REASON_LINE}:{text}"
        if verb.strip().upper() != "BEGIN":
            self._write("\r\n".join((why, first, *rest, "")))
            return
        end = f"END:{name.strip()}"
        if not rest or rest[-1].strip().upper() != end.upper():
            rest.append(end)
        self._write("\r\n".join((first, why, *rest, "")))

    def end(self) -> None:
        self._write(self._after)


def beside(files: Sequence[Path], folder: Path | None = None) -> Path:
    """Where refused records of ``files`` go when nothing is said: beside the first, or in ``folder``."""
    first = files[0]
    endings = {file.suffix.lower() for file in files}
    ending = first.suffix.lower() if endings <= _AROUND.keys() and len(endings) == 1 else ".csv"
    return (folder or first.parent) / f"{first.stem}.rejects{ending}"


def check(rejects: Path | None, paths: Iterable[Path]) -> None:
    """Raises `UsageError` where the rejects file would take the place of something else than an older one."""
    if rejects is None:
        return
    hint = "Name another file with --rejects."
    is_table = rejects.suffix.lower() not in _AROUND
    if not is_table and any(path.suffix.lower() not in _AROUND for path in paths):
        raise UsageError(f"{rejects.name} cannot hold rows of tables.", "Name a .csv file with --rejects.")
    if not rejects.exists():
        return
    if rejects.is_dir():
        raise UsageError(f"{rejects} is a folder.", hint)
    if any(path.exists() and rejects.samefile(path) for path in paths):
        raise UsageError(f"{rejects} is the file to import; refused rows cannot take its place.", hint)
    with rejects.open(encoding="utf-8", errors="replace") as file:
        if is_table:
            is_ours = file.readline(_LOOKED_AT).rstrip().endswith(REASON)
        else:
            is_ours = REASON_LINE in file.read(_LOOKED_AT)
    if not is_ours:
        raise UsageError(f"{rejects} is there already, and holds something else than refused rows.", hint)
