"""Words of the command line as values of the domain; what is unknown is refused with the words there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from crm_tui.domain.errors import UsageError
from crm_tui.domain.follow_up import FollowUpKind, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Stage, Tier

if TYPE_CHECKING:
    from enum import StrEnum

    from crm_tui.domain.desk import Desk

    E = TypeVar("E", bound=StrEnum)
else:
    E = TypeVar("E")


def _member(kind: type[E], word: str, what: str) -> E:
    """The member that ``word`` names, whole or by a beginning of one of its words that no other has."""
    asked = " ".join(word.lower().replace("-", " ").replace("_", " ").split())
    names = {member.value.replace("-", " ").lower(): member for member in kind}
    if asked in names:
        return names[asked]
    near = [
        member
        for name, member in names.items()
        if asked and (name.startswith(asked) or any(part.startswith(asked) for part in name.split()))
    ]
    if len(near) == 1:
        return near[0]
    raise UsageError(f"“{word}” is no {what}.", f"One of: {', '.join(member.value for member in kind)}.")


def outcome(word: str | None) -> Outcome | None:
    """An outcome: "no answer", "no-answer", "voicemail"."""
    return None if word is None else _member(Outcome, word, "outcome")


def interaction_kind(word: str) -> InteractionKind:
    """What happened."""
    return _member(InteractionKind, word, "kind of interaction")


def follow_up_kind(word: str | None) -> FollowUpKind:
    """What is to be done; a call when nothing is said."""
    return FollowUpKind.CALL if word is None else _member(FollowUpKind, word, "kind of follow-up")


def direction(word: str | None) -> Direction | None:
    """Who began it."""
    return None if word is None else _member(Direction, word, "direction")


def stage(word: str | None) -> Stage | None:
    """Where the relationship stands."""
    return None if word is None else _member(Stage, word, "stage")


def tier(word: str | None) -> Tier | None:
    """How much attention."""
    return None if word is None else _member(Tier, word, "tier")


def priority(word: str | None) -> Priority:
    """High, normal or low."""
    if word is None:
        return Priority.NORMAL
    found = [member for member in Priority if member.name.startswith(word.strip("!").upper() or "-")]
    if len(found) != 1:
        raise UsageError(f"“{word}” is no priority.", "One of: high, normal, low.")
    return found[0]


def past(phrase: str | None, desk: Desk) -> datetime:
    """When something happened: now when nothing is said, a day without an hour as its noon.

    Raises `ParseError`, or `UsageError` for what has not happened yet.
    """
    from crm_tui.domain import when

    now = desk.moment.now
    if phrase is None:
        return now
    meaning = when.parse(phrase, desk, past=True)
    value = meaning.value
    if not isinstance(value, datetime):
        value = now if value == desk.moment.today else datetime.combine(value, time(12), desk.moment.tz)
    if value > now + timedelta(minutes=1):
        raise UsageError(f"“{phrase}” ({when.describe(value, desk.moment)}) is still to come.", "Log it when it is.")
    return value


def stdin_lines() -> Sequence[str]:
    """The lines of stdin, without their ends; empty ones are left out."""
    import sys

    return [line.rstrip("\r\n") for line in sys.stdin if line.strip()]
