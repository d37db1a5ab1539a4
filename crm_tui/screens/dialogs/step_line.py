"""A next step typed in one line, "tue 9 call about pricing", and the words that echo it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from crm_tui.domain.chips import Chip, ChipKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, ParseError
from crm_tui.domain.follow_up import Due, FollowUpDraft, FollowUpKind, Priority
from crm_tui.domain.plain_words import Spans, is_plain
from crm_tui.domain.value import dataclass
from crm_tui.screens.plain import line

if TYPE_CHECKING:
    from crm_tui.domain.when import When

#: What is typed to have no next step.
NONE = frozenset({"none", "no", "-"})

_PRIORITIES = {"!high": Priority.HIGH, "!low": Priority.LOW}

_KINDS = {str(kind): kind for kind in FollowUpKind} | {"todo": FollowUpKind.TODO}

#: Words of the longest date phrase: "every second tuesday of the month at half past 9".
_MOST_WORDS = 10

#: Stands where a word is plain: a word of no phrase in any language.
_PLAIN = "¶"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A follow-up before it is known whose it is."""

    due: Due
    kind: FollowUpKind = FollowUpKind.CALL
    text: str = ""
    every: str = ""
    priority: Priority = Priority.NORMAL

    def draft(self, contact: str) -> FollowUpDraft:
        """The follow-up for a contact."""
        return FollowUpDraft(
            contact=contact,
            due=self.due,
            kind=self.kind,
            text=self.text,
            every=self.every,
            priority=self.priority,
        )


class _Word(NamedTuple):
    """A word and its place; ``seen`` is what it may be understood as."""

    text: str
    seen: str
    start: int
    end: int


def read(text: str, desk: Desk, *, kind: FollowUpKind = FollowUpKind.CALL, off: Spans = ()) -> StepLine:
    """The next step that ``text`` describes: a date phrase, and around it what to do.

    Words in quotes are never a date, and words in ``off`` are nothing but text. Raises `ParseError` when no date is
    understood.
    """
    return understood(text, desk, kind=kind, off=off)[0]


def understood(
    text: str, desk: Desk, *, kind: FollowUpKind = FollowUpKind.CALL, off: Spans = ()
) -> tuple[StepLine, tuple[Chip, ...]]:
    """As `read`, with the parts that were understood, in their order."""
    found = (_Word(match.group(), match.group(), *match.span()) for match in re.finditer(r"\S+", text))
    words = [word._replace(seen=_PLAIN) if is_plain(off, word.start, word.end) else word for word in found]
    start, day, length = _day(text, words, desk)
    chips = [_chip(ChipKind.EVERY if day.every else ChipKind.DATE, text, words[start : start + length])]
    rest = words[:start] + words[start + length :]
    priority = Priority.NORMAL
    if ranks := [word for word in rest if word.seen.lower() in _PRIORITIES]:
        priority = _PRIORITIES[ranks[0].seen.lower()]
        chips += [_chip(ChipKind.PRIORITY, text, [word]) for word in ranks]
        rest = [word for word in rest if word not in ranks]
    if rest and (named := _KINDS.get(rest[0].seen.lower())):
        kind = named
        chips.append(_chip(ChipKind.KIND, text, [rest.pop(0)]))
    words_left = " ".join(word.text for word in rest).strip("\"'")
    step = StepLine(due=day.due(), kind=kind, text=words_left, every=day.every, priority=priority)
    return step, tuple(sorted(chips, key=lambda chip: chip.start))


def _day(text: str, words: Sequence[_Word], desk: Desk) -> tuple[int, When, int]:
    """Where the date phrase starts, what it means, and how many words it takes. Raises `ParseError`."""
    from crm_tui.domain import when

    seen = [word.seen for word in words]
    if found := _date_in(seen, desk):
        return found
    if _PLAIN in seen:
        raise ParseError("There is no day left in it.", "Type one, like tue 9.", text=text, end=len(text))
    return 0, when.parse(text, desk), len(words)


def _chip(kind: ChipKind, text: str, words: Sequence[_Word]) -> Chip:
    start, end = (words[0].start, words[-1].end) if words else (0, 0)
    return Chip(kind, text[start:end], text[start:end], start, end)


def _date_in(words: list[str], desk: Desk) -> tuple[int, When, int] | None:
    """The first date phrase among ``words``: where it starts, what it means, how many words it takes.

    At the beginning, where a date is expected, words that could be plain ("sat", "12") are one too. What tells of
    the past ("yesterday 3pm") is passed over whole, not searched for an hour to come.
    """
    from crm_tui.domain import when

    if words and (found := _at_start(words, desk)) is not None:
        return 0, *found
    is_quoted = False
    behind = 0
    for start, word in enumerate(words):
        if not is_quoted and not behind:
            if (found := when.longest(words[start:], desk)) is not None:
                return start, *found
            past = when.longest(words[start:], desk, past=True)
            behind = past[1] if past else 0
        behind = max(0, behind - 1)
        is_quoted ^= word.count('"') % 2 == 1
    return None


def _at_start(words: list[str], desk: Desk) -> tuple[When, int] | None:
    from crm_tui.domain import when

    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        if _tears_figures(words, length):
            continue
        try:
            return when.parse(" ".join(words[:length]), desk), length
        except ParseError:
            continue
    return None


def _tears_figures(words: list[str], length: int) -> bool:
    """Whether the first words are the beginning of a longer row of figures: "06 12 34" of a phone number."""
    return len(words) > length and all(word.isdigit() for word in words[: length + 1])


def echo(
    text: str, desk: Desk, *, kind: FollowUpKind = FollowUpKind.CALL, off: Spans = (), arrow: str = "→"
) -> Content:
    """What ``text`` is understood as, or why it is not, to be shown while it is typed."""
    try:
        step = read(text, desk, kind=kind, off=off)
    except CrmError as error:
        return Content.styled(line(error.words), "$text-warning")
    return spoken(step, desk, arrow=arrow)


def spoken(step: StepLine, desk: Desk, *, arrow: str = "→") -> Content:
    """A next step in words: the date in full, how often, the kind, the text."""
    from crm_tui.domain import when
    from crm_tui.domain.recurrence import describe_rule

    every = f", {describe_rule(step.every)}" if step.every else ""
    return Content.assemble(
        (f"{arrow} {when.describe(step.due.value, desk.moment)}{every}", "$text-success"),
        f" {step.kind}",
        f", {step.priority.name.lower()} priority" if step.priority is not Priority.NORMAL else "",
        line(f": {step.text}" if step.text else ""),
    )
