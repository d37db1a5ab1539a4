"""An interaction: something that happened with one or several contacts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from crm_tui.domain.outcome import Outcome
from crm_tui.domain.value import dataclass


class InteractionKind(StrEnum):
    """What happened."""

    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    MESSAGE = "message"
    VISIT = "visit"
    NOTE = "note"


class Direction(StrEnum):
    """Who began it."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRef:
    """A contact by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """An entry of the timeline. A note is activity, which ends silence, but not contact: nobody was reached."""

    id: str
    contacts: tuple[ContactRef, ...]
    kind: InteractionKind
    direction: Direction | None = None
    outcome: Outcome | None = None
    at: datetime
    duration_minutes: int | None = None
    subject: str = ""
    text: str = ""
    author: str = ""
    is_pinned: bool = False
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionDraft:
    """An interaction before it is logged. ``contacts`` are ids; ``at`` carries a zone."""

    contacts: tuple[str, ...]
    kind: InteractionKind
    at: datetime
    direction: Direction | None = None
    outcome: Outcome | None = None
    duration_minutes: int | None = None
    subject: str = ""
    text: str = ""
    author: str = ""
