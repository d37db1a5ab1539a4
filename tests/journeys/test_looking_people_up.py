"""Contacts, one contact, companies and the agenda: finding, opening, editing."""

from __future__ import annotations

import pytest

from crm_tui.screens.dialogs.dialog import Field
from tests.screens.book import Book, made_once
from tests.screens.rep import at_desk


@pytest.fixture
@made_once
def people(book: Book) -> Book:
    """Two people of one company, one of another, and what is planned with them."""
    book.person("Jane Doe", phone="+371 20 000 000", email="jane@acme.example", company="Acme", tags=("vip",))
    book.person("Élodie Martin", email="elodie@acme.example", company="Acme")
    book.person("Νίκος Παπαδόπουλος", company="Ελιά ΑΕ")
    book.follow_up("Jane Doe", "tomorrow 9", "about pricing")
    book.follow_up("Élodie Martin", "+20d", "renewal")
    return book


async def test_someone_is_found_by_a_fragment_and_opened_in_five_keys(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/", "e", "l", "o", "enter")
        assert rep.sees("[Timeline 0]")
        assert rep.sees("Élodie Martin")


async def test_enter_opens_who_was_typed_however_fast_it_follows(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        for key in ("e", "l", "o", "enter"):
            rep.send(key)
        await rep.idle()
        assert rep.sees("[Timeline 0]")
        assert rep.sees("Élodie Martin")


async def test_arrows_move_the_list_while_the_search_is_typed(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("acme")
        before = rep.highlighted
        await rep.press("down")
        assert rep.highlighted != before
        assert "Acme" in rep.highlighted


async def test_a_filter_that_is_not_understood_is_said_and_the_list_stays(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("status:nwe")
        assert rep.sees("nwe")
        assert rep.sees("new")
        await rep.press("escape", "escape")
        assert "1 of 3" in rep.look()


async def test_nobody_found_says_what_to_press(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("zzzzz")
        assert rep.sees("Nobody matches. Esc clears the search")


async def test_the_list_can_be_put_into_another_order(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "S")
        assert rep.sees("by name")
        assert "Jane Doe" in rep.highlighted


async def test_the_parts_of_a_contact_are_one_tab_apart(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane")
        await rep.press("enter")
        assert rep.sees("Nothing has happened yet")
        await rep.press("tab")
        assert rep.sees("call: about pricing")
        await rep.press("tab")
        assert rep.sees("jane@acme.example")
        await rep.press("tab")
        assert rep.sees("Added Jane Doe")
        await rep.press("tab")
        assert "Élodie Martin" in rep.highlighted
        await rep.press("shift+tab", "escape")
        assert rep.sees("jane")


async def test_what_is_logged_stands_in_the_timeline_at_once(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane")
        await rep.press("enter", "n")
        await rep.type("Likes the blue one")
        await rep.press("enter")
        assert "note" in rep.highlighted, rep.look()
        assert rep.sees("Likes the blue one")
        await rep.press("H")
        assert rep.sees("Note on Jane Doe")


async def test_the_next_and_previous_of_the_list_are_one_key_away(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "enter")
        assert rep.look().splitlines()[0].endswith("Jane Doe")
        await rep.press("right_square_bracket")
        assert rep.look().splitlines()[0].endswith("Élodie Martin")
        await rep.press("left_square_bracket")
        assert rep.look().splitlines()[0].endswith("Jane Doe")
        await rep.press("left_square_bracket")
        assert "nobody further" in rep.toast


async def test_editing_writes_only_what_was_changed(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane")
        await rep.press("escape", "e", "tab", "tab")
        await rep.type("Head of Sales")
        await rep.press("enter")
        assert "Jane Doe" in rep.toast
        await rep.press("e", "enter")
        assert rep.sees("Nothing was changed")
    assert people.rows("SELECT new FROM journal ORDER BY n DESC LIMIT 1") == [('{"title":"Head of Sales"}',)]


async def test_an_address_that_is_edited_is_replaced(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane")
        await rep.press("escape", "e", "tab", "tab", "tab", "end")
        await rep.type(", jd@acme.example")
        await rep.press("enter")
    assert people.rows(
        "SELECT value FROM contact_point WHERE kind = 'email' AND deleted_at IS NULL AND contact = 1 ORDER BY pk"
    ) == [("jane@acme.example",), ("jd@acme.example",)]


async def test_tags_are_put_on_and_taken_off_in_one_line(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane")
        await rep.press("escape", "t")
        assert rep.sees("#vip")
        await rep.type("expo -vip")
        await rep.press("enter")
    assert people.rows("SELECT t.name FROM contact_tag l JOIN tag t ON t.pk = l.tag WHERE l.deleted_at IS NULL") == [
        ("expo",)
    ]


async def test_the_status_is_one_key_after_p(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("jane")
        await rep.press("escape", "p", "4")
        assert "status qualified" in rep.toast
        await rep.press("p", "a")
        assert "tier A" in rep.toast
        await rep.press("p", "0")
        assert rep.sees("DO NOT CONTACT")
    assert people.rows("SELECT status, tier, do_not_contact FROM contact WHERE pk = 1") == [("qualified", "A", 1)]
    assert people.rows("SELECT state FROM follow_up WHERE contact = 1") == [("canceled",)]


async def test_quick_add_shows_what_it_understands_and_saves_one_step(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("+")
        await rep.type('@jane call vm next tue 9am #q4 !high "sent pricing"')
        for chip in ("outcome left voicemail", "tag #q4", "priority high", "→ Jane Doe"):
            assert rep.sees(chip), rep.look()
        await rep.press("enter", "z")
        assert "Undid" in rep.toast
    assert people.rows("SELECT count(*) FROM interaction WHERE deleted_at IS NULL") == [(0,)]
    assert people.rows("SELECT text FROM interaction") == [("sent pricing",)]


async def test_backspace_takes_a_wrong_chip_off_before_it_deletes(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("+")
        await rep.type("@jane #q4")
        assert rep.sees("tag #q4")
        await rep.press("backspace")
        assert not rep.sees("tag #q4")
        assert rep.sees("text #q4")
        await rep.press("backspace")
        assert not rep.sees("text #q4")


async def test_a_company_shows_its_people_and_their_joint_timeline(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("5")
        assert "Acme" in rep.highlighted
        assert rep.sees("2 people")
        await rep.press("enter")
        assert rep.sees("[People 2]")
        await rep.press("n")
        await rep.type("Moved to a new office")
        await rep.press("enter", "tab")
        assert rep.sees("[Timeline 1]")
        assert rep.sees("Moved to a new office")


async def test_tab_leads_from_the_companies_to_the_people(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("5", "tab", "enter")
        assert rep.sees("[Timeline 0]")


async def test_the_agenda_opens_on_what_is_nearest_and_can_be_worked(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("6")
        assert rep.sees("[This week 1]"), rep.look()
        assert "Jane Doe" in rep.highlighted
        await rep.press("s", "5")
        assert "Snoozed" in rep.toast
        assert rep.sees("Later 2")
        await rep.press("tab")
        assert rep.sees("[Later 2]")
        await rep.press("enter")
        assert rep.sees("[Timeline 0]")


async def test_the_contact_before_is_one_key_away(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "enter", "escape", "j", "enter")
        assert rep.look().splitlines()[0].endswith("Élodie Martin")
        await rep.press("-")
        assert rep.look().splitlines()[0].endswith("Jane Doe")


async def test_the_number_four_opens_the_highlighted_person(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "4")
        assert rep.look().splitlines()[0].endswith("Jane Doe")


async def test_the_history_of_whoever_is_highlighted_is_one_key_away(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "H")
        assert rep.sees("[History]")
        assert rep.sees("Added Jane Doe")


async def test_closing_an_editor_in_which_nothing_was_typed_keeps_no_draft(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "e", "escape")
        assert "draft" not in rep.toast
        await rep.press("e")
        await rep.type("x")
        await rep.press("escape")
        assert "draft" in rep.toast


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_people_of_a_company_are_seen_beside_it_at_any_width(people: Book, size: tuple[int, int]) -> None:
    async with at_desk(people.path, size=size) as rep:
        await rep.press("5")
        assert rep.sees("Jane Doe")


async def test_a_draft_outlives_the_app(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "n")
        await rep.type("half a thought")
        await rep.press("escape")
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "n")
        assert rep.sees("half a thought")
        await rep.press("enter")
        assert "Note on Jane Doe" in rep.toast
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "n")
        assert rep.app.screen.query_one(Field).value == ""


async def test_what_is_typed_when_the_terminal_is_closed_is_a_draft(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "n")
        await rep.type("typed and lost?")
        rep.app.set_aside()
    async with at_desk(people.path) as rep:
        await rep.press("3", "S", "n")
        assert rep.sees("typed and lost?")


async def test_a_name_of_any_length_leaves_the_dialog_usable(book: Book) -> None:
    book.person("Z" * 5000, phone="+371 20 000 000")
    async with at_desk(book.path, size=(80, 24)) as rep:
        await rep.press("3", "c", "2")
        assert rep.sees("[no answer]")
        assert rep.sees("Esc closes")
        await rep.press("enter")
    assert book.rows("SELECT outcome FROM interaction") == [("no answer",)]
