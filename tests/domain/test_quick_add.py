from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Due, FollowUpKind, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.plain_words import Spans, followed, is_plain, quoted
from crm_tui.domain.quick_add import ChipKind, QuickLine, parse
from crm_tui.domain.when import When

ZONE = "Europe/Riga"
RIGA = ZoneInfo(ZONE)
#: A Wednesday.
DESK = Desk(moment=Moment(datetime(2026, 11, 18, 10, tzinfo=RIGA), ZONE), owner="Rae")

WORDS = st.sampled_from(
    ["@jane", '@"Jane Doe"', "@", "call", "called", "vm,", "no", "answer", "next", "tue", "tue.", "9am", "yesterday",
     "#q4", "#4521", "#", "!high", "!", '"sent it"', '"', "every", "mon", "to-do", "budget", "“x y”",
     "2", "weeks", "in"]
)  # fmt: skip
SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=3).map(
    lambda found: tuple((start, start + width) for start, width in found)
)
LINES = st.one_of(st.lists(WORDS, max_size=10).map(" ".join), st.text(max_size=30))


def kinds(line: QuickLine) -> list[str]:
    return [chip.kind.value for chip in line.chips]


def test_the_line_of_the_manual_is_understood() -> None:
    line = parse('@jane call vm next tue 9am #q4 !high "sent pricing"', DESK)
    assert kinds(line) == ["contact", "kind", "outcome", "date", "tag", "priority", "text"]
    assert line.contact_words == "jane"
    assert line.logged is InteractionKind.CALL
    assert line.outcome is Outcome.LEFT_VOICEMAIL
    assert line.when == When(day=date(2026, 11, 24), time=time(9), zone=ZONE, grain="hour")
    assert (line.tags, line.priority, line.text) == (("q4",), Priority.HIGH, "sent pricing")


def test_a_chip_says_what_its_words_mean_and_where_they_are() -> None:
    line = parse("@jane vm, next tue 9am", DESK)
    assert [(chip.text, chip.label) for chip in line.chips] == [
        ("@jane", "jane"),
        ("vm,", "left voicemail"),
        ("next tue 9am", "Tue 24 Nov 09:00, in 6 days"),
    ]
    assert all(line.line[chip.start : chip.end] == chip.text for chip in line.chips)


def test_a_day_without_an_outcome_is_a_follow_up() -> None:
    line = parse("@jane email send pricing fri", DESK)
    assert line.logged is None
    draft = line.follow_up("id")
    assert draft is not None
    assert (draft.kind, draft.due, draft.text) == (FollowUpKind.EMAIL, Due(date(2026, 11, 20)), "send pricing")


def test_an_outcome_is_logged_and_its_day_is_the_follow_up() -> None:
    line = parse("no answer tomorrow asked the desk", DESK)
    interaction, follow_up = line.interaction(("id",), DESK), line.follow_up("id")
    assert interaction is not None
    assert follow_up is not None
    assert (interaction.kind, interaction.outcome) == (InteractionKind.CALL, Outcome.NO_ANSWER)
    assert (interaction.text, interaction.at, interaction.author) == ("asked the desk", DESK.moment.now, "Rae")
    assert (follow_up.due.day, follow_up.text) == (date(2026, 11, 19), "")


@pytest.mark.parametrize(
    ("typed", "kind", "at"),
    [
        ("called yesterday 3pm", InteractionKind.CALL, datetime(2026, 11, 17, 15, tzinfo=RIGA)),
        ("met last tue", InteractionKind.MEETING, datetime(2026, 11, 17, 12, tzinfo=RIGA)),
        ("emailed 2 days ago", InteractionKind.EMAIL, datetime(2026, 11, 16, 12, tzinfo=RIGA)),
        ("called today", InteractionKind.CALL, DESK.moment.now),
        ("visit yesterday", InteractionKind.VISIT, datetime(2026, 11, 17, 12, tzinfo=RIGA)),
        ("likes golf", InteractionKind.NOTE, DESK.moment.now),
        ("note likes golf", InteractionKind.NOTE, DESK.moment.now),
    ],
)
def test_what_has_happened_is_logged_at_its_time(typed: str, kind: InteractionKind, at: datetime) -> None:
    line = parse(typed, DESK)
    interaction = line.interaction(("id",), DESK)
    assert interaction is not None
    assert (interaction.kind, interaction.at) == (kind, at)
    assert line.follow_up("id") is None


def test_a_past_day_and_a_coming_one_are_told_apart() -> None:
    line = parse('@"Jane Doe" called yesterday 3pm, no answer, fri', DESK)
    assert kinds(line) == ["contact", "kind", "at", "outcome", "date"]
    assert line.at is not None
    assert line.at.day == date(2026, 11, 17)
    assert line.when is not None
    assert line.when.day == date(2026, 11, 20)


def test_a_second_day_ahead_is_text_and_no_past_one() -> None:
    line = parse("@jane call vm next tue, away fri", DESK)
    assert kinds(line) == ["contact", "kind", "outcome", "date"]
    assert line.text == "away fri"


def test_a_booked_meeting_is_the_next_step() -> None:
    line = parse("@jane meeting booked thu 3pm", DESK)
    assert (line.outcome, line.next_kind) == (Outcome.MEETING_BOOKED, FollowUpKind.MEETING)


def test_a_repeated_follow_up_keeps_its_rule() -> None:
    line = parse("@jane every mon check in", DESK)
    draft = line.follow_up("id")
    assert draft is not None
    assert draft.every == "FREQ=WEEKLY;BYDAY=MO"
    assert [chip.label for chip in line.chips if chip.kind is ChipKind.EVERY] == [
        "every Mon, first Mon 23 Nov, in 5 days"
    ]


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("na", Outcome.NO_ANSWER),
        ("n/a", Outcome.NO_ANSWER),
        ("left a voicemail", Outcome.LEFT_VOICEMAIL),
        ("lm", Outcome.LEFT_MESSAGE),
        ("spoke with", Outcome.CONNECTED),
        ("Busy", Outcome.BUSY),
        ("wrong number", Outcome.WRONG_NUMBER),
        ("booked", Outcome.MEETING_BOOKED),
        ("callback", Outcome.CALLBACK_REQUESTED),
        ("ni", Outcome.NOT_INTERESTED),
        *((outcome.value, outcome) for outcome in Outcome),
    ],
)
def test_an_outcome_has_short_words(typed: str, outcome: Outcome) -> None:
    assert parse(f"@jane call {typed}", DESK).outcome is outcome


def test_words_after_plain_text_are_text() -> None:
    line = parse("@jane send the email about the missed call no answer yet", DESK)
    assert kinds(line) == ["contact"]
    assert line.text == "send the email about the missed call no answer yet"


def test_calling_back_is_something_to_do() -> None:
    line = parse("@jane call back tomorrow", DESK)
    assert (line.logged, line.next_kind) == (None, FollowUpKind.CALL)


def test_a_direction_tells_of_something_that_happened() -> None:
    line = parse("incoming call @jane asked for prices fri", DESK)
    assert (line.direction, line.logged) == (Direction.IN, InteractionKind.CALL)


def test_quotes_are_never_parsed() -> None:
    line = parse('"call vm #q4 tomorrow !high @jane"', DESK)
    assert kinds(line) == ["text"]
    assert line.text == "call vm #q4 tomorrow !high @jane"


def test_a_number_after_a_hash_is_no_tag() -> None:
    line = parse("asked about order #4521 #Q4,", DESK)
    assert (line.tags, line.text) == (("Q4",), "asked about order #4521")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("@jane.doe", "jane doe"),
        ('@"Jane  Doe"', "Jane Doe"),
        ('@"J. Doe"', "J. Doe"),
        ("@ana@acme.com,", "ana@acme.com"),
        ("@o'neil:", "o'neil"),
    ],
)
def test_a_contact_is_named_after_an_at_sign(typed: str, words: str) -> None:
    assert parse(f"call {typed} tomorrow", DESK).contacts == (words,)


def test_several_contacts_may_be_named() -> None:
    assert parse("met @jane @bob yesterday", DESK).contacts == ("jane", "bob")


def test_a_to_do_without_a_day_wants_one() -> None:
    line = parse("@jane todo send the contract", DESK)
    assert line.wants_day
    assert line.logged is None
    assert not parse("@jane todo send the contract fri", DESK).wants_day


def test_a_chip_taken_off_is_text_whole() -> None:
    on = parse("@jane call me next tue 9am", DESK)
    date_chip = next(chip for chip in on.chips if chip.kind is ChipKind.DATE)
    off = parse(on.line, DESK, off=((date_chip.start, date_chip.end),))
    assert (off.when, off.text) == (None, "me next tue 9am")
    assert kinds(off) == ["contact", "kind"]


def test_taking_one_chip_off_leaves_the_others() -> None:
    assert kinds(parse("call vm tomorrow", DESK, off=((0, 4),))) == ["outcome", "date"]


def test_only_a_tag_logs_nothing() -> None:
    line = parse("@jane #vip", DESK)
    assert (line.logged, line.when, line.tags) == (None, None, ("vip",))


@given(LINES, SPANS)
@example('@"" “ "', ())
@example("# @ ! #1 @! vm", ())
def test_no_character_is_lost(typed: str, off: Spans) -> None:
    line = parse(typed, DESK, off=off)
    kept, at = "", 0
    for chip in line.chips:
        kept += typed[at : chip.start] + (chip.label if chip.kind is ChipKind.TEXT else "")
        at = chip.end
    kept += typed[at:]
    assert "".join(line.text.split()) == "".join(kept.split())


@given(LINES, SPANS)
def test_chips_stand_in_order_where_they_say(typed: str, off: Spans) -> None:
    chips = parse(typed, DESK, off=off).chips
    assert all(typed[chip.start : chip.end] == chip.text for chip in chips)
    assert all(one.end <= other.start for one, other in pairwise(chips))
    assert not any(is_plain(off, chip.start, chip.end) for chip in chips if chip.kind is not ChipKind.TEXT)


@pytest.mark.parametrize(
    ("language", "line", "expected", "text"),
    [
        ("fr", '@jane call vm mardi prochain 9h #q4 !high "envoyer tarifs"', "2026-11-24 09:00", "envoyer tarifs"),
        ("fr", "appeler le 06 12 34 56 78 demain", "2026-11-19", "appeler le 06 12 34 56 78"),
        ("fr", "rappeler mon client vendredi.", "2026-11-20", "rappeler mon client"),
        ("el", "@μαρία τηλέφωνο αύριο στις 9 #q4", "2026-11-19 09:00", "τηλέφωνο"),
        ("el", "η τρίτη προσφορά την Παρασκευή", "2026-11-20", "η τρίτη προσφορά"),
        ("lv", "@janis zvanīt 12. martā plkst. 9.30", "2027-03-12 09:30", "zvanīt"),
        ("lv", "piektdien 20. tikšanās", "2026-11-20", "tikšanās"),
        ("lv", "uz 10. stāvu rīt", "2026-11-19", "uz 10. stāvu"),
        ("lv", "call next tue 9am", "2026-11-24 09:00", ""),
    ],
)
def test_dates_of_the_line_are_in_the_language_of_the_desk(language: str, line: str, expected: str, text: str) -> None:
    found = parse(line, replace(DESK, language=language))
    assert found.when is not None
    value = found.when.value
    shown = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()
    assert (shown, found.text) == (expected, text)


@pytest.mark.parametrize(
    ("language", "line", "day"),
    [
        ("fr", "met mardi dernier, relancer dans 3 jours", date(2026, 11, 17)),
        ("el", "vm χθες στις 3μμ", date(2026, 11, 17)),
        ("lv", "vm aizvakar", date(2026, 11, 16)),
    ],
)
def test_past_days_of_the_line_are_in_the_language_of_the_desk(language: str, line: str, day: date) -> None:
    found = parse(line, replace(DESK, language=language))
    assert found.at is not None
    assert found.at.day == day


@given(LINES, st.integers(0, 9))
def test_a_chip_taken_off_says_the_same_in_quotes(typed: str, which: int) -> None:
    found = [chip for chip in parse(typed, DESK).chips if chip.kind is not ChipKind.TEXT]
    off = tuple((chip.start, chip.end) for chip in found[which : which + 1])
    written = quoted(typed, off)
    if off and written == typed:  # both kinds of quotes stand in the words
        return
    taken, again = parse(typed, DESK, off=off), parse(written, DESK)
    assert (again.text.split(), again.when, again.kind, again.tags, again.contacts) == (
        taken.text.split(), taken.when, taken.kind, taken.tags, taken.contacts
    )  # fmt: skip


def test_dates_that_were_found_are_found_again() -> None:
    dates: dict[tuple[tuple[str, ...], bool], tuple[When, int] | None] = {}
    first = parse("@jane call next tue 9am", DESK, dates=dates)
    assert dates
    assert parse("@jane call next tue 9am", DESK, dates=dates) == first


LINE = "call anna next tuesday about it"
WORDS_OFF = ((10, 22),)


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (LINE + " today", "next tuesday"),
        ("please " + LINE, "next tuesday"),
        ("call next tuesday about it", "next tuesday"),
        ("call anna next tuesda about it", "next tuesda"),
        ("call anna next about it", "next"),
        ("call anna next tuesday, about it", None),
        ("call anna next ztuesday about it", None),
        ("call anna xnext tuesday about it", None),
        ("call anna about it", None),
        ("", None),
    ],
)
def test_plain_words_stay_plain_until_letters_are_typed_in_them(after: str, left: str | None) -> None:
    spans = followed(WORDS_OFF, LINE, after)
    assert [after[start:end].strip() for start, end in spans] == ([left] if left else [])


@given(st.text("ab ", max_size=12), st.text("ab ", max_size=12), SPANS)
def test_plain_words_stay_within_the_line(before: str, after: str, spans: Spans) -> None:
    inside = tuple((start, end) for start, end in spans if end <= len(before))
    assert all(0 <= start < end <= len(after) for start, end in followed(inside, before, after))
