"""The people of the demo book, one after another, without ever holding more than one company of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crm_tui.demo.contacts import Contacts
from crm_tui.demo.days import Days
from crm_tui.demo.dice import Dice
from crm_tui.demo.doubles import Doubles
from crm_tui.demo.firms import SIZES, Firm, Firms
from crm_tui.demo.profiles import Profiles
from crm_tui.demo.stories import shares
from crm_tui.demo.timelines import Timeline, Timelines
from crm_tui.domain.clock import Moment
from crm_tui.store.incoming import IncomingCompany, IncomingContact, IncomingFollowUp, IncomingInteraction

SEED = 20_240


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A contact with all that happened and is planned. Interactions name this person and earlier ones only.

    ``company`` is there with the first of its people; the others refer to it by ``contact.company_id``.
    """

    contact: IncomingContact
    company: IncomingCompany | None
    interactions: tuple[IncomingInteraction, ...]
    follow_ups: tuple[IncomingFollowUp, ...]


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

    def __init__(self, dice: Dice, since: datetime) -> None:
        self._dice = dice
        self._millisecond = int(since.timestamp()) * 1000
        self._count = 0

    def next(self) -> str:
        """A new id; 4096 share a millisecond."""
        self._count += 1
        millisecond = self._millisecond + (self._count >> 12)
        return f"{millisecond:012x}7{self._count & 0xFFF:03x}{self._dice.bits62() | 1 << 63:016x}"


class _Maker:
    """Everything that lives as long as one run of `people`."""

    def __init__(self, seed: int, moment: Moment) -> None:
        self._dice = Dice(seed)
        self._ids = Ids(self._dice, moment.now)
        self._firms = Firms(self._dice)
        self._profiles = Profiles(self._dice, moment)
        self._contacts = Contacts(self._dice, self._ids.next, moment)
        self._timelines = Timelines(self._dice, self._ids.next, Days(moment))
        self._doubles = Doubles()
        self._today = moment.now.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
        self._plans: list[tuple[str, str]] = []

    def company(self, most: int) -> Iterator[Person]:
        """The people of one company, ``most`` of them at most."""
        since = self._today - timedelta(days=self._dice.between(420, 900))
        firm = self._firms.next(self._ids.next(), since)
        size = self._dice.pick(SIZES) if firm.company else 1
        colleagues: list[Timeline] = []
        for nth in range(min(size, most)):
            yield self._person(firm, nth, colleagues)

    def _person(self, firm: Firm, nth: int, colleagues: list[Timeline]) -> Person:
        profile = self._profiles.next(self._ids.next(), firm, nth, *self._plan())
        timeline = self._timelines.next(profile, colleagues)
        colleagues.append(timeline)
        contact, steps = self._doubles.of(
            self._contacts.of(profile, timeline),
            timeline.follow_ups,
            is_newcomer=profile.status == "new" and nth > 0 and not timeline.interactions,
        )
        return Person(
            contact=contact,
            company=None if nth else firm.company,
            interactions=timeline.interactions,
            follow_ups=steps,
        )

    def _plan(self) -> tuple[str, str]:
        """The next status and plan: every 300 people hold the whole mix, shuffled."""
        if not self._plans:
            self._plans = self._dice.shuffled(shares())
        return self._plans.pop()
