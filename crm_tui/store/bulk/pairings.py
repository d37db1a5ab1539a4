"""What was judged of two contacts, from a file: few, so each is a row of its own with an entry of its own."""

from __future__ import annotations

import sqlite3

from crm_tui.domain.desk import Desk
from crm_tui.store import ids
from crm_tui.store.bulk.people import People, UnknownPersonError
from crm_tui.store.bulk.terms import CREATED, UNCHANGED, Action, Mode, Outcome
from crm_tui.store.incoming import IncomingPairing

#: A row that is there nevertheless is of an import that was undone.
_STORE = """
INSERT INTO pairing(id, contact, other, is_same, created_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT(id) DO UPDATE SET is_same = excluded.is_same, deleted_at = excluded.deleted_at"""
_PERSON = "SELECT id, pk FROM contact WHERE pk = ?"

_ONE_CONTACT = Outcome(action=Action.REFUSED, reason="both are one contact here")


def store(connection: sqlite3.Connection, desk: Desk, people: People, pairing: IncomingPairing, mode: Mode) -> Outcome:
    """Stores a judgement; of two who have been judged here, what was said here stays."""
    try:
        known = {people.contact(words) for words in pairing.contacts}
    except UnknownPersonError as error:
        return Outcome(action=Action.REFUSED, reason=str(error))
    if len(known) < len(pairing.contacts):
        return _ONE_CONTACT
    (one, first), (other, second) = sorted(connection.execute(_PERSON, (pk,)).fetchone() for pk in known)
    id = ids.of_pair(one, other)
    row = connection.execute("SELECT deleted_at IS NULL FROM pairing WHERE id = ?", (id,)).fetchone()
    if mode is Mode.UPDATE or (row and (row[0] or people.is_taken("pairing", id))):
        return UNCHANGED
    created, deleted = (int(at.timestamp()) if at else None for at in (pairing.created_at, pairing.deleted_at))
    created = desk.moment.epoch if created is None else created
    connection.execute(_STORE, (id, first, second, pairing.is_same, created, deleted))
    return CREATED
