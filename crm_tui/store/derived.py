"""What is computed from the records: where each contact stands, sort keys, search documents, due instants.

Triggers keep `standing` right for every write, also one from a database shell. What needs Python (folding names,
time zones, search documents) is left as a row in ``stale``, and refreshed before the same transaction commits, or,
after a shell's write, when the database is next opened.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from crm_tui.domain import names
from crm_tui.domain.desk import Desk
from crm_tui.domain.outcome import CONNECTS, Outcome

_WHEN = "WHEN (SELECT is_deriving FROM clock)"
_CONNECTS = ", ".join(f"'{outcome}'" for outcome in sorted(CONNECTS))
_FAILURES = ", ".join(f"'{outcome}'" for outcome in Outcome if outcome not in CONNECTS)
_REACHED = f"(i.kind IN ('meeting', 'visit') OR i.direction = 'in' OR i.outcome IN ({_CONNECTS}))"
_FAILED = f"i.outcome IN ({_FAILURES})"

_LINKS = (
    "FROM interaction_contact l JOIN interaction i ON i.pk = l.interaction"
    " WHERE l.contact = standing.contact AND l.deleted_at IS NULL AND i.deleted_at IS NULL"
)

#: The clock that `updated_at` is read from: the operation's, so that a fixed clock gives fixed results.
_NOW = "(SELECT CASE now WHEN 0 THEN unixepoch() ELSE now END FROM clock)"

_PERSON = f"""
    is_alive = (SELECT c.deleted_at IS NULL FROM contact c WHERE c.pk = standing.contact),
    is_workable = (SELECT c.deleted_at IS NULL AND NOT c.do_not_contact FROM contact c WHERE c.pk = standing.contact),
    is_open = coalesce((SELECT r.is_open FROM contact c JOIN status_rule r ON r.name = c.status
                         WHERE c.pk = standing.contact), 1),
    tier = (SELECT c.tier FROM contact c WHERE c.pk = standing.contact),
    updated_at = {_NOW}"""

_HISTORY = f"""
    last_contacted = (SELECT l.at {_LINKS} AND i.kind <> 'note' ORDER BY l.at DESC LIMIT 1),
    last_activity = (SELECT l.at {_LINKS} ORDER BY l.at DESC LIMIT 1),
    last_outcome = coalesce((SELECT i.outcome {_LINKS} AND i.outcome <> ''
                              ORDER BY l.at DESC, i.pk DESC LIMIT 1), ''),
    attempts = (SELECT count(*) {_LINKS} AND {_FAILED} AND l.at > coalesce(
                  (SELECT l.at {_LINKS} AND {_REACHED} ORDER BY l.at DESC LIMIT 1), -1))"""

_NEXT = (
    "SELECT {column} FROM follow_up f"
    " WHERE f.contact = standing.contact AND f.state = 'open' AND f.deleted_at IS NULL"
    " ORDER BY f.due_day, f.due_time, f.pk LIMIT 1"
)
_AHEAD = f"""
    next_follow_up = ({_NEXT.format(column="f.pk")}),
    next_day = ({_NEXT.format(column="f.due_day")}),
    next_time = ({_NEXT.format(column="f.due_time")})"""

#: Needs the other columns, so it runs after them. A contact never talked to is quiet since it was made.
_QUIET = """
    quiet_day = (SELECT date(coalesce(standing.last_activity, c.created_at), 'unixepoch',
                             '+' || coalesce(c.keep_in_touch_days, t.days) || ' days')
                   FROM contact c LEFT JOIN tier_rule t ON t.tier = c.tier WHERE c.pk = standing.contact)"""

_ALL = (_PERSON, _HISTORY, _AHEAD, _QUIET)

_PERSON_COLUMNS = "status, tier, do_not_contact, keep_in_touch_days, created_at, deleted_at, is_purged"
_WORD_COLUMNS = (
    "name, given_name, middle_name, family_name, nickname, title, department, company, note, deleted_at, is_purged"
)


def _set(parts: Iterable[str], where: str) -> str:
    return "\n".join(f"UPDATE standing SET {part} WHERE {where};" for part in parts)


def _stale(kind: str, pk: str, *, is_worked: int = 0) -> str:
    return (
        f"INSERT INTO stale(kind, pk, is_worked) VALUES ('{kind}', {pk}, {is_worked})"
        " ON CONFLICT(kind, pk) DO UPDATE SET is_worked = max(is_worked, excluded.is_worked);"
    )


def _touch(contact: str) -> str:
    return f"UPDATE standing SET updated_at = {_NOW} WHERE contact = {contact};"


def triggers() -> list[str]:
    """The statements that keep derived tables in step with the records."""
    linked = "contact IN (SELECT contact FROM interaction_contact WHERE interaction = NEW.pk)"
    mine = "contact = NEW.contact"
    bodies = {
        "contact_insert AFTER INSERT ON contact": "INSERT INTO standing(contact) VALUES (NEW.pk);"
        + _set((_PERSON, _QUIET), "contact = NEW.pk")
        + _stale("contact", "NEW.pk"),
        f"contact_update AFTER UPDATE OF {_PERSON_COLUMNS} ON contact": _set((_PERSON, _QUIET), "contact = NEW.pk"),
        f"contact_words AFTER UPDATE OF {_WORD_COLUMNS} ON contact": _touch("NEW.pk") + _stale("contact", "NEW.pk"),
        "company_insert AFTER INSERT ON company": "INSERT INTO company_standing(company) VALUES (NEW.pk);"
        + _stale("company", "NEW.pk"),
        "company_update AFTER UPDATE OF name, deleted_at ON company": _stale("company", "NEW.pk"),
        "tag_update AFTER UPDATE OF name, deleted_at ON tag": (
            "INSERT OR IGNORE INTO stale(kind, pk)"
            " SELECT 'contact', contact FROM contact_tag WHERE tag = NEW.pk AND deleted_at IS NULL;"
        ),
        "interaction_insert AFTER INSERT ON interaction": _stale("interaction", "NEW.pk"),
        "interaction_update AFTER UPDATE OF kind, direction, outcome, at, subject, text, deleted_at ON interaction": (
            "UPDATE interaction_contact SET at = NEW.at WHERE interaction = NEW.pk AND at IS NOT NEW.at;"
            + _set((_HISTORY, _QUIET), linked)
            + _stale("interaction", "NEW.pk")
        ),
        "link_insert AFTER INSERT ON interaction_contact": (
            "UPDATE interaction_contact SET at = (SELECT at FROM interaction WHERE pk = NEW.interaction)"
            " WHERE pk = NEW.pk AND at IS NOT (SELECT at FROM interaction WHERE pk = NEW.interaction);"
            + _set((f"{_HISTORY}, updated_at = {_NOW}", _QUIET), mine)
            + _stale("contact", "NEW.contact", is_worked=1)
            + _stale("interaction", "NEW.interaction")
        ),
        "link_update AFTER UPDATE OF deleted_at ON interaction_contact": _set((_HISTORY, _QUIET), mine)
        + _stale("interaction", "NEW.interaction"),
        "follow_up_insert AFTER INSERT ON follow_up": _set((_AHEAD,), mine) + _stale("follow_up", "NEW.pk"),
        "follow_up_update AFTER UPDATE OF contact, due_day, due_time, due_zone, state, deleted_at ON follow_up": (
            _set((_AHEAD,), "contact IN (OLD.contact, NEW.contact)") + _stale("follow_up", "NEW.pk")
        ),
    }
    for table in ("contact_point", "contact_tag", "custom_field"):
        for event in ("INSERT", "UPDATE"):
            bodies[f"{table}_{event.lower()} AFTER {event} ON {table}"] = _touch("NEW.contact") + _stale(
                "contact", "NEW.contact"
            )
    return [f"CREATE TRIGGER derive_{head} {_WHEN}\nBEGIN\n{body}\nEND" for head, body in bodies.items()]


def ensure_rules(connection: sqlite3.Connection, desk: Desk) -> bool:
    """Makes open statuses and tier intervals those of the settings; returns whether anything had changed.

    Must run outside a transaction; takes one only when there is something to do.
    """
    statuses = {status.name: int(status.is_open) for status in desk.statuses}
    tiers = {str(tier): days for tier, days in desk.tier_days.items()}
    if (
        dict(connection.execute("SELECT name, is_open FROM status_rule")) == statuses
        and dict(connection.execute("SELECT tier, days FROM tier_rule")) == tiers
    ):
        return False
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("DELETE FROM status_rule")
        connection.execute("DELETE FROM tier_rule")
        connection.executemany("INSERT INTO status_rule VALUES (?, ?)", statuses.items())
        connection.executemany("INSERT INTO tier_rule VALUES (?, ?)", tiers.items())
        for part in (_PERSON.rpartition(",")[0], _QUIET):
            connection.execute(f"UPDATE standing SET {part}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return True


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
    for part in _ALL:
        connection.execute(f"UPDATE standing SET {part} WHERE contact BETWEEN ? AND ?", bounds)
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
    """Refreshes all that is stale inside the caller's transaction; returns how many rows were."""
    if connection.execute("SELECT 1 FROM stale LIMIT 1").fetchone() is None:
        return 0
    from crm_tui.store import search

    stale: dict[str, dict[int, int]] = {"company": {}, "contact": {}, "follow_up": {}, "interaction": {}}
    for kind, pk, is_worked in connection.execute("DELETE FROM stale RETURNING kind, pk, is_worked").fetchall():
        stale[kind][pk] = is_worked
    companies, people = sorted(stale["company"]), stale["contact"]
    _name_companies(connection, companies)
    for chunk in _chunks(companies):
        employed = connection.execute(
            "SELECT pk FROM contact WHERE company IN (SELECT value FROM json_each(?))", (json.dumps(chunk),)
        )
        people = dict.fromkeys((pk for (pk,) in employed), 0) | people
    contacts = sorted(people)
    _date_follow_ups(connection, sorted(stale["follow_up"]))
    _sort_contacts(connection, contacts)
    search.refresh(connection, contacts, {pk for pk, is_worked in people.items() if is_worked})
    search.refresh_texts(connection, sorted(stale["interaction"]))
    return len(companies) + len(contacts) + len(stale["follow_up"]) + len(stale["interaction"])


def _chunks(pks: Sequence[int], size: int = 10_000) -> Iterable[Sequence[int]]:
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
