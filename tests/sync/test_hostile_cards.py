"""Cards and calendars that were written to break their reader: each arrives, or is reported, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.store.incoming import IncomingContact, IncomingFollowUp, IncomingInteraction
from crm_tui.store.store import Store
from crm_tui.sync.formats.calendar.source import IcsSource
from crm_tui.sync.formats.calendar.zones import Zones
from crm_tui.sync.formats.content import blocks
from crm_tui.sync.formats.content import lines as content_lines
from crm_tui.sync.formats.content.lines import Decoder
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.formats.vcard.source import VcardSource
from tests.sync.office import DESK, brought, counts, names


def cards(folder: Path, raw: bytes) -> list[Entry]:
    path = folder / "in.vcf"
    path.write_bytes(raw)
    with VcardSource(path, ReadOptions(), DESK) as source:
        return list(source.entries())


def card(folder: Path, *lines: bytes) -> IncomingContact:
    (entry,) = cards(folder, b"\r\n".join((b"BEGIN:VCARD", b"FN:Jane Doe", *lines, b"END:VCARD", b"")))
    assert isinstance(entry.record, IncomingContact), entry.reason
    return entry.record


def events(folder: Path, *lines: str, around: tuple[str, ...] = ()) -> list[Entry]:
    path = folder / "in.ics"
    event = ("BEGIN:VEVENT", "SUMMARY:Jane Doe", *lines, "END:VEVENT")
    path.write_text("\r\n".join(("BEGIN:VCALENDAR", *around, *event, "END:VCALENDAR", "")))
    with IcsSource(path, ReadOptions(), DESK) as source:
        return list(source.entries())


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"URL:" + b"\\" * 2_000_000, id="backslashes"),
        pytest.param(b"\r" * 300_000 + b"NOTE:x", id="carriage returns"),
        pytest.param(b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\r\n" * 200_000 + b"x", id="soft breaks"),
        pytest.param(b"quoted-printable" * 20_000, id="quoted-printable without a value"),
        pytest.param(b"more\r\n" * 150_000, id="lines that are no properties"),
        pytest.param(b"PHOTO;ENCODING=B;X=1:\r\n" + b"QUJDRA==\r\n" * 150_000, id="a picture nobody folded"),
    ],
)
def test_a_card_that_would_take_hours_is_read_at_once(tmp_path: Path, line: bytes) -> None:
    assert card(tmp_path, line).draft.name.startswith("Jane Doe")


@pytest.mark.parametrize(
    "charset", ["undefined", "idna", "utf-16", "unicode_escape", "utf-7", "hex_codec", "rot13", "..", "cp037"]
)
def test_a_character_set_in_which_a_line_is_none_is_not_believed(tmp_path: Path, charset: str) -> None:
    found = card(tmp_path, b"NOTE;CHARSET=%s:caf\xe9 \\x1b" % charset.encode())
    assert found.draft.name == "Jane Doe"
    assert found.draft.note == "café \\x1b"


def test_a_line_of_a_picture_in_capitals_belongs_to_the_picture() -> None:
    block = b"BEGIN:VCARD\nPHOTO;ENCODING=B:\nABCDEFGH\nIJKLmnop\nFN:Jane Doe\nEND:VCARD\n"
    names = [(each.head.name, each.value) for each in Decoder().properties(block)]
    assert names[1:3] == [("PHOTO", "ABCDEFGHIJKLmnop"), ("FN", "Jane Doe")]


def test_soft_breaks_end_with_the_card() -> None:
    block = b"BEGIN:VCARD\r\nNOTE;QUOTED-PRINTABLE:one=20=  \r\n=\r\n two=\r\nEND:VCARD\r\n"
    assert [each.value for each in Decoder().properties(block)] == ["VCARD", "one  two", "VCARD"]


def test_records_within_records_without_end_are_refused(tmp_path: Path) -> None:
    inner = [b"BEGIN:X%d\r\n" % number for number in range(5_000)]
    bad = b"BEGIN:VCARD\r\nFN:Jane Doe\r\n" + b"".join(inner) + b"END:VCARD\r\n"
    first, second = cards(tmp_path, bad + b"BEGIN:VCARD\r\nFN:John Roe\r\nEND:VCARD\r\n")
    assert first.reason == "more than 100 records stand in one another within it"
    assert isinstance(second.record, IncomingContact)


def test_a_record_of_too_many_lines_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_MOST_LINES", 10)
    (entry,) = cards(tmp_path, b"BEGIN:VCARD\nFN:Jane Doe\n" + b"\n" * 10 + b"END:VCARD\n")
    assert entry.reason == "it has more than 10 lines"


def test_properties_are_counted_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_lines, "MAX_PROPERTIES", 3)
    with pytest.raises(content_lines.ContentError, match="more than 3 lines"):
        Decoder().properties(b"A:1\nB:2\nC:3\nD:4\n")


def test_what_is_refused_is_shown_without_its_pictures(tmp_path: Path) -> None:
    picture = b"PHOTO;ENCODING=B:QUJD\r\n" + b" QUJD\r\n" * 4_000
    (entry,) = cards(tmp_path, b"BEGIN:VCARD\r\nKIND:group\r\n" + picture + b"NOTE:kept\r\n folded\r\nEND:VCARD\r\n")
    assert entry.cells == ("BEGIN:VCARD\nKIND:group\nNOTE:kept\n folded\nEND:VCARD\n",)


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:99991231T235959Z",),
        ("DTSTART:99991231",),
        ("DTSTART:00010101T000000",),
        ("DTSTART:20260101T000000+9999",),
        ("DTSTART:20260101T000000-2400",),
        ("DTSTART;TZID=localtime:20260101T000000",),
        ("DTSTART:20200101", "DTEND:99981231", "RRULE:FREQ=DAILY"),
    ],
)
def test_times_beyond_all_calendars_are_refused(tmp_path: Path, lines: tuple[str, ...]) -> None:
    (entry,) = events(tmp_path, *lines)
    assert entry.record is None
    assert "is no time" in entry.reason or "years" in entry.reason or "is not known" in entry.reason


def test_a_day_has_no_zone_that_must_be_known(tmp_path: Path) -> None:
    (entry,) = events(tmp_path, "DTSTART;VALUE=DATE;TZID=Nowhere:20270101")
    assert isinstance(entry.record, IncomingFollowUp)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=00;COUNT=3", "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4,6;COUNT=3"],
)
def test_a_repetition_that_never_comes_ends_the_search(tmp_path: Path, rule: str) -> None:
    (entry,) = events(tmp_path, "DTSTART:19910102T090000", f"RRULE:{rule}")
    assert isinstance(entry.record, IncomingInteraction)
    assert entry.record.text == f"Repeats: {rule}"


def test_a_count_that_no_database_holds_is_none(tmp_path: Path) -> None:
    for digits in (5_000, 20):
        due = ("DTSTART:20270101", "X-CRM-TYPE:follow-up", f"X-CRM-SNOOZES:{'9' * digits}")
        (entry,) = events(tmp_path, *due)
        assert isinstance(entry.record, IncomingFollowUp)
        assert entry.record.snoozes == 0


def zone(*lines: str, offset: str = "+0100") -> str:
    part = ("BEGIN:STANDARD", "DTSTART:16010101T000000", *lines, f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}")
    return "\r\n".join(("BEGIN:VTIMEZONE", "TZID:Mine", *part, "END:STANDARD", "END:VTIMEZONE"))


@pytest.mark.parametrize(
    "definition", [zone("RRULE:FREQ=HOURLY"), zone("RRULE:FREQ=YEARLY;BYSECOND=1,2"), zone(offset="+9900")]
)
def test_a_zone_that_cannot_be_is_not_known(definition: str) -> None:
    zones = Zones()
    zones.learn("Mine", definition)
    assert zones.find("Mine") is None
    zones.learn("Mine", zone("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"))
    assert zones.find("Mine") is not None


def test_a_completed_task_with_a_bad_day_of_completion_still_arrives(tmp_path: Path) -> None:
    path = tmp_path / "in.ics"
    path.write_text("BEGIN:VTODO\nSUMMARY:Jane Doe\nDUE:20260101\nSTATUS:COMPLETED\nCOMPLETED:long ago\nEND:VTODO\n")
    with IcsSource(path, ReadOptions(), DESK) as source:
        (entry,) = source.entries()
    assert isinstance(entry.record, IncomingFollowUp)
    assert entry.record.state == "done"
    assert entry.record.done_at is None


def test_one_uid_for_two_people_makes_two_people(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "in.vcf"
    people = [("Jane Doe", "jane@x.example"), ("Bob Roe", "bob@x.example"), ("Jane Roe", "jr@x.example")]
    lines = [f"BEGIN:VCARD\nUID:1\nFN:{name}\nEMAIL:{address}\nEND:VCARD\n" for name, address in people]
    path.write_text("".join(lines))
    # Jane may have married; Bob is somebody else.
    assert counts(brought(store, path)) == (2, 1, 0, 0)
    assert names(store) == ["Jane Doe", "Bob Roe"]
    assert counts(brought(store, path)) == (0, 0, 3, 0)
