"""The desk at which a rep works: the moment, and the house rules that every operation needs."""

from __future__ import annotations

from collections.abc import Mapping

from crm_tui.domain.clock import Moment
from crm_tui.domain.outcome import Outcome, OutcomeRule
from crm_tui.domain.status import DEFAULT_STATUSES, DEFAULT_TIER_DAYS, Status, Tier
from crm_tui.domain.value import dataclass, field
from crm_tui.domain.working import WorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a query or an operation may know beside its arguments.

    ``country`` is the ISO region of phone numbers typed without a prefix; ``language`` the language of
    typed dates; ``owner`` this rep's name, the author of what is logged.
    """

    moment: Moment
    working: WorkingTime = field(default_factory=WorkingTime)
    statuses: tuple[Status, ...] = DEFAULT_STATUSES
    tier_days: Mapping[Tier, int] = field(default_factory=lambda: dict(DEFAULT_TIER_DAYS))
    tag_days: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[Outcome, OutcomeRule] = field(default_factory=dict)
    country: str = "US"
    language: str = "en"
    owner: str = ""

    @property
    def open_statuses(self) -> frozenset[str]:
        """Names of the statuses that promise a next step."""
        return frozenset(status.name for status in self.statuses if status.is_open)
