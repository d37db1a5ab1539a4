"""Lead status, stage and tier: where a relationship stands and how much attention it deserves."""

from __future__ import annotations

from enum import StrEnum

from crm_tui.domain.value import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """A lead status. An open one promises a next step; a closed one does not."""

    name: str
    is_open: bool


DEFAULT_STATUSES: tuple[Status, ...] = (
    Status("new", is_open=True),
    Status("attempting", is_open=True),
    Status("connected", is_open=True),
    Status("qualified", is_open=True),
    Status("nurture", is_open=False),
    Status("customer", is_open=False),
    Status("unqualified", is_open=False),
)


class Stage(StrEnum):
    """Where the relationship stands."""

    LEAD = "lead"
    PROSPECT = "prospect"
    CUSTOMER = "customer"
    FORMER = "former"
    PARTNER = "partner"


class Tier(StrEnum):
    """How much attention the relationship deserves."""

    A = "A"
    B = "B"
    C = "C"


#: Days of silence each tier tolerates before the contact counts as quiet.
DEFAULT_TIER_DAYS: dict[Tier, int] = {Tier.A: 30, Tier.B: 60, Tier.C: 120}
