"""What brings two contacts together to be compared: nobody compares a million people with each other.

A contact stands in several blocks, each known by what its members have in common. Nearly every pair that `match.score`
calls likely shares one, and few that it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import permutations

from crm_tui.domain.likeness import root, sound
from crm_tui.domain.match import Keys, is_shared_box
from crm_tui.domain.place import Place
from crm_tui.domain.typed import NamedTuple


class Hold(IntEnum):
    """How much it says that two are in one block, and so how large it may be.

    Of a STRONG one even a large block is looked through, each with the next ones; of the others a large block says
    nothing: half the town has that name.
    """

    STRONG = 0
    WEAK = 1
    RARE = 2


#: Members of a block that are all compared with each other; of a STRONG one, how far apart they may stand.
MOST: dict[Hold, int] = {Hold.STRONG: 50, Hold.WEAK: 12, Hold.RARE: 6}

#: What a dozen colleagues share, of whom two may well have one word of their names in common; it takes more.
_COLLEAGUES = frozenset({"company", "domain"})

#: Words of a name that are looked at one by one.
_MOST_WORDS = 4

#: What a member of a block has in common with the others.
Block = tuple[str, ...]

# By name: a member of an enumeration takes longer to look up than all else that a block takes.
_STRONG, _WEAK, _RARE = Hold


class _Name(NamedTuple):
    """A name as blocks have it: all of it, each word, each with the beginning of another one, the beginnings."""

    whole: str
    words: tuple[Block, ...]
    pairs: tuple[Block, ...]
    initials: str


@lru_cache(1 << 14)
def _name(words: tuple[str, ...]) -> _Name:
    roots = {word: root(word) for word in words[:_MOST_WORDS]}
    apart = sorted(set(roots.values()))
    pairs = {(roots[one], sound(other)[:1]) for one, other in permutations(words[:_MOST_WORDS], 2)}
    return _Name(
        " ".join(apart) if len(apart) > 1 else "",
        tuple((each,) for each in apart),
        tuple(sorted(pairs)) or tuple((each, "") for each in apart),
        "".join(sorted(sound(word)[:1] for word in words[:2])),
    )


def blocks(keys: Keys) -> Iterator[tuple[Hold, Block]]:
    """The blocks in which a contact stands."""
    for email in keys.emails:
        yield _WEAK if is_shared_box(email) else _STRONG, ("@", email)
    name = _name(keys.name)
    if name.whole:
        yield _RARE, ("name", name.whole)
        if keys.company:
            yield _STRONG, ("name", name.whole, keys.company)
    for around in _around(keys):
        if around[0] in _COLLEAGUES:
            for pair in name.pairs:
                yield _WEAK, around + pair
            if around[0] == "domain":  # of the company, all with that name are together already
                yield _WEAK, (*around, "", name.whole)
        else:
            for word in name.words:
                yield _WEAK, around + word
            yield _WEAK, (*around, "", name.initials)
    for each in keys.places:
        yield from _at_home(each, keys.birthday)


def _at_home(place: Place, birthday: str) -> Iterator[tuple[Hold, Block]]:
    """Who lives in one house, whatever they are called, or was born on one day in one town."""
    if place.house and place.street:
        yield _WEAK, ("house", place.street, place.house)
    if place.house and place.code:
        yield _WEAK, ("door", place.house, place.code)
    if birthday:
        yield _WEAK, ("born", birthday, place.code or place.town)


def _around(keys: Keys) -> Iterator[Block]:
    """What many may share, so that it takes a word of the name as well."""
    if keys.company:
        yield "company", keys.company
    for domain in keys.domains:
        yield "domain", domain
    for phone in keys.phones:
        yield "phone", phone
    if keys.birthday:
        yield "birthday", keys.birthday
    if keys.places:
        for code in {each.code or each.town for each in keys.places if each.code or each.street} - {""}:
            yield "code", code
        for street in {each.street for each in keys.places} - {""}:
            yield "street", street
