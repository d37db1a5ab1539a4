"""The lines of Today from their keys: one statement for a window, whatever its section."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from crm_tui.domain import agenda
from crm_tui.domain.agenda import Section
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUp
from crm_tui.domain.interaction import Interaction
from crm_tui.domain.typed import Any
from crm_tui.domain.value import dataclass
from crm_tui.store import follow_ups, lines, timeline

_LINES = f"""
SELECT {lines.COLUMNS}, {timeline.COLUMNS}{{columns}}
  FROM json_each(?) keys {{key}} {lines.JOINS}
  LEFT JOIN interaction i ON i.pk = {timeline.LAST}"""

_OF_CONTACTS = _LINES.format(columns="", key="CROSS JOIN contact c ON c.pk = keys.value")
_OF_STEPS = _LINES.format(
    columns=f", {follow_ups.COLUMNS}",
    key="CROSS JOIN follow_up f ON f.pk = keys.value CROSS JOIN contact c ON c.pk = f.contact",
)

_NAMES = """
SELECT c.name
  FROM json_each(?) keys CROSS JOIN follow_up f ON f.pk = keys.value CROSS JOIN contact c ON c.pk = f.contact
 ORDER BY keys.key"""

#: Where the columns of a contact end, and where those of the last interaction do.
_CONTACT, _LAST = 17, 29


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayLine:
    """One person to turn to, with what is due, what happened last, and why they are here.

    Nothing in Today shows tags, and ``contact`` comes without them.
    """

    section: Section
    contact: ContactLine
    follow_up: FollowUp | None
    last_interaction: Interaction | None
    why: str


def of(
    connection: sqlite3.Connection, desk: Desk, section: Section, keys: Sequence[tuple[int, ...]]
) -> tuple[TodayLine, ...]:
    """The lines of ``keys``: of contacts and their follow-ups, which are 0 in a section of people without one."""
    if not keys:
        return ()
    is_due = keys[0][1] > 0
    pks = [key[is_due] for key in keys]
    found = connection.execute(_OF_STEPS if is_due else _OF_CONTACTS, (json.dumps(pks),))
    # Put in order here: SQLite would copy every row to sort it.
    rows = {row[_LAST if is_due else 0]: row for row in found}
    people = timeline.participants(connection, [row[_CONTACT] for row in rows.values() if row[_CONTACT]])
    today = desk.moment.today.isoformat()

    def line(row: tuple[Any, ...]) -> TodayLine:
        contact, entry = lines.line(desk, row[:_CONTACT], today), row[_CONTACT:_LAST]
        step = follow_ups.from_row(desk, row[_LAST:]) if is_due else None
        last = timeline.from_row(desk, entry, people.get(entry[0], ())) if entry[0] else None
        why = _why(desk, section, contact, step, last)
        return TodayLine(section=section, contact=contact, follow_up=step, last_interaction=last, why=why)

    return tuple(line(rows[pk]) for pk in pks if pk in rows)


def names(connection: sqlite3.Connection, keys: Sequence[tuple[int, ...]]) -> list[str]:
    """The names of the contacts of ``keys``, which have follow-ups."""
    return [name for (name,) in connection.execute(_NAMES, (json.dumps([key[1] for key in keys]),))]


def _why(desk: Desk, section: Section, contact: ContactLine, step: FollowUp | None, last: Interaction | None) -> str:
    if step is not None:
        return agenda.why_due(step.due, desk.moment)
    last_activity = last.at if last else None
    if section is Section.QUIET:
        return agenda.why_quiet(last_activity, contact.tier, desk.moment)
    return agenda.why_no_step(last_activity, desk.moment)
