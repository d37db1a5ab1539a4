"""`crm sync import`: options into terms, a report onto the screen."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Any

from crm_tui.cli.blocks import Block, Table
from crm_tui.cli.progress import watching
from crm_tui.cli.stopping import stopping
from crm_tui.domain import emails
from crm_tui.domain.errors import Exit, UsageError
from crm_tui.domain.numbers import grouped
from crm_tui.store import duplicates_new
from crm_tui.store.bulk import Mode
from crm_tui.sync import rejects as rejected
from crm_tui.sync.formats import presets
from crm_tui.sync.formats.presets import saving
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.importing import ImportOptions, import_files
from crm_tui.sync.progress import CanceledError, Stop
from crm_tui.sync.report import reasons

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation
    from crm_tui.cli.progress import Watch
    from crm_tui.cli.shapes import Shape
    from crm_tui.domain.desk import Desk
    from crm_tui.store.duplicates_new import Likely
    from crm_tui.sync.report import ImportReport

#: Reasons of refusals that are printed, and likely duplicates; the rejects file and the JSON have more of the first.
_MOST_PRINTED, _MOST_LIKELY = 20, 5

#: Those who would be created, of whom a dry run looks whether they are there already.
_MOST_NEWCOMERS = 20_000


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
    presets_folder: Path | None = None,
    sheet: str = "",
    me: Sequence[str] = (),
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
            country=_country(country),
            presets=presets_folder,
            sheet=sheet,
            me=tuple(map(_address, me)),
        ),
        mode=Mode(mode),
        match=tuple(key.strip() for key in match.split(",") if key.strip()),
        dry_run=dry_run,
        list_records=list_records,
        rejects=rejects if rejects or is_dry else _beside(files),
        most_newcomers=_MOST_NEWCOMERS if dry_run else 0,
    )


def _pair(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not equals or not column or not field:
        raise UsageError(f"“{text}” maps no column.", "Write --map COLUMN=FIELD, like --map Mail=email.")
    return column, field


def _address(text: str) -> str:
    emails.check(text)
    return emails.normalize(text)


def _country(text: str) -> str:
    """A country's code in upper case, "" for none. Raises `UsageError` where phones are dialled in no such country."""
    code = text.strip().upper()
    if not code:
        return ""
    from phonenumbers import SUPPORTED_REGIONS

    if code not in SUPPORTED_REGIONS:
        raise UsageError(f"“{text}” is no country.", "Use its code of two letters, like LV or GB.")
    return code


def _beside(files: Sequence[Path]) -> Path:
    """Where refused rows of ``files`` go when nothing is said: beside it, or here where that is not allowed."""
    folder = files[0].parent if os.access(files[0].parent, os.W_OK) else Path()
    return rejected.beside(files, folder)


def run(run: Invocation, files: Sequence[Path], terms: ImportOptions, save_preset: str = "") -> int:
    """Imports ``files`` and prints what became of every row; 6 when some were refused.

    With ``save_preset`` the mapping of the first file is kept under that name, and already used.
    """
    paths = [file.expanduser() for file in files]
    for path in paths:
        _refuse_streams(path)
    if save_preset:
        terms = _with_preset(run, paths[0], terms, saving.check_name(save_preset))
    stop = Stop()
    with run.open_store() as store, stopping(stop), watching() as watch:
        report = import_files(
            store, run.desk, paths, terms, lambda each: watch(each.stage, each.done, each.total, each.records), stop
        )
        likely = _likely(store.connection, run.desk, report, stop, watch)
    run.output.show(lambda: shape(report, likely), lambda: _blocks(report, likely))
    if report.refused and terms.rejects and not run.json:
        run.output.aside(f"Refused rows are in {terms.rejects}, with the reason.")
    return int(Exit.PARTLY if report.refused else Exit.DONE)


def _refuse_streams(path: Path) -> None:
    """Raises `UsageError` for a pipe or a device: a file is read twice, and has an end."""
    with suppress(OSError):
        mode = path.stat().st_mode
        if not (S_ISREG(mode) or S_ISDIR(mode)):
            raise UsageError(f"{path} is no file, but a pipe or a device.", "Save what it gives to a file first.")


def _likely(
    connection: sqlite3.Connection, desk: Desk, report: ImportReport, stop: Stop, watch: Watch
) -> list[Likely] | None:
    """Who of the new people is likely there already; None where nobody has looked, as it would take long.

    A dry run always looks. Raises `CanceledError` there; an import that is done is not made undone by Ctrl+C.
    """

    def tell(stage: str, done: int, total: int) -> None:
        if stop.is_asked:
            raise CanceledError
        watch(f"likely duplicates: {stage.lower()}", done, total, done)

    if report.records is not None or not (report.is_dry_run or duplicates_new.is_quick(connection, report.created)):
        return None
    new = report.newcomers
    if not report.is_dry_run:
        new = duplicates_new.newcomers(connection, report.first, report.created) if report.created else {}
    try:
        return duplicates_new.find(connection, desk, new, tell) if new else []
    except CanceledError:
        if report.is_dry_run:
            raise
        return None


def _with_preset(run: Invocation, file: Path, terms: ImportOptions, name: str) -> ImportOptions:
    """Keeps the mapping of ``file``, unless it is a dry run; returns the terms that use it.

    It is used from the first time on, since external ids stand under its name.
    """
    from crm_tui.sync import formats
    from crm_tui.sync.formats.csv_source import CsvSource

    with formats.open_source(file, terms.read, run.desk) as source:
        if not isinstance(source, CsvSource):
            raise UsageError(f"{file.name} has no columns whose mapping could be kept.", "Leave --save-preset out.")
        if terms.dry_run or terms.list_records:
            return terms
        path = saving.save(run.paths.presets, name, source.assignment, has_headings=source.has_headings)
        run.output.aside(f"The mapping is kept in {path}.")
        return replace(terms, read=replace(terms.read, preset="" if source.has_headings else name))


def list_presets(run: Invocation) -> int:
    """Prints the presets there are, the rep's own first."""
    own = presets.saved(run.paths.presets)
    known = [(each.name, each.title, each.what, "yours") for each in own]
    known += [(each.name, each.title, each.what, "") for each in presets.heads().values()]
    columns = ("name", "title", "what", "whose")
    run.output.show(
        lambda: [dict(zip(columns, (*each[:3], each[3] or "crm"), strict=True)) for each in known],
        lambda: iter([Table(columns, known, flexible=("title",))]),
    )
    return int(Exit.DONE)


def shape(report: ImportReport, likely: Sequence[Likely] | None = None) -> Shape:
    """A report as JSON; ``sources`` says how each file was understood.

    ``likely_duplicates`` counts those of the new people who are likely somebody already, null where nobody looked.
    """
    found: Shape = {
        "files": report.file_count,
        "rows": report.rows,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "refusals": [{"file": each.file, "row": each.row, "reason": each.reason} for each in report.refusals],
        "likely_duplicates": None if likely is None else len(likely),
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


def _blocks(report: ImportReport, likely: Sequence[Likely] | None) -> Iterator[Block]:
    yield report.summary
    printed = reasons(report.refusals)[:_MOST_PRINTED]
    for each in printed:
        yield f"  {each.file}, {each}" if each.file else f"  {each}"
    if more := report.refused - sum(each.count for each in printed):
        yield f"  … and {grouped(more)} more"
    yield from _told(likely or (), is_dry_run=report.is_dry_run)
    yield from report.notes
    if report.records is not None:
        yield Table(("kind", "record"), [_line(each) for each in report.records], flexible=("record",))


def _told(likely: Sequence[Likely], *, is_dry_run: bool) -> Iterator[str]:
    """How many likely duplicates there are, and a few of them."""
    if not likely:
        return
    many = "1 likely duplicate" if len(likely) == 1 else f"{grouped(len(likely))} likely duplicates"
    yield f"{many} among the new people{'' if is_dry_run else '; crm duplicates shows them'}:"
    yield from (f"  {one.sentence}" for one in likely[:_MOST_LIKELY])
    if len(likely) > _MOST_LIKELY:
        yield f"  … and {grouped(len(likely) - _MOST_LIKELY)} more"


def _line(record: Mapping[str, Any]) -> tuple[str, str]:
    """What tells a record that was read: whom it is about and what it says."""
    emails = [each["value"] for each in record.get("emails", ())]
    people = [each["name"] for each in (record.get("contact"), *record.get("contacts", ())) if each]
    words = (record.get("name"), *people, *emails, record.get("due") or record.get("at"), record.get("text"))
    return str(record.get("type", "")).replace("_", "-"), " · ".join(str(word) for word in words if word)
