"""A block: a list of people, fixed when it begins, that is worked one at a time; and what came of it.

A block is what its events say. What was written meanwhile is only named by the numbers of the operations; what they
came to is looked up in the journal as `Deed`, so that an undo takes it out of every count.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from crm_tui.domain.clock import Moment
from crm_tui.domain.text import clean
from crm_tui.domain.value import dataclass, field, replace

#: People in one block: more than anyone works in a day.
MOST_WORKED = 500


@dataclass(frozen=True, slots=True)
class Turn:
    """Someone in a block: ids of the contact and of the follow-up that put them there, "" for none."""

    contact: str
    follow_up: str = ""


class Did(StrEnum):
    """What an event says has happened."""

    RESUME = "resume"
    SHOW = "show"
    WRITE = "write"
    SKIP = "skip"
    AGAIN = "again"
    LEAVE_OUT = "leave out"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a block, at seconds since 1970, with the person at ``place`` (counted from 0).

    ``operation`` is what was written, ``why`` the reason for passing somebody over.
    """

    did: Did
    at: int
    place: int = 0
    operation: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What an operation of a block came to, as the book has it now.

    ``settled`` are the ids of those who need nothing more for the time being: they were called or written to, their
    follow-up was done or moved, or they must not be contacted or are in the trash.
    """

    operation: int
    settled: frozenset[str] = frozenset()
    calls: int = 0
    connects: int = 0
    meetings: int = 0
    is_step: bool = False
    is_snooze: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was done in a block. ``seconds`` leaves out the time for which it was paused."""

    people: int
    worked: int = 0
    skipped: int = 0
    passed: int = 0
    calls: int = 0
    connects: int = 0
    meetings: int = 0
    steps: int = 0
    snoozed: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The people of a list in their order, and how far the rep has come.

    ``source`` tells lists apart, ``title`` is its name. ``began`` and ``seen`` (the last event) are seconds since
    1970. ``since`` is the last operation before it, and ``device`` the number of the file that counts them.
    ``written`` has the place at which each operation was written. ``again`` are the places of the skipped who are
    still to be gone through once more, None while the list itself is.
    """

    source: str
    title: str
    turns: tuple[Turn, ...]
    began: int
    since: int = 0
    device: int = 0
    place: int = 0
    seen: int = 0
    seconds: int = 0
    skipped: frozenset[int] = frozenset()
    again: frozenset[int] | None = None
    passed: Mapping[int, str] = field(default_factory=dict)
    written: Mapping[int, int] = field(default_factory=dict)

    @property
    def turn(self) -> Turn | None:
        """Whose turn it is; None at the end."""
        return self.turns[self.place] if self.place < len(self.turns) else None

    @property
    def position(self) -> str:
        """How far it is, in words: "7 of 23"."""
        return f"{min(self.place + 1, len(self.turns))} of {len(self.turns)}"

    def after(self, event: Event) -> Block:
        """The block with one more event."""
        worked = 0 if event.did is Did.RESUME else max(0, event.at - (self.seen or self.began))
        block = replace(self, seen=event.at, seconds=self.seconds + worked)
        match event.did:
            case Did.SHOW:
                return replace(block, place=event.place)
            case Did.WRITE:
                return replace(block, written={**self.written, event.operation: event.place})
            case Did.SKIP:
                again = None if self.again is None else self.again - {event.place}
                return replace(block, skipped=self.skipped | {event.place}, again=again)
            case Did.AGAIN:
                return replace(block, again=self.skipped)
            case Did.LEAVE_OUT:
                return replace(block, passed={**self.passed, event.place: event.why})
            case _:
                return block

    def joined_by(self, turns: Collection[Turn]) -> Block:
        """The block with more people behind the others, but for those who are in it already."""
        known = {turn.contact for turn in self.turns}
        return replace(self, turns=(*self.turns, *(turn for turn in turns if turn.contact not in known)))

    def is_to_come(self, place: int, settled: Collection[int]) -> bool:
        """Whether the way on stops at a place: at everyone not settled, or only at those who are offered again."""
        return place not in settled and (self.again is None or place in self.again)

    def left(self, deeds: Collection[Deed]) -> frozenset[int]:
        """The places of those who were skipped and can still be worked."""
        return self.skipped - self.settled(deeds) - self.passed.keys()

    def settled(self, deeds: Collection[Deed]) -> frozenset[int]:
        """The places of those who were settled in this block; to be left with a new next step is to be settled."""
        people = {contact for deed in deeds for contact in deed.settled}
        planned = {self.written.get(deed.operation) for deed in deeds if deed.is_step} & self.skipped
        return frozenset(place for place, turn in enumerate(self.turns) if turn.contact in people or place in planned)

    def tally(self, deeds: Collection[Deed]) -> Tally:
        """What was done, by what the operations came to."""
        settled = self.settled(deeds)
        return Tally(
            people=len(self.turns),
            worked=len(settled),
            skipped=len(self.skipped - settled),
            passed=len(self.passed.keys() - settled - self.skipped),
            calls=sum(deed.calls for deed in deeds),
            connects=sum(deed.connects for deed in deeds),
            meetings=sum(deed.meetings for deed in deeds),
            steps=sum(deed.is_step for deed in deeds),
            snoozed=sum(deed.is_snooze for deed in deeds),
            seconds=self.seconds,
        )


class Way(StrEnum):
    """Where the rep goes from the person in front of them; to take up a block is to begin with whoever is left."""

    TAKE_UP = "take up"
    STAY = "stay"
    ON = "on"
    BACK = "back"


def course(block: Block, way: Way, before: Collection[int], deeds: Collection[Deed]) -> tuple[int, Way]:
    """The place to go to, and the way to look on from there if nobody is to be shown at it.

    ``before`` are the operations that stood when the rep last looked. One that is undone leads back to where it was
    written; one that settles the person in front, also by being redone, leads on.
    """
    if way is Way.TAKE_UP:
        behind = block.settled(deeds) | block.passed.keys() | (block.skipped - (block.again or frozenset()))
        return next((place for place in range(len(block.turns)) if place not in behind), len(block.turns)), Way.ON
    now = {deed.operation for deed in deeds}
    if undone := [operation for operation in before if operation not in now and operation in block.written]:
        return block.written[max(undone)], Way.STAY
    news = [deed for deed in deeds if deed.operation not in before]
    if block.turn is not None and any(block.turn.contact in deed.settled for deed in news):
        return block.place + 1, Way.ON
    return block.place + {Way.STAY: 0, Way.ON: 1, Way.BACK: -1}[way], way


def duration(seconds: int) -> str:
    """A length of time in words: "42 s", "1:52 min", "3:05 h"."""
    if seconds < 60:
        return f"{seconds} s"
    whole, part, unit = (*divmod(seconds, 60), "min") if seconds < 3600 else (*divmod(seconds // 60, 60), "h")
    return f"{whole}:{part:02} {unit}"


def report(block: Block, deeds: Collection[Deed], moment: Moment) -> str:
    """What was done in a block, in a few lines that can be sent to somebody."""
    tally = block.tally(deeds)
    first, last = moment.local(block.began), moment.local(block.seen or block.began)
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%a %-d %b %H:%M}"
    people = [f"{tally.worked} of {_counted(tally.people, 'person', 'people')} worked"]
    people += [f"{tally.skipped} skipped"] if tally.skipped else []
    people += [f"{tally.passed} passed over"] if tally.passed else []
    calls = (
        _counted(tally.calls, "call"),
        _counted(tally.connects, "connect"),
        f"{_counted(tally.meetings, 'meeting')} booked",
    )
    steps = [f"{_counted(tally.steps, 'next step')} set"] + ([f"{tally.snoozed} snoozed"] if tally.snoozed else [])
    times = [duration(tally.seconds)] + ([f"{duration(tally.seconds // tally.calls)} a call"] if tally.calls else [])
    head = f"{block.title}, {first:%a %-d %b %H:%M} to {end}"
    return "\n".join((clean(head), *(", ".join(words) for words in (people, calls, steps, times))))


def _counted(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"
