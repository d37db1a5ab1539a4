"""A rep gives actions other keys in the settings: pressed, refused where they clash, obeyed at once, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk

WORDS = """\
zone = "Europe/Riga"

# Mine, since the old desk had them so.
[keys]
"follow_up.done" = "D"  # as ever
"""


@pytest.fixture
def file(book: Book, tmp_path: Path) -> Path:
    book.person("Jane Doe", phone="+371 20 000 000")
    book.follow_up("Jane Doe", "today", "price list")
    path = tmp_path / "config.toml"
    path.write_text(WORDS, encoding="utf-8")
    return path


def said(file: Path) -> str:
    """What stands in the file."""
    return file.read_text(encoding="utf-8")


async def open_key(rep: Rep, words: str) -> None:
    """Opens the dialog of the first key that these words find."""
    await rep.press("/")
    await rep.type(words)
    await rep.press("enter", "enter")


async def test_a_key_is_pressed_and_counts_at_once_everywhere(book: Book, file: Path) -> None:
    async with at_desk(book.path, settings=file) as rep:
        await rep.press("3", "1", ",")
        await open_key(rep, "keys.follow_up.snooze")
        assert rep.sees("Move the follow-up to a later day. Now: s.")
        await rep.press("b")
        assert rep.sees("→ b: Snooze")
        await rep.press("enter")
        assert rep.toast.startswith("✓ Snooze: b, no longer s")
        assert '"follow_up.snooze" = "b"' in said(file)
        assert said(file).startswith(WORDS), "remarks are kept"
        await rep.press("escape", "escape")
        assert rep.sees("b Snooze")
        await rep.press("b")
        assert rep.sees("Snooze Jane Doe")
        await rep.press("escape", "s")
        assert not rep.sees("Snooze Jane Doe")
        await rep.press("?")
        (line,) = (line for line in rep.look().splitlines() if "Move the follow-up to a later day" in line)
        assert line.strip("│ ").startswith("b ")
        await rep.press("escape", ",", "z")
        assert rep.toast.startswith("✓ Undone: Snooze: b")
        assert said(file) == WORDS
        await rep.press("escape", "s")
        assert rep.sees("Snooze Jane Doe")


async def test_what_clashes_is_named_and_not_saved(book: Book, file: Path) -> None:
    async with at_desk(book.path, settings=file) as rep:
        await rep.press(",")
        await open_key(rep, "keys.follow_up.snooze")
        await rep.press("c")
        assert rep.sees("c would mean both “Call” and “Snooze” on Today.")
        await rep.press("enter")
        assert rep.sees("Key of: Snooze"), "it is still open"
        await rep.press("tab")
        await rep.press(*["backspace"] * 5)
        await rep.type("hyper")
        assert rep.sees("'hyper' is not a key.")
        await rep.press(*["backspace"] * 5)
        await rep.type("b ctrl+b")
        await rep.press("enter")
        assert '"follow_up.snooze" = ["b", "ctrl+b"]' in said(file)


async def test_keys_of_dialogs_signs_and_digits_can_be_chosen_too(book: Book, file: Path) -> None:
    async with at_desk(book.path, settings=file) as rep:
        await rep.press("1", ",")
        await open_key(rep, "keys.outcome.choose_2")
        await rep.press("f2", "enter")
        await rep.press("escape", ",")
        await open_key(rep, "keys.contact.last")
        await rep.press("comma")
        assert rep.sees("would mean both")
        await rep.press(";", "enter")
        assert '"contact.last" = ";"' in said(file)
        await rep.press("escape", "escape", "c")
        assert rep.sees("F2  no answer")
        await rep.press("f2", "enter")
        assert "no answer" in rep.toast


async def test_the_built_in_key_comes_back_by_its_key_or_by_pressing_it(book: Book, file: Path) -> None:
    async with at_desk(book.path, settings=file) as rep:
        await rep.press("1", ",")
        await open_key(rep, "keys.follow_up.done")
        await rep.press("d", "enter")
        assert "follow_up.done" not in said(file)
        await rep.press("z")
        assert said(file) == WORDS
        await rep.press("r")
        assert "follow_up.done" not in said(file)
        await rep.press("escape", "escape")
        assert rep.sees("d Done")
