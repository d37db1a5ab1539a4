"""Everything that happened with somebody: filtered, corrected, pinned, and thrown away and back."""

from __future__ import annotations

import pytest

from crm_tui.domain import when
from crm_tui.domain.interaction import InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.store import interactions
from crm_tui.store.store import Store
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import NOW, Rep, at_desk

LIVING = "SELECT kind, text FROM interaction WHERE deleted_at IS NULL ORDER BY at"


def happened(
    book: Book, *names: str, kind: str = "call", at: str = "2026-11-16 10:20", text: str = "", **fields: object
) -> None:
    desk_then = desk()
    value = when.parse(at, desk_then, past=True).value
    draft = InteractionDraft(
        contacts=tuple(book.ids[name] for name in names),
        kind=InteractionKind(kind),
        at=value,  # type: ignore[arg-type]
        text=text,
        **fields,  # type: ignore[arg-type]
    )
    with Store(book.path) as store:
        store.write(interactions.log, desk_then, draft)


@pytest.fixture
@made_once
def known(book: Book) -> Book:
    """Jane and Παναγιώτης at Acme, and what happened with them."""
    book.person("Jane Doe", phone="+371 20 000 000", company="Acme", now="2026-11-01T09:00")
    book.person("Παναγιώτης Νικολάου", company="Acme", now="2026-11-02T09:00")
    happened(book, "Jane Doe", at="2026-11-10 09:00", text="too early", outcome=Outcome.NO_ANSWER)
    happened(book, "Jane Doe", kind="note", at="2026-11-12 11:30", text="prefers mornings")
    happened(book, "Jane Doe", "Παναγιώτης Νικολάου", kind="meeting", at="2026-11-13 14:00", text="at the fair")
    happened(book, "Παναγιώτης Νικολάου", kind="email", at="2026-11-16 10:20", text="price list")
    return book


async def open_jane(rep: Rep) -> None:
    await rep.press("3", "slash", *"jane", "escape", "enter")
    assert rep.sees("[Timeline 3]")


async def test_the_row_in_focus_has_the_exact_time_and_the_others_an_age(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        assert "Fri 13 Nov 14:00" in rep.highlighted
        assert rep.sees("6 days ago")
        await rep.press("j")
        assert "Thu 12 Nov 11:30" in rep.highlighted
        assert rep.sees("5 days ago")


async def test_one_key_leaves_one_kind_and_the_title_says_which(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("F")
        assert rep.sees("[all]")
        await rep.press("n")
        assert rep.sees("[Timeline notes only: 1]")
        assert "prefers mornings" in rep.highlighted
        assert not rep.sees("meeting  ")
        await rep.press("F", "v")
        assert rep.sees("No visit is among what happened. F shows other kinds.")
        await rep.press("F", "a")
        assert rep.sees("[Timeline 3]")


async def test_escape_takes_the_filter_off_before_it_leads_back(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("F", "c", "escape")
        assert rep.sees("[Timeline 3]")
        await rep.press("escape")
        assert not rep.sees("Timeline 3")


async def test_the_next_person_is_shown_with_everything(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("F", "c", "q", "slash", *["backspace"] * 4, *"nikolaou", "escape", "enter")
        assert rep.sees("[Timeline 2]")


async def test_a_key_typed_right_after_the_filter_is_about_what_it_leaves(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.type("Fnx")
        assert "Moved the note with Jane Doe to the trash" in rep.toast
    assert ("note", "prefers mornings") not in known.rows(LIVING)


async def test_a_pinned_note_stands_on_the_card_until_it_is_let_go(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("j", "P")
        assert "Pinned the note with Jane Doe" in rep.toast
        assert rep.sees("★ prefers mornings")
        await rep.press("P")
        assert "Unpinned" in rep.toast
        assert not rep.sees("★")
        await rep.press("z")
        assert rep.sees("★ prefers mornings")


async def test_what_has_no_words_is_not_pinned(known: Book) -> None:
    happened(known, "Jane Doe", at="2026-11-17 10:00", outcome=Outcome.BUSY)
    async with at_desk(known.path) as rep:
        await rep.press("3", "slash", *"jane", "escape", "enter", "P")
        assert "no words" in rep.toast
    assert known.rows("SELECT sum(is_pinned) FROM interaction") == [(0,)]


async def test_x_is_about_the_entry_and_z_brings_it_back(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("x")
        assert "Moved the meeting with Jane Doe to the trash" in rep.toast
        assert rep.sees("[Timeline 2]")
        await rep.press("z")
        assert rep.sees("[Timeline 3]")
        await rep.press("Z")
        assert rep.sees("[Timeline 2]")
    assert known.rows("SELECT count(*) FROM contact WHERE deleted_at IS NOT NULL") == [(0,)]


async def test_on_the_details_e_and_x_are_about_the_person(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("tab", "tab", "e")
        assert rep.sees("Edit Jane Doe")
        await rep.press("escape", "x")
        assert "Moved Jane Doe to the trash" in rep.toast


async def test_an_entry_is_corrected_and_only_what_was_changed(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("j", "j", "e")
        assert rep.sees("Edit the call of Tue 10 Nov 09:00")
        assert rep.sees("[no answer]")
        await rep.press("3")
        await rep.type(", and loud")
        await rep.press("tab", *["backspace"] * 16)
        await rep.type("monday 11:15")
        assert rep.sees("→ Mon 16 Nov 11:15, 2 days ago")
        await rep.press("enter")
        assert "Changed the call with Jane Doe" in rep.toast
        await rep.press("g")
        assert "Mon 16 Nov 11:15" in rep.highlighted
        assert known.rows("SELECT outcome, text FROM interaction WHERE kind = 'call'") == [
            ("left voicemail", "too early, and loud")
        ]
        await rep.press("z")
    assert known.rows("SELECT outcome, text, at FROM interaction WHERE kind = 'call'") == [
        ("no answer", "too early", 1794294000)
    ]


async def test_who_took_part_can_be_corrected(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("e", "tab", "tab", "tab", "tab", "tab")
        assert rep.sees("Jane Doe, Παναγιώτης Νικολάου")
        await rep.press(*["backspace"] * len(", Παναγιώτης Νικολάου"), "enter")
        assert "Changed the meeting with Jane Doe" in rep.toast
    shared = "SELECT count(*) FROM interaction_contact WHERE deleted_at IS NULL"
    assert known.rows(f"{shared} AND interaction IN (SELECT pk FROM interaction WHERE kind = 'meeting')") == [(1,)]


@pytest.mark.parametrize(
    ("tabs", "typed", "words"),
    [
        (1, "x", "no kind of entry"),
        (4, " tomorrow", "does not fit there"),
        (6, "soon", "no number of minutes"),
    ],
)
async def test_what_makes_no_sense_is_said_and_nothing_is_written(
    known: Book, tabs: int, typed: str, words: str
) -> None:
    before = known.rows("SELECT * FROM interaction")
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("e", *["tab"] * tabs)
        await rep.type(typed)
        await rep.press("enter")
        assert rep.sees(words)
    assert known.rows("SELECT * FROM interaction") == before


async def test_an_entry_left_as_it_was_is_not_written(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await open_jane(rep)
        await rep.press("e", "enter")
        assert rep.sees("Nothing was changed.")


async def test_the_timeline_of_a_company_names_its_people_and_filters(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("5", "enter", "tab")
        assert rep.sees("[Timeline 4]")
        assert "Παναγιώτης" in rep.highlighted
        await rep.press("F", "m")
        assert rep.sees("[Timeline meetings only: 1]")
        assert "Jane Doe, Π" in rep.highlighted


async def test_a_call_from_a_companys_timeline_is_about_the_person_of_the_entry(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("5", "enter", "tab", "c")
        assert rep.sees("Call Παναγιώτης Νικολάου")
        await rep.press("escape", "G", "c")
        assert rep.sees("Call Jane Doe")
        await rep.press("2", "enter")
        assert "Called Jane Doe · no answer" in rep.toast


async def test_an_entry_of_a_company_is_edited_pinned_and_thrown_away_as_well(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("5", "enter", "tab", "P")
        assert "Pinned the email with Παναγιώτης Νικολάου" in rep.toast
        await rep.press("e", "escape", "x")
        assert "Moved the email" in rep.toast
        assert rep.sees("[Timeline 3]")


async def test_hostile_words_do_nothing_in_the_dialogs_of_an_entry(book: Book) -> None:
    book.person("[red]Mallory[/]\x1b]52;c;aGk=\x07", now=NOW)
    (name,) = book.ids
    happened(book, name, text="[@click=app.quit]a[/]\n\x1b[31mb\u202ec ⏎")
    async with at_desk(book.path) as rep:
        await rep.press("3", "enter", "e")
        assert rep.sees("[@click=app.quit]a[/]")
        await rep.press("escape", "F", "c", "l", "m", "tab", "tab", "tab", *"mall")
        assert rep.sees("[red]Mallory[/]")
