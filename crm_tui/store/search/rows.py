"""Reading matches along a way: what the index leads to, and the documents that no index holds yet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from crm_tui.store.search.found import Hit
from crm_tui.store.search.reading import Reading
from crm_tui.store.search.sql import Sql, both
from crm_tui.store.search.ways import Order, Way, afloat, both_sides, listed

#: The tier of those whom no words were looked for in.
_UNGRADED = Sql("0")

#: Slots of merged lists are read so many at a time at first, then twice as many; after so many, filters are merged too.
_AT_FIRST, _AT_MOST, _ENOUGH = 64, 2_048, 300


def read(
    reading: Reading,
    way: Way,
    also: Sql,
    test: Sql,
    tables: str,
    limit: int,
    *,
    key: Sql | None = None,
    grade: Sql = _UNGRADED,
) -> Iterator[Hit]:
    """The first ``limit`` on the way who pass ``also``, in the way's order; all of them where it is negative.

    Documents above the waterline must pass ``test``, as no index has chosen them. ``grade`` gives the tiers, ``key``
    is what `Order.DUE` sorts by.
    """
    below = _without if way.without else _select
    if not (way.table and reading.has_afloat):
        return below(reading, way, also, tables, limit, key=key, grade=grade)
    if not way.native:
        return _select(reading, both_sides(way, reading.line), test, tables, limit, key=key, grade=grade)
    above = list(_select(reading, afloat(reading.line), test, tables, limit, key=key, grade=grade))
    if len(above) == limit:
        return iter(above)
    rest = limit - len(above) if limit > 0 else limit
    return chain(above, below(reading, way, also, tables, rest, key=key, grade=grade))


def _without(
    reading: Reading, way: Way, test: Sql, tables: str, limit: int, *, key: Sql | None, grade: Sql
) -> Iterator[Hit]:
    """`_select` for a way that leaves people out, newest slot first."""
    slots, size, wanted = _slots(reading, way), _AT_FIRST, limit
    while wanted and (some := list(islice(slots, size))):
        for hit in _select(reading, listed(some), test, tables, wanted, key=key, grade=grade):
            wanted -= limit > 0
            yield hit
        size = min(2 * size, _AT_MOST)


def _slots(reading: Reading, way: Way) -> Iterator[int]:
    """The slots of a way that leaves people out, newest first.

    SQLite merges the two lists, which takes a thirtieth of reading the documents of those who are on both. Where many
    slots remain all the same, a third list is merged with them, of those who have the facets that are asked for.
    """
    left = (
        f"SELECT rowid FROM {way.table} WHERE {way.table} MATCH ? AND rowid < ?"
        " EXCEPT SELECT rowid FROM search_word WHERE search_word MATCH ? AND rowid < ?"
    )
    slot = reading.line + 1
    newest = reading.connection.execute(f"{left} ORDER BY 1 DESC", (way.match, slot, way.without, slot))
    for seen, (slot,) in enumerate(newest, 1):
        yield slot
        if seen == _ENOUGH and way.within:
            share = min(1.0, (reading.line + 1 - slot) / reading.everyone)
            if within := way.within(seen / share - seen):
                break
    else:
        return
    newest.close()
    having = " INTERSECT SELECT rowid FROM search_word WHERE search_word MATCH ? AND rowid < ?"
    bounds = (way.match, slot, way.without, slot, within, slot)
    yield from (slot for (slot,) in reading.connection.execute(f"{left}{having} ORDER BY 1 DESC", bounds))


def _select(
    reading: Reading, way: Way, test: Sql, tables: str, limit: int, *, key: Sql | None, grade: Sql
) -> Iterator[Hit]:
    tables += {Order.LAST: "s", Order.CREATED: "c", Order.UPDATED: "s", Order.ACTIVE: "s"}.get(way.order, "")
    person = way.contact or "d.contact"
    joins = "".join(
        f" CROSS JOIN {table} {alias} ON {alias}.{column} = {person}"
        for alias, table, column in (("c", "contact", "pk"), ("s", "standing", "contact"))
        if alias in tables and alias not in way.tables
    )
    if way.contact:
        joins += f" CROSS JOIN search_doc d ON d.contact = {person}"
    order, sorted_by = way.native, Sql("")
    if not order:
        sorted_by = key if key and way.order is Order.DUE else Sql("")
        order = way.order.value.replace("{key}", sorted_by.text)
    where = both((way.where, test))
    found = reading.connection.execute(
        f"SELECT d.contact, {grade.text}, d.slot FROM {way.source}{way.joined}{joins}"
        f" WHERE {where.text} ORDER BY {order} LIMIT {limit}",
        (*grade.params, *where.params, *sorted_by.params),
    )
    return map(Hit._make, found)
