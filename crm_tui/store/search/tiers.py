"""How well a contact matches: the tiers, each with the way to look it up.

A tier is looked up either by its full-text index, newest slot first, or by testing the documents that
something else has found; both give the same contacts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import partial

from crm_tui.domain.typed import NamedTuple
from crm_tui.store.search import terms as looked_for
from crm_tui.store.search import trigrams, vocabulary, ways
from crm_tui.store.search.reading import Reading
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
    ``otherwise`` is another way to the same, for when ``also`` lets too few pass of those who come first.
    """

    tier: Tier
    way: Way
    test: Sql
    also: Sql = TRUE
    better: Callable[[], Sequence[Probe]] | None = None
    otherwise: Callable[[], Way] | None = None


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


def probes(reading: Reading, terms: Terms, *, is_narrow: bool) -> Iterator[Probe]:
    """The ways to look up the terms, best tier first, all but those for typos.

    ``is_narrow`` says that filters let few of those pass who have the words. The later tiers then leave out whom the
    words of `Tier.ANY` lead to: when they are looked up, all of these have been tested.
    """
    words = terms.words
    if not words:
        return
    if terms.is_address:
        yield from _addresses(reading, terms.addresses)
    named = partial(_named, reading, words)
    is_common = len(words) == 1 and len(words[0]) < _TELLING
    if is_common:
        yield from named()
    match, loose = starts(reading, "search_word", words)
    way = ways.index("search_word", match, UNKNOWN)
    test, also = both(map(looked_for.starts_any, words)), both(map(looked_for.starts_any, loose))
    yield Probe(Tier.ANY, way, test, also, better=None if is_common else named)
    tested = passed(reading, words) if is_narrow else ""
    if terms.digits:
        yield from _numbers(reading, terms, tested)
    yield from _noted(reading, words, tested)
    if not (terms.digits and len(words) == 1):
        yield from _parts(reading, Tier.PART, terms.terms, tested)


def passed(reading: Reading, words: Sequence[str]) -> str:
    """An expression for exactly those whom `Tier.ANY` finds, in the index of words."""
    return " AND ".join(reading.exactly("search_word", word) for word in sorted(words, key=len, reverse=True))


def _named(reading: Reading, words: Sequence[str]) -> list[Probe]:
    """Words of the name. A single letter is no word yet, or every "J." would come before Jane."""
    found: list[Probe] = []
    for tier, whole in ((Tier.NAME, len(words)), (Tier.NAME_TYPED, len(words) - 1), (Tier.NAME_START, 0)):
        is_word = tier is Tier.NAME_START or (whole > 0 and (len(words) > 1 or len(words[0]) > 1))
        size = reading.uses(words[:whole])
        if is_word and size != 0:
            match, loose = starts(reading, "search_name", words, whole)
            way = ways.index("search_name", match, size or UNKNOWN)
            tests = (*map(looked_for.whole_name, words[:whole]), *map(looked_for.starts_name, words[whole:]))
            found.append(Probe(tier, way, both(tests), both(map(looked_for.starts_name, loose))))
    return found


def _addresses(reading: Reading, addresses: Sequence[str]) -> Iterator[Probe]:
    """Whole e-mail addresses first, then parts of them."""
    whole = both(Sql("instr(' ' || d.emails || ' ', ?) > 0", (f" {address} ",)) for address in addresses)
    yield Probe(Tier.EMAIL, ways.addressed(addresses[0]), whole, whole)
    yield from _parts(reading, Tier.ADDRESS, [Term((), address) for address in addresses])


def typo_probes(reading: Reading, terms: Terms, *, is_narrow: bool) -> Iterator[Probe]:
    """The ways to look up words that differ by one edit from some of those typed; ``is_narrow`` as for `probes`."""
    others = {word: vocabulary.corrections(reading.connection, word) for word in terms.words}
    if not any(others.values()):
        return
    in_name = both(
        either((looked_for.starts_name(word), *map(looked_for.whole_name, near))) for word, near in others.items()
    )
    anywhere = both(either(map(looked_for.starts_any, (word, *near))) for word, near in others.items())
    tested = passed(reading, terms.words) if is_narrow else ""

    def named() -> list[Probe]:
        way = ways.index("search_name", _mended(reading, "search_name", others), NOTED, without=tested)
        return [Probe(Tier.TYPO, way, in_name, in_name)]

    way = ways.index("search_word", _mended(reading, "search_word", others), NOTED, without=tested)
    yield Probe(Tier.TYPO_ANY, way, anywhere, anywhere, better=named)


def _mended(reading: Reading, table: str, others: Mapping[str, Sequence[str]]) -> str:
    """An expression for all words, each as a beginning, more or less, or one of the words that it may have meant."""
    return " AND ".join(
        f"({' OR '.join([reading.beginning(table, word), *map(_whole, near)])})" for word, near in others.items()
    )


def _noted(reading: Reading, words: Sequence[str], passed: str) -> Iterator[Probe]:
    """Words of any text but those ``passed``. Those that have no list of their own are tested, unless few pass."""
    long = [word for word in words if len(word) >= SHORTEST_NOTED]
    if not long:
        return
    match, loose = starts(reading, "search_text", long)
    if passed and loose:
        # Whoever has another word that starts alike has not been passed, and would have to be tested.
        match, loose = " AND ".join(reading.exactly("search_text", word) for word in long), []
    tested = [word for word in words if word not in long or word in loose]

    def exactly() -> Way:
        expression = " AND ".join(reading.exactly("search_text", word) for word in sorted(words, key=len, reverse=True))
        return ways.index("search_text", expression, NOTED, without=passed)

    way = ways.index("search_text", match, NOTED, without=passed)
    test, also = (both(map(looked_for.starts_anywhere, chosen)) for chosen in (words, tested))
    yield Probe(Tier.NOTED, way, test, also, otherwise=exactly if tested else None)


def _numbers(reading: Reading, terms: Terms, passed: str) -> Iterator[Probe]:
    """Digits of a phone number; typed in one piece they may stand anywhere else as well."""
    test = Sql("instr(d.digits, ?) > 0", (terms.digits,))
    if len(terms.words) == 1:
        test = either((test, looked_for.contains(terms.terms[0])))
    if way := trigrams.way(reading, [terms.digits]):
        yield Probe(Tier.PHONE, way._replace(without=passed), test, test)


def _parts(reading: Reading, tier: Tier, terms: Sequence[Term], passed: str = "") -> Iterator[Probe]:
    """Terms anywhere, found by their rarest trigrams."""
    pieces = [piece for term in terms for piece in ((term.address,) if term.address else term.words)]
    if way := trigrams.way(reading, pieces):
        test = both(map(looked_for.contains, terms))
        yield Probe(tier, way._replace(without=passed), test, test)


def starts(reading: Reading, table: str, words: Sequence[str], whole: int = 0) -> tuple[str, list[str]]:
    """An expression for all words: the first ``whole`` as they are, the others as beginnings.

    Longer beginnings stand first: their lists are shorter. Beside it the words that are still to be tested.
    """
    beginnings = sorted(words[whole:], key=len, reverse=True)
    found = (reading.beginning(table, word) for word in beginnings)
    loose = [word for word in beginnings if reading.is_rough(table, word)]
    return " AND ".join([*map(_whole, words[:whole]), *found]), loose


def _whole(word: str) -> str:
    return f'"{word}"'
