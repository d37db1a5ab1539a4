"""How a relationship is told: arcs of beats, and the words of each beat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from crm_tui.demo.dice import Dice
from crm_tui.demo.source import read
from crm_tui.domain.follow_up import FollowUpKind
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome

_NEWS = "{fact}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One interaction of a story, before it is about someone. See `data/stories.toml`."""

    name: str
    kind: InteractionKind
    direction: Direction | None
    outcome: Outcome | None
    minutes: tuple[int, int] | None
    gap: tuple[int, int]
    silent: float
    subjects: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A part of an arc: ``low`` to ``high`` draws from ``choices``, each a chain of beats."""

    choices: tuple[tuple[str, ...], ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """A follow-up before it is about someone; ``every`` is an RRULE body."""

    kind: FollowUpKind
    text: str
    every: str = ""


class Teller:
    """Tells about one person: fills their particulars in, and avoids saying the same thing twice.

    ``slots`` are the particulars; those of the day (the month ahead, who else is there) change as the story goes on.
    """

    __slots__ = ("_dice", "_said", "slots")

    def __init__(self, dice: Dice, slots: dict[str, object]) -> None:
        self.slots = slots
        self._dice = dice
        self._said: set[str] = set()

    def text(self, beat: Beat) -> str:
        """What the rep wrote down about ``beat``, or "" when nothing."""
        if beat.silent and self._dice.chance(beat.silent):
            return ""
        return self.fill(" ".join(filter(None, map(self._fresh, beat.parts))))

    def subject(self, beat: Beat) -> str:
        """The subject line, "" where the kind has none."""
        return self.fill(self._dice.pick(beat.subjects)) if beat.subjects else ""

    def fill(self, text: str) -> str:
        """``text`` with its slots filled, beginning with a capital letter."""
        if "{" not in text:
            return text
        filled = text.format_map(self.slots)
        return filled[:1].upper() + filled[1:]

    def _fresh(self, fragments: tuple[str, ...]) -> str:
        fragment = self._dice.pick(fragments)
        if fragment in self._said:
            fragment = self._dice.pick(fragments)
        if "{fact}" in fragment or "{echo}" in fragment:
            # Told in two different sentences it is still the same news.
            if _NEWS in self._said and "" in fragments:
                return ""
            self._said.add(_NEWS)
        self._said.add(fragment)
        return fragment


@cache
def beats() -> Mapping[str, Beat]:
    """Every beat by name."""
    return {name: _beat(name, entry) for name, entry in read("stories")["beat"].items()}


@cache
def arcs() -> Mapping[str, tuple[tuple[Step, ...], ...]]:
    """The ways to a status, by its name (and "stopped" for do-not-contact)."""
    plans = read("plans")
    groups = {name: tuple(tuple(choice.split("+")) for choice in group) for name, group in plans["groups"].items()}

    def step(text: str) -> Step:
        group, _, times = text.partition(" ")
        low, _, high = (times or "1").partition("-")
        return Step(groups[group], int(low), int(high or low))

    return {status: tuple(tuple(map(step, arc)) for arc in ways) for status, ways in plans["arcs"].items()}


def arc(dice: Dice, status: str) -> Iterator[str]:
    """The names of the beats that led to ``status``, oldest first."""
    for step in dice.pick(arcs()[status]):
        for _ in range(dice.between(step.low, step.high) if step.high > step.low else step.low):
            yield from dice.pick(step.choices)


@cache
def next_steps() -> Mapping[str, tuple[NextStep, ...]]:
    """What may be planned after each beat, and under "recurring" what comes back by itself."""
    return {
        name: tuple(NextStep(FollowUpKind(kind), text, *rule) for kind, text, *rule in entries)
        for name, entries in read("plans")["next"].items()
    }


@cache
def shares() -> tuple[tuple[str, str], ...]:
    """Status and plan of 300 people: the mix of a working book."""
    return tuple(
        (entry["status"], plan)
        for entry in read("plans")["share"]
        for plan, people in entry["plans"].items()
        for _ in range(people)
    )


def _beat(name: str, entry: dict[str, Any]) -> Beat:
    low, high = entry.get("gap", (2, 10))
    minutes = entry.get("minutes")
    return Beat(
        name=name,
        kind=InteractionKind(entry["kind"]),
        direction=Direction(entry["direction"]) if "direction" in entry else None,
        outcome=Outcome(entry["outcome"]) if "outcome" in entry else None,
        minutes=(minutes[0], minutes[1]) if minutes else None,
        gap=(low, high),
        silent=entry.get("silent", 0.0),
        subjects=tuple(entry.get("subjects", ())),
        parts=tuple(map(tuple, entry["parts"])),
    )
