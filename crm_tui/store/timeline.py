"""Interactions from their keys, whatever chose them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from crm_tui.domain.desk import Desk
from crm_tui.domain.interaction import ContactRef, Direction, Interaction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.store import values

_ROWS = """
SELECT i.pk, i.id, i.kind, i.direction, i.outcome, i.at, i.duration_minutes, i.subject, i.text, i.author,
       i.is_pinned, i.deleted_at
  FROM json_each(?) keys CROSS JOIN interaction i ON i.pk = keys.value
 ORDER BY keys.key"""

_WITH = """
SELECT l.interaction, c.id, c.name
  FROM json_each(?) keys
 CROSS JOIN interaction_contact l ON l.interaction = keys.value AND l.deleted_at IS NULL
 CROSS JOIN contact c ON c.pk = l.contact
 ORDER BY l.pk"""

_LAST = """
SELECT keys.value,
       (SELECT l.interaction FROM interaction_contact l JOIN interaction i ON i.pk = l.interaction
         WHERE l.contact = keys.value AND l.deleted_at IS NULL AND i.deleted_at IS NULL
         ORDER BY l.at DESC, l.interaction DESC LIMIT 1) AS last
  FROM json_each(?) keys WHERE last IS NOT NULL"""


def by_pk(connection: sqlite3.Connection, desk: Desk, pks: Sequence[int]) -> dict[int, Interaction]:
    """The interactions of ``pks``, in their order, each with everyone who took part."""
    if not pks:
        return {}
    keys = (json.dumps(pks),)
    people: dict[int, list[ContactRef]] = {}
    for pk, id, name in connection.execute(_WITH, keys):
        people.setdefault(pk, []).append(ContactRef(id=id, name=name))
    return {row[0]: _interaction(desk, row, people.get(row[0], [])) for row in connection.execute(_ROWS, keys)}


def last_of(connection: sqlite3.Connection, desk: Desk, contacts: Sequence[int]) -> dict[int, Interaction]:
    """The last interaction of each contact that has one, notes included, by the key of the contact."""
    latest = dict(connection.execute(_LAST, (json.dumps(contacts),)))
    found = by_pk(connection, desk, list(latest.values()))
    return {contact: found[pk] for contact, pk in latest.items()}


def _interaction(desk: Desk, row: tuple[Any, ...], people: Sequence[ContactRef]) -> Interaction:
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
