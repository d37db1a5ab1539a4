"""Imports: files into the store, as one operation that one undo takes back."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, DatabaseError, UsageError
from crm_tui.store import duplicates_new
from crm_tui.store.bulk import Action, Mode, Outcome, Packed, Terms, Writer
from crm_tui.store.bulk.packed import unpack
from crm_tui.store.bulk.rows import next_pk
from crm_tui.store.bulk.terms import CREATED, MATCH_BY
from crm_tui.store.duplicates_new import Newcomers
from crm_tui.store.store import Store
from crm_tui.sync import formats, reading, rejects
from crm_tui.sync.formats.layout import spoken
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.progress import CanceledError, Progress, Stop, Watcher, undisturbed, unwatched
from crm_tui.sync.reading import Reading
from crm_tui.sync.rejects import Rejects
from crm_tui.sync.report import MOST_REFUSALS, FileReport, ImportReport, Refusal
from crm_tui.sync.shapes import shape

_KEPT_NOTES = 5

#: Steps of a statement between two looks at whether it is still wanted: a millisecond or two.
_LOOK_AFTER = 20_000

#: What is stored, in the words of the progress line.
_STORED = {"contacts": "people", "companies": "companies", "interactions": "interactions", "follow-ups": "follow-ups"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How files are read (`ReadOptions`), matched and merged.

    ``match`` is any of "id", "email", "phone", "name+company", in order; empty for all of them. With
    ``dry_run`` or ``list_records`` nothing is written; the latter puts what was read into the report.
    ``rejects`` is where refused rows go. ``most_rows`` ends a file after about so many rows, 0 never: for a preview.
    A dry run gathers ``most_newcomers`` of those whom it would create, among whom duplicates can be looked for.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    mode: Mode = Mode.UPSERT
    match: tuple[str, ...] = ()
    dry_run: bool = False
    list_records: bool = False
    rejects: Path | None = None
    most_rows: int = 0
    most_newcomers: int = 0


class _RollbackError(Exception):
    """Ends a dry run: everything was tried, nothing stays."""


def import_files(
    store: Store,
    desk: Desk,
    paths: Sequence[Path],
    options: ImportOptions,
    watch: Watcher = unwatched,
    stop: Stop | None = None,
) -> ImportReport:
    """Imports ``paths`` in order as one operation; returns what became of every row.

    A file that cannot be read is refused and the others go on; it raises its `CrmError` when none can. An
    exception from ``watch``, and Ctrl+C, stop the import and leave nothing of it; so does ``stop``, which raises
    `CanceledError`.
    """
    for key in options.match:
        if key not in MATCH_BY:
            raise UsageError(f"Contacts cannot be matched by “{key}”.", f"Use {', '.join(MATCH_BY)}.")
    rejects.check(options.rejects, paths)
    run = _Run(desk, options, watch, stop or Stop())
    try:
        with undisturbed(), run.stoppable(store), store.operation(desk, "import") as running:
            with closing(run.writer(running.connection)) as writer:
                for path in paths:
                    run.take(path, writer)
                run.raise_if_nothing_was_read(paths)
                run.roll_back_if_dry(running.connection)
                run.finish(writer)
            running.change = Change(summary=run.report(0).summary, everything=True)
    except _RollbackError:
        run.rejects.keep()
        return run.report(0)
    except BaseException:
        run.rejects.discard()
        raise
    run.rejects.keep()
    return run.report(running.change.operation)


class _Run:
    """One import under way."""

    def __init__(self, desk: Desk, options: ImportOptions, watch: Watcher, stop: Stop) -> None:
        self.is_dry = options.dry_run or options.list_records
        self.rejects = Rejects(options.rejects)
        self.rows = 0
        self._desk = desk
        self._options = options
        self._watch = watch
        self._stop = stop
        self._counts: Counter[Action] = Counter()
        self._refusals: list[Refusal] = []
        self._files: list[FileReport] = []
        self._notes: list[str] = []
        self._told: Counter[str] = Counter()
        self._places: dict[str, list[str]] = {}
        self._kept: Counter[str] = Counter()
        self._records: list[Mapping[str, Any]] = []
        self._failure: CrmError | None = None
        self._is_cut = False
        self._sheet = ""
        self._first = 0
        self._newcomers: Newcomers = {}

    @contextmanager
    def stoppable(self, store: Store) -> Iterator[None]:
        """Has the database look whether the import is still wanted while a statement runs. Raises `CanceledError`."""
        store.connection.set_progress_handler(lambda: self._stop.is_asked, _LOOK_AFTER)
        try:
            yield
        except DatabaseError as error:
            if self._stop.is_asked:
                raise CanceledError from error
            raise
        finally:
            store.connection.set_progress_handler(None, 0)

    def writer(self, connection: sqlite3.Connection) -> Writer:
        """The writer under the terms of this import."""
        self._first = next_pk(connection, "contact")
        return Writer(connection, self._desk, Terms(mode=self._options.mode))

    def take(self, path: Path, writer: Writer) -> None:
        """Reads one file into the store, or refuses it whole."""
        parts = formats.parts(path, self._options.read)
        for read in parts:
            self._sheet = read.sheet if len(parts) > 1 else ""
            self._take_part(path, read, writer)

    def _take_part(self, path: Path, read: ReadOptions, writer: Writer) -> None:
        try:
            file = reading.begin(path, read, self._desk, writer.people)
        except (DatabaseError, UsageError):
            raise
        except CrmError as error:
            self._failure = self._failure or error
            self._refuse(Refusal(path.name, 0, f"{error.message} {error.hint}".strip()))
            return
        with file:
            before = self.rows
            writer.match_by(self._options.match or file.account.match)
            stage = f"reading and storing {_STORED.get(file.account.what, 'records')}"
            for entries, position in file.chunks():
                self._write(file, entries, writer)
                self._tell(stage, position, file.account.size)
                if 0 < self._options.most_rows <= self.rows - before:
                    self._is_cut = self._is_cut or position < file.account.size
                    break
            self._files.append(_file_report(file, self._sheet, self.rows - before))
            self._notes += [f"{path.name}: {note}" for note in file.notes()]

    def finish(self, writer: Writer) -> None:
        """Has the writer put what is new into the index."""
        writer.finish(lambda stage, done, total: self._tell(f"indexing {stage}", done, total))

    def _tell(self, stage: str, done: int, total: int) -> None:
        counts = {action.value: self._counts[action] for action in Action}
        self._watch(Progress(stage, done, total, self.rows, **counts))
        if self._stop.is_asked:
            raise CanceledError

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

    def roll_back_if_dry(self, connection: sqlite3.Connection) -> None:
        """Ends the operation without a trace when nothing is to be written; remembers who would have come."""
        if self.is_dry:
            if self._options.most_newcomers:
                self._newcomers = duplicates_new.newcomers(connection, self._first, self._options.most_newcomers)
            raise _RollbackError

    def _write(self, file: Reading, chunk: Sequence[Entry], writer: Writer) -> None:
        self.rows += len(chunk)
        records = [record for _, record, _, _ in chunk if record is not None]
        if self._options.list_records:
            self._records += [shape(unpack(each) if isinstance(each, Packed) else each) for each in records]
        outcomes = iter(writer.write(records))
        created = 0
        for number, record, cells, reason in chunk:
            if record is None:
                self._reject(file, number, cells, reason)
            elif (outcome := next(outcomes)) is CREATED:
                created += 1
            elif outcome.action is Action.REFUSED:
                self._reject(file, number, cells, outcome.reason)
            else:
                self._counts[outcome.action] += 1
                self._note(file, number, outcome)
        self._counts[Action.CREATED] += created

    def _reject(self, file: Reading, row: int, cells: Sequence[str], reason: str) -> None:
        self._refuse(Refusal(file.path.name, row, f"{reason} (sheet “{self._sheet}”)" if self._sheet else reason))
        self.rejects.add(file.account.headings, cells, reason)

    def _refuse(self, refusal: Refusal) -> None:
        self._counts[Action.REFUSED] += 1
        if len(self._refusals) < MOST_REFUSALS:
            self._refusals.append(refusal)

    def _note(self, file: Reading, row: int, outcome: Outcome) -> None:
        if outcome.kept:
            self._kept.update(outcome.kept)
        if outcome.note:
            self._told[outcome.note] += 1
            places = self._places.setdefault(outcome.note, [])
            if len(places) < _KEPT_NOTES:
                places.append(f"{file.path.name} row {row}")

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
            is_cut=self._is_cut,
            records=tuple(self._records) if self._options.list_records else None,
            first=self._first,
            newcomers=self._newcomers,
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
            "strange": (
                "message is from and to nobody whose address is known here, and was left out",
                "messages are from and to nobody whose address is known here, and were left out",
            ),
        }
        for note, count in self._told.items():
            shown = ", ".join(self._places[note]) + (" …" if count > _KEPT_NOTES else "")
            yield f"{count} {words[note][count > 1]}: {shown}."
        if self._kept:
            fields = ", ".join(f"{field} ({count})" for field, count in self._kept.most_common(_KEPT_NOTES))
            yield f"Other values were kept as they are: {fields}. To take the file's, say --mode update."


def _file_report(file: Reading, sheet: str, rows: int) -> FileReport:
    account = file.account
    return FileReport(
        file=file.path.name,
        format=account.format,
        what=account.what,
        preset=account.preset,
        encoding=account.encoding,
        delimiter=spoken(account.delimiter) if account.delimiter else "",
        columns=account.columns,
        sheet=sheet,
        rows=rows,
    )
