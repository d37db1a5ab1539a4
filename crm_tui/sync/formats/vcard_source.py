"""vCards (2.1, 3.0 and 4.0, in any mixture) as a source of records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from crm_tui.domain.desk import Desk
from crm_tui.sync.formats.content_blocks import Block, ContentFile
from crm_tui.sync.formats.content_lines import ContentError, Decoder
from crm_tui.sync.formats.mapping import ColumnUse
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.formats.vcard_reading import CardReader

_CARDS = frozenset({"VCARD"})

#: Records up to this size go to the rejects file as they are, larger ones without their pictures.
_SMALL = 1 << 14
_SHOWN = 1 << 18
_PICTURE = re.compile(rb"[\w.-]*(?:photo|logo|sound|key|attach)\b", re.IGNORECASE)

GUESSES = (
    "value does not say in which letters it is written, and was read as Windows-1252; --encoding settles it",
    "values do not say in which letters they are written, and were read as Windows-1252; --encoding settles it",
)

_NOTES = {
    "pictures": (
        "picture, sound or key was left out",
        "pictures, sounds and keys were left out",
    ),
    "long": ("property was too long to be kept", "properties were too long to be kept"),
    "cut": (
        "card has no end; the file may have been cut",
        "cards have no end; the file may have been cut",
    ),
    "guesses": GUESSES,
}


class VcardSource:
    """A file of cards, opened; see `crm_tui.sync.formats.source.Source`. Rows are the lines on which cards begin."""

    format = "vcard"
    what = "contacts"
    preset = ""
    delimiter = ""
    columns: tuple[ColumnUse, ...] = ()
    headings: tuple[str, ...] = ("card",)
    match: tuple[str, ...] = ()

    def __init__(self, path: Path, options: ReadOptions, desk: Desk) -> None:
        self.path = path
        self._file = ContentFile(path, options.encoding, _CARDS, "card")
        self.encoding = self._file.encoding.name
        self._decoder = Decoder(options.encoding)
        self._reader = CardReader(desk, options.country or desk.country, options.tags)

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self._file.size

    @property
    def position(self) -> int:
        """Bytes read."""
        return self._file.position

    def entries(self) -> Iterator[Entry]:
        """A record or a refusal for every card, and a refusal for lines that belong to none."""
        for block in self._file.blocks():
            yield self._entry(block)

    def _entry(self, block: Block) -> Entry:
        try:
            block.check()
            properties = self._decoder.properties(block.raw)
            record = self._reader.record(properties, has_inner=block.has_inner)
        except ContentError as error:
            return Entry(block.line, None, (shown(block),), str(error))
        self._reader.counts["cut"] += block.is_cut
        return Entry(block.line, record, (shown(block),))

    def notes(self) -> tuple[str, ...]:
        """Sentences on what was left out or uncertain."""
        return counted({**self._reader.counts, "guesses": self._decoder.guesses}, _NOTES)

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


def counted(counts: dict[str, int], words: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """A sentence for each thing that there is one or more of."""
    return tuple(f"{counts[kind]} {words[kind][counts[kind] > 1]}." for kind in words if counts.get(kind))
