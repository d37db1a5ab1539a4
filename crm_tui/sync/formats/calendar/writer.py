"""Follow-ups and meetings as a calendar: events that a telephone reminds of, or tasks.

A follow-up is an event because the calendars of telephones leave tasks out. An event has no ATTENDEE: some servers
would invite the people named there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from crm_tui.domain.follow_up import Due, FollowUpState
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.value import replace
from crm_tui.store.incoming import IncomingFollowUp, IncomingInteraction
from crm_tui.sync.formats.calendar import repeating
from crm_tui.sync.formats.calendar.times import utc
from crm_tui.sync.formats.calendar.words import PRIORITY, SOURCE, STATUS, UID_SUFFIX
from crm_tui.sync.formats.content.lines import escaped, folded
from crm_tui.sync.formats.vcard.words import OURS, PRODUCT

#: Interactions that belong in a calendar.
MEETINGS = frozenset({InteractionKind.MEETING, InteractionKind.VISIT})

#: How long a follow-up with a time takes in a calendar.
_LENGTH = "PT15M"

#: The hour at which a telephone reminds of what is due on a day.
_MORNING = "PT9H"

#: Years after the last event for which a zone is described: a rhythm goes on.
_YEARS_AHEAD = 5

#: Days between two looks at a zone: Morocco's changes are a month apart.
_STEP = 7

#: Characters of a text that stand in the summary.
_MOST_OF_SUMMARY = 80


class CalendarWriter:
    """Writes records of one calendar. ``written_at`` stands in for records that do not know when they were made.

    `begin` and `end` are written around them; zones come last, since only then all of them are known.
    """

    def __init__(self, written_at: datetime, *, as_tasks: bool = False) -> None:
        self._written_at = written_at
        self._as_tasks = as_tasks
        self._zones: dict[str, tuple[int, int]] = {}

    def begin(self) -> str:
        """What stands before the records."""
        return "".join(map(folded, ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")))

    def end(self) -> str:
        """The zones, and the end."""
        zones = (line for name, years in sorted(self._zones.items()) for line in _zone(name, *years))
        return "".join(map(folded, (*zones, "END:VCALENDAR")))

    def has(self, record: IncomingFollowUp | IncomingInteraction) -> bool:
        """Whether a record belongs in this calendar."""
        if isinstance(record, IncomingInteraction):
            return record.kind in MEETINGS
        return self._as_tasks or record.state is FollowUpState.OPEN

    def item(self, record: IncomingFollowUp | IncomingInteraction, names: Mapping[str, str]) -> str:
        """A record; ``names`` are those of contacts by id."""
        if isinstance(record, IncomingInteraction):
            lines = self._meeting(record, names)
        else:
            lines = self._task(record, names) if self._as_tasks else self._event(record, names)
        return "".join(map(folded, lines))

    def _head(self, record: IncomingFollowUp | IncomingInteraction, type: str) -> Iterator[str]:
        made = utc(record.created_at or self._written_at)
        source, _, uid = record.external_id.partition(":")
        yield f"UID:{escaped(uid) if uid and source == SOURCE else f'{record.id}{UID_SUFFIX}'}"
        yield f"DTSTAMP:{made}"
        if record.created_at:
            yield f"CREATED:{made}"
        yield f"{OURS}TYPE:{type}"
        yield f"{OURS}ID:{record.id}"
        yield f"{OURS}KIND:{record.kind}"
        if record.external_id:
            yield f"{OURS}EXTERNAL-ID:{escaped(record.external_id)}"

    def _meeting(self, each: IncomingInteraction, names: Mapping[str, str]) -> Iterator[str]:
        yield "BEGIN:VEVENT"
        yield from self._head(each, "interaction")
        yield f"DTSTART:{utc(each.at)}"
        if each.duration_minutes is not None:
            yield f"DURATION:PT{each.duration_minutes}M"
        people = ", ".join(filter(None, (names.get(id, "") for id in each.contacts)))
        yield f"SUMMARY:{escaped(each.subject or f'{each.kind.capitalize()}: {people}')}"
        yield from _people(each.contacts, names)
        yield from _described(each.text)
        own = {
            "SUBJECT": each.subject,
            "DIRECTION": str(each.direction or ""),
            "OUTCOME": str(each.outcome or ""),
            "AUTHOR": each.author,
            "PINNED": "1" if each.is_pinned else "",
        }
        yield from _own(own)
        yield "END:VEVENT"

    def _event(self, each: IncomingFollowUp, names: Mapping[str, str]) -> Iterator[str]:
        yield "BEGIN:VEVENT"
        yield from self._follow_up(each, names)
        yield self._time("DTSTART", each.due)
        if each.due.time is not None:
            yield f"DURATION:{_LENGTH}"
        yield "TRANSP:TRANSPARENT"
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:{_MORNING if each.due.time is None else 'PT0S'}"
        yield f"DESCRIPTION:{escaped(_summary(each, names))}"
        yield "END:VALARM"
        yield "END:VEVENT"

    def _task(self, each: IncomingFollowUp, names: Mapping[str, str]) -> Iterator[str]:
        yield "BEGIN:VTODO"
        yield from self._follow_up(each, names)
        if each.every:
            yield self._time("DTSTART", each.due)
        yield self._time("DUE", each.due)
        yield f"STATUS:{STATUS[each.state]}"
        if each.done_at and each.state is not FollowUpState.OPEN:
            yield f"COMPLETED:{utc(each.done_at)}"
        yield "END:VTODO"

    def _follow_up(self, each: IncomingFollowUp, names: Mapping[str, str]) -> Iterator[str]:
        yield from self._head(each, "follow-up")
        yield f"SUMMARY:{escaped(_summary(each, names))}"
        yield from _people((each.contact,), names)
        yield from _described(each.text)
        yield f"PRIORITY:{PRIORITY[each.priority]}"
        if each.every:
            yield f"RRULE:{each.every}"
            for name, days in repeating.told(each.text).items():
                yield from (self._time(name, replace(each.due, day=day)) for day in sorted(days))
        own = {
            "STATE": str(each.state) if each.state is not FollowUpState.OPEN else "",
            "SNOOZES": str(each.snoozes or ""),
            "ANCHOR": each.anchor.isoformat() if each.anchor else "",
            "INTERACTION": each.interaction,
        }
        yield from _own(own)

    def _time(self, name: str, due: Due) -> str:
        if due.time is None:
            return f"{name};VALUE=DATE:{due.day:%Y%m%d}"
        written = datetime.combine(due.day, due.time).strftime("%Y%m%dT%H%M%S")
        if due.zone in ("", "UTC"):
            return f"{name}:{written}Z"
        first, last = self._zones.get(due.zone, (due.day.year, due.day.year))
        self._zones[due.zone] = min(first, due.day.year), max(last, due.day.year)
        return f"{name};TZID={due.zone}:{written}"


def _summary(each: IncomingFollowUp, names: Mapping[str, str]) -> str:
    """What a telephone shows: "Call: Jane Doe – send the offer"."""
    first = each.text.partition("\n")[0]
    said = f"{first[:_MOST_OF_SUMMARY]}…" if len(first) > _MOST_OF_SUMMARY else first
    return f"{each.kind.capitalize()}: {' – '.join(filter(None, (names.get(each.contact, ''), said)))}"


def _people(ids: tuple[str, ...], names: Mapping[str, str]) -> Iterator[str]:
    for id in ids:
        yield f"{OURS}CONTACT:{id}"
        yield f"CONTACT:{escaped(names.get(id, ''))}"


def _described(text: str) -> Iterator[str]:
    if text:
        yield f"DESCRIPTION:{escaped(text)}"


def _own(values: Mapping[str, str]) -> Iterator[str]:
    for name, text in values.items():
        if text:
            yield f"{OURS}{name}:{escaped(text)}"


def _zone(name: str, first: int, last: int) -> Iterator[str]:
    """A zone by each of its changes from the year before the first event on: no rule has to be found for them."""
    zone = ZoneInfo(name)
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{name}"
    begin = datetime(max(first - 1, 1900), 1, 1, tzinfo=UTC)
    yield from _observance(begin, _offset(begin, zone), zone)
    for change in _changes(zone, begin.year, min(last + _YEARS_AHEAD, date.max.year - 1)):
        yield from _observance(change, _offset(change - timedelta(seconds=1), zone), zone)
    yield "END:VTIMEZONE"


def _observance(at: datetime, before: timedelta, zone: ZoneInfo) -> Iterator[str]:
    local = at.astimezone(zone)
    part = "DAYLIGHT" if local.dst() else "STANDARD"
    yield f"BEGIN:{part}"
    yield f"DTSTART:{(at + before).strftime('%Y%m%dT%H%M%S')}"
    yield f"TZOFFSETFROM:{_written(before)}"
    yield f"TZOFFSETTO:{_written(_offset(at, zone))}"
    yield f"TZNAME:{local.tzname()}"
    yield f"END:{part}"


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[datetime]:
    """The instants at which the offset changes, within years: looked for in steps, then by halving."""
    begin, days = datetime(first, 1, 1, tzinfo=UTC), (date(last + 1, 1, 1) - date(first, 1, 1)).days
    for low, high in pairwise(begin + timedelta(day) for day in range(0, days, _STEP)):
        begun, ended = int(low.timestamp()), int(high.timestamp())
        if _offset(low, zone) == _offset(high, zone):
            continue
        while ended - begun > 1:
            middle = (begun + ended) // 2
            if _offset(datetime.fromtimestamp(middle, UTC), zone) == _offset(low, zone):
                begun = middle
            else:
                ended = middle
        yield datetime.fromtimestamp(ended, UTC)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _written(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}{f'{seconds:02}' if seconds else ''}"
