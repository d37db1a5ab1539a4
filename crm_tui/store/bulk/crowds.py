"""Many contacts under one key, by what tells them apart: each record is compared with those alone who may be meant.

Thousands of rows may share an address, a number or a name. What is found here is more than what fits, and never less:
`crm_tui.store.bulk.matching` decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby, product

from crm_tui.store.bulk.keys import STEM, Keys, words_of

#: So many are compared one by one, which is faster.
FEW = 8

_NOBODY: frozenset[str] = frozenset()
_ANY_COMPANY = None


class _Postings:
    """Members by token, those of the same sources together; within these in ascending order."""

    def __init__(self) -> None:
        self._lists: dict[Hashable, dict[frozenset[str], list[int]]] = {}

    def add(self, token: Hashable, sources: frozenset[str], member: int) -> None:
        found = self._lists.setdefault(token, {}).setdefault(sources, [])
        if not found or found[-1] < member:
            found.append(member)
        elif found[place := bisect_left(found, member)] != member:
            found.insert(place, member)

    def of(self, tokens: Iterable[Hashable], avoided: frozenset[str]) -> list[list[int]]:
        """The members with any of the tokens, without those of whom one of the ``avoided`` sources knows."""
        return [
            members
            for token in tokens
            for sources, members in self._lists.get(token, {}).items()
            if avoided.isdisjoint(sources)
        ]

    def count(self, token: Hashable) -> int:
        return sum(map(len, self._lists.get(token, {}).values()))


class Crowd:
    """Contacts with one address, number or external id, by the words of their names; members count from 0.

    Of two names that may be one person's, all words of the shorter are in the longer, spelt alike, or the first words
    of both are (`crm_tui.store.bulk.keys.may_be_same`). So who is meant is among those with the rarest word of the
    record, or, having fewer words, among those whose own rarest is one of the record's.
    """

    def __init__(self) -> None:
        self._postings = _Postings()
        self._members: set[int] = set()

    def __len__(self) -> int:
        return len(self._members)

    def add(self, member: int, names: Iterable[str], sources: frozenset[str], ids: Iterable[str]) -> None:
        """Adds a member, or what a member is called as well."""
        self._members.add(member)
        put = self._postings.add
        put("all", sources, member)
        for id in ids:
            put(("id", id), _NOBODY, member)
        for name in names:
            words = words_of(name)
            if not words:
                put("nameless", sources, member)
                continue
            rarest = min(words, key=lambda word: self._postings.count(_spelt("any", word)[0]))
            for role, word in (("first", words[0]), ("own", rarest), *(("any", word) for word in words)):
                for token in _spelt(role, word):
                    put(token, sources, member)

    def named(self, name: str, avoided: frozenset[str], *, by_given: bool) -> Iterator[int]:
        """Who may have this name, in ascending order, of no source that is ``avoided``."""
        words = words_of(name)
        if not words:
            return self.everybody(avoided)
        lists = self._postings.of(["nameless"], avoided)
        lists += min((self._postings.of(_asked("any", word), avoided) for word in words), key=_size)
        for word in words:
            lists += self._postings.of(_asked("own", word), avoided)
        if by_given:
            lists += self._postings.of(_asked("first", words[0]), avoided)
        return _ascending(lists)

    def everybody(self, avoided: frozenset[str], ids: Iterable[str] = ()) -> Iterator[int]:
        """All of no source that is ``avoided``, and those with one of these ids, in ascending order."""
        lists = self._postings.of(["all"], avoided)
        return _ascending(lists + self._postings.of([("id", id) for id in ids], _NOBODY))


class Namesakes:
    """Contacts with one name, by company and by whether there is any address or number; members count from 0."""

    def __init__(self) -> None:
        self._postings = _Postings()

    def add(
        self, member: int, company: str, has: tuple[bool, bool], sources: frozenset[str], known: Iterable[str] = ()
    ) -> None:
        """Adds a member that ``has`` addresses, and numbers; ``known`` are its ids and all that it ever had."""
        for firm in (company, _ANY_COMPANY):
            self._postings.add((firm, *has), sources, member)
        for key in known:
            self._postings.add(("known", key), _NOBODY, member)

    def of(self, keys: Keys, avoided: frozenset[str], *, is_told: bool) -> Iterator[int]:
        """Who may be meant, in ascending order; by the rules of `crm_tui.store.bulk.matching`."""
        companies: Sequence[str | None] = (keys.company,)
        if not keys.points:
            companies = (keys.company, "") if keys.company else (_ANY_COMPANY,)
        has = product((False, True), repeat=2)
        which = [pair for pair in has if is_told or not differs(keys, has_email=pair[0], has_phone=pair[1])]
        tokens: list[Hashable] = [(company, *pair) for company in companies for pair in which]
        known = [("known", key) for key in (*keys.externals, *keys.points)]
        return _ascending(self._postings.of(tokens, avoided) + self._postings.of(known, _NOBODY))


def differs(keys: Keys, *, has_email: bool, has_phone: bool) -> bool:
    """Whether addresses or numbers of a namesake are others than those of a record, which are not the namesake's.

    Without a company, having any is enough.
    """
    if keys.points and not keys.company:
        return has_email or has_phone
    return bool((keys.emails and has_email) or (keys.phones and has_phone))


def _spelt(role: str, word: str) -> tuple[Hashable, ...]:
    """The tokens of a word of a member: as words of several letters ask for it, and as an initial does."""
    return ((role, word[:STEM] if len(word) > 1 else f"{word}."), (role, f"{word[0]}*"))


def _asked(role: str, word: str) -> tuple[Hashable, ...]:
    """The tokens of all words that are alike to this one."""
    return ((role, f"{word}*"),) if len(word) == 1 else ((role, word[:STEM]), (role, f"{word[0]}."))


def _size(lists: Iterable[Sequence[int]]) -> int:
    return sum(map(len, lists))


def _ascending(lists: Sequence[Sequence[int]]) -> Iterator[int]:
    """The members of all lists, each once; the first without looking at all."""
    return (member for member, _ in groupby(merge(*lists)))
