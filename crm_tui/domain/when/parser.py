"""Parsing: all readings of a phrase, of which there must be exactly one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.when.evidence import is_evident
from crm_tui.domain.when.grammar import Found, Matcher, Refused, grammar
from crm_tui.domain.when.language import Language, table
from crm_tui.domain.when.lexer import MAX_TOKENS, Token, near_spellings, tokens
from crm_tui.domain.when.scene import Scene, scene
from crm_tui.domain.when.value import When
from crm_tui.domain.working import WorkingTime

Meaning = TypeVar("Meaning", When, str)

#: A date phrase inside a sentence is never longer, in words.
_LONGEST = 14


def parse(phrase: str, desk: Desk, *, past: bool = False) -> When:
    """What a date phrase means at this desk, in the desk's language.

    Everything is sought ahead of now; with ``past`` behind it, for backdating, where an explicit future
    ("tomorrow", "in 2 days") still means what it says. Raises ParseError with the place of what was not
    understood, could mean two things, does not exist or has passed.
    """
    words = table(desk.language)
    return _understood("phrase", phrase, scene(desk, past=past), words, When)


def parse_cycle(text: str, *, language: str, workdays: frozenset[int]) -> str:
    """The recurrence rule body of a typed rhythm. Raises ParseError."""
    words = table(language)
    nowhere = Scene(
        now=datetime(2000, 1, 1, tzinfo=UTC),
        zone="UTC",
        past=False,
        working=WorkingTime(workdays=workdays),
        is_month_first=False,
        parts=words.parts,
    )
    return _understood("rule", text, nowhere, words, str)


def longest(words: Sequence[str], desk: Desk, *, past: bool = False) -> tuple[When, int] | None:
    """The longest date phrase that ``words`` begin with, and how many words it takes.

    For running text: None when what begins here is more likely plain words ("march", "sat", "12"), or when
    the whole run is a date that cannot be ("fri 32 march").
    """
    head = words[:_LONGEST]
    text = " ".join(head)
    language = table(desk.language)
    found = tokens(text, desk.language)[:MAX_TOKENS]
    matcher = Matcher(grammar(language.code), found, scene(desk, past=past))
    ends = _word_ends(head, found)
    matches = [match for match in matcher.symbol("phrase", 0) if match.end in ends]
    for end in sorted({match.end for match in matches}, reverse=True):
        if not is_evident(found[:end], text, language):
            continue
        meanings = [match.value for match in matches if match.end == end]
        meant = [value for value in meanings if isinstance(value, When)]
        return (meant[0], ends[end]) if len(meant) == 1 else None
    return None


def _word_ends(words: Sequence[str], found: Sequence[Token]) -> dict[int, int]:
    """Token index → number of words, where a word ends before that token."""
    ends: dict[int, int] = {}
    position = index = 0
    for count, word in enumerate(words, start=1):
        position += len(word)
        while index < len(found) and found[index].end <= position:
            index += 1
        ends.setdefault(index, count)
        position += 1
    return ends


def _understood(symbol: str, text: str, where: Scene, words: Language, kind: type[Meaning]) -> Meaning:
    found = tokens(text, words.code)
    if not found:
        raise ParseError("no date was typed", f"for example “{words.examples['']}”", text=text)
    if len(found) > MAX_TOKENS:
        raise ParseError("that is too long for a date", f"for example “{words.examples['']}”", text=text)
    matcher = Matcher(grammar(words.code), found, where)
    whole = _whole(matcher, symbol, found)
    meanings = [match.value for match in whole if isinstance(match.value, kind)]
    if len(meanings) == 1:
        return meanings[0]
    if meanings:
        raise ParseError(
            f"“{text.strip()}” could mean two things",
            "say it in another way, or as a date",
            text=text,
            end=len(text),
        )
    for match in whole:
        if isinstance(match.value, Refused):
            start, end = found[match.value.start].start, found[match.value.end - 1].end
            refusal = match.value.refusal
            raise ParseError(refusal.message, refusal.hint, text=text, start=start, end=end)

    def is_understood(phrase: str) -> bool:
        again = tokens(phrase, words.code)
        values = [match.value for match in _whole(Matcher(grammar(words.code), again, where), symbol, again)]
        return sum(isinstance(value, kind) for value in values) == 1

    raise _unknown(text, found, matcher.furthest, words, is_understood)


def _whole(matcher: Matcher, symbol: str, found: Sequence[Token]) -> list[Found]:
    """The readings that leave nothing of the text over."""
    return [match for match in matcher.symbol(symbol, 0) if match.end == len(found)]


def _unknown(
    text: str, found: Sequence[Token], furthest: int, words: Language, is_understood: Callable[[str], bool]
) -> ParseError:
    """The error for text that is no date: the first word that fits nowhere, and something near it to type."""
    kinds = [reading.kind for token in found for reading in token.readings]
    example = next((words.examples[kind] for kind in words.examples if kind in kinds), words.examples[""])
    if furthest >= len(found):
        return ParseError(
            f"“{text.strip()}” is not understood as a date",
            f"for example “{example}”",
            text=text,
            start=len(text),
            end=len(text),
        )
    culprit = found[furthest]
    written = text[culprit.start : culprit.end]
    if culprit.readings:
        message, hint = f"“{written}” does not fit there", f"for example “{example}”"
    else:
        before, after = text[: culprit.start], text[culprit.end :]
        alike = near_spellings(culprit.text, words.code)
        near = next((word for word in alike if is_understood(f"{before}{word}{after}")), "")
        message = f"“{written}” is not understood in a date"
        hint = f"did you mean “{near}”?" if near else f"for example “{example}”"
    return ParseError(message, hint, text=text, start=culprit.start, end=culprit.end)
