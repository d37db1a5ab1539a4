"""The palette: whatever can be done, with its key, and everyone there is, in one box."""

from __future__ import annotations

import json
import stat

import pytest

from crm_tui.config import Config
from crm_tui.screens.palette import Line, ranked
from crm_tui.store import contacts
from crm_tui.store.store import Store
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import ZONE, Rep, at_desk

MONDAY = "2026-11-16T09:00"


@pytest.fixture
@made_once
def people(book: Book) -> Book:
    """Jane has something due and a phone; Cleo and Ελένη have nothing."""
    book.person("Jane Doe", phone="+371 20 000 000", company="Acme")
    book.follow_up("Jane Doe", "wed", "price list", now=MONDAY)
    book.person("Cleo Park", company="Acme Labs", title="CFO")
    book.person("Ελένη Νικολάου")
    return book


def chosen(rep: Rep) -> str:
    """The highlighted line of the palette."""
    return next((line[:96] for line in rep.look().splitlines() if line.startswith("│ ▌")), "")


async def test_an_action_is_found_by_the_beginnings_of_words_and_done(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("foll lat")
        assert chosen(rep).split()[2] == "s"
        assert "Move the follow-up to a later day" in chosen(rep)
        await rep.press("enter")
        assert rep.sees("Snooze Jane Doe: price list")


async def test_the_key_of_an_action_finds_it(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press(":")
        await rep.type("f")
        assert "New follow-up, in one line" in chosen(rep)


async def test_keys_typed_at_once_reach_what_they_open(people: Book) -> None:
    async with at_desk(people.path) as rep:
        for key in (":", *"snooze", "enter", "2"):
            rep.send(key)
        await rep.idle()
        assert "Snoozed" in rep.toast


async def test_an_action_says_why_it_does_nothing_and_stays(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("j", "j", "ctrl+p")
        await rep.type("snooze")
        assert rep.sees("── Not now ──")
        assert rep.sees("! Ελένη Νικολάου has no follow-up here.")
        await rep.press("enter")
        assert rep.sees("│ Ελένη Νικολάου has no follow-up here.")
        await rep.press("escape")
        assert not rep.sees("Not now")


async def test_an_action_of_another_screen_says_where_it_works(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("another order")
        assert rep.sees("! Only on Contacts.")


async def test_people_and_companies_are_found_where_actions_are(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("eleni")
        await rep.press("enter")
        assert rep.sees("Ελένη Νικολάου")
        assert rep.sees("[Timeline")
        await rep.press("escape", "ctrl+p")
        await rep.type("acme l")
        assert rep.sees("Company, 1 person")
        await rep.press("down", "enter")
        assert rep.sees("[People 1]")


async def test_enter_waits_for_the_person_who_was_typed(people: Book) -> None:
    async with at_desk(people.path) as rep:
        for key in (":", *"cleo", "enter"):
            rep.send(key)
        await rep.idle()
        assert rep.sees("[Timeline")
        assert rep.sees("Cleo Park")


async def test_only_the_last_of_many_questions_is_answered(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("cleo")
        for _ in range(4):
            rep.send("backspace")
        await rep.type("jane")
        assert "Jane Doe" in chosen(rep)
        assert not any("Cleo Park" in line[:96] for line in rep.look().splitlines() if line.startswith("│"))


async def test_what_was_used_lately_is_first_and_stays_so_after_a_restart(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("order")
        await rep.press("escape", "ctrl+p")
        await rep.type("agenda")
        await rep.press("enter", "ctrl+p")
        await rep.type("cleo")
        await rep.press("enter")
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        assert rep.sees("── Lately ──")
        assert "Cleo Park" in chosen(rep)
        await rep.press("down")
        assert "Follow-ups: the agenda" in chosen(rep)
    file = people.path.with_name(".crm.db.recent.json")
    assert json.loads(file.read_text()) == [f"contact:{people.ids['Cleo Park']}", "action:go.follow_ups"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_called_so_comes_before_what_was_used_lately() -> None:
    def line(ref: str, name: str, note: str = "") -> Line:
        return Line(kind="action", ref=ref, name=name, note=note, words=note)

    lines = [line("go.contacts", "Contacts", "search everyone"), line("list.search", "Search"), line("x", "Searching")]
    recent = ["action:x", "action:go.contacts"]
    assert [one.name for one in ranked(lines, "search", recent)] == ["Search", "Searching", "Contacts"]
    assert [one.name for one in ranked(lines, "sea", recent)] == ["Searching", "Search", "Contacts"]


async def test_somebody_in_the_trash_was_not_used_lately(people: Book) -> None:
    people.path.with_name(".crm.db.recent.json").write_text(
        json.dumps([f"contact:{people.ids['Cleo Park']}", "contact:erased", "action:gone.away", "\x1b]2;x\x07"])
    )
    with Store(people.path) as store:
        store.write(contacts.delete, desk(), (people.ids["Cleo Park"],))
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        assert not rep.sees("Lately")


async def test_undo_says_what_it_would_take_back(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("redo")
        assert rep.sees("! There is nothing to redo.")
        await rep.press("escape", "x", "ctrl+p")
        await rep.type("undo")
        assert rep.sees("of an earlier day: Moved Jane Doe to the trash")


async def test_hostile_names_are_shown_and_not_obeyed(people: Book) -> None:
    name = "[red]Zed[/x] \x1b]52;c;x\x07\u202e"
    people.person(name, company="[@click=app.quit]Q[/]", title="[bold]CEO")
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("zed")
        assert "[red]Zed[/x]" in chosen(rep)
        assert rep.sees("[@click=app.quit]Q[/] · [bold]CEO")
        assert "\x1b" not in rep.look()
        await rep.press("enter")
        assert rep.sees("[Timeline")


async def test_own_keys_are_shown_wherever_keys_are(people: Book) -> None:
    config = Config(
        zone=ZONE, keys={"follow_up.snooze": ("ctrl+s", "f8"), "go.contacts": ("f3",), "snooze.preset_2": ("b",)}
    )
    async with at_desk(people.path, config=config) as rep:
        assert rep.sees("Ctrl+S Snooze")
        assert rep.sees("F3 Contacts")
        await rep.press("?")
        assert rep.sees("Ctrl+S F8")
        await rep.press("escape", "ctrl+p")
        await rep.type("snooze")
        assert "Ctrl+S" in chosen(rep)
        await rep.press("escape", "f8")
        assert rep.sees("b Tomorrow")
        await rep.press("escape", "f3")
        assert rep.sees("1 of 3 · by last worked")


async def test_a_click_chooses_and_letters_still_go_into_the_line(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("note")
        await rep.click("Quick note")
        await rep.type("s")
        assert rep.sees("notes")


async def test_a_company_is_found_by_any_word_of_its_name(people: Book) -> None:
    people.person("Ann Ash", company="The Müller-Söhne & Partner")
    async with at_desk(people.path) as rep:
        for typed in ("labs", "lab ac", "sohne", "partn mull"):
            await rep.press("ctrl+p")
            await rep.type(typed)
            assert rep.sees("Company, 1 person"), typed
            await rep.press("escape")
        await rep.press("ctrl+p")
        await rep.type("cm")
        assert not rep.sees("Company, ")


async def test_who_must_not_be_contacted_is_said_in_words_and_verbs_explain(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("cleo")
        await rep.press("escape", "p", "0")
        await rep.press("f")
        await rep.type("fri")
        await rep.press("enter")
        assert rep.sees("Cleo Park must not be contacted")
        await rep.press("ctrl+u", "escape", "o")
        assert "Cleo Park must not be contacted." in rep.toast
        await rep.press("ctrl+p")
        await rep.type("follow-up line")
        assert rep.sees("! Cleo Park must not be contacted: do not contact is set.")
        await rep.press("enter")
        assert rep.sees("│ Cleo Park must not be contacted: do not contact is set.")
        await rep.press("ctrl+u")
        await rep.type("cleo")
        assert rep.sees("do not contact · Acme Labs")
        await rep.press("enter", "escape", "ctrl+p")
        assert rep.sees("do not contact · Acme Labs")


async def test_a_place_chosen_in_a_block_pauses_it(people: Book) -> None:
    async with at_desk(people.path) as rep:
        for name, mark in (("Contacts: search", "[3 Contacts]"), ("Today: what", "[1 Today]")):
            await rep.press("1", "w", "ctrl+p")
            await rep.type(name.partition(":")[0])
            assert name in chosen(rep)
            assert chosen(rep).split()[2] == mark[3:-1]
            await rep.press("enter")
            assert "Block paused at 1 of 3" in rep.toast
            assert rep.sees(mark) or rep.sees(mark[1:-1])
            assert not rep.sees("] skip")
