"""`crm sync import`: options into terms, a report onto the screen."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui.cli.output import Block, Table
from crm_tui.cli.progress import watching
from crm_tui.cli.stopping import stopping
from crm_tui.domain.errors import Exit, UsageError
from crm_tui.store.bulk import Mode
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.importing import ImportOptions, import_files
from crm_tui.sync.progress import Stop

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation
    from crm_tui.cli.shapes import Shape
    from crm_tui.sync.report import ImportReport

#: Refusals that are printed; the rejects file and the JSON have more.
_MOST_PRINTED = 20


def options(
    files: Sequence[Path],
    *,
    format: str,
    preset: str,
    columns: Sequence[str],
    mode: str,
    match: str,
    tags: Sequence[str],
    list_records: bool,
    country: str,
    encoding: str,
    dry_run: bool,
    rejects: Path | None,
) -> ImportOptions:
    """The words of the command line as terms of an import. Raises `UsageError`."""
    if mode not in tuple(Mode):
        raise UsageError(f"“{mode}” is no mode of importing.", f"One of: {', '.join(Mode)}.")
    is_dry = dry_run or list_records
    return ImportOptions(
        read=ReadOptions(
            format=format,
            preset=preset,
            encoding=encoding,
            columns=dict(_pair(each) for each in columns),
            tags=tuple(tags),
            country=country.upper(),
        ),
        mode=Mode(mode),
        match=tuple(key.strip() for key in match.split(",") if key.strip()),
        dry_run=dry_run,
        list_records=list_records,
        rejects=rejects if rejects or is_dry else _beside(files[0]),
    )


def _pair(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not equals or not column or not field:
        raise UsageError(f"“{text}” maps no column.", "Write --map COLUMN=FIELD, like --map Mail=email.")
    return column, field


def _beside(file: Path) -> Path:
    """Where refused rows of ``file`` go when nothing is said: beside it, or here where that is not allowed."""
    folder = file.parent if os.access(file.parent, os.W_OK) else Path()
    return folder / f"{file.stem}.rejects.csv"


def run(run: Invocation, files: Sequence[Path], terms: ImportOptions) -> int:
    """Imports ``files`` and prints what became of every row; 6 when some were refused."""
    paths = [file.expanduser() for file in files]
    stop = Stop()
    with run.open_store() as store, stopping(stop), watching() as watch:
        report = import_files(
            store, run.desk, paths, terms, lambda each: watch(each.stage, each.done, each.total, each.records), stop
        )
    run.output.show(lambda: shape(report), lambda: _blocks(report))
    if report.refused and terms.rejects and not run.json:
        run.output.aside(f"Refused rows are in {terms.rejects}, with the reason.")
    return int(Exit.PARTLY if report.refused else Exit.DONE)


def shape(report: ImportReport) -> Shape:
    """A report as JSON; ``sources`` says how each file was understood."""
    found: Shape = {
        "files": len(report.files),
        "rows": report.rows,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "refusals": [{"file": each.file, "row": each.row, "reason": each.reason} for each in report.refusals],
        "undo": report.undo or None,
        "dry_run": report.is_dry_run,
        "notes": list(report.notes),
        "sources": [
            {
                "file": each.file,
                "format": each.format,
                "what": each.what,
                "preset": each.preset,
                "encoding": each.encoding,
                "delimiter": each.delimiter,
                "rows": each.rows,
                "columns": [{"column": use.column, "field": use.field} for use in each.columns],
            }
            for each in report.files
        ],
    }
    if report.records is not None:
        found["records"] = [dict(each) for each in report.records]
    return found


def _blocks(report: ImportReport) -> Iterator[Block]:
    yield report.summary
    for each in report.refusals[:_MOST_PRINTED]:
        yield f"  {each.file}, row {each.row}: {each.reason}"
    if len(report.refusals) > _MOST_PRINTED:
        yield f"  … and {report.refused - _MOST_PRINTED} more"
    yield from report.notes
    if report.records is not None:
        yield Table(("kind", "record"), [_line(each) for each in report.records], flexible=("record",))


def _line(record: Mapping[str, Any]) -> tuple[str, str]:
    """What tells a record that was read: whom it is about and what it says."""
    emails = [each["value"] for each in record.get("emails", ())]
    people = [each["name"] for each in (record.get("contact"), *record.get("contacts", ())) if each]
    words = (record.get("name"), *people, *emails, record.get("due") or record.get("at"), record.get("text"))
    return str(record.get("type", "")).replace("_", "-"), " · ".join(str(word) for word in words if word)
