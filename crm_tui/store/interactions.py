"""Interactions: the timeline of a contact or a company. Its operations are in `interaction_edits`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.domain.interaction import Interaction, InteractionKind
from crm_tui.store import timeline as rows
from crm_tui.store.deferred import deferred
from crm_tui.store.page import Page

if TYPE_CHECKING:
    from crm_tui.store.interaction_edits import delete, edit, log, pin

__all__ = ["delete", "edit", "latest", "log", "one", "pin", "pinned", "timeline"]

__getattr__ = deferred({"crm_tui.store.interaction_edits": ("delete", "edit", "log", "pin")})

#: How far beyond a window the entries of a timeline are counted.
COUNTED = 1_000

_ALIVE = "l.deleted_at IS NULL AND i.deleted_at IS NULL"
_KINDS = "(:kinds IS NULL OR i.kind IN (SELECT value FROM json_each(:kinds)))"

_OF_CONTACT = f"""
  FROM interaction_contact l CROSS JOIN interaction i ON i.pk = l.interaction
 WHERE l.contact = (SELECT pk FROM contact WHERE id = :id) AND {_ALIVE} AND {_KINDS}"""

#: An interaction with several people of the company is one entry.
_OF_COMPANY = f"""
  FROM contact c
 CROSS JOIN interaction_contact l ON l.contact = c.pk
 CROSS JOIN interaction i ON i.pk = l.interaction
 WHERE c.company = (SELECT pk FROM company WHERE id = :id) AND c.deleted_at IS NULL AND {_ALIVE} AND {_KINDS}
 GROUP BY l.interaction"""


def timeline(
    connection: sqlite3.Connection,
    desk: Desk,
    *,
    contact: str = "",
    company: str = "",
    kinds: Collection[InteractionKind] = (),
    offset: int = 0,
    limit: int = 200,
) -> Page[Interaction]:
    """What happened with a contact, or with any of a company's people, newest first.

    ``kinds`` leaves only those; exactly one of ``contact`` and ``company``, ids, is given.
    """
    source = _OF_COMPANY if company else _OF_CONTACT
    parameters: dict[str, Any] = {
        "id": company or contact,
        "kinds": json.dumps([str(kind) for kind in kinds]) if kinds else None,
        "limit": limit,
        "offset": offset,
        "counted": (cap := offset + COUNTED) + 1,
    }
    pks = connection.execute(
        f"SELECT l.interaction {source} ORDER BY l.at DESC, l.interaction DESC LIMIT :limit OFFSET :offset", parameters
    )
    found = rows.by_pk(connection, desk, [pk for (pk,) in pks])
    counting = f"SELECT count(*) FROM (SELECT 1 {source} LIMIT :counted)"
    (count,) = connection.execute(counting, parameters).fetchone()
    return Page.counted(tuple(found.values()), offset, count, cap)


def latest(connection: sqlite3.Connection, desk: Desk, contact: str, limit: int = 5) -> tuple[Interaction, ...]:
    """The last interactions of a contact (an id), newest first."""
    pks = connection.execute(
        f"SELECT l.interaction {_OF_CONTACT} ORDER BY l.at DESC, l.interaction DESC LIMIT :limit",
        {"id": contact, "kinds": None, "limit": limit},
    )
    return tuple(rows.by_pk(connection, desk, [pk for (pk,) in pks]).values())


def pinned(connection: sqlite3.Connection, desk: Desk, contact: str) -> Interaction | None:
    """The entry that stands above the timeline of a contact (an id): the newest that is pinned."""
    pks = connection.execute(
        f"SELECT l.interaction {_OF_CONTACT} AND i.is_pinned ORDER BY l.at DESC, l.interaction DESC LIMIT 1",
        {"id": contact, "kinds": None},
    )
    return next(iter(rows.by_pk(connection, desk, [pk for (pk,) in pks]).values()), None)


def one(connection: sqlite3.Connection, desk: Desk, id: str) -> Interaction:
    """The interaction with this id, also a deleted one. Raises `NotFoundError`."""
    pks = [pk for (pk,) in connection.execute("SELECT pk FROM interaction WHERE id = ? AND NOT is_purged", (id,))]
    for found in rows.by_pk(connection, desk, pks).values():
        return found
    raise NotFoundError(
        "There is no such interaction.", "It may have been erased; `crm show CONTACT` lists what is left."
    )
