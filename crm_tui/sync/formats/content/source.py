"""What files of content lines (RFC 5545, RFC 6350) have in common as sources: records between BEGIN and END."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Self

from crm_tui.store.incoming import Incoming
from crm_tui.sync.formats.content.blocks import Block, ContentFile
from crm_tui.sync.formats.content.lines import ContentError, Decoder
from crm_tui.sync.formats.mapping import ColumnUse
from crm_tui.sync.formats.source import Entry

#: Records up to this size go to the rejects file as they are, larger ones without their pictures.
_SMALL = 1 << 14
_SHOWN = 1 << 18
_PICTURE = re.compile(rb"[\w.-]*(?:photo|logo|sound|key|attach)\b", re.IGNORECASE)

GUESSES = (
    "value does not say in which letters it is written, and was read as Windows-1252; --encoding settles it",
    "values do not say in which letters they are written, and were read as Windows-1252; --encoding settles it",
)


class ContentSource(ABC):
    """A file of content lines, opened; see `crm_tui.sync.formats.source.Source`.

    Rows are the lines on which records begin. A subclass says which components are records (``WANTED``) and makes a
    record of one; it counts what was left out in ``counts``, of which ``NOTES`` has the words, one and several.
    """

    WANTED: ClassVar[frozenset[str]]
    #: What a file of this kind is called in an error.
    KIND: ClassVar[str]
    NOTES: ClassVar[Mapping[str, tuple[str, str]]]

    preset = ""
    delimiter = ""
    columns: tuple[ColumnUse, ...] = ()
    match: tuple[str, ...] = ()

    def __init__(self, path: Path, encoding: str, counts: Counter[str]) -> None:
        self.path = path
        self._file = ContentFile(path, encoding, self.WANTED, self.KIND)
        self.encoding = self._file.encoding.name
        self._decoder = Decoder(encoding)
        self._counts = counts

    @abstractmethod
    def _record(self, block: Block) -> Incoming:
        """The record of a component. Raises `ContentError` where it is none."""

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self._file.size

    @property
    def position(self) -> int:
        """Bytes read."""
        return self._file.position

    def entries(self) -> Iterator[Entry]:
        """A record or a refusal for every component, and a refusal for lines that belong to none."""
        return map(self._entry, self._file.blocks())

    def _entry(self, block: Block) -> Entry:
        try:
            block.check()
            record = self._record(block)
        except ContentError as error:
            return Entry(block.line, None, (shown(block),), str(error))
        self._counts["cut"] += block.is_cut
        return Entry(block.line, record, (shown(block),))

    def notes(self) -> tuple[str, ...]:
        """Sentences on what was left out or uncertain."""
        return counted({**self._counts, "guesses": self._decoder.guesses}, self.NOTES)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def shown(block: Block) -> str:
    """A record as the rejects file has it."""
    raw = block.raw
    if len(raw) > _SMALL:
        raw = b"\n".join(_without_pictures(raw.split(b"\n")))[:_SHOWN]
    return raw.decode("utf-8", "replace").replace("\r", "")


def _without_pictures(lines: Iterable[bytes]) -> Iterator[bytes]:
    is_left_out = False
    for line in lines:
        if line[:1] not in (b" ", b"\t"):
            is_left_out = _PICTURE.match(line) is not None
        if not is_left_out:
            yield line


def counted(counts: Mapping[str, int], words: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """A sentence for each thing that there is one or more of."""
    return tuple(f"{counts[kind]} {words[kind][counts[kind] > 1]}." for kind in words if counts.get(kind))
