"""How people type Greek, Cyrillic and umlauted names in plain letters.

There is no one romanisation: Χρήστος is typed Christos, Hristos and Xristos; Юлия Yuliya, Iuliia and Julia.
Each alphabet has rules: a group of letters, and the ways in which it is written, the standard one first. Rules
of the same habit vary together (who writes я as "ja" writes ю as "ju"). A word gets its standard spelling, then
the standard with one habit changed, then with two, up to a handful: enough to be found by any of them, few
enough to index.

Standards: ELOT 743 for Greek; for Cyrillic the spelling of passports and newspapers. Reached by `names.aliases`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations, product
from typing import NamedTuple

#: Spellings a word may have beside its plain folding.
MOST = 8


class _Rule(NamedTuple):
    letters: str  # a regular expression
    written: tuple[str, ...]
    habit: str


def _rules(table: str) -> tuple[_Rule, ...]:
    """Rules from lines of "letters written/written… [habit]"; "-" writes nothing. Earlier habits come first."""
    rules = []
    for line in table.strip().splitlines():
        letters, written, *habit = line.split()
        options = tuple(option.replace("-", "") for option in written.split("/"))
        rules.append(_Rule(letters, options, habit[0] if habit else letters))
    return tuple(rules)


_GREEK = r"""
ου                      ou/u
αυ(?=[θκξπστφχψ]|$)     af/au           diphthong
ευ(?=[θκξπστφχψ]|$)     ef/eu           diphthong
ηυ(?=[θκξπστφχψ]|$)     if/iu           diphthong
αυ                      av/au           diphthong
ευ                      ev/eu           diphthong
ηυ                      iv/iu           diphthong
^μπ                     b/mp            initial
^ντ                     d/nt            initial
^γκ                     g/gk            initial
^γι(?=[αοωυ])           gi/yi/y         gamma
^γ(?=[ιηευ])            g/y             gamma
μπ                      mp/b/mb
ντ                      nt/d/nd
γκ                      gk/g/ng
γγ                      ng/gg/g
γξ                      nx/gx
γχ                      nch/gch/nh
χ                       ch/h/x
ει                      ei/i            iota
οι                      oi/i            iota
υ                       y/i             iota
αι                      ai/e
β                       v/b
τζ                      tz/j
φ                       f/ph
ξ                       x/ks
κ                       k/c
η i
α a
γ g
δ d
ε e
ζ z
θ th
ι i
λ l
μ m
ν n
ο o
π p
ρ r
σ s
τ t
ψ ps
ω o
"""

_CYRILLIC = r"""
(?<=к)ий$               iy/y/ii/i/yi/yy ending
ий$                     iy/y/ii/i       ending
ый$                     yy/y/yi         ending
(?<=и)я$                ya/a/ia         ending
кс                      ks/x
др$                     dr/der
^е                      e/ye            initial
ь(?=[её])               -/y/i
ё                       yo/e/io/o
я                       ya/ia/ja        iotation
ю                       yu/iu/ju        iotation
й                       y/i/j           iotation
є                       ye/ie/je        iotation
ї                       yi/i/ji         iotation
х                       kh/h/ch
ц                       ts/c/tz
щ                       shch/sch/sh/sht
г                       g/h
и(?![ейюя])             i/y             ukrainian
и i
к                       k/c
ж                       zh/z/j          caron
ч                       ch/c/tch        caron
ш                       sh/s/sch        caron
ў                       u/w/v
[ьъ] -
а a
б b
в v
д d
е e
з z
і i
ј j
л l
м m
н n
о o
п p
р r
с s
т t
у u
ф f
ы y
э e
ђ dj
љ lj
њ nj
ћ c
џ dz
"""

_UMLAUTS = r"""
[äæ] ae
[öøœ] oe
ü ue
å aa
ß ss
"""


class _Alphabet:
    """Rules compiled into one pattern with a group for each, and the habits, the commonest first."""

    def __init__(self, table: str, commonest: str, rarest: str) -> None:
        self.rules = _rules(table)
        others = dict.fromkeys(rule.habit for rule in self.rules if len(rule.written) > 1)
        rare = rarest.split()
        ordered = dict.fromkeys([*commonest.split(), *(habit for habit in others if habit not in rare), *rare])
        self.habits = tuple(ordered)
        self.pattern = re.compile("|".join(f"({rule.letters})" for rule in self.rules) + "|([a-z0-9])")

    def spellings(self, word: str) -> Iterator[str]:
        """Every spelling, the standard first, then those nearer to it."""
        pieces: list[str | _Rule] = [
            self.rules[match.lastindex - 1] if match.lastindex <= len(self.rules) else match.group()
            for match in self.pattern.finditer(word)
            if match.lastindex
        ]
        found = {piece.habit: len(piece.written) for piece in pieces if isinstance(piece, _Rule)}
        habits = [habit for habit in self.habits if found.get(habit, 1) > 1]
        for changed in range(min(len(habits), 2) + 1):
            for some in combinations(habits, changed):
                for choice in product(*(range(1, found[habit]) for habit in some)):
                    taken = dict(zip(some, choice, strict=True))
                    yield "".join(
                        piece if isinstance(piece, str) else _written(piece, taken.get(piece.habit, 0))
                        for piece in pieces
                    )


def _written(rule: _Rule, choice: int) -> str:
    return rule.written[min(choice, len(rule.written) - 1)]


@cache
def _greek() -> _Alphabet:
    return _Alphabet(_GREEK, commonest="gamma initial χ iota ου", rarest="diphthong κ")


@cache
def _cyrillic() -> _Alphabet:
    return _Alphabet(_CYRILLIC, commonest="ending initial iotation ё", rarest="caron к ukrainian")


@cache
def _umlauts() -> _Alphabet:
    return _Alphabet(_UMLAUTS, commonest="", rarest="")


@lru_cache(maxsize=4096)
def of(word: str) -> tuple[str, ...]:
    """The spellings of one word beside its plain folding, likeliest first; () when there are none."""
    from crm_tui.domain.names import words

    lower = unicodedata.normalize("NFC", word.lower())
    if re.search("[\u0370-\u03ff\u1f00-\u1fff]", lower):
        alphabet, lower = _greek(), _without_accents(lower)
    elif re.search("[\u0400-\u052f]", lower):
        alphabet = _cyrillic()
    elif re.search("[äæöøœüå]", lower):
        alphabet = _umlauts()
    else:
        return ()
    plain = "".join(words(word))
    found: dict[str, None] = {}
    for spelling in alphabet.spellings(lower):
        if spelling and spelling != plain:
            found[spelling] = None
        if len(found) == MOST:
            break
    return tuple(found)


def _without_accents(word: str) -> str:
    """Greek without accents; a diaeresis keeps its letter apart from the one before (Καϊμάκη)."""
    bare = "".join("|" + char if "\u0308" in unicodedata.normalize("NFD", char) else char for char in word)
    marks = dict.fromkeys(range(0x300, 0x370))
    return unicodedata.normalize("NFD", bare).translate(marks).replace("ς", "σ")
