"""A rep says of a file what only a person can know: the sheet, the country, the letters, and who they are in mail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.journeys.test_import_wizard import chosen
from tests.screens.book import Book
from tests.screens.rep import at_desk

MAIL = """\
From {sender} Mon Nov  2 10:00:00 2026
From: {sender}
To: {receiver}
Subject: Offer {minute}
Date: Mon, 2 Nov 2026 10:0{minute}:00 +0000
Message-ID: <{minute}@x.example>

Hello

"""

#: Between the rep, who has two addresses, and Jane; one is from a shop.
SENT = (
    ("me@home.example", "Jane Doe <jane@acme.example>"),
    ("Jane Doe <jane@acme.example>", "me@work.example"),
    ("me@work.example", "Jane Doe <jane@acme.example>, Bob <bob@x.example>"),
    ("news@shop.example", "me@work.example"),
)


@pytest.fixture
def known(book: Book) -> Book:
    """A book in which there is Jane."""
    book.person("Jane Doe", email="jane@acme.example")
    return book


async def test_the_sheet_of_a_workbook_is_shown_and_changed(known: Book, folder: Path) -> None:
    sheets = {
        "Prices": [["Item", "Price"], ["Tea", "4"]],
        "People": [["Name", "E-mail"], ["Ann Lee", "ann@lee.example"]],
        "Guests": [["Wer", "Wo"], ["Bob Stone", "Riga"]],
        "Void": [],
    }
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.worksheets[2].sheet_state = "hidden"
    made.save(folder / "book.xlsx")
    async with at_desk(known.path) as rep:
        await rep.press("I", "enter")
        assert rep.sees("sheet “People”, not “Prices”, “Guests”, “Void” · headings in row 1 · 2 columns")
        await rep.press("e")
        assert rep.sees("A workbook says itself how letters are written.")
        await rep.press("h")
        assert rep.sees("“People” is read.")
        assert rep.sees("hidden in the workbook")
        await rep.press(*"void", "enter")
        assert rep.sees("The sheet “Void” of book.xlsx is empty.")
        await rep.press("h", *"guests", "enter")
        assert rep.sees("sheet “Guests”, not “Prices”, “People”, “Void”")
        await rep.press("right")
        assert rep.sees("No column is known to hold a name")
        await rep.press("down", "enter", *"name", "enter", "right")
        assert rep.sees("sheet “Guests”")
        assert rep.sees("1 created   0 updated   0 unchanged   0 refused")
        await rep.press("escape", "escape", "escape")
    async with at_desk(known.path) as rep:
        await rep.press("I", "enter")
        assert rep.sees("sheet “Guests”")
        await rep.press("right", "enter")
        assert rep.sees("Imported book.xlsx")
    assert known.rows("SELECT name FROM contact ORDER BY pk") == [("Jane Doe",), ("Bob Stone",)]


async def test_the_addresses_of_the_rep_in_mail_are_shown_changed_and_remembered(known: Book, folder: Path) -> None:
    mails = (MAIL.format(sender=one, receiver=other, minute=minute) for minute, (one, other) in enumerate(SENT))
    (folder / "all.mbox").write_text("".join(mails), encoding="utf-8")
    async with at_desk(known.path) as rep:
        await rep.press("I", "enter")
        assert rep.sees("Your addresses are not known")
        assert rep.sees("3 created")
        await rep.press("t")
        assert rep.sees("There is no such thing to say of this file: tag.")
        await rep.press("y")
        assert "jane@acme.example" in chosen(rep)
        assert rep.sees("3 messages")
        await rep.press(*"me@", " ", "down", " ")
        assert rep.look().count("●") == 2
        await rep.press("ctrl+u", *"me-at-old")
        assert rep.sees("None is like that")
        await rep.press("enter")
        assert rep.sees("is no e-mail address")
        await rep.press("ctrl+u", *"me@old.example", "enter")
        assert rep.sees("Your own: me@work.example, me@home.example, me@old.example")
        await rep.press("enter", "escape")
        await rep.press("I", "enter")
        assert rep.sees("Your own: me@work.example, me@home.example, me@old.example")
    sent = known.rows("SELECT direction, count(*) FROM interaction GROUP BY direction ORDER BY direction")
    assert sent == [("in", 1), ("out", 2)]


async def test_letters_of_cards_and_the_country_of_numbers_and_days_are_changed_in_the_preview(
    known: Book, folder: Path
) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jos\xe9 Pe\xf1a\r\nTEL:2612 3456\r\nEND:VCARD\r\n"
    (folder / "phone.vcf").write_bytes(card.encode("utf-8"))
    (folder / "days.csv").write_text("Name,Birthday\nAnn Lee,03/04/1990\n", encoding="utf-8")
    async with at_desk(known.path) as rep:
        await rep.press("I", *"phone", "enter")
        assert rep.sees("José Peña")
        await rep.press("e", *"cp1252", "enter")
        assert rep.sees("JosÃ© PeÃ±a")
        await rep.press("e", *"recog", "enter", "c", *"lv", "enter")
        assert rep.sees("country LV")
        await rep.press("enter", "escape", "I", *"days", "enter", "enter")
        assert rep.sees("c says of which country they are.")
        await rep.press("c", *"nowhere", "enter")
        assert rep.sees("“nowhere” is no country.")
        await rep.press("ctrl+u", *"us", "enter")
        assert rep.sees("with the month first")
        await rep.press("enter")
        assert rep.sees("Imported days.csv")
        assert not rep.sees("--")
        await rep.press("escape")
        assert not rep.sees("--")
    assert known.rows("SELECT normal FROM contact_point WHERE kind = 'phone'") == [("+37126123456",)]
    assert known.rows("SELECT birthday FROM contact WHERE name = 'Ann Lee'") == [("1990-03-04",)]


async def test_names_that_are_no_text_or_no_names_are_taken_as_they_come(known: Book, folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.csv")
    (folder / name).write_text("Name\nAnn Lee\n", encoding="utf-8")
    async with at_desk(known.path) as rep:
        await rep.press("I")
        await rep.type("a" * 300)
        await rep.press("enter")
        assert rep.sees("There is no file")
        await rep.press("ctrl+u", *"caf", "enter")
        assert rep.sees("2 its columns")
        await rep.press("escape", "escape")
    async with at_desk(known.path) as rep:
        await rep.press("I")
        assert rep.sees("is as you left it")
        await rep.press("enter")
        (folder / name).unlink()
        await rep.press("enter")
        assert rep.sees("There is no file")
        await rep.press("escape", "escape", "escape")
