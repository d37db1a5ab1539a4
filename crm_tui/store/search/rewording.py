"""How one part of many documents changes: computed once for all that change alike.

The part is the ``rest`` of a document, between company and addresses, where tags are. What has to be done is what
`crm_tui.store.search.difference` says, of whole texts; here a text only tells whether it has other words that begin
like a changed one, or runs of three characters that occur again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from crm_tui.domain.typed import NamedTuple
from crm_tui.store.search import difference, trigrams
from crm_tui.store.search.difference import CHARACTERS
from crm_tui.store.search.vocabulary import LONGEST


class Rewording:
    """The change of a part from ``was`` to ``now``."""

    def __init__(self, was: str, now: str) -> None:
        self.was, self.now = was, now
        self._terms = frozenset(difference.terms(was)), frozenset(difference.terms(now))
        self._beginnings: dict[int, _Beginnings] = {}
        #: The words that are counted and differ, each with the step that it is counted by; and the trigrams.
        self.words_counted = _steps({*filter(_is_counted, was.split())}, {*filter(_is_counted, now.split())})
        self.trigrams_counted = _steps(trigrams.counted(was), trigrams.counted(now))
        start, end = difference.alike(was, now)
        self._start, self._end = start, len(was) - end
        self._middle = was[start : self._end], now[start : len(now) - end]
        self._pieces: dict[tuple[str, str], _Between] = {}
        #: Whether what the index of trigrams holds beside texts remains as it is.
        self.is_plain = trigrams.beside(was) == trigrams.beside(now)

    def words(self, others: str, shortest: int) -> tuple[str, str]:
        """What to take out of an index of words, and what to put in, for a text whose other words are ``others``.

        ``shortest`` is the length of the shortest beginnings that have lists of their own.
        """
        if shortest not in self._beginnings:
            self._beginnings[shortest] = _Beginnings(*self._terms, shortest)
        beginnings = self._beginnings[shortest]
        met = beginnings.met(others)
        return beginnings.turned(met) if met else beginnings.alone

    def piece(self, before: str, after: str) -> tuple[str, str] | None:
        """What to take out of the index of trigrams, and what to put in, where the part is between these texts.

        Both have two characters at least. None where the whole texts must be compared: trigrams occur elsewhere as
        well, or among what the index holds beside a text (`trigrams.beside`).
        """
        left, right = before + self.was[: self._start], self.was[self._end :] + after
        edges = left[-2:], right[:2]
        known = self._pieces.get(edges) or self._between(edges)
        # A space follows the text where something is held beside it.
        beyond = f"{left}\n{right} "
        for elsewhere in known.elsewhere:
            if elsewhere in beyond:
                return None
        return known.pieces if self.is_plain else None

    def _between(self, edges: tuple[str, str]) -> _Between:
        """What changes between the last two characters before it and the first two after it."""
        was, now = (f"{edges[0]}{middle}{edges[1]}" for middle in self._middle)
        inside = trigrams.of(was) | trigrams.of(now)
        runs = {trigram[2] * trigrams.SHORTEST_RUN for trigram in inside if trigram[1] == " "}
        between = self._pieces[edges] = _Between((was, now), (*inside, *runs))
        return between


class _Between(NamedTuple):
    """What a change takes out of the index of trigrams and puts in, if no text of ``elsewhere`` is around it.

    Those are the trigrams of both, and runs of one character, whose tokens look like trigrams with a space.
    """

    pieces: tuple[str, str]
    elsewhere: tuple[str, ...]


@lru_cache(maxsize=4_096)
def rewording(was: str, now: str) -> Rewording:
    """The change of a part from ``was`` to ``now``."""
    return Rewording(was, now)


class _Beginnings:
    """The words that change, by how they begin."""

    def __init__(self, was: frozenset[str], now: frozenset[str], shortest: int) -> None:
        self._was, self._now, self._shortest = was, now, shortest
        begun = {term[:shortest] for term in was ^ now}
        self._begun = sorted(begun)
        self._pattern = _beginning("|".join(self._begun))
        self.alone = self._told(was, begun), self._told(now, begun)

    def met(self, others: str) -> set[str]:
        """The terms of other texts that begin like one that changes."""
        if not any(start in others for start in self._begun):
            return set()
        found = self._pattern.findall(others)
        return {term for term in found if term[: self._shortest] in self._begun} if found else set()

    def turned(self, met: set[str]) -> tuple[str, str]:
        """What to take out and what to put in where a text has these terms beside."""
        begun = {term[: self._shortest] for term in (self._was ^ self._now) - met}
        return self._told(self._was | met, begun), self._told(self._now | met, begun)

    def _told(self, terms: Iterable[str], begun: set[str]) -> str:
        return " ".join(sorted(term for term in terms if term[: self._shortest] in begun))


def _is_counted(word: str) -> bool:
    return len(word) <= LONGEST


def _steps(was: set[str], now: set[str]) -> tuple[tuple[str, int], ...]:
    return tuple((value, -1 if value in was else 1) for value in was ^ now)


@lru_cache(maxsize=256)
def _beginning(letters: str) -> re.Pattern[str]:
    """What finds the terms that begin with one of some letters, given as a pattern has them."""
    return re.compile(f"(?<![{CHARACTERS}])(?:{letters})[{CHARACTERS}]*")
