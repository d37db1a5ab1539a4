"""Going through the tiers, for each alternative of a search, until enough has been found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from heapq import merge
from typing import NamedTuple

from crm_tui.domain.desk import Desk
from crm_tui.domain.query import Query
from crm_tui.store.search import branches, filters, terms, tiers, trigrams, vocabulary, ways
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

#: A facet that so many times more contacts have than the rarest is tested on those, which costs less than its list.
_WORTH_READING = 50

#: A limit for rows of which one contact may have several: they are read no further than needed.
_UNENDING = -1

#: Of several filters about time, the one that gives the order.
_TELLING = (Order.DUE, Order.CREATED, Order.UPDATED, Order.LAST)

#: The tier of those whom no words were looked for in.
_UNGRADED = Sql("0")


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
    """What a branch asks beside its words: a test, the tables it needs, and the shortest way to those who pass.

    ``left`` is what remains to be tested on the shortcut.
    """

    test: Sql
    tables: str
    shortcut: Way | None
    left: Sql


def _order(branch: Branch) -> Order:
    """What an alternative is listed by: what is due and when people were added tell more than the last contact."""
    timed = {condition.way.order for condition in branch.conditions if condition.way}
    return next((order for order in _TELLING if order in timed and not branch.words), Order.RECENT)


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
        plan = _narrowed(connection, plan, branch.conditions, min(spread, SORTABLE))
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
        for alternatives in condition.facets:
            uses = vocabulary.facets(connection, alternatives)
            if not uses:
                return None
            faceted.append((sum(uses.values()), " OR ".join(f'"{facet}"' for facet in uses)))
        if condition.lead and (way := _lead(connection, condition.lead)):
            shortcuts.append(way)
    if faceted:
        fewest, _ = min(faceted)
        worth = [expression for uses, expression in sorted(faceted) if uses <= _WORTH_READING * fewest]
        shortcuts.append(ways.index("search_facet", " AND ".join(f"({one})" for one in worth), fewest))
    test = both(condition.test for condition in conditions)
    tables = "".join(condition.tables for condition in conditions)
    return Plan(test, tables, min(shortcuts, key=lambda way: way.size, default=None), test)


def _narrowed(connection: sqlite3.Connection, plan: Plan, conditions: Sequence[Condition], most: int) -> Plan:
    """The plan with a shortcut through those whom a condition about time allows, if they are at most so many."""
    for condition in conditions:
        if condition.way and _count(connection, condition.way, most + 1) <= most:
            slots = {hit.slot for hit in _rows(connection, condition.way, TRUE, "", most)}
            left = both(other.test for other in conditions if other is not condition)
            return plan._replace(shortcut=ways.listed(sorted(slots, reverse=True)), left=left)
    return plan


def _count(connection: sqlite3.Connection, way: Way, most: int) -> int:
    """How many rows lead the way, counted up to ``most``."""
    counted = f"SELECT 1 FROM {way.source} WHERE {way.where.text} LIMIT {most}"
    return int(connection.execute(f"SELECT count(*) FROM ({counted})", way.where.params).fetchone()[0])


def _lead(connection: sqlite3.Connection, lead: Lead) -> Way | None:
    """The way through everyone whom a condition's words lead to; None when they are too short for that."""
    if lead.table == "search_trigram":
        return trigrams.way(connection, lead.words)
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
    way, test = probe.way, both((probe.also, plan.test))
    if plan.shortcut and plan.shortcut.size < (spread if way.size == tiers.UNKNOWN else way.size):
        way, test = plan.shortcut, both((probe.test, plan.left))
    is_short = way is plan.shortcut and way.size <= SORTABLE
    better = probe.better() if probe.better else []
    end = _UNENDING if better and is_short else limit
    rows = list(_rows(connection, way, test, plan.tables, end, grade=_grade(probe, better)))
    if better and len(rows) >= limit and not is_short:
        for one in better:
            if len(found) < limit:
                _look_up(connection, plan, one, spread, found, limit)
        rows = [row._replace(tier=probe.tier) for row in rows]
    for hit in sorted(rows, key=lambda hit: (hit.tier, -hit.slot)):
        found.setdefault(hit.contact, hit)


def _grade(probe: Probe, better: Sequence[Probe]) -> Sql:
    """The tier of a row that a probe finds: the first of the better ones whose test it passes, or the probe's own."""
    if not better:
        return Sql("?", (probe.tier,))
    cases = " ".join(f"WHEN {one.test.text} THEN ?" for one in better)
    params = (value for one in better for value in (*one.test.params, one.tier))
    return Sql(f"CASE {cases} ELSE ? END", (*params, probe.tier))


def _listed(
    connection: sqlite3.Connection, plan: Plan, conditions: Sequence[Condition], limit: int, order: Order
) -> list[Hit]:
    """The first matches of conditions alone."""
    timed = next((condition for condition in conditions if condition.way and condition.way.order is order), None)
    way = timed.way if timed and timed.way else EVERYONE
    if plan.shortcut is None or plan.shortcut.size > SORTABLE:
        plan = _narrowed(connection, plan, [one for one in conditions if one is not timed], SORTABLE)
    if plan.shortcut and order is Order.RECENT:
        way = plan.shortcut
    elif plan.shortcut and plan.shortcut.size <= SORTABLE:
        way = plan.shortcut._replace(order=order, native="")
    end = _UNENDING if way.native and order is Order.DUE else limit
    found: dict[int, Hit] = {}
    for hit in _rows(connection, way, plan.test, plan.tables, end, key=timed.key if timed else None):
        found.setdefault(hit.contact, hit)
        if len(found) == limit:
            break
    return list(found.values())


def _rows(
    connection: sqlite3.Connection,
    way: Way,
    test: Sql,
    tables: str,
    limit: int,
    *,
    key: Sql | None = None,
    grade: Sql = _UNGRADED,
) -> Iterator[Hit]:
    """The first ``limit`` on the way who pass the test, in the way's order; ``grade`` gives their tiers."""
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
    rows = connection.execute(
        f"SELECT d.contact, {grade.text}, d.slot FROM {way.source}{way.joined}{joins}"
        f" WHERE {way.where.text} AND {test.text} ORDER BY {order} LIMIT {limit}",
        (*grade.params, *way.where.params, *test.params, *sorted_by.params),
    )
    return map(Hit._make, rows)
