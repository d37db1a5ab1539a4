"""Workbooks and Markdown on their way out."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.store.export import Selection
from crm_tui.store.incoming import (
    Incoming,
    IncomingCompany,
    IncomingContact,
    IncomingFollowUp,
    IncomingInteraction,
)
from crm_tui.sync.formats import csv_writer
from crm_tui.sync.formats.csv_writer import Table
from crm_tui.sync.formats.markdown_writer import COLUMNS, MarkdownWriter
from crm_tui.sync.formats.xlsx.writer import WorkbookWriter
from crm_tui.sync.output import Output

#: What can stand in tables, in the order in which they are written.
KINDS: dict[str, type[Incoming]] = {
    "contacts": IncomingContact,
    "companies": IncomingCompany,
    "interactions": IncomingInteraction,
    "follow-ups": IncomingFollowUp,
}

Chunks = Iterable[Sequence[Incoming]]


class TableExport:
    """What to write as tables: the kinds of records in ``names``, with these ``columns`` (all that there are when ()).

    Raises `UsageError` for columns that they do not have.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        desk: Desk,
        chosen: Selection,
        names: Sequence[str],
        columns: Sequence[str],
    ) -> None:
        if columns and len(names) > 1:
            raise UsageError("Columns can be chosen for one kind of record.", "Say --what contacts (or companies …).")
        self._connection = connection
        self._chosen = chosen
        self._zone = desk.moment.tz
        self._names = tuple(names)
        self._columns = tuple(columns)

    def _table(self, name: str, columns: Sequence[str]) -> Table:
        return csv_writer.table(self._connection, self._chosen, name, columns)

    def workbook(self, output: Output, chunks: Chunks) -> tuple[int, tuple[str, ...]]:
        """Writes a sheet for each kind of records; returns how many there are, and what to know."""
        tables = {name: self._table(name, self._columns) for name in self._names}
        written = 0
        with WorkbookWriter(self._zone) as writer:
            for name, mine in _by_kind(self._names, chunks):
                if mine is None:
                    writer.begin(name, tables[name].headings)
                    continue
                for row in tables[name].rows(mine):
                    writer.add(row)
                written += len(mine)
            writer.save(_binary(output))
        notes = [note for table in tables.values() for note in table.notes]
        if writer.cut:
            verb = "text was" if writer.cut == 1 else "texts were"
            notes.append(f"{writer.cut} {verb} longer than a cell can be, and were cut; JSONL has them whole.")
        return written, tuple(notes)

    def markdown(self, output: Output, chunks: Chunks) -> tuple[int, tuple[str, ...]]:
        """Writes a table for each kind of records, under a heading where there are several; returns how many."""
        write = output.text.write
        written = 0
        table: Table
        for name, mine in _by_kind(self._names, chunks):
            if mine is None:
                table = self._table(name, self._columns or COLUMNS[name])
                rows = MarkdownWriter(table.headings, self._zone)
                if len(self._names) > 1:
                    write(f"{'' if name == self._names[0] else chr(10)}## {name.capitalize()}\n\n")
                write(rows.begin())
                continue
            write("".join([rows.row(row) for row in table.rows(mine)]))
            written += len(mine)
        return written, ()


def _by_kind(names: Sequence[str], chunks: Chunks) -> Iterator[tuple[str, Sequence[Incoming] | None]]:
    """Chunks with the name of their kind, in the order of ``names``; None begins a kind, be there any of it or not."""
    waiting = iter(names)
    name = next(waiting)
    yield name, None
    for chunk in filter(None, chunks):
        while not isinstance(chunk[0], KINDS[name]):
            name = next(waiting)
            yield name, None
        yield name, chunk
    for name in waiting:
        yield name, None


def _binary(output: Output) -> io.BufferedWriter:
    return cast("io.BufferedWriter", cast("io.TextIOWrapper", output.text).buffer)
