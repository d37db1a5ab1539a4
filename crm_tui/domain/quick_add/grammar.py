"""From a quick-add line to its chips.

`@jane call vm next tue 9am #q4 !high "sent pricing"`: marks (@ # !) and dates are seen anywhere; words for kinds and
outcomes only before the first plain word, since "send the email" is no e-mail. The first of each counts. What is in
quotes, and what nobody understands, is text.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from crm_tui.domain.chips import Chip, ChipKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUpKind, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.plain_words import Spans, is_plain
from crm_tui.domain.quick_add.line import QuickLine
from crm_tui.domain.quick_add.words import LONGEST, PHRASES, PRIORITIES, Meaning
from crm_tui.domain.value import replace

if TYPE_CHECKING:
    from crm_tui.domain.when import When

_TOKEN = re.compile(r'@"[^"]*"?|@“[^”]*”?|"[^"]*"?|“[^”]*”?|\S+')
_TAG = re.compile(r"#(?=\W*\d*[^\W\d])(\w(?:[\w/&.+-]*\w)?)[,.;:!?)]*")
_CONTACT = re.compile(r"@(\w(?:[\w.+'’@-]*\w)?)[,.;:!?)]*")
_QUOTES = '"“”'
_CLOSING = {'"': '"', "“": "”"}
_STOPS = ",.;:!?"
#: Words of the longest date phrase that is looked for.
_LONGEST_DATE = 14

#: What runs of words were found to begin with, ahead or in the past, at one desk: a line is read at every letter.
Dates = MutableMapping[tuple[tuple[str, ...], bool], "tuple[When, int] | None"]


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    #: Whether the rep wants it for text.
    is_off: bool = False

    @property
    def is_quoted(self) -> bool:
        return self.text[0] in _QUOTES

    @property
    def is_word(self) -> bool:
        """Whether it may be part of a phrase."""
        return not self.is_off and self.text[0] not in "@#!" + _QUOTES


class _Found(NamedTuple):
    """A chip that the words from some place on may become, and how many of them it takes."""

    kind: ChipKind
    label: str
    value: str | Meaning | Priority = ""
    day: When | None = None
    width: int = 1


def parse(line: str, desk: Desk, *, off: Spans = (), dates: Dates | None = None) -> QuickLine:
    """What the line says. Words in ``off`` are text: their chips were taken off.

    Understands every line, if only as text. Whoever reads a line again and again within a minute, as it grows, gives
    the same ``dates`` each time.
    """
    return _Reader(line, desk, off, {} if dates is None else dates).result()


class _Reader:
    """One pass over the words of a line, filling a draft of what it says."""

    def __init__(self, line: str, desk: Desk, off: Spans, dates: Dates) -> None:
        self.desk = desk
        self.dates = dates
        found = ((match.group(), *match.span()) for match in _TOKEN.finditer(line))
        self.tokens = [_Token(text, start, end, is_plain(off, start, end)) for text, start, end in found]
        self.is_head = True
        self.text: list[str] = []
        self.chips: list[Chip] = []
        self.draft = QuickLine(line=line)
        place = 0
        while place < len(self.tokens):
            place += self._read(place)

    def result(self) -> QuickLine:
        """The line as it was understood."""
        return replace(self.draft, chips=tuple(self.chips), text=" ".join(filter(None, self.text)))

    def _read(self, place: int) -> int:
        """Reads the words at ``place`` and says how many they were."""
        token = self.tokens[place]
        found = None
        if token.is_quoted or not token.is_off:
            found = self._mark(token) or self._phrase(place) or self._date(place)
        if found is None:
            self.text.append(token.text)
            self.is_head = self.is_head and not token.is_word
            return 1
        end = self.tokens[place + found.width - 1].end
        self.chips.append(Chip(found.kind, self.draft.line[token.start : end], found.label, token.start, end))
        self._keep(found)
        return found.width

    def _mark(self, token: _Token) -> _Found | None:
        """Whatever its first character gives away: a contact, a tag, a priority, a quotation."""
        text = token.text
        if text[0] in _QUOTES:
            inner = text[1:].removesuffix(_CLOSING.get(text[0], ""))
            return _Found(ChipKind.TEXT, inner, inner)
        if text[0] == "@":
            words = _contact_words(text)
            return _Found(ChipKind.CONTACT, words, words) if words else None
        if text[0] == "#" and (match := _TAG.fullmatch(text)):
            return _Found(ChipKind.TAG, f"#{match[1]}", match[1])
        priority = PRIORITIES.get(text.lower().rstrip(_STOPS)) if text[0] == "!" else None
        if priority and ChipKind.PRIORITY not in self._taken:
            return _Found(ChipKind.PRIORITY, priority.name.lower(), priority)
        return None

    def _phrase(self, place: int) -> _Found | None:
        """The longest word or phrase for a kind, an outcome or a direction, while no plain word has come."""
        if not self.is_head:
            return None
        ahead = takewhile(lambda token: not token.is_off, self.tokens[place : place + LONGEST])
        words = [token.text.lower().rstrip(_STOPS) for token in ahead]
        for count in range(len(words), 0, -1):
            meaning = PHRASES.get(tuple(words[:count]))
            if meaning is None:
                continue
            kind = _chip_kind(meaning)
            return None if kind in self._taken else _Found(kind, str(meaning.value), meaning, width=count)
        return None

    def _date(self, place: int) -> _Found | None:
        """The longest date phrase from here: ahead the day of the follow-up, behind when it happened.

        What may lie ahead is never taken for the past: in "vm next tue, away fri" the Friday is text.
        """
        words = self._date_words(place)
        if not words:
            return None
        found = self._longest(words)
        if found and self._is_ahead(found[0]):
            if self._taken & {ChipKind.DATE, ChipKind.EVERY}:
                return None
            kind = ChipKind.EVERY if found[0].every else ChipKind.DATE
            return _Found(kind, self._day_label(found[0]), day=found[0], width=found[1])
        if ChipKind.AT not in self._taken:
            found = self._longest(words, past=True)
            if found and not found[0].every and not self._is_ahead(found[0]):
                return _Found(ChipKind.AT, self._day_label(found[0]), day=found[0], width=found[1])
        return None

    def _longest(self, words: Sequence[str], *, past: bool = False) -> tuple[When, int] | None:
        """The date that these words begin with, as it was found the last time."""
        from crm_tui.domain import when

        key = tuple(words), past
        if key not in self.dates:
            self.dates[key] = when.longest(words, self.desk, past=past)
        return self.dates[key]

    def _date_words(self, place: int) -> list[str]:
        words = []
        for token in self.tokens[place : place + _LONGEST_DATE]:
            if not token.is_word:
                break
            word = token.text.rstrip(",;")
            words.append(word if word.count(".") > 1 or _is_ordinal(word) else word.rstrip("."))
        return words

    def _is_ahead(self, day: When) -> bool:
        """Whether it lies ahead. Today without a time is behind for who "called today"."""
        moment = self.desk.moment
        value = day.value
        if isinstance(value, datetime):
            return value >= moment.now
        has_done = isinstance(self.draft.kind, InteractionKind) and self.draft.is_past and not self.draft.outcome
        return value > moment.today or (value == moment.today and not has_done)

    def _day_label(self, day: When) -> str:
        from crm_tui.domain import when

        said = when.describe(day.value, self.desk.moment)
        if not day.every:
            return said
        from crm_tui.domain.recurrence import describe_rule

        return f"{describe_rule(day.every)}, first {said}"

    @property
    def _taken(self) -> set[ChipKind]:
        return {chip.kind for chip in self.chips}

    def _keep(self, found: _Found) -> None:
        """Enters what a chip means into the draft."""
        draft = self.draft
        match found.kind, found.value:
            case ChipKind.TEXT, str(text):
                self.text.append(text)
            case ChipKind.CONTACT, str(words):
                draft = replace(draft, contacts=(*draft.contacts, words))
            case ChipKind.TAG, str(tag):
                draft = replace(draft, tags=(*draft.tags, tag))
            case _, Priority() as priority:
                draft = replace(draft, priority=priority)
            case _, Meaning(value=InteractionKind() | FollowUpKind() as kind, is_past=is_past):
                draft = replace(draft, kind=kind, is_past=draft.is_past or is_past)
            case _, Meaning(value=Outcome() as outcome):
                draft = replace(draft, outcome=outcome, is_past=True)
            case _, Meaning(value=Direction() as direction):
                draft = replace(draft, direction=direction, is_past=True)
            case ChipKind.AT, _:
                draft = replace(draft, at=found.day)
            case ChipKind.DATE | ChipKind.EVERY, _:
                draft = replace(draft, when=found.day)
        self.draft = draft


def _contact_words(text: str) -> str:
    """The words after the @: as they are in quotes, else with dots for spaces, but for an e-mail address."""
    if text[1:2] in tuple(_QUOTES):
        return " ".join(text[1:].strip(_QUOTES).split())
    match = _CONTACT.fullmatch(text)
    words = match[1] if match else ""
    return words if "@" in words else words.replace(".", " ")


def _is_ordinal(word: str) -> bool:
    """Whether a full stop may be part of a date: "12. martā"."""
    return word.removesuffix(".").isdigit()


def _chip_kind(meaning: Meaning) -> ChipKind:
    if isinstance(meaning.value, Outcome):
        return ChipKind.OUTCOME
    return ChipKind.DIRECTION if isinstance(meaning.value, Direction) else ChipKind.KIND
