"""Ways to go through contacts: which table or index leads, in which order, and how far that may be."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import Enum

from crm_tui.domain.typed import NamedTuple
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
    ACTIVE = "s.last_activity DESC, d.contact DESC"


class Way(NamedTuple):
    """Contacts one by one: ``source`` and then `search_doc` d, ``where`` chooses, ``order`` is its own order.

    ``joined`` is how d is reached, or ``contact`` what of the source is the contact, by whom d is reached last.

    ``size`` is a guess at how many contacts it passes. ``tables`` are the aliases of records in ``source``.
    ``native`` is the same order in terms of what leads, "" where the rows have to be sorted. ``table`` is the
    full-text index that leads, with what is looked up in it; it does not hold the documents above the waterline.
    ``without`` is what to look up in the index of words for those who are not on the way, see `rows.read`, and
    ``within`` makes, of the number of contacts left to be tested, what to look up there for those who may pass; "" for
    all.
    """

    source: str
    joined: str
    where: Sql
    order: Order
    size: int = ENDLESS
    tables: str = ""
    native: str = ""
    table: str = ""
    match: str = ""
    contact: str = ""
    without: str = ""
    within: Callable[[float], str] | None = None


_BY_ROWID = " CROSS JOIN search_doc d ON d.slot = f.rowid"

#: Everyone, newest slot first.
EVERYONE = Way("", "search_doc d", TRUE, Order.RECENT, native="d.slot DESC")


def index(name: str, match: str, size: int, *, without: str = "") -> Way:
    """Those whom a full-text index finds, newest slot first."""
    way = Way(f"{name} f", _BY_ROWID, Sql(f"f.{name} MATCH ?", (match,)), Order.RECENT, size)
    return way._replace(native="f.rowid DESC", table=name, match=match, without=without)


def afloat(line: int) -> Way:
    """Those above the waterline ``line``, whom no index holds yet, newest slot first."""
    return Way("", "search_doc d", Sql("d.slot > ?", (line,)), Order.RECENT, native="d.slot DESC")


def both_sides(way: Way, line: int) -> Way:
    """A way that a full-text index leads, and everyone above the waterline beside it, in no order of its own."""
    source = (
        f"(SELECT rowid AS slot FROM {way.table} WHERE {way.table} MATCH ?"
        " UNION ALL SELECT slot FROM search_doc WHERE slot > ?) f"
    )
    return way._replace(
        source=source, joined=" CROSS JOIN search_doc d ON d.slot = f.slot", where=Sql("1", (way.match, line)), table=""
    )


def addressed(address: str) -> Way:
    """Those with an e-mail address."""
    return Way(
        "contact_point p INDEXED BY contact_point_normal",
        "",
        Sql("p.normal = ? AND p.normal <> '' AND p.kind = 'email' AND p.deleted_at IS NULL", (address,)),
        Order.RECENT,
        size=1,
        contact="p.contact",
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
        "",
        Sql(f"s.is_alive AND {where.text}", where.params),
        Order.LAST,
        tables="s",
        contact="s.contact",
        native="s.last_contacted DESC, s.contact DESC",
    )


def unplanned() -> Way:
    """Those without an open follow-up, the latest activity first."""
    return Way(
        "standing s INDEXED BY standing_next",
        "",
        Sql("s.is_alive AND s.next_day IS NULL AND s.next_time IS NULL"),
        Order.ACTIVE,
        tables="s",
        contact="s.contact",
        native="s.last_activity DESC, s.contact DESC",
    )


def unplanned_of(status: str) -> Way:
    """Those of a status, as it is stored, without an open follow-up, the latest activity first."""
    return Way(
        "standing s INDEXED BY standing_status",
        "",
        Sql("s.is_alive AND s.status = ? AND s.next_follow_up IS NULL", (status,)),
        Order.ACTIVE,
        tables="s",
        contact="s.contact",
        native="s.last_activity DESC, s.contact DESC",
    )


def updated(where: Sql) -> Way:
    """Those changed within bounds that ``where`` gives over s, the latest first."""
    return Way(
        "standing s INDEXED BY standing_updated",
        "",
        Sql(f"s.is_alive AND {where.text}", where.params),
        Order.UPDATED,
        tables="s",
        contact="s.contact",
        native="s.updated_at DESC, s.contact DESC",
    )


def created(where: Sql) -> Way:
    """Those added within bounds that ``where`` gives over c, the latest first."""
    return Way(
        "contact c INDEXED BY contact_created",
        "",
        Sql(f"c.deleted_at IS NULL AND {where.text}", where.params),
        Order.CREATED,
        tables="c",
        contact="c.pk",
        native="c.created_at DESC, c.pk DESC",
    )


def due(where: Sql) -> Way:
    """Those with an open follow-up that ``where`` chooses over f, the soonest first; one more than once."""
    return Way(
        "follow_up f INDEXED BY follow_up_due",
        "",
        where,
        Order.DUE,
        contact="f.contact",
        native="f.due_day, f.due_time, f.pk",
    )
