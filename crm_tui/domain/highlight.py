"""Which characters of a displayed text a search has matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from crm_tui.domain import names
from crm_tui.domain.query import And, Node, Or, Place, Query, Word

#: Texts and words whose other spellings are kept: a list is highlighted anew with every letter typed.
_REMEMBERED = 2_000

# Patterns stay text: `re` compiles them when the first match is marked, which the index never asks for.
_WORD = r"[^\W_]+(?:['’`][^\W_]+)*"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")  # of folded words

#: Digits that make a phone number, however they are grouped, and characters that stand between them.
_FEWEST_DIGITS = 3
_BETWEEN_DIGITS = r"[^0-9A-Za-z]{0,3}"

#: Shorter words resemble too much to be marked as mistyped.
_SHORTEST_MISTYPED = 4


def sought(query: Query) -> tuple[str, ...]:
    """The words of a search that a match has, as they were typed; not those it must not have."""
    return tuple(_words_of(query.node)) if query.node else ()


def spans(text: str, words: Iterable[str]) -> tuple[Place, ...]:
    """The ranges of ``text`` that the typed ``words`` have matched, in order, none touching another.

    A word matches where it begins a word of the text, else where it stands inside one, else the whole of a word
    that is spelt so in other letters (papadopoulos, Παπαδόπουλος) or is one edit away. Digits also match across
    the spaces and signs of a phone number.
    """
    folded = _words(tuple(words))
    line, places = _folded(text)
    found: set[Place] = set()
    for word in dict.fromkeys(folded):
        found.update(_plain(line, places, word) or _respelt(text, word))
    if folded and all(word.isdigit() for word in folded):
        found.update(_digits(text, "".join(folded)))
    return tuple(_joined(found)) if found else ()


def is_one_edit(a: str, b: str) -> bool:
    """Whether the words differ by exactly one letter inserted, left out or replaced, or by two swapped."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    if len(a) > len(b):
        return a[start + 1 :] == b[start:]
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    is_swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    return a[start + 1 :] == b[start + 1 :] or is_swapped


def _words_of(node: Node) -> Iterator[str]:
    if isinstance(node, Word):
        yield node.text
    elif isinstance(node, And | Or):
        for part in node.nodes:
            yield from _words_of(part)


@lru_cache(1)
def _words(typed: tuple[str, ...]) -> tuple[str, ...]:
    """The folded words."""
    return tuple(word for one in typed for word in names.words(one))


@lru_cache(_REMEMBERED)
def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and for each character of it the place in ``text`` that it comes from."""
    if text.isascii() and "'" not in text and "`" not in text:
        return text.lower(), range(len(text))
    pieces = [names.fold(char).replace("'", "").replace("`", "") for char in text]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]


def _plain(line: str, places: Sequence[int], word: str) -> list[Place]:
    """Where the word begins words of the folded line; where none, where it stands inside."""
    inside, start = [], line.find(word)
    while start >= 0:
        inside.append(start)
        start = line.find(word, start + len(word))
    starts = [start for start in inside if start == 0 or line[start - 1] not in _LETTERS] or inside
    return [Place(places[start], places[start + len(word) - 1] + 1) for start in starts]


def _respelt(text: str, word: str) -> list[Place]:
    """Whole words of the text that have another spelling which begins so, or are one edit away."""
    if len(word) < _SHORTEST_MISTYPED and text.isascii():
        return []
    return [Place(*match.span()) for match in re.finditer(_WORD, text) if _is_meant(match.group(), word)]


@lru_cache(_REMEMBERED)
def _is_meant(shown: str, word: str) -> bool:
    spellings = _spellings(shown)
    if any(spelling.startswith(word) for spelling in spellings):
        return True
    return len(word) >= _SHORTEST_MISTYPED and any(is_one_edit(word, spelling) for spelling in spellings)


@lru_cache(_REMEMBERED)
def _spellings(word: str) -> tuple[str, ...]:
    """The word as it may be typed in Latin letters."""
    return (*names.words(word), *names.aliases(word))


def _digits(text: str, digits: str) -> list[Place]:
    """Where the digits stand in a phone number, whatever is between them; leading zeros may be missing there."""
    for wanted in dict.fromkeys((digits, digits.lstrip("0"))):
        if len(wanted) >= _FEWEST_DIGITS:
            found = [Place(*match.span()) for match in re.finditer(_BETWEEN_DIGITS.join(wanted), text)]
            if found:
                return found
    return []


def _joined(found: Iterable[Place]) -> Iterator[Place]:
    """The ranges in order, those that overlap or touch made one."""
    last: Place | None = None
    for place in sorted(found):
        if last and place.start <= last.end:
            last = Place(last.start, max(last.end, place.end))
            continue
        if last:
            yield last
        last = place
    if last:
        yield last
