"""What the timeline looks like, and the dialogs that lie over it."""

from __future__ import annotations

import pytest

from crm_tui.domain import when
from crm_tui.domain.interaction import Direction, InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.store import interactions
from crm_tui.store.store import Store
from tests.looks.test_looks import LAST_WEEK, SIZES, compare
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import Rep, at_desk

_HAPPENED = (
    ("2025-12-01 16:45", "meeting", None, None, "At the fair in Riga, with both of them.\nAsked for a demo."),
    ("2026-11-12 09:10", "call", None, Outcome.NO_ANSWER, ""),
    ("2026-11-13 11:30", "note", None, None, "Decides together with Παναγιώτης; never on Fridays."),
    ("2026-11-16 14:05", "email", Direction.IN, None, "Which of the two price lists is the newer one?"),
    ("2026-11-17 15:20", "call", Direction.OUT, Outcome.CALLBACK_REQUESTED, "In a hurry, call her after lunch."),
)


@pytest.fixture
@made_once
def known(book: Book) -> Book:
    """Jane and two others at Acme, and what happened with her."""
    book.person(
        "Jane Doe", phone="+371 20 000 000", email="jane@acme.example", company="Acme", tags=("q4",), now=LAST_WEEK
    )
    book.follow_up("Jane Doe", "mon 10:00", "price list", now=LAST_WEEK)
    others = ("Παναγιώτης Νικολάου", "山田 太郎")
    for name in others:
        book.person(name, company="Acme", now=LAST_WEEK)
    at = desk()
    with Store(book.path) as store:
        for phrase, kind, direction, outcome, text in _HAPPENED:
            draft = InteractionDraft(
                contacts=tuple(book.ids[name] for name in ("Jane Doe", *others[: kind == "meeting"])),
                kind=InteractionKind(kind),
                at=when.parse(phrase, at, past=True).value,  # type: ignore[arg-type]
                direction=direction,
                outcome=outcome,
                text=text,
            )
            change = store.write(interactions.log, at, draft)
            if kind == "note":
                (note,) = (ref.id for ref in change.records if ref.kind == "interaction")
                store.write(interactions.pin, at, note)
    return book


async def open_jane(rep: Rep) -> None:
    await rep.press("3", "slash", *"jane", "escape", "enter")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("timeline", "j"),
        ("timeline_call", "c2"),
        ("timeline_edit", "je"),
        ("timeline_filter", "F"),
        ("timeline_calls", "Fc"),
    ],
)
async def test_the_timeline_of_a_person(known: Book, size: tuple[int, int], name: str, keys: str) -> None:
    async with at_desk(known.path, size=size) as rep:
        await open_jane(rep)
        await rep.press(*keys)
        compare(f"{name}_{size[0]}x{size[1]}", rep.look())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_meeting_with_others(known: Book, size: tuple[int, int]) -> None:
    async with at_desk(known.path, size=size) as rep:
        await open_jane(rep)
        await rep.press("l", "m", *"lunch", "tab", "tab", *"yesterday 13:00", "tab", *"山")
        compare(f"timeline_meeting_{size[0]}x{size[1]}", rep.look())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_timeline_of_a_company(known: Book, size: tuple[int, int]) -> None:
    async with at_desk(known.path, size=size) as rep:
        await rep.press("5", "enter", "tab")
        compare(f"timeline_company_{size[0]}x{size[1]}", rep.look())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_somebody_who_must_not_be_contacted(known: Book, size: tuple[int, int]) -> None:
    async with at_desk(known.path, size=size) as rep:
        await open_jane(rep)
        await rep.press("p", "0", "n")
        compare(f"timeline_banned_{size[0]}x{size[1]}", rep.look())
