"""Marks: many people at once, counted first, and taken back with one key."""

from __future__ import annotations

import pytest

from crm_tui.config import Config
from crm_tui.store import contacts
from crm_tui.store.store import Store
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import ZONE, at_desk

TAGGED = "SELECT count(*) FROM contact_tag l JOIN tag t ON t.pk = l.tag WHERE t.name = '{}' AND l.deleted_at IS NULL"
ALIVE = "SELECT count(*) FROM contact WHERE deleted_at IS NULL"


@pytest.fixture
@made_once
def people(book: Book) -> Book:
    """Twenty people of the fair, and three others with something due."""
    for number in range(1, 21):
        book.person(f"Guest {number:02}", company="Fair Ltd", tags=("fair",))
    for name in ("Ann Ash", "Bea Birch", "Cid Cedar"):
        book.person(name)
        book.follow_up(name, "today", f"call {name}")
    return book


def count(book: Book, sql: str) -> int:
    ((found,),) = book.rows(sql)
    return int(found)


async def test_twenty_marked_people_are_tagged_in_three_keys_and_the_tag(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("#fair")
        await rep.press("escape")
        await rep.press("*", "t")
        assert rep.sees("Tag 20 contacts")
        await rep.type("spring")
        await rep.press("enter")
        assert rep.toast == "✓ Tagged 20 contacts #spring   z undoes it"
        assert count(people, TAGGED.format("spring")) == 20
        assert not rep.sees("marked")
        await rep.press("z")
        assert count(people, TAGGED.format("spring")) == 0


async def test_space_marks_and_goes_on_and_the_first_line_counts(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "space", "space", "space")
        assert rep.sees("3 marked · 4 of 23")
        assert rep.look().count("●") == 3
        await rep.press("up", "space")
        assert rep.sees("2 marked · 4 of 23")
        await rep.press("p", "3")
        assert rep.toast.startswith("✓ 2 contacts: status connected")


async def test_all_of_a_search_but_one_go_to_the_trash_and_come_back(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("#fair")
        await rep.press("escape", "*", "space")
        assert rep.sees("19 marked")
        await rep.press("x")
        assert rep.sees("Move 19 contacts to the trash")
        await rep.press("enter")
        assert rep.sees("1 of 1")
        assert count(people, ALIVE) == 4
        await rep.press("z")
        assert count(people, ALIVE) == 23


async def test_esc_in_the_question_leaves_everything_as_it_is(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "*", "x", "escape")
        assert rep.sees("23 marked")
        assert count(people, ALIVE) == 23
        await rep.press("escape")
        assert not rep.sees("marked")
        await rep.press("space", "\\")
        assert not rep.sees("marked")


async def test_marks_stay_when_the_list_changes_and_add_up_over_searches(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("ann")
        await rep.press("escape", "space", "/", "ctrl+u")
        await rep.type("bea")
        await rep.press("escape", "space")
        assert rep.sees("2 marked · 1 of 1")
        with Store(people.path) as store:
            store.write(contacts.set_tier, desk(), [people.ids["Cid Cedar"]], None)
        await rep.press("f")
        assert rep.sees("Follow-up with 2 contacts")
        await rep.type("fri call again")
        await rep.press("enter")
        assert "2 contacts" in rep.toast
        assert count(people, "SELECT count(*) FROM follow_up WHERE text = 'again'") == 2
        await rep.press("z")
        assert count(people, "SELECT count(*) FROM follow_up WHERE text = 'again' AND deleted_at IS NULL") == 0


async def test_all_of_a_list_ends_with_the_list(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "*", "/")
        await rep.type("ann")
        assert not rep.sees("marked")


async def test_the_owner_of_those_marked_is_set(people: Book) -> None:
    async with at_desk(people.path, config=Config(zone=ZONE, owner="Rita")) as rep:
        await rep.press("3", "*", "O")
        assert rep.sees("Owner of 23 contacts")
        await rep.type("me")
        assert rep.sees("→ Rita")
        await rep.press("enter")
        assert count(people, "SELECT count(*) FROM contact WHERE owner = 'Rita'") == 23
        await rep.press("z", "O", "enter")
        assert "no owner" in rep.toast


async def test_marked_follow_ups_are_snoozed_and_done_together(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("6", "*", "s")
        assert rep.sees("Snooze 3 follow-ups")
        await rep.press("4")
        assert rep.toast.startswith("✓ Snoozed 3 follow-ups")
        await rep.press("z", "space", "space", "d")
        assert rep.sees("Done: 2 follow-ups")
        await rep.press("enter")
        assert count(people, "SELECT count(*) FROM follow_up WHERE state = 'done'") == 2
        await rep.press("z")
        assert count(people, "SELECT count(*) FROM follow_up WHERE state = 'open'") == 3


async def test_those_due_today_are_marked_with_what_is_due(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("*")
        assert rep.sees("23 marked")
        await rep.press("s")
        assert rep.sees("Snooze 3 follow-ups")
        await rep.press("escape", "escape", "space", "t")
        assert rep.sees("Tag 1 contact")


async def test_people_of_a_company_are_marked(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("5", "*", "t")
        assert rep.sees("Tag 20 contacts")
        await rep.press("escape", "enter", "space", "space", "t")
        assert rep.sees("Tag 2 contacts")


async def test_rows_are_marked_with_the_mouse_left_of_the_name(people: Book) -> None:
    async with at_desk(people.path, size=(80, 24)) as rep:
        await rep.press("3")
        await rep._pilot.click("#people", offset=(1, 3))
        await rep.idle()
        assert rep.sees("1 marked · 3 of 23")


async def test_without_colour_and_lines_a_letter_says_who_is_marked(people: Book) -> None:
    async with at_desk(people.path, config=Config(zone=ZONE, ascii=True)) as rep:
        await rep.press("3", "space", "up")
        assert rep.sees(">*")
