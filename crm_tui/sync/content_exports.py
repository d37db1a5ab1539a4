"""vCards and calendars on their way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from crm_tui.domain.desk import Desk
from crm_tui.store import export
from crm_tui.store.incoming import (
    Incoming,
    IncomingCompany,
    IncomingContact,
    IncomingFollowUp,
    IncomingInteraction,
)
from crm_tui.sync.formats.calendar.writer import CalendarWriter
from crm_tui.sync.formats.vcard.writer import CardWriter, Version
from crm_tui.sync.output import Output


def cards(output: Output, chunks: Iterable[Sequence[Incoming]], version: Version) -> int:
    """Writes people and companies as vCards; returns how many."""
    card = CardWriter(version).card
    written = 0
    for chunk in chunks:
        found = [card(each) for each in chunk if isinstance(each, (IncomingContact, IncomingCompany))]
        output.text.write("".join(found))
        written += len(found)
    return written


def calendar(
    output: Output,
    chunks: Iterable[Sequence[Incoming]],
    connection: sqlite3.Connection,
    desk: Desk,
    *,
    as_tasks: bool,
) -> tuple[int, tuple[str, ...]]:
    """Writes follow-ups and meetings as a calendar; returns how many, and sentences on what has no place in one."""
    writer = CalendarWriter(desk.moment.now, as_tasks=as_tasks)
    output.text.write(writer.begin())
    written = others = finished = 0
    for chunk in chunks:
        items = [each for each in chunk if isinstance(each, (IncomingFollowUp, IncomingInteraction))]
        fitting = [each for each in items if writer.has(each)]
        left = [each for each in items if not writer.has(each)]
        finished += sum(isinstance(each, IncomingFollowUp) for each in left)
        others += sum(isinstance(each, IncomingInteraction) for each in left)
        ids = {id for each in fitting for id in _people(each)}
        names = export.names(connection, sorted(ids))
        output.text.write("".join([writer.item(each, names) for each in fitting]))
        written += len(fitting)
    output.text.write(writer.end())
    notes = []
    if finished:
        notes.append(f"{finished} follow-ups that are done or given up have no place in a calendar; --tasks has them.")
    if others:
        notes.append(f"{others} calls, e-mails, messages and notes have no place in a calendar.")
    return written, tuple(notes)


def _people(each: IncomingFollowUp | IncomingInteraction) -> tuple[str, ...]:
    return each.contacts if isinstance(each, IncomingInteraction) else (each.contact,)
