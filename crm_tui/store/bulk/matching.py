"""Whom a record of a file is about: a contact that is there, another record of the file, or somebody new."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from crm_tui.store.bulk import past
from crm_tui.store.bulk.candidates import Candidate, Candidates
from crm_tui.store.bulk.keys import Keys, is_other_source_record, may_be_same
from crm_tui.store.bulk.terms import MATCH_BY, OWN_IDS, Terms


class Match(NamedTuple):
    """The contact that was found, None for somebody new; ``is_shared`` when others have the same address."""

    candidate: Candidate | None
    is_shared: bool = False


NOBODY = Match(None)


class Matcher:
    """Finds contacts by external id, else e-mail, else phone, else name and company."""

    def __init__(self, connection: sqlite3.Connection, terms: Terms, candidates: Candidates) -> None:
        self._connection = connection
        self._candidates = candidates
        self._is_own = terms.match == (OWN_IDS,)
        self._is_told = bool(terms.match) and not self._is_own
        self._order = terms.match if self._is_told else MATCH_BY

    def find(self, keys: Keys) -> Match:
        """The contact that ``keys`` are of. One in the trash counts only where nobody else fits."""
        if not self._candidates.knows(keys):
            return NOBODY
        is_shared = False
        trashed: Candidate | None = None
        for kind in self._order:
            for candidate in self._by(kind, keys):
                if not self._fits(kind, keys, candidate):
                    is_shared = is_shared or kind == "email"
                elif not candidate.is_deleted:
                    return Match(candidate)
                elif trashed is None and not past.is_unmade(self._connection, candidate.pk):
                    trashed = candidate
        return Match(trashed, is_shared and trashed is None)

    def _by(self, kind: str, keys: Keys) -> list[Candidate]:
        if kind == "id":
            known = self._candidates.by("external", (keys.external,))
            if len(known) > 1:  # of several whom one file gave one id, the namesake
                known.sort(key=lambda each: not may_be_same(keys.name, each.name, by_given=True))
            return self._candidates.by("id", (keys.id,)) + known
        if kind == "email":
            return self._candidates.by("email", keys.emails)
        if kind == "phone":
            return self._candidates.by("phone", keys.phones)
        return self._candidates.namesakes(keys) if keys.name else []

    def _fits(self, kind: str, keys: Keys, candidate: Candidate) -> bool:
        if kind == "id":
            # One id for people of different names in one file is a slip of the program that wrote it.
            is_slip = not keys.id and self._candidates.is_claimed(candidate)
            return not is_slip or may_be_same(keys.name, candidate.name, by_given=True)
        if self._is_own and keys.id and self._candidates.is_claimed(candidate):
            return False
        if keys.external and candidate.external and is_other_source_record(keys.external, candidate.external):
            return False
        if kind == "name+company":
            return self._fits_by_name(keys, candidate)
        if self._is_told or may_be_same(keys.name, candidate.name, by_given=kind == "email"):
            return True
        return self._candidates.may_have_past(candidate) and any(
            may_be_same(keys.name, str(name), by_given=kind == "email")
            for name in past.values(self._connection, candidate.pk).get("name", ())
        )

    def _fits_by_name(self, keys: Keys, candidate: Candidate) -> bool:
        """The same name, no other company, and no address or number that says otherwise."""
        if keys.company != candidate.company and ((keys.company and candidate.company) or keys.points):
            return False
        differs = (keys.emails and candidate.has_email) or (keys.phones and candidate.has_phone)
        if not keys.company and keys.points:
            differs = candidate.has_email or candidate.has_phone
        if self._is_told or not differs:
            return True
        if not self._candidates.may_have_past(candidate):
            return False
        return not past.points(self._connection, candidate.pk).isdisjoint(keys.points)
