"""Outcomes of a call or a meeting, and the next step each one proposes."""

from __future__ import annotations

from enum import StrEnum

from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from typing import Literal


class Outcome(StrEnum):
    """How a call or another interaction ended. A fixed list, so that it can be reported on."""

    CONNECTED = "connected"
    NO_ANSWER = "no answer"
    LEFT_VOICEMAIL = "left voicemail"
    LEFT_MESSAGE = "left message"
    BUSY = "busy"
    WRONG_NUMBER = "wrong number"
    MEETING_BOOKED = "meeting booked"
    CALLBACK_REQUESTED = "callback requested"
    NOT_INTERESTED = "not interested"


#: The outcomes in the order of the keys 1 to 9.
BY_KEY: tuple[Outcome, ...] = tuple(Outcome)

#: Outcomes that mean the person was reached; they end a row of attempts.
CONNECTS = frozenset({Outcome.CONNECTED, Outcome.MEETING_BOOKED, Outcome.CALLBACK_REQUESTED, Outcome.NOT_INTERESTED})

#: Attempts without a connect after which nurture is suggested.
MANY_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another next step that an outcome offers: a date phrase or "none", and the status that goes with it."""

    label: str
    next: str = "none"
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRule:
    """What an outcome proposes.

    ``next`` is a date phrase in English or one of the special words:
    ``none``; ``other half`` (next working day, the other half of the day); ``2 hours or next morning``;
    ``asks`` (the rep must give the time; ``default`` is offered).
    ``status`` maps the status before to the status after; "*" stands for any open status.
    ``has_reminder``: a reminder the day before goes with it; ``is_number_bad``: the number called is marked.
    """

    next: str
    default: str = ""
    status: tuple[tuple[str, str], ...] = ()
    kind: Literal["call", "email", "meeting", "to-do"] = "call"
    text: str = ""
    alternatives: tuple[Alternative, ...] = ()
    has_reminder: bool = False
    stops_cadence: bool = False
    is_number_bad: bool = False
