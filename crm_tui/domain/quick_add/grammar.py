"""From a quick-add line to its chips.

`@jane call vm next tue 9am #q4 !high "sent pricing"`: marks (@ # !) and dates are seen anywhere; words for kinds and
outcomes only before the first plain word, since "send the email" is no e-mail. The first of each counts. What is in
quotes, and what nobody understands, is text.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from crm_tui.domain.chips import Chip, ChipKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUpKind, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.quick_add.line import QuickLine
from crm_tui.domain.quick_add.words import LONGEST, PHRASES, PRIORITIES, Meaning
from crm_tui.domain.value import replace

if TYPE_CHECKING:
    from crm_tui.domain.when import When

_TOKEN = re.compile(r'@"[^"]*"?|@“[^”]*”?|"[^"]*"?|“[^”]*”?|\S+')
_TAG = re.compile(r"#(?=\W*\d*[^\W\d])(\w(?:[\w/&.+-]*\w)?)[,.;:!?)]*")
_CONTACT = re.compile(r"@(\w(?:[\w.+'’@-]*\w)?)[,.;:!?)]*")
_QUOTES = '"“”'
_STOPS = ",.;:!?"
#: Words of the longest date phrase that is looked for.
_LONGEST_DATE = 14


class _Token(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def is_plain(self) -> bool:
        return self.text[0] not in "@#!" + _QUOTES


class _Found(NamedTuple):
    """A chip that the words from some place on may become, and how many of them it takes."""

    kind: ChipKind
    label: str
    value: str | Meaning | Priority = ""
    day: When | None = None
    width: int = 1


def parse(line: str, desk: Desk, *, off: frozenset[int] = frozenset()) -> QuickLine:
    """What the line says. Chips whose ``start`` is in ``off`` are taken off: their words are text again.

    Understands every line, if only as text.
    """
    return _Reader(line, desk, off).result()


class _Reader:
    """One pass over the words of a line, filling a draft of what it says."""

    def __init__(self, line: str, desk: Desk, off: frozenset[int]) -> None:
        self.desk = desk
        self.tokens = [_Token(match.group(), *match.span()) for match in _TOKEN.finditer(line)]
        self.is_head = True
        self.text: list[str] = []
        self.chips: list[Chip] = []
        self.draft = QuickLine(line=line)
        place = 0
        while place < len(self.tokens):
            place += self._read(place, off)

    def result(self) -> QuickLine:
        """The line as it was understood."""
        return replace(self.draft, chips=tuple(self.chips), text=" ".join(filter(None, self.text)))

    def _read(self, place: int, off: frozenset[int]) -> int:
        """Reads the words at ``place`` and says how many they were."""
        token = self.tokens[place]
        found = self._mark(token) or self._phrase(place) or self._date(place)
        if found is None:
            self.text.append(token.text)
            self.is_head = self.is_head and not token.is_plain
            return 1
        end = self.tokens[place + found.width - 1].end
        written = self.draft.line[token.start : end]
        if token.start in off:
            self.text.append(written)
        else:
            self.chips.append(Chip(found.kind, written, found.label, token.start, end))
            self._keep(found)
        return found.width

    def _mark(self, token: _Token) -> _Found | None:
        """Whatever its first character gives away: a contact, a tag, a priority, a quotation."""
        text = token.text
        if text[0] in _QUOTES:
            inner = text.strip(_QUOTES)
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
        words = [token.text.lower().rstrip(_STOPS) for token in self.tokens[place : place + LONGEST]]
        for count in range(len(words), 0, -1):
            meaning = PHRASES.get(tuple(words[:count]))
            if meaning is None:
                continue
            kind = _chip_kind(meaning)
            return None if kind in self._taken else _Found(kind, str(meaning.value), meaning, width=count)
        return None

    def _date(self, place: int) -> _Found | None:
        """The longest date phrase from here: ahead the day of the follow-up, behind when it happened."""
        from crm_tui.domain import when

        words = self._date_words(place)
        if not words:
            return None
        if not self._taken & {ChipKind.DATE, ChipKind.EVERY}:
            found = when.longest(words, self.desk)
            if found and self._is_ahead(found[0]):
                kind = ChipKind.EVERY if found[0].every else ChipKind.DATE
                return _Found(kind, self._day_label(found[0]), day=found[0], width=found[1])
        if ChipKind.AT not in self._taken:
            found = when.longest(words, self.desk, past=True)
            if found and not found[0].every and not self._is_ahead(found[0]):
                return _Found(ChipKind.AT, self._day_label(found[0]), day=found[0], width=found[1])
        return None

    def _date_words(self, place: int) -> list[str]:
        words = []
        for token in self.tokens[place : place + _LONGEST_DATE]:
            if not token.is_plain:
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
