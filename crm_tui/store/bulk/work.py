"""Companies, interactions, follow-ups, views and judgements of pairs from a file."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from crm_tui.domain import names
from crm_tui.domain.desk import Desk
from crm_tui.domain.interaction import Direction
from crm_tui.domain.value import replace
from crm_tui.store import derived, external_ids, journal
from crm_tui.store.bulk import pairings, rows, views
from crm_tui.store.bulk.changed import Follower
from crm_tui.store.bulk.creating import Companies
from crm_tui.store.bulk.keys import are_apart
from crm_tui.store.bulk.people import People, UnknownPersonError
from crm_tui.store.bulk.terms import CREATED, UNCHANGED, UPDATED, Action, Mode, Outcome, Terms
from crm_tui.store.ids import new_id
from crm_tui.store.incoming import (
    IncomingCompany,
    IncomingFollowUp,
    IncomingInteraction,
    IncomingPairing,
    IncomingView,
)

Work = IncomingCompany | IncomingInteraction | IncomingFollowUp | IncomingView | IncomingPairing

_INTERACTION = (
    *("id", "kind", "direction", "outcome", "at", "duration_minutes", "subject", "text", "author", "is_pinned"),
    *("external_id", "created_at", "deleted_at"),
)
_FOLLOW_UP = (
    *("id", "contact", "due_day", "due_time", "due_zone", "due_at", "kind", "text", "priority", "state", "every"),
    *("snoozes", "anchor_day", "interaction", "external_id", "created_at", "done_at", "deleted_at"),
)
_FILLED = ("domain", "phone", "address", "note")

_SAME_INTERACTION = """
SELECT 1 FROM interaction_contact l CROSS JOIN interaction i ON i.pk = l.interaction
 WHERE l.contact = ? AND l.at = ? AND l.deleted_at IS NULL AND i.kind = ? AND i.subject = ? AND i.text = ?"""

_SAME_FOLLOW_UP = """
SELECT 1 FROM follow_up WHERE contact = ? AND deleted_at IS NULL
   AND (due_day = ? AND due_time IS ? AND kind = ? AND text = ? OR external_id = ? AND external_id <> '')"""

_COMPANY_BY_EXTERNAL = """
SELECT x.company FROM company_external_id x CROSS JOIN company co ON co.pk = x.company
 WHERE x.value = ? AND x.value <> '' AND x.deleted_at IS NULL AND co.deleted_at IS NULL ORDER BY x.company LIMIT 1"""
_IDS_OF_COMPANY = "SELECT value FROM company_external_id WHERE company = ? AND deleted_at IS NULL"
_COMPANY_BY_NAME = """
SELECT co.pk, coalesce((
    SELECT group_concat(value, char(10)) FROM company_external_id WHERE company = co.pk AND deleted_at IS NULL), '')
  FROM company_standing s JOIN company co ON co.pk = s.company
 WHERE s.match_name = ? AND s.is_alive AND co.deleted_at IS NULL ORDER BY co.pk"""

_STRANGE = Outcome(action=Action.UNCHANGED, note="strange")
_NO_COMPANY = Outcome(action=Action.REFUSED, reason="there is no such company, and none is made with --mode update")

#: Contacts with fewer others between them are settled in one go.
_GAP = 50


class WorkWriter:
    """Stores what is no contact. New rows go in by the chunk; what is there already is seen to by `Follower`."""

    def __init__(
        self, connection: sqlite3.Connection, desk: Desk, terms: Terms, companies: Companies, people: People
    ) -> None:
        self._connection = connection
        self._desk = desk
        self._now = desk.moment.epoch
        self._mode = terms.mode
        self._companies = companies
        self._people = people
        self._follower = Follower(connection, terms.mode)
        self._touched: set[int] = set()

    def write(self, records: Sequence[Work]) -> list[Outcome]:
        """Stores records in order; returns what became of each."""
        outcomes: list[Outcome] = []
        for kind, run in groupby(records, key=type):
            chunk = list(run)
            if kind is IncomingCompany:
                outcomes += [self._company(each) for each in chunk if isinstance(each, IncomingCompany)]
            elif kind is IncomingInteraction:
                outcomes += self._interactions([each for each in chunk if isinstance(each, IncomingInteraction)])
            elif kind is IncomingFollowUp:
                outcomes += self._follow_ups([each for each in chunk if isinstance(each, IncomingFollowUp)])
            else:
                outcomes += [self._single(each) for each in chunk]
        return outcomes

    def finish(self, first_fresh: int) -> list[int]:
        """Brings the standing of everyone concerned up to date; returns those from the key ``first_fresh`` on.

        The others move up in the search index, since they have been worked.
        """
        touched = sorted(self._touched)
        self._touched.clear()
        # Paused: of those that the index does not hold yet it must not be told, the others are named below.
        journal.pause(self._connection)
        for first, last in _runs(touched):
            derived.rebuild(self._connection, first, last)
        journal.resume(self._connection)
        old = bisect_left(touched, first_fresh)
        self._connection.executemany(
            "INSERT INTO stale(kind, pk, is_worked) VALUES ('contact', ?, 1)"
            " ON CONFLICT(kind, pk) DO UPDATE SET is_worked = 1",
            [(pk,) for pk in touched[:old]],
        )
        return touched[old:]

    def _single(self, record: Work) -> Outcome:
        """Stores one of those of which there are few."""
        if isinstance(record, IncomingView):
            return views.store(self._connection, self._desk, record, self._mode)
        assert isinstance(record, IncomingPairing)
        return pairings.store(self._connection, self._desk, self._people, record, self._mode)

    def _company(self, company: IncomingCompany) -> Outcome:
        pk = self._known_company(company)
        if pk is not None:
            self._people.remember_company(company.id, pk)
            return self._fill_company(pk, company)
        if self._mode is Mode.UPDATE:
            return _NO_COMPANY
        journal.pause(self._connection)
        self._companies.create([company])
        journal.resume(self._connection)
        return CREATED

    def _known_company(self, company: IncomingCompany) -> int | None:
        if company.id:
            row = self._connection.execute("SELECT pk FROM company WHERE id = ?", (company.id,)).fetchone()
            return int(row[0]) if row else None
        for external in company.external_ids:
            if row := self._connection.execute(_COMPANY_BY_EXTERNAL, (external,)).fetchone():
                return int(row[0])
        called = self._connection.execute(_COMPANY_BY_NAME, (names.company_key(company.name),))
        for pk, ids in called.fetchall():
            if not are_apart(company.external_ids, ids.split("\n")):
                return int(pk)
        return None

    def _fill_company(self, pk: int, company: IncomingCompany) -> Outcome:
        held = self._connection.execute(f"SELECT {', '.join(_FILLED)} FROM company WHERE pk = ?", (pk,)).fetchone()
        changes: dict[str, str] = {}
        kept: list[str] = []
        for field, mine in zip(_FILLED, held, strict=True):
            theirs = getattr(company, field)
            if theirs and theirs != mine:
                if not mine or self._mode is Mode.UPDATE:
                    changes[field] = theirs
                else:
                    kept.append(field)
        known = {id for (id,) in self._connection.execute(_IDS_OF_COMPANY, (pk,))}
        ids = [(pk, id) for id in company.external_ids if id not in known]
        if not (changes or ids) or self._mode is Mode.CREATE:
            return Outcome(action=Action.UNCHANGED, kept=tuple(kept)) if kept else UNCHANGED
        if changes:
            assignments = ", ".join(f"{field} = ?" for field in changes)
            self._connection.execute(f"UPDATE company SET {assignments} WHERE pk = ?", (*changes.values(), pk))
        external_ids.put(self._connection, "company", ids)
        return UPDATED

    def _interactions(self, records: Sequence[IncomingInteraction]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        fresh: list[IncomingInteraction] = []
        links: list[list[int]] = []
        seen: set[object] = set()
        for each in records:
            try:
                people = self._people.several(each.contacts)
            except UnknownPersonError as error:
                is_strange = each.sender and not error.is_ambiguous
                outcomes.append(_STRANGE if is_strange else Outcome(action=Action.REFUSED, reason=str(error)))
                continue
            key = each.id or (tuple(people), each.at, each.kind, each.subject, each.text)
            if key in seen or self._has_interaction(each, people[0]):
                outcomes.append(UNCHANGED if key in seen else self._follower.follow(each))
                continue
            seen.add(key)
            fresh.append(self._directed(each))
            links.append(people)
            outcomes.append(CREATED)
        self._create_interactions(fresh, links)
        return outcomes

    def _directed(self, each: IncomingInteraction) -> IncomingInteraction:
        """The same, with the direction that a message has by whether its sender is known."""
        if each.direction or not each.sender:
            return each
        try:
            self._people.contact(each.sender)
        except UnknownPersonError as error:
            return replace(each, direction=Direction.IN if error.is_ambiguous else Direction.OUT)
        return replace(each, direction=Direction.IN)

    def _has_interaction(self, each: IncomingInteraction, contact: int) -> bool:
        is_there = self._is_there("interaction", each.id)
        if is_there is not None:
            return is_there
        same = (contact, int(each.at.timestamp()), each.kind, each.subject, each.text)
        return self._connection.execute(_SAME_INTERACTION, same).fetchone() is not None

    def _create_interactions(self, fresh: Sequence[IncomingInteraction], links: Sequence[Sequence[int]]) -> None:
        if not fresh:
            return
        journal.pause(self._connection)
        first = rows.insert(self._connection, "interaction", _INTERACTION, [self._interaction(each) for each in fresh])
        linked = [
            (first + place, contact, int(fresh[place].at.timestamp()))
            for place, people in enumerate(links)
            for contact in people
        ]
        rows.insert(self._connection, "interaction_contact", ("interaction", "contact", "at"), linked)
        journal.resume(self._connection)
        self._touched.update(contact for _, contact, _ in linked)
        self._follower.done(
            {each.id: (int(each.at.timestamp()), pk) for pk, each in enumerate(fresh, first) if each.external_id}
        )

    def _interaction(self, each: IncomingInteraction) -> rows.Values:
        return (
            self._free_id(each.id),
            each.kind,
            each.direction or "",
            each.outcome or "",
            int(each.at.timestamp()),
            each.duration_minutes,
            each.subject,
            each.text,
            each.author,
            int(each.is_pinned),
            each.external_id,
            _epoch(each.created_at) or self._now,
            _epoch(each.deleted_at),
        )

    def _is_there(self, table: str, id: str) -> bool | None:
        """Whether a row has this id; None where there is none to tell by, or it went with an import that was undone."""
        is_taken = self._people.is_taken(table, id)
        return None if not id or (not is_taken and self._people.is_unmade(id)) else is_taken

    def _free_id(self, id: str) -> str:
        """The id of a record that is about to be made: another than the file's where an undone import had used that."""
        return new_id() if not id or self._people.is_unmade(id) else id

    def _follow_ups(self, records: Sequence[IncomingFollowUp]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        fresh: list[rows.Values] = []
        seen: set[object] = set()
        for each in records:
            try:
                contact = self._people.contact(each.contact)
            except UnknownPersonError as error:
                outcomes.append(Outcome(action=Action.REFUSED, reason=str(error)))
                continue
            key = each.id or (contact, each.due, each.kind, each.text)
            if key in seen or self._has_follow_up(each, contact):
                outcomes.append(UNCHANGED if key in seen else self._follower.follow(each))
                continue
            seen.add(key)
            fresh.append(self._follow_up(each, contact))
            self._touched.add(contact)
            outcomes.append(CREATED)
        journal.pause(self._connection)
        rows.insert(self._connection, "follow_up", _FOLLOW_UP, fresh)
        journal.resume(self._connection)
        return outcomes

    def _has_follow_up(self, each: IncomingFollowUp, contact: int) -> bool:
        is_there = self._is_there("follow_up", each.id)
        if is_there is not None:
            return is_there
        same = (contact, each.due.day.isoformat(), _clock(each), each.kind, each.text, each.external_id)
        return self._connection.execute(_SAME_FOLLOW_UP, same).fetchone() is not None

    def _follow_up(self, each: IncomingFollowUp, contact: int) -> rows.Values:
        day, clock, zone = each.due.day.isoformat(), _clock(each), each.due.zone if each.due.time else ""
        return (
            self._free_id(each.id),
            contact,
            day,
            clock,
            zone,
            derived.instant(day, clock, zone),
            each.kind,
            each.text,
            int(each.priority),
            each.state,
            each.every,
            each.snoozes,
            each.anchor.isoformat() if each.anchor else "",
            self._people.interaction(each.interaction),
            each.external_id,
            _epoch(each.created_at) or self._now,
            _epoch(each.done_at),
            _epoch(each.deleted_at),
        )


def _clock(each: IncomingFollowUp) -> str | None:
    return each.due.time.strftime("%H:%M") if each.due.time else None


def _epoch(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None


def _runs(pks: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Ranges that cover all keys, close neighbours in one."""
    first = last = None
    for pk in pks:
        if first is None or last is None:
            first = last = pk
        elif pk - last > _GAP:
            yield first, last
            first = last = pk
        else:
            last = pk
    if first is not None and last is not None:
        yield first, last
