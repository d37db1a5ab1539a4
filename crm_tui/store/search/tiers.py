"""How well a contact matches: the tiers, each with the way to look it up.

A tier is looked up either by its full-text index, newest slot first, or by testing the documents that
something else has found; both give the same contacts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from crm_tui.store.search import terms as looked_for
from crm_tui.store.search import vocabulary, ways
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
    PHONE = 6  # digits of a phone number, when nothing else was typed
    NOTED = 7  # words of notes, custom fields and interactions as well
    PART = 8  # anywhere in a word or an e-mail address, and digits of phone numbers
    TYPO = 9  # words of the name one edit away
    TYPO_ANY = 10  # words of any field one edit away


class Probe(NamedTuple):
    """A way to look up a tier: ``also`` of those on the ``way``, who are the same as pass the ``test``.

    The size of the way is `UNKNOWN` where it takes a look at the vocabulary to guess it.
    """

    tier: Tier
    way: Way
    test: Sql
    also: Sql = TRUE


#: The size of a way that nobody has guessed yet.
UNKNOWN = -1


#: Typos are only looked for when fewer contacts than this have been found: they are guesses.
FEW = 3

#: Beginnings that the index of notes looks up by the word; shorter ones would fetch half of it.
SHORTEST_NOTED = 3

#: How many contacts are taken to have a word in their notes; nobody counts those.
NOTED = 10_000

#: A trigram that fewer contacts have than the first needs no second; one that more have needs several.
_SELECTIVE, _COMMON = 400, 5_000
_MOST_TRIGRAMS = 6


def probes(connection: sqlite3.Connection, terms: Terms) -> Iterator[Probe]:
    """The ways to look up the terms, best tier first, all but those for typos."""
    words = terms.words
    if not words:
        return
    if terms.is_address:
        yield from _addresses(connection, terms.addresses)
    yield from _named(connection, words)
    anywhere = ways.index("search_word", starts(connection, "search_word", words), UNKNOWN)
    yield Probe(Tier.ANY, anywhere, both(map(looked_for.starts_any, words)))
    if terms.digits:
        yield from _numbers(connection, terms.digits)
    yield from _noted(connection, words)
    yield from _parts(connection, Tier.PART, terms.terms)


def _named(connection: sqlite3.Connection, words: Sequence[str]) -> Iterator[Probe]:
    """Words of the name. A single letter is no word yet, or every "J." would come before Jane."""

    def look_up(tier: Tier, whole: int) -> Probe:
        way = ways.index("search_name", starts(connection, "search_name", words, whole), UNKNOWN)
        test = both((*map(looked_for.whole_name, words[:whole]), *map(looked_for.starts_name, words[whole:])))
        return Probe(tier, way, test)

    if len(words) > 1 or len(words[0]) > 1:
        yield look_up(Tier.NAME, len(words))
    if len(words) > 1:
        yield look_up(Tier.NAME_TYPED, len(words) - 1)
    yield look_up(Tier.NAME_START, 0)


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
    yield Probe(Tier.TYPO, ways.index("search_name", _mended(connection, "search_name", others), NOTED), in_name)
    yield Probe(Tier.TYPO_ANY, ways.index("search_word", _mended(connection, "search_word", others), NOTED), anywhere)


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


def _numbers(connection: sqlite3.Connection, digits: str) -> Iterator[Probe]:
    test = Sql("instr(d.digits, ?) > 0", (digits,))
    ranked = vocabulary.rarest(connection, vocabulary.trigrams(digits))[:_MOST_TRIGRAMS]
    yield Probe(Tier.PHONE, ways.index("search_trigram", together(ranked), ranked[0][0]), test, test)


def _parts(connection: sqlite3.Connection, tier: Tier, terms: Sequence[Term]) -> Iterator[Probe]:
    """Terms anywhere, found by their rarest trigrams."""
    pieces = [piece for term in terms for piece in ((term.address,) if term.address else term.words)]
    ranked = [
        vocabulary.rarest(connection, vocabulary.trigrams(piece)) for piece in dict.fromkeys(pieces) if len(piece) > 2
    ]
    if not ranked:
        return
    chosen = {piece[0] for piece in ranked}
    if min(chosen)[0] > _SELECTIVE:
        chosen |= {piece[1] for piece in ranked if len(piece) > 1}
    if len(ranked) == 1 and ranked[0][0][0] > _COMMON:
        chosen |= set(ranked[0][2:4])
    test = both(map(looked_for.contains, terms))
    way = ways.index("search_trigram", together(sorted(chosen)[:_MOST_TRIGRAMS]), min(chosen)[0])
    yield Probe(tier, way, test, test)


def together(ranked: Sequence[tuple[int, str]]) -> str:
    """An expression for all of the trigrams, which come with their uses."""
    return " AND ".join('"' + trigram.replace('"', '""') + '"' for _, trigram in ranked)


def starts(connection: sqlite3.Connection, table: str, words: Sequence[str], whole: int = 0) -> str:
    """An expression for all words: the first ``whole`` as they are, the others as beginnings.

    Longer beginnings stand first: their lists are shorter.
    """
    beginnings = sorted(words[whole:], key=len, reverse=True)
    found = (vocabulary.beginning(connection, table, word) for word in beginnings)
    return " AND ".join([*map(_whole, words[:whole]), *found])


def _whole(word: str) -> str:
    return f'"{word}"'
