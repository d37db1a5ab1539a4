"""From the events and tasks of a calendar to meetings and follow-ups."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import blake2b
from typing import TypeVar

from crm_tui.domain import emails, recurrence
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.follow_up import FollowUpKind, FollowUpState, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.text import clean
from crm_tui.store.incoming import IncomingFollowUp, IncomingInteraction
from crm_tui.sync.formats.calendar import repeating
from crm_tui.sync.formats.calendar import rules as calendar_rules
from crm_tui.sync.formats.calendar import times as calendar_times
from crm_tui.sync.formats.calendar.repeating import Days
from crm_tui.sync.formats.calendar.times import Time
from crm_tui.sync.formats.calendar.words import SOURCE
from crm_tui.sync.formats.calendar.zones import Zones
from crm_tui.sync.formats.content import lines as content_lines
from crm_tui.sync.formats.content.lines import ContentError, Property
from crm_tui.sync.formats.vcard.words import OURS

E = TypeVar("E", bound=Enum)

_ID = re.compile(r"[0-9a-f]{32}")

#: People of one event that are looked for.
_MOST_PEOPLE = 100

#: Digits of a count that is believed.
_MOST_DIGITS = 4

#: Properties without a field that a rep would miss; they become lines of the text.
_TOLD = {"LOCATION": "Location", "URL": "Link", "COMMENT": "Comment", "RESOURCES": "Resources"}

#: What a record is that is neither task nor meeting.
_OTHERS = {"VJOURNAL": "a journal entry", "VFREEBUSY": "a list of busy times"}


class CalendarReader:
    """Makes records of the events and tasks of one file, and counts in ``counts`` what there is to tell of it."""

    def __init__(self, desk: Desk) -> None:
        self.zones = Zones()
        self.counts: Counter[str] = Counter()
        self._now = desk.moment.now
        self._here = desk.moment.tz
        #: Occurrences that differ, by the id of their rhythm: which one, and when it is instead, if it is to be done.
        self._exceptions: defaultdict[str, list[tuple[Time, Time | None]]] = defaultdict(list)
        self._tasks: dict[str, IncomingFollowUp] = {}

    def remember(self, name: str, properties: Iterable[Property]) -> None:
        """Takes an exception to a rhythm into account that is read after. Raises `ContentError`."""
        item = _Item(name, content_lines.own(properties), b"")
        which = self._time(item, "RECURRENCE-ID")
        if which is None or not item.text("UID"):
            return
        is_open_task = item.is_task and _state(item) is FollowUpState.OPEN
        self._exceptions[item.text("UID")].append((which, (self._due(item) or which) if is_open_task else None))

    def record(self, name: str, properties: Iterable[Property], raw: bytes) -> IncomingInteraction | IncomingFollowUp:
        """The meeting or follow-up. Raises `ContentError` where it is none."""
        if name in _OTHERS:
            raise ContentError(f"it is {_OTHERS[name]}, neither a task nor a meeting")
        item = _Item(name, content_lines.own(properties), raw)
        if item.text("STATUS") == "CANCELLED" and name == "VEVENT" and not item.own("TYPE"):
            raise ContentError("it was cancelled")
        if not item.is_task:
            return self._event(item)
        if item.text("RECURRENCE-ID") and item.id in self._tasks:
            return self._tasks[item.id]
        record = self._task(item)
        if item.text("UID") in self._exceptions:
            self._tasks[item.id] = record
        return record

    def _task(self, item: _Item) -> IncomingFollowUp:
        first = self._due(item)
        if first is None:
            raise ContentError("it has no day on which it is due")
        state, rule = _state(item), calendar_rules.ordered(item.text("RRULE"))
        every, repeats = self._rhythm(item, first.day)
        days = self._days(item, self._time(item, "DTSTART") or first, first)
        time, anchor = days.task(rule, first) if state is FollowUpState.OPEN else (first, None)
        snoozes = item.own("SNOOZES")
        return IncomingFollowUp(
            contact=item.person(),
            due=time.due(self._here, keeps_utc=item.is_ours),
            kind=_word(FollowUpKind, item.own("KIND")) or FollowUpKind.TODO,
            text=self._told(item, repeats, days.lines(time.day) if rule or days.added else ""),
            priority=_priority(item.text("PRIORITY")),
            state=state,
            every=every,
            snoozes=int(snoozes) if len(snoozes) <= _MOST_DIGITS and snoozes.isdecimal() else 0,
            anchor=anchor or _day(item.own("ANCHOR")),
            interaction=item.own("INTERACTION"),
            external_id=item.external_id,
            created_at=self._moment(item, "CREATED"),
            done_at=self._moment(item, "COMPLETED") if state is not FollowUpState.OPEN else None,
            id=item.id,
        )

    def _event(self, item: _Item) -> IncomingInteraction | IncomingFollowUp:
        start = self._time(item, "DTSTART")
        if start is None:
            raise ContentError("it has no time at which it begins (DTSTART)")
        end = self._end(item) or (start if start.clock else start.later(timedelta(days=1)))
        every, repeats = self._rhythm(item, start.day)
        length = end.moment(self._here) - start.moment(self._here)
        rule, days = calendar_rules.ordered(item.text("RRULE")), self._days(item, start, start)
        following = days.upcoming(rule, start, self._now.astimezone(self._here).date())
        if following is not None and not item.own("TYPE"):
            start, end = following, following.later(length)
        elif every and not item.own("TYPE"):
            every = ""
        odd = days.lines(start.day) if rule or days.added else ""
        if end.moment(self._here) <= self._now or item.own("TYPE") == "interaction":
            return self._meeting(item, start, length, odd)
        return IncomingFollowUp(
            contact=item.person(),
            due=start.due(self._here),
            kind=FollowUpKind.MEETING,
            text=self._told(item, repeats, odd),
            every=every,
            priority=_priority(item.text("PRIORITY")),
            external_id=item.external_id,
            created_at=self._moment(item, "CREATED"),
            id=item.id,
        )

    def _meeting(self, item: _Item, start: Time, length: timedelta, odd: str) -> IncomingInteraction:
        minutes = int(length.total_seconds() // 60)
        is_told = bool(item.all("DTEND") or item.all("DURATION"))
        return IncomingInteraction(
            contacts=item.people(),
            kind=_word(InteractionKind, item.own("KIND")) or InteractionKind.MEETING,
            at=start.moment(self._here),
            direction=_word(Direction, item.own("DIRECTION")),
            outcome=_word(Outcome, item.own("OUTCOME")),
            duration_minutes=minutes if is_told and start.clock and minutes >= 0 else None,
            subject=item.own("SUBJECT") if item.is_ours else item.text("SUMMARY"),
            text=_joined(item.words(has_summary=False), _repeats(item), odd),
            author=item.own("AUTHOR"),
            is_pinned=item.own("PINNED") == "1",
            external_id=item.external_id,
            created_at=self._moment(item, "CREATED"),
            id=item.id,
        )

    def _rhythm(self, item: _Item, start: date) -> tuple[str, str]:
        """The rule of a follow-up, or a line that tells of one that cannot be followed here."""
        rule = item.text("RRULE")
        if not rule:
            return "", ""
        try:
            return recurrence.pinned(recurrence.parse_rule(calendar_rules.ordered(rule)), start), ""
        except ParseError:
            self.counts["rules"] += 1
            return "", _repeats(item)

    def _told(self, item: _Item, repeats: str, odd: str) -> str:
        """The text of a follow-up, with what its rhythm does not know."""
        self.counts["days"] += bool(odd)
        return _joined(item.words(has_summary=True), repeats, odd)

    def _days(self, item: _Item, start: Time, first: Time) -> Days:
        """The days out of the rhythm that begins at ``start``, as days on which what is due at ``first`` is due.

        Those that a text of ours tells already are left to it.
        """
        later = first.day - start.day
        known = repeating.told(item.words(has_summary=True)) if item.is_ours else {}
        read = {
            name: {Time(day).later(later).day for day in repeating.dates(item.all(name), start, self.zones, self._here)}
            for name in repeating.PROPERTIES.values()
        }
        moved: dict[date, Time] = {}
        exceptions = () if item.text("RECURRENCE-ID") else self._exceptions.get(item.text("UID"), ())
        for which, instead in exceptions:
            day = Time(repeating.day_of(which, start, self._here)).later(later).day
            if instead is None:
                read["EXDATE"].add(day)
            else:
                moved[day] = instead
        left_out, added = (frozenset(read[name] - known.get(name, frozenset())) for name in ("EXDATE", "RDATE"))
        return Days(left_out, added, moved)

    def _due(self, item: _Item) -> Time | None:
        """When a task is due. An event of ours begins then; only a calendar gives it a length."""
        end = None if item.is_ours else self._end(item)
        return self._time(item, "DUE") or end or self._time(item, "DTSTART")

    def _time(self, item: _Item, name: str) -> Time | None:
        """The time of a property, None where it is missing or blank. Raises `ContentError`."""
        found = next((each for each in item.all(name) if each.value.strip()), None)
        return calendar_times.read(found, self.zones) if found else None

    def _moment(self, item: _Item, name: str) -> datetime | None:
        with suppress(ContentError):
            if found := self._time(item, name):
                return found.moment(self._here)
        return None

    def _end(self, item: _Item) -> Time | None:
        """The end, told as such or as a duration."""
        if end := self._time(item, "DTEND"):
            return end
        start, length = self._time(item, "DTSTART"), calendar_times.duration(item.text("DURATION"))
        return start.later(length) if start and length is not None else None


class _Item:
    """The properties of an event or a task by name."""

    def __init__(self, name: str, properties: Iterable[Property], raw: bytes) -> None:
        self._found: defaultdict[str, list[Property]] = defaultdict(list)
        for each in properties:
            self._found[each.head.name].append(each)
        self.is_ours = bool(self.own("TYPE"))
        self.is_task = name == "VTODO" or self.own("TYPE") == "follow-up"
        self.id, self.external_id = self._identity(raw)

    def _identity(self, raw: bytes) -> tuple[str, str]:
        """Id and external id. The same item gets the same id on every machine.

        An exception to a rhythm has the id of its task, for it is that task, and one of its own as a meeting.
        """
        uid = self.text("UID")[:1_000]
        own = self.own("ID")
        if self.is_ours and _ID.fullmatch(own):
            return own, self.own("EXTERNAL-ID")
        external = f"{SOURCE}:{uid}" if uid else ""
        occurrence = "" if self.is_task else self.text("RECURRENCE-ID")
        known = f"{external} {occurrence}".strip().encode() if external else raw
        return blake2b(known, digest_size=16, person=b"crm ics").hexdigest(), external

    def all(self, name: str) -> list[Property]:
        """Every property of this name."""
        return self._found.get(name, [])

    def text(self, name: str) -> str:
        """The first property of this name as one line; "" without one. Words of the standard come in capitals."""
        found = self.all(name)
        text = clean(content_lines.text(found[0].value)) if found else ""
        return text.upper().replace("NEEDS ACTION", "NEEDS-ACTION") if name == "STATUS" else text

    def own(self, name: str) -> str:
        """A property of our own."""
        return self.text(f"{OURS}{name}")

    def person(self) -> str:
        """Ways to know whom it is about, see `crm_tui.store.bulk.people`. Raises `ContentError` without any."""
        ways = [way for person in self._ways() for way in person.split("\n")]
        if not ways:
            raise ContentError("nobody is named")
        return "\n".join(dict.fromkeys(ways))

    def people(self) -> tuple[str, ...]:
        """The same for each who took part; those who are known count. Raises `ContentError` without any."""
        ways = [f"?{person}" for person in self._ways()]
        if not ways:
            raise ContentError("nobody is named")
        return tuple(dict.fromkeys(ways))

    def _ways(self) -> Iterator[str]:
        ids = [each.value.strip() for each in self.all(f"{OURS}CONTACT")]
        called = [clean(content_lines.text(each.value)) for each in self.all("CONTACT")]
        if ids:
            for place, id in enumerate(ids[:_MOST_PEOPLE]):
                name = called[place] if place < len(called) else ""
                yield f"{id}\n={name}" if name else id
            return
        for each in [*self.all("ATTENDEE"), *self.all("ORGANIZER")][:_MOST_PEOPLE]:
            if each.head.parameter("PARTSTAT").upper() != "DECLINED" and (ways := list(_participant(each))):
                yield "\n".join(ways)
        if summary := self.text("SUMMARY"):
            yield f"~{summary}"

    def words(self, *, has_summary: bool) -> str:
        """What is said of it. A follow-up has no subject, so that its text begins with the summary."""
        described = [clean(content_lines.text(each.value), multiline=True) for each in self.all("DESCRIPTION")]
        if self.is_ours:
            return "\n\n".join(described)
        summaries = [clean(content_lines.text(each.value)) for each in self.all("SUMMARY")]
        told = [
            f"{word}: {clean(content_lines.text(each.value))}"
            for name, word in _TOLD.items()
            for each in self.all(name)
            if each.value.strip()
        ]
        parts = [*summaries[0 if has_summary else 1 :], *described, "\n".join(told)]
        return "\n\n".join(dict.fromkeys(filter(None, parts)))


def _participant(each: Property) -> Iterator[str]:
    """Ways to know a participant: the address, and the whole name."""
    for text in (each.value, each.head.parameter("EMAIL")):
        if address := emails.normalize(content_lines.text(text)):
            yield address
            break
    name = clean(each.head.parameter("CN"))
    if name and "@" not in name:
        yield f"={name}"


def _joined(words: str, *lines: str) -> str:
    """What is said of something, and lines of what it has no field for."""
    return "\n\n".join(filter(None, (words, "\n".join(filter(None, lines)))))


def _repeats(item: _Item) -> str:
    return f"Repeats: {item.text('RRULE')}" if item.text("RRULE") else ""


def _state(item: _Item) -> FollowUpState:
    if own := _word(FollowUpState, item.own("STATE")):
        return own
    status = item.text("STATUS")
    if status == "CANCELLED":
        return FollowUpState.CANCELED
    if status == "COMPLETED" or item.text("COMPLETED") or item.text("PERCENT-COMPLETE") == "100":
        return FollowUpState.DONE
    return FollowUpState.OPEN


def _priority(text: str) -> Priority:
    number = int(text) if len(text) == 1 and text.isdecimal() else 0
    if 1 <= number <= 4:
        return Priority.HIGH
    return Priority.LOW if number >= 6 else Priority.NORMAL


def _word(kinds: Callable[[str], E], text: str) -> E | None:
    with suppress(ValueError):
        return kinds(text) if text else None
    return None


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text) if text else None
    return None
