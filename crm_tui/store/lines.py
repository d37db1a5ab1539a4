"""Contacts as rows of a list, from their keys: one statement, whatever chose them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from crm_tui.domain import silence
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Tier
from crm_tui.domain.typed import Any
from crm_tui.store import values

#: The point that lists show: one that works before a bad one, then the primary one, then the first. Beside a
#: minimum, SQLite answers with the other columns of its row: that spares a sort for every contact.
_POINT = (
    "(SELECT value FROM (SELECT p.value, min((2 * p.is_bad - p.is_primary) * 1000000 + p.position)"
    " FROM contact_point p WHERE p.contact = c.pk AND p.kind = '{kind}' AND p.deleted_at IS NULL))"
)

TAGS = """(SELECT group_concat(name, char(31)) FROM
    (SELECT t.name FROM contact_tag ct JOIN tag t ON t.pk = ct.tag
      WHERE ct.contact = c.pk AND ct.deleted_at IS NULL AND t.deleted_at IS NULL ORDER BY t.name))"""

#: What `line` takes, but for the tags.
COLUMNS = f"""c.pk, c.id, c.name, co.name, c.title, c.status, c.tier,
       {_POINT.format(kind="email")}, {_POINT.format(kind="phone")}, c.do_not_contact,
       s.last_contacted, s.last_outcome, s.attempts, s.next_day, n.due_at, s.quiet_day,
       coalesce(s.last_activity, c.created_at)"""

#: Where `COLUMNS` are from, beside the contact ``c``.
JOINS = """
 CROSS JOIN standing s ON s.contact = c.pk
  LEFT JOIN company co ON co.pk = c.company AND co.deleted_at IS NULL
  LEFT JOIN follow_up n ON s.next_time IS NOT NULL AND n.pk = s.next_follow_up"""

_LINES = f"""
SELECT {COLUMNS}, {TAGS}
  FROM json_each(?) keys
 CROSS JOIN contact c ON c.pk = keys.value {JOINS}
 ORDER BY keys.key"""


def by_pk(connection: sqlite3.Connection, desk: Desk, pks: Sequence[int]) -> dict[int, ContactLine]:
    """The rows of ``pks``, in their order; keys without a record are left out."""
    if not pks:
        return {}
    today = desk.moment.today.isoformat()
    return {row[0]: line(desk, row[:-1], today, row[-1]) for row in connection.execute(_LINES, (json.dumps(pks),))}


def of(connection: sqlite3.Connection, desk: Desk, pks: Sequence[int]) -> tuple[ContactLine, ...]:
    """The rows of ``pks``, in their order."""
    return tuple(by_pk(connection, desk, pks).values())


def line(desk: Desk, row: tuple[Any, ...], today: str, tags: str | None = None) -> ContactLine:
    """A row of `COLUMNS`; ``today`` is the rep's day, ``tags`` a row of `TAGS`."""
    _, id, name, company, title, status, tier, email, phone, is_banned = row[:10]
    last_contacted, last_outcome, attempts, next_day, due_at, quiet_day, silent_since = row[10:]
    is_quiet = bool(quiet_day) and quiet_day <= today and not is_banned
    return ContactLine(
        id=id,
        name=name,
        company=company or "",
        title=title,
        status=status,
        tier=values.member(Tier, tier),
        tags=values.words(tags),
        email=email or "",
        phone=phone or "",
        do_not_contact=bool(is_banned),
        last_contacted=values.moment(desk, last_contacted),
        last_outcome=values.member(Outcome, last_outcome),
        attempts=attempts,
        next_due=values.due_value(desk, next_day, due_at),
        quiet=silence.quiet(desk.moment.local(silent_since), values.day(quiet_day), desk.moment) if is_quiet else None,
    )
