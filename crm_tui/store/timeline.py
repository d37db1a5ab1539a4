"""Interactions from their keys, whatever chose them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from crm_tui.domain.desk import Desk
from crm_tui.domain.interaction import ContactRef, Direction, Interaction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.typed import Any
from crm_tui.store import values

#: What `from_row` takes: of the interaction ``i``.
COLUMNS = """i.pk, i.id, i.kind, i.direction, i.outcome, i.at, i.duration_minutes, i.subject, i.text, i.author,
       i.is_pinned, i.deleted_at"""

_ROWS = f"""
SELECT {COLUMNS}
  FROM json_each(?) keys CROSS JOIN interaction i ON i.pk = keys.value
 ORDER BY keys.key"""

_WITH = """
SELECT l.interaction, c.id, c.name
  FROM json_each(?) keys
 CROSS JOIN interaction_contact l ON l.interaction = keys.value AND l.deleted_at IS NULL
 CROSS JOIN contact c ON c.pk = l.contact
 ORDER BY l.pk"""

#: A link to what was not deleted. The dead are few, and looked up in an index of their own.
ALIVE = (
    "l.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM interaction d INDEXED BY interaction_dead"
    " WHERE d.pk = l.interaction AND d.deleted_at IS NOT NULL)"
)

#: The key of the last interaction of the contact ``c``, notes included.
LAST = (
    f"(SELECT l.interaction FROM interaction_contact l WHERE l.contact = c.pk AND {ALIVE}"
    " ORDER BY l.at DESC, l.interaction DESC LIMIT 1)"
)


def by_pk(connection: sqlite3.Connection, desk: Desk, pks: Sequence[int]) -> dict[int, Interaction]:
    """The interactions of ``pks``, in their order, each with everyone who took part."""
    if not pks:
        return {}
    people = participants(connection, pks)
    rows = connection.execute(_ROWS, (json.dumps(pks),))
    return {row[0]: from_row(desk, row, people.get(row[0], ())) for row in rows}


def participants(connection: sqlite3.Connection, pks: Sequence[int]) -> dict[int, list[ContactRef]]:
    """Everyone who took part in the interactions ``pks``."""
    people: dict[int, list[ContactRef]] = {}
    for pk, id, name in connection.execute(_WITH, (json.dumps(pks),)):
        people.setdefault(pk, []).append(ContactRef(id=id, name=name))
    return people


def from_row(desk: Desk, row: tuple[Any, ...], people: Sequence[ContactRef]) -> Interaction:
    """A row of `COLUMNS`, with everyone who took part."""
    _, id, kind, direction, outcome, at, duration, subject, text, author, is_pinned, deleted_at = row
    return Interaction(
        id=id,
        contacts=tuple(people),
        kind=values.member(InteractionKind, kind) or InteractionKind.NOTE,
        direction=values.member(Direction, direction),
        outcome=values.member(Outcome, outcome),
        at=desk.moment.local(at),
        duration_minutes=duration,
        subject=subject,
        text=text,
        author=author,
        is_pinned=bool(is_pinned),
        deleted_at=values.moment(desk, deleted_at),
    )
