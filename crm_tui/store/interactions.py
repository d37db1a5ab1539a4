"""Interactions: the timeline of a contact or a company. Its operations are in `interaction_edits`."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.domain.interaction import Interaction, InteractionKind
from crm_tui.store import lengths
from crm_tui.store import timeline as rows
from crm_tui.store.deferred import deferred
from crm_tui.store.page import LAST, Page, first_row
from crm_tui.store.stretches import Order, Stretch, count, window

if TYPE_CHECKING:
    from crm_tui.store.interaction_edits import delete, edit, log, pin

__all__ = ["delete", "edit", "latest", "log", "one", "pin", "pinned", "timeline"]

__getattr__ = deferred({"crm_tui.store.interaction_edits": ("delete", "edit", "log", "pin")})

#: How far beyond a window the entries of a timeline are counted.
COUNTED = 1_000

_OF_KINDS = " AND EXISTS (SELECT 1 FROM interaction i WHERE i.pk = l.interaction AND i.kind IN ({}))"
_NEWEST: Order = (("l.at", True), ("l.interaction", True))

#: The entries of one contact, by their key.
_OF_CONTACT = Stretch("l.interaction", "interaction_contact l", f"l.contact = :contact AND {rows.ALIVE}", _NEWEST)

_PEOPLE = "SELECT pk FROM contact WHERE company = (SELECT pk FROM company WHERE id = ?) AND deleted_at IS NULL"


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
    entries = _entries(kinds)
    whose = {"contact": _pk(connection, contact)}
    if company or kinds:
        people = [pk for (pk,) in connection.execute(_PEOPLE, (company,))] if company else [whose["contact"]]
        return _joint(connection, desk, entries, people, offset, limit)
    total = count(connection, (entries,), whose) if offset == LAST else None
    offset = first_row(offset, limit, lambda: total or 0)
    keys = window(connection, (entries,), offset, limit, total=total, parameters=whose)
    found = tuple(rows.by_pk(connection, desk, [pk for (pk,) in keys]).values())
    if total is None and len(keys) < limit and (keys or not offset):
        total = offset + len(keys)
    if total is None:
        total = count(connection, (entries,), whose, (cap := offset + COUNTED) + 1)
        return Page.counted(found, offset, total, cap)
    return Page(rows=found, offset=offset, total=total)


def _entries(kinds: Collection[InteractionKind]) -> Stretch:
    if not kinds:
        return _OF_CONTACT
    words = ", ".join(f"'{InteractionKind(kind)}'" for kind in kinds)
    return _OF_CONTACT._replace(condition=_OF_CONTACT.condition + _OF_KINDS.format(words))


def _joint(
    connection: sqlite3.Connection,
    desk: Desk,
    entries: Stretch,
    people: Sequence[int | None],
    offset: int,
    limit: int,
) -> Page[Interaction]:
    """A window of what happened with any of ``people``; what several of them took part in is one entry.

    As many of the newest of each as the window reaches down to are enough for it, and some more to count. That is one
    way through their entries, each of which is looked up for its kind where only some are wanted.
    """
    reach = -1 if offset == LAST else offset + limit + COUNTED
    dated = entries._replace(key="l.at, l.interaction").rows
    asked = [{"contact": pk, "limit": reach, "offset": 0} for pk in people]
    histories = [connection.execute(dated, each).fetchall() for each in asked]
    keys = sorted(set(chain.from_iterable(histories)), reverse=True)
    offset = first_row(offset, limit, lambda: len(keys))
    found = tuple(rows.by_pk(connection, desk, [pk for _, pk in keys[offset : offset + limit]]).values())
    return Page(rows=found, offset=offset, total=len(keys), is_exact=all(len(each) != reach for each in histories))


def _pk(connection: sqlite3.Connection, contact: str) -> int | None:
    found: tuple[int] | None = connection.execute("SELECT pk FROM contact WHERE id = ?", (contact,)).fetchone()
    return found[0] if found else None


def latest(connection: sqlite3.Connection, desk: Desk, contact: str, limit: int = 5) -> tuple[Interaction, ...]:
    """The last interactions of a contact (an id), newest first."""
    keys = window(connection, (_OF_CONTACT,), 0, limit, parameters={"contact": _pk(connection, contact)})
    return tuple(rows.by_pk(connection, desk, [pk for (pk,) in keys]).values())


def pinned(connection: sqlite3.Connection, desk: Desk, contact: str) -> Interaction | None:
    """The entry that stands above the timeline of a contact (an id): the newest that is pinned.

    That there is none is remembered, for it takes a look at every entry; whose card was seen is often opened next.
    """
    who = _pk(connection, contact)
    known, stretch = lengths.of(connection), ("interaction", "is_pinned", frozenset({("contact", who)}))
    if known.whole(stretch) == 0:
        return None
    pks = connection.execute(
        "SELECT i.pk FROM interaction_contact l CROSS JOIN interaction i ON i.pk = l.interaction"
        " WHERE l.contact = ? AND l.deleted_at IS NULL AND i.deleted_at IS NULL AND i.is_pinned"
        " ORDER BY l.at DESC, l.interaction DESC LIMIT 1",
        (who,),
    ).fetchall()
    if not pks:
        known.keep_whole(stretch, 0)
    return next(iter(rows.by_pk(connection, desk, [pk for (pk,) in pks]).values()), None)


def one(connection: sqlite3.Connection, desk: Desk, id: str) -> Interaction:
    """The interaction with this id, also a deleted one. Raises `NotFoundError`."""
    pks = [pk for (pk,) in connection.execute("SELECT pk FROM interaction WHERE id = ? AND NOT is_purged", (id,))]
    for found in rows.by_pk(connection, desk, pks).values():
        return found
    raise NotFoundError(
        "There is no such interaction.", "It may have been erased; `crm show CONTACT` lists what is left."
    )
