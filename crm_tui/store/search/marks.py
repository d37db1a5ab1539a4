"""Facets within the word indexes: a private character for each, which no typed word can be, for those are ASCII.

The character is computed from the facet, so there is no table of them; two facets may share one. An index therefore
leads to everyone who has a facet and, once in a great while, to others: the facets of a document have the last word.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

from crm_tui.domain.typed import NamedTuple

#: The first of the private characters and how many there are: all beyond the scripts and the surrogates.
_FIRST, _MANY = 0x20000, 0xF0000

#: The first of the facets for time begins so.
_TIME = " last="


@lru_cache(maxsize=16_384)
def mark(facet: str) -> str:
    """The character of a facet such as `status=new`."""
    return chr(_FIRST + zlib.crc32(facet.encode()) % _MANY)


@lru_cache(maxsize=16_384)
def marks(facets: str) -> str:
    """The characters of facets that spaces separate, each once, between spaces."""
    return " ".join(sorted(held(facets)))


def held(facets: str) -> frozenset[str]:
    """The characters of facets that spaces separate."""
    return frozenset(map(mark, facets.split()))


class Turn(NamedTuple):
    """What is gone of some facets and what has come, and the same of their characters, between spaces."""

    gone: tuple[str, ...]
    come: tuple[str, ...]
    taken: str
    put: str


def turn(was: str, now: str) -> Turn:
    """How facets differ, in the order of documents: those for time at the end.

    While times are the same, as they are for most, the answer for many other contacts is the same as well.
    """
    before, time = apart(was)
    after, other_time = apart(now)
    if time != other_time:
        return _turn(was, now)
    turned = _remembered_turn(before, after)
    told = _marks_of_time(time)
    return turned if told.isdisjoint(turned.taken) and told.isdisjoint(turned.put) else _turn(was, now)


def apart(facets: str) -> tuple[str, str]:
    """The facets that last, and those for time; see `crm_tui.store.search.times`."""
    place = facets.find(_TIME)
    return (facets, "") if place < 0 else (facets[:place], facets[place:])


def _turn(was: str, now: str) -> Turn:
    before, after = dict.fromkeys(was.split()), dict.fromkeys(now.split())
    marked, marking = held(was), held(now)
    return Turn(
        tuple(facet for facet in before if facet not in after),
        tuple(facet for facet in after if facet not in before),
        " ".join(sorted(marked - marking)),
        " ".join(sorted(marking - marked)),
    )


_remembered_turn = lru_cache(maxsize=16_384)(_turn)
_marks_of_time = lru_cache(maxsize=8_192)(held)
