"""Going through the tiers, for each alternative of a search, until enough has been found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import NamedTuple

from crm_tui.domain.desk import Desk
from crm_tui.domain.query import Query
from crm_tui.store.search import branches, filters, terms, tiers, vocabulary, ways
from crm_tui.store.search.branches import Branch
from crm_tui.store.search.filters import Condition, Lead
from crm_tui.store.search.found import Found, Hit
from crm_tui.store.search.sql import TRUE, Sql, both
from crm_tui.store.search.terms import Terms
from crm_tui.store.search.tiers import Probe, Tier
from crm_tui.store.search.ways import EVERYONE, Order, Way

#: So few contacts are quickly put into another order than the one they come in.
SORTABLE = 4_000

#: When words are in fewer contacts than this, it does not pay to ask whether a filter allows even fewer.
_WORTH_COUNTING = 300

#: A limit for rows of which one contact may have several: they are read no further than needed.
_UNENDING = -1


def find(connection: sqlite3.Connection, desk: Desk, query: Query, *, limit: int = 50, offset: int = 0) -> Found:
    """Contacts that a search finds, from ``offset`` on, at most ``limit``: best tier first, then worked most recently.

    Filters alone are listed by recency too, where one is about time in its own order: `last:` from the latest,
    `created:` from the newest, `due:` and `next:` from the soonest. No words and no filters find everyone;
    punctuation alone finds nobody. Raises ParseError for a filter's value that is not understood.
    """
    found = hits(connection, desk, query, limit=offset + limit + 1)
    pks = tuple(hit.contact for hit in found[offset : offset + limit])
    return Found(pks, len(found) > offset + limit)


def hits(connection: sqlite3.Connection, desk: Desk, query: Query, *, limit: int) -> list[Hit]:
    """The first ``limit`` matches with their tiers and slots; see `find`."""
    alternatives = branches.of(query.node, desk)
    if any("crm_words" in condition.test.text for branch in alternatives for condition in branch.conditions):
        filters.prepare(connection)
    if len(alternatives) == 1:
        return _run(connection, alternatives[0], limit, _order(alternatives[0]))
    lists = [_run(connection, branch, limit, Order.RECENT) for branch in alternatives]
    best: dict[int, Hit] = {}
    for hit in merge(*lists, key=lambda hit: (hit.tier, -hit.slot)):
        best.setdefault(hit.contact, hit)
    return list(best.values())[:limit]


class Plan(NamedTuple):
    """What a branch asks beside its words: a test, the tables it needs, and the shortest way to those who pass."""

    test: Sql
    tables: str
    shortcut: Way | None = None


def _order(branch: Branch) -> Order:
    timed = [condition.way.order for condition in branch.conditions if condition.way]
    return timed[0] if timed and not branch.words else Order.RECENT


def _run(connection: sqlite3.Connection, branch: Branch, limit: int, order: Order) -> list[Hit]:
    """The first ``limit`` matches of one alternative."""
    wanted = terms.parse(branch.words)
    plan = _plan(connection, branch.conditions)
    if plan is None or (branch.words and not wanted.words and not branch.conditions):
        return []
    if not wanted.words:
        return _listed(connection, plan, branch.conditions, limit, order)
    found: dict[int, Hit] = {}
    spread = _spread(connection, wanted) if branch.conditions else 0
    if spread > _WORTH_COUNTING and not (plan.shortcut and plan.shortcut.size < SORTABLE):
        plan = plan._replace(shortcut=_timed(connection, branch.conditions, min(spread, SORTABLE)) or plan.shortcut)
    for probe in tiers.probes(connection, wanted):
        _look_up(connection, plan, probe, spread, found, limit)
        if len(found) >= limit or (found and probe.tier is Tier.ADDRESS):
            return list(found.values())[:limit]
    if len(found) < tiers.FEW:
        for probe in tiers.typo_probes(connection, wanted):
            _look_up(connection, plan, probe, spread, found, limit)
    return list(found.values())[:limit]


def _plan(connection: sqlite3.Connection, conditions: Sequence[Condition]) -> Plan | None:
    """How to meet the conditions; None when nobody does."""
    shortcuts: list[Way] = []
    faceted: list[tuple[int, str]] = []
    for condition in conditions:
        if condition.facets:
            uses = vocabulary.facets(connection, condition.facets)
            if not uses:
                return None
            faceted.append((sum(uses.values()), " OR ".join(f'"{facet}"' for facet in uses)))
        if condition.lead and (way := _lead(connection, condition.lead)):
            shortcuts.append(way)
    if faceted:
        match = " AND ".join(f"({alternatives})" for _, alternatives in sorted(faceted))
        shortcuts.append(ways.index("search_facet", match, min(faceted)[0]))
    return Plan(
        both(condition.test for condition in conditions),
        "".join(condition.tables for condition in conditions),
        min(shortcuts, key=lambda way: way.size, default=None),
    )


def _timed(connection: sqlite3.Connection, conditions: Sequence[Condition], most: int) -> Way | None:
    """Those whom a condition about time allows, when they are at most so many."""
    for condition in conditions:
        if condition.way and _count(connection, condition.way, most + 1) <= most:
            slots = {slot for slot, _ in _rows(connection, condition.way, TRUE, "", most)}
            return ways.listed(sorted(slots, reverse=True))
    return None


def _count(connection: sqlite3.Connection, way: Way, most: int) -> int:
    """How many rows lead the way, counted up to ``most``."""
    counted = f"SELECT 1 FROM {way.source} WHERE {way.where.text} LIMIT {most}"
    return int(connection.execute(f"SELECT count(*) FROM ({counted})", way.where.params).fetchone()[0])


def _lead(connection: sqlite3.Connection, lead: Lead) -> Way | None:
    """The way through everyone whom a condition's words lead to; None when they are too short for that."""
    if lead.table == "search_trigram":
        ranked = vocabulary.rarest(connection, vocabulary.trigrams(lead.words[0]))
        return ways.index(lead.table, tiers.together(ranked), ranked[0][0]) if ranked else None
    if lead.table == "search_text":
        long = [word for word in lead.words if len(word) >= tiers.SHORTEST_NOTED]
        return ways.index(lead.table, tiers.starts(connection, lead.table, long), tiers.NOTED) if long else None
    size = min(vocabulary.spread(connection, word) for word in lead.words)
    return ways.index(lead.table, tiers.starts(connection, lead.table, lead.words), size)


def _spread(connection: sqlite3.Connection, wanted: Terms) -> int:
    """A guess at how many contacts have all the words."""
    return min(vocabulary.spread(connection, word) for word in wanted.words)


def _look_up(
    connection: sqlite3.Connection, plan: Plan, probe: Probe, spread: int, found: dict[int, Hit], limit: int
) -> None:
    """Adds what a probe finds, by its index or, when that passes fewer contacts, by the plan's shortcut."""
    way, test = probe.way, probe.also
    if plan.shortcut and plan.shortcut.size < (spread if way.size == tiers.UNKNOWN else way.size):
        way, test = plan.shortcut, probe.test
    for slot, contact in islice(_rows(connection, way, both((test, plan.test)), plan.tables, limit), limit):
        found.setdefault(contact, Hit(contact, probe.tier, slot))


def _listed(
    connection: sqlite3.Connection, plan: Plan, conditions: Sequence[Condition], limit: int, order: Order
) -> list[Hit]:
    """The first matches of conditions alone."""
    timed = next((condition for condition in conditions if condition.way and condition.way.order is order), None)
    way = timed.way if timed and timed.way else EVERYONE
    if order is Order.RECENT:
        way = plan.shortcut or _timed(connection, conditions, SORTABLE) or EVERYONE
    elif plan.shortcut and plan.shortcut.size <= SORTABLE:
        way = plan.shortcut._replace(order=order, native="")
    end = _UNENDING if way.native and order is Order.DUE else limit
    found: dict[int, Hit] = {}
    for slot, contact in _rows(connection, way, plan.test, plan.tables, end, timed.key if timed else None):
        found.setdefault(contact, Hit(contact, 0, slot))
        if len(found) == limit:
            break
    return list(found.values())


def _rows(
    connection: sqlite3.Connection, way: Way, test: Sql, tables: str, limit: int, key: Sql | None = None
) -> Iterator[tuple[int, int]]:
    """Slot and contact of the first ``limit`` on the way who pass the test, in the way's order."""
    tables += {Order.LAST: "s", Order.CREATED: "c", Order.UPDATED: "s"}.get(way.order, "")
    joins = "".join(
        f" CROSS JOIN {table} {alias} ON {alias}.{column} = d.contact"
        for alias, table, column in (("c", "contact", "pk"), ("s", "standing", "contact"))
        if alias in tables and alias not in way.tables
    )
    order, sorted_by = way.native, Sql("")
    if not order:
        sorted_by = key if key and way.order is Order.DUE else Sql("")
        order = way.order.value.replace("{key}", sorted_by.text)
    return connection.execute(
        f"SELECT d.slot, d.contact FROM {way.source}{way.joined}{joins}"
        f" WHERE {way.where.text} AND {test.text} ORDER BY {order} LIMIT {limit}",
        (*way.where.params, *test.params, *sorted_by.params),
    )
