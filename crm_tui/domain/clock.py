"""The moment, as a value: what "now" is, for whom, and where.

The hybrid logical clock of the journal lives in the database, beside the rows that it stamps; this is the
wall clock that rules and words are computed from.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from crm_tui.domain.value import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """``now`` for one rep: an aware time in their zone, and the IANA name of that zone."""

    now: datetime
    zone: str

    @property
    def today(self) -> date:
        """The rep's local day."""
        return self.now.date()

    @property
    def tz(self) -> ZoneInfo:
        """The rep's zone."""
        return ZoneInfo(self.zone)

    @property
    def epoch(self) -> int:
        """Whole seconds since 1970 UTC: how instants are stored."""
        return int(self.now.timestamp())

    def local(self, epoch: int) -> datetime:
        """A stored instant as an aware time in the rep's zone."""
        return datetime.fromtimestamp(epoch, ZoneInfo(self.zone))
