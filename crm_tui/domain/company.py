"""A company: an organisation that contacts belong to."""

from __future__ import annotations

from datetime import datetime

from crm_tui.domain.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An organisation, whole. ``domain`` is its web domain in lower case, without "www."."""

    id: str
    name: str
    domain: str = ""
    phone: str = ""
    address: str = ""
    note: str = ""
    people: int = 0
    last_contacted: datetime | None = None
    open_follow_ups: int = 0
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyLine:
    """A company as one row of a list."""

    id: str
    name: str
    domain: str = ""
    people: int = 0
    last_contacted: datetime | None = None
