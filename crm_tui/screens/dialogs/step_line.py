"""A next step typed in one line, "tue 9 call about pricing", and the words that echo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, ParseError
from crm_tui.domain.follow_up import Due, FollowUpDraft, FollowUpKind, Priority
from crm_tui.domain.value import dataclass
from crm_tui.screens.plain import line

if TYPE_CHECKING:
    from crm_tui.domain.when import When

#: What is typed to have no next step.
NONE = frozenset({"none", "no", "-"})

_PRIORITIES = {"!high": Priority.HIGH, "!low": Priority.LOW}

#: Words of the longest date phrase: "every second tuesday of the month at half past 9".
_MOST_WORDS = 10


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


def read(text: str, desk: Desk, *, kind: FollowUpKind = FollowUpKind.CALL) -> StepLine:
    """The next step that ``text`` describes: a date phrase, and around it what to do.

    Words in quotes are never a date. Raises `ParseError` when no date is understood.
    """
    from crm_tui.domain import when

    words = text.split()
    start, found, length = _date_in(words, desk) or (0, when.parse(text, desk), len(words))
    rest = words[:start] + words[start + length :]
    priority = next((_PRIORITIES[word.lower()] for word in rest if word.lower() in _PRIORITIES), Priority.NORMAL)
    kind, rest = _kind_of([word for word in rest if word.lower() not in _PRIORITIES], kind)
    return StepLine(due=found.due(), kind=kind, text=" ".join(rest).strip("\"'"), every=found.every, priority=priority)


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


def _kind_of(words: list[str], otherwise: FollowUpKind) -> tuple[FollowUpKind, list[str]]:
    """The kind that the first word names, which then is no text."""
    named = {str(kind): kind for kind in FollowUpKind} | {"todo": FollowUpKind.TODO}
    if words and words[0].lower() in named:
        return named[words[0].lower()], words[1:]
    return otherwise, words


def echo(text: str, desk: Desk, *, kind: FollowUpKind = FollowUpKind.CALL, arrow: str = "→") -> Content:
    """What ``text`` is understood as, or why it is not, to be shown while it is typed."""
    try:
        step = read(text, desk, kind=kind)
    except CrmError as error:
        return Content.styled(line(" ".join(filter(None, (error.message, error.hint)))), "$text-warning")
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
