"""Whom a record of a file is about: a contact that is there, another record of the file, or somebody new."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from crm_tui.store.bulk import past
from crm_tui.store.bulk.candidates import Candidate, Candidates
from crm_tui.store.bulk.crowds import differs
from crm_tui.store.bulk.keys import Keys, are_apart, may_be_same
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
        order = terms.match if self._is_told else MATCH_BY
        self._order = tuple(chain.from_iterable(("id", "external") if kind == "id" else (kind,) for kind in order))

    def find(self, keys: Keys) -> Match:
        """The contact that ``keys`` are of. One in the trash counts only where nobody else fits."""
        if not self._candidates.knows(keys):
            return NOBODY
        is_shared = False
        trashed: Candidate | None = None
        for kind in self._order:
            for candidate in self._by(kind, keys):
                if candidate is None or not self._fits(kind, keys, candidate):
                    is_shared = is_shared or kind == "email"
                elif not candidate.is_deleted:
                    if kind == "external":
                        self._candidates.claim(candidate)
                    return Match(candidate)
                elif trashed is None and not past.is_unmade(self._connection, candidate.pk):
                    trashed = candidate
        return Match(trashed, is_shared and trashed is None)

    def _by(self, kind: str, keys: Keys) -> Iterable[Candidate | None]:
        if kind != "name+company":
            return self._candidates.by(kind, keys, is_told=self._is_told, is_own=self._is_own)
        if not keys.name:
            return ()
        return self._candidates.namesakes(keys, is_told=self._is_told, is_own=self._is_own)

    def _fits(self, kind: str, keys: Keys, candidate: Candidate) -> bool:
        if kind == "id":
            return True
        if self._is_own and keys.id and self._candidates.is_claimed(candidate):
            return False
        if kind == "external":
            return self._fits_by_external(keys, candidate)
        if are_apart(keys.externals, candidate.externals):
            return False
        if kind == "name+company":
            return self._fits_by_name(keys, candidate)
        return self._is_told or self._may_be_called(keys, candidate, by_given=kind == "email")

    def _fits_by_external(self, keys: Keys, candidate: Candidate) -> bool:
        """One id for people of different names is a slip of the program that wrote it.

        It is if others have it too, or both have addresses and numbers and none in common; else the name has changed.
        """
        if self._may_be_called(keys, candidate, by_given=True):
            return True
        if self._candidates.is_claimed(candidate) or any(map(self._candidates.is_shared, keys.externals)):
            return False
        held = past.points(self._connection, candidate.pk)
        return not (held and keys.points) or not held.isdisjoint(keys.points)

    def _may_be_called(self, keys: Keys, candidate: Candidate, *, by_given: bool) -> bool:
        """Whether the name of a record may be that of a contact, or has been."""
        if may_be_same(keys.name, candidate.name, by_given=by_given):
            return True
        return self._candidates.may_have_past(candidate) and any(
            may_be_same(keys.name, str(name), by_given=by_given)
            for name in past.values(self._connection, candidate.pk).get("name", ())
        )

    def _fits_by_name(self, keys: Keys, candidate: Candidate) -> bool:
        """The same name, no other company, and no address or number that says otherwise."""
        if keys.company != candidate.company and ((keys.company and candidate.company) or keys.points):
            return False
        if self._is_told or not differs(keys, has_email=candidate.has_email, has_phone=candidate.has_phone):
            return True
        if not self._candidates.may_have_past(candidate):
            return False
        return not past.points(self._connection, candidate.pk).isdisjoint(keys.points)
