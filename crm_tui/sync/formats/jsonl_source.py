"""Our own JSON Lines as a source of records; docs/design/jsonl.md describes the format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from crm_tui.domain.errors import CrmError
from crm_tui.store.incoming import Incoming, IncomingContact
from crm_tui.sync.formats import encoding
from crm_tui.sync.formats.lines import Lines
from crm_tui.sync.formats.mapping import ColumnUse
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.shapes import record

#: What the first line says, and the newest version of the format that is read.
FORMAT = "jsonl"
VERSION = 1

#: How much of a broken line goes to the rejects file.
_SHOWN = 10_000


class JsonlSource:
    """A file of ours; see `crm_tui.sync.formats.source.Source`. Its records are matched by id alone.

    Raises `CrmError` for a file that is not one of ours, or of a newer version.
    """

    format = "jsonl"
    what = "all"
    preset = ""
    delimiter = ""
    columns: tuple[ColumnUse, ...] = ()
    headings: tuple[str, ...] = ("line",)
    match: tuple[str, ...] = ("id",)

    def __init__(self, path: Path, options: ReadOptions) -> None:
        self.path = path
        found = encoding.detect(path, options.encoding or None)
        self.encoding = found.name
        self._tags = options.tags
        with Lines(path, found) as lines:
            self._check(next(iter(lines), ""))
        self._lines = Lines(path, found)

    def _check(self, first: str) -> None:
        try:
            header = json.loads(first)
            is_ours = header["crm"] == FORMAT
            version = int(header["version"])
        except (ValueError, TypeError, KeyError, RecursionError):
            is_ours, version = False, 0
        if not is_ours:
            raise CrmError(
                f"{self.path.name} is not JSON Lines as crm writes them: the first line does not say so.",
                "Export it with crm sync export FILE.jsonl, or bring the data as CSV.",
            )
        if version > VERSION:
            raise CrmError(
                f"{self.path.name} was written by a newer version of crm (format {version}).", "Update crm here first."
            )

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self._lines.size

    @property
    def position(self) -> int:
        """Bytes read."""
        return self._lines.position

    def entries(self) -> Iterator[Entry]:
        """A record or a refusal for every line below the first that is not blank."""
        for number, line in enumerate(self._lines, 1):
            if number == 1 or not line.strip():
                continue
            try:
                yield Entry(number, self._tagged(record(json.loads(line))), (line,))
            except RecursionError:
                yield Entry(number, None, (line[:_SHOWN],), "it is nested too deeply")
            except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
                yield Entry(number, None, (line[:_SHOWN],), _reason(error))

    def _tagged(self, read: Incoming) -> Incoming:
        if not self._tags or not isinstance(read, IncomingContact):
            return read
        tags = tuple(dict.fromkeys((*read.draft.tags, *self._tags)))
        return replace(read, draft=replace(read.draft, tags=tags))

    def notes(self) -> tuple[str, ...]:
        """Nothing is uncertain in a file of ours."""
        return ()

    def close(self) -> None:
        """Closes the file."""
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON: {error.msg} (column {error.colno})"
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing or not known"
    if isinstance(error, ValueError):
        return str(error)
    return "it does not have the shape of a record"


def header(what: str, written_at: str) -> dict[str, Any]:
    """The first line of a file of ours."""
    return {"crm": FORMAT, "version": VERSION, "what": what, "written_at": written_at}
