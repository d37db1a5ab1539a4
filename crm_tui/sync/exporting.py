"""Exports: what a search finds, or everything, into files that other programs read and that we can read back."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.domain.query import Query
from crm_tui.domain.selection import Selection as Marked
from crm_tui.store import export
from crm_tui.store.export import Selection
from crm_tui.store.incoming import Incoming
from crm_tui.sync.content_exports import calendar, cards
from crm_tui.sync.formats import csv_writer, jsonl_source
from crm_tui.sync.formats.vcard.writer import Version
from crm_tui.sync.output import STDOUT, Output, unwritten
from crm_tui.sync.progress import CanceledError, Progress, Stop, Watcher, undisturbed, unwatched
from crm_tui.sync.shapes import shape
from crm_tui.sync.table_exports import KINDS, TableExport

What = Literal["contacts", "companies", "interactions", "follow-ups", "all"]

_TABLES = {
    "companies": "company",
    "contacts": "contact",
    "interactions": "interaction",
    "follow-ups": "follow_up",
    "views": "view",
    "pairings": "pairing",
}
_READERS: dict[str, Callable[[sqlite3.Connection, Selection], Iterator[Sequence[Incoming]]]] = {
    "companies": export.companies,
    "contacts": export.contacts,
    "interactions": export.interactions,
    "follow-ups": export.follow_ups,
    "views": export.views,
    "pairings": export.pairings,
}

#: Formats that can be written, with the endings of their files.
FORMATS = {
    "csv": (".csv",),
    "jsonl": (".jsonl", ".ndjson"),
    "vcard": (".vcf", ".vcard"),
    "ics": (".ics", ".ical"),
    "xlsx": (".xlsx",),
    "md": (".md", ".markdown"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What is exported and how. ``format`` follows the file's name when "" (CSV on standard output).

    ``columns`` are field names, for CSV, workbooks and Markdown. ``raw`` leaves values of CSV that look like formulas
    unguarded. ``version`` is that of vCards; ``as_tasks`` makes follow-ups of a calendar tasks, all of them, not
    events.
    """

    format: str = ""
    what: What = "contacts"
    columns: tuple[str, ...] = ()
    raw: bool = False
    version: Version = "4.0"
    as_tasks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written: the file ("-" for standard output), its format, how many records, and what to know."""

    file: str
    format: str
    records: int
    notes: tuple[str, ...] = ()


def export_file(
    connection: sqlite3.Connection,
    desk: Desk,
    path: Path,
    options: ExportOptions,
    query: Query | None = None,
    watch: Watcher = unwatched,
    *,
    stop: Stop | None = None,
    whom: Marked | None = None,
) -> ExportReport:
    """Writes the records that ``query`` finds (all without one) to ``path``, ``-`` for standard output.

    ``whom`` takes the place of ``query`` where the contacts were marked in a list. The file appears when it is
    complete, for its owner alone. An exception from ``watch`` leaves none, and so does ``stop``, which raises
    `CanceledError`.
    Raises `UsageError` for columns or a format that there are not.
    """
    kind = _format(path, options.format)
    is_whole = options.what == "all" and query is None and kind == "jsonl"
    chosen = export.selection(connection, desk, query, trash=is_whole)
    if whom is not None:
        chosen = export.marked(connection, desk, whom)
    names = _kinds_of_records(kind, options.what)
    total = sum(export.count(connection, _TABLES[name], chosen) for name in names)
    records = chain.from_iterable(_READERS[name](connection, chosen) for name in names)
    chunks = _watched(records, path, total, watch, stop or Stop())
    output = Output(path)
    try:
        with undisturbed():
            if kind in ("xlsx", "md"):
                tables = TableExport(connection, desk, chosen, names, options.columns)
                written, notes = (tables.workbook if kind == "xlsx" else tables.markdown)(output, chunks)
            elif kind == "csv":
                table = csv_writer.table(connection, chosen, options.what, options.columns)
                written, notes = _write_csv(output, chunks, table, raw=options.raw), table.notes
            else:
                written, notes = _write_records(kind, output, chunks, connection, desk, options)
    except BaseException as error:
        with suppress(BrokenPipeError):
            output.discard()
        if isinstance(error, OSError) and path != STDOUT:
            raise unwritten(path, error) from error
        raise
    output.keep()
    return ExportReport(file=str(path), format=kind, records=written, notes=notes)


def _write_records(
    kind: str,
    output: Output,
    chunks: Iterable[Sequence[Incoming]],
    connection: sqlite3.Connection,
    desk: Desk,
    options: ExportOptions,
) -> tuple[int, tuple[str, ...]]:
    """Writes what is no table: how many records, and what to know."""
    if kind == "jsonl":
        return _write_jsonl(output, chunks, options.what, desk), ()
    if kind == "vcard":
        return cards(output, chunks, options.version), ()
    return calendar(output, chunks, connection, desk, as_tasks=options.as_tasks)


def _kinds_of_records(kind: str, what: str) -> list[str]:
    """What goes into a file. Raises `UsageError` for what its format cannot hold."""
    if kind == "csv" and what == "all":
        raise UsageError(
            "CSV holds one kind of record.", "Say --what contacts (or companies …), or export everything as JSONL."
        )
    if kind == "vcard" and what not in ("contacts", "companies"):
        raise UsageError("vCards are of people and companies.", "Say --what contacts or --what companies.")
    if kind == "ics":
        if what == "companies":
            raise UsageError("A calendar holds follow-ups and meetings.", "Say --what follow-ups.")
        # Asked for nothing else, it is that of the contacts: all that belongs in a calendar.
        return ["interactions", "follow-ups"] if what in ("contacts", "all") else [what]
    if what == "all":
        return list(KINDS if kind in ("xlsx", "md") else _READERS)
    return [what]


def _format(path: Path, wanted: str) -> str:
    if wanted:
        if wanted not in FORMATS:
            raise UsageError(f"“{wanted}” cannot be written.", f"Formats are {', '.join(FORMATS)}.")
        return wanted
    if path == STDOUT:
        return "csv"
    for name, endings in FORMATS.items():
        if path.suffix.lower() in endings:
            return name
    raise UsageError(
        f"The format of {path.name} cannot be told from its name.", f"Say which: --format {' or '.join(FORMATS)}."
    )


def _watched(
    chunks: Iterable[Sequence[Incoming]], path: Path, total: int, watch: Watcher, stop: Stop
) -> Iterator[Sequence[Incoming]]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        watch(Progress(f"writing {path.name}", done, max(total, done), done))
        if stop.is_asked:
            raise CanceledError("The export")


def _write_jsonl(output: Output, chunks: Iterable[Sequence[Incoming]], what: str, desk: Desk) -> int:
    write = output.text.write
    write(_line(jsonl_source.header(what, desk.moment.now.isoformat(timespec="seconds"))))
    written = 0
    for chunk in chunks:
        write("".join(_line(shape(record)) for record in chunk))
        written += len(chunk)
    return written


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def _line(data: dict[str, Any]) -> str:
    return _encoded(data) + "\n"


def _write_csv(output: Output, chunks: Iterable[Sequence[Incoming]], table: csv_writer.Table, *, raw: bool) -> int:
    writer = csv.writer(output.text)
    writer.writerow(table.headings)
    written = 0
    for chunk in chunks:
        rows = table.rows(chunk)
        writer.writerows(rows if raw else map(csv_writer.guarded, rows))
        written += len(chunk)
    return written
