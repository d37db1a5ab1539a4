"""What the card shows of a person, fetched in one go."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crm_tui.domain.contact import Contact, ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUp
from crm_tui.domain.interaction import Interaction
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from crm_tui.domain.query import Query
    from crm_tui.store.contacts import Sort
    from crm_tui.store.page import Page

#: Interactions on a card.
LATEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person with what is open and what happened last. ``zone`` is where they are, "" when that is not known."""

    contact: Contact
    latest: tuple[Interaction, ...] = ()
    pinned: Interaction | None = None
    steps: tuple[FollowUp, ...] = ()
    zone: str = ""


def person_view(connection: Any, desk: Desk, id: str, latest: int = LATEST) -> PersonView:
    """The view of the contact ``id``; a query for `CrmApp.read`. Raises `NotFoundError`."""
    from crm_tui.store import contacts, follow_ups, interactions

    contact = contacts.one(connection, desk, id)
    return PersonView(
        contact=contact,
        latest=interactions.latest(connection, desk, id, latest),
        pinned=interactions.pinned(connection, desk, id),
        steps=follow_ups.of(connection, desk, id, open_only=True, limit=latest),
        zone=contact.zone or _zone_of_phone(contact, desk.moment.now),
    )


def contacts_and_first(
    connection: Any, desk: Desk, *, query: Query | None, sort: Sort, offset: int, limit: int
) -> tuple[Page[ContactLine], PersonView | None]:
    """A window of contacts, and the view of the first of a list's beginning, whose card is shown with it."""
    from crm_tui.store import contacts

    page = contacts.page(connection, desk, query=query, sort=sort, offset=offset, limit=limit)
    has_first = bool(page.rows) and page.offset == 0
    return page, person_view(connection, desk, page.rows[0].id) if has_first else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeView:
    """Everything that a person's own screen shows of them, but for what happened: all follow-ups, open ones first."""

    person: PersonView
    steps: tuple[FollowUp, ...] = ()
    companions: tuple[ContactLine, ...] = ()


def whole_view(connection: Any, desk: Desk, id: str) -> WholeView:
    """The whole view of the contact ``id``; a query for `CrmApp.read`. Raises `NotFoundError`."""
    from crm_tui.store import contacts, follow_ups

    return WholeView(
        person=person_view(connection, desk, id),
        steps=follow_ups.of(connection, desk, id),
        companions=contacts.companions(connection, desk, id),
    )


def _zone_of_phone(contact: Contact, now: datetime) -> str:
    """The zone in which the phone rings, where all zones that it may ring in show the same time."""
    from crm_tui.domain import phones

    for point in contact.phones:
        if point.normal and not point.bad:
            zones = phones.zones(point.normal)
            if len({now.astimezone(ZoneInfo(zone)).utcoffset() for zone in zones}) == 1:
                return zones[0]
    return ""
