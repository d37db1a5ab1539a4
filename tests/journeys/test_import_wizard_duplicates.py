"""A rep sees before an import, and after it, who of the new people is likely there already."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from crm_tui.screens.duplicates.screen import DuplicatesScreen
from crm_tui.store import duplicates_new
from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk

ROWS = """\
Name,Company,E-mail
Jon Smith,Acme Inc,jon@smith.example
Ilze Ozola,Medus SIA,ilze@medus.example
Ilze Ozola,Medus SIA,ilze@ozola.example
Carol White,Elsewhere,carol@white.example
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in the folder for downloads: one is in the book under another name, and one is in the file twice."""
    place = tmp_path / "home" / "Downloads"
    place.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(place.parent))
    path = place / "fair.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


async def test_likely_duplicates_are_counted_before_and_after_and_shown_first_on_their_screen(
    book: Book, file: Path
) -> None:
    book.person("John Smith", company="Acme", email="john@acme.example")
    for name in ("eva", "e.twin"):
        book.person("Eva Twin", company="Old", email=f"{name}@old.example")
    async with at_desk(book.path) as rep:
        await rep.press("I", "enter", "enter")
        assert rep.sees("4 created   0 updated   0 unchanged   0 refused")
        assert rep.sees("2 likely duplicates among the new people.")
        assert rep.sees("Jon Smith, Acme: like John Smith, Acme (same name, one by nickname, same company)")
        assert rep.sees("Ilze Ozola, Medus SIA: like Ilze Ozola, Medus SIA (same name, same company)")
        assert not rep.sees("Eva Twin")
        await rep.press("t", *"fair", "enter")
        assert rep.sees("2 likely duplicates among the new people.")
        await rep.press("enter")
        assert rep.sees("2 likely duplicates among the new people. M shows them.")
        assert rep.sees("Jon Smith, Acme: like John Smith, Acme")
        await rep.press("M")
        assert isinstance(rep.app.screen, DuplicatesScreen)
        assert rep.sees("3 pairs are likely one person each")
        assert "Eva Twin" not in rep.highlighted
        await rep.press("down", "down")
        assert "Eva Twin" in rep.highlighted
        await rep.press("escape", "I", "enter", "enter")
        assert rep.sees("0 created   0 updated   4 unchanged")
        assert not rep.sees("likely duplicate")


async def test_an_import_goes_on_while_its_likely_duplicates_are_being_looked_for(
    book: Book, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    find = duplicates_new.find

    def held(*arguments: Any) -> Any:
        watch = arguments[-1]
        watch("Reading", 40, 100)
        gate.wait(10)
        watch("Reading", 80, 100)
        return find(*arguments)

    monkeypatch.setattr(duplicates_new, "find", held)
    book.person("John Smith", company="Acme", email="john@acme.example")
    async with at_desk(book.path) as rep:
        for key, words in (("I", "fair.csv"), ("enter", "2 its columns"), ("enter", "Reading 40%")):
            rep.send(key)
            await until(rep, words)
        rep.send("enter")
        await until(rep, "Imported fair.csv")
        gate.set()
        await rep.idle()
        assert rep.sees("2 likely duplicates among the new people.")


async def until(rep: Rep, words: str) -> None:
    """Waits until something is to be seen while the app is never quite at rest."""
    for _ in range(500):
        if rep.sees(words):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{words!r} does not appear in\n{rep.look()}")
