"""A whole book at once, of records that are known to be new: nothing is matched, nothing is looked up.

Inside one operation, with triggers paused: rows go in by the chunk and are journaled by ranges, and what is derived
from them is computed while they are at hand. Only the order of the search index needs everybody.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from hashlib import blake2b
from itertools import chain

from crm_tui.domain import names
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUpState
from crm_tui.store import derived, journal, listing
from crm_tui.store.bulk import history, rows
from crm_tui.store.bulk.creating import POINT_COLUMNS, point_values
from crm_tui.store.bulk.history import Ahead, Heard
from crm_tui.store.bulk.keys import company_key
from crm_tui.store.bulk.packed import TEXT_COLUMNS, entry_of, texts
from crm_tui.store.bulk.quiet import Pace, bring_back, take_away, uncollected
from crm_tui.store.bulk.spool import Spool
from crm_tui.store.incoming import IncomingCompany, IncomingContact, IncomingFollowUp, IncomingInteraction
from crm_tui.store.schema import BY_NAME
from crm_tui.store.search.document import spellings
from crm_tui.store.search.index import INSERT_NOTE, Entry
from crm_tui.store.search.notes import Note
from crm_tui.store.search.rebuild import Appender

_COMPANY = ("id", "name", "domain", "phone", "address", "note", "created_at")
_CONTACT = (
    *("id", "company", "status", "stage", "tier", "do_not_contact", "keep_in_touch_days", "created_at"),
    *TEXT_COLUMNS,
)
_INTERACTION = (
    *("id", "kind", "direction", "outcome", "at", "duration_minutes", "subject", "text", "author", "is_pinned"),
    "created_at",
)
_FOLLOW_UP = (
    *("id", "contact", "due_day", "due_time", "due_zone", "due_at", "kind", "text", "priority", "state", "every"),
    *("snoozes", "created_at", "done_at", "listed"),
)

_STANDING = """
INSERT INTO standing(contact, sort_name, last_contacted, last_activity, last_outcome, attempts, next_follow_up,
                     next_day, next_time, is_alive, is_workable, is_open, status, tier, quiet_day, updated_at,
                     company_name)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)"""

_BY_ACTIVITY = """
SELECT s.contact FROM standing s JOIN contact c ON c.pk = s.contact
 ORDER BY s.last_activity DESC, c.created_at DESC, c.pk DESC"""

#: Documents that enter the index together.
_TOGETHER = 2_000

Progress = Callable[[str, int, int], None]


class FreshWriter:
    """Writes new records inside the operation that is running on ``connection``. Nothing is committed here.

    Every record has an id, and nothing refers to a record of an earlier chunk. The database is empty before.
    """

    def __init__(self, connection: sqlite3.Connection, desk: Desk) -> None:
        self._connection = connection
        self._now = desk.moment.epoch
        self._tags: dict[str, int] = {}
        self._spool = Spool()
        self._is_open = {status.name: status.is_open for status in desk.statuses}
        self._days = {str(tier): days for tier, days in desk.tier_days.items()}
        self._tag_days = rows.folded_tags(desk.tag_days)
        self._pace = Pace(connection)
        journal.pause(connection)
        self._triggers = take_away(connection, [*BY_NAME, "standing"])

    def write(
        self,
        companies: Sequence[IncomingCompany],
        contacts: Sequence[IncomingContact],
        interactions: Sequence[IncomingInteraction],
        follow_ups: Sequence[IncomingFollowUp],
    ) -> None:
        """Inserts one chunk. Raises KeyError for a reference to a contact or company that is not in it."""
        with uncollected():
            company_pks = self._insert_companies(companies)
            people = [self._contact(each, company_pks) for each in contacts]
            first = rows.insert(self._connection, "contact", _CONTACT, people)
            pks = {each.id: pk for pk, each in enumerate(contacts, first)}
            self._belongings(first, contacts)
            heard = self._insert_interactions(interactions, pks)
            banned = {each.id for each in contacts if each.draft.do_not_contact}
            ahead = self._insert_follow_ups(follow_ups, pks, banned)
            stands = self._settle(first, contacts, heard, ahead)
            self._describe(first, contacts, heard, stands)

    def finish(self, progress: Progress | None = None) -> None:
        """Builds the search index, those worked latest uppermost; nothing can be written after it."""
        with uncollected():
            appender = Appender(self._connection)
            order = array("q", (pk for (pk,) in self._connection.execute(_BY_ACTIVITY)))
            for start in range(0, len(order), _TOGETHER):
                appender.add([(pk, Entry(self._spool.take(pk))) for pk in order[start : start + _TOGETHER]])
                if progress:
                    progress("people", appender.added, len(order))
            appender.finish(progress)
        bring_back(self._connection, self._triggers)
        journal.resume(self._connection)

    def close(self) -> None:
        """Gives back what was taken for writing."""
        self._spool.close()
        self._pace.restore()

    def _insert_companies(self, companies: Sequence[IncomingCompany]) -> dict[str, int]:
        """Inserts companies; returns their keys by id."""
        values = [self._company(each) for each in companies]
        first = rows.insert(self._connection, "company", _COMPANY, values)
        self._connection.executemany(
            "INSERT INTO company_standing(company, sort_name, match_name) VALUES (?, ?, ?)",
            [(pk, names.fold(each.name), company_key(each.name)) for pk, each in enumerate(companies, first)],
        )
        ids = [(pk, id) for pk, each in enumerate(companies, first) for id in dict.fromkeys(each.external_ids)]
        rows.insert(self._connection, "company_external_id", ("company", "value"), ids)
        return {each.id: pk for pk, each in enumerate(companies, first)}

    def _belongings(self, first: int, contacts: Sequence[IncomingContact]) -> None:
        """Points, tags and ids in other programs."""
        points = [
            point_values(pk, position, point, point.id)
            for pk, each in enumerate(contacts, first)
            for position, point in enumerate(each.draft.points)
        ]
        rows.insert(self._connection, "contact_point", POINT_COLUMNS, points)
        tags = [(pk, self._tag(tag)) for pk, each in enumerate(contacts, first) for tag in each.draft.tags]
        rows.insert(self._connection, "contact_tag", ("contact", "tag"), tags)
        ids = [(pk, id) for pk, each in enumerate(contacts, first) for id in dict.fromkeys(each.draft.external_ids)]
        rows.insert(self._connection, "contact_external_id", ("contact", "value"), ids)

    def _insert_interactions(
        self, interactions: Sequence[IncomingInteraction], contacts: Mapping[str, int]
    ) -> dict[int, list[Heard]]:
        """Inserts interactions and who took part; returns those of each contact."""
        times = [int(each.at.timestamp()) for each in interactions]
        happened = [_interaction(each, at) for each, at in zip(interactions, times, strict=True)]
        first = rows.insert(self._connection, "interaction", _INTERACTION, happened)
        heard: defaultdict[int, list[Heard]] = defaultdict(list)
        links: list[rows.Values] = []
        for pk, (each, at) in enumerate(zip(interactions, times, strict=True), first):
            for contact in each.contacts:
                heard[contacts[contact]].append(Heard(at, pk, each))
                links.append((pk, contacts[contact], at))
        first = rows.insert(self._connection, "interaction_contact", ("interaction", "contact", "at"), links)
        self._links_seen = {contact: pk for pk, (_, contact, _) in enumerate(links, first)}
        return heard

    def _insert_follow_ups(
        self, follow_ups: Sequence[IncomingFollowUp], contacts: Mapping[str, int], banned: AbstractSet[str]
    ) -> dict[int, Ahead]:
        """Inserts follow-ups; returns the next step of each contact that has one."""
        several = Counter(each.contact for each in follow_ups if each.state is FollowUpState.OPEN)
        planned = [
            (*self._follow_up(each, contacts[each.contact]), _listed(each, several, banned)) for each in follow_ups
        ]
        first = rows.insert(self._connection, "follow_up", _FOLLOW_UP, planned)
        ahead: dict[int, Ahead] = {}
        for pk, each in enumerate(follow_ups, first):
            if each.state is FollowUpState.OPEN:
                step = Ahead(each.due.day.isoformat(), _clock(each) or "", pk)
                contact = contacts[each.contact]
                ahead[contact] = min(step, ahead.get(contact, step))
        return ahead

    def _settle(
        self,
        first: int,
        contacts: Sequence[IncomingContact],
        heard: Mapping[int, Sequence[Heard]],
        ahead: Mapping[int, Ahead],
    ) -> list[tuple[int | None, int | None]]:
        """Gives everybody their standing, the same as `derived.rebuild` makes of the rows.

        Returns when each was contacted last, and the next follow-up of each.
        """
        values: list[rows.Values] = []
        stands: list[tuple[int | None, int | None]] = []
        for pk, each in enumerate(contacts, first):
            draft = each.draft
            past, step = history.of(heard.get(pk, ())), ahead.get(pk)
            stands.append((past.last_contacted, step.pk if step else None))
            tier = str(draft.tier) if draft.tier else ""
            since = _epoch(draft.created_at) or self._now if past.last_activity is None else past.last_activity
            silence = draft.keep_in_touch_days or rows.shortest(draft.tags, self._tag_days) or self._days.get(tier)
            values.append(
                (
                    pk,
                    names.sort_key(draft.name, draft.given_name, draft.family_name),
                    *past,
                    *((step.pk, step.day, step.time or None) if step else (None, None, None)),
                    int(not draft.do_not_contact),
                    int(self._is_open.get(draft.status, True)),
                    draft.status,
                    tier,
                    rows.quiet_day(since, silence),
                    self._now,
                    rows.sort_name_of_company(draft.company),
                )
            )
        self._connection.executemany(_STANDING, values)
        rows.count_newcomers(self._connection, len(values))
        return stands

    def _describe(
        self,
        first: int,
        contacts: Sequence[IncomingContact],
        heard: Mapping[int, Sequence[Heard]],
        stands: Sequence[tuple[int | None, int | None]],
    ) -> None:
        """Stores the words of everybody's texts, and puts their documents by until the order is known."""
        notes: list[rows.Values] = []
        for pk, (each, stand) in enumerate(zip(contacts, stands, strict=True), first):
            draft = each.draft
            described = entry_of(pk, draft, draft.status, draft.company, sorted(draft.tags), stand)
            self._spool.put(described.document)
            said = dict.fromkeys(chain.from_iterable([_words(each.interaction) for each in heard.get(pk, ())]))
            note = Note(described.note.own, " ".join(said), self._links_seen.get(pk, 0))
            if note != Note():
                notes.append((pk, *note))
        self._connection.executemany(INSERT_NOTE, notes)

    def _tag(self, name: str) -> int:
        if name not in self._tags:
            # From the name, so that the same book has the same ids.
            digest = blake2b(name.encode(), digest_size=16)
            self._tags[name] = rows.insert(self._connection, "tag", ("id", "name"), [(digest.hexdigest(), name)])
        return self._tags[name]

    def _company(self, company: IncomingCompany) -> rows.Values:
        return (
            company.id,
            company.name,
            company.domain,
            company.phone,
            company.address,
            company.note,
            _epoch(company.created_at) or self._now,
        )

    def _contact(self, contact: IncomingContact, companies: Mapping[str, int]) -> rows.Values:
        draft = contact.draft
        return (
            contact.id,
            companies[contact.company_id] if contact.company_id else None,
            draft.status,
            str(draft.stage) if draft.stage else "",
            str(draft.tier) if draft.tier else "",
            int(draft.do_not_contact),
            draft.keep_in_touch_days,
            _epoch(draft.created_at) or self._now,
            *texts(draft),
        )

    def _follow_up(self, follow_up: IncomingFollowUp, contact: int) -> rows.Values:
        due = follow_up.due
        day, clock = due.day.isoformat(), _clock(follow_up)
        return (
            follow_up.id,
            contact,
            day,
            clock,
            due.zone,
            derived.instant(day, clock, due.zone),
            str(follow_up.kind),
            follow_up.text,
            int(follow_up.priority),
            str(follow_up.state),
            follow_up.every,
            follow_up.snoozes,
            _epoch(follow_up.created_at) or self._now,
            _epoch(follow_up.done_at),
        )


def _words(interaction: IncomingInteraction) -> Sequence[str]:
    text = spellings(interaction.text, 1) if interaction.text else ()
    return (*spellings(interaction.subject, 1), *text) if interaction.subject else text


def _interaction(interaction: IncomingInteraction, at: int) -> rows.Values:
    return (
        interaction.id,
        str(interaction.kind),
        str(interaction.direction or ""),
        str(interaction.outcome or ""),
        at,
        interaction.duration_minutes,
        interaction.subject,
        interaction.text,
        interaction.author,
        int(interaction.is_pinned),
        at,
    )


def _listed(follow_up: IncomingFollowUp, several: Mapping[str, int], banned: AbstractSet[str]) -> int:
    """In which lists a follow-up is; see `crm_tui.store.listing`."""
    if follow_up.state is not FollowUpState.OPEN:
        return listing.HIDDEN
    if follow_up.contact in banned:
        return listing.AGENDA
    return listing.QUEUED if several[follow_up.contact] > 1 else listing.ALONE


def _clock(follow_up: IncomingFollowUp) -> str | None:
    return follow_up.due.time.strftime("%H:%M") if follow_up.due.time else None


def _epoch(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None
