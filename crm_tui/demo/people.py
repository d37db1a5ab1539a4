"""The people of the demo book, one after another, without ever holding more than one company of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from crm_tui.demo.days import Days
from crm_tui.demo.firms import SIZES, Firm, Firms
from crm_tui.demo.profiles import Profile, Profiles
from crm_tui.demo.stories import shares
from crm_tui.demo.timelines import Timeline, Timelines
from crm_tui.domain.clock import Moment
from crm_tui.domain.company import Company
from crm_tui.domain.contact import Contact
from crm_tui.domain.follow_up import FollowUp
from crm_tui.domain.interaction import Interaction

SEED = 20_240


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A contact with all that happened and is planned. Interactions name this person and earlier ones only."""

    contact: Contact
    company: Company | None
    interactions: tuple[Interaction, ...]
    follow_ups: tuple[FollowUp, ...]


def people(n: int, *, seed: int = SEED, moment: Moment) -> Iterator[Person]:
    """``n`` invented people as they stand at ``moment``; a shorter book is the beginning of a longer one.

    People of one company follow one another. The same arguments give the same people, ids included.
    """
    maker = _Maker(seed, moment)
    made = 0
    while made < n:
        for person in maker.company(n - made):
            yield person
            made += 1


class Ids:
    """UUIDv7s as 32 hex digits that ascend, so that indexes grow at their end, and depend on nothing but the seed."""

    def __init__(self, rng: Random, since: datetime) -> None:
        self._rng = rng
        self._millisecond = int(since.timestamp()) * 1000
        self._count = 0

    def next(self) -> str:
        """A new id; 4096 share a millisecond."""
        self._count += 1
        millisecond = self._millisecond + (self._count >> 12)
        return f"{millisecond:012x}7{self._count & 0xFFF:03x}{self._rng.getrandbits(62) | 1 << 63:016x}"


class _Maker:
    """Everything that lives as long as one run of `people`."""

    def __init__(self, seed: int, moment: Moment) -> None:
        self._rng = Random(seed)
        self._ids = Ids(self._rng, moment.now)
        self._firms = Firms(self._rng)
        days = Days(moment)
        self._profiles = Profiles(self._rng, moment)
        self._timelines = Timelines(self._rng, self._ids.next, days)
        self._founded = moment.now.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
        self._plans: list[tuple[str, str]] = []

    def company(self, most: int) -> Iterator[Person]:
        """The people of one company, ``most`` of them at most."""
        since = self._founded - timedelta(days=self._rng.randint(420, 900))
        firm = self._firms.next(self._ids.next(), since)
        size = self._rng.choice(SIZES) if firm.company else 1
        colleagues: list[Timeline] = []
        for nth in range(min(size, most)):
            yield self._person(firm, nth, colleagues)

    def _person(self, firm: Firm, nth: int, colleagues: list[Timeline]) -> Person:
        profile = self._profiles.next(self._ids.next(), firm, nth, *self._plan())
        timeline = self._timelines.next(profile, colleagues)
        colleagues.append(timeline)
        return Person(
            contact=self._profiles.contact(profile, timeline),
            company=firm.company,
            interactions=timeline.interactions,
            follow_ups=timeline.follow_ups,
        )

    def _plan(self) -> tuple[str, str]:
        """The next status and plan: every 300 people hold the whole mix, shuffled."""
        if not self._plans:
            self._plans = list(shares())
            self._rng.shuffle(self._plans)
        return self._plans.pop()


__all__ = ["SEED", "Ids", "Person", "Profile", "people"]
