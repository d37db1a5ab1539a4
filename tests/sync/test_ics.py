from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from crm_tui.domain.follow_up import Due, FollowUpKind, FollowUpState, Priority
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.value import replace
from crm_tui.store import export, undo
from crm_tui.store.bulk import Mode
from crm_tui.store.export import Selection
from crm_tui.store.incoming import IncomingFollowUp, IncomingInteraction
from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from crm_tui.sync.formats.calendar import times, zones
from crm_tui.sync.formats.calendar.source import IcsSource
from crm_tui.sync.formats.source import Entry, ReadOptions
from tests.sync import books
from tests.sync.office import DESK, brought, counts
from tests.sync.test_jsonl import fill

JANE = ["BEGIN:VCARD", "FN:Jane Doe", "EMAIL:jane@acme.example", "END:VCARD"]
JOHN = ["BEGIN:VCARD", "FN:John Roe", "EMAIL:john@acme.example", "END:VCARD"]


def written(folder: Path, *lines: str, name: str = "in.ics") -> Path:
    path = folder / name
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    return path


def entries(folder: Path, *lines: str) -> list[Entry]:
    with IcsSource(written(folder, *lines), ReadOptions(), DESK) as source:
        return list(source.entries())


def task(folder: Path, *lines: str) -> IncomingFollowUp:
    (entry,) = entries(folder, "BEGIN:VTODO", "SUMMARY:Call Jane Doe", *lines, "END:VTODO")
    assert isinstance(entry.record, IncomingFollowUp), entry.reason
    return entry.record


def follow_ups(store: Store) -> list[IncomingFollowUp]:
    return [each for chunk in export.follow_ups(store.connection, Selection()) for each in chunk]


def interactions(store: Store) -> list[IncomingInteraction]:
    return [each for chunk in export.interactions(store.connection, Selection()) for each in chunk]


@pytest.fixture
def office(store: Store, tmp_path: Path) -> Store:
    brought(store, written(tmp_path, *JANE, *JOHN, name="people.vcf"))
    return store


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("DUE;VALUE=DATE:20261231", Due(date(2026, 12, 31))),
        ("DUE:20261231", Due(date(2026, 12, 31))),
        ("DUE:20131009T170000T", Due(date(2013, 10, 9), time(17), "Europe/Riga")),
        ("DUE:20261231T100000Z", Due(date(2026, 12, 31), time(12), "Europe/Riga")),
        ("DUE;TZID=America/New_York:20261231T100000", Due(date(2026, 12, 31), time(10), "America/New_York")),
        ("DUE;TZID=New Zealand Standard Time:20261231T1000", Due(date(2026, 12, 31), time(10), "Pacific/Auckland")),
        (
            "DUE;TZID=/softwarestudio.org/Olson_20011030_5/Europe/Berlin:20261231T100000",
            Due(date(2026, 12, 31), time(10), "Europe/Berlin"),
        ),
        (
            'DUE;TZID="(UTC-05:00) Eastern Time (US & Canada)":20261231T100000',
            Due(date(2026, 12, 31), time(10), "US/Eastern"),
        ),
        ("DTSTART:20261231T100000\r\nDURATION:PT2H", Due(date(2026, 12, 31), time(12), "Europe/Riga")),
        ("DTEND;VALUE=DATE:20261231", Due(date(2026, 12, 31))),
    ],
)
def test_a_task_is_due_when_it_says(tmp_path: Path, line: str, due: Due) -> None:
    assert task(tmp_path, line).due == due


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("BEGIN:VTODO", "SUMMARY:x", "END:VTODO"), "it has no day on which it is due"),
        (("BEGIN:VEVENT", "SUMMARY:x", "END:VEVENT"), "it has no time at which it begins (DTSTART)"),
        (("BEGIN:VTODO", "DUE:soon", "END:VTODO"), "“soon” is no time (DUE)"),
        (("BEGIN:VTODO", "DUE:20261399", "END:VTODO"), "“20261399” is no time (DUE)"),
        (
            ("BEGIN:VTODO", "DUE;TZID=Mars/Base:20261231T100000", "END:VTODO"),
            "the time zone “Mars/Base” is not known (DUE)",
        ),
        (("BEGIN:VTODO", "DUE:20261231", "END:VTODO"), "nobody is named"),
        (("BEGIN:VEVENT", "DTSTART:20261231", "STATUS:CANCELLED", "END:VEVENT"), "it was cancelled"),
        (
            ("BEGIN:VEVENT", "DTSTART:99980101", "DURATION:P99999D", "END:VEVENT"),
            "it lasts for longer than there are years",
        ),
        (("BEGIN:VJOURNAL", "END:VJOURNAL", "END:X"), "it is a journal entry, neither a task nor a meeting"),
    ],
)
def test_what_is_no_follow_up_is_refused_with_a_reason(tmp_path: Path, lines: tuple[str, ...], reason: str) -> None:
    (entry,) = entries(tmp_path, *lines)
    assert entry.reason == reason


@pytest.mark.parametrize(
    ("lines", "state", "priority"),
    [
        (("PRIORITY:",), FollowUpState.OPEN, Priority.NORMAL),
        (("PRIORITY:1", "STATUS:NEEDS ACTION"), FollowUpState.OPEN, Priority.HIGH),
        (("PRIORITY:9", "COMPLETED:20260101T100000Z"), FollowUpState.DONE, Priority.LOW),
        (("PRIORITY:5", "STATUS:CANCELLED"), FollowUpState.CANCELED, Priority.NORMAL),
        (("PERCENT-COMPLETE:100",), FollowUpState.DONE, Priority.NORMAL),
    ],
)
def test_state_and_priority_are_read(
    tmp_path: Path, lines: tuple[str, ...], state: FollowUpState, priority: Priority
) -> None:
    found = task(tmp_path, "DUE:20261231", *lines)
    assert (found.state, found.priority) == (state, priority)


@pytest.mark.parametrize(
    ("rule", "every"),
    [
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;WKST=SU", "FREQ=WEEKLY;BYDAY=TH;WKST=SU"),
        ("INTERVAL=2;FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("FREQ=WEEKLY;COUNT=3", ""),
        ("FREQ=SECONDLY", ""),
        ("W1 MO #0", ""),
    ],
)
def test_a_rhythm_is_followed_or_told(tmp_path: Path, rule: str, every: str) -> None:
    found = task(tmp_path, "DUE;VALUE=DATE:20261231", f"RRULE:{rule}")
    assert found.every in (every, every.replace("28,29,30,31", "-1").replace(";BYSETPOS=-1", ""))
    assert every or found.text == f"Call Jane Doe\n\nRepeats: {rule}"


def test_calendars_of_every_shape_are_read(tmp_path: Path) -> None:
    lines = ("begin:vcalendar", "", "version:1.0", "begin:vtodo", "due:20261231", "summary:Jane Doe", "summary:too")
    (entry,) = entries(tmp_path, *lines, "begin:valarm", "trigger;value=date-time:19760401T005545Z", "end:valarm")
    assert isinstance(entry.record, IncomingFollowUp)
    assert entry.record.text == "Jane Doe\n\ntoo"


def test_a_zone_that_the_file_defines_is_understood(tmp_path: Path) -> None:
    zone = (
        *("BEGIN:VTIMEZONE", "TZID:Custom", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+0530", "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE"),
    )
    todo = ("BEGIN:VTODO", "SUMMARY:Jane Doe", "DUE;TZID=Custom:20261231T100000", "END:VTODO")
    (entry,) = entries(tmp_path, "BEGIN:VCALENDAR", *zone, *todo, "END:VCALENDAR")
    assert isinstance(entry.record, IncomingFollowUp)
    assert entry.record.due == Due(date(2026, 12, 31), time(6, 30), "Europe/Riga")


def test_past_events_are_meetings_and_coming_ones_follow_ups(office: Store, tmp_path: Path) -> None:
    people = (
        "ATTENDEE;CN=Nobody:mailto:other@x.example",
        "ATTENDEE:MAILTO:JANE@acme.example",
        "ORGANIZER;CN=John Roe:x",
    )
    path = written(
        tmp_path,
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "SUMMARY:Kickoff", "DTSTART:20260105T100000Z"),
        *("DTEND:20260105T113000Z", "LOCATION:Riga", *people, "END:VEVENT"),
        *("BEGIN:VEVENT", "UID:2", "SUMMARY:Lunch with jane doe\\, downtown", "DTSTART:20270105T100000Z", "END:VEVENT"),
        *(
            "BEGIN:VEVENT",
            "UID:3",
            "SUMMARY:1:1 (Doe\\, Jane)",
            "DTSTART:20200106T100000Z",
            "RRULE:FREQ=WEEKLY",
            "END:VEVENT",
        ),
        *("BEGIN:VEVENT", "UID:4", "SUMMARY:Janet Doering", "DTSTART:20270105T100000Z", "END:VEVENT", "END:VCALENDAR"),
    )
    report = brought(office, path)
    assert counts(report) == (3, 0, 0, 1)
    assert report.refusals[0].reason == "no contact is named in “Janet Doering”"
    (met,) = interactions(office)
    assert (met.kind, met.at, met.duration_minutes) == (
        InteractionKind.MEETING,
        datetime(2026, 1, 5, 10, tzinfo=UTC),
        90,
    )
    assert (met.subject, met.text, len(met.contacts)) == ("Kickoff", "Location: Riga", 2)
    coming, weekly = follow_ups(office)
    assert (coming.kind, coming.due) == (FollowUpKind.MEETING, Due(date(2027, 1, 5), time(12), "Europe/Riga"))
    assert (weekly.every, weekly.due.day) == ("FREQ=WEEKLY", date(2026, 11, 23))
    assert counts(brought(office, path)) == (0, 0, 3, 1)


def test_an_undone_calendar_can_be_imported_again(office: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "BEGIN:VTODO", "UID:1", "DUE:20261231", "SUMMARY:Jane Doe", "END:VTODO")
    brought(office, path)
    undo.undo(office, DESK)
    assert follow_ups(office) == []
    assert counts(brought(office, path)) == (1, 0, 0, 0)
    assert counts(brought(office, path)) == (0, 0, 1, 0)


def test_an_exception_to_a_task_is_that_task(office: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        *("BEGIN:VCALENDAR", "BEGIN:VTODO", "UID:1", "RECURRENCE-ID:20261231", "DUE:20270101", "SUMMARY:Jane Doe"),
        *("END:VTODO", "BEGIN:VTODO", "UID:1", "DUE:20261231", "RRULE:FREQ=DAILY", "SUMMARY:Jane Doe", "END:VTODO"),
        "END:VCALENDAR",
    )
    assert counts(brought(office, path)) == (1, 0, 1, 0)
    (only,) = follow_ups(office)
    assert (only.due.day, only.anchor, only.every) == (date(2027, 1, 1), date(2026, 12, 31), "FREQ=DAILY")
    assert counts(brought(office, path, mode=Mode.UPDATE)) == (0, 0, 2, 0)


RHYTHM = ("BEGIN:VTODO", "UID:1", "SUMMARY:Jane Doe", "DUE;VALUE=DATE:20261201", "RRULE:FREQ=DAILY")


def test_an_occurrence_of_a_task_that_is_done_is_passed_over(tmp_path: Path) -> None:
    done = ("BEGIN:VTODO", "UID:1", "RECURRENCE-ID;VALUE=DATE:20261201", "SUMMARY:Jane Doe", "STATUS:COMPLETED")
    (*_, last) = entries(
        tmp_path, "BEGIN:VCALENDAR", *done, "DUE:20261201", "END:VTODO", *RHYTHM, "END:VTODO", "END:VCALENDAR"
    )
    assert isinstance(last.record, IncomingFollowUp)
    assert (last.record.due.day, last.record.state) == (date(2026, 12, 2), FollowUpState.OPEN)


@pytest.mark.parametrize(
    ("lines", "due", "text"),
    [
        (("EXDATE;VALUE=DATE:20261201,20261202",), date(2026, 12, 3), "Jane Doe"),
        (("EXDATE:20261130T220000Z", "EXDATE:20261225"), date(2026, 12, 1), "Jane Doe\n\nNot on: 2026-12-25"),
        (("EXDATE:20261201", "RDATE;VALUE=PERIOD:20270101T000000/P1D"), date(2026, 12, 2), "Also on: 2027-01-01"),
        (("DTSTART;VALUE=DATE:20261130", "EXDATE:20261130;20261201"), date(2026, 12, 3), "Jane Doe"),
        (("DTSTART;VALUE=DATE:20261130", "EXDATE:20261224"), date(2026, 12, 1), "Not on: 2026-12-25"),
    ],
)
def test_days_out_of_a_rhythm_are_passed_over_or_told(
    tmp_path: Path, lines: tuple[str, ...], due: date, text: str
) -> None:
    with IcsSource(written(tmp_path, *RHYTHM, *lines, "END:VTODO"), ReadOptions(), DESK) as source:
        (entry,) = source.entries()
        assert isinstance(entry.record, IncomingFollowUp), entry.reason
        assert entry.record.due.day == due
        assert entry.record.text.endswith(text)
        assert any("stand in the text" in note for note in source.notes()) == (":" in text)


def test_a_task_whose_every_day_is_left_out_stays_as_it_is_told(tmp_path: Path) -> None:
    found = task(tmp_path, "DUE:20261201", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20261201,20261202")
    assert (found.due.day, found.every) == (date(2026, 12, 1), "")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("EXDATE:some day",), "“some day” is no time (EXDATE)"),
        (("EXDATE:99980101", "DTSTART;VALUE=DATE:00030101"), "it lasts for longer than there are years"),
        (("EXDATE:" + "20261201," * 1_001,), "it has more than 1 000 days out of its rhythm"),
    ],
)
def test_days_that_cannot_be_days_are_refused(tmp_path: Path, lines: tuple[str, ...], reason: str) -> None:
    (entry,) = entries(tmp_path, *RHYTHM, *lines, "END:VTODO")
    assert entry.reason == reason


def test_an_occurrence_that_is_told_in_other_words_stays_on_its_day(tmp_path: Path) -> None:
    other = ("BEGIN:VTODO", "UID:1", "RECURRENCE-ID;VALUE=DATE:20261201", "SUMMARY:Jane Doe again", "END:VTODO")
    first, second = entries(tmp_path, "BEGIN:VCALENDAR", *RHYTHM, "END:VTODO", *other, "END:VCALENDAR")
    assert isinstance(first.record, IncomingFollowUp)
    assert first.record.due.day == date(2026, 12, 1)
    assert second.record == first.record


def test_an_event_comes_next_on_a_day_that_is_not_left_out_or_was_moved(office: Store, tmp_path: Path) -> None:
    def event(*lines: str) -> tuple[str, ...]:
        return "BEGIN:VEVENT", "UID:1", "SUMMARY:Jane Doe", *lines, "END:VEVENT"

    path = written(
        tmp_path,
        "BEGIN:VCALENDAR",
        *event("RECURRENCE-ID:20261130T080000Z", "DTSTART:20261201T080000Z"),
        *event("DTSTART:20200106T080000Z", "RRULE:FREQ=WEEKLY", "EXDATE:20261123T080000Z,20261214T080000Z"),
        "END:VCALENDAR",
    )
    assert counts(brought(office, path)) == (2, 0, 0, 0)
    moved, weekly = sorted(follow_ups(office), key=lambda each: each.due.day)
    assert (moved.due.day, moved.every) == (date(2026, 12, 1), "")
    assert (weekly.due.day, weekly.every) == (date(2026, 12, 7), "FREQ=WEEKLY")
    assert weekly.text == "Jane Doe\n\nNot on: 2026-12-14"


def test_an_event_without_a_rule_comes_again_on_the_days_that_it_names(office: Store, tmp_path: Path) -> None:
    lines = ("BEGIN:VEVENT", "SUMMARY:Jane Doe", "DTSTART;VALUE=DATE:20260105", "RDATE:20261205,20260201,20270105")
    brought(office, written(tmp_path, *lines, "END:VEVENT"))
    (coming,) = follow_ups(office)
    assert (coming.due, coming.text) == (Due(date(2026, 12, 5)), "Jane Doe\n\nAlso on: 2027-01-05")


@pytest.mark.parametrize("as_tasks", [True, False])
def test_days_out_of_a_rhythm_go_back_into_calendars(office: Store, tmp_path: Path, as_tasks: bool) -> None:
    line = "EXDATE;TZID=Europe/Riga:20261225T100000"
    path = written(
        tmp_path,
        *("BEGIN:VTODO", "UID:7", "DUE;TZID=Europe/Riga:20261201T100000", "SUMMARY:Jane Doe", "RRULE:FREQ=DAILY"),
        *(line, "RDATE;TZID=Europe/Riga:20270101T170000", "END:VTODO"),
    )
    brought(office, path)
    before = follow_ups(office)
    out = tmp_path / "out.ics"
    export_file(office.connection, DESK, out, ExportOptions(as_tasks=as_tasks))
    assert {line, "RDATE;TZID=Europe/Riga:20270101T100000"} <= set(out.read_text().splitlines())
    assert counts(brought(office, out, mode=Mode.UPDATE)) == (0, 0, 1, 0)
    assert follow_ups(office) == before
    icalendar = pytest.importorskip("icalendar")
    (item,) = icalendar.Calendar.from_ical(out.read_bytes()).walk("VTODO" if as_tasks else "VEVENT")
    assert item.errors == []
    # Somebody takes another day out on the telephone.
    out.write_text(out.read_text().replace(line, f"{line},20261226T100000"))
    brought(office, out, mode=Mode.UPDATE)
    assert follow_ups(office)[0].text.endswith("Not on: 2026-12-26")


def test_several_people_of_one_name_are_never_guessed(office: Store, tmp_path: Path) -> None:
    brought(office, written(tmp_path, "BEGIN:VCARD", "FN:Jane Doe", "EMAIL:j@b.example", "END:VCARD", name="2.vcf"))
    report = brought(office, written(tmp_path, "BEGIN:VTODO", "DUE:20261231", "SUMMARY:Jane Doe", "END:VTODO"))
    assert report.refusals[0].reason == "several contacts are named in “Jane Doe”"


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(books.books())
def test_follow_ups_and_meetings_come_back_as_they_were(book: books.Book) -> None:
    from tempfile import TemporaryDirectory

    firms, people, happened, planned, *_ = book
    people = [replace(person, deleted_at=None) for person in people]
    happened = [replace(each, deleted_at=None, kind=InteractionKind.VISIT) for each in happened]
    planned = [replace(each, deleted_at=None) for each in planned]
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Store(folder / "one.db") as one, Store(folder / "two.db") as two:
            fill(one, firms, people, happened, planned)
            fill(two, firms, people)
            path = folder / "all.ics"
            export_file(one.connection, DESK, path, ExportOptions(as_tasks=True))
            assert brought(two, path).refused == 0
            assert interactions(two) == interactions(one)
            expected = {
                each.id: each if each.state is not FollowUpState.OPEN else replace(each, done_at=None)
                for each in follow_ups(one)
            }
            assert {each.id: each for each in follow_ups(two)} == expected


def test_a_telephone_is_told_when_to_remind(office: Store, tmp_path: Path) -> None:
    brought(office, written(tmp_path, "BEGIN:VTODO", "UID:7", "DUE:20270701T100000", "SUMMARY:Jane Doe", "END:VTODO"))
    out = tmp_path / "out.ics"
    export_file(office.connection, DESK, out, ExportOptions())
    lines = out.read_text().splitlines()
    assert {"BEGIN:VALARM", "TRIGGER:PT0S", "DTSTART;TZID=Europe/Riga:20270701T100000", "UID:7"} <= set(lines)
    assert {"TZID:Europe/Riga", "BEGIN:DAYLIGHT", "TZOFFSETTO:+0300", "SUMMARY:To-do: Jane Doe – Jane Doe"} <= set(
        lines
    )
    assert counts(brought(office, out)) == (0, 0, 1, 0)


def test_icalendar_reads_what_we_write(office: Store, tmp_path: Path) -> None:
    icalendar = pytest.importorskip("icalendar")
    brought(office, written(tmp_path, "BEGIN:VTODO", "UID:7", "DUE:20270701T100000", "SUMMARY:Jane Doe", "END:VTODO"))
    out = tmp_path / "out.ics"
    export_file(office.connection, DESK, out, ExportOptions())
    calendar = icalendar.Calendar.from_ical(out.read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART").astimezone(UTC) == datetime(2027, 7, 1, 7, tzinfo=UTC)
    assert event.errors == []


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("PT1H30M", 90), ("P1D", 1440), ("-PT15M", -15), ("P2W", 20160), ("+P1DT1H", 1500), ("P", None), ("1h", None)],
)
def test_durations_are_read(text: str, minutes: int | None) -> None:
    found = times.duration(text)
    assert (found.total_seconds() / 60 if found is not None else None) == minutes


def test_every_zone_of_windows_is_one_that_there_is() -> None:
    from crm_tui.sync.formats.calendar.windows import ZONES

    assert [name for name in ZONES if zones.named(name) is None] == []
    assert zones.named("(UTC+02:00) Nowhere") is None
