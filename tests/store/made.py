"""Records in one line each, through the operations that reps use."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from crm_tui.domain import points
from crm_tui.domain.change import Change, Kind
from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Due, FollowUpDraft
from crm_tui.domain.interaction import InteractionDraft, InteractionKind
from crm_tui.store import contacts, follow_ups, interactions
from crm_tui.store.store import Store
from tests.conftest import NOW

TODAY = NOW.date()


def new(change: Change, kind: Kind) -> str:
    """The id of the record of a kind that a change is about."""
    (id,) = (ref.id for ref in change.records if ref.kind == kind)
    return id


def contact(store: Store, desk: Desk, name: str, *, email: str = "", phone: str = "", **fields: Any) -> str:
    """A contact; its id."""
    found = []
    if email:
        found.append(points.email(email))
    if phone:
        found.append(points.phone(phone, desk.country))
    return new(store.write(contacts.add, desk, ContactDraft(name=name, points=tuple(found), **fields)), "contact")


def follow_up(store: Store, desk: Desk, contact: str, days: int = 0, clock: time | None = None, **fields: Any) -> str:
    """A follow-up so many days from today; its id."""
    draft = FollowUpDraft(contact=contact, due=Due(TODAY + timedelta(days=days), clock), **fields)
    return new(store.write(follow_ups.add, desk, draft), "follow_up")


def interaction(
    store: Store, desk: Desk, *contacts: str, kind: InteractionKind = InteractionKind.CALL, days: int = 0, **fields: Any
) -> str:
    """An interaction so many days from today; its id."""
    at: datetime = NOW + timedelta(days=days)
    draft = InteractionDraft(contacts=contacts, kind=kind, at=at, **fields)
    return new(store.write(interactions.log, desk, draft), "interaction")


def day(days: int) -> date:
    """The day so many days from today."""
    return TODAY + timedelta(days=days)
