"""Why an action does nothing: what the palette says is what the key does, for every action there is."""

from __future__ import annotations

import pytest

from crm_tui import actions
from crm_tui.actions import ACTIONS, SCREENS, Scope
from crm_tui.screens.applying import NEEDS, front, stem, why_not
from crm_tui.screens.desk_screen import DeskScreen
from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk

MONDAY = "2026-11-16T09:00"

#: The keys that lead to each screen from Today, in a book with one person at a company.
WAYS = {
    Scope.TODAY: ("1",),
    Scope.CONTACTS: ("3",),
    Scope.CONTACT: ("4",),
    Scope.COMPANIES: ("5",),
    Scope.COMPANY: ("5", "enter"),
    Scope.FOLLOW_UPS: ("6",),
    Scope.WORK: ("w",),
    Scope.DATA: ("7",),
    Scope.DUPLICATES: ("M",),
    Scope.SETTINGS: (",",),
}


def here(rep: Rep) -> DeskScreen:
    """The screen in front."""
    assert isinstance(rep.app.screen, DeskScreen)
    return rep.app.screen


def reasons(rep: Rep) -> dict[str, str]:
    """What is said of every action on the screen in front."""
    return {action.id: why_not(here(rep), action) for action in ACTIONS}


def test_the_needs_of_every_action_of_a_screen_were_thought_of() -> None:
    offered = {stem(action) for scope in SCREENS for action in actions.on(scope)}
    assert offered == set(NEEDS)


@pytest.mark.parametrize("scope", SCREENS)
async def test_on_a_screen_with_somebody_their_verbs_do_something(book: Book, scope: Scope) -> None:
    book.person("Jane Doe", phone="+371 20 000 000", company="Acme")
    book.follow_up("Jane Doe", "wed", "price list", now=MONDAY)
    if scope is Scope.DUPLICATES:
        book.person("Jane Doe", company="Acme")
    async with at_desk(book.path) as rep:
        await rep.press(*WAYS[scope])
        assert here(rep).SCOPE is scope
        said = reasons(rep)
        verbs = [one.id for one in actions.of(scope) if one.id.startswith(("contact.", "follow_up.", "note.", "call."))]
        assert {id: why for id in verbs if (why := said[id])} == {}
        elsewhere = [one.id for one in ACTIONS if one not in actions.on(scope)]
        by_name = {"go.today", "go.contacts", "go.companies", "go.follow_ups"} if scope is Scope.WORK else set()
        assert {id for id in elsewhere if not said[id].startswith("Only ")} == by_name


@pytest.mark.parametrize("scope", [Scope.TODAY, Scope.CONTACTS, Scope.COMPANIES, Scope.FOLLOW_UPS])
async def test_in_an_empty_book_whatever_is_said_to_do_nothing_opens_nothing(book: Book, scope: Scope) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("3", "x", *WAYS[scope])
        screen = here(rep)
        for action in actions.on(scope):
            if not action.keys or not why_not(screen, action):
                continue
            await rep.press(action.keys[0])
            assert rep.app.screen is screen, action.id
        assert why_not(screen, next(one for one in ACTIONS if one.id == "call.log")) == "Nobody is highlighted here."


async def test_what_is_missing_is_named(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("3")
        said = reasons(rep)
        assert said["contact.copy"] == "Jane Doe has neither phone nor e-mail."
        assert said["mark.clear"] == "Nothing is marked."
        assert said["view.save"] == "There is no search to keep."
        assert said["contact.last"] == "No contact has been opened before."
        assert said["reminder.open"] == "No reminder is waiting."
        assert said["follow_up.done"] == "Only on Today, Contact, Follow-ups."
        assert said["block.end"] == "Only in a block."
        assert said["snooze.preset_1"] == "Only in a dialog: Snoozing."
        assert said["dialog.save"] == "Only in a dialog."
        await rep.press("space")
        said = reasons(rep)
        assert said["contact.merge"].startswith("Two to ")
        assert not said["mark.clear"]
        await rep.press("escape", "enter")
        said = reasons(rep)
        assert said["follow_up.snooze"] == "Jane Doe has no follow-up here."
        assert said["entry.pin"] == "No entry of the timeline is highlighted."
        assert not said["list.next"]
        await rep.press("w")
        await rep.press("escape", "1", "w")
        said = reasons(rep)
        assert said["go.contact"] == "Only on Today, Contacts, Contact, Companies, Company, Follow-ups."
        assert not said["go.contacts"]


async def test_moves_are_about_the_list_in_front(book: Book) -> None:
    book.person("Jane Doe", company="Acme")
    async with at_desk(book.path) as rep:
        await rep.press("6")
        assert reasons(rep)["row.down"] == "This list is empty."
        await rep.press("3", "/")
        records = front(here(rep))
        assert records is not None
        assert records.id == "people"
