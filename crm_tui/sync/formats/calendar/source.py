"""Calendars (iCalendar, and vCalendar 1.0) as a source of records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.store.incoming import Incoming
from crm_tui.sync.formats.calendar.reading import CalendarReader
from crm_tui.sync.formats.content.blocks import Block
from crm_tui.sync.formats.content.lines import ContentError, Property
from crm_tui.sync.formats.content.source import GUESSES, ContentSource
from crm_tui.sync.formats.source import Entry, ReadOptions

_ZONE = "VTIMEZONE"

#: Bytes of rhythms, and of exceptions to them, that wait until all others have been read.
_MOST_HELD = 64 << 20

_EXCEPTION = re.compile(rb"^recurrence-id\b", re.IGNORECASE | re.MULTILINE)
_RHYTHM = re.compile(rb"^r(?:rule|date)\b", re.IGNORECASE | re.MULTILINE)

_NOTES = {
    "rules": (
        "repetition cannot be followed here (crm has no end of one), and stands in the text",
        "repetitions cannot be followed here (crm has no end of one), and stand in the text",
    ),
    "days": (
        "repetition leaves out days or has others besides: the next one is right, those to come stand in the text",
        "repetitions leave out days or have others besides: the next ones are right, those to come stand in the text",
    ),
    "cut": ("record has no end; the file may have been cut", "records have no end; the file may have been cut"),
    "guesses": GUESSES,
}


class IcsSource(ContentSource):
    """A calendar. Rhythms come behind all others, and last what is exceptional in one of their occurrences."""

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
        rhythms: list[Block] = []
        exceptions: list[Block] = []
        room = _MOST_HELD
        for block in self._file.blocks():
            room -= len(block.raw)
            if block.name == _ZONE:
                self._learn(block)
            elif room > 0 and _EXCEPTION.search(block.raw):
                exceptions.append(block)
            elif room > 0 and _RHYTHM.search(block.raw):
                rhythms.append(block)
            else:
                room += len(block.raw)
                yield self._entry(block)
        for block in exceptions:
            with suppress(ContentError):  # told when the exception itself is read
                block.check()
                self._reader.remember(block.name, self._decoder.properties(block.raw))
        yield from map(self._entry, (*rhythms, *exceptions))

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
