"""The list of contacts: all of them by an index, or what a search found, in the order that is asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.typed import TYPE_CHECKING, Literal
from crm_tui.store import lines
from crm_tui.store.page import LAST, Page, first_row
from crm_tui.store.stretches import Stretch, turned, window

if TYPE_CHECKING:
    from crm_tui.domain.query import Query

Sort = Literal["recent", "name", "company", "status", "last", "next", "outcome", "created"]

#: How far what a search finds is put into another order than its own.
SORTED = 5_000

_IDS = "SELECT c.id FROM json_each(?) k CROSS JOIN contact c ON c.pk = k.value ORDER BY k.key"

_ALL = "standing s"
_BY_AGE = "contact c"
_FOUND = "json_each(:found) k CROSS JOIN standing s ON s.contact = k.value CROSS JOIN contact c ON c.pk = s.contact"

_RECENT = (("s.last_activity", True), ("s.contact", True))
_CONTACTED = (("s.last_contacted", True), ("s.contact", True))
_NAME = (("s.sort_name", False), ("s.contact", False))
_CREATED = (("c.created_at", True), ("c.pk", True))
_DUE = (("s.next_day", False), ("s.next_time", False), ("s.last_activity", False), ("s.contact", False))

#: The words of a column that are there, by looking up each next one in the column's index.
_WORDS = """
WITH RECURSIVE each(word) AS (
    SELECT min({column}) FROM standing s WHERE s.is_alive
     UNION ALL
    SELECT (SELECT min({column}) FROM standing s WHERE s.is_alive AND {column} > word) FROM each WHERE word IS NOT NULL
)
SELECT word FROM each WHERE word IS NOT NULL"""


def _stretches(connection: sqlite3.Connection, desk: Desk, sort: Sort) -> tuple[Stretch, ...]:
    """An order as stretches, one after the other: contacts that have no next step come after the rest."""
    match sort:
        case "name":
            return (_stretch("s.is_alive", _NAME),)
        case "company":
            return (_stretch("s.is_alive", (("s.company_name", False), *_NAME)),)
        case "last":
            return (_stretch("s.is_alive", _CONTACTED),)
        case "created":
            return (Stretch("c.pk", _BY_AGE, "c.deleted_at IS NULL", _CREATED),)
        case "next":
            # Without a day there is no time either; said, it lets the index lead on.
            unplanned = _stretch("s.is_alive AND s.next_day IS NULL AND s.next_time IS NULL", _RECENT)
            return _stretch("s.is_alive AND s.next_day IS NOT NULL", _DUE), unplanned
        case "status":
            return _each(connection, "s.status", [status.name for status in desk.statuses], _RECENT)
        case "outcome":
            return _each(connection, "s.last_outcome", list(Outcome), _CONTACTED)
        case _:
            return (_stretch("s.is_alive", _RECENT),)


def _stretch(condition: str, order: tuple[tuple[str, bool], ...]) -> Stretch:
    return Stretch("s.contact", _ALL, condition, order)


def _each(
    connection: sqlite3.Connection, column: str, words: Sequence[str], order: tuple[tuple[str, bool], ...]
) -> tuple[Stretch, ...]:
    """A stretch for each word of a column: those of the list in its order, then any others."""
    present = [word for (word,) in connection.execute(_WORDS.format(column=column))]
    others = [word for word in present if word and word not in words]
    # Nothing at all comes last.
    sequence = [*(word for word in words if word in present), *others, *([""] if "" in present else [])]
    return tuple(_stretch(f"s.is_alive AND {column} = {_quoted(word)}", order) for word in sequence)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def page(
    connection: sqlite3.Connection,
    desk: Desk,
    *,
    query: Query | None = None,
    sort: Sort = "recent",
    descending: bool = False,
    offset: int = 0,
    limit: int = 200,
) -> Page[ContactLine]:
    """A window of the contacts outside the trash, or of those that ``query`` finds.

    Each sort has its natural direction (recent: last worked first; name: from A); ``descending`` turns it round.
    What a search finds in "recent" order are exact matches first, then by recency; another sort orders the first
    `SORTED` that it finds.
    """
    found = _window(connection, desk, query, sort, offset, limit, descending=descending)
    rows = lines.of(connection, desk, found.rows)
    return Page(rows=rows, offset=found.offset, total=found.total, is_exact=found.is_exact)


def ids(
    connection: sqlite3.Connection, desk: Desk, *, query: Query | None, sort: Sort, offset: int, limit: int
) -> tuple[str, ...]:
    """The ids of those whom `page` would show, without anything else of them."""
    found = _window(connection, desk, query, sort, offset, limit, descending=False)
    return tuple(id for (id,) in connection.execute(_IDS, (json.dumps(found.rows),)))


def _window(
    connection: sqlite3.Connection,
    desk: Desk,
    query: Query | None,
    sort: Sort,
    offset: int,
    limit: int,
    *,
    descending: bool,
) -> Page[int]:
    """The keys of a window of contacts."""
    if query is not None:
        return _found(connection, desk, query, sort, offset, limit, descending=descending)
    (total,) = connection.execute("SELECT contacts FROM tally").fetchone()
    offset = first_row(offset, limit, lambda: total)
    stretches = _stretches(connection, desk, sort)
    keys = window(connection, turned(stretches) if descending else stretches, offset, limit, total=total)
    return Page(rows=tuple(pk for (pk,) in keys), offset=offset, total=total)


def _found(
    connection: sqlite3.Connection,
    desk: Desk,
    query: Query,
    sort: Sort,
    offset: int,
    limit: int,
    *,
    descending: bool,
) -> Page[int]:
    """The keys of a window of what a search finds. Its end, when asked for, is that of the first `SORTED`."""
    if offset == LAST:
        offset = first_row(offset, limit, lambda: _as_found(connection, desk, query, 0, SORTED)[1])
    if sort == "recent" and not descending:
        pks, total, is_exact = _as_found(connection, desk, query, offset, limit)
    else:
        found, total, is_exact = _as_found(connection, desk, query, 0, SORTED)
        stretches = tuple(each._replace(key="c.pk", source=_FOUND) for each in _stretches(connection, desk, sort))
        keys = window(
            connection,
            turned(stretches) if descending else stretches,
            offset,
            limit,
            parameters={"found": json.dumps(found)},
        )
        pks = [pk for (pk,) in keys]
    return Page(rows=tuple(pks), offset=offset, total=max(total, offset + len(pks)), is_exact=is_exact)


def _as_found(
    connection: sqlite3.Connection, desk: Desk, query: Query, offset: int, limit: int
) -> tuple[list[int], int, bool]:
    """What a search finds, in its own order; how many that are at least, and whether exactly."""
    from crm_tui.store import search

    found = search.find(connection, desk, query, limit=limit, offset=offset)
    return list(found.pks), offset + len(found.pks) + found.is_more, not found.is_more
