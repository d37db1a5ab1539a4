"""Imports: files into the store, as one operation that one undo takes back."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, DatabaseError, UsageError
from crm_tui.store.bulk import Action, Mode, Outcome, Terms, Writer
from crm_tui.store.bulk.terms import MATCH_BY
from crm_tui.store.store import Store
from crm_tui.sync import formats
from crm_tui.sync.formats.layout import spoken
from crm_tui.sync.formats.source import Entry, ReadOptions, Source
from crm_tui.sync.progress import Progress, Watcher, unwatched
from crm_tui.sync.rejects import REASON, Rejects
from crm_tui.sync.report import MOST_REFUSALS, FileReport, ImportReport, Refusal
from crm_tui.sync.shapes import shape

#: Records that are matched and written together.
CHUNK = 5_000

_KEPT_NOTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How files are read (`ReadOptions`), matched and merged.

    ``match`` is any of "id", "email", "phone", "name+company", in order; empty for all of them. With
    ``dry_run`` or ``list_records`` nothing is written; the latter puts what was read into the report.
    ``rejects`` is where refused rows go.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    mode: Mode = Mode.UPSERT
    match: tuple[str, ...] = ()
    dry_run: bool = False
    list_records: bool = False
    rejects: Path | None = None


class _RollbackError(Exception):
    """Ends a dry run: everything was tried, nothing stays."""


def import_files(
    store: Store, desk: Desk, paths: Sequence[Path], options: ImportOptions, watch: Watcher = unwatched
) -> ImportReport:
    """Imports ``paths`` in order as one operation; returns what became of every row.

    A file that cannot be read is refused and the others go on; it raises its `CrmError` when none can. An
    exception from ``watch``, and Ctrl+C, stop the import and leave nothing of it.
    """
    for key in options.match:
        if key not in MATCH_BY:
            raise UsageError(f"Contacts cannot be matched by “{key}”.", f"Use {', '.join(MATCH_BY)}.")
    _refuse_rejects(options.rejects, paths)
    run = _Run(desk, options, watch)
    try:
        with store.operation(desk, "import") as running:
            with closing(run.writer(running.connection)) as writer:
                for path in paths:
                    run.take(path, writer)
                run.raise_if_nothing_was_read(paths)
                run.roll_back_if_dry()
                writer.finish(lambda stage, done, total: watch(Progress(f"indexing {stage}", done, total, run.rows)))
            running.change = Change(summary=run.report(0).summary, everything=True)
    except _RollbackError:
        run.rejects.keep()
        return run.report(0)
    except BaseException:
        run.rejects.discard()
        raise
    run.rejects.keep()
    return run.report(running.change.operation)


def _refuse_rejects(rejects: Path | None, paths: Sequence[Path]) -> None:
    """Raises `UsageError` where the rejects file would take the place of something else than an older one."""
    if rejects is None or not rejects.exists():
        return
    hint = "Name another file with --rejects."
    if any(path.exists() and rejects.samefile(path) for path in paths):
        raise UsageError(f"{rejects} is the file to import; refused rows cannot take its place.", hint)
    with rejects.open(encoding="utf-8", errors="replace") as file:
        if not file.readline(1_000_000).rstrip().endswith(REASON):
            raise UsageError(f"{rejects} is there already, and holds something else than refused rows.", hint)


class _Run:
    """One import under way."""

    def __init__(self, desk: Desk, options: ImportOptions, watch: Watcher) -> None:
        self.is_dry = options.dry_run or options.list_records
        self.rejects = Rejects(options.rejects)
        self.rows = 0
        self._desk = desk
        self._options = options
        self._watch = watch
        self._counts: Counter[Action] = Counter()
        self._refusals: list[Refusal] = []
        self._files: list[FileReport] = []
        self._notes: list[str] = []
        self._told: Counter[str] = Counter()
        self._places: dict[str, list[str]] = {}
        self._kept: Counter[str] = Counter()
        self._records: list[Mapping[str, Any]] = []
        self._failure: CrmError | None = None

    def writer(self, connection: sqlite3.Connection) -> Writer:
        """The writer under the terms of this import."""
        return Writer(connection, self._desk, Terms(mode=self._options.mode))

    def take(self, path: Path, writer: Writer) -> None:
        """Reads one file into the store, or refuses it whole."""
        try:
            source = formats.open_source(path, self._options.read, self._desk)
        except (DatabaseError, UsageError):
            raise
        except CrmError as error:
            self._failure = self._failure or error
            self._refuse(Refusal(path.name, 0, f"{error.message} {error.hint}".strip()))
            return
        with source:
            before = self.rows
            writer.match_by(self._options.match or source.match)
            entries = source.entries()
            while chunk := list(islice(entries, CHUNK)):
                self._write(source, chunk, writer)
                self._watch(Progress(f"reading {path.name}", source.position, source.size, self.rows))
            self._files.append(_file_report(source, self.rows - before))
            self._notes += [f"{path.name}: {note}" for note in source.notes()]

    def raise_if_nothing_was_read(self, paths: Sequence[Path]) -> None:
        """Raises the first file's error when no file could be read at all."""
        if self._failure and not self._files:
            raise (
                self._failure
                if len(paths) == 1
                else CrmError(
                    f"None of the {len(paths)} files could be read. {self._failure.message}", self._failure.hint
                )
            )

    def roll_back_if_dry(self) -> None:
        """Ends the operation without a trace when nothing is to be written."""
        if self.is_dry:
            raise _RollbackError

    def _write(self, source: Source, chunk: Sequence[Entry], writer: Writer) -> None:
        self.rows += len(chunk)
        records = [entry.record for entry in chunk if entry.record is not None]
        if self._options.list_records:
            self._records += map(shape, records)
        outcomes = iter(writer.write(records))
        for entry in chunk:
            if entry.record is None:
                self._reject(source, entry, entry.reason)
                continue
            outcome = next(outcomes)
            if outcome.action is Action.REFUSED:
                self._reject(source, entry, outcome.reason)
            else:
                self._counts[outcome.action] += 1
                self._note(source, entry, outcome)

    def _reject(self, source: Source, entry: Entry, reason: str) -> None:
        self._refuse(Refusal(source.path.name, entry.row, reason))
        self.rejects.add(source.headings, entry.cells, reason)

    def _refuse(self, refusal: Refusal) -> None:
        self._counts[Action.REFUSED] += 1
        if len(self._refusals) < MOST_REFUSALS:
            self._refusals.append(refusal)

    def _note(self, source: Source, entry: Entry, outcome: Outcome) -> None:
        self._kept.update(outcome.kept)
        if outcome.note:
            self._told[outcome.note] += 1
            places = self._places.setdefault(outcome.note, [])
            if len(places) < _KEPT_NOTES:
                places.append(f"{source.path.name} row {entry.row}")

    def report(self, operation: int) -> ImportReport:
        """What has happened so far."""
        return ImportReport(
            files=tuple(self._files),
            rows=self.rows,
            created=self._counts[Action.CREATED],
            updated=self._counts[Action.UPDATED],
            unchanged=self._counts[Action.UNCHANGED],
            refused=self._counts[Action.REFUSED],
            refusals=tuple(self._refusals),
            notes=(*self._notes, *self._closing_notes()),
            undo=operation,
            is_dry_run=self.is_dry,
            records=tuple(self._records) if self._options.list_records else None,
        )

    def _closing_notes(self) -> Iterator[str]:
        words = {
            "shared": (
                "row has the address or number of somebody with another name, and became a contact of its own",
                "rows have the address or number of somebody with another name, and became contacts of their own",
            ),
            "trash": (
                "row is about a contact in the trash, which stays there (crm trash restore)",
                "rows are about contacts in the trash, which stay there (crm trash restore)",
            ),
            "left alone": (
                "row is about a contact that is there already, and was left alone (--mode create)",
                "rows are about contacts that are there already, and were left alone (--mode create)",
            ),
        }
        for note, count in self._told.items():
            shown = ", ".join(self._places[note]) + (" …" if count > _KEPT_NOTES else "")
            yield f"{count} {words[note][count > 1]}: {shown}."
        if self._kept:
            fields = ", ".join(f"{field} ({count})" for field, count in self._kept.most_common(_KEPT_NOTES))
            yield f"Other values were kept as they are: {fields}. To take the file's, say --mode update."


def _file_report(source: Source, rows: int) -> FileReport:
    return FileReport(
        file=source.path.name,
        format=source.format,
        what=source.what,
        preset=source.preset,
        encoding=source.encoding,
        delimiter=spoken(source.delimiter) if source.delimiter else "",
        columns=source.columns,
        rows=rows,
    )
