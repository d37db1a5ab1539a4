"""Records on their way in from a file: what a format reads, and a bulk write stores.

Ids are those that the file gives; "" where it has none. ``deleted_at`` is set for a record that came in with the
trash.
"""

from __future__ import annotations

from datetime import date, datetime

from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.follow_up import Due, FollowUpKind, FollowUpState, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.value import dataclass


@dataclass(frozen=True, slots=True)
class IncomingContact:
    """A person. ``company_id`` is the id of the company named in the draft, where the file knows it."""

    draft: ContactDraft
    id: str = ""
    company_id: str = ""
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingCompany:
    """An organisation. ``external_id`` and ``other_ids`` are as in `crm_tui.domain.contact.Contact`."""

    name: str
    domain: str = ""
    phone: str = ""
    address: str = ""
    note: str = ""
    external_id: str = ""
    other_ids: tuple[str, ...] = ()
    created_at: datetime | None = None
    id: str = ""
    deleted_at: datetime | None = None

    @property
    def external_ids(self) -> tuple[str, ...]:
        """The ids in all other programs."""
        return tuple(filter(None, (self.external_id, *self.other_ids)))


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingInteraction:
    """Something that happened. ``contacts`` are ids, or words that find one contact each.

    ``sender`` finds in the same way who wrote a message of a mailbox: from somebody who is known it came in, else it
    went out, unless the direction is told. A mailbox is full of strangers: with a ``sender``, a message that nobody
    known has to do with is left out rather than refused.
    """

    contacts: tuple[str, ...]
    kind: InteractionKind
    at: datetime
    direction: Direction | None = None
    outcome: Outcome | None = None
    duration_minutes: int | None = None
    subject: str = ""
    text: str = ""
    author: str = ""
    is_pinned: bool = False
    external_id: str = ""
    created_at: datetime | None = None
    id: str = ""
    deleted_at: datetime | None = None
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFollowUp:
    """Something to do. ``contact`` is an id, or words that find one; ``interaction`` the id it came from.

    ``anchor`` is the day from which the rhythm of a snoozed occurrence counts.
    """

    contact: str
    due: Due
    kind: FollowUpKind = FollowUpKind.CALL
    text: str = ""
    priority: Priority = Priority.NORMAL
    state: FollowUpState = FollowUpState.OPEN
    every: str = ""
    snoozes: int = 0
    anchor: date | None = None
    interaction: str = ""
    external_id: str = ""
    created_at: datetime | None = None
    done_at: datetime | None = None
    id: str = ""
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingView:
    """A search with a name. ``position`` is its sort key among the views, "" for behind them."""

    name: str
    query: str
    sort: str = ""
    position: str = ""
    created_at: datetime | None = None
    id: str = ""
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPairing:
    """What a rep has judged of two contacts, by their ids: that they are one person, or two who look alike."""

    contacts: tuple[str, str]
    is_same: bool = False
    created_at: datetime | None = None
    deleted_at: datetime | None = None


Incoming = IncomingContact | IncomingCompany | IncomingInteraction | IncomingFollowUp | IncomingView | IncomingPairing
