"""What the filters of an alternative ask for, and the shortest way to those who meet them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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

#: Microseconds to read one entry of a facet's list, and to test one contact; only their ratio counts.
_READ, _TEST = 0.065, 3.5

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
    """

    test: Sql
    tables: str
    facets: tuple[Facets, ...]
    shortcut: Way | None
    left: Sql

    def through(self, reading: Reading, way: Way, size: int) -> Way:
        """The same way through those alone who have the facets, as far as that costs less than testing them."""
        if way.table not in _MARKED:
            return way
        chosen, _ = _worth(self.facets, size, reading.everyone)
        return ways.index(way.table, _together((way.match, *(one.expression for one in chosen))), way.size)

    def left_by_facets(self, reading: Reading, way: Way, size: int) -> float:
        """About how many contacts are passed on the way that `through` makes of one of some size."""
        return _worth(self.facets, size, reading.everyone)[1] if way.table in _MARKED else size


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
