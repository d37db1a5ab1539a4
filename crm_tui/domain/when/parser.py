"""Parsing: all readings of a phrase, of which there must be exactly one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.recurrence import describe_rule
from crm_tui.domain.value import dataclass
from crm_tui.domain.when.evidence import is_evident
from crm_tui.domain.when.grammar import Found, Matcher, Refused, grammar
from crm_tui.domain.when.language import ENGLISH, Language, table
from crm_tui.domain.when.lexer import MAX_TOKENS, Token, near_spellings, tokens
from crm_tui.domain.when.scene import Scene, scene, spoken
from crm_tui.domain.when.value import When
from crm_tui.domain.working import WorkingTime

Meaning = TypeVar("Meaning", When, str)

#: A date phrase inside a sentence is never longer, in words.
_LONGEST = 14


def parse(phrase: str, desk: Desk, *, past: bool = False) -> When:
    """What a date phrase means at this desk, in the desk's language, or in English where that does not know it.

    Everything is sought ahead of now; with ``past`` behind it, for backdating, where an explicit future
    ("tomorrow", "in 2 days") still means what it says. Raises ParseError with the place of what was not
    understood, could mean two things, does not exist or has passed.
    """
    readers = [_Reader(words, scene(desk, words, past=past), "phrase") for words in _tables(desk.language)]
    return _understood(phrase, readers, When)


def parse_cycle(text: str, *, language: str, workdays: frozenset[int]) -> str:
    """The recurrence rule body of a typed rhythm. Raises ParseError."""
    nowhere = Scene(
        now=datetime(2000, 1, 1, tzinfo=UTC),
        zone="UTC",
        past=False,
        working=WorkingTime(workdays=workdays),
        is_month_first=False,
        parts=table(language).parts,
    )
    return _understood(text, [_Reader(words, nowhere, "rule") for words in _tables(language)], str)


def longest(words: Sequence[str], desk: Desk, *, past: bool = False) -> tuple[When, int] | None:
    """The longest date phrase that ``words`` begin with, and how many words it takes.

    For running text: None when what begins here is more likely plain words ("march", "sat", "12"), or when
    the whole run is a date that cannot be ("fri 32 march"). Of two languages the longer run counts, and of
    equal runs that of the desk.
    """
    runs = [_run(words, desk, language, past=past) for language in _tables(desk.language)]
    meant, length = max(runs, key=lambda run: run[1])
    return None if meant is None else (meant, length)


def _tables(code: str) -> list[Language]:
    """The tables that are read at a desk, its own first."""
    own = table(code)
    return [own] if own.code == ENGLISH else [own, table(ENGLISH)]


def _run(words: Sequence[str], desk: Desk, language: Language, *, past: bool) -> tuple[When | None, int]:
    """The meaning of the longest run that is evidently a date, None if that cannot be, and its words."""
    head = words[:_LONGEST]
    text = " ".join(head)
    found = tokens(text, language.code)[:MAX_TOKENS]
    matcher = Matcher(grammar(language.code), found, scene(desk, language, past=past))
    ends = _word_ends(head, found)
    plain = table(desk.language).beside
    matches = [match for match in matcher.symbol("phrase", 0) if match.end in ends]
    for end in sorted({match.end for match in matches}, reverse=True):
        run = found[:end]
        if run[0].text in plain or not is_evident(run, found[end:], text, language):
            continue
        meanings = [match.value for match in matches if match.end == end]
        meant = [value for value in meanings if isinstance(value, When)]
        return meant[0] if len(meant) == 1 else None, ends[end]
    return None, 0


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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a phrase, or a rhythm, by one table."""

    words: Language
    where: Scene
    symbol: str

    def matches(self, text: str) -> tuple[list[Token], Matcher, list[Found]]:
        """The tokens, the matcher that was used, and the readings that leave nothing of the text over."""
        found = tokens(text, self.words.code)[: MAX_TOKENS + 1]
        matcher = Matcher(grammar(self.words.code), found, self.where)
        return found, matcher, [match for match in matcher.symbol(self.symbol, 0) if match.end == len(found)]


def _understood(text: str, readers: Sequence[_Reader], kind: type[Meaning]) -> Meaning:
    """The meaning in the first language that knows all the words; there it must be one."""
    own = readers[0].words
    written = tokens(text, own.code)
    if not written:
        raise ParseError("no date was typed", f"for example “{own.examples['']}”", text=text)
    if len(written) > MAX_TOKENS:
        raise ParseError("that is too long for a date", f"for example “{own.examples['']}”", text=text)
    for reader in readers:
        found, _, whole = reader.matches(text)
        if reader.words is not own and found[0].text in own.beside:
            continue
        meanings = [match.value for match in whole if isinstance(match.value, kind)]
        if len(meanings) == 1:
            return meanings[0]
        if meanings:
            raise ParseError(
                f"“{text.strip()}” could mean two things",
                f"either {' or '.join(map(_said, meanings))}: say it in another way, or as a date",
                text=text,
                end=len(text),
            )
        for match in whole:
            if isinstance(match.value, Refused):
                raise _refusal(match.value, text, found)
    raise _unknown(text, readers, kind)


def _said(meaning: When | str) -> str:
    """One of several meanings, for the rep to see what is in doubt."""
    if isinstance(meaning, str) or meaning.every:
        return describe_rule(meaning if isinstance(meaning, str) else meaning.every)
    return f"{spoken(meaning.day)} {meaning.time:%H:%M}" if meaning.time else spoken(meaning.day)


def _refusal(refused: Refused, text: str, found: Sequence[Token]) -> ParseError:
    start, end = found[refused.start].start, found[refused.end - 1].end
    return ParseError(refused.refusal.message, refused.refusal.hint, text=text, start=start, end=end)


def _unknown(text: str, readers: Sequence[_Reader], kind: type[When | str]) -> ParseError:
    """The error for text that is no date: the first word that fits nowhere, and something near it to type.

    It is told by the table that got furthest.
    """
    attempts = [(reader, *reader.matches(text)) for reader in readers]
    reader, found, matcher, _ = max(attempts, key=lambda attempt: _place(attempt[1], attempt[2].furthest))
    examples = reader.words.examples
    kinds = [reading.kind for token in found for reading in token.readings]
    example = next((examples[kind] for kind in examples if kind in kinds), examples[""])
    if matcher.furthest >= len(found):
        return ParseError(
            f"“{text.strip()}” is not understood as a date",
            f"for example “{example}”",
            text=text,
            start=len(text),
            end=len(text),
        )
    culprit = found[matcher.furthest]
    written = text[culprit.start : culprit.end]
    if culprit.readings:
        message, hint = f"“{written}” does not fit there", f"for example “{example}”"
    else:
        before, after = text[: culprit.start], text[culprit.end :]

        def is_understood(phrase: str) -> bool:
            return any(sum(isinstance(one.value, kind) for one in each.matches(phrase)[2]) == 1 for each in readers)

        alike = (word for each in readers for word in near_spellings(culprit.text, each.words.code))
        near = next((word for word in alike if is_understood(f"{before}{word}{after}")), "")
        message = f"“{written}” is not understood in a date"
        hint = f"did you mean “{near}”?" if near else f"for example “{example}”"
    return ParseError(message, hint, text=text, start=culprit.start, end=culprit.end)


def _place(found: Sequence[Token], index: int) -> int:
    return found[index].start if index < len(found) else found[-1].end
