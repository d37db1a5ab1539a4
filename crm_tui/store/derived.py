"""What is computed from the records: where each contact stands, sort keys, search documents, due instants.

Triggers keep `standing` right for every write, also one from a database shell. What needs Python (folding names,
time zones, search documents) is left as a row in ``stale``, and refreshed before the same transaction commits, or,
after a shell's write, when the database is next opened.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_tui.domain import names
from crm_tui.domain.desk import Desk
from crm_tui.store import standing

#: What ``stale`` lists: companies and contacts to be found by other words, contacts with other tags or facets alone,
#: follow-ups due at another instant, interactions with another text, contacts of another name.
KINDS = ("company", "contact", "facets", "follow_up", "interaction", "name")

#: Rows refreshed at once: memory is bounded, however many an operation touched. And how many are many.
_CHUNK, _MANY = 10_000, 1_000

_STALE = f"SELECT kind, pk, is_worked FROM stale WHERE kind IN {KINDS} ORDER BY kind, pk LIMIT {_CHUNK}"

#: The people of a renamed company are found by its name.
_EMPLOYED = """
INSERT INTO stale(kind, pk)
SELECT 'contact', pk FROM contact WHERE company IN (SELECT value FROM json_each(?)) AND true
    ON CONFLICT DO NOTHING"""


def ensure_rules(connection: sqlite3.Connection, desk: Desk) -> bool:
    """Makes open statuses and the intervals of tiers and tags those of the settings; whether anything had changed.

    Must run outside a transaction; takes one only when there is something to do. Only contacts whom a changed rule
    is about are computed anew.
    """
    wanted = {rule: rule.wanted(desk) for rule in _RULES}
    if all(rule.held(connection) == values for rule, values in wanted.items()):
        return False
    connection.execute("BEGIN IMMEDIATE")
    try:
        for rule, values in wanted.items():
            # Another process may have been faster.
            changed = {name for name, _ in rule.held(connection).items() ^ values.items()}
            if changed:
                connection.execute(f"DELETE FROM {rule.table}")
                connection.executemany(f"INSERT INTO {rule.table} VALUES (?, ?)", values.items())
                connection.execute(standing.update(rule.part, rule.contacts), (json.dumps(sorted(changed)),))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return True


class _Rule(NamedTuple):
    """A table of rules in the file: what it is to hold, and what of whom is computed anew when some names changed."""

    table: str
    wanted: Callable[[Desk], dict[str, int]]
    part: str
    contacts: str

    def held(self, connection: sqlite3.Connection) -> dict[str, int]:
        """The rules in force."""
        return dict(connection.execute(f"SELECT * FROM {self.table}"))


_NAMED = "(SELECT value FROM json_each(?))"

_RULES = (
    _Rule(
        "status_rule",
        lambda desk: {status.name: int(status.is_open) for status in desk.statuses},
        standing.STATUS,
        f"status IN {_NAMED}",
    ),
    _Rule(
        "tier_rule",
        lambda desk: {str(tier): days for tier, days in desk.tier_days.items()},
        standing.QUIET,
        f"tier IN {_NAMED}",
    ),
    _Rule("tag_rule", lambda desk: dict(desk.tag_days), standing.QUIET, f"contact IN {standing.TAGGED}"),
)


def rebuild(connection: sqlite3.Connection, first: int = 0, last: int | None = None) -> None:
    """Computes `standing` of the contacts ``first`` to ``last`` (all by default) from the records alone.

    Runs inside the caller's transaction. Rows that a bulk load left without a standing get one; search
    documents are not touched.
    """
    bounds = (first, 2**62 if last is None else last)
    connection.execute(
        "UPDATE interaction_contact SET at = (SELECT at FROM interaction i WHERE i.pk = interaction)"
        " WHERE at = 0 AND contact BETWEEN ? AND ?",
        bounds,
    )
    connection.execute(
        "INSERT OR IGNORE INTO standing(contact) SELECT pk FROM contact WHERE pk BETWEEN ? AND ?", bounds
    )
    for part in standing.ALL:
        connection.execute(standing.update(part, "contact BETWEEN ? AND ?"), bounds)
    _sort_contacts(
        connection,
        [row[0] for row in connection.execute("SELECT pk FROM contact WHERE pk BETWEEN ? AND ?", bounds)],
    )


def rebuild_companies(connection: sqlite3.Connection) -> None:
    """Gives every company its sort and match names."""
    connection.execute("INSERT OR IGNORE INTO company_standing(company) SELECT pk FROM company")
    _name_companies(connection, [row[0] for row in connection.execute("SELECT pk FROM company")])


def rebuild_due(connection: sqlite3.Connection) -> None:
    """Computes the instant of every timed follow-up."""
    _date_follow_ups(connection, [row[0] for row in connection.execute("SELECT pk FROM follow_up WHERE due_time > ''")])


def refresh(connection: sqlite3.Connection) -> int:
    """Refreshes all that is stale inside the caller's transaction, some thousands at a time; returns how many rows.

    Rows of a kind that this version does not know (a database shell's, a newer version's) stay; the doctor names them.
    """
    total = 0
    while rows := connection.execute(_STALE).fetchall():
        total += len(rows)
        taken: dict[str, dict[int, int]] = {kind: {} for kind in KINDS}
        for kind, pk, is_worked in rows:
            taken[kind][pk] = is_worked
        spans = ((kind, min(pks), max(pks)) for kind, pks in taken.items() if pks)
        connection.executemany("DELETE FROM stale WHERE kind = ? AND pk BETWEEN ? AND ?", spans)
        with _uncollected(len(rows)):
            _refresh(connection, taken)
    return total


def _uncollected(rows: int) -> AbstractContextManager[None]:
    """Where the search for cycles among very many objects would take longer than what is done with them."""
    if rows < _MANY:
        return nullcontext()
    from crm_tui.store.bulk.quiet import uncollected

    return uncollected()


def _refresh(connection: sqlite3.Connection, taken: Mapping[str, Mapping[int, int]]) -> None:
    """Refreshes rows by kind; ``taken`` says of each contact whether it was worked."""
    from crm_tui.store import search

    if companies := sorted(taken["company"]):
        _name_companies(connection, companies)
        connection.execute(_EMPLOYED, (json.dumps(companies),))
    if taken["follow_up"]:
        _date_follow_ups(connection, sorted(taken["follow_up"]))
    if taken["name"]:
        _sort_contacts(connection, sorted(taken["name"]))
    if people := taken["contact"]:
        search.refresh(connection, sorted(people), {pk for pk, is_worked in people.items() if is_worked})
    if facets := taken["facets"].keys() - people.keys():
        search.refresh_facets(connection, facets)
    if taken["interaction"]:
        search.refresh_texts(connection, sorted(taken["interaction"]))


def _chunks(pks: Sequence[int], size: int = _CHUNK) -> Iterable[Sequence[int]]:
    return (pks[start : start + size] for start in range(0, len(pks), size))


def _recompute(
    connection: sqlite3.Connection,
    pks: Sequence[int],
    select: str,
    update: str,
    compute: Callable[..., tuple[object, ...]],
) -> None:
    """Writes what ``compute`` makes of each row that ``select`` reads, given a JSON list of keys.

    Keys are bound, not spelled out, so that the statements stay prepared from one write to the next.
    """
    for chunk in _chunks(pks):
        rows = connection.execute(select, (json.dumps(chunk),)).fetchall()
        connection.executemany(update, [(*compute(*row[1:]), row[0]) for row in rows])


def _sort_contacts(connection: sqlite3.Connection, pks: Sequence[int]) -> None:
    _recompute(
        connection,
        pks,
        "SELECT pk, name, given_name, family_name FROM contact WHERE pk IN (SELECT value FROM json_each(?))",
        "UPDATE standing SET sort_name = ? WHERE contact = ?",
        lambda name, given, family: (names.sort_key(name, given, family),),
    )


def _name_companies(connection: sqlite3.Connection, pks: Sequence[int]) -> None:
    _recompute(
        connection,
        pks,
        "SELECT pk, name, deleted_at IS NULL FROM company WHERE pk IN (SELECT value FROM json_each(?))",
        "UPDATE company_standing SET sort_name = ?, match_name = ?, is_alive = ? WHERE company = ?",
        lambda name, is_alive: (names.fold(name), names.company_key(name), is_alive),
    )


def _date_follow_ups(connection: sqlite3.Connection, pks: Sequence[int]) -> None:
    _recompute(
        connection,
        pks,
        "SELECT pk, due_day, due_time, due_zone FROM follow_up WHERE pk IN (SELECT value FROM json_each(?))",
        "UPDATE follow_up SET due_at = ? WHERE pk = ?",
        lambda day, clock, zone: (instant(day, clock, zone),),
    )


def instant(day: str, clock: str | None, zone: str) -> int | None:
    """The epoch second of a stored wall-clock time; None for a whole day."""
    if not clock:
        return None
    at = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone or "UTC"))
    return int(at.timestamp())
