"""What happened with someone, and what is planned: beats laid out over working days, ending where the plan wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from crm_tui.demo.days import MONTHS, Days
from crm_tui.demo.dice import Dice
from crm_tui.demo.profiles import Profile
from crm_tui.demo.stories import Beat, NextStep, arc, beats, next_steps
from crm_tui.domain.follow_up import Due, FollowUpKind, FollowUpState, Priority
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import DEFAULT_TIER_DAYS
from crm_tui.store.incoming import IncomingFollowUp, IncomingInteraction

#: Working days between today and the last interaction, lowest and highest, for the simple plans.
_LAST = {"today": (0, 7), "today_at": (0, 7), "upcoming": (0, 14), "none": (4, 35), "recurring": (2, 14)}

_PRIORITIES = (Priority.HIGH, *[Priority.NORMAL] * 6, Priority.LOW)

#: Colleagues of these statuses come along to a meeting.
_SOCIABLE = frozenset({"connected", "qualified", "customer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The history and the plans of one person. ``first_beat`` is "" where nothing has happened yet."""

    id: str
    spoken: str
    is_sociable: bool
    first_beat: str
    last_outcome: Outcome | None
    interactions: tuple[IncomingInteraction, ...]
    follow_ups: tuple[IncomingFollowUp, ...]
    created_at: datetime


class _Day(NamedTuple):
    """A beat and when it was."""

    beat: Beat
    at: datetime


class Timelines:
    """Makes timelines."""

    def __init__(self, dice: Dice, new_id: Callable[[], str], days: Days) -> None:
        self._dice = dice
        self._new_id = new_id
        self._days = days

    def next(self, profile: Profile, colleagues: Sequence[Timeline]) -> Timeline:
        """The timeline of ``profile``; some of its meetings are held together with ``colleagues``."""
        dice = self._dice
        days = self._lay_out(profile)
        interactions = [self._interaction(profile, day, colleagues) for day in days]
        created_at = days[0].at - timedelta(minutes=dice.between(1, 90)) if days else self._recently()
        follow_ups = [*self._done(profile, days), *self._planned(profile, days, created_at)]
        if len(days) > 2 and dice.chance(0.12):
            interactions.insert(2, self._pinned(profile, days[1]))
        return Timeline(
            id=profile.id,
            spoken=profile.given.spoken,
            is_sociable=profile.status in _SOCIABLE and profile.plan not in ("quiet", "none"),
            first_beat=days[0].beat.name if days else "",
            last_outcome=days[-1].beat.outcome if days else None,
            interactions=tuple(interactions),
            follow_ups=tuple(follow_ups),
            created_at=created_at,
        )

    def _lay_out(self, profile: Profile) -> list[_Day]:
        """The beats of the story on their days, oldest first."""
        dice, ago = self._dice, self._last(profile)
        days = []
        for name in reversed(list(arc(dice, "stopped" if profile.plan == "stopped" else profile.status))):
            beat = beats()[name]
            days.append(_Day(beat, self._days.at(dice, ago, beat.kind)))
            low, high = beat.gap
            ago += dice.between(low, high)
        days.reverse()
        return days

    def _last(self, profile: Profile) -> int:
        """How many working days ago the last interaction was, so that the person stands where the plan says."""
        dice, plan = self._dice, profile.plan
        if plan in _LAST:
            return dice.between(*_LAST[plan])
        if plan == "overdue":
            return dice.between(9, 16)
        interval = DEFAULT_TIER_DAYS[profile.tier] if profile.tier else 0
        if plan == "quiet":
            return self._days.ago(interval + dice.between(3, 24))
        return self._days.ago(dice.between(2, interval - 5) if interval else dice.between(8, 240))

    def _recently(self) -> datetime:
        kind = beats()["wrote_in"].kind
        return self._days.at(self._dice, self._dice.between(0, 15), kind)

    def _interaction(self, profile: Profile, day: _Day, colleagues: Sequence[Timeline]) -> IncomingInteraction:
        dice, beat = self._dice, day.beat
        contacts: tuple[str, ...] = (profile.id,)
        teller = profile.teller
        teller.slots["month"] = self._month(day.at)
        if beat.name == "demo" and (others := [other for other in colleagues if other.is_sociable]):
            beat = beats()["demo_together"]
            guests = dice.shuffled(others)[: dice.between(1, 3)]
            contacts += tuple(guest.id for guest in guests)
            teller.slots["colleague"] = " and ".join(guest.spoken for guest in guests[:2])
        return IncomingInteraction(
            id=self._new_id(),
            contacts=contacts,
            kind=beat.kind,
            direction=beat.direction,
            outcome=beat.outcome,
            at=day.at,
            duration_minutes=dice.between(*beat.minutes) if beat.minutes else None,
            subject=teller.subject(beat),
            text=teller.text(beat),
        )

    def _pinned(self, profile: Profile, day: _Day) -> IncomingInteraction:
        """A standing remark, written down early on."""
        beat = beats()["pinned"]
        return IncomingInteraction(
            id=self._new_id(),
            contacts=(profile.id,),
            kind=beat.kind,
            at=day.at + timedelta(minutes=20),
            text=profile.teller.text(beat),
            is_pinned=True,
        )

    def _month(self, at: datetime) -> str:
        """One of the three months after ``at``: what people mean when they say "in spring"."""
        return MONTHS[(at.month + self._dice.below(3)) % 12]

    def _done(self, profile: Profile, days: Sequence[_Day]) -> list[IncomingFollowUp]:
        """Now and then, the follow-up that one of the interactions had been."""
        dice = self._dice
        if len(days) < 2 or not dice.chance(0.14):
            return []
        nth = dice.between(1, len(days) - 1)
        before, day = days[nth - 1], days[nth]
        if before.beat.name not in next_steps():
            return []
        step = dice.pick(next_steps()[before.beat.name])
        state = FollowUpState.SKIPPED if dice.chance(0.1) else FollowUpState.DONE
        due = Due(day.at.date())
        return [self._follow_up(profile, step, due, before.at, state=state, done_at=day.at)]

    def _planned(self, profile: Profile, days: Sequence[_Day], created_at: datetime) -> list[IncomingFollowUp]:
        """What is open, if anything."""
        plan = profile.plan
        due = self._due(plan)
        if due is None:
            return []
        last = "recurring" if plan == "recurring" else days[-1].beat.name if days else "list_entry"
        step = self._dice.pick(next_steps()[last])
        return [self._follow_up(profile, step, due, days[-1].at if days else created_at)]

    def _due(self, plan: str) -> Due | None:
        dice, days = self._dice, self._days
        zone = days.moment.zone
        if plan == "overdue":
            day = days.past[dice.below(8)]
            return Due(day) if dice.chance(0.6) else Due(day, days.appointment(dice), zone)
        if plan == "today_at" and (at := days.later_today(dice)):
            return Due(days.moment.today, at, zone)
        if plan in ("today", "today_at"):
            return Due(days.moment.today)
        if plan in ("upcoming", "recurring"):
            day = days.ahead[dice.below(22)]
            return Due(day) if dice.chance(0.75) else Due(day, days.appointment(dice), zone)
        return None

    def _follow_up(
        self,
        profile: Profile,
        step: NextStep,
        due: Due,
        created_at: datetime,
        *,
        state: FollowUpState = FollowUpState.OPEN,
        done_at: datetime | None = None,
    ) -> IncomingFollowUp:
        dice = self._dice
        if due.time is None and step.kind is FollowUpKind.MEETING and state is FollowUpState.OPEN:
            step = NextStep(FollowUpKind.CALL, f"Fix a time: {step.text[:1].lower()}{step.text[1:]}", step.every)
        return IncomingFollowUp(
            id=self._new_id(),
            contact=profile.id,
            due=due,
            kind=step.kind,
            text=profile.teller.fill(step.text),
            priority=dice.pick(_PRIORITIES),
            state=state,
            every=step.every,
            snoozes=dice.between(1, 3) if dice.chance(0.12) else 0,
            created_at=created_at,
            done_at=done_at,
        )
