"""Contacts as rows of a list, from their keys: one statement, whatever chose them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Tier
from crm_tui.store import values

#: The point that lists show: one that works before a bad one, then the primary one.
_POINT = (
    "(SELECT p.value FROM contact_point p WHERE p.contact = c.pk AND p.kind = '{kind}' AND p.deleted_at IS NULL"
    " ORDER BY p.is_bad, p.is_primary DESC, p.position, p.pk LIMIT 1)"
)

TAGS = """(SELECT group_concat(name, char(31)) FROM
    (SELECT t.name FROM contact_tag ct JOIN tag t ON t.pk = ct.tag
      WHERE ct.contact = c.pk AND ct.deleted_at IS NULL AND t.deleted_at IS NULL ORDER BY t.name))"""

_LINES = f"""
SELECT c.pk, c.id, c.name, co.name, c.title, c.status, c.tier, {TAGS},
       {_POINT.format(kind="email")}, {_POINT.format(kind="phone")}, c.do_not_contact,
       s.last_contacted, s.last_outcome, s.attempts, s.next_day, f.due_at, s.quiet_day
  FROM json_each(?) keys
 CROSS JOIN contact c ON c.pk = keys.value
 CROSS JOIN standing s ON s.contact = c.pk
  LEFT JOIN company co ON co.pk = c.company AND co.deleted_at IS NULL
  LEFT JOIN follow_up f ON f.pk = s.next_follow_up
 ORDER BY keys.key"""


def by_pk(connection: sqlite3.Connection, desk: Desk, pks: Sequence[int]) -> dict[int, ContactLine]:
    """The rows of ``pks``, in their order; keys without a record are left out."""
    if not pks:
        return {}
    today = desk.moment.today.isoformat()
    return {row[0]: _line(desk, row, today) for row in connection.execute(_LINES, (json.dumps(pks),))}


def of(connection: sqlite3.Connection, desk: Desk, pks: Sequence[int]) -> tuple[ContactLine, ...]:
    """The rows of ``pks``, in their order."""
    return tuple(by_pk(connection, desk, pks).values())


def _line(desk: Desk, row: tuple[Any, ...], today: str) -> ContactLine:
    _, id, name, company, title, status, tier, tags, email, phone, is_banned = row[:11]
    last_contacted, last_outcome, attempts, next_day, due_at, quiet_day = row[11:]
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
        is_quiet=bool(quiet_day) and quiet_day <= today and not is_banned,
    )
