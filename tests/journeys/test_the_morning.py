from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.book import Book, made_once
from tests.screens.rep import at_desk

MONDAY = "2026-11-16T09:00"


@pytest.fixture
@made_once
def morning(book: Book) -> Book:
    """Three calls due, in this order: Jane, Élodie, Li."""
    for name, phrase in (("Jane Doe", "today"), ("Élodie Martin", "tomorrow"), ("Li Wei", "wed 15:00")):
        book.person(name, phone="+371 20 000 000", company="Acme", now=MONDAY)
        book.follow_up(name, phrase, "about pricing", now=MONDAY)
    return book


async def test_no_answer_try_tomorrow_is_three_keys(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        assert "Jane Doe" in rep.highlighted
        await rep.press("c", "2", "enter")
        assert "Called Jane Doe · no answer" in rep.toast
        assert "Élodie Martin" in rep.highlighted
    assert morning.rows("SELECT kind, outcome FROM interaction") == [("call", "no answer")]
    assert morning.rows("SELECT due_day, due_time FROM follow_up WHERE state = 'open' ORDER BY pk DESC LIMIT 1") == [
        ("2026-11-19", "14:00")
    ]
    assert morning.rows("SELECT count(*) FROM follow_up WHERE state = 'done'") == [(1,)]
    assert morning.rows("SELECT status FROM contact WHERE name = 'Jane Doe'") == [("attempting",)]


async def test_one_call_is_one_undo_step(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("c", "2", "enter", "z")
        assert "Undid: Called Jane Doe" in rep.toast
        assert rep.toast.endswith("Z brings it back")
        assert rep.sees("Jane Doe   ")
        await rep.press("Z")
        assert "Redid: Called Jane Doe" in rep.toast
        assert rep.toast.endswith("z undoes it")
        assert rep.sees("Tomorrow 1: Jane Doe")
    assert morning.rows("SELECT count(*) FROM interaction WHERE deleted_at IS NULL") == [(1,)]


async def test_connected_a_note_and_next_tuesday_are_three_keys_and_the_words(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("c", "1")
        await rep.type("wants an offer > tue 9 send offer")
        assert rep.sees("→ Tue 24 Nov 09:00, in 6 days call: send offer")
        await rep.press("enter")
    assert morning.rows("SELECT outcome, text FROM interaction") == [("connected", "wants an offer")]
    assert morning.rows("SELECT due_day, due_time, text FROM follow_up ORDER BY pk DESC LIMIT 1") == [
        ("2026-11-24", "09:00", "send offer")
    ]


async def test_tab_leads_from_the_note_to_the_next_step(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("c", "1")
        await rep.type("nice talk")
        await rep.press("tab")
        await rep.type("none")
        assert rep.sees("no next step")
        await rep.press("enter")
    assert morning.rows("SELECT text FROM interaction") == [("nice talk",)]
    assert morning.rows("SELECT count(*) FROM follow_up WHERE state = 'open'") == [(2,)]


async def test_a_call_without_an_outcome_is_not_saved(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("c", "enter")
        assert rep.sees("How did it end?")
    assert morning.rows("SELECT count(*) FROM interaction") == [(0,)]


async def test_a_callback_without_a_time_asks_for_it(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("c", "8", "enter")
        assert rep.sees("When?")
        await rep.type("x > fri 10")
        await rep.press("enter")
        assert "callback requested" in rep.toast


async def test_snooze_is_two_keys_and_the_queue_moves_on(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("s")
        assert rep.sees("3 In 3 working days   Mon 23 Nov, in 5 days")
        await rep.press("3")
        assert "Snoozed" in rep.toast
        assert "Élodie Martin" in rep.highlighted
    assert morning.rows("SELECT due_day, snoozes FROM follow_up ORDER BY pk LIMIT 1") == [("2026-11-23", 1)]


async def test_snooze_takes_a_date_in_words_and_refuses_nonsense(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("s")
        await rep.type("blursday")
        await rep.press("enter")
        assert morning.rows("SELECT sum(snoozes) FROM follow_up") == [(0,)]
        await rep.press(*["backspace"] * 8)
        await rep.type("thu 3pm")
        assert rep.sees("→ Thu 19 Nov 15:00, tomorrow")
        await rep.press("enter")
    assert morning.rows("SELECT due_day, due_time FROM follow_up ORDER BY pk LIMIT 1") == [("2026-11-19", "15:00")]


async def test_a_to_do_is_done_without_an_outcome(book: Book) -> None:
    book.person("Jane Doe")
    book.follow_up("Jane Doe", "today", "send brochure", kind="to-do")
    async with at_desk(book.path) as rep:
        await rep.press("d", "enter")
        assert rep.toast
        assert rep.sees("1 of 1 done")
    assert book.rows("SELECT state FROM follow_up") == [("done",)]


async def test_a_follow_up_is_one_line_with_a_live_echo(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("f")
        await rep.type("tue 9 email about pricing")
        assert rep.sees("→ Tue 24 Nov 09:00, in 6 days email: about pricing")
        await rep.press("enter")
    assert book.rows("SELECT kind, text, due_day, due_time FROM follow_up") == [
        ("email", "about pricing", "2026-11-24", "09:00")
    ]


async def test_anything_that_happened_is_logged_with_its_kind_and_time(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("l", "m")
        await rep.type("at the fair")
        await rep.press("tab", "tab")
        await rep.type("yesterday 3pm")
        assert rep.sees("Tue 17 Nov 15:00")
        await rep.press("enter")
    assert book.rows("SELECT kind, text, at FROM interaction") == [("meeting", "at the fair", 1794920400)]


async def test_a_note_is_a_key_the_words_and_enter(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("n")
        await rep.type("prefers mornings")
        await rep.press("enter")
        assert rep.sees("prefers mornings")
    assert book.rows("SELECT kind, text FROM interaction") == [("note", "prefers mornings")]


async def test_a_draft_is_there_again_after_escape(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("n")
        await rep.type("half a thought")
        await rep.press("escape", "n")
        assert rep.sees("half a thought")
        await rep.type(" ended")
        await rep.press("enter")
        await rep.press("n")
        assert not rep.sees("half a thought ended  ")
    assert book.rows("SELECT text FROM interaction") == [("half a thought ended",)]


async def test_a_person_goes_to_the_trash_and_comes_back(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.press("x")
        assert "Moved Jane Doe to the trash" in rep.toast
        assert "Élodie Martin" in rep.highlighted
        await rep.press("z")
        assert rep.sees("Jane Doe")


async def test_keys_typed_faster_than_the_screen_are_taken_in_order(morning: Book) -> None:
    async with at_desk(morning.path) as rep:
        await rep.type("c1good talk > tue 9")
        await rep.press("enter")
        await rep.type("nxx marks the spot")
        await rep.press("enter")
    assert morning.rows("SELECT kind, text FROM interaction ORDER BY pk") == [
        ("call", "good talk"),
        ("note", "xx marks the spot"),
    ]
    assert morning.rows("SELECT count(*) FROM contact WHERE deleted_at IS NOT NULL") == [(0,)]


async def test_the_first_time_begins_with_a_file_of_contacts(book: Book, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text("Name,Email,Company\nJane Doe,jane@acme.example,Acme\n", encoding="utf-8")
    async with at_desk(book.path) as rep:
        await rep.press("2")
        await rep.type(str(tmp_path / "contacts.csv"))
        await rep.press("enter", "enter", "enter", "enter")  # the file, its columns, the preview, the report
        assert rep.highlighted.split()[1:3] == ["Jane", "Doe"]
        await rep.press("z")
        assert rep.app.screen_stack[-1] is rep.app.screen_stack[0]
        assert not rep.highlighted
    assert book.rows("SELECT count(*) FROM contact WHERE deleted_at IS NULL") == [(0,)]
