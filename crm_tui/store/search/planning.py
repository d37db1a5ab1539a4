"""What the filters of an alternative ask for, and the shortest way to those who meet them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import isqrt, prod

from crm_tui.domain.typed import NamedTuple
from crm_tui.store.search import rows, tiers, times, trigrams, vocabulary, ways
from crm_tui.store.search.document import facet
from crm_tui.store.search.filters import Condition, Lead
from crm_tui.store.search.marks import mark
from crm_tui.store.search.reading import Reading
from crm_tui.store.search.sql import TRUE, Sql, both
from crm_tui.store.search.ways import Way

#: So few contacts are quickly read all, to be put into another order than the one they come in.
SORTABLE = 4_000

#: Those whom a condition about time allows are read beforehand when they are so few.
LISTABLE = 1_000

#: Microseconds to skip one entry of a list while an index looks for what several have in common, to merge one with the
#: list of another index, and to test one contact; only their ratios count.
_READ, _MERGE, _TEST = 0.02, 0.13, 3.5

#: Of those on the list of a later tier, the share taken not to be on that of an earlier one, with what merging costs.
_ELSEWHERE = 0.15

#: When one contact in so many should have some facets, enough have them, however they depend on each other.
_SURELY = 4

#: As many as are mostly wanted: of lists with more in common no more is read.
_PAGE = 50

#: The indexes that hold the marks of facets beside the words.
_MARKED = frozenset({"search_name", "search_word", "search_text"})


#: Every status that somebody has, each found by one step into the index.
_STATUSES = """
WITH RECURSIVE held(status) AS (
    SELECT min(status) FROM standing INDEXED BY standing_status WHERE is_alive
    UNION ALL
    SELECT (SELECT min(s.status) FROM standing s INDEXED BY standing_status WHERE s.is_alive AND s.status > held.status)
      FROM held WHERE held.status IS NOT NULL
)
SELECT status FROM held WHERE status IS NOT NULL LIMIT 1000"""


class Facets(NamedTuple):
    """Alternatives of which a match has one: the number of contacts, and the expression that finds their marks.

    ``is_timed`` says that those who have none of them may all lie on top: then as many must be passed as there are.
    """

    uses: int
    expression: str
    is_timed: bool = False


class Plan(NamedTuple):
    """What an alternative asks beside its words: a test, the tables it needs, and the shortest way to those who pass.

    ``facets`` are looked up together with words, rarest first. ``left`` is what remains to be tested on the shortcut.
    ``few`` are the slots of all who have the facets, newest first, and of those whom no index holds; None where they
    are not known to be few.
    """

    test: Sql
    tables: str
    facets: tuple[Facets, ...]
    shortcut: Way | None
    left: Sql
    few: tuple[int, ...] | None = None

    def has_few(self, way: Way, size: int) -> bool:
        """Whether to read the list of a way of some size for those who are `few` costs less than to test them all."""
        if self.few is None or not way.table:
            return False
        return size * (_READ if way.table in _MARKED else _MERGE) < len(self.few) * _TEST

    def among(self, reading: Reading, way: Way) -> Way:
        """The same way through those alone who have the facets, which are `few`, and whom no index holds."""
        if way.table in _MARKED:
            match = _together((way.match, *(one.expression for one in self.facets)))
            # Upwards an index looks for what its lists have in common in half the time.
            found = f"SELECT rowid FROM {way.table} WHERE {way.table} MATCH ? ORDER BY rowid"
            slots = [slot for (slot,) in reading.connection.execute(found, (match,))][::-1]
        else:
            found = f"SELECT rowid FROM {way.table} WHERE {way.table} MATCH ? INTERSECT SELECT value FROM json_each(?)"
            params = (way.match, json.dumps(self.few))
            slots = [slot for (slot,) in reading.connection.execute(f"{found} ORDER BY 1 DESC", params)]
        return ways.listed([*reading.afloat, *slots])

    def through(self, reading: Reading, way: Way, size: int) -> Way:
        """The same way through those alone who have the facets, as far as that costs less than testing them."""
        if way.table not in _MARKED:
            return way._replace(within=partial(_within, self.facets, reading.everyone)) if self.facets else way
        chosen, _ = _worth(self.facets, size, reading.everyone)
        match = _together((way.match, *(one.expression for one in chosen)))
        return ways.index(way.table, match, way.size, without=way.without)

    def left_by_facets(self, reading: Reading, way: Way, size: int) -> float:
        """About how many contacts are passed on the way that `through` makes of one of some size."""
        left = _worth(self.facets, size, reading.everyone)[1] if way.table in _MARKED else size
        return left * _ELSEWHERE if way.without else left


def plan(reading: Reading, conditions: Sequence[Condition]) -> Plan | None:
    """How to meet the conditions; None when nobody does."""
    shortcuts: list[Way] = []
    facets: list[Facets] = []
    if {condition.has_next for condition in conditions} >= {True, False}:
        return None
    for condition in conditions:
        for alternatives in condition.facets:
            uses = vocabulary.facets(reading.connection, alternatives)
            if not uses:
                return None
            facets.append(_facets(uses))
        if condition.contacted:
            years = vocabulary.years(reading.connection, "last")
            uses = vocabulary.facets(reading.connection, times.covering(years, condition.contacted))
            if not uses:
                return None
            facets.append(_facets(uses, is_timed=True))
        if condition.lead and (way := _lead(reading, condition.lead)):
            shortcuts.append(way)
    facets.sort()
    if facets:
        rarest = facets[0]
        chosen, _ = _worth(facets[1:], rarest.uses, reading.everyone)
        match = _together(one.expression for one in (rarest, *chosen))
        shortcuts.append(ways.index("search_word", match, rarest.uses))
    test = both(condition.test for condition in conditions)
    tables = "".join(condition.tables for condition in conditions)
    return Plan(test, tables, tuple(facets), min(shortcuts, key=lambda way: way.size, default=None), test)


def _facets(uses: Mapping[str, int], *, is_timed: bool = False) -> Facets:
    """Alternatives, of which the number of contacts is known."""
    expression = " OR ".join(f'"{character}"' for character in sorted(set(map(mark, uses))))
    return Facets(sum(uses.values()), expression, is_timed)


def narrowed(reading: Reading, plan: Plan, conditions: Sequence[Condition], spread: int, limit: int) -> Plan:
    """The plan with a shortcut through those whom a condition about time allows, where they are few.

    That is, fewer than one would have to pass of ``spread`` contacts until ``limit`` of them meet the condition.
    """
    for condition in conditions:
        if condition.way:
            allowed = _count(reading, condition.way, LISTABLE + 1)
            if allowed <= LISTABLE and 2 * allowed < min(spread, limit * reading.everyone // max(1, allowed)):
                met = rows.read(reading, condition.way, TRUE, TRUE, "", LISTABLE)
                slots = sorted({hit.slot for hit in met}, reverse=True)
                left = both(other.test for other in conditions if other is not condition or not other.is_led)
                return plan._replace(shortcut=ways.listed(slots), left=left)
    return plan


def sortable(reading: Reading, plan: Plan, conditions: Sequence[Condition], limit: int) -> Plan:
    """The plan with a shortcut through those who have all the facets, where they are few enough to be sorted.

    Facets that many have may have few in common, who come last in the order of an index.
    """
    most = min(SORTABLE, isqrt(limit * reading.everyone))
    facets = list(plan.facets)
    planned = vocabulary.facets(reading.connection, [times.PLANNED])
    if planned and any(condition.has_next and not condition.facets for condition in conditions):
        facets.append(_facets(planned))
    surely = prod(one.uses / reading.everyone for one in facets) * _SURELY > 1
    if len(facets) < 2 or surely or not plan.shortcut or plan.shortcut.size <= most:
        return plan
    found = reading.connection.execute(
        "SELECT rowid FROM search_word WHERE search_word MATCH ? ORDER BY rowid LIMIT ?",
        (_together(one.expression for one in facets), most + 1),
    ).fetchall()
    if len(found) > most:
        return plan
    few = (*reading.afloat, *(slot for (slot,) in reversed(found)))
    return plan._replace(shortcut=ways.listed(few), left=plan.test, facets=tuple(sorted(facets)), few=few)


def unplanned(reading: Reading, conditions: Sequence[Condition]) -> tuple[Way, Sql] | None:
    """The way through those of one status without an open follow-up, and what is left to be tested.

    None where both are not asked for, or where more have the status than have no follow-up.
    """
    status = next((condition for condition in conditions if condition.status), None)
    free = next((condition for condition in conditions if condition.has_next is False), None)
    if not (status and free) or _used(reading, status) > _used(reading, free):
        return None
    # A status that is spelt in two ways is one to a filter.
    wanted = facet("status", status.status)
    spelt = [one for (one,) in reading.connection.execute(_STATUSES) if facet("status", one) == wanted]
    if len(spelt) != 1:
        return None
    return ways.unplanned_of(spelt[0]), both(one.test for one in conditions if one not in (status, free))


def _used(reading: Reading, condition: Condition) -> int:
    """How many contacts have the facets of a condition."""
    return sum(vocabulary.facets(reading.connection, condition.facets[0]).values())


def _worth(facets: Sequence[Facets], size: int, everyone: int) -> tuple[list[Facets], float]:
    """Those facets, rarest first, whose lists cost less to read than the contacts to test that they rule out.

    Beside them about how many of the ``size`` contacts are left.
    """
    chosen, left = [], float(size)
    for one in facets:
        share = min(1.0, one.uses / everyone)
        pages = max(1.0, left * share / _PAGE) if one.is_timed else 1.0
        if left * (1 - share) * _TEST * pages > one.uses * _READ:
            chosen.append(one)
            left *= share
    return chosen, left


def _within(facets: Sequence[Facets], everyone: int, size: float) -> str:
    """An expression for those who have the facets, if merging them costs less than testing ``size`` contacts."""
    expression, left, cost = _merged(facets, everyone)
    return expression if cost < size * (1 - left / everyone) * _TEST else ""


def _merged(facets: Sequence[Facets], everyone: int) -> tuple[str, float, float]:
    """An expression for the facets, about how many contacts have them all, and what it costs to read who has.

    A common facet is left out where to skip through its list costs more than to read those whom it rules out.
    """
    chosen, left, cost = [facets[0]], float(facets[0].uses), facets[0].uses * _READ
    for one in facets[1:]:
        share = min(1.0, one.uses / everyone)
        if left * (1 - share) * _MERGE > one.uses * _READ:
            chosen.append(one)
            left *= share
            cost += one.uses * _READ
    return _together(one.expression for one in chosen), left, cost + left * _MERGE


def _together(expressions: Iterable[str]) -> str:
    """An expression for contacts that all of the expressions find."""
    return " AND ".join(f"({one})" for one in expressions)


def _count(reading: Reading, way: Way, most: int) -> int:
    """How many rows lead the way, counted up to ``most``."""
    counted = f"SELECT 1 FROM {way.source} WHERE {way.where.text} LIMIT {most}"
    return int(reading.connection.execute(f"SELECT count(*) FROM ({counted})", way.where.params).fetchone()[0])


def _lead(reading: Reading, lead: Lead) -> Way | None:
    """The way through everyone whom a condition's words lead to; None when they are too short for that."""
    if lead.table == "search_trigram":
        return trigrams.way(reading, lead.words)
    if lead.table == "search_text":
        long = [word for word in lead.words if len(word) >= tiers.SHORTEST_NOTED]
        return ways.index(lead.table, tiers.starts(reading, lead.table, long)[0], tiers.NOTED) if long else None
    return ways.index(lead.table, tiers.starts(reading, lead.table, lead.words)[0], reading.fewest(lead.words))
