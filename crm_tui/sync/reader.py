"""The process that reads a large file for `crm_tui.sync.reading`: what it understands goes to stdout, in chunks."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from crm_tui.domain.errors import CrmError
from crm_tui.store.bulk.packed import described, pack
from crm_tui.store.incoming import IncomingContact
from crm_tui.sync import transport
from crm_tui.sync.formats.source import Entry
from crm_tui.sync.progress import undisturbed
from crm_tui.sync.reading import ReadingHere


def main() -> None:
    """Reads the file that stdin names. Ends quietly when nobody listens any more."""
    try:
        with undisturbed():
            _read(sys.stdout.buffer)
    except OSError:
        # The importing process is gone; there is nobody to tell.
        os._exit(1)


def _read(out: BinaryIO) -> None:
    path, options, desk, is_described = transport.receive(sys.stdin.buffer)
    try:
        with ReadingHere(path, options, desk) as reading:
            transport.send(out, ("account", reading.account))
            status = desk.statuses[0].name if is_described else ""
            for entries, position in reading.chunks():
                people, others = transport.chunk([_packed(entry, status) for entry in entries])
                transport.send(out, ("chunk", people, others, position))
            transport.send(out, ("end", reading.notes()))
    except CrmError as error:
        transport.send(out, ("error", *transport.portable(error)))


def _packed(entry: Entry, status: str) -> Entry:
    """An entry of which as much as can be is computed here: the importing process has more to do.

    With a ``status``, that of whom the file gives none, that is also what the index is to hold.
    """
    number, record, cells, reason = entry
    if isinstance(record, IncomingContact):
        return Entry(number, described(record, status) if status else pack(record), cells, reason)
    return entry
