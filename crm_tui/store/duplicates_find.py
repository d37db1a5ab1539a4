"""Everybody who may be there twice: found by blocks in memory, judged by `crm_tui.domain.match`.

One reading of the book puts every contact into its blocks (`likeness_blocks`): a number each, of which the upper bits
are the hash of what the block has in common and the lower ones whose it is. Sorted, members of a block stand beside
each other. Only who shares a block is read again, and compared. Memory is some 150 bytes a contact.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from crm_tui.domain import match
from crm_tui.domain.desk import Desk
from crm_tui.domain.likeness_blocks import MOST, Hold, blocks
from crm_tui.domain.match import Keys, Match
from crm_tui.domain.typed import NamedTuple
from crm_tui.store import duplicates_keys

#: Told how much is done, of all that there is to do; may raise to end it.
Watch = Callable[[str, int, int], None]

#: Bits of a number for the place of a contact and for the hold of its block, the rest are for the hash; and drawers.
_PLACE, _HOLD, _DRAWERS = 24, 2, 32

#: Contacts between two words about progress, and pairs whose contacts are read at once.
STEP = 2_000

#: Neighbours in a block that is too large to compare everybody in it.
_NEAR = 3


class Pair(NamedTuple):
    """Two contacts, by key, the older first; how surely they are one, and whether it is as good as written down."""

    one: int
    other: int
    match: Match
    is_obvious: bool


def find(connection: sqlite3.Connection, desk: Desk, watch: Watch | None = None) -> list[Pair]:
    """All likely pairs outside the trash, the surest first; those that were dismissed are among them.

    `crm_tui.store.duplicates.remaining` leaves those out, and what has been merged since.
    """
    tell = watch or nobody
    (total,) = connection.execute("SELECT contacts FROM tally").fetchone()
    lines = duplicates_keys.shared_lines(connection)
    pks, drawers = _filed(duplicates_keys.everybody(connection, lines), total, tell)
    candidates = _candidates(drawers, tell)
    found = _judged(connection, lines, pks, candidates, tell)
    return sorted(found, key=lambda pair: (-pair.match.score, pair.one, pair.other))


def nobody(_stage: str, _done: int, _total: int) -> None:
    """Whom progress is told where nobody asks."""


def _filed(people: Iterable[tuple[int, Keys]], total: int, tell: Watch) -> tuple[Sequence[int], list[array[int]]]:
    """The keys of the contacts by place, and the numbers of all their blocks."""
    pks, drawers = array("q"), [array("Q") for _ in range(_DRAWERS)]
    which, lowest, whole = _DRAWERS - 1, _HOLD + _PLACE, (1 << 64) - 1
    holds = [hold << _PLACE for hold in Hold]
    for place, (pk, keys) in enumerate(people):
        if not place % STEP:
            tell("Reading", place, total)
        pks.append(pk)
        for hold, block in blocks(keys):
            hashed = hash(block)
            drawers[hashed & which].append((hashed << lowest | holds[hold] | place) & whole)
    return pks, drawers


def _candidates(drawers: list[array[int]], tell: Watch) -> list[int]:
    """Who is in a block with whom, as two places in one number, in ascending order. Empties ``drawers``."""
    found: set[int] = set()
    for done in range(len(drawers)):
        tell("Putting side by side", done, len(drawers))
        numbers, drawers[done] = sorted(drawers[done]), array("Q")
        for hold, members in _shared(numbers):
            found.update(one << _PLACE | other for one, other in paired(hold, members))
    return sorted(found)


def _shared(numbers: Sequence[int]) -> Iterator[tuple[Hold, list[int]]]:
    """The blocks with more than one member, of numbers in ascending order: its hold, and the places of its members."""
    holds, place, end = tuple(Hold), (1 << _PLACE) - 1, 0
    block_of = [number >> _PLACE for number in numbers]
    for start in [at for at, (one, other) in enumerate(pairwise(block_of)) if one == other]:
        if start >= end:
            end = bisect_right(block_of, block_of[start], start)
            yield holds[block_of[start] & 3], [number & place for number in numbers[start:end]]


def paired(hold: Hold, members: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Who of a block, its members in ascending order, is compared with whom."""
    if len(members) <= MOST[hold]:
        return combinations(members, 2)
    if hold is Hold.STRONG:
        return [(members[at], each) for at in range(len(members)) for each in members[at + 1 : at + 1 + _NEAR]]
    return ()


def _judged(
    connection: sqlite3.Connection, lines: Container[str], pks: Sequence[int], candidates: Sequence[int], tell: Watch
) -> Iterator[Pair]:
    """The candidates that are likely."""
    place = (1 << _PLACE) - 1
    known: dict[int, Keys] = {}
    for start in range(0, len(candidates), STEP):
        tell("Comparing", start, len(candidates))
        pairs = [(pks[number >> _PLACE], pks[number & place]) for number in candidates[start : start + STEP]]
        wanted = {pk for pair in pairs for pk in pair}
        known = {pk: keys for pk, keys in known.items() if pk in wanted}
        known |= duplicates_keys.some(connection, [pk for pk in wanted if pk not in known], lines)
        yield from judged(pairs, known)


def judged(pairs: Iterable[tuple[int, int]], known: Mapping[int, Keys]) -> Iterator[Pair]:
    """Those of the pairs that are likely, by the keys of both."""
    for one, other in pairs:
        found = match.score(known[one], known[other])
        if found.score >= match.LIKELY:
            yield Pair(one, other, found, match.is_obvious(known[one], known[other]))
