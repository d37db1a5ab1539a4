"""Typed text → tokens, each with every meaning that the language's table gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from crm_tui.domain.when.language import Language, table

#: More than any date phrase has; longer text is something else.
MAX_TOKENS = 40

#: Years that a four-digit number may mean; other four-digit numbers are times (1430).
YEARS = range(1900, 2200)

#: Letters, with their accents behind them where the text is decomposed.
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"


class Reading(NamedTuple):
    """One meaning of the ``length`` tokens that begin here."""

    kind: str
    value: object
    length: int = 1


@dataclass(slots=True)
class Token:
    """A piece of the text. ``text`` is folded; ``is_glued`` means that no space precedes it."""

    text: str
    start: int
    end: int
    is_glued: bool
    readings: tuple[Reading, ...] = ()


class Spelling(NamedTuple):
    """A spelling of a meaning: the words after the first, and what they mean together."""

    rest: tuple[str, ...]
    kind: str
    value: object
    is_glued: bool


class Digits(NamedTuple):
    """An hour and minutes written in digits; with a leading zero it is a 24-hour time."""

    hour: int
    minute: int
    is_exact: bool


def fold(word: str) -> str:
    """Lower case, without accents, dots and curly apostrophes: how spellings are compared."""
    word = word.casefold().replace("’", "'").replace(".", "")
    if word.isascii():
        return word
    from unicodedata import combining, normalize

    return "".join(letter for letter in normalize("NFD", word) if not combining(letter))


@cache
def lexicon(language: str) -> Mapping[str, tuple[Spelling, ...]]:
    """First word → the spellings that begin with it, in one language."""
    words = table(language)
    entries: list[tuple[str, object, str]] = [
        (kind, value, spellings) for kind, meanings in words.words.items() for value, spellings in meanings.items()
    ]
    entries += [(kind, None, spellings) for kind, spellings in words.links.items()]
    found: dict[str, list[Spelling]] = {}
    for kind, value, spellings in entries:
        for spelling in spellings.split("|"):
            first, *rest = (fold(word) for word in spelling.removeprefix("~").split())
            found.setdefault(first, []).append(Spelling(tuple(rest), kind, value, spelling.startswith("~")))
    return {word: tuple(spellings) for word, spellings in found.items()}


@cache
def _pattern(hour_marks: str, *, has_decimal_comma: bool) -> re.Pattern[str]:
    colon = f"[:{re.escape(hour_marks + hour_marks.upper())}]"
    decimal = "(?P<decimal>[0-9]{1,2},[0-9]{1,2})(?![0-9,]) |" if has_decimal_comma else ""
    return re.compile(
        rf"""
        (?P<instant>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[Tt\ ][0-9]{{2}}:[0-9]{{2}}
            (?::[0-9]{{2}}(?:\.[0-9]{{1,6}})?)?(?:Z|z|[+-][0-9]{{2}}:?[0-9]{{2}})?)(?![\w:+])
        | (?P<ymd>[0-9]{{4}}(?P<a>[-/.])[0-9]{{1,2}}(?P=a)[0-9]{{1,2}})(?!\w)
        | (?P<compact>(?:19|20|21)[0-9]{{6}})(?!\w)
        | (?P<dmy>[0-9]{{1,2}}(?P<b>[-/.])[0-9]{{1,2}}(?P=b)(?:[0-9]{{4}}|[0-9]{{2}}))(?!\w)
        | (?P<digits>[0-9]{{1,2}}{colon}[0-9]{{2}})(?![0-9:])
        | (?P<slashed>[0-9]{{1,2}}/(?:[0-9]{{4}}|[0-9]{{1,2}}))(?![\w/])
        | (?P<dotted>[0-9]{{1,2}}\.[0-9]{{1,2}})(?![0-9]|\.[0-9])
        | {decimal} (?P<number>[0-9]+)
        | (?P<word>{_LETTERS}(?:['’]{_LETTERS})*(?:\.{_LETTERS})*[0-9]?(?![0-9])\.?)
        | (?P<mark>\S)
        """,
        re.VERBOSE,
    )


def tokens(text: str, language: str) -> list[Token]:
    """The tokens of ``text`` with their readings; at most one more than `MAX_TOKENS`."""
    words = table(language)
    found = _split(text, words)
    spellings = lexicon(language)
    for index, token in enumerate(found):
        for spelling in spellings.get(token.text, ()):
            if _applies(spelling, found, index):
                token.readings += (Reading(spelling.kind, spelling.value, 1 + len(spelling.rest)),)
    return found


def _applies(spelling: Spelling, found: list[Token], index: int) -> bool:
    if spelling.is_glued and not (index and found[index].is_glued):
        return False
    return not spelling.rest or spelling.rest == tuple(
        token.text for token in found[index + 1 : index + 1 + len(spelling.rest)]
    )


def _split(text: str, words: Language) -> list[Token]:
    found: list[Token] = []
    pattern = _pattern(words.hour_marks, has_decimal_comma=words.has_decimal_comma)
    for match in pattern.finditer(text):
        kind, word, start, end = match.lastgroup or "", match.group(), match.start(), match.end()
        is_glued = bool(found) and found[-1].end == start
        if kind == "mark" and _is_joint(text, match):
            continue
        if kind != "word":
            found.append(Token(word.casefold(), start, end, is_glued, tuple(_written(kind, word, words))))
            if text[end : end + 1] == ".":
                _dot(found[-1], kind, words)
            continue
        folded = fold(word)
        if is_glued and folded in words.ordinal_endings and found[-1].text.isdigit():
            _make_ordinal(found[-1], end)
            continue
        for article in words.elisions:
            if folded.startswith(article) and folded != article:
                found.append(Token(article, start, start + len(article), is_glued))
                folded, start, is_glued = folded[len(article) :], start + len(article), True
                break
        found.append(Token(folded, start, end, is_glued))
        if len(found) > MAX_TOKENS:
            break
    return found


def _dot(token: Token, kind: str, words: Language) -> None:
    """A full stop after figures: "3." is the third in some languages, and "3.4." always a date."""
    if kind == "dotted" and words.is_dotted_date:
        token.readings = tuple(reading for reading in token.readings if reading.kind == "dotted_day")
    elif kind == "number" and words.is_dot_ordinal and len(token.text) <= 2:
        _make_ordinal(token, token.end)


def _make_ordinal(token: Token, end: int) -> None:
    token.readings = (Reading("nth", int(token.text)),) if len(token.text) <= 2 else ()
    token.end = end


def _is_joint(text: str, match: re.Match[str]) -> bool:
    """Whether a mark only joins or ends words: a comma, "2027-aug-1", a full stop at the end."""
    mark, before, after = match.group(), text[: match.start()], text[match.end() :]
    if mark == ",":
        return True
    if mark == ".":
        return not after.strip() or (before[-1:].isdigit() and not after[:1].isdigit())
    beside = before[-1:], after[:1]
    return mark in "-/" and all(map(str.isalnum, beside)) and any(map(str.isalpha, beside))


def _written(kind: str, word: str, words: Language) -> Iterator[Reading]:
    """What digits and the marks between them may mean."""
    if kind == "instant":
        yield Reading(kind, word)
    elif kind == "compact":
        yield Reading("ymd", (int(word[:4]), int(word[4:6]), int(word[6:])))
    elif kind in ("ymd", "dmy"):
        first, second, third = (int(part) for part in re.split(r"[-/.]", word))
        yield Reading(kind, (first, second, third))
    elif kind == "digits":
        is_marked = word[-3] != ":"
        yield Reading("marked" if is_marked else kind, _digits(word[:-3], word[-2:], is_exact=is_marked))
    elif kind == "slashed":
        first, second = (int(part) for part in word.split("/"))
        yield Reading("month_year" if second in YEARS else kind, (first, second))
    elif kind == "dotted":
        first, second = (int(part) for part in word.split("."))
        yield Reading(kind, word)
        if words.is_dotted_date:
            yield Reading("dotted_day", (first, second))
    elif kind == "decimal":
        yield Reading(kind, word)
    elif kind == "number":
        yield from _number(word)


def _number(word: str) -> Iterator[Reading]:
    if len(word) <= 3:
        yield Reading("zeroed" if len(word) > 1 and word[0] == "0" else "number", int(word))
    if len(word) == 4 and int(word) in YEARS:
        yield Reading("year", int(word))
    elif len(word) in (3, 4) and int(word[:-2]) <= 23 and int(word[-2:]) <= 59:
        yield Reading("hhmm", _digits(word[:-2], word[-2:], is_exact=len(word) == 4))


def _digits(hour: str, minute: str, *, is_exact: bool) -> Digits:
    return Digits(int(hour), int(minute), is_exact or hour[0] == "0")


def near_spellings(word: str, language: str) -> list[str]:
    """Other known words that are like a misspelt one, the most like first."""
    from difflib import get_close_matches

    known = _written_words(language)
    alike = [folded for folded in known if len(folded) > 2 and folded[0] == word[0] and folded != word]
    return [known[folded] for folded in get_close_matches(word[:20], alike, 3, 0.7)]


@cache
def _written_words(language: str) -> Mapping[str, str]:
    """First words of spellings → as the table writes them, with their accents; as a word with a meaning first."""
    words = table(language)
    texts = [*(text for kind in words.words.values() for text in kind.values()), *words.links.values()]
    firsts = [spelling.removeprefix("~").split()[0] for text in texts for spelling in text.split("|")]
    return {fold(first): first for first in reversed(firsts)}
