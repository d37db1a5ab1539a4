"""Going through the tiers, for each alternative of a search, until enough has been found."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from heapq import merge

from crm_tui.domain.desk import Desk
from crm_tui.domain.query import Query
from crm_tui.store.search import branches, planning, rows, terms, tiers
from crm_tui.store.search.branches import Branch
from crm_tui.store.search.filters import Condition
from crm_tui.store.search.found import Found, Hit
from crm_tui.store.search.planning import Plan
from crm_tui.store.search.reading import Reading
from crm_tui.store.search.sql import TRUE, Sql, both
from crm_tui.store.search.tiers import Probe, Tier
from crm_tui.store.search.ways import EVERYONE, Order, Way

#: When words are in fewer contacts than this, it does not pay to ask whether a filter allows even fewer.
_WORTH_COUNTING = 300

#: Of so many newest contacts of a way the share that passes its test is measured; with less than one in `_SOME` of
#: them, another way to the same is taken.
_MEASURED, _SOME = 300, 20

#: A limit for rows of which one contact may have several: they are read no further than needed.
_UNENDING = -1

#: Of several filters about time, the one that gives the order.
_TELLING = (Order.DUE, Order.CREATED, Order.UPDATED, Order.LAST, Order.ACTIVE)


def find(connection: sqlite3.Connection, desk: Desk, query: Query, *, limit: int = 50, offset: int = 0) -> Found:
    """Contacts that a search finds, from ``offset`` on, at most ``limit``: best tier first, then worked most recently.

    Filters alone are listed by recency too, where one is about time in its own order: `last:` from the latest,
    `created:` from the newest, `due:` and `next:` from the soonest, `next:none` from the latest activity. No words
    and no filters find everyone; punctuation alone finds nobody. Raises ParseError for a filter's value that is not
    understood.
    """
    found = hits(connection, desk, query, limit=offset + limit + 1)
    pks = tuple(hit.contact for hit in found[offset : offset + limit])
    return Found(pks, len(found) > offset + limit)


def hits(connection: sqlite3.Connection, desk: Desk, query: Query, *, limit: int) -> list[Hit]:
    """The first ``limit`` matches with their tiers and slots; see `find`."""
    alternatives = branches.of(query.node, desk)
    if len(alternatives) == 1:
        return _run(Reading(connection), alternatives[0], limit, _order(alternatives[0]))
    reading = Reading(connection)
    lists = [_run(reading, branch, limit, Order.RECENT) for branch in alternatives]
    best: dict[int, Hit] = {}
    for hit in merge(*lists, key=lambda hit: (hit.tier, -hit.slot)):
        best.setdefault(hit.contact, hit)
    return list(best.values())[:limit]


def order(desk: Desk, query: Query) -> Order | None:
    """What `find` lists by; None for the best match, which words have. Raises as `find`."""
    alternatives = branches.of(query.node, desk)
    if any(each.words for each in alternatives):
        return None
    return _order(alternatives[0]) if len(alternatives) == 1 else Order.RECENT


def _order(branch: Branch) -> Order:
    """What an alternative is listed by: what is due and when people were added tell more than the last contact."""
    timed = {condition.way.order for condition in branch.conditions if condition.way}
    return next((order for order in _TELLING if order in timed and not branch.words), Order.RECENT)


def _run(reading: Reading, branch: Branch, limit: int, order: Order) -> list[Hit]:
    """The first ``limit`` matches of one alternative."""
    wanted = terms.parse(branch.words)
    plan = planning.plan(reading, branch.conditions)
    if plan is None or (branch.words and not wanted.words and not branch.conditions):
        return []
    if not wanted.words:
        return _listed(reading, plan, branch.conditions, limit, order)
    found: dict[int, Hit] = {}
    spread = reading.fewest(wanted.words) if branch.conditions else 0
    is_narrow = spread > _WORTH_COUNTING
    if is_narrow and not (plan.shortcut and plan.shortcut.size < planning.LISTABLE):
        plan = planning.narrowed(reading, plan, branch.conditions, spread, limit)
    is_planned = not branch.conditions
    for probe in tiers.probes(reading, wanted, is_narrow=is_narrow):
        if not is_planned and probe.tier > Tier.ANY and (is_narrow or _is_wide(probe)):
            plan, is_planned = planning.sortable(reading, plan, branch.conditions, limit), True
        _look_up(reading, plan, probe, spread, found, limit)
        if len(found) >= limit or (found and probe.tier is Tier.ADDRESS):
            return list(found.values())[:limit]
    if len(found) < tiers.FEW:
        for probe in tiers.typo_probes(reading, wanted, is_narrow=is_narrow):
            _look_up(reading, plan, probe, spread, found, limit)
    return list(found.values())[:limit]


def _is_wide(probe: Probe) -> bool:
    """Whether so many have the parts of words that it pays to ask how many the filters allow."""
    return probe.way.table == "search_trigram" and probe.way.size > planning.LISTABLE


def _look_up(reading: Reading, plan: Plan, probe: Probe, spread: int, found: dict[int, Hit], limit: int) -> None:
    """Adds what a probe finds, by its index or, when that passes fewer contacts, by the plan's shortcut."""
    size = spread if probe.way.size == tiers.UNKNOWN else probe.way.size
    way, also, test = _way(reading, plan, probe, size, limit)
    is_short = way is plan.shortcut and way.size <= planning.SORTABLE
    better = probe.better() if probe.better else []
    end = _UNENDING if better and is_short else limit
    read = rows.read(reading, way, also, test, plan.tables, end, grade=_grade(probe, better))
    hits = list(read)
    if better and len(hits) >= limit and not is_short:
        for one in better:
            if len(found) < limit:
                _look_up(reading, plan, one, spread, found, limit)
        hits = [hit._replace(tier=probe.tier) for hit in hits]
    for hit in sorted(hits, key=lambda hit: (hit.tier, -hit.slot)):
        found.setdefault(hit.contact, hit)


def _way(reading: Reading, plan: Plan, probe: Probe, size: int, limit: int) -> tuple[Way, Sql, Sql]:
    """The way to take for a probe, what is to be tested on it, and what of documents that no index holds."""
    test = both((plan.test, probe.test))
    if plan.has_few(probe.way, size):
        return plan.among(reading, probe.way), test, test
    if plan.shortcut and plan.shortcut.size < plan.left_by_facets(reading, probe.way, size):
        left = both((plan.left, probe.test))
        return plan.shortcut, left, left
    way = plan.through(reading, probe.way, size)
    if probe.otherwise and _is_slow(reading, way, probe.also, limit):
        return plan.through(reading, probe.otherwise(), size), plan.test, test
    return way, both((plan.test, probe.also)), test


def _is_slow(reading: Reading, way: Way, also: Sql, limit: int) -> bool:
    """Whether so few of the contacts on a way pass a test that it takes long to find some."""
    ahead = f"SELECT rowid FROM {way.source} WHERE {way.where.text} ORDER BY rowid DESC LIMIT {_MEASURED}"
    params = way.where.params
    (seen,) = reading.connection.execute(f"SELECT count(*) FROM ({ahead})", params).fetchone()
    if seen < _MEASURED:
        return False
    enough = min(limit, _MEASURED // _SOME)
    passed = reading.connection.execute(
        f"SELECT 1 FROM ({ahead}) f CROSS JOIN search_doc d ON d.slot = f.rowid WHERE {also.text} LIMIT {enough}",
        (*params, *also.params),
    ).fetchall()
    return len(passed) < enough


def _grade(probe: Probe, better: Sequence[Probe]) -> Sql:
    """The tier of a row that a probe finds: the first of the better ones whose test it passes, or the probe's own."""
    if not better:
        return Sql("?", (probe.tier,))
    cases = " ".join(f"WHEN {one.test.text} THEN ?" for one in better)
    params = (value for one in better for value in (*one.test.params, one.tier))
    return Sql(f"CASE {cases} ELSE ? END", (*params, probe.tier))


def _listed(reading: Reading, plan: Plan, conditions: Sequence[Condition], limit: int, order: Order) -> list[Hit]:
    """The first matches of conditions alone."""
    timed = next((condition for condition in conditions if condition.way and condition.way.order is order), None)
    if plan.shortcut is None or plan.shortcut.size > planning.LISTABLE:
        others = [one for one in conditions if one is not timed]
        plan = planning.narrowed(reading, plan, others, planning.SORTABLE, limit)
    if order is not Order.RECENT:
        plan = planning.sortable(reading, plan, conditions, limit)
    way, test, tables = EVERYONE, plan.test, plan.tables
    if timed and timed.way and order is not Order.RECENT:
        tests = [one.test for one in conditions if one is not timed or not one.is_led]
        early = both(one.early for one in conditions)
        way, test = timed.way, both((early, *tests))
        tables += "" if early == TRUE else "s"
    if plan.shortcut and order is Order.RECENT:
        way, test = plan.shortcut, plan.left
    elif plan.shortcut and plan.shortcut.size**2 < limit * reading.everyone:
        way, test = plan.shortcut._replace(order=order, native=""), plan.left
    elif order is Order.ACTIVE and (free := planning.unplanned(reading, conditions)):
        way, test = free
    end = _UNENDING if way.native and order is Order.DUE else limit
    found: dict[int, Hit] = {}
    for hit in rows.read(reading, way, test, test, tables, end, key=timed.key if timed else None):
        found.setdefault(hit.contact, hit)
        if len(found) == limit:
            break
    return list(found.values())
