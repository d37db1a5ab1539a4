"""The Today screen: who to turn to next, section by section, in working order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from crm_tui.domain import agenda
from crm_tui.domain.agenda import Section
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUp
from crm_tui.domain.interaction import Interaction
from crm_tui.store import due, follow_ups, lines, timeline
from crm_tui.store.due import MOST_COUNTED
from crm_tui.store.page import Page


class Count(NamedTuple):
    """How many people; at least that many when ``is_more``."""

    value: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.value}+" if self.is_more else str(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many people each section holds."""

    overdue: Count
    today: Count
    no_next_step: Count
    quiet: Count
    tomorrow: Count

    def of(self, section: Section) -> Count:
        """The count of one section."""
        count: Count = getattr(self, section.value)
        return count


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayLine:
    """One person to turn to, with what is due, what happened last, and why they are here."""

    section: Section
    contact: ContactLine
    follow_up: FollowUp | None
    last_interaction: Interaction | None
    why: str


class _Key(NamedTuple):
    section: Section
    contact: int
    follow_up: int = 0


_NO_STEP = "FROM standing WHERE is_workable AND is_open AND next_follow_up IS NULL"
_QUIET = (
    "FROM standing WHERE is_workable AND NOT is_open AND next_follow_up IS NULL"
    " AND quiet_day IS NOT NULL AND quiet_day <= :today"
)
_WITHOUT_STEP = {
    Section.NO_NEXT_STEP: (
        f"SELECT contact {_NO_STEP} AND tier > '' ORDER BY tier, last_activity, contact",
        f"SELECT contact {_NO_STEP} AND tier = '' ORDER BY last_activity, contact",
    ),
    Section.QUIET: (f"SELECT contact {_QUIET} ORDER BY quiet_day, contact",),
}
_COUNTED = {Section.NO_NEXT_STEP: _NO_STEP, Section.QUIET: _QUIET}


def counts(connection: sqlite3.Connection, desk: Desk) -> Counts:
    """How many people each section holds, counted up to `MOST_COUNTED`."""
    return Counts(**{section.value: _count(connection, desk, section) for section in Section})


def due_count(connection: sqlite3.Connection, desk: Desk) -> int:
    """How many are overdue or due today, counted up to `MOST_COUNTED` each."""
    return due.now_count(connection, desk.moment)


def page(
    connection: sqlite3.Connection, desk: Desk, *, section: Section | None = None, offset: int = 0, limit: int = 200
) -> Page[TodayLine]:
    """The people of a section, or of all that are worked, in working order.

    A person is at most once in a section. Tomorrow is only listed when asked for.
    """
    sections = agenda.WORKED if section is None else (section,)
    keys = chain.from_iterable(_stream(connection, desk, each) for each in sections)
    rows = _lines(connection, desk, list(islice(keys, offset, offset + limit)))
    totals = [_count(connection, desk, each) for each in sections]
    return Page(
        rows=rows,
        offset=offset,
        total=max(sum(total.value for total in totals), offset + len(rows)),
        is_exact=not any(total.is_more for total in totals),
    )


def _count(connection: sqlite3.Connection, desk: Desk, section: Section) -> Count:
    if section in _COUNTED:
        (found,) = connection.execute(
            f"SELECT count(*) FROM (SELECT 1 {_COUNTED[section]} LIMIT {MOST_COUNTED + 1})",
            {"today": desk.moment.today.isoformat()},
        ).fetchone()
    else:
        found = due.count(connection, desk.moment, section)
    return Count(min(found, MOST_COUNTED), found > MOST_COUNTED)


def _stream(connection: sqlite3.Connection, desk: Desk, section: Section) -> Iterator[_Key]:
    if section in _WITHOUT_STEP:
        today = {"today": desk.moment.today.isoformat()}
        for statement in _WITHOUT_STEP[section]:
            for (contact,) in connection.execute(statement, today):
                yield _Key(section, contact)
    else:
        for key in due.stream(connection, desk.moment, section):
            yield _Key(section, key.contact, key.follow_up)


def _lines(connection: sqlite3.Connection, desk: Desk, keys: Sequence[_Key]) -> tuple[TodayLine, ...]:
    people = list(dict.fromkeys(key.contact for key in keys))
    contacts = lines.by_pk(connection, desk, people)
    last = timeline.last_of(connection, desk, people)
    steps = follow_ups.by_pk(connection, desk, [key.follow_up for key in keys if key.follow_up])
    return tuple(
        TodayLine(
            section=key.section,
            contact=contacts[key.contact],
            follow_up=steps.get(key.follow_up),
            last_interaction=last.get(key.contact),
            why=_why(desk, key.section, contacts[key.contact], steps.get(key.follow_up), last.get(key.contact)),
        )
        for key in keys
    )


def _why(desk: Desk, section: Section, contact: ContactLine, step: FollowUp | None, last: Interaction | None) -> str:
    if step is not None:
        return agenda.why_due(step.due, desk.moment)
    last_activity = last.at if last else None
    if section is Section.QUIET:
        return agenda.why_quiet(last_activity, contact.tier, desk.moment)
    return agenda.why_no_step(last_activity, desk.moment)
