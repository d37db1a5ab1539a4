"""The writer: takes records of any kind in file order, in chunks, and says what became of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import cast

from crm_tui.domain.desk import Desk
from crm_tui.domain.value import replace
from crm_tui.store.bulk import rows
from crm_tui.store.bulk.candidates import Candidates
from crm_tui.store.bulk.creating import Companies, Creator, Newcomer, Tags
from crm_tui.store.bulk.keys import Keys
from crm_tui.store.bulk.matching import Matcher
from crm_tui.store.bulk.merging import Merger, combined, outdone
from crm_tui.store.bulk.packed import Packed, pack, unpack
from crm_tui.store.bulk.people import People
from crm_tui.store.bulk.quiet import MANY, Orders, Pace, uncollected
from crm_tui.store.bulk.terms import CREATED, UNCHANGED, UPDATED, Action, Mode, Outcome, Terms
from crm_tui.store.bulk.work import Work, WorkWriter
from crm_tui.store.ids import new_id
from crm_tui.store.incoming import Incoming, IncomingContact
from crm_tui.store.search.rebuild import Appender

_NOBODY = Outcome(action=Action.REFUSED, reason="there is no such contact, and none is made with --mode update")
_LEFT_ALONE = Outcome(action=Action.UNCHANGED, note="left alone")
_IN_TRASH = Outcome(action=Action.UNCHANGED, note="trash")
_SHARED = Outcome(action=Action.CREATED, note="shared")


class Writer:
    """Stores records inside the operation that is running on ``connection``.

    The order of the outcomes is that of the records. Nothing is committed here. For ``many`` new people at once
    triggers are taken away, see `quiet`.
    """

    def __init__(self, connection: sqlite3.Connection, desk: Desk, terms: Terms, many: int = MANY) -> None:
        self._connection = connection
        self._pace = Pace(connection)
        self._orders = Orders(connection, many)
        self._mode = terms.mode
        self._candidates = Candidates(connection)
        self._matcher = Matcher(connection, terms, self._candidates)
        companies, tags = Companies(connection, desk), Tags(connection)
        self._creator = Creator(connection, desk, companies, tags, many)
        self._merger = Merger(connection, terms.mode, companies, tags)
        self._people = People(connection, desk)
        self._work = WorkWriter(connection, desk, terms, companies, self._people)
        self._appender = Appender(connection)
        #: Nobody else writes meanwhile: from this key on, contacts are those of this import.
        self._first = rows.next_pk(connection, "contact")

    @property
    def people(self) -> int:
        """How many people were there before."""
        return self._candidates.contacts

    def match_by(self, match: tuple[str, ...]) -> None:
        """Matches what follows by these keys; see `Terms`."""
        self._matcher = Matcher(self._connection, Terms(mode=self._mode, match=match), self._candidates)

    def write(self, records: Sequence[Incoming | Packed]) -> list[Outcome]:
        """Stores a chunk of records."""
        outcomes: list[Outcome] = []
        with uncollected():
            for is_contact, run in groupby(records, key=lambda record: isinstance(record, (Packed, IncomingContact))):
                if is_contact:
                    outcomes += self._contacts(
                        [each if isinstance(each, Packed) else pack(cast("IncomingContact", each)) for each in run]
                    )
                else:
                    self._orders.bring_back()
                    outcomes += self._work.write(cast("list[Work]", list(run)))
        return outcomes

    def close(self) -> None:
        """Gives back the memory that the indexes were kept in."""
        self._pace.restore()

    def finish(self, progress: Callable[[str, int, int], None] | None = None) -> None:
        """Adds the contacts that were created to the search index, below all that is there."""
        self._orders.bring_back()
        self._appender.listen(self._work.finish(self._first))
        self._appender.finish(progress)

    def _contacts(self, records: Sequence[Packed]) -> list[Outcome]:
        keys = [Keys._make(record.keys) for record in records]
        self._candidates.begin(keys)
        fresh: list[tuple[Packed, Keys]] = []
        there: list[tuple[int, int, Packed]] = []
        outcomes: list[Outcome] = []
        for place, (record, key) in enumerate(zip(records, keys, strict=True)):
            outcome, pk = self._decide(record, key, fresh)
            outcomes.append(outcome)
            if pk:
                there.append((place, pk, record))
        if fresh:
            self._create(fresh)
        if there:
            self._merge(there, keys, outcomes)
        return outcomes

    def _merge(self, there: Sequence[tuple[int, int, Packed]], keys: Sequence[Keys], outcomes: list[Outcome]) -> None:
        """Merges records into contacts of the database, and puts what became of them in their places."""
        self._merger.begin(pk for _, pk, _ in there)
        changed: list[tuple[Keys, int]] = []
        for place, pk, record in there:
            if record.id:
                self._people.remember_contact(record.id, pk)
            outcomes[place] = self._merger.merge(pk, unpack(record).draft)
            if outcomes[place].action is Action.UPDATED:
                changed.append((keys[place], pk))
        self._candidates.learn((each for each, _ in changed), [pk for _, pk in changed])

    def _create(self, fresh: Sequence[tuple[Packed, Keys]]) -> None:
        """Inserts new contacts; one whose id is taken by somebody else, or by an undone import, gets another."""
        self._orders.expect(len(fresh))
        told: set[str] = set()
        newcomers: list[Newcomer] = []
        for record, keys in fresh:
            free = self._candidates.free_id(record.id)
            id = new_id() if free and free in told else free
            told.add(id)
            company = self._people.company(record.company_id) if record.company_id else None
            newcomers.append(Newcomer(record, keys, company, "" if id == record.id else id))
        first, entries = self._creator.create(newcomers)
        for pk, each in enumerate(newcomers, first):
            if each.id:
                self._people.remember_contact(each.packed.id, pk)
        self._appender.add(entries)

    def _decide(self, record: Packed, keys: Keys, fresh: list[tuple[Packed, Keys]]) -> tuple[Outcome, int]:
        """What becomes of a record, and the key of the contact to merge it into, 0 for none.

        A new one joins ``fresh``, and is known from then on; another row about the same person joins it there.
        """
        match = self._matcher.find(keys)
        found = match.candidate
        if found is None:
            if self._mode is Mode.UPDATE:
                return _NOBODY, 0
            fresh.append((record, keys))
            self._candidates.add(keys)
            return (_SHARED if match.is_shared else CREATED), 0
        if found.pk < 0:
            return self._join(fresh, -found.pk - 1, record), 0
        if found.is_deleted:
            return (_IN_TRASH if record.deleted is None else UNCHANGED), 0
        return (_LEFT_ALONE, 0) if self._mode is Mode.CREATE else (UNCHANGED, found.pk)

    def _join(self, fresh: list[tuple[Packed, Keys]], place: int, record: Packed) -> Outcome:
        """Brings another row about the same person into one that is about to be created."""
        before, another = unpack(fresh[place][0]), unpack(record)
        draft = combined(before.draft, another.draft)
        kept = tuple(outdone(before.draft, another.draft))
        if draft is before.draft:
            return Outcome(action=Action.UNCHANGED, kept=kept) if kept else UNCHANGED
        after = pack(replace(before, draft=draft))
        known = Keys._make(after.keys)
        fresh[place] = after, known
        self._candidates.change(place, known)
        return Outcome(action=Action.UPDATED, kept=kept) if kept else UPDATED
