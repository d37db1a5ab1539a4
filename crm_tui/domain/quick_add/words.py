"""The words of the quick-add line: what reps write for kinds, outcomes, directions and priorities."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.domain.follow_up import FollowUpKind, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome


class Meaning(NamedTuple):
    """What a word stands for. ``is_past``: it tells of something that has happened."""

    value: InteractionKind | FollowUpKind | Outcome | Direction
    is_past: bool = False


def _table() -> dict[tuple[str, ...], Meaning]:
    """Phrases, as tuples of lower-case words, and their meaning."""
    to_do: dict[InteractionKind | FollowUpKind, str] = {
        InteractionKind.CALL: "call|call back|ring|phone",
        InteractionKind.EMAIL: "email|e-mail|mail|write to",
        InteractionKind.MEETING: "meeting|meet",
        InteractionKind.MESSAGE: "message|msg|sms|whatsapp|dm",
        InteractionKind.VISIT: "visit",
        InteractionKind.NOTE: "note",
        FollowUpKind.TODO: "to-do|todo|task",
    }
    done = {
        InteractionKind.CALL: "called|rang|phoned",
        InteractionKind.EMAIL: "emailed|e-mailed|mailed|wrote to",
        InteractionKind.MEETING: "met|met with",
        InteractionKind.MESSAGE: "messaged|texted",
        InteractionKind.VISIT: "visited",
    }
    outcomes = {
        Outcome.CONNECTED: "connected|spoke|spoke to|spoke with|talked|talked to|talked with|reached|answered",
        Outcome.NO_ANSWER: "no answer|no-answer|na|n/a|didn't answer|no pickup|no pick-up",
        Outcome.LEFT_VOICEMAIL: "vm|lvm|voicemail|left vm|left voicemail|left a vm|left a voicemail",
        Outcome.LEFT_MESSAGE: "lm|left message|left msg|left a message",
        Outcome.BUSY: "busy|engaged|line busy",
        Outcome.WRONG_NUMBER: "wrong number|wn|bad number",
        Outcome.MEETING_BOOKED: "booked|meeting booked|booked meeting|booked a meeting",
        Outcome.CALLBACK_REQUESTED: "callback|cb|callback requested|asked for callback|wants callback|wants a callback",
        Outcome.NOT_INTERESTED: "ni|not interested|no interest",
    }
    directions = {Direction.IN: "incoming|inbound", Direction.OUT: "outgoing|outbound"}
    return {
        tuple(phrase.split()): Meaning(value, is_past)
        for phrases, is_past in ((to_do, False), (done, True), (outcomes, True), (directions, True))
        for value, spellings in phrases.items()
        for phrase in spellings.split("|")
    }


PHRASES = _table()

#: Words of the longest phrase.
LONGEST = max(map(len, PHRASES))

PRIORITIES = {
    "!high": Priority.HIGH,
    "!h": Priority.HIGH,
    "!1": Priority.HIGH,
    "!urgent": Priority.HIGH,
    "!normal": Priority.NORMAL,
    "!2": Priority.NORMAL,
    "!low": Priority.LOW,
    "!l": Priority.LOW,
    "!3": Priority.LOW,
}
