"""The writer: takes records of any kind in file order, in chunks, and says what became of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from crm_tui.domain.desk import Desk
from crm_tui.store import search
from crm_tui.store.bulk.candidates import Candidates
from crm_tui.store.bulk.creating import Companies, Creator, Tags
from crm_tui.store.bulk.keys import Keys, of
from crm_tui.store.bulk.matching import Matcher
from crm_tui.store.bulk.merging import Merger, combined
from crm_tui.store.bulk.people import People
from crm_tui.store.bulk.terms import CREATED, UNCHANGED, UPDATED, Action, Mode, Outcome, Terms
from crm_tui.store.bulk.work import WorkWriter
from crm_tui.store.ids import new_id
from crm_tui.store.incoming import Incoming, IncomingContact

_NOBODY = Outcome(action=Action.REFUSED, reason="there is no such contact, and none is made with --mode update")
_LEFT_ALONE = Outcome(action=Action.UNCHANGED, note="left alone")
_IN_TRASH = Outcome(action=Action.UNCHANGED, note="trash")
_SHARED = Outcome(action=Action.CREATED, note="shared")


#: Keys of people come in no order, so the indexes that they go into are kept in memory.
CACHE_KIB = 65_536


class Writer:
    """Stores records inside the operation that is running on ``connection``.

    The order of the outcomes is that of the records. Nothing is committed here.
    """

    def __init__(self, connection: sqlite3.Connection, desk: Desk, terms: Terms) -> None:
        self._connection = connection
        (self._usual_cache,) = connection.execute("PRAGMA cache_size").fetchone()
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        self._mode = terms.mode
        self._candidates = Candidates()
        self._matcher = Matcher(connection, terms, self._candidates)
        companies, tags = Companies(connection, desk), Tags(connection)
        self._creator = Creator(connection, desk, companies, tags)
        self._merger = Merger(connection, terms.mode, companies, tags)
        self._people = People(connection, desk)
        self._work = WorkWriter(connection, desk, terms, companies, self._people)
        self._created: list[range] = []

    def match_by(self, match: tuple[str, ...]) -> None:
        """Matches what follows by these keys; see `Terms`."""
        self._matcher = Matcher(self._connection, Terms(mode=self._mode, match=match), self._candidates)

    def write(self, records: Sequence[Incoming]) -> list[Outcome]:
        """Stores a chunk of records."""
        outcomes: list[Outcome] = []
        for is_contact, run in groupby(records, key=lambda record: isinstance(record, IncomingContact)):
            if is_contact:
                outcomes += self._contacts([record for record in run if isinstance(record, IncomingContact)])
            else:
                outcomes += self._work.write([record for record in run if not isinstance(record, IncomingContact)])
        return outcomes

    def close(self) -> None:
        """Gives back the memory that the indexes were kept in."""
        self._connection.execute(f"PRAGMA cache_size={self._usual_cache}")

    def finish(self, progress: Callable[[str, int, int], None] | None = None) -> None:
        """Adds the contacts that were created to the search index, below all that is there."""
        self._work.finish(self._created)
        living = [
            pk
            for pks in self._created
            for (pk,) in self._connection.execute(
                "SELECT pk FROM contact WHERE pk BETWEEN ? AND ? AND deleted_at IS NULL", (pks.start, pks.stop - 1)
            )
        ]
        self._created.clear()
        if living:
            search.append(self._connection, living, progress)

    def _contacts(self, records: Sequence[IncomingContact]) -> list[Outcome]:
        keys = [of(record) for record in records]
        self._candidates.load(self._connection, keys)
        fresh: list[tuple[IncomingContact, Keys]] = []
        there: list[tuple[int, int, IncomingContact]] = []
        outcomes: list[Outcome] = []
        for place, (record, key) in enumerate(zip(records, keys, strict=True)):
            outcome, pk = self._decide(record, key, fresh)
            outcomes.append(outcome)
            if pk:
                there.append((place, pk, record))
        if fresh:
            self._create([record for record, _ in fresh], [key.sort_name for _, key in fresh])
        for place, pk, record in there:
            if record.id:
                self._people.remember_contact(record.id, pk)
            outcomes[place] = self._merger.merge(pk, record.draft)
        return outcomes

    def _create(self, fresh: Sequence[IncomingContact], sort_names: Sequence[str]) -> None:
        """Inserts new contacts; one whose id is taken by somebody else, or by an undone import, gets another."""
        taken = {record.id for record in fresh if self._candidates.is_stored(record.id)}
        named = [replace(record, id=new_id()) if record.id in taken else record for record in fresh]
        companies = [self._people.company(record.company_id) for record in fresh]
        pks = self._creator.create(named, companies, sort_names)
        for record, pk in zip(fresh, pks, strict=True):
            if record.id in taken:
                self._people.remember_contact(record.id, pk)
        self._created.append(pks)

    def _decide(
        self, record: IncomingContact, keys: Keys, fresh: list[tuple[IncomingContact, Keys]]
    ) -> tuple[Outcome, int]:
        """What becomes of a record, and the key of the contact to merge it into, 0 for none.

        A new one joins ``fresh``, and is known from then on; another row about the same person joins it there.
        """
        match = self._matcher.find(keys)
        found = match.candidate
        if found is None:
            if self._mode is Mode.UPDATE:
                return _NOBODY, 0
            fresh.append((record, keys))
            self._candidates.add(keys, -len(fresh))
            return (_SHARED if match.is_shared else CREATED), 0
        if found.pk < 0:
            before, _ = fresh[-found.pk - 1]
            draft = combined(before.draft, record.draft)
            if draft is before.draft:
                return UNCHANGED, 0
            after = replace(before, draft=draft)
            fresh[-found.pk - 1] = after, of(after)
            self._candidates.add(of(after), found.pk)
            return UPDATED, 0
        if found.is_deleted:
            return (UNCHANGED if record.deleted_at else _IN_TRASH), 0
        return (_LEFT_ALONE, 0) if self._mode is Mode.CREATE else (UNCHANGED, found.pk)
