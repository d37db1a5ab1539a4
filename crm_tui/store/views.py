"""Views: the list of them, and which one a rep means. What is done to them is in `view_edits`."""

from __future__ import annotations

import sqlite3
from time import thread_time
from typing import TYPE_CHECKING

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, Candidate, NotFoundError, ParseError
from crm_tui.domain.view import BUILT_IN, View, key
from crm_tui.store.deferred import deferred

if TYPE_CHECKING:
    from crm_tui.store.search import Counted
    from crm_tui.store.view_edits import delete, move, redefine, rename, save

__all__ = ["count", "delete", "listing", "move", "one", "redefine", "rename", "resolve", "save"]

__getattr__ = deferred({"crm_tui.store.view_edits": ("delete", "move", "redefine", "rename", "save")})

#: Seconds of work after which a count is given up: it stands in a margin, and nobody waits for it.
_PATIENCE = 2.0

#: Steps of SQLite's machine between two looks at the time; a millisecond or so.
_STEPS = 20_000

_OWN = "SELECT id, name, query, sort FROM view WHERE deleted_at IS NULL ORDER BY position, pk"


def listing(connection: sqlite3.Connection, desk: Desk) -> tuple[View, ...]:
    """The built-in views, then the rep's own in their order."""
    own = connection.execute(_OWN)
    return (*BUILT_IN, *(View(id=id, name=name, query=query, sort=sort) for id, name, query, sort in own))


def one(connection: sqlite3.Connection, desk: Desk, id: str) -> View:
    """The view with this id. Raises `NotFoundError`."""
    found = next((view for view in listing(connection, desk) if view.id == id), None)
    if found is None:
        raise NotFoundError("There is no such view.", "It may have been deleted: z takes that back.")
    return found


def count(connection: sqlite3.Connection, desk: Desk, text: str) -> Counted | None:
    """How many people a search finds, as far as `search.count` counts.

    None for a search that is not understood, and for one that takes too long to count.
    """
    from crm_tui.domain import query
    from crm_tui.store import search

    end = thread_time() + _PATIENCE
    connection.set_progress_handler(lambda: thread_time() > end, _STEPS)
    try:
        return search.count(connection, desk, query.parse(text))
    except ParseError:
        return None
    except sqlite3.OperationalError:
        if thread_time() > end:
            return None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def resolve(connection: sqlite3.Connection, desk: Desk, words: str) -> View:
    """The view that ``words`` stand for: an id, a name, or words that begin words of one name.

    Raises `NotFoundError`, or `AmbiguousError` with the views that they may stand for.
    """
    views, wanted = listing(connection, desk), key(words)
    found = [view for view in views if view.id == words.strip().lower() or key(view.name) == wanted]
    found = found or [view for view in views if _begins(wanted, view)]
    if len(found) == 1:
        return found[0]
    if found:
        candidates = [Candidate(view.id, f"{view.name}: {view.query}") for view in found]
        raise AmbiguousError(f"Several views match “{words}”.", candidates, "Use the whole name of one of them.")
    raise NotFoundError(f"No view matches “{words}”.", f"There are {', '.join(view.name for view in views)}.")


def _begins(wanted: str, view: View) -> bool:
    """Whether each word wanted begins a word of the name."""
    named = key(view.name).split()
    return bool(wanted) and all(any(word.startswith(start) for word in named) for start in wanted.split())
