"""The card of a person, at the widths it has."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from crm_tui.config import Config
from crm_tui.domain import points
from crm_tui.domain.contact import ContactDraft
from crm_tui.screens.widgets.card import Card
from crm_tui.store import contacts
from crm_tui.store.store import Store
from tests.screens.book import Book
from tests.screens.rep import NOW, ZONE, at_desk

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["beneath", "beside"])


@SIZES
@pytest.mark.parametrize("length", [20, 38, 39, 40, 41, 60, 75, 76, 77, 78, 120])
async def test_an_address_stands_on_one_line_with_its_sign(book: Book, size: tuple[int, int], length: int) -> None:
    address = "j" * (length - len("@acme.example")) + "@acme.example"
    book.person("Jane Doe", phone="+371 20 000 000", email=address)
    async with at_desk(book.path, size=size) as rep:
        (row,) = [row for row in rep.look().splitlines() if "✉" in row]
        shown = row.partition("✉ ")[2].split()[0]
        assert not any(line.rstrip().endswith("✉") for line in rep.look().splitlines())
        room = {80: 76, 120: 39}[size[0]]
        assert shown == address if cell_len(address) <= room else shown == f"{address[: room - 1]}…"


async def test_a_number_is_shown_as_it_is_dialled_from_anywhere(book: Book) -> None:
    latvia = Config(zone=ZONE, country="LV").desk(NOW)
    draft = ContactDraft(name="Jane Doe", points=(points.phone("22334455", latvia.country),))
    with Store(book.path) as store:
        store.write(contacts.add, latvia, draft)
    async with at_desk(book.path) as rep:
        assert rep.sees("✆ +371 22 334 455")


@SIZES
async def test_every_line_of_a_card_covers_what_stood_there_before(book: Book, size: tuple[int, int]) -> None:
    book.person("Ελένη 山田", phone="+371 20 000 000", note="short\n\nwords " * 9)
    async with at_desk(book.path, size=size) as rep:
        card = rep.app.screen.query_one(Card)
        lines = card.lines()
        assert lines
        assert {sum(cell_len(segment.text) for segment in strip) for strip in lines} == {card.size.width}
