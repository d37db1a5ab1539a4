"""Finding contacts: an index kept in step with every write, and the order in which matches are listed.

Read::

    find(connection, desk, query, *, limit=50, offset=0) -> Found(pks, is_more)
    hits(connection, desk, query, *, limit) -> [Hit(contact, tier, slot)]
    count(connection, desk, query, *, most=10_000) -> Counted(value, is_more)

Written inside the caller's transaction::

    refresh(connection, contacts, worked)               # contacts whose rows changed; worked ones move to the top
    refresh_facets(connection, contacts)                # contacts whose tags or facets alone changed
    refresh_texts(connection, interactions)             # interactions edited, deleted or restored
    append(connection, contacts, progress=None)         # many new contacts, below everyone already there

Upkeep::

    rebuild(connection, progress=None)
    verify(connection) -> list[str]                     # what is wrong, in words; empty when all is well
"""

from __future__ import annotations

from crm_tui.store.search.counting import Counted, count
from crm_tui.store.search.facets import refresh_facets
from crm_tui.store.search.finding import find, hits
from crm_tui.store.search.found import Found, Hit
from crm_tui.store.search.index import refresh, refresh_texts
from crm_tui.store.search.rebuild import append, rebuild
from crm_tui.store.search.verify import verify

__all__ = [
    "Counted",
    "Found",
    "Hit",
    "append",
    "count",
    "find",
    "hits",
    "rebuild",
    "refresh",
    "refresh_facets",
    "refresh_texts",
    "verify",
]
