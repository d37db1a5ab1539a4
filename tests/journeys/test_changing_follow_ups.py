"""What is planned is changed and thrown away where it is seen; a meeting that was done is logged whole."""

from __future__ import annotations

import pytest

from crm_tui.domain import when
from crm_tui.domain.follow_up import FollowUpDraft
from crm_tui.store import follow_ups
from crm_tui.store.store import Store
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import at_desk

MONDAY = "2026-11-16T09:00"
STEPS = "SELECT kind, due_day, due_time, text, priority, every FROM follow_up WHERE deleted_at IS NULL ORDER BY pk"
MET = """SELECT i.kind, i.text, c.name FROM interaction i CROSS JOIN interaction_contact l
  ON l.interaction = i.pk CROSS JOIN contact c ON c.pk = l.contact ORDER BY c.name"""


@pytest.fixture
@made_once
def planned(book: Book) -> Book:
    book.person("Jane Doe", phone="+371 20 000 000", company="Acme", now=MONDAY)
    book.follow_up("Jane Doe", "fri 15:30", "price list", now=MONDAY)
    at = desk(MONDAY)
    every = FollowUpDraft(
        contact=book.ids["Jane Doe"], due=when.parse("mon", at).due(), text="look in", every="FREQ=WEEKLY;BYDAY=MO"
    )
    with Store(book.path) as store:
        store.write(follow_ups.add, at, every)
    book.person("Bob Stone", company="Acme", now=MONDAY)
    book.follow_up("Bob Stone", "tue 10:00", "contract", kind="meeting", now=MONDAY)
    return book


async def test_a_follow_up_of_a_person_is_changed_field_by_field_and_undone(planned: Book) -> None:
    async with at_desk(planned.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane")
        await rep.press("escape", "enter", "tab", "e")
        assert rep.sees("Edit the call with Jane Doe")
        assert rep.sees("2026-11-20 15:30")
        await rep.press("ctrl+u")
        assert rep.sees("A follow-up needs a day.")
        await rep.type("thu 9am")
        await rep.press("tab", "ctrl+u")
        await rep.type("new prices")
        await rep.press("tab", "ctrl+u")
        await rep.type("visit")
        assert rep.sees("“visit” is no kind of follow-up. One of call, email, meeting, to-do.")
        await rep.press("ctrl+u")
        await rep.type("meeting")
        await rep.press("tab", "ctrl+u")
        await rep.type("high")
        await rep.press("tab")
        await rep.type("2 weeks")
        assert rep.sees("→ Thu 19 Nov 09:00, tomorrow, every 2 weeks meeting, high priority:")
        await rep.press("enter")
        assert "Changed meeting Jane Doe" in rep.toast
        changed = ("meeting", "2026-11-19", "09:00", "new prices", 1, "FREQ=WEEKLY;INTERVAL=2")
        assert planned.rows(STEPS)[0] == changed
        await rep.press("z")
    assert planned.rows(STEPS)[0] == ("call", "2026-11-20", "15:30", "price list", 2, "")


async def test_a_rhythm_is_taken_off_and_given_with_the_day(planned: Book) -> None:
    async with at_desk(planned.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane")
        await rep.press("escape", "enter", "tab", "G", "e", "shift+tab")
        assert rep.sees("Every      Mon")
        await rep.press("ctrl+u", "enter")
        assert planned.rows(STEPS)[1][-1] == ""
        await rep.press("e", "enter")
        assert rep.sees("Nothing was changed.")
        await rep.press("ctrl+u")
        await rep.type("every tue 9:00")
        await rep.press("enter")
    assert planned.rows(STEPS)[1][1:] == ("2026-11-24", "09:00", "look in", 2, "FREQ=WEEKLY;BYDAY=TU")


async def test_a_follow_up_goes_to_the_trash_and_its_person_stays(planned: Book) -> None:
    async with at_desk(planned.path) as rep:
        await rep.press("3", "/")
        await rep.type("bob")
        await rep.press("escape", "enter", "tab", "x")
        assert "Moved meeting Bob Stone to the trash" in rep.toast
        assert rep.sees("No next step. f makes one.")
        await rep.press("z")
        assert rep.sees("contract")
        await rep.press("d", *"signed", "enter", "e")
        assert "This follow-up is done." in rep.toast
        await rep.press("x")
        assert "to the trash" in rep.toast
    assert planned.rows("SELECT count(*) FROM contact WHERE deleted_at IS NULL") == [(2,)]


async def test_on_the_agenda_a_row_is_a_follow_up_marked_or_not(planned: Book) -> None:
    async with at_desk(planned.path) as rep:
        await rep.press("6", "e")
        assert rep.sees("Edit the meeting with Bob Stone")
        await rep.press("escape", "x")
        assert "Moved meeting Bob Stone to the trash" in rep.toast
        await rep.press("z", "tab", "tab", "*", "x")
        assert rep.sees("Move 1 follow-up to the trash")
        await rep.press("enter")
        assert "Moved call Jane Doe to the trash" in rep.toast
        await rep.press("z")
    assert planned.rows("SELECT count(*) FROM follow_up WHERE deleted_at IS NULL") == [(3,)]
    assert planned.rows("SELECT count(*) FROM contact WHERE deleted_at IS NULL") == [(2,)]


async def test_a_meeting_that_was_done_is_logged_with_everybody_and_when_it_was(planned: Book) -> None:
    async with at_desk(planned.path) as rep:
        await rep.press("d")
        assert rep.sees("Done: meeting Bob Stone: contract")
        await rep.type("signed > fri call")
        await rep.press("tab", "tab")
        await rep.type("yesterday 10:15")
        assert rep.sees("→ Tue 17 Nov 10:15, yesterday")
        await rep.press("tab")
        await rep.type("jane")
        await rep.press("tab", "enter")
        assert "Met Bob Stone and Jane Doe" in rep.toast
    assert planned.rows(MET) == [("meeting", "signed", "Bob Stone"), ("meeting", "signed", "Jane Doe")]
    assert planned.rows("SELECT state FROM follow_up WHERE kind = 'meeting'") == [("done",)]
    assert planned.rows("SELECT datetime(at, 'unixepoch', '+2 hours') FROM interaction") == [("2026-11-17 10:15:00",)]
    assert planned.rows(
        "SELECT c.name FROM follow_up f JOIN contact c ON c.pk = f.contact"
        " WHERE f.due_day = '2026-11-20' AND f.text = ''"
    ) == [("Bob Stone",)]


async def test_a_call_that_was_due_keeps_how_long_it_took(planned: Book) -> None:
    planned.follow_up("Bob Stone", "today", "ring back", now=MONDAY)
    async with at_desk(planned.path) as rep:
        await rep.press("c", "1", *"fine > fri", "enter")
        assert "Called Bob Stone" in rep.toast
    assert planned.rows("SELECT duration_minutes FROM interaction") == [(1,)]
