"""How a relationship is told: arcs of beats, and the words of each beat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from crm_tui.demo.source import read
from crm_tui.domain.follow_up import FollowUpKind
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome


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


class Teller:
    """Tells about one person: fills their particulars in, and avoids saying the same thing twice."""

    def __init__(self, rng: Random, slots: dict[str, object]) -> None:
        self._rng = rng
        self._slots = slots
        self._said: set[str] = set()

    def text(self, beat: Beat, **slots: object) -> str:
        """What the rep wrote down about ``beat``, or "" when nothing. ``slots`` are particulars of the day."""
        if beat.silent and self._rng.random() < beat.silent:
            return ""
        chosen = [part for part in map(self._fresh, beat.parts) if part]
        return self.fill(" ".join(chosen), **slots)

    def subject(self, beat: Beat, **slots: object) -> str:
        """The subject line, "" where the kind has none."""
        return self.fill(self._rng.choice(beat.subjects), **slots) if beat.subjects else ""

    def fill(self, text: str, **slots: object) -> str:
        """``text`` with its slots filled, beginning with a capital letter."""
        if "{" not in text:
            return text
        filled = text.format_map(self._slots | slots)
        return filled[:1].upper() + filled[1:]

    def _fresh(self, fragments: tuple[str, ...]) -> str:
        fragment = self._rng.choice(fragments)
        if fragment in self._said:
            fragment = self._rng.choice(fragments)
        if "{" in fragment:
            # {fact} in two different sentences is still the same news.
            news = next((slot for slot in ("{fact}", "{pain}", "{tool}", "{relief}", "{echo}") if slot in fragment), "")
            if news in self._said and "" in fragments:
                return ""
            self._said.add(news)
        if fragment:
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


def arc(rng: Random, status: str) -> Iterator[str]:
    """The names of the beats that led to ``status``, oldest first."""
    for step in rng.choice(arcs()[status]):
        for _ in range(rng.randint(step.low, step.high) if step.high > step.low else step.low):
            yield from rng.choice(step.choices)


@cache
def next_steps() -> Mapping[str, tuple[tuple[FollowUpKind, str], ...]]:
    """What is planned after each beat (and "recurring"): kinds and texts."""
    return {
        name: tuple((FollowUpKind(kind), text) for kind, text in entries)
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


def _beat(name: str, entry: dict[str, object]) -> Beat:
    fields: dict[str, list[object]] = {key: value for key, value in entry.items() if isinstance(value, list)}
    minutes, gap = fields.get("minutes"), fields.get("gap", [2, 10])
    return Beat(
        name=name,
        kind=InteractionKind(entry["kind"]),
        direction=Direction(entry["direction"]) if "direction" in entry else None,
        outcome=Outcome(entry["outcome"]) if "outcome" in entry else None,
        minutes=_pair(minutes) if minutes else None,
        gap=_pair(gap),
        silent=float(str(entry.get("silent", 0))),
        subjects=tuple(map(str, fields.get("subjects", []))),
        parts=tuple(tuple(part) for part in fields["parts"] if isinstance(part, list)),
    )


def _pair(values: list[object]) -> tuple[int, int]:
    low, high = values
    return int(str(low)), int(str(high))
