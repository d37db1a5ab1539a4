"""The list of contacts: all of them by an index, or what a search found, in the order that is asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.outcome import Outcome
from crm_tui.store import lines
from crm_tui.store.page import Page

if TYPE_CHECKING:
    from crm_tui.domain.query import Query

Sort = Literal["recent", "name", "company", "status", "last", "next", "outcome", "created"]

#: How far beyond a window the whole list is counted.
COUNTED = 100_000

#: As many of the contacts that a search finds are put into another order than its own.
SORTED = 5_000

_PERSON = "standing s"
_RECORD = "standing s CROSS JOIN contact c ON c.pk = s.contact"
_BY_AGE = "contact c CROSS JOIN standing s ON s.contact = c.pk"
_COMPANY = "LEFT JOIN company_standing co ON co.company = c.company AND co.is_alive"
_BY_COMPANY = (
    "company_standing co CROSS JOIN contact c ON c.company = co.company CROSS JOIN standing s ON s.contact = c.pk"
)
_FOUND = "json_each(:found) k CROSS JOIN standing s ON s.contact = k.value CROSS JOIN contact c ON c.pk = s.contact"
_FOUND += f" {_COMPANY}"


class _Stretch(NamedTuple):
    """A part of an order that one statement reads, along an index where there is one.

    ``order`` are expressions, each with whether the highest comes first; ``source`` is what they are read from
    when all contacts are listed.
    """

    source: str
    condition: str
    order: tuple[tuple[str, bool], ...]


_RECENT = (("s.last_activity", True), ("s.contact", True))
_CONTACTED = (("s.last_contacted", True), ("s.contact", True))
_NAME = (("s.sort_name", False), ("s.contact", False))
_DUE = (("s.next_day", False), ("s.next_time", False), ("s.contact", False))


def _stretches(sort: Sort, desk: Desk) -> tuple[_Stretch, ...]:
    """An order as stretches, one after the other: contacts that have no next step, company, … come after the rest."""
    match sort:
        case "name":
            return (_Stretch(_PERSON, "true", _NAME),)
        case "last":
            return (_Stretch(_PERSON, "true", _CONTACTED),)
        case "created":
            return (_Stretch(_BY_AGE, "c.deleted_at IS NULL", (("c.created_at", True), ("c.pk", True))),)
        case "next":
            planned = _Stretch(_PERSON, "s.next_day IS NOT NULL", _DUE)
            return planned, _Stretch(_PERSON, "s.next_day IS NULL", _RECENT)
        case "company":
            employed = _Stretch(_BY_COMPANY, "co.is_alive", (("co.sort_name", False), ("co.company", False), *_NAME))
            return employed, _Stretch(f"{_RECORD} {_COMPANY}", "co.company IS NULL", _NAME)
        case "status":
            return _each(_RECORD, "c.status", [status.name for status in desk.statuses], _RECENT)
        case "outcome":
            return _each(_PERSON, "s.last_outcome", list(Outcome), _CONTACTED)
        case _:
            return (_Stretch(_PERSON, "true", _RECENT),)


def _each(source: str, column: str, words: Sequence[str], order: tuple[tuple[str, bool], ...]) -> tuple[_Stretch, ...]:
    """A stretch for each word of a list, in the order of the list, and one for all else."""
    quoted = ["'" + word.replace("'", "''") + "'" for word in words]
    conditions = (*(f"{column} = {word}" for word in quoted), f"{column} NOT IN ({', '.join(quoted)})")
    return tuple(_Stretch(source, condition, order) for condition in conditions)


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
    window, cap = _Window(offset, limit), offset + COUNTED
    if query is None:
        pks = _ordered(connection, _stretches(sort, desk), window, descending=descending)
        counting = "SELECT count(*) FROM (SELECT 1 FROM standing WHERE is_alive LIMIT ?)"
        (count,) = connection.execute(counting, (cap + 1,)).fetchone()
        return Page.counted(lines.of(connection, desk, pks), offset, count, cap)
    if sort == "recent" and not descending:
        pks, total, is_exact = _as_found(connection, desk, query, window)
    else:
        found, total, is_exact = _as_found(connection, desk, query, _Window(0, SORTED))
        stretches = tuple(stretch._replace(source=_FOUND) for stretch in _stretches(sort, desk))
        pks = _ordered(connection, stretches, window, descending=descending, found=json.dumps(found))
    rows = lines.of(connection, desk, pks)
    return Page(rows=rows, offset=offset, total=max(total, offset + len(rows)), is_exact=is_exact)


class _Window(NamedTuple):
    offset: int
    limit: int


def _as_found(connection: sqlite3.Connection, desk: Desk, query: Query, window: _Window) -> tuple[list[int], int, bool]:
    """What a search finds, in its own order; how many that are at least, and whether exactly."""
    from crm_tui.store import search

    found = search.find(connection, desk, query, limit=window.limit, offset=window.offset)
    return list(found.pks), window.offset + len(found.pks) + found.is_more, not found.is_more


def _ordered(
    connection: sqlite3.Connection,
    stretches: Sequence[_Stretch],
    window: _Window,
    *,
    descending: bool,
    found: str | None = None,
) -> list[int]:
    """The keys in a window of several stretches."""
    keys: list[int] = []
    offset = window.offset
    for stretch in reversed(stretches) if descending else stretches:
        from_where = f"FROM {stretch.source} WHERE s.is_alive AND {stretch.condition}"
        order = ", ".join(f"{column} {'DESC' if high != descending else 'ASC'}" for column, high in stretch.order)
        rows = connection.execute(
            f"SELECT s.contact {from_where} ORDER BY {order} LIMIT :limit OFFSET :offset",
            {"found": found, "limit": window.limit - len(keys), "offset": offset},
        ).fetchall()
        keys += [pk for (pk,) in rows]
        if len(keys) == window.limit:
            break
        if rows:
            offset = 0
        elif offset:
            offset -= connection.execute(f"SELECT count(*) {from_where}", {"found": found}).fetchone()[0]
    return keys
