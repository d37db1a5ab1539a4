"""What contacts of the database hold, read for a whole chunk at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: Bound as a JSON list, so that the statements stay prepared from chunk to chunk.
_KEYS = "IN (SELECT value FROM json_each(?))"


@dataclass(slots=True)
class Held:
    """One contact: its own columns by name, the name of its company (None without one), and what belongs to it.

    ``points`` are (kind, value, normal, whether deleted), ``customs`` (value, whether deleted) by name, ``tags`` keys,
    also of those taken off; ``externals`` are its ids in other programs.
    """

    own: dict[str, object]
    company: str | None
    points: list[tuple[str, str, str, bool]] = field(default_factory=list)
    customs: dict[str, tuple[str, bool]] = field(default_factory=dict)
    tags: set[int] = field(default_factory=set)
    externals: set[str] = field(default_factory=set)


def read(connection: sqlite3.Connection, contacts: Iterable[int], columns: Sequence[str]) -> dict[int, Held]:
    """What these contacts hold, with ``columns`` of their own."""
    keys = (json.dumps(sorted(set(contacts))),)
    named = ", ".join(f"c.{column}" for column in columns)
    held = {
        pk: Held(dict(zip(columns, own, strict=True)), company)
        for pk, company, *own in connection.execute(
            f"SELECT c.pk, k.name, {named} FROM contact c LEFT JOIN company k ON k.pk = c.company WHERE c.pk {_KEYS}",
            keys,
        )
    }
    points = f"""
        SELECT contact, kind, value, normal, deleted_at IS NOT NULL FROM contact_point WHERE contact {_KEYS}
         ORDER BY contact, pk"""
    for pk, *point, is_deleted in connection.execute(points, keys):
        held[pk].points.append((*point, bool(is_deleted)))
    customs = f"SELECT contact, name, value, deleted_at IS NOT NULL FROM custom_field WHERE contact {_KEYS}"
    for pk, name, value, is_deleted in connection.execute(customs, keys):
        held[pk].customs[name] = value, bool(is_deleted)
    for pk, tag in connection.execute(f"SELECT contact, tag FROM contact_tag WHERE contact {_KEYS}", keys):
        held[pk].tags.add(tag)
    known = f"SELECT contact, value FROM contact_external_id WHERE contact {_KEYS} AND deleted_at IS NULL"
    for pk, external in connection.execute(known, keys):
        held[pk].externals.add(external)
    return held
