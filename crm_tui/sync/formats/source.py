"""What every format offers to an import: entries in file order, and an account of how the file was understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from crm_tui.store.bulk import Packed
from crm_tui.store.incoming import Incoming
from crm_tui.sync.formats.mapping import ColumnUse


class Entry(NamedTuple):
    """A record of a file, or the reason why there is none, with the row (or line) and its original cells."""

    row: int
    record: Incoming | Packed | None
    cells: Sequence[str] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the rep has said about the files; the rest is detected.

    ``columns`` maps COLUMN to FIELD as in ``--map``; ``tags`` are given to every contact; ``country`` is the
    region of phone numbers and the order of day and month, the desk's when ""; ``presets`` is the folder of
    the rep's own presets; ``sheet`` is that of a workbook; ``me`` are the rep's own addresses in mail.
    """

    format: str = ""
    preset: str = ""
    encoding: str = ""
    delimiter: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    country: str = ""
    presets: Path | None = None
    sheet: str = ""
    me: tuple[str, ...] = ()


class Source(Protocol):
    """An opened file. Closing is the caller's; use it as a context manager."""

    path: Path
    format: str
    what: str
    preset: str
    encoding: str
    delimiter: str
    columns: tuple[ColumnUse, ...]
    #: By what its records are matched unless the rep says otherwise; empty for everything.
    match: tuple[str, ...]
    #: The heading cells, for the rejects file.
    headings: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes in all."""

    @property
    def position(self) -> int:
        """Bytes read."""

    def entries(self) -> Iterator[Entry]:
        """The records in file order; call it once."""

    def notes(self) -> tuple[str, ...]:
        """Sentences on what was uncertain, complete once the entries have been read."""

    def close(self) -> None:
        """Closes the file."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
