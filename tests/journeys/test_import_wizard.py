"""A rep brings contacts in from a file: sees first what would happen, changes it, and takes it back."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from crm_tui.config import Config
from crm_tui.screens.duplicates.screen import DuplicatesScreen
from crm_tui.screens.importing import terms
from crm_tui.sync import importing, reading
from tests.journeys.test_the_first_day import GOOGLE
from tests.screens.book import Book
from tests.screens.rep import ZONE, Rep, at_desk

UNKNOWN = """\
Who;Mobil;Shoe size;Remark
Ann Lee;+371 20 000 002;38;met at fair
Bob Stone;+371 20 000 003;44;
;;40;nobody
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for downloads of a rep, with a file in it."""
    home = tmp_path / "home"
    place = home / "Downloads"
    place.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    (place / "google.csv").write_text(GOOGLE, encoding="utf-8")
    return place


@pytest.fixture
def known(book: Book) -> Book:
    """A book that is not empty, which would be welcomed."""
    book.person("Jane Doe", email="jane@acme.example")
    return book


def people(book: Book) -> list[str]:
    """Everyone by name, outside the trash."""
    return [name for (name,) in book.rows("SELECT name FROM contact WHERE deleted_at IS NULL ORDER BY name")]


def chosen(rep: Rep) -> str:
    """The line of a dialog that the cursor is on."""
    return [row for row in rep.look().splitlines() if "▌" in row][-1]


async def test_a_file_is_found_looked_at_tagged_imported_shown_and_taken_back(known: Book, folder: Path) -> None:
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / "trip").mkdir()
    async with at_desk(known.path) as rep:
        await rep.press("I")
        assert rep.sees("~/Downloads")
        assert "google.csv" in chosen(rep)
        await rep.type("goo")
        assert not rep.sees("photo.png")
        await rep.press("enter")
        assert rep.sees("google.csv · Google Contacts: contacts")
        assert rep.sees("UTF-8 · comma between cells · headings in row 1 · 10 columns")
        assert rep.sees("Given Name")
        assert rep.sees("Ilze · Νίκος")
        await rep.press("enter")
        assert rep.sees("2 created   0 updated   0 unchanged   0 refused")
        assert rep.sees("Ilze Bērziņa · Medus SIA · ilze@medus.example · +371 20 000 001 · #Expo")
        assert people(known) == ["Jane Doe"]
        await rep.press("t")
        await rep.type("fair")
        await rep.press("enter")
        assert rep.sees("tag #fair")
        await rep.press("enter")
        assert rep.sees("Imported google.csv")
        assert people(known) == ["Ilze Bērziņa", "Jane Doe", "Νίκος Παπαδόπουλος"]
        await rep.press("enter")
        assert rep.sees("tag:fair")
        assert rep.sees("1 of 2")
        await rep.press("I", "enter", "enter")
        assert rep.sees("2 unchanged")
        await rep.press("escape", "escape", "escape", "z")
        assert "Undid: Imported google.csv" in rep.toast
    assert people(known) == ["Jane Doe"]


async def test_columns_are_chosen_left_out_saved_and_recognised_the_next_time(known: Book, folder: Path) -> None:
    (folder / "list.csv").write_text(UNKNOWN, encoding="utf-8")
    async with at_desk(known.path) as rep:
        await rep.press("I", *"list", "enter")
        assert rep.sees("semicolon between cells")
        assert rep.sees("4 columns are not known")
        await rep.press("right")
        assert rep.sees("No column is known to hold a name")
        await rep.press("down", "enter")
        assert rep.sees("It holds: Ann Lee · Bob Stone")
        await rep.type("name")
        await rep.press("enter", "down", "enter")
        await rep.type("mobile")
        await rep.press("enter", "down", "-")
        assert rep.sees("left out")
        await rep.press("enter")
        await rep.type("hobby horse")
        await rep.press("enter")
        assert rep.sees("own field: hobby horse")
        await rep.press("r")
        assert rep.sees("own field: Remark")
        await rep.press("s")
        await rep.type("Trade Fair")
        await rep.press("enter")
        assert rep.sees("cannot be the name of a preset")
        await rep.press("ctrl+u")
        await rep.type("trade-fair")
        await rep.press("enter")
        assert rep.sees("Saved: the next file")
        await rep.press("right")
        assert rep.sees("2 created   0 updated   0 unchanged   1 refused")
        assert rep.sees("row 4: no name, e-mail address, phone number or web address")
        assert rep.sees("Ann Lee · +371 20 000 002")
        await rep.press("enter")
        assert rep.sees("are in ~/Downloads/list.rejects.csv")
        await rep.press("z")
        assert "Undid: Imported list.csv" in rep.toast
        assert people(known) == ["Jane Doe"]
        await rep.press("I", *"list.csv", "enter")
        assert rep.sees("trade-fair (saved mapping)")
        await rep.press("enter")
        assert rep.sees("2 created")
    assert "nobody" in (folder / "list.rejects.csv").read_text(encoding="utf-8")


async def test_escape_goes_one_step_back_and_what_was_said_is_a_draft(known: Book, folder: Path) -> None:
    (folder / "list.csv").write_text(UNKNOWN, encoding="utf-8")
    async with at_desk(known.path) as rep:
        await rep.press("I", *"list", "enter", "down", "enter", *"name", "enter", "right")
        assert rep.sees("2 created")
        await rep.press("escape")
        assert rep.sees("2 its columns")
        await rep.press("escape")
        assert rep.sees("1 the file")
        await rep.press("escape")
        assert "draft" in rep.toast
    async with at_desk(known.path) as rep:
        await rep.press("I")
        assert rep.sees("list.csv is as you left it")
        await rep.press("enter", "right")
        assert rep.sees("2 created")
    assert people(known) == ["Jane Doe"]


#: What cannot be imported, and what is said of it.
FAULTY = (
    ("empty.csv", b"", "empty.csv is empty."),
    ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture.csv is no text, but a picture."),
    ("deed.pdf", b"%PDF-1.7", "~/Downloads/deed.pdf is no file that can be imported."),
    ("card.vcf", b"Dear all, ...", "card.vcf holds no card"),
    ("book.jsonl", b'{"a": 1}', "book.jsonl is not JSON Lines as crm writes them"),
)


async def test_a_file_that_cannot_be_imported_is_told_in_a_sentence(known: Book, folder: Path) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("I")
        for name, content, words in FAULTY:
            (folder / name).write_bytes(content)
            await rep.press("ctrl+u")
            await rep.type(name)
            assert not rep.sees(words)
            await rep.press("enter")
            assert rep.sees(words)
            assert rep.sees("1 the file")
            assert not rep.sees("--")


async def test_paths_that_lead_nowhere_and_folders_are_told_and_entered(known: Book, folder: Path) -> None:
    (folder.parent / "lists" / "old").mkdir(parents=True)
    (folder.parent / "lists" / "old" / "phone.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Vera Card\nEMAIL:vera@x.example\nEND:VCARD\n", encoding="utf-8"
    )
    async with at_desk(known.path) as rep:
        await rep.press("3", "enter", "I")
        await rep.type("/nowhere/contacts.csv")
        assert rep.sees("There is no folder /nowhere")
        await rep.press("enter")
        assert rep.sees("There is no file /nowhere/contacts.csv")
        await rep.press("ctrl+u", "left")
        assert rep.sees("── ~ ──")
        await rep.type("li")
        await rep.press("tab")
        assert rep.sees("lists/")
        await rep.press("enter")
        assert rep.sees("── ~/lists/old ──")
        await rep.press("enter")
        assert rep.sees("phone.vcf · vCards · contacts · UTF-8")
        assert rep.sees("Vera Card · vera@x.example")
        await rep.press("enter", "enter")
        assert "Vera Card" in rep.highlighted


async def test_letters_that_are_not_known_are_asked_for(known: Book, folder: Path) -> None:
    (folder / "old.csv").write_bytes("Name,E-mail\nJosé Peña,jose@x.example\n".encode("cp1252"))
    async with at_desk(known.path) as rep:
        await rep.press("I", *"old", "enter")
        assert rep.sees("old.csv is not UTF-8")
        assert "José Peña" in chosen(rep)
        await rep.press("enter")
        assert rep.sees("CP1252 · comma between cells")
        await rep.press("e", *"utf-8")
        assert rep.sees("None is called that.")
        await rep.press("escape", "d", *"semi", "enter")
        assert rep.sees("semicolon between cells")
        await rep.press("d", *"recog", "enter", "p", *"hubspot cont", "enter")
        assert rep.sees("HubSpot contacts: contacts")
        await rep.press("right")
        assert rep.sees("José Peña · jose@x.example")


async def test_people_who_are_there_are_filled_in_or_left_alone_as_the_rep_says(known: Book, folder: Path) -> None:
    (folder / "more.csv").write_text("Name,E-mail,Title\nJane Doe,jane@acme.example,Buyer\n", encoding="utf-8")
    async with at_desk(known.path) as rep:
        await rep.press("I", *"more", "enter", "enter")
        assert rep.sees("0 created   1 updated")
        await rep.press("m", *"only", "enter")
        assert rep.sees("0 created   0 updated   1 unchanged")
        await rep.press("enter")
        assert rep.sees("There is nothing to import")


async def test_a_large_file_is_tried_in_part_and_the_preview_says_so(
    known: Book, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "MOST_ROWS", 20)
    monkeypatch.setattr("crm_tui.screens.importing.wizard.MOST_ROWS", 20)
    monkeypatch.setattr(reading, "CHUNK", 10)
    rows = [f"Person {number},p{number}@many.example" + " " * 4_000 for number in range(50)]
    (folder / "many.csv").write_text("\n".join(["Name,E-mail", *rows]), encoding="utf-8")
    async with at_desk(known.path) as rep:
        await rep.press("I", *"many", "enter", "enter")
        assert rep.sees("Of the first 20 rows, the others were not tried:")
        assert rep.sees("20 created")
        await rep.press("enter")
        assert rep.sees("50 created")
        await rep.press("M")
        assert isinstance(rep.app.screen, DuplicatesScreen)


async def test_nothing_is_imported_before_the_preview_is_there_and_escape_ends_it(
    known: Book, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, gate = threading.Event(), threading.Event()
    tell = importing._Run._tell

    def held(run: importing._Run, stage: str, done: int, total: int) -> None:
        reached.set()
        gate.wait(10)
        tell(run, stage, done, total)

    monkeypatch.setattr(importing._Run, "_tell", held)
    async with at_desk(known.path) as rep:
        await rep.press("I", "enter")
        rep.send("enter")
        await asyncio.to_thread(reached.wait, 10)
        for keys, words in (("enter", "The preview is not there yet."), ("escape", "2 its columns")):
            rep.send(keys)
            await _until(rep, words)
        gate.set()
        await rep.idle()
        assert not rep.sees("Imported")
        await rep.press("enter")
        assert rep.sees("2 created")
    assert people(known) == ["Jane Doe"]


async def _until(rep: Rep, words: str) -> None:
    for _ in range(200):
        await rep._pilot.pause()
        if rep.sees(words):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{words!r} does not appear in\n{rep.look()}")


async def test_the_mouse_leads_through_all_steps_and_a_screen_reader_hears_them(known: Book, folder: Path) -> None:
    async with at_desk(known.path, size=(80, 24), config=Config(zone=ZONE, accessible=True, ascii=True)) as rep:
        await rep.press("I")
        await rep.click("google.csv")
        await rep.click("Enter opens it")
        assert rep.sees("Google Contacts")
        await rep.click("goes on")
        assert rep.sees("2 created")
        await rep.click("Enter imports it")
        assert rep.sees("Imported google.csv")
        await rep.click("z takes the import back")
        assert "Undid: Imported google.csv" in rep.toast
    assert people(known) == ["Jane Doe"]
