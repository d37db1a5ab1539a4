"""A rep takes contacts out: the marked, the list, or everything; and brings them in again."""

from __future__ import annotations

import asyncio
import errno
import threading
from pathlib import Path

import pytest

from crm_tui.sync import exporting
from crm_tui.sync.output import Output
from tests.journeys.test_import_wizard import chosen
from tests.screens.book import Book
from tests.screens.rep import at_desk


@pytest.fixture
def known(book: Book) -> Book:
    """Three people, two of whom were at the fair."""
    book.person("Jane Doe", email="jane@acme.example", phone="+371 20 000 000", company="Acme", tags=("fair",))
    book.person("Ilze Bērziņa", email="ilze@medus.example", tags=("fair", "vip"))
    book.person("=Bob Stone", note="x")
    book.follow_up("Jane Doe", "fri 10:00", "price list")
    return book


def written(folder: Path) -> list[str]:
    """The files of a folder, parts of files among them."""
    return sorted(path.name for path in folder.iterdir())


async def test_the_marked_the_list_and_everyone_are_written_in_the_format_of_the_name(
    known: Book, folder: Path
) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("3", "/", *"#fair", "escape", "E")
        assert "This list" in chosen(rep)
        assert rep.sees("#fair: 2")
        assert rep.sees("~/Downloads/contacts-2026-11-18.csv")
        assert rep.sees("→ This list, as a table (CSV), in ~/Downloads")
        await rep.press("enter")
        assert "Wrote 2 records to ~/Downloads/contacts-2026-11-18.csv" in rep.toast
        await rep.press("space", "E")
        assert "The 1 marked" in chosen(rep)
        await rep.press("ctrl+u")
        await rep.type("~/one.vcf")
        assert rep.sees("→ The 1 marked, as vCards, in ~")
        await rep.press("enter", "E", "down", "down")
        assert "Everyone" in chosen(rep)
        await rep.press("ctrl+u")
        await rep.type("everyone.md")
        await rep.press("enter")
        assert "Wrote 3 records to ~/Downloads/everyone.md" in rep.toast
    table = (folder / "contacts-2026-11-18.csv").read_text(encoding="utf-8")
    assert "Jane Doe" in table
    assert "Ilze" in table
    assert "Bob Stone" not in table
    assert (folder.parent / "one.vcf").read_text(encoding="utf-8").count("BEGIN:VCARD") == 1
    assert "Bob Stone" in (folder / "everyone.md").read_text(encoding="utf-8")


async def test_a_file_that_is_there_is_replaced_only_when_asked_twice(known: Book, folder: Path) -> None:
    (folder / "mine.csv").write_text("precious", encoding="utf-8")
    async with at_desk(known.path) as rep:
        await rep.press("E", "ctrl+u")
        await rep.type("~/Downloads/mine.csv")
        await rep.press("enter")
        assert rep.sees("~/Downloads/mine.csv is there already. Enter again replaces it.")
        assert (folder / "mine.csv").read_text(encoding="utf-8") == "precious"
        await rep.press("x", "backspace", "enter")
        assert rep.sees("Enter again replaces it.")
        await rep.press("enter")
        assert "Wrote 3 records" in rep.toast
    assert "Jane Doe" in (folder / "mine.csv").read_text(encoding="utf-8")


async def test_names_that_can_be_no_file_of_it_are_told_in_a_sentence(known: Book, folder: Path) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("E", "ctrl+u", "enter")
        assert rep.sees("Which file?")
        await rep.type("people.doc")
        assert rep.sees("people.doc says no format.")
        await rep.press("ctrl+u")
        await rep.type("/nowhere/people.csv")
        await rep.press("enter")
        assert rep.sees("/nowhere/people.csv cannot be written: No such file or directory.")
        await rep.press("end", "ctrl+u")
        await rep.type("all.csv")
        await rep.press("down", "down", "down", "down")
        assert "The whole book" in chosen(rep)
        assert rep.sees("A table holds one kind of record")
        (folder / "a.jsonl").mkdir()
        await rep.press("ctrl+u")
        await rep.type("a.jsonl")
        await rep.press("enter")
        assert rep.sees("~/Downloads/a.jsonl is a folder.")
        await rep.press("escape", "E", "down", "down")
        assert rep.sees("follow-ups-2026-11-18.ics")
        await rep.press("enter")
        assert "Wrote 1 record to" in rep.toast


async def test_an_export_that_is_stopped_leaves_no_file(
    known: Book, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, gate = threading.Event(), threading.Event()
    write = exporting._write_csv

    def held(*arguments: object, **more: object) -> int:
        reached.set()
        gate.wait(10)
        return write(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(exporting, "_write_csv", held)
    async with at_desk(known.path) as rep:
        await rep.press("E")
        rep.send("enter")
        await asyncio.to_thread(reached.wait, 10)
        rep.send("escape")
        for _ in range(100):
            await rep._pilot.pause()
            if rep.sees("Stopping"):
                break
        assert rep.sees("Stopping; no file is left")
        gate.set()
        await rep.idle()
        assert "The export was stopped" in rep.toast
    assert written(folder) == []


async def test_a_full_disk_is_told_leaves_no_file_and_another_can_be_tried(
    known: Book, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(output: Output, *_: object, **__: object) -> int:
        output.text.write("Name")
        raise OSError(errno.ENOSPC, "No space left on device")

    async with at_desk(known.path) as rep:
        with monkeypatch.context() as patch:
            patch.setattr(exporting, "_write_csv", full)
            await rep.press("E", "enter")
            assert rep.sees("could not be written: No space left on device.")
        assert written(folder) == []
        await rep.press("ctrl+u", *("a" * 300), *".csv", "enter")
        assert rep.sees("too long")
        await rep.press("end", "ctrl+u", *"b.csv", "enter")
        assert "Wrote 3 records to ~/Downloads/b.csv" in rep.toast
    assert written(folder) == ["b.csv"]


async def test_what_was_exported_and_imported_again_changes_nothing(known: Book, folder: Path) -> None:
    async with at_desk(known.path) as rep:
        for ending, has_columns in (("csv", True), ("xlsx", True), ("vcf", False), ("jsonl", False)):
            await rep.press("E", "ctrl+u")
            await rep.type(f"out.{ending}")
            await rep.press("enter")
            assert f"Wrote 3 records to ~/Downloads/out.{ending}" in rep.toast
            await rep.press("I")
            await rep.type(f".{ending}")
            await rep.press("enter")
            assert rep.sees("2 its columns") is has_columns
            if has_columns:
                await rep.press("enter")
            assert rep.sees("0 created   0 updated   3 unchanged   0 refused")
            await rep.press(*["escape"] * (3 if has_columns else 2))
