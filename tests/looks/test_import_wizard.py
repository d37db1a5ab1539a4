"""What the steps of an import, and the dialog of an export, look like; see `test_looks`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.looks.test_dialogs import Eye
from tests.looks.test_looks import MONDAY, SIZES
from tests.screens.book import Book
from tests.screens.rep import at_desk

#: Tuesday, 10 November 2026, in the afternoon.
THEN = 1_794_320_000

ROWS = """\
Who,Mobil,Shoe size,Company,E-Mail,Note,Comment
Ilze Bērziņa,+371 20 000 001,38,Medus SIA,ilze@medus.example,met at the fair,likes tea
青石桥 [/b] יעל,+371 20 000 002,,"Acme, Inc.",,=1+1,[@click=app.quit]boom[/]
,,44,Nobody Ltd,,a company without a person,
Jane Doe,+371 20 000 000,39,Acme,jane@acme.example,,
"""


MAIL = """\
From x@x.example Mon Nov  2 10:00:00 2026
From: {0}
To: {1}
Date: Mon, 2 Nov 2026 10:00:00 +0000

Hello

"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a few files, the newest of which is to be imported."""
    place = tmp_path / "home" / "Downloads"
    (place / "offers [old]").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(place.parent))
    files = {"people.csv": ROWS, "phone 青石桥.vcf": "x" * 4_000, "outlook.csv": "x" * 2_345_000, "invoice.pdf": "x"}
    for age, (name, text) in enumerate(files.items()):
        (place / name).write_text(text, encoding="utf-8")
        os.utime(place / name, (THEN - age * 90_000, THEN - age * 90_000))
    return place


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_steps_of_an_import(book: Book, folder: Path, size: tuple[int, int]) -> None:
    book.person("Jane Doe", phone="+371 20 000 000", email="jane@acme.example", company="Acme", now=MONDAY)
    async with at_desk(book.path, size=size) as rep:
        eye = Eye(rep, size)
        await eye.look("import_file", "I")
        await eye.look("import_columns", "enter")
        await eye.look("import_pick", "down", "enter", *"name")
        await rep.press("enter", *("down", "down", "-"))
        await rep.press("end", "enter", *"note", "enter", *("up", "up", "up", "enter"), *"name", "enter")
        await eye.look("import_columns_chosen")
        await rep.press("r", "g", "down", "down", "enter", *"mobile", "enter")
        await eye.look("import_save", "s", *"fair-2026")
        await eye.look("import_preview", "escape", "right")
        await eye.look("import_tag", "t", *"fair")
        await rep.press("escape", "enter")
        await eye.look("import_report")
        await eye.look("export", "escape", "3", "*", "E")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_which_mail_is_ones_own(book: Book, folder: Path, size: tuple[int, int]) -> None:
    book.person("Jane Doe", email="jane@acme.example", now=MONDAY)
    sent = [("me@work.example", "jane@acme.example"), ("jane@acme.example", "me@home.example")]
    (folder / "all.mbox").write_text("".join(MAIL.format(*each) for each in sent), encoding="utf-8")
    async with at_desk(book.path, size=size) as rep:
        eye = Eye(rep, size)
        await rep.press("I", *"all", "enter")
        await eye.look("import_addresses", "y", " ")
