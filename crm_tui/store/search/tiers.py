"""How well a contact matches: the tiers, each with the way to look it up.

A tier is looked up either by its full-text index, newest slot first, or by testing the documents that
something else has found; both give the same contacts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import partial
from typing import NamedTuple

from crm_tui.store.search import terms as looked_for
from crm_tui.store.search import trigrams, vocabulary, ways
from crm_tui.store.search.sql import TRUE, Sql, both, either
from crm_tui.store.search.terms import Term, Terms
from crm_tui.store.search.ways import Way


class Tier(IntEnum):
    """Best first. Within a tier those worked most recently come first."""

    EMAIL = 0  # an e-mail address, whole
    NAME = 1  # whole words of the name
    NAME_TYPED = 2  # whole words of the name but the last, which is still being typed
    NAME_START = 3  # beginnings of words of the name
    ADDRESS = 4  # part of an e-mail address, when an "@" was typed
    ANY = 5  # beginnings of words of name, company, title, department, tags, e-mail addresses
    PHONE = 6  # digits of a phone number, or one number anywhere, when nothing else was typed
    NOTED = 7  # words of notes, custom fields and interactions as well
    PART = 8  # anywhere in a word or an e-mail address, and digits of phone numbers
    TYPO = 9  # words of the name one edit away
    TYPO_ANY = 10  # words of any field one edit away


class Probe(NamedTuple):
    """A way to look up a tier: ``also`` of those on the ``way``, who are the same as pass the ``test``.

    The size of the way is `UNKNOWN` where it takes a look at the vocabulary to guess it. ``better`` makes the
    probes of better tiers whose matches are all among this one's: when these are few, one look-up serves all.
    """

    tier: Tier
    way: Way
    test: Sql
    also: Sql = TRUE
    better: Callable[[], Sequence[Probe]] | None = None


#: The size of a way that nobody has guessed yet.
UNKNOWN = -1

#: A single shorter word begins the names of many.
_TELLING = 5

#: Typos are only looked for when fewer contacts than this have been found: they are guesses.
FEW = 3

#: Beginnings that the index of notes looks up by the word; shorter ones would fetch half of it.
SHORTEST_NOTED = 3

#: How many contacts are taken to have a word in their notes; nobody counts those.
NOTED = 10_000


def probes(connection: sqlite3.Connection, terms: Terms) -> Iterator[Probe]:
    """The ways to look up the terms, best tier first, all but those for typos."""
    words = terms.words
    if not words:
        return
    if terms.is_address:
        yield from _addresses(connection, terms.addresses)
    named = partial(_named, connection, words)
    is_common = len(words) == 1 and len(words[0]) < _TELLING
    if is_common:
        yield from named()
    anywhere = ways.index("search_word", starts(connection, "search_word", words), UNKNOWN)
    yield Probe(Tier.ANY, anywhere, both(map(looked_for.starts_any, words)), better=None if is_common else named)
    if terms.digits:
        yield from _numbers(connection, terms)
    yield from _noted(connection, words)
    if not (terms.digits and len(words) == 1):
        yield from _parts(connection, Tier.PART, terms.terms)


def _named(connection: sqlite3.Connection, words: Sequence[str]) -> list[Probe]:
    """Words of the name. A single letter is no word yet, or every "J." would come before Jane."""
    found: list[Probe] = []
    for tier, whole in ((Tier.NAME, len(words)), (Tier.NAME_TYPED, len(words) - 1), (Tier.NAME_START, 0)):
        is_word = tier is Tier.NAME_START or (whole > 0 and (len(words) > 1 or len(words[0]) > 1))
        size = vocabulary.uses(connection, words[:whole])
        if is_word and size != 0:
            way = ways.index("search_name", starts(connection, "search_name", words, whole), size or UNKNOWN)
            tests = (*map(looked_for.whole_name, words[:whole]), *map(looked_for.starts_name, words[whole:]))
            found.append(Probe(tier, way, both(tests)))
    return found


def _addresses(connection: sqlite3.Connection, addresses: Sequence[str]) -> Iterator[Probe]:
    """Whole e-mail addresses first, then parts of them."""
    whole = both(Sql("instr(' ' || d.emails || ' ', ?) > 0", (f" {address} ",)) for address in addresses)
    yield Probe(Tier.EMAIL, ways.addressed(addresses[0]), whole, whole)
    yield from _parts(connection, Tier.ADDRESS, [Term((), address) for address in addresses])


def typo_probes(connection: sqlite3.Connection, terms: Terms) -> Iterator[Probe]:
    """The ways to look up words that differ by one edit from some of those typed."""
    others = {word: vocabulary.corrections(connection, word) for word in terms.words}
    if not any(others.values()):
        return
    in_name = both(
        either((looked_for.starts_name(word), *map(looked_for.whole_name, near))) for word, near in others.items()
    )
    anywhere = both(either(map(looked_for.starts_any, (word, *near))) for word, near in others.items())

    def named() -> list[Probe]:
        return [Probe(Tier.TYPO, ways.index("search_name", _mended(connection, "search_name", others), NOTED), in_name)]

    way = ways.index("search_word", _mended(connection, "search_word", others), NOTED)
    yield Probe(Tier.TYPO_ANY, way, anywhere, better=named)


def _mended(connection: sqlite3.Connection, table: str, others: Mapping[str, Sequence[str]]) -> str:
    """An expression for all words, each as a beginning or one of the words that it may have meant."""
    return " AND ".join(
        f"({' OR '.join([vocabulary.beginning(connection, table, word), *map(_whole, near)])})"
        for word, near in others.items()
    )


def _noted(connection: sqlite3.Connection, words: Sequence[str]) -> Iterator[Probe]:
    """Words of any text. The shortest are tested, not looked up."""
    long = [word for word in words if len(word) >= SHORTEST_NOTED]
    test = both(map(looked_for.starts_anywhere, words))
    if long:
        short = both(looked_for.starts_anywhere(word) for word in words if word not in long)
        yield Probe(Tier.NOTED, ways.index("search_text", starts(connection, "search_text", long), NOTED), test, short)


def _numbers(connection: sqlite3.Connection, terms: Terms) -> Iterator[Probe]:
    """Digits of a phone number; typed in one piece they may stand anywhere else as well."""
    test = Sql("instr(d.digits, ?) > 0", (terms.digits,))
    if len(terms.words) == 1:
        test = either((test, looked_for.contains(terms.terms[0])))
    if way := trigrams.way(connection, [terms.digits]):
        yield Probe(Tier.PHONE, way, test, test)


def _parts(connection: sqlite3.Connection, tier: Tier, terms: Sequence[Term]) -> Iterator[Probe]:
    """Terms anywhere, found by their rarest trigrams."""
    pieces = [piece for term in terms for piece in ((term.address,) if term.address else term.words)]
    if way := trigrams.way(connection, pieces):
        test = both(map(looked_for.contains, terms))
        yield Probe(tier, way, test, test)


def starts(connection: sqlite3.Connection, table: str, words: Sequence[str], whole: int = 0) -> str:
    """An expression for all words: the first ``whole`` as they are, the others as beginnings.

    Longer beginnings stand first: their lists are shorter.
    """
    beginnings = sorted(words[whole:], key=len, reverse=True)
    found = (vocabulary.beginning(connection, table, word) for word in beginnings)
    return " AND ".join([*map(_whole, words[:whole]), *found])


def _whole(word: str) -> str:
    return f'"{word}"'
