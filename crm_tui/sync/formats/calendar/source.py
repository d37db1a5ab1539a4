"""Calendars (iCalendar, and vCalendar 1.0) as a source of records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.store.incoming import Incoming
from crm_tui.sync.formats.calendar.reading import CalendarReader
from crm_tui.sync.formats.content.blocks import Block
from crm_tui.sync.formats.content.lines import ContentError, Property
from crm_tui.sync.formats.content.source import GUESSES, ContentSource
from crm_tui.sync.formats.source import Entry, ReadOptions

_ZONE = "VTIMEZONE"

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


class IcsSource(ContentSource):
    """A calendar. What is exceptional in one occurrence of a rhythm comes last: it is the same task."""

    WANTED = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", _ZONE})
    KIND = "calendar"
    NOTES = _NOTES

    format = "ics"
    what = "follow-ups"
    headings: tuple[str, ...] = ("record",)

    def __init__(self, path: Path, options: ReadOptions, desk: Desk) -> None:
        self._reader = CalendarReader(desk)
        super().__init__(path, options.encoding, self._reader.counts)

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

    def _record(self, block: Block) -> Incoming:
        return self._reader.record(block.name, self._decoder.properties(block.raw), block.raw)


def _bare(each: Property) -> str:
    """A line of a zone without parameters, which say nothing there."""
    return f"{each.head.name}:{each.value}"
