"""What was done to the book, operation by operation: the newest first, and one of them whole."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.domain.value import dataclass
from crm_tui.store import history, undo
from crm_tui.store.history import HistoryEntry
from crm_tui.store.page import Page, first_row
from crm_tui.store.schema import BY_NAME

#: An operation is looked through for so many entries of the journal, to count what it was about.
MOST_COUNTED = 1000

#: So many entries of one operation are put into words.
_MOST_TOLD = 12

#: What an operation is about is counted in the first of these that it touched: adding a person with a company, two
#: numbers and a tag is about one person.
_LEADING = ("contact", "company", "interaction", "follow_up", "view", "tag")
_RANKS = {BY_NAME[name].number: rank for rank, name in enumerate(_LEADING)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation: its words, who acted (see `journal.begin`), and how many records it was about.

    ``records`` is at least that many where it is not ``is_exact``.
    """

    number: int
    at: datetime
    origin: str
    summary: str
    is_undone: bool
    records: int
    is_exact: bool


_WINDOW = "SELECT id, at, origin, summary, is_undone FROM operation ORDER BY id DESC LIMIT ? OFFSET ?"

_COUNTED = """
SELECT tbl, count(*), count(DISTINCT row) FILTER (WHERE last IS NULL) + total(last - row + 1) FROM
  (SELECT tbl, row, last FROM journal WHERE operation = ? LIMIT ?) GROUP BY tbl"""

_ENTRIES = "SELECT tbl, row, old, new FROM journal WHERE operation = ? ORDER BY n LIMIT ?"

_WHOLE = """
SELECT o.at, coalesce(nullif(d.name, ''), 'this machine'), o.origin, o.summary, o.is_undone
  FROM operation o LEFT JOIN device d ON d.number = o.device WHERE o.id = ?"""


def page(connection: sqlite3.Connection, desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[Operation]:
    """Every operation of this file, newest first. ``total`` is exact."""
    total = int(connection.execute("SELECT count(*) FROM operation").fetchone()[0])
    offset = first_row(offset, limit, lambda: total)
    found = connection.execute(_WINDOW, (limit, offset)).fetchall()
    return Page(rows=tuple(_operation(connection, desk, row) for row in found), offset=offset, total=total)


def _operation(connection: sqlite3.Connection, desk: Desk, row: tuple[int, int, str, str, int]) -> Operation:
    number, at, origin, summary, is_undone = row
    counted = connection.execute(_COUNTED, (number, MOST_COUNTED + 1)).fetchall()
    entries = sum(count for _, count, _ in counted)
    leading = min(counted, key=lambda each: _RANKS.get(each[0], len(_RANKS)), default=(0, 0, 0))
    return Operation(
        number=number,
        at=desk.moment.local(at),
        origin=origin,
        summary=summary,
        is_undone=bool(is_undone),
        records=int(leading[2]),
        is_exact=entries <= MOST_COUNTED,
    )


def whole(connection: sqlite3.Connection, desk: Desk, number: int) -> HistoryEntry:
    """One operation with the first fields that it changed. Raises `NotFoundError` for one that there is not."""
    row = connection.execute(_WHOLE, (number,)).fetchone()
    if row is None:
        raise NotFoundError("That operation is not in the history.", "The file may have been replaced meanwhile.")
    at, device, origin, summary, is_undone = row
    entries = connection.execute(_ENTRIES, (number, _MOST_TOLD)).fetchall()
    return HistoryEntry(
        operation=number,
        at=desk.moment.local(at),
        device=device,
        origin=origin,
        summary=summary,
        is_undone=bool(is_undone),
        changes=tuple(history.changes(connection, desk, entries)),
    )


def whom(connection: sqlite3.Connection, desk: Desk, number: int) -> str:
    """The id of the one contact that an operation was about, "" for none, for several, and for one in the trash."""
    people = [ref.id for ref in undo.about(connection, number) if ref.kind == "contact"]
    if len(people) != 1:
        return ""
    row = connection.execute("SELECT id FROM contact WHERE id = ? AND deleted_at IS NULL", people).fetchone()
    return str(row[0]) if row else ""
