"""How two names, or two strings, resemble each other. The one user of `rapidfuzz`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from crm_tui.domain import nicknames

#: Different words that are kept with how they sound: those of a hundred thousand people.
_KEPT = 1 << 17

#: Words of a name that are fitted to those of another; who has more is no person, but a paragraph.
_MOST_WORDS = 12

#: Letters that are heard alike, or written for each other between alphabets; in this order.
_HEARD = (
    "tsch:c shch:s sch:s tch:c kh:h xr:hr ch:h ph:f th:t sh:s zh:z ck:k gh:g oy:u ou:u oe:o ue:u ae:a ai:e ei:i ey:i "
    "oi:i eu:ef ev:ef au:af av:af ie:i ij:i mp:b nt:d nd:d gk:g ng:g c:k q:k w:f v:f y:i j:i x:ks"
)
_SPELT = tuple((before, after) for before, _, after in (pair.partition(":") for pair in _HEARD.split()))
_TWICE = re.compile(r"(.)\1+")


class Likeness(Enum):
    """How two names relate, the surest first: the words for it."""

    SAME = "same name"
    SWAPPED = "same name in another order"
    HEARD = "same name in another spelling"
    LONGER = "same name, one with more to it"
    NICKNAME = "same name, one by nickname"
    SLIP = "names differ by a slip"
    INITIAL = "same name, one abbreviated"
    SINGLE = "same name, of one word"
    NEAR = "names of one word, much alike"
    GIVEN = "same given name, different family names"
    FAMILY = "same family name, different given names"
    UNKNOWN = "a name is missing"
    DIFFERENT = "different names"


#: Names of two people, as far as names tell.
OTHERS = frozenset({Likeness.GIVEN, Likeness.FAMILY, Likeness.DIFFERENT})

_GRADES = (Likeness.SAME, Likeness.HEARD, Likeness.NICKNAME, Likeness.SLIP, Likeness.INITIAL)
_SAME, _HEARD_ALIKE, _NICKNAME, _SLIP, _INITIAL, _APART = range(6)


def likeness(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """How two names relate, each given as folded words: given name, family name, the others."""
    if not one or not other:
        return Likeness.UNKNOWN
    if one == other:
        return Likeness.SAME if len(one) > 1 else Likeness.SINGLE
    if sorted(one) == sorted(other):
        return Likeness.SWAPPED
    one, other = tuple(one[:_MOST_WORDS]), tuple(other[:_MOST_WORDS])
    short, long = sorted((one, other), key=lambda words: (len(words), words))
    grades = _aligned(short, long)
    if _APART not in grades and (len(short) > 1 or len(long) == 1):
        worst = max(grades)
        if len(short) == 1:
            return Likeness.SINGLE if worst < _SLIP else Likeness.NEAR
        return Likeness.LONGER if worst == _SAME else _GRADES[worst]
    if _same_letters(short, long):
        return Likeness.SLIP
    if len(short) == 1:
        return Likeness.INITIAL if grades[0] < _SLIP else Likeness.DIFFERENT
    return _partly(one, other)


def _partly(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """What two names have in common, of which at least one word is another."""
    if _grade(one[1], other[1]) < _INITIAL:
        return Likeness.FAMILY
    return Likeness.GIVEN if _grade(one[0], other[0]) < _INITIAL else Likeness.DIFFERENT


def _aligned(short: Sequence[str], long: Sequence[str]) -> list[int]:
    """For each word of the shorter name, how well the best word of the longer one that is left fits it."""
    left, grades = list(long), []
    for word in short:
        best = min(left, key=lambda each: _grade(word, each))
        grades.append(_grade(word, best))
        left.remove(best)
    return grades


def _same_letters(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether two names of more and fewer words are at most a slip apart once their blanks are left out."""
    return len(short) != len(long) and is_slip("".join(short), "".join(long))


@lru_cache(_KEPT)
def _grade(one: str, other: str) -> int:
    """How well two words of names fit each other, 0 the best."""
    if one == other:
        return _SAME
    if 1 in (len(one), len(other)):
        return _INITIAL if one[0] == other[0] else _APART
    heard, again = sound(one), sound(other)
    if heard == again:
        return _HEARD_ALIKE
    if _is_cut(*sorted((one, other), key=len)) or _formal(heard) & _formal(again):
        return _NICKNAME
    return _SLIP if is_slip(one, other) else _APART


def _formal(heard: str) -> frozenset[str]:
    """The names that a name may be short for, and itself, as they are heard."""
    return nicknames.formal(sound).get(heard) or frozenset((heard,))


def _is_cut(short: str, long: str) -> bool:
    """Whether a word is the beginning of another, as Max is of Maximilian; Jan is not one of Jana."""
    return len(short) > 2 and len(long) - len(short) > 1 and long.startswith(short)


@lru_cache(_KEPT)
def sound(word: str) -> str:
    """A folded word as it is heard, roughly: Papadopoulos and Papadopoylos, Yuriy and Iouri, Mueller and Muller."""
    for before, after in _SPELT:
        if before in word:
            word = word.replace(before, after)
    return _TWICE.sub(r"\1", word)


@lru_cache(_KEPT)
def root(word: str) -> str:
    """One spelling for a word of a name, for all its nicknames and for all that sounds like it."""
    heard = sound(word)
    return nicknames.family(sound).get(heard, heard)


def is_slip(one: str, other: str) -> bool:
    """Whether two strings are the same, or a slip of the keyboard apart.

    One slip in four letters, two in seven, three in ten; more than one only where both begin alike, for hardly
    anybody mistypes the first letter and goes on to mistype more.
    """
    if one == other:
        return True
    shorter = min(len(one), len(other))
    most = 0 if shorter < 4 else min(3, (shorter + 2) // 3 - 1) if one[0] == other[0] else 1
    if abs(len(one) - len(other)) > most:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=most) <= most
