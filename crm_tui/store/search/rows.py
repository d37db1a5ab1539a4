"""Reading matches along a way: what the index leads to, and the documents that no index holds yet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from crm_tui.store.search.found import Hit
from crm_tui.store.search.reading import Reading
from crm_tui.store.search.sql import Sql, both
from crm_tui.store.search.ways import Order, Way, afloat, both_sides

#: The tier of those whom no words were looked for in.
_UNGRADED = Sql("0")


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
    if not (way.table and reading.has_afloat):
        return _select(reading, way, also, tables, limit, key=key, grade=grade)
    if not way.native:
        return _select(reading, both_sides(way, reading.line), test, tables, limit, key=key, grade=grade)
    above = list(_select(reading, afloat(reading.line), test, tables, limit, key=key, grade=grade))
    if len(above) == limit:
        return iter(above)
    rest = limit - len(above) if limit > 0 else limit
    return chain(above, _select(reading, way, also, tables, rest, key=key, grade=grade))


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
