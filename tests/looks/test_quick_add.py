"""What the lines look like into which everything is typed."""

from __future__ import annotations

import pytest

from crm_tui.screens.dialogs.dialog import Field
from crm_tui.store import contacts
from crm_tui.store.store import Store
from tests.looks.test_looks import SIZES, compare
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import at_desk

MONDAY = "2026-11-16T09:00"


@pytest.fixture
@made_once
def known(book: Book) -> Book:
    book.person("Jane Doe", company="Acme", email="jane@acme.example", tags=("q4", "q4-2027"), now=MONDAY)
    book.person("Ann Low", company="Acme", now=MONDAY)
    book.person("Ann Fox", company="Crêperie du Port", now=MONDAY)
    book.person("Γιώργος Παπαδόπουλος", company="Ελαία ΑΕ", now=MONDAY)
    book.person("Zoe Last", now=MONDAY)
    with Store(book.path) as store:
        store.write(contacts.set_do_not_contact, desk(MONDAY), [book.ids["Zoe Last"]])
    return book


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_lines(known: Book, size: tuple[int, int]) -> None:
    """One app for all of them: each is closed, emptied, and followed by the next."""
    looks = {
        "quick_add": ("+", '@jane call vm next tue 9am #q4 !high "sent pricing"', ()),
        "quick_add_off": ("+", "@jane email about next tuesday", ("backspace",)),
        "quick_add_ambiguous": ("+", "@ann call fri", ()),
        "quick_add_banned": ("+", "@zoe call fri", ()),
        "add_completing": ("a", "Γιάννης Λεπτός, +371 20 000 000, elai", ()),
        "add_known": ("a", "Jane D., jane@acme.example", ("enter",)),
        "follow_up": ("f", "tue 9 em", ()),
        "tags": ("t", "vip -q4", ()),
    }
    async with at_desk(known.path, size=size) as rep:
        for name, (key, typed, keys) in looks.items():
            await rep.press(key)
            await rep.type(typed)
            await rep.press(*keys)
            compare(f"{name}_{size[0]}x{size[1]}", rep.look())
            rep.app.screen.query_one(Field).value = ""
            await rep.press("escape")
