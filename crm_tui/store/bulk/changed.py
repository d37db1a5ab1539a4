"""Interactions and follow-ups that an earlier file brought, and that a file brings again with other values.

A value follows the file as long as it is what a file brought; one that the rep has given since stays.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Literal, NamedTuple

from crm_tui.domain.follow_up import FollowUpKind, FollowUpState, Priority
from crm_tui.domain.interaction import InteractionKind
from crm_tui.store import derived, journal
from crm_tui.store.bulk.rows import next_pk
from crm_tui.store.bulk.terms import UNCHANGED, UPDATED, Action, Mode, Outcome
from crm_tui.store.incoming import IncomingFollowUp, IncomingInteraction
from crm_tui.store.schema import BY_NAME

Table = Literal["interaction", "follow_up"]


class _Field(NamedTuple):
    """Columns that change together. ``unsaid`` are their values where a file may not have said anything."""

    name: str
    columns: tuple[str, ...]
    unsaid: tuple[object, ...]


_FIELDS: dict[Table, tuple[_Field, ...]] = {
    "interaction": (
        _Field("at", ("at",), (None,)),
        _Field("kind", ("kind",), (InteractionKind.NOTE,)),
        *(_Field(name, (name,), ("",)) for name in ("direction", "outcome", "subject", "text", "author")),
        _Field("duration_minutes", ("duration_minutes",), (None,)),
    ),
    "follow_up": (
        _Field("due", ("due_day", "due_time", "due_zone"), (None, None, None)),
        _Field("kind", ("kind",), (FollowUpKind.TODO,)),
        _Field("text", ("text",), ("",)),
        _Field("priority", ("priority",), (int(Priority.NORMAL),)),
        _Field("state", ("state",), (FollowUpState.OPEN,)),
        _Field("every", ("every",), ("",)),
    ),
}

#: Of these every file says something where the rep has asked for the file's values.
_ALWAYS_SAID = frozenset({"kind", "priority", "state"})

#: What the row has been given since it was made, oldest first, without what was taken back.
_GIVEN = """
SELECT j.old, j.new, o.origin = 'import' AND NOT o.is_undone FROM journal j JOIN operation o ON o.id = j.operation
 WHERE j.tbl = ? AND j.row = ? AND j.last IS NULL AND j.old IS NOT NULL ORDER BY j.n"""

_PLANNED = """
SELECT f.id, f.pk FROM json_each(?) k CROSS JOIN follow_up f ON f.id = k.value
 WHERE f.state = 'open' AND f.deleted_at IS NULL AND f.external_id <> ''"""


class Follower:
    """Brings what is there up to date with a file, by ordinary statements that triggers journal."""

    def __init__(self, connection: sqlite3.Connection, mode: Mode) -> None:
        self._connection = connection
        self._mode = mode
        #: From these keys on, rows are those of this import.
        self._first: dict[Table, int] = {table: next_pk(connection, table) for table in _FIELDS}
        #: A bit for each row that the file has named: of two records with one id the first counts.
        self._named = {table: bytearray((first >> 3) + 1) for table, first in self._first.items()}

    def follow(self, each: IncomingInteraction | IncomingFollowUp) -> Outcome:
        """What became of the row with the id of this record, which is there.

        A row in the trash, or of another source, stays as it is; so does a message of a mailbox, which is what it is,
        though copies of it differ.
        """
        table: Table = "follow_up" if isinstance(each, IncomingFollowUp) else "interaction"
        is_message = isinstance(each, IncomingInteraction) and each.sender
        if self._mode is Mode.CREATE or not each.external_id or is_message:
            return UNCHANGED
        columns = [column for field in _FIELDS[table] for column in field.columns]
        row = self._connection.execute(
            f"SELECT pk, {', '.join(columns)} FROM {table} WHERE id = ? AND external_id = ? AND deleted_at IS NULL",
            (each.id, each.external_id),
        ).fetchone()
        if row is None or self._is_named(table, row[0]):
            return UNCHANGED
        return self._bring(table, row[0], dict(zip(columns, row[1:], strict=True)), each)

    def done(self, ids: Mapping[str, tuple[int, int]]) -> None:
        """Ends follow-ups that have become interactions of the same ids: by id, when each was and its key."""
        if self._mode is Mode.CREATE or not ids:
            return
        for id, pk in self._connection.execute(_PLANNED, (json.dumps(list(ids)),)).fetchall():
            at, interaction = ids[id]
            self._connection.execute(
                "UPDATE follow_up SET state = 'done', done_at = ?, interaction = ? WHERE pk = ?", (at, interaction, pk)
            )

    def _bring(
        self, table: Table, pk: int, held: dict[str, object], each: IncomingInteraction | IncomingFollowUp
    ) -> Outcome:
        told = _columns(each)
        other = [field for field in _FIELDS[table] if self._is_told(field, told) and _differ(field, held, told)]
        if not other:
            return UNCHANGED
        brought = _brought(self._connection, table, pk, held)
        changes: dict[str, object] = {}
        kept: list[str] = []
        for field in other:
            if self._mode is Mode.UPDATE or not _differ(field, held, brought):
                changes |= {column: told[column] for column in field.columns}
            elif _differ(field, told, brought):
                kept.append(field.name)
        if not changes:
            return Outcome(action=Action.UNCHANGED, kept=tuple(kept)) if kept else UNCHANGED
        self._write(table, pk, changes, each)
        return Outcome(action=Action.UPDATED, kept=tuple(kept)) if kept else UPDATED

    def _is_told(self, field: _Field, told: Mapping[str, object]) -> bool:
        if self._mode is Mode.UPDATE and field.name in _ALWAYS_SAID:
            return True
        return tuple(told[column] for column in field.columns) != field.unsaid

    def _write(
        self, table: Table, pk: int, changes: dict[str, object], each: IncomingInteraction | IncomingFollowUp
    ) -> None:
        if isinstance(each, IncomingFollowUp):
            if "state" in changes:
                changes["done_at"] = int(each.done_at.timestamp()) if each.done_at else None
            if "due_day" in changes:
                changes["due_at"] = derived.instant(*_due(each))
        assignments = ", ".join(f"{column} = ?" for column in changes)
        self._connection.execute(f"UPDATE {table} SET {assignments} WHERE pk = ?", (*changes.values(), pk))

    def _is_named(self, table: Table, pk: int) -> bool:
        """Whether the file has made this row, or named it before; now it has."""
        if pk >= self._first[table]:
            return True
        bits, bit = self._named[table], 1 << (pk & 7)
        was_named = bool(bits[pk >> 3] & bit)
        bits[pk >> 3] |= bit
        return was_named


def _due(each: IncomingFollowUp) -> tuple[str, str | None, str]:
    due = each.due
    return due.day.isoformat(), due.time.strftime("%H:%M") if due.time else None, due.zone if due.time else ""


def _columns(each: IncomingInteraction | IncomingFollowUp) -> dict[str, object]:
    """What a record says, as columns hold it."""
    if isinstance(each, IncomingFollowUp):
        due = dict(zip(("due_day", "due_time", "due_zone"), _due(each), strict=True))
        rest = {"kind": str(each.kind), "text": each.text, "priority": int(each.priority), "state": str(each.state)}
        return {**due, **rest, "every": each.every}
    return {
        "at": int(each.at.timestamp()),
        "kind": str(each.kind),
        "direction": str(each.direction or ""),
        "outcome": str(each.outcome or ""),
        "duration_minutes": each.duration_minutes,
        "subject": each.subject,
        "text": each.text,
        "author": each.author,
    }


def _differ(field: _Field, one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two values of a field differ; one hour, told in two zones, is one hour."""
    values = [tuple(each[column] for column in field.columns) for each in (one, other)]
    if values[0] != values[1] and field.name == "due":
        instants = {derived.instant(str(day), str(clock or ""), str(zone)) for day, clock, zone in values}
        return len(instants) > 1 or None in instants
    return values[0] != values[1]


def _brought(connection: sqlite3.Connection, table: Table, pk: int, held: Mapping[str, object]) -> dict[str, object]:
    """The values that imports have given to a row: with which it was made, or which a later one brought."""
    brought: dict[str, object] = {}
    for old, new, is_import in connection.execute(_GIVEN, (BY_NAME[table].number, pk)):
        before, after = journal.decode(old), journal.decode(new)
        for column in before:
            brought.setdefault(column, before[column])
            if is_import:
                brought[column] = after.get(column)
    return {**held, **brought}
