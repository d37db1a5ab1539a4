"""Real cards and calendars: all of them arrive or are reported, nothing crashes, twice changes nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import icalendar
import pytest

from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from tests.sync.office import DESK, brought, counts, people
from tests.sync.test_corpus import words_in
from tests.sync.test_ics import follow_ups, interactions

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
CARDS = sorted(CORPORA.glob("vcf/*.vcf"))
CALENDARS = sorted([*CORPORA.glob("ics/*.ics"), *CORPORA.glob("ics/*.vcs")])

vobject: Any = pytest.importorskip("vobject")
_WORD = re.compile(r"\w+")
_ITEMS = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"})

pytestmark = pytest.mark.skipif(not CARDS, reason="the corpora of real files are not beside this project")


def copied(file: Path, folder: Path) -> Path:
    """A copy to import, so that nothing can be written into the corpora or beside them."""
    folder = folder / "copies"
    folder.mkdir(exist_ok=True)
    return Path(shutil.copyfile(file, folder / file.name))


def test_every_real_card_arrives_and_comes_back(store: Store, tmp_path: Path) -> None:
    for number, original in enumerate(CARDS):
        file = copied(original, tmp_path)
        with Store(tmp_path / f"{number}.db") as one:
            report = brought(one, file)
            assert (sum(counts(report)), report.refused) == (report.rows, 0), file.name
            before = people(one)
            assert before, file.name
            again = brought(one, file)
            assert (again.created, again.updated) == (0, 0), file.name
            out = tmp_path / f"{number}.vcf"
            export_file(one.connection, DESK, out, ExportOptions())
            back = brought(one, out)
            assert counts(back) == (0, 0, back.rows, 0), (file.name, back)
            assert people(one) == before, file.name


#: Pictures and the like, days, and what is said of the file rather than of the person.
_NO_TEXT = frozenset({"photo", "logo", "sound", "key", "bday", "anniversary", "version", "rev", "prodid", "x-ablabel"})

#: Words around a number and Apple's labels.
_SIGNS = {"tel", "_"}

#: Fields of which words are left out on purpose: Outlook's layout of a printed card.
_LAYOUT = "x-ms-cardpicture"


def cards_of(file: Path) -> list[Any]:
    """The cards as vobject reads them; none where it cannot, for which it raises whatever comes along."""
    try:
        return list(vobject.readComponents(file.read_text("utf-8-sig")))
    except (ValueError, LookupError, AttributeError, TypeError, vobject.base.VObjectError):
        return []


def values_of(card: Any) -> Iterator[str]:
    """The texts of a card."""
    for line in card.getChildren():
        if isinstance(line, vobject.base.Component) or line.name.lower() in (_NO_TEXT | {_LAYOUT}):
            continue
        value = line.value
        if isinstance(value, (vobject.vcard.Name, vobject.vcard.Address)):
            value = list(vars(value).values())
        yield from map(str, flat(value))


def flat(value: object) -> Iterator[object]:
    """The innermost values of lists."""
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from flat(each)
    else:
        yield value


READ_BY_VOBJECT = [file for file in CARDS if cards_of(file)]


@pytest.mark.parametrize("file", READ_BY_VOBJECT, ids=lambda file: file.name)
def test_every_card_and_word_that_vobject_finds_arrives(store: Store, tmp_path: Path, file: Path) -> None:
    cards = cards_of(file)
    report = brought(store, copied(file, tmp_path))
    assert (report.rows, report.refused) == (len(cards), 0)
    found = words_in(store, tmp_path)
    for card in cards:
        words = {word for text in values_of(card) for word in _WORD.findall(text.casefold())}
        assert words - _SIGNS <= found


#: Files that icalendar cannot read, and why not every component of one arrives though its people are known.
_REFUSED = {
    "biweekly__vcal-example3.vcs": (),
    "icalendar__big_bad_calendar.ics": ("no time at which it begins",) * 20,
    "icalendar__event_with_escaped_characters.ics": ("no time at which it begins",),
    "icalendar__small_bad_calendar.ics": ("no time at which it begins",),
    "icalendar__issue_1050_calendar_with_events_and_todos.ics": ("no day on which it is due", "a journal entry"),
    "node-ical__tentative-apple-calendar.ics": ("it was cancelled",),
    "node-ical__vtodo-vfreebusy.ics": ("a journal entry", "a list of busy times"),
}


def attended(file: Path, folder: Path) -> Path:
    """The calendar with Jane Doe, who is known, at everything in it."""
    copy = copied(file, folder)
    attendee = rb"\1\r\nATTENDEE:mailto:jane@acme.example\r\n"
    copy.write_bytes(re.sub(rb"(?i)(begin:v(?:event|todo))[ \t]*\r?\n", attendee, copy.read_bytes()))
    return copy


@pytest.mark.parametrize("file", CALENDARS, ids=lambda file: file.name)
def test_every_real_calendar_arrives_or_is_reported(store: Store, tmp_path: Path, file: Path) -> None:
    known = tmp_path / "known.vcf"
    known.write_text("BEGIN:VCARD\nFN:Jane Doe\nEMAIL:jane@acme.example\nEND:VCARD\n")
    brought(store, known)
    path = attended(file, tmp_path)
    report = brought(store, path)
    assert sum(counts(report)) == report.rows
    reasons = [refusal.reason for refusal in report.refusals]
    expected = _REFUSED.get(file.name, ())
    assert len(reasons) == len(expected)
    assert all(part in reason for part, reason in zip(expected, reasons, strict=True))
    again = brought(store, path)
    assert (again.created, again.updated, again.refused) == (0, 0, report.refused)

    try:
        calendars = icalendar.Calendar.from_ical(file.read_bytes(), multiple=True)
    except ValueError:
        return
    items = [each for one in calendars for each in one.walk() if each.name in _ITEMS]
    assert report.rows == len(items) or not items
    if report.refused:
        return
    texts = [str(item[name]) for item in items for name in ("SUMMARY", "DESCRIPTION", "LOCATION") if name in item]
    words = {word for text in texts for word in _WORD.findall(text.casefold())}
    assert words <= words_in(store, tmp_path)
    begun = {
        moment(item.decoded("DTSTART"))
        for item in items
        if item.name == "VEVENT" and "RRULE" not in item and not has_zone_of_windows(item["DTSTART"])
    }
    met = {moment(each.at) for each in interactions(store)}
    assert begun <= met | {moment(each.due.value) for each in follow_ups(store)}


def has_zone_of_windows(time: Any) -> bool:
    """Whether icalendar takes a zone for none, or for what the file says of it rather than for what its name says."""
    name = time.params.get("TZID", "")
    return bool(name) and (name.endswith("Standard Time") or getattr(time.dt, "tzinfo", None) is None)


def moment(at: date | datetime) -> datetime:
    """A time in UTC; days begin, and clocks without a zone hang, here."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return (at if at.tzinfo else at.replace(tzinfo=DESK.moment.tz)).astimezone(UTC)


def test_real_calendars_of_known_people_arrive(store: Store, tmp_path: Path) -> None:
    known = {"johndoe@example.com": 1, "confirmed@example.com": 1, "jqpublic@example.com": 1}
    cards = tmp_path / "known.vcf"
    cards.write_text("".join(f"BEGIN:VCARD\nFN:P{n}\nEMAIL:{mail}\nEND:VCARD\n" for n, mail in enumerate(known)))
    brought(store, cards)
    found = {
        file.name: brought(store, copied(file, tmp_path)).created
        for file in CALENDARS
        if file.name.startswith(("biweekly__outlook", "biweekly__rfc5545", "node-ical__tentative"))
    }
    assert set(found.values()) == {1}
