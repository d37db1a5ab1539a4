"""The settings, as values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from crm_tui.domain.outcome import Outcome, OutcomeRule
from crm_tui.domain.status import DEFAULT_STATUSES, DEFAULT_TIER_DAYS, Status, Tier
from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.domain.value import dataclass, field

if TYPE_CHECKING:
    from crm_tui.domain.desk import Desk

#: The country assumed when neither the settings nor the locale name one.
FALLBACK_COUNTRY = "US"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSettings:
    """Where this database is synchronised: folders or postgresql:// URLs without a password."""

    targets: tuple[str, ...] = ()
    interval: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """Where `crm backup` writes when no file is given; "" for the folder beside the database."""

    folder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """config.toml, with a default for every key; docs/config.md describes each.

    ``workdays`` counts Monday as 0. ``outcomes`` holds only the rules that differ from the built-in ones.
    ``zone`` and ``country`` are "" for the machine's own.
    """

    language: str = "en"
    country: str = ""
    zone: str = ""
    owner: str = ""
    workdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[date] = frozenset()
    day_start: time = time(9)
    day_end: time = time(18)
    theme: str = ""
    ascii: bool = False
    accessible: bool = False
    notify: bool = True
    notify_bell: bool = True
    notify_desktop: str = "off"
    first_screen: str = "today"
    statuses: tuple[Status, ...] = DEFAULT_STATUSES
    tiers: Mapping[Tier, int] = field(default_factory=lambda: dict(DEFAULT_TIER_DAYS))
    tags: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[Outcome, OutcomeRule] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sync: SyncSettings = field(default_factory=SyncSettings)
    backup: BackupSettings = field(default_factory=BackupSettings)

    def desk(self, now: str | datetime | None = None) -> Desk:
        """The desk of this rep at ``now``: a time, the text of --now, or None for the clock (or CRM_NOW)."""
        from crm_tui.config.clock import moment
        from crm_tui.domain.desk import Desk
        from crm_tui.domain.working import WorkingTime

        return Desk(
            moment=moment(self.zone, now.isoformat() if isinstance(now, datetime) else now),
            working=WorkingTime(
                workdays=self.workdays, holidays=self.holidays, day_start=self.day_start, day_end=self.day_end
            ),
            statuses=self.statuses,
            tier_days=self.tiers,
            tag_days=self.tags,
            outcomes=self.outcomes,
            country=self.country or locale_country(),
            language=self.language,
            owner=self.owner,
        )


def locale_country() -> str:
    """The region of the locale ("el_GR.UTF-8" is GR), for phone numbers typed without a prefix."""
    import os

    for variable in ("LC_ALL", "LC_TELEPHONE", "LANG"):
        region = os.environ.get(variable, "").partition(".")[0].partition("_")[2][:2]
        if len(region) == 2 and region.isascii() and region.isalpha():
            return region.upper()
    return FALLBACK_COUNTRY
