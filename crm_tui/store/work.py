"""What a block of people asks of the book: who can be worked, who no longer has to be, what operations came to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from crm_tui.domain.block import Block, Deed, Turn
from crm_tui.domain.desk import Desk
from crm_tui.domain.outcome import CONNECTS, Outcome
from crm_tui.domain.typed import NamedTuple
from crm_tui.store import journal
from crm_tui.store.schema import BY_NAME

_CONTACT, _FOLLOW_UP, _LINK = (BY_NAME[name].number for name in ("contact", "follow_up", "interaction_contact"))

_PEOPLE = """
SELECT c.id, c.do_not_contact, c.deleted_at IS NOT NULL OR c.is_purged
  FROM json_each(?) k CROSS JOIN contact c ON c.id = k.value"""

_NAMES = "SELECT c.name FROM json_each(?) k CROSS JOIN contact c ON c.id = k.value ORDER BY k.key"

_OPEN = """
SELECT f.id FROM json_each(?) k CROSS JOIN follow_up f ON f.id = k.value
 WHERE f.state = 'open' AND f.deleted_at IS NULL"""

#: Operations of the rep that stand, with what each did to which row. An undone one is none, until it is redone.
_ENTRIES = f"""
SELECT o.id, j.tbl, j.row, j.old, j.new
  FROM json_each(?) k
 CROSS JOIN operation o ON o.id = k.value AND o.origin = 'user' AND NOT o.is_undone
 CROSS JOIN journal j ON j.operation = o.id AND j.tbl IN ({_CONTACT}, {_FOLLOW_UP}, {_LINK})
 ORDER BY j.n"""

_STANDING = """
SELECT o.id FROM json_each(?) k CROSS JOIN operation o ON o.id = k.value
 WHERE o.origin = 'user' AND NOT o.is_undone ORDER BY o.id"""

_LOGGED = """
SELECT i.id, i.kind, i.outcome, c.id FROM interaction_contact l
  JOIN interaction i ON i.pk = l.interaction AND i.deleted_at IS NULL
  JOIN contact c ON c.pk = l.contact
 WHERE l.pk = ? AND l.deleted_at IS NULL"""

_STEP = """
SELECT c.id, f.deleted_at IS NOT NULL FROM follow_up f JOIN contact c ON c.pk = f.contact WHERE f.pk = ?"""

_PERSON = "SELECT pk, name, do_not_contact, deleted_at IS NOT NULL OR is_purged FROM contact WHERE id = ?"

_DUE = "SELECT pk, state, deleted_at IS NOT NULL FROM follow_up WHERE id = ?"

#: Operations since the block began that altered a row, and still stand; whose they are is for the caller to see. An
#: undo and a redo say themselves which operations stand.
_ALTERED = """
SELECT j.operation, j.new FROM journal j JOIN operation o ON o.id = j.operation
 WHERE j.tbl = ? AND j.row = ? AND j.operation > ? AND j.old IS NOT NULL AND NOT o.is_undone
   AND o.origin NOT IN ('undo', 'redo')"""

_SINCE = """
SELECT i.kind, j.operation FROM interaction_contact l
  JOIN interaction i ON i.pk = l.interaction AND i.deleted_at IS NULL AND i.kind <> 'note'
  JOIN journal j ON j.tbl = ? AND j.row = l.pk AND j.old IS NULL AND j.operation > ?
 WHERE l.contact = ? AND l.at >= ? AND l.deleted_at IS NULL"""

#: What a moved follow-up has in the journal.
_MOVED = frozenset({"due_day", "due_time"})

_WORDS = {"call": "called", "email": "e-mailed", "meeting": "met", "message": "messaged", "visit": "visited"}


class Opening(NamedTuple):
    """Whom a block begins with, and how many were left out because they must not be contacted.

    ``device`` and ``since`` are what `Block` has under these names.
    """

    turns: tuple[Turn, ...]
    banned: int
    device: int
    since: int


def opening(connection: sqlite3.Connection, desk: Desk, turns: Sequence[Turn]) -> Opening:
    """Those of ``turns`` who can be worked, each once; with the follow-ups that are still open."""
    people = connection.execute(_PEOPLE, (json.dumps([turn.contact for turn in turns]),))
    banned = {id: bool(is_banned) for id, is_banned, is_gone in people if not is_gone}
    steps = {
        id for (id,) in connection.execute(_OPEN, (json.dumps([turn.follow_up for turn in turns if turn.follow_up]),))
    }
    first: dict[str, Turn] = {}
    for turn in turns:
        if banned.get(turn.contact) is False:
            is_known = not turn.follow_up or turn.follow_up in steps
            first.setdefault(turn.contact, turn if is_known else Turn(turn.contact))
    device, since = _clock(connection)
    return Opening(tuple(first.values()), sum(banned.values()), device, since)


def is_of_this_book(connection: sqlite3.Connection, desk: Desk, block: Block) -> bool:
    """Whether ``block`` was begun in this file, and not in another of its name or in one from before a restore."""
    device, last = _clock(connection)
    return block.device == device and block.since <= last and max(block.written, default=0) <= last


def _clock(connection: sqlite3.Connection) -> tuple[int, int]:
    """The number of this file, and the last operation in it; numbers of operations are never given twice."""
    device, last = connection.execute(
        "SELECT device, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'operation'), 0) FROM clock"
    ).fetchone()
    return int(device), int(last)


def names(connection: sqlite3.Connection, desk: Desk, contacts: Sequence[str]) -> tuple[str, ...]:
    """The names of contacts (ids), in their order."""
    return tuple(name for (name,) in connection.execute(_NAMES, (json.dumps(contacts),)))


def deeds(connection: sqlite3.Connection, desk: Desk, operations: Iterable[int]) -> tuple[Deed, ...]:
    """What each of ``operations`` came to; those that were undone, and undos themselves, are left out."""
    listed = json.dumps(list(operations))
    entries: dict[int, list[_Entry]] = {id: [] for (id,) in connection.execute(_STANDING, (listed,))}
    for operation, table, row, old, new in connection.execute(_ENTRIES, (listed,)).fetchall():
        entries[operation].append(_Entry(table, row, old is None, journal.decode(new)))
    return tuple(_deed(connection, operation, some) for operation, some in entries.items())


class _Entry(NamedTuple):
    """A row that an operation made or altered, and what it put there."""

    table: int
    row: int
    is_made: bool
    new: Mapping[str, object]


def _deed(connection: sqlite3.Connection, operation: int, entries: Collection[_Entry]) -> Deed:
    settled: set[str] = set()
    logged: dict[str, tuple[str, str]] = {}
    is_step = is_snooze = False
    for entry in entries:
        if entry.table == _CONTACT and not entry.is_made:
            settled |= _left(connection, entry)
        elif entry.table == _LINK and entry.is_made:
            for id, kind, outcome, contact in connection.execute(_LOGGED, (entry.row,)):
                logged[id] = kind, outcome
                settled |= {contact} if kind != "note" else set()
        elif entry.table == _FOLLOW_UP:
            contact, is_gone = connection.execute(_STEP, (entry.row,)).fetchone()
            is_step |= entry.is_made and not is_gone
            is_snooze |= not entry.is_made and "snoozes" in entry.new
            settled |= {contact} if not entry.is_made and entry.new.keys() & {*_MOVED, "state"} else set()
    calls = [outcome for kind, outcome in logged.values() if kind == "call"]
    return Deed(
        operation,
        frozenset(settled),
        calls=len(calls),
        connects=sum(outcome in CONNECTS for outcome in calls),
        meetings=sum(outcome == Outcome.MEETING_BOOKED for _, outcome in logged.values()),
        is_step=is_step,
        is_snooze=is_snooze,
    )


def _left(connection: sqlite3.Connection, entry: _Entry) -> set[str]:
    """The contact, if the entry took them out of every queue."""
    if not (entry.new.get("deleted_at") or entry.new.get("do_not_contact")):
        return set()
    return {id for (id,) in connection.execute("SELECT id FROM contact WHERE pk = ?", (entry.row,))}


class Obstacle(NamedTuple):
    """Why somebody need not be worked any more. ``is_gone``: they are in the trash or erased."""

    name: str
    why: str
    is_gone: bool = False


def obstacle(connection: sqlite3.Connection, desk: Desk, block: Block, turn: Turn) -> Obstacle | None:
    """What keeps somebody from being worked, by what others did since the block began; None for nothing."""
    found = connection.execute(_PERSON, (turn.contact,)).fetchone()
    if found is None or found[3]:
        return Obstacle(found[1] if found else "", "in the trash", is_gone=True)
    pk, name, is_banned, _ = found
    why = "do not contact" if is_banned else _logged(connection, block, pk) or _closed(connection, block, turn)
    return Obstacle(name, why) if why else None


def _logged(connection: sqlite3.Connection, block: Block, contact: int) -> str:
    """What others did with a contact (a key) since the block began."""
    for kind, operation in connection.execute(_SINCE, (_LINK, block.since, contact, block.began)):
        if operation not in block.written:
            return f"{_WORDS.get(kind, 'worked')} meanwhile"
    return ""


def _closed(connection: sqlite3.Connection, block: Block, turn: Turn) -> str:
    """What others did since the block began with the follow-up that put somebody there."""
    if not turn.follow_up:
        return ""
    found = connection.execute(_DUE, (turn.follow_up,)).fetchone()
    if found is None or found[2] or found[1] != "open":
        return "done meanwhile"
    altered = connection.execute(_ALTERED, (_FOLLOW_UP, found[0], block.since))
    others = (new for operation, new in altered if operation not in block.written)
    return "snoozed meanwhile" if any(journal.decode(new).keys() & _MOVED for new in others) else ""
