"""How many contacts a search finds: exactly where that is known or soon counted, else up to a bound."""

from __future__ import annotations

import sqlite3

from crm_tui.domain.desk import Desk
from crm_tui.domain.query import Query
from crm_tui.domain.typed import NamedTuple
from crm_tui.store.search import branches, terms, tiers, vocabulary
from crm_tui.store.search.branches import Branch
from crm_tui.store.search.finding import hits
from crm_tui.store.search.index import MOST_AFLOAT
from crm_tui.store.search.reading import Reading

#: Fields of which a contact has one value: the numbers of several values add up.
_SINGLE = frozenset({"status", "stage", "tier"})


class Counted(NamedTuple):
    """So many contacts at least; exactly so many unless ``is_more``."""

    value: int
    is_more: bool


def count(connection: sqlite3.Connection, desk: Desk, query: Query, *, most: int = 10_000) -> Counted:
    """How many contacts `find` would list in all, counted no further than ``most``.

    The number of those who have one status, tier, tag, … is kept, and is exact however large. Meant for a thread in the
    background, after the rows are shown: `Connection.interrupt` ends it with sqlite3.OperationalError.
    Raises ParseError for a filter's value that is not understood.
    """
    alternatives = branches.of(query.node, desk)
    if len(alternatives) == 1 and (kept := _kept(connection, alternatives[0])) is not None:
        return Counted(kept, is_more=False)
    if any(_surpasses(Reading(connection), alternative, most) for alternative in alternatives):
        return Counted(most, is_more=True)
    found = len(hits(connection, desk, query, limit=most + 1))
    return Counted(min(found, most), found > most)


def _surpasses(reading: Reading, branch: Branch, most: int) -> bool:
    """Whether the word index alone, without a look at any document, shows that more than ``most`` are found.

    It may say no though they are. What the index holds of slots that have been left is allowed for.
    """
    words = terms.parse(branch.words).words
    if branch.conditions or not words:
        return False
    match, loose = tiers.starts(reading, "search_word", words)
    found = "SELECT count(*) FROM (SELECT rowid FROM search_word WHERE search_word MATCH ? LIMIT ?)"
    enough = most + 1 + (MOST_AFLOAT if reading.has_afloat else 0)
    return not loose and bool(reading.connection.execute(found, (match, enough)).fetchone()[0] == enough)


def _kept(connection: sqlite3.Connection, branch: Branch) -> int | None:
    """The kept number of those who meet a single condition; None where none is kept."""
    if branch.words or len(branch.conditions) != 1 or len(branch.conditions[0].facets) != 1:
        return None
    uses = vocabulary.facets(connection, branch.conditions[0].facets[0])
    fields = {facet.partition("=")[0] for facet in uses}
    return sum(uses.values()) if len(uses) < 2 or (len(fields) == 1 and fields <= _SINGLE) else None
