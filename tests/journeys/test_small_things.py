"""What annoys a rep who is in a hurry: said twice, said of everybody, found out too late."""

from __future__ import annotations

from tests.screens.book import Book
from tests.screens.rep import at_desk

MONDAY = "2026-11-16T09:00"


def colleagues(book: Book) -> None:
    """Ann and Bea at Acme, both due, and another Bea elsewhere, who was worked last."""
    book.person("Ann Able", company="Acme", title="CTO", status="customer", stage="customer", now=MONDAY)
    book.person("Bea Best", company="Acme", title="Buyer", now=MONDAY)
    book.person("Bea Bold", company="Zeta", now=MONDAY)
    for name in book.ids:
        book.follow_up(name, "tue", "price list", now=MONDAY)


async def test_what_is_not_understood_is_said_once_in_one_sentence(book: Book) -> None:
    colleagues(book)
    async with at_desk(book.path, size=(80, 24)) as rep:
        for keys in ("s", "c2"):
            await rep.type(keys)
            await rep.type("how" if keys == "s" else "talked > how")
            said = "“how” is not understood in a date; for example “next tue 9am”"
            assert rep.look().count(said) == 1
            await rep.press("enter")
            assert rep.look().count(said) == 1
            await rep.press("escape")


async def test_a_draft_of_another_call_is_not_saved_unseen(book: Book) -> None:
    colleagues(book)
    async with at_desk(book.path, size=(80, 24)) as rep:
        await rep.press("c", *"old", "escape", "c")
        assert rep.sees("Call Ann Able · your draft")
        assert rep.sees("Note       old")


async def test_a_low_terminal_shows_the_next_step_once_an_outcome_is_chosen(book: Book) -> None:
    colleagues(book)
    async with at_desk(book.path, size=(40, 15)) as rep:
        await rep.press("c", "2")
        assert rep.sees("2 [no answer]")
        assert rep.sees("→ Thu 19 Nov")
        await rep.press("1")
        assert rep.sees("1 [connected]")


async def test_what_all_have_in_common_is_not_said_of_each(book: Book) -> None:
    colleagues(book)
    async with at_desk(book.path) as rep:
        assert rep.sees("│ customer")
        assert not rep.sees("customer · customer")
        await rep.press("6")
        assert "overdue" not in rep.highlighted
        await rep.press("5")
        assert rep.sees("Ann Able")
        assert rep.sees("CTO")
        await rep.press("enter")
        assert "Acme" not in rep.highlighted


async def test_the_list_that_a_person_was_opened_from_goes_on(book: Book) -> None:
    colleagues(book)
    async with at_desk(book.path) as rep:
        await rep.press("4")
        assert rep.sees("│ Ann Able")
        await rep.press("-")
        assert "No other contact was opened before." in rep.toast
        await rep.press("]")
        assert rep.sees("│ Bea Best")


async def test_who_took_part_is_most_likely_of_the_same_company(book: Book) -> None:
    colleagues(book)
    book.follow_up("Bea Bold", "tue", "later", now="2026-11-17T09:00")
    async with at_desk(book.path) as rep:
        await rep.press("l", "m", "tab", "tab", "tab", "tab", *"bea")
        assert rep.sees("[Bea Best, Acme]")


async def test_a_setting_that_is_left_as_it_was_is_not_written(book: Book) -> None:
    colleagues(book)
    settings = book.path.parent / "config.toml"
    settings.write_text('zone = "Europe/Riga"\n')
    async with at_desk(book.path, settings=settings) as rep:
        await rep.press("comma", "slash", *"working", "enter", "enter", "enter")
        assert rep.sees("Nothing was changed. Type another value, or press Esc.")
        assert settings.read_text() == 'zone = "Europe/Riga"\n'
