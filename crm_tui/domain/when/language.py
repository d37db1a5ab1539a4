"""What a language table holds: words, patterns and habits. A language is data; the rules know no words.

A table maps *kinds* of words ("weekday", "unit") to meanings, and meanings to their spellings. Patterns say
in which order a language puts them; each belongs to a rule, a function that is the same for every language.
So inflected forms are further spellings, and another word order is a further pattern.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from functools import cache
from importlib import import_module

from crm_tui.domain.value import dataclass

#: Language code → module of this package that holds its table as ``TABLE``.
MODULES: Mapping[str, str] = {"en": "english", "fr": "french", "el": "greek", "lv": "latvian"}

#: Understood beside every other language: the program itself speaks it, and what it shows can be typed.
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class DayPart:
    """A named part of the day: the hour it stands for alone, and the hours (first, end) it may qualify."""

    default: time
    span: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words and habits of one language.

    ``words``: kind → meaning → spellings; ``links``: kind → spellings of words without a meaning of their own
    ("at", "of"). Spellings are separated by ``|``, may have several words, are compared without case and
    accents, and count only when glued to a number if they begin with ``~`` (the "a" of "9a").

    ``patterns``: symbol → rule → patterns. In a pattern ``x`` is a word of kind x or a symbol, ``x?`` may be
    absent, ``x|y`` is either; ``{x}`` hands its value to the rule under its name, ``{x:name}`` under another.

    ``greedy`` symbols match as much as they can and nothing less: "twenty nine" is not twenty and nine.

    ``beside``: English is understood beside every other language, but no phrase that begins with one of these
    words, which are plain ones here ("mon").

    ``elisions`` are articles written onto the next word ("l'"). ``ordinal_endings`` make "3rd" an ordinal,
    ``is_dot_ordinal`` makes "3." one. ``hour_marks`` stand in "9h30" for the colon. ``month_first`` are the
    countries where 03/04 is 4 March; ``is_dotted_date`` tells whether "3.4" is a date, ``has_decimal_comma``
    whether "2,5" is a number.

    ``careful`` words are no dates by themselves inside a sentence ("sat"); ``names`` are never, when written
    with a capital ("Tom"), ``capitals`` only then (Τρίτη, which is "third" too). All three are folded.
    ``examples``: kind → a phrase to show when something near it was not understood.
    """

    code: str
    words: Mapping[str, Mapping[int | str, str]]
    links: Mapping[str, str]
    patterns: Mapping[str, Mapping[str, tuple[str, ...]]]
    parts: Mapping[str, DayPart]
    examples: Mapping[str, str]
    greedy: frozenset[str] = frozenset()
    ordinal_endings: frozenset[str] = frozenset()
    is_dot_ordinal: bool = False
    elisions: tuple[str, ...] = ()
    hour_marks: str = ""
    month_first: frozenset[str] = frozenset()
    is_dotted_date: bool = True
    has_decimal_comma: bool = False
    careful: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


def numbered(first: int, spellings: str) -> dict[int | str, str]:
    """Meanings that are counted, with commas between them: the first means ``first``, the next one more."""
    return dict(enumerate(spellings.split(", "), first))


@cache
def table(code: str) -> Language:
    """The table of a language; English where there is none."""
    language: Language = import_module(f"{__package__}.{MODULES.get(code, 'english')}").TABLE
    return language
