"""vCards (2.1, 3.0 and 4.0, in any mixture) as a source of records."""

from __future__ import annotations

from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.store.incoming import Incoming
from crm_tui.sync.formats.content.blocks import Block
from crm_tui.sync.formats.content.source import GUESSES, ContentSource
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.formats.vcard.reading import CardReader

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


class VcardSource(ContentSource):
    """A file of cards."""

    WANTED = frozenset({"VCARD"})
    KIND = "card"
    NOTES = _NOTES

    format = "vcard"
    what = "contacts"
    headings: tuple[str, ...] = ("card",)

    def __init__(self, path: Path, options: ReadOptions, desk: Desk) -> None:
        self._reader = CardReader(desk, options.country or desk.country, options.tags)
        super().__init__(path, options.encoding, self._reader.counts)

    def _record(self, block: Block) -> Incoming:
        return self._reader.record(self._decoder.properties(block.raw), has_inner=block.has_inner)
