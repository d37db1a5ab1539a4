"""Which of the people whom an import brings are likely somebody already, or each other.

The rules are those of the whole book (`duplicates_find`): blocks bring two together, `crm_tui.domain.match` judges
them. Only blocks that hold a newcomer are kept, so memory is that of the newcomers, however large the book is. A few
newcomers to a large book are looked up in its indexes instead, which spares reading it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from crm_tui.domain.desk import Desk
from crm_tui.domain.likeness_blocks import Block, Hold, blocks
from crm_tui.domain.match import Keys
from crm_tui.domain.typed import NamedTuple
from crm_tui.domain.value import replace
from crm_tui.store import duplicates, duplicates_keys, lines
from crm_tui.store.duplicates_find import STEP, Pair, Watch, judged, nobody, paired

#: As many people are read from a book in the time in which one is looked up in its indexes.
_READ_INSTEAD = 500

#: Newcomers who are looked for while somebody waits, and people of the book who are read for it.
_MOST_IN_PASSING, _MOST_READ = 20_000, 50_000

_NEWCOMERS = """
SELECT c.pk, c.name, coalesce(co.name, '') FROM contact c LEFT JOIN company co ON co.pk = c.company
 WHERE c.pk >= ? AND c.deleted_at IS NULL ORDER BY c.pk LIMIT ?"""

_HOLDERS = """
SELECT DISTINCT p.normal, p.contact FROM json_each(?) k
 CROSS JOIN contact_point p ON p.normal = k.value AND p.normal <> '' AND p.deleted_at IS NULL"""


class Newcomer(NamedTuple):
    """Somebody whom an import has made, or would make: what is compared, and what they are called."""

    keys: Keys
    name: str
    company: str


#: Newcomers by the key that they have, or had before a trial was taken back.
Newcomers = Mapping[int, Newcomer]


class Likely(NamedTuple):
    """A newcomer who is likely ``other``, whom they are like, and why."""

    name: str
    company: str
    other: str
    other_company: str
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """In words: "Jon Smith, Acme: like John Smith, Acme (same name, one by nickname, same company)"."""
        who = ", ".join(filter(None, (self.name, self.company)))
        other = ", ".join(filter(None, (self.other, self.other_company)))
        return f"{who}: like {other} ({', '.join(self.reasons)})"


def is_quick(connection: sqlite3.Connection, count: int) -> bool:
    """Whether so many newcomers can be looked for while somebody waits: in two seconds or so."""
    (total,) = connection.execute("SELECT contacts FROM tally").fetchone()
    return count <= _MOST_IN_PASSING and min(count * _READ_INSTEAD, int(total)) <= _MOST_READ


def newcomers(connection: sqlite3.Connection, first: int, most: int) -> Newcomers:
    """Who has come since the next contact was to get the key ``first``, ``most`` of them at the most."""
    rows = connection.execute(_NEWCOMERS, (first, most)).fetchall()
    keys = duplicates_keys.some(connection, [pk for pk, *_ in rows])
    return {pk: Newcomer(keys[pk], name or _address(keys[pk]), company) for pk, name, company in rows}


def find(connection: sqlite3.Connection, desk: Desk, new: Newcomers, watch: Watch | None = None) -> list[Likely]:
    """The newcomers who are likely somebody else, the surest first, each with the one who is likeliest.

    Two newcomers who are like each other are told once. They need not be in the database any more.
    """
    tell = watch or nobody
    (total,) = connection.execute("SELECT contacts FROM tally").fetchone()
    is_few = len(new) * _READ_INSTEAD < total
    found = [*_put_together(connection, new, tell, book=0 if is_few else total)]
    if is_few:
        found += _looked_up(connection, desk, new, tell)
    best: dict[int, Pair] = {}
    for pair in sorted(found, key=lambda pair: (-pair.match.score, pair.one)):
        best.setdefault(pair.other, pair)
    return _told(connection, desk, list(best.values()), new)


def _looked_up(connection: sqlite3.Connection, desk: Desk, new: Newcomers, tell: Watch) -> Iterator[Pair]:
    """Newcomers who are like somebody in the book, by its indexes."""
    for done, (pk, one) in enumerate(new.items()):
        tell("Comparing", done, len(new))
        for other, verdict in duplicates.alike(connection, desk, one.keys):
            if other not in new:
                yield Pair(other, pk, verdict, is_obvious=False)


def _put_together(connection: sqlite3.Connection, new: Newcomers, tell: Watch, *, book: int) -> Iterator[Pair]:
    """Newcomers who are like each other, or like one of the ``book``, which has so many people; 0 leaves it out."""
    telling = _telling(connection, new)
    known = {pk: replace(one.keys, phones=one.keys.phones & telling) for pk, one in new.items()}
    drawers: dict[tuple[Hold, Block], list[int]] = defaultdict(list)
    for pk, keys in known.items():
        for block in blocks(keys):
            drawers[block].append(pk)
    for done, (pk, keys) in enumerate(duplicates_keys.everybody(connection, telling) if book else ()):
        if not done % STEP:
            tell("Reading", done, book)
        if pk not in new:
            for block in blocks(keys):
                if block in drawers:
                    drawers[block].append(pk)
    pairs = {pair for (hold, _), members in drawers.items() for pair in paired(hold, sorted(members))}
    ordered = sorted(filter(None, (_newcomer_last(pair, new) for pair in pairs)))
    for start in range(0, len(ordered), STEP):
        tell("Comparing", start, len(ordered))
        some = ordered[start : start + STEP]
        others = [one for one, _ in some if one not in known]
        yield from judged(some, known | duplicates_keys.some(connection, others, telling))


def _newcomer_last(pair: tuple[int, int], new: Newcomers) -> tuple[int, int] | None:
    """The pair with the later newcomer behind; None where neither is one."""
    one, other = pair
    if other in new:
        return pair
    return (other, one) if one in new else None


def _telling(connection: sqlite3.Connection, new: Newcomers) -> frozenset[str]:
    """The phone numbers of newcomers that say something of two people; see `duplicates_keys.MOST_ON_A_LINE`."""
    holders: dict[str, set[int]] = defaultdict(set)
    for pk, one in new.items():
        for number in one.keys.phones:
            holders[number].add(pk)
    for number, pk in connection.execute(_HOLDERS, (json.dumps(list(holders)),)):
        holders[number].add(pk)
    return frozenset(number for number, held in holders.items() if 2 <= len(held) <= duplicates_keys.MOST_ON_A_LINE)


def _told(connection: sqlite3.Connection, desk: Desk, pairs: Sequence[Pair], new: Newcomers) -> list[Likely]:
    """The pairs in words."""
    there = lines.by_pk(connection, desk, [pair.one for pair in pairs if pair.one not in new])
    found = []
    for pair in pairs:
        one = new[pair.other]
        if pair.one in new:
            name, company = new[pair.one].name, new[pair.one].company
        else:
            other = there[pair.one]
            name, company = other.name or other.email or other.phone, other.company
        found.append(Likely(one.name, one.company, name, company, pair.match.reasons))
    return found


def _address(keys: Keys) -> str:
    return min((*keys.emails, *keys.phones), default="")
