"""Calendars (iCalendar, and vCalendar 1.0) as a source of records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from crm_tui.domain.desk import Desk
from crm_tui.sync.formats.content_blocks import Block, ContentFile
from crm_tui.sync.formats.content_lines import ContentError, Decoder, Property
from crm_tui.sync.formats.ics_reading import CalendarReader
from crm_tui.sync.formats.mapping import ColumnUse
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.formats.vcard_source import GUESSES, counted, shown

_ZONE = "VTIMEZONE"
_WANTED = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", _ZONE})

#: Exceptions to a rhythm that wait until all others have been read.
_MOST_EXCEPTIONS = 10_000

_NOTES = {
    "rules": (
        "repetition cannot be followed here (crm has no end of one), and stands in the text",
        "repetitions cannot be followed here (crm has no end of one), and stand in the text",
    ),
    "cut": ("record has no end; the file may have been cut", "records have no end; the file may have been cut"),
    "guesses": GUESSES,
}


class IcsSource:
    """A calendar, opened; see `crm_tui.sync.formats.source.Source`. Rows are the lines on which records begin.

    What is exceptional in one occurrence of a rhythm comes last: it is the same task.
    """

    format = "ics"
    what = "follow-ups"
    preset = ""
    delimiter = ""
    columns: tuple[ColumnUse, ...] = ()
    headings: tuple[str, ...] = ("record",)
    match: tuple[str, ...] = ()

    def __init__(self, path: Path, options: ReadOptions, desk: Desk) -> None:
        self.path = path
        self._file = ContentFile(path, options.encoding, _WANTED, "calendar")
        self.encoding = self._file.encoding.name
        self._decoder = Decoder(options.encoding)
        self._reader = CalendarReader(desk)

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self._file.size

    @property
    def position(self) -> int:
        """Bytes read."""
        return self._file.position

    def entries(self) -> Iterator[Entry]:
        """A record or a refusal for each event, task and other entry."""
        exceptions: list[Block] = []
        for block in self._file.blocks():
            if block.name == _ZONE:
                self._learn(block)
            elif b"RECURRENCE-ID" in block.raw.upper() and len(exceptions) < _MOST_EXCEPTIONS:
                exceptions.append(block)
            else:
                yield self._entry(block)
        yield from map(self._entry, exceptions)

    def _learn(self, block: Block) -> None:
        try:
            properties = self._decoder.properties(block.raw)
        except ContentError:
            return
        name = next((each.value.strip() for each in properties if each.head.name == "TZID"), "")
        self._reader.zones.learn(name, "\r\n".join(map(_bare, properties)))

    def _entry(self, block: Block) -> Entry:
        try:
            block.check()
            record = self._reader.record(block.name, self._decoder.properties(block.raw), block.raw)
        except ContentError as error:
            return Entry(block.line, None, (shown(block),), str(error))
        self._reader.counts["cut"] += block.is_cut
        return Entry(block.line, record, (shown(block),))

    def notes(self) -> tuple[str, ...]:
        """Sentences on what was uncertain."""
        return counted({**self._reader.counts, "guesses": self._decoder.guesses}, _NOTES)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _bare(each: Property) -> str:
    """A line of a zone without parameters, which say nothing there."""
    return f"{each.head.name}:{each.value}"
