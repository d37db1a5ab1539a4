"""What work mode looks like; see `test_looks`."""

from __future__ import annotations

import pytest

from crm_tui.domain.interaction import InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Tier
from crm_tui.store import interactions
from crm_tui.store.store import Store
from tests.looks.test_looks import LAST_WEEK, MONDAY, SIZES, compare
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import at_desk


@pytest.fixture
@made_once
def block(book: Book) -> Book:
    """Somebody who was tried twice, with a pinned note and a colleague, then names that are hostile, wide, or both."""
    book.person(
        "Jane Doe",
        phone="+1 212 555 0100",
        email="jane@acme.example",
        company="Acme",
        title="Head of Purchasing",
        tags=("q4", "vip"),
        tier=Tier.A,
        note="Prefers mornings.\nNever on Fridays.",
        now=LAST_WEEK,
    )
    book.follow_up("Jane Doe", "mon 10:00", "price list", now=LAST_WEEK)
    book.person("[/foo] \x1b]2;x\x07 青石桥 יעל", company="Acme", title="[bold]CFO", now=MONDAY)
    book.follow_up("[/foo] \x1b]2;x\x07 青石桥 יעל", "wed", "[@click=app.quit]x[/]", now=MONDAY)
    past = (
        (
            InteractionKind.NOTE,
            None,
            "Met at the fair: decides about the whole group, asked for references in Riga.",
        ),
        (InteractionKind.CALL, Outcome.NO_ANSWER, ""),
        (InteractionKind.CALL, Outcome.LEFT_VOICEMAIL, "Said that the price list is coming."),
    )
    with Store(book.path) as store:
        for kind, outcome, text in past:
            at = desk(MONDAY)
            draft = InteractionDraft(
                contacts=(book.ids["Jane Doe"],), kind=kind, at=at.moment.now, outcome=outcome, text=text
            )
            change = store.write(interactions.log, at, draft)
            if kind is InteractionKind.NOTE:
                (pinned,) = (ref.id for ref in change.records if ref.kind == "interaction")
                store.write(interactions.pin, at, pinned)
    return book


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_block_from_its_first_person_to_its_summary(block: Book, size: tuple[int, int]) -> None:
    def look(name: str) -> None:
        compare(f"work_{name}_{size[0]}x{size[1]}", rep.look())

    async with at_desk(block.path, size=size) as rep:
        await rep.press("w")
        look("first")
        await rep.press("3")
        look("call")
        await rep.press("enter")
        look("second")
        await rep.press("escape")
        look("paused")
        await rep.press("3", "w")
        look("other")
        await rep.press("enter", "]")
        look("skipped")
        await rep.press("q")
        look("summary")
