"""Ways to go through contacts: which table or index leads, in which order, and how far that may be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from crm_tui.store.search.sql import TRUE, Sql

#: More contacts than any book has: a way that may lead through all of them.
ENDLESS = 1 << 40


class Order(Enum):
    """What a list of matches is sorted by, as SQL over d, c, s and, for DUE, the condition's key."""

    RECENT = "d.slot DESC"
    LAST = "s.last_contacted DESC, d.contact DESC"
    UPDATED = "s.updated_at DESC, d.contact DESC"
    CREATED = "c.created_at DESC, d.contact DESC"
    DUE = "{key}, d.contact"


class Way(NamedTuple):
    """Contacts one by one: ``source`` and then `search_doc` d, ``where`` chooses, ``order`` is its own order.

    ``size`` is a guess at how many contacts it passes. ``tables`` are the aliases of records in ``source``.
    ``native`` is the same order in terms of what leads, "" where the rows have to be sorted.
    """

    source: str
    joined: str
    where: Sql
    order: Order
    size: int = ENDLESS
    tables: str = ""
    native: str = ""


_BY_ROWID = " CROSS JOIN search_doc d ON d.slot = f.rowid"
_BY_CONTACT = " CROSS JOIN search_doc d ON d.contact = {}"

#: Everyone, newest slot first.
EVERYONE = Way("", "search_doc d", TRUE, Order.RECENT, native="d.slot DESC")


def index(name: str, match: str, size: int) -> Way:
    """Those whom a full-text index finds, newest slot first."""
    where = Sql(f"f.{name} MATCH ?", (match,))
    return Way(f"{name} f", _BY_ROWID, where, Order.RECENT, size, native="f.rowid DESC")


def addressed(address: str) -> Way:
    """Those with an e-mail address."""
    return Way(
        "contact_point p INDEXED BY contact_point_normal",
        _BY_CONTACT.format("p.contact"),
        Sql("p.normal = ? AND p.normal <> '' AND p.kind = 'email' AND p.deleted_at IS NULL", (address,)),
        Order.RECENT,
        size=1,
    )


def listed(slots: Sequence[int]) -> Way:
    """These slots, which are in descending order."""
    where = Sql("1", (json.dumps(slots),))
    joined = " CROSS JOIN search_doc d ON d.slot = j.value"
    return Way("json_each(?) j", joined, where, Order.RECENT, len(slots), native="j.key")


def last_contacted(where: Sql) -> Way:
    """Those contacted within bounds that ``where`` gives over s, the latest first."""
    return Way(
        "standing s INDEXED BY standing_contacted",
        _BY_CONTACT.format("s.contact"),
        Sql(f"s.is_alive AND {where.text}", where.params),
        Order.LAST,
        tables="s",
        native="s.last_contacted DESC, s.contact DESC",
    )


def updated(where: Sql) -> Way:
    """Those changed within bounds that ``where`` gives over s, the latest first."""
    return Way(
        "standing s INDEXED BY standing_updated",
        _BY_CONTACT.format("s.contact"),
        Sql(f"s.is_alive AND {where.text}", where.params),
        Order.UPDATED,
        tables="s",
        native="s.updated_at DESC, s.contact DESC",
    )


def created(where: Sql) -> Way:
    """Those added within bounds that ``where`` gives over c, the latest first."""
    return Way(
        "contact c INDEXED BY contact_created",
        _BY_CONTACT.format("c.pk"),
        Sql(f"c.deleted_at IS NULL AND {where.text}", where.params),
        Order.CREATED,
        tables="c",
        native="c.created_at DESC, c.pk DESC",
    )


def due(where: Sql) -> Way:
    """Those with an open follow-up that ``where`` chooses over f, the soonest first; one more than once."""
    return Way(
        "follow_up f INDEXED BY follow_up_due",
        _BY_CONTACT.format("f.contact"),
        where,
        Order.DUE,
        native="f.due_day, f.due_time, f.pk",
    )
