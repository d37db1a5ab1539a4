"""Working a list: one person at a time, the next comes by itself, and what was done is counted."""

from __future__ import annotations

import signal

import pytest

from crm_tui.domain.interaction import InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.store import contacts, interactions, views
from crm_tui.store.store import Store
from tests.journeys.terminal import Terminal
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import NOW, at_desk

MONDAY = "2026-11-16T09:00"
NAMES = ("Jane Doe", "Élodie Martin", "Li Wei", "Bob Stone", "Ann Ash")
OPEN = "SELECT c.name, f.due_day FROM follow_up f JOIN contact c ON c.pk = f.contact WHERE f.state = 'open' ORDER BY 1"
CALLS = """SELECT c.name, i.outcome FROM interaction i JOIN interaction_contact l ON l.interaction = i.pk
  JOIN contact c ON c.pk = l.contact WHERE i.deleted_at IS NULL ORDER BY i.pk"""


@pytest.fixture
@made_once
def morning(book: Book) -> Book:
    """Five calls that are due, in the order of `NAMES`."""
    for hour, name in enumerate(NAMES, 10):
        book.person(name, phone="+371 20 000 000", company="Acme", now=MONDAY)
        book.follow_up(name, f"tue {hour}:00", "about pricing", now=MONDAY)
    return book


async def test_five_people_of_today_are_worked_with_the_keys_of_a_morning(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w")
        assert rep.sees("1 of 5")
        assert rep.sees("Jane Doe")
        assert rep.sees("2 no answer")
        await rep.press("2", "enter")
        assert rep.sees("2 of 5")
        assert rep.sees("Élodie Martin")
        assert rep.toast.startswith("✓ Called Jane Doe · no answer · next: tomorrow 14:00")
        await rep.press("c", "1")
        await rep.type("wants an offer > tue 9 send offer")
        await rep.press("enter")
        assert rep.sees("3 of 5")
        await rep.press("s", "3")
        assert rep.sees("4 of 5")
        await rep.press("]")
        assert rep.sees("5 of 5")
        assert rep.sees("2 calls, 1 connect, 1 skipped")
        await rep.press("d", "7")
        await rep.type("x > fri 10")
        await rep.press("enter")
        assert rep.sees("1 skipped")
        assert rep.sees("Bob Stone")
        assert rep.sees("Enter goes through them again · q ends · Esc pauses")
        await rep.press("q")
        assert rep.sees("Block done")
        assert rep.sees("4 of 5 people worked, 1 skipped")
        assert rep.sees("3 calls, 2 connects, 1 meeting booked")
        assert rep.sees("3 next steps set, 1 snoozed")
        await rep.press("escape")
        assert rep.sees("Overdue")
        assert not rep.sees("Block")
    assert morning.rows(CALLS) == [
        ("Jane Doe", "no answer"),
        ("Élodie Martin", "connected"),
        ("Ann Ash", "meeting booked"),
    ]
    assert ("Li Wei", "2026-11-23") in morning.rows(OPEN)
    assert ("Bob Stone", "2026-11-17") in morning.rows(OPEN)


async def test_no_answer_try_tomorrow_is_two_keys(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w")
        await rep.type("2")
        await rep.press("enter")
        assert rep.sees("2 of 5")
    assert ("Jane Doe", "2026-11-19") in morning.rows(OPEN)


async def test_notes_tags_and_further_follow_ups_leave_the_person_in_front(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w", "n")
        await rep.type("prefers mornings")
        await rep.press("enter", "f")
        await rep.type("fri send brochure")
        await rep.press("enter", "t")
        await rep.type("hot")
        await rep.press("enter")
        assert rep.sees("1 of 5")
        assert rep.sees("#hot")
        await rep.press("l", "e")
        await rep.type("sent it")
        await rep.press("enter")
        assert rep.sees("2 of 5")
        await rep.press("x")
        assert rep.sees("3 of 5")
        await rep.press("p", "0")
        assert rep.sees("4 of 5")


async def test_undo_goes_back_to_the_person_and_takes_the_counts_back(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w", "2", "enter", "1", "enter")
        assert rep.sees("2 calls, 1 connect")
        assert rep.sees("3 of 5")
        await rep.press("z")
        assert rep.sees("2 of 5")
        assert rep.sees("1 call")
        assert not rep.sees("connect,")
        await rep.press("z")
        assert rep.sees("1 of 5")
        await rep.press("Z")
        assert rep.sees("2 of 5")
        await rep.press("x", "z")
        assert rep.sees("2 of 5")
        assert rep.sees("Élodie Martin")
    assert morning.rows(CALLS) == [("Jane Doe", "no answer")]


async def test_a_paused_block_is_there_after_a_restart(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w", "2", "enter", "]", "escape")
        assert "Block paused at 3 of 5" in rep.toast
        assert rep.sees("Block paused at 3 of 5 · Today · w resumes")
    async with at_desk(morning.path) as rep:
        assert rep.sees("Block paused at 3 of 5 · Today · w resumes")
        await rep.press("w")
        assert rep.sees("3 of 5")
        assert rep.sees("Li Wei")
        assert rep.sees("1 call, 1 skipped")
        await rep.press("[")
        assert rep.sees("Skipped before.")
        await rep.press("[")
        assert rep.sees("Done in this block.")
        await rep.press("[")
        assert "This is the first" in rep.toast
        await rep.press("]")
        assert rep.sees("2 of 5")
        await rep.press("q")
        await rep.click("w resumes")
        assert rep.sees("3 of 5")
        await rep.press("W", "enter")
        assert not rep.sees("paused")


async def test_whoever_was_skipped_is_offered_again_at_the_end(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w", "]", "2", "enter", "]", "2", "enter", "]")
        assert rep.sees("3 skipped")
        assert rep.sees("Jane Doe, Li Wei, Ann Ash")
        await rep.press("enter")
        assert rep.sees("1 of 5")
        assert rep.sees("Skipped before.")
        await rep.press("2", "enter")
        assert rep.sees("3 of 5")
        await rep.press("[")
        assert rep.sees("Élodie Martin")
        await rep.press("]", "]")
        assert rep.sees("5 of 5")
        await rep.press("z")
        assert rep.sees("1 of 5")
        await rep.press("2", "enter", "2", "enter")
        assert rep.sees("1 skipped")
        assert rep.sees("Li Wei")
        await rep.press("q")
        assert rep.sees("4 of 5 people worked, 1 skipped")


async def test_those_who_were_skipped_are_still_there_after_a_pause_and_a_restart(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w", "]", "]", "2", "enter", "2", "enter", "2", "enter")
        assert rep.sees("Jane Doe, Élodie Martin")
        await rep.press("escape")
        assert "Block paused at 5 of 5" in rep.toast
    async with at_desk(morning.path) as rep:
        await rep.press("w")
        assert rep.sees("2 skipped")
        await rep.press("enter")
        assert rep.sees("1 of 5")
        await rep.press("2", "enter", "escape")
    async with at_desk(morning.path) as rep:
        await rep.press("w")
        assert rep.sees("2 of 5")
        await rep.press("]")
        assert rep.sees("1 skipped")
        await rep.press("[", "z")
        assert rep.sees("1 of 5")
        await rep.press("2", "enter", "enter")
        assert rep.sees("2 of 5")
        await rep.press("3", "enter")
        assert rep.sees("Block done")
        assert rep.sees("5 of 5 people worked")
        await rep.press("y")
        assert "5 calls, 0 connects" in rep.app.clipboard
        assert " a call" in rep.app.clipboard


async def test_whoever_was_settled_elsewhere_is_passed_over(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w")
        with Store(morning.path) as store:
            call = InteractionDraft(
                contacts=(morning.ids["Élodie Martin"],),
                kind=InteractionKind.CALL,
                at=desk().moment.now,
                outcome=Outcome.BUSY,
            )
            store.write(interactions.log, desk(), call)
            store.write(contacts.set_do_not_contact, desk(), [morning.ids["Li Wei"]])
            store.write(contacts.delete, desk(), [morning.ids["Bob Stone"]])
        await rep.press("2", "enter")
        assert rep.sees("5 of 5")
        assert rep.sees("Passed over Élodie Martin (called meanwhile), Li Wei (do not")
        assert rep.sees("contact) and 1 more")
        await rep.press("2", "enter")
        assert rep.sees("2 of 5 people worked, 3 passed over")


async def test_marked_people_are_worked_and_the_marks_are_gone(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("3", "space", "space", "w")
        assert rep.sees("1 of 2")
        assert rep.sees("2 marked")
        await rep.press("2", "enter", "2", "enter")
        assert rep.sees("Block done")
        await rep.press("escape")
        assert not rep.sees("marked")


async def test_a_view_is_worked_from_the_highlighted_row_on(morning: Book) -> None:
    with Store(morning.path) as store:
        store.write(views.save, desk(), "Acme people", "company:acme", sort="name")
        store.write(contacts.set_do_not_contact, desk(), [morning.ids["Li Wei"]])
    async with at_desk(morning.path) as rep:
        await rep.press("3", "v", "5", "w")
        assert rep.sees("Acme people")
        assert rep.sees("1 of 4")
        assert "1 is marked do-not-contact and left out" in rep.toast
        await rep.press("escape", "j", "w")
        assert rep.sees("1 of 4")
        await rep.press("W", "enter", "w")
        assert rep.sees("1 of 3")


async def test_a_block_of_another_list_is_asked_about(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w", "2", "enter", "escape", "3", "w")
        assert rep.sees("Block paused at 2 of 5: Today")
        await rep.press("enter")
        assert rep.sees("2 of 5")
        await rep.press("escape", "w", "2")
        assert rep.sees("1 of 5")
        assert rep.sees("Contacts")


async def test_the_summary_is_copied_and_undo_leads_back_into_the_block(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("G", "w", "2", "enter")
        assert rep.sees("Block done")
        await rep.press("y")
        assert "1 of 1 person worked" in rep.app.clipboard
        await rep.press("z")
        assert rep.sees("1 of 1")
        assert not rep.sees("Block done")
        await rep.press("]", "q")
        assert rep.sees("0 of 1 person worked, 1 skipped")
        await rep.press("[")
        assert rep.sees("Skipped before.")
        await rep.press("2", "enter", "enter")
        assert "The block has ended." in rep.toast


async def test_a_call_logged_on_the_persons_own_screen_settles_them_too(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w", "enter")
        assert rep.sees("Timeline")
        await rep.press("c", "2", "enter", "escape")
        assert rep.sees("2 of 5")
        assert rep.sees("1 call")


async def test_the_outcome_bar_is_clicked(morning: Book) -> None:
    async with at_desk(morning.path, size=(80, 24)) as rep:
        await rep.press("w")
        await rep.click("3 left voicemail")
        assert rep.sees("[left voicemail]")
        await rep.press("enter")
        assert rep.sees("2 of 5")
        await rep.click("] skip")
        assert rep.sees("3 of 5")
        await rep.click("[ back")
        assert rep.sees("2 of 5")
        await rep.click("W end")
        assert rep.sees("End the block at 2 of 5?")
        await rep.press("escape")
        assert rep.sees("2 of 5")
        await rep.click("Esc pause")
        assert rep.sees("Block paused")


async def test_follow_ups_and_the_people_of_a_company_are_worked_too(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("6", "w")
        assert rep.sees("1 of 5")
        assert rep.sees("Follow-ups: overdue")
        await rep.press("W", "enter", "5", "w")
        assert rep.sees("1 of 5")
        assert rep.sees("Acme")


async def test_an_empty_list_says_that_there_is_nobody(book: Book) -> None:
    book.person("Jane Doe", do_not_contact=True)
    async with at_desk(book.path) as rep:
        await rep.press("w")
        assert "There is nobody to work here" in rep.toast
        await rep.press("3", "w")
        assert "1 is marked do-not-contact" in rep.toast


def test_a_block_outlives_a_program_that_is_killed(morning: Book) -> None:
    def start() -> Terminal:
        terminal = Terminal(morning.path.parent, "--db", str(morning.path), "--now", f"{NOW}+02:00")
        terminal.until("about pricing")
        return terminal

    terminal = start()
    terminal.press("w2\r2\r")
    terminal.until("3 of 5")
    terminal.child.kill(signal.SIGKILL)
    terminal.end()
    terminal = start()
    terminal.until("Block paused at 3 of 5")
    terminal.press("w")
    terminal.until("2 calls")
    terminal.press("qq")
    assert terminal.end() == 0
    assert morning.rows(CALLS) == [("Jane Doe", "no answer"), ("Élodie Martin", "no answer")]


async def test_a_block_that_was_left_open_is_there_again(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("w", "]")
    async with at_desk(morning.path) as rep:
        assert rep.sees("Block paused at 2 of 5")
