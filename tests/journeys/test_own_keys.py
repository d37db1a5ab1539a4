"""Keys of the rep's own: every menu prints the key that works, and the printed one works."""

from __future__ import annotations

from crm_tui.config import Config
from tests.screens.book import Book
from tests.screens.rep import ZONE, Rep, at_desk

MONDAY = "2026-11-16T09:00"
OWN = {
    "outcome.choose_2": ("f2",),
    "outcome.choose_3": ("2",),
    "kind.choose_3": ("g",),
    "kind.choose_7": ("0",),
    "snooze.preset_3": ("f3",),
    "status.choose_2": ("f4",),
    "tier.choose_1": ("z",),
    "contact.bar": ("!",),
    "block.choose_2": ("f5",),
    "view.choose_5": ("f6",),
    "dialog.close": ("f9", "escape"),
    "summary.copy": ("k",),
    "note.write": ("ctrl+o",),
    "outcome.choose_9": ("i",),
    "list.work": ("J",),
    "contact.add": ("ctrl+a",),
    "change.undo": ("u",),
}


async def test_menus_print_the_keys_that_work(book: Book) -> None:
    book.person("Jane Doe", phone="+371 20 000 000", now=MONDAY)
    book.follow_up("Jane Doe", "tue 10:00", "pricing", now=MONDAY)
    book.person("Bob Stone", now=MONDAY)
    book.follow_up("Bob Stone", "tue 11:00", "pricing", now=MONDAY)
    async with at_desk(book.path, config=Config(zone=ZONE, keys=OWN)) as rep:
        await outcomes_and_kinds(rep)
        await snooze_and_status(rep)
        await blocks_and_views(rep)


async def outcomes_and_kinds(rep: Rep) -> None:
    await rep.press("c")
    assert rep.sees("F2  no answer")
    assert rep.sees("2  left voicemail")
    assert rep.sees("Ctrl+O editor · F9 closes")
    await rep.press("f2")
    assert rep.sees("[no answer]")
    await rep.press("2")
    assert rep.sees("[left voicemail]")
    await rep.click("no answer")
    assert rep.sees("[no answer]")
    await rep.press("i")
    assert rep.sees("[not interested]"), "a letter that is a key of the dialog is no text before there is any"
    await rep.type("sick")
    assert rep.sees("Note       sick"), "and is one in a line"
    await rep.press("f9", "c", *["backspace"] * 4, "f9", "l")
    assert rep.sees("g  meeting")
    await rep.press("g", "7")
    assert rep.sees("[meeting booked]")
    await rep.press("f9", "4", "F")
    assert rep.sees("g  meeting")
    await rep.press("0", "F", "g")
    assert rep.sees("meetings only: 0")
    await rep.press("q")


async def snooze_and_status(rep: Rep) -> None:
    await rep.press("s")
    assert rep.sees("F3 In 3 working days")
    await rep.press("f3")
    assert "Snoozed" in rep.toast
    await rep.press("u", "p")
    for printed in ("F4 attempting", "z tier A", "! do not contact"):
        assert rep.sees(printed)
    await rep.press("z")
    assert "tier A" in rep.toast
    assert "u undoes it" in rep.toast
    await rep.press("u", "m")
    assert rep.sees("Space marks several people, m merges those.")
    assert rep.sees("Enter shows both side by side · F9 closes")
    await rep.press("f9", "5")
    assert rep.sees("Ctrl+A")
    await rep.press("1")


async def blocks_and_views(rep: Rep) -> None:
    await rep.press("g", "J")
    assert rep.sees("F2 no answer")
    await rep.press("escape")
    assert rep.sees("· J resumes")
    assert "J goes on with it." in rep.toast
    await rep.press("J")
    await rep.press("f2", "enter", "W")
    assert rep.sees("k copies")
    await rep.press("k")
    assert "1 call" in rep.app.clipboard
    await rep.press("f9", "escape", "3", "J")
    assert rep.sees("F5  end it, and work Contacts")
    await rep.press("f5")
    assert rep.sees("1 of 2")
    await rep.press("escape", "slash", *"jane", "escape", "V", *"Janes", "enter", "v")
    assert rep.sees("F6")
    await rep.press("f6")
    assert rep.sees("Janes")
