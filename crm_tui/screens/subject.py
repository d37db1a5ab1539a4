"""The person a screen is about at this moment, and the follow-up that is highlighted with them."""

from __future__ import annotations

from crm_tui.domain.contact import Contact, ContactLine
from crm_tui.domain.follow_up import FollowUp
from crm_tui.domain.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a dialog must know of a person at once, without asking the store.

    ``phone`` and ``email`` are the primary ones. ``follow_up`` is the highlighted follow-up, if the list is one
    of follow-ups.
    """

    id: str
    name: str
    status: str = "new"
    attempts: int = 0
    phone: str = ""
    email: str = ""
    company: str = ""
    do_not_contact: bool = False
    follow_up: FollowUp | None = None

    @classmethod
    def of_line(cls, contact: ContactLine, follow_up: FollowUp | None = None) -> Subject:
        """The subject of a row."""
        return cls(
            id=contact.id,
            name=contact.name,
            status=contact.status,
            attempts=contact.attempts,
            phone=contact.phone,
            email=contact.email,
            company=contact.company,
            do_not_contact=contact.do_not_contact,
            follow_up=follow_up,
        )

    @classmethod
    def of_contact(cls, contact: Contact, follow_up: FollowUp | None = None) -> Subject:
        """The subject of a person that is known whole."""
        return cls(
            id=contact.id,
            name=contact.name,
            status=contact.status,
            attempts=contact.standing.attempts,
            phone=next((point.value for point in contact.phones if not point.bad), ""),
            email=next((point.value for point in contact.emails if not point.bad), ""),
            company=contact.company.name if contact.company else "",
            do_not_contact=contact.do_not_contact,
            follow_up=follow_up,
        )
