"""One line for anything, for a new contact, for a follow-up: understood while it is typed, and completed."""

from __future__ import annotations

import time
from typing import Any

import pytest
from textual import events

from crm_tui.config import Config
from crm_tui.domain.errors import NotFoundError
from crm_tui.store import contacts
from crm_tui.store.store import Store
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import ZONE, Rep, at_desk


@pytest.fixture
@made_once
def known(book: Book) -> Book:
    book.person("Jane Doe", company="Acme", email="jane@acme.example", tags=("q4", "q4-2027", "Ünited"))
    book.person("Ann Low", company="Acme", phone="+371 20 000 000")
    book.person("Ann Fox", company="Crêperie du Port")
    book.person("Γιώργος Παπαδόπουλος", company="Ελαία ΑΕ")
    book.person("Zoe Last")
    return book


def told(rep: Rep, words: str) -> bool:
    return words in " ".join(rep.look().replace("│", " ").split())


async def paste(rep: Rep, text: str) -> None:
    rep.app.post_message(events.Paste(text))
    await rep.idle()


def steps(book: Book) -> list[tuple[object, ...]]:
    return book.rows(
        "SELECT c.name, f.kind, f.text, f.due_day FROM follow_up f JOIN contact c ON c.pk = f.contact"
        " WHERE f.deleted_at IS NULL ORDER BY f.pk"
    )


def logged(book: Book) -> list[tuple[object, ...]]:
    return book.rows("SELECT kind, outcome, text FROM interaction WHERE deleted_at IS NULL ORDER BY pk")


async def test_chips_say_what_is_understood_and_what_saving_would_do(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("+")
        await rep.type('@jane call vm next tue 9am #q4 !high "sent pricing"')
        assert rep.sees("contact Jane Doe, Acme  kind call  outcome left voicemail")
        assert rep.sees("date Tue 24 Nov 09:00, in 6 days")
        assert rep.sees("priority high")
        assert rep.sees("text sent pricing")
        assert rep.sees("→ Jane Doe: logs call left voicemail · plans call Tue 24 Nov 09:00")
        await rep.press("enter")
        assert "left voicemail" in rep.toast
    assert logged(known) == [("call", "left voicemail", "sent pricing")]
    assert steps(known) == [("Jane Doe", "call", "", "2026-11-24")]


async def test_backspace_takes_a_chip_off_and_leaves_its_words(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("+")
        await rep.type("@zoe email about next tuesday")
        assert rep.sees("date Tue 24 Nov")
        await rep.press("backspace")
        assert not rep.sees("date Tue")
        assert rep.sees("text about next tuesday")
        assert rep.sees("as words next tuesday")
        await rep.press("backspace")
        assert rep.sees("text about next tuesda")
        await rep.type("y")
        assert rep.sees("date Tue 24 Nov")
        await rep.press("backspace")
        await rep.type(" fri")
        assert rep.sees("date Fri 20 Nov")
        await rep.press("enter")
    assert steps(known) == [("Zoe Last", "email", "about next tuesday", "2026-11-20")]


async def test_what_was_taken_off_stays_off_in_a_draft(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("+")
        await rep.type("@zoe note likes next tuesday")
        await rep.press("backspace", "escape", "+")
        assert rep.sees('@zoe note likes "next tuesday"')
        assert not rep.sees("date Tue")
        await rep.press("enter")
    assert logged(known) == [("note", "", "likes next tuesday")]


async def test_a_draft_about_one_person_is_not_offered_for_another(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("3", "+")
        await rep.type("call vm")
        await rep.press("escape", "j", "+")
        assert not rep.sees("kind call")


async def test_several_of_a_name_are_shown_and_never_guessed_among(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("+")
        await rep.type("@ann call fri")
        assert rep.sees("contact ann?")
        assert rep.sees("“ann” may be several people")
        assert rep.sees("Tab: [Ann Fox, Crêperie du Port] · Ann Low, Acme")
        await rep.press("enter")
        assert steps(known) == []
        assert rep.sees("“ann” may be several people. Tab takes")
        await rep.press("down", "tab")
        assert rep.sees('@"Ann Low" call fri')
        assert rep.sees("→ Ann Low: plans call Fri 20 Nov")
        await rep.press("enter")
    assert steps(known) == [("Ann Low", "call", "", "2026-11-20")]


async def test_two_of_the_very_same_name_are_told_apart_by_tab(known: Book) -> None:
    known.person("Ann Low", company="Beta")
    async with at_desk(known.path) as rep:
        await rep.press("+")
        await rep.type("@annlo")
        await rep.press("backspace", "backspace")
        await rep.type(" low")
        await rep.press("ctrl+u")
        await rep.type('@"ann low')
        assert rep.sees("Ann Low, Acme")
        await rep.press("tab")
        await rep.type("note one ")
        assert rep.sees("note one")
        await rep.type('@"ann low')
        await rep.press("down", "tab", "enter")
    assert known.rows("SELECT count(DISTINCT contact) FROM interaction_contact") == [(2,)]


async def test_names_tags_and_words_are_completed_in_any_script(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("+")
        await rep.type("@papad")
        assert rep.sees("Tab: [Γιώργος Παπαδόπουλος, Ελαία ΑΕ]")
        await rep.press("tab")
        assert rep.sees('@"Γιώργος Παπαδόπουλος"')
        await rep.type("voi")
        assert rep.sees("Tab: [voicemail]")
        await rep.press("right")
        await rep.type("#unit")
        assert rep.sees("Tab: [Ünited]")
        await rep.press("tab")
        await rep.type("!h")
        await rep.press("tab")
        assert rep.sees("contact Γιώργος Παπαδόπουλος, Ελαία ΑΕ")
        assert rep.sees("tag #Ünited  priority high")
        await rep.press("enter")
    assert logged(known) == [("call", "left voicemail", "")]


async def test_tab_typed_at_once_waits_for_what_there_is(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("+")
        for key in (*"@zoe", "tab", *"note hi", "enter"):
            rep.send(key)
        await rep.idle()
    assert logged(known) == [("note", "", "hi")]


async def test_who_must_not_be_contacted_is_said_at_once(known: Book) -> None:
    with Store(known.path) as store:
        store.write(contacts.set_do_not_contact, desk(), [known.ids["Zoe Last"]])
    async with at_desk(known.path) as rep:
        await rep.press("+")
        await rep.type("@zoe call fri")
        assert rep.sees("DO NOT CONTACT")
        assert rep.sees("Zoe Last must not be contacted: no follow-up can be planned.")
        await rep.press("enter")
        assert rep.sees("must not be contacted, so there is no follow-up")
        await rep.press("escape", "3", "slash", *"zoe", "escape", "f")
        assert rep.sees("DO NOT CONTACT")
        await rep.press(*"fri", "enter")
        assert rep.sees("Zoe Last must not be contacted, so there is no follow-up")
    assert steps(known) == []


@pytest.mark.parametrize(
    ("language", "typed", "echo"),
    [
        ("fr", "rappeler mardi prochain 9h", "Tue 24 Nov 09:00"),
        ("el", "τηλέφωνο αύριο στις 9", "Thu 19 Nov 09:00"),
        ("lv", "zvanīt piektdien plkst. 9", "Fri 20 Nov 09:00"),
    ],
)
async def test_dates_are_those_of_the_desk_in_both_lines(known: Book, language: str, typed: str, echo: str) -> None:
    async with at_desk(known.path, config=Config(zone=ZONE, language=language)) as rep:
        await rep.press("3", "+")
        await rep.type(typed)
        assert rep.sees(f"date {echo}")
        await rep.press("escape", "f")
        await rep.type(typed)
        assert rep.sees(f"→ {echo}")
        await rep.press("backspace")
        assert rep.sees("no day left")


async def test_a_chip_of_a_follow_up_is_taken_off_as_well(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("3", "slash", *"zoe", "escape", "f")
        await rep.type("em")
        assert rep.sees("Tab: [email]")
        await rep.press("tab")
        await rep.type("about the fair on tuesday")
        assert rep.sees("→ Tue 24 Nov")
        await rep.press("backspace")
        await rep.type(" fri")
        assert rep.sees("→ Fri 20 Nov, in 2 days email: about the fair on tuesday")
        await rep.press("enter")
    assert steps(known) == [("Zoe Last", "email", "about the fair on tuesday", "2026-11-20")]


async def test_a_contact_is_added_with_completion(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("a")
        await rep.type("Bob Stone, crepe")
        assert rep.sees("Tab: [Crêperie du Port]")
        await rep.press("tab")
        await rep.type(", #q4-")
        await rep.press("tab")
        assert rep.sees("company Crêperie du Port  tag #q4-2027")
        await rep.press("enter")
        assert "Added Bob Stone" in rep.toast
    assert known.rows("SELECT count(*) FROM company") == [(3,)]


async def test_who_surely_is_there_already_is_asked_about_once(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("a")
        await rep.type("Jane D., jane@acme.example")
        assert rep.sees("like Jane Doe · Acme · jane@acme.example  same e-mail address")
        await rep.press("enter")
        assert told(rep, "Jane Doe is in the book: same e-mail address")
        assert told(rep, "Enter adds another all the same")
        assert rep.sees("1 like Jane Doe")
        await rep.press("1")
        assert rep.sees("Timeline")
        assert rep.sees("Jane Doe")
        await rep.press("escape", "a")
        assert rep.sees("Jane D., jane@acme.example")
        await rep.press("enter", "backspace", "backspace")
        assert rep.sees("company jane@acme.example")
        assert not rep.sees("is in the book")
        await rep.press("ctrl+u")
        await rep.type("Jane D., jane@acme.example")
        await rep.press("enter", "enter")
        assert "Added Jane D." in rep.toast
    assert known.rows("SELECT count(*) FROM contact WHERE name LIKE 'Jane D%'") == [(2,)]


async def test_enter_right_after_the_last_letter_waits_for_its_own_answer(
    known: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question of the last letter is put while that of Enter is still being answered, and must not end it."""
    answer = contacts.likely_duplicates

    def slowly(*args: Any, **kwargs: Any) -> Any:
        time.sleep(0.2)
        return answer(*args, **kwargs)

    monkeypatch.setattr(contacts, "likely_duplicates", slowly)
    async with at_desk(known.path) as rep:
        await rep.press("a")
        for key in (*"Jane D., jane@acme.example", "enter"):
            rep.send(key)
        await rep.idle()
        assert told(rep, "Jane Doe is in the book: same e-mail address")


async def test_a_name_alone_is_shown_and_stops_nobody(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("a")
        await rep.type("Jane Doe")
        assert rep.sees("like Jane Doe")
        await rep.press("enter")
        assert "Added Jane Doe" in rep.toast


async def test_somebody_elses_address_is_named_while_editing(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("3", "slash", *"zoe", "escape", "e", *["tab"] * 3)
        await rep.type("JANE@acme.example")
        assert rep.sees("like Jane Doe · Acme · jane@acme.example  same e-mail address")
        await rep.press("backspace")
        assert not rep.sees("like Jane Doe")
        await rep.press("tab")
        await rep.type("+371 2000 0000")
        assert rep.sees("like Ann Low · Acme · +371 20 000 000  same address or number")


async def test_a_pasted_signature_is_one_contact_and_a_list_is_not(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("a")
        await paste(rep, "Bob Stone\r\nBeta Ltd\r\n\r\n+371 20 000 001\nbob@beta.example\n")
        assert rep.sees("name Bob Stone  company Beta Ltd")
        assert rep.sees("4 lines were pasted as one contact.")
        await rep.press("ctrl+u")
        await paste(rep, "Bob, bob@beta.example\nEve, eve@beta.example\n")
        assert told(rep, "Of 2 lines the first is here")
        assert not rep.sees("eve@beta.example")
        await rep.press("escape", "+")
        await paste(rep, "@zoe note one\x1b]52;c;x\x07\ntwo\n")
        assert rep.sees("2 lines were pasted as one.")
        assert logged(known) == []
        await rep.press("enter")
    assert logged(known) == [("note", "", "one]52;c;x two")]


async def test_names_that_are_commands_elsewhere_are_words(book: Book) -> None:
    book.person('[@click=app.quit]x[/] "Doc" O\'Neil', company="[red]Acme")
    async with at_desk(book.path) as rep:
        await rep.press("+")
        await rep.type("@click")
        await rep.press("tab")
        await rep.type("note ")
        await paste(rep, "long words " * 200)
        await rep.type("on")
        await rep.press("enter")
    assert len(logged(book)) == 1


async def test_what_a_dialog_cannot_show_is_said_in_it(known: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object) -> None:
        raise NotFoundError("There is no such contact.", "It may be in the trash.")

    async with at_desk(known.path) as rep:
        for key, query in (("t", contacts.one), ("m", contacts.likely_duplicates_of)):
            monkeypatch.setattr(contacts, query.__name__, nobody)
            await rep.press(key)
            assert rep.sees("There is no such contact. It may be in the trash.")
            await rep.press("escape")
