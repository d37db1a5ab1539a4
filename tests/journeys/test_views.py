"""Views: a search kept under a name, switched to by a digit, counted beside the list."""

from __future__ import annotations

import pytest

from crm_tui.config import Config
from crm_tui.domain.status import Tier
from crm_tui.store import views
from crm_tui.store.store import Store
from tests.screens.book import Book, desk, made_once
from tests.screens.rep import ZONE, Rep, at_desk


@pytest.fixture
@made_once
def people(book: Book) -> Book:
    """Five people: three of a fair, two of them new."""
    book.person("Jane Doe", tags=("fair",), tier=Tier.A)
    book.person("Bob Stone", tags=("fair",))
    book.person("Cleo Park", tags=("fair",), status="customer")
    book.person("Dan Reed")
    book.person("Ελένη Νικολάου", company="Ελιά ΑΕ", phone="+371 20 000 123")
    return book


def keep(book: Book, *named: tuple[str, str]) -> None:
    with Store(book.path) as store:
        for name, text in named:
            store.write(views.save, desk(), name, text)


def listed(rep: Rep) -> list[str]:
    """The views beside the list, without their counts."""
    lines = (line.split("│")[0] for line in rep.look().splitlines() if "│" in line)
    return [line[3:20].strip() for line in lines if line[1:2].isdigit()]


async def test_a_search_is_saved_and_switched_to_by_its_digit(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("#fair status:new")
        await rep.press("escape", "V")
        await rep.type("At the fair")
        await rep.press("enter")
        assert rep.toast == "✓ Saved the view At the fair   z undoes it"
        assert rep.sees("At the fair · 1 of 2")
        await rep.press("v", "0")
        assert rep.sees("1 of 5 · by last worked")
        await rep.press("v", "5")
        assert rep.sees("At the fair · 1 of 2")
        await rep.press("escape")
        assert rep.sees("1 of 5 · by last worked")
        assert not rep.sees("At the fair ·")


async def test_counts_appear_beside_the_views_and_follow_what_is_done(people: Book) -> None:
    keep(people, ("Fair", "#fair"), ("Customers", "status:customer"))
    async with at_desk(people.path) as rep:
        await rep.press("3")
        assert rep.sees("5 Fair              3")
        assert rep.sees("6 Customers         1")
        assert rep.sees("1 No next step      4")
        await rep.press("v", "6", "p", "1")
        assert rep.sees("6[Customers]        0")
        await rep.press("z")
        assert rep.sees("6[Customers]        1")


async def test_a_view_is_found_by_a_part_of_its_name(people: Book) -> None:
    keep(people, ("Fair in Riga", "#fair"), ("Zürich", "status:customer"))
    async with at_desk(people.path, size=(80, 24)) as rep:
        await rep.press("3", "v")
        await rep.type("zur")
        assert not rep.sees("Fair in Riga")
        await rep.press("enter")
        assert rep.sees("Zürich · 1 of 1")


async def test_views_are_renamed_put_in_order_and_deleted_in_their_list(people: Book) -> None:
    keep(people, ("One", "#fair"), ("Two", "#fair tier:a"), ("Three", "status:new"))
    async with at_desk(people.path) as rep:
        await rep.press("3", "v", "down", "down", "down", "down", "down", "down", "=")
        for _ in "Two":
            await rep.press("backspace")
        await rep.type("Second")
        await rep.press("enter", "<")
        assert listed(rep)[5:] == ["Second", "One", "Three"]
        await rep.press(">", ">", "delete", "escape")
        assert listed(rep)[5:] == ["One", "Three"]
        await rep.press("z", "z", "z", "z")
        assert listed(rep)[5:] == ["One", "Second", "Three"]
        await rep.press("z")
        assert listed(rep)[5:] == ["One", "Two", "Three"]


async def test_a_changed_search_says_so_and_may_take_the_place_of_the_views(people: Book) -> None:
    keep(people, ("Fair", "#fair"))
    async with at_desk(people.path) as rep:
        await rep.press("3", "v", "5", "/")
        await rep.type(" tier:a")
        assert rep.sees("Fair, changed · 1 of 1")
        await rep.press("escape", "V")
        assert rep.sees("→ Fair will find this from now on")
        await rep.press("enter")
        assert rep.sees("Fair · 1 of 1")
        assert rep.toast.startswith("✓ The view Fair now finds #fair tier:a")


async def test_a_view_keeps_the_order_of_its_list(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("#fair")
        await rep.press("escape", "S", "V", "enter", "v", "0")
        assert rep.sees("1 of 5 · by last worked")
        await rep.press("v", "5")
        assert rep.sees("Fair · 1 of 3 · by name")
        await rep.press("S")
        assert rep.sees("Fair, changed")


async def test_the_built_in_views_stay(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "v", "down", "delete")
        assert rep.sees("No next step is built in and stays as it is")
        await rep.press("escape", "V")
        assert "There is no search to keep" in rep.toast


async def test_a_view_that_is_not_understood_is_marked_and_can_be_mended(people: Book) -> None:
    keep(people, ("Old", "#fair status:new"))
    with Store(people.path) as store, store.operation(desk(), "sync") as running:
        running.connection.execute("UPDATE view SET query = '#fair status:gone'")
    async with at_desk(people.path) as rep:
        await rep.press("3")
        assert rep.sees("5 Old               !")
        await rep.press("v")
        await rep.type("old")
        assert rep.sees("“status:” does not know “gone”.")
        assert rep.sees("wrong")
        await rep.press("enter")
        assert rep.sees("“status:” does not know “gone”.")
        await rep.press("/", "backspace", "backspace", "backspace", "backspace")
        await rep.type("new")
        await rep.press("escape", "V", "enter")
        assert rep.sees("Old · 1 of 2")
        assert rep.sees("5[Old]              2")


async def test_views_are_chosen_with_the_mouse(people: Book) -> None:
    keep(people, ("Fair", "#fair"))
    async with at_desk(people.path) as rep:
        await rep.press("3")
        await rep.click("Fair")
        assert rep.sees("Fair · 1 of 3")
        await rep.press("v")
        await rep.click("Del Delete")
        assert not rep.sees("5 Fair")


async def test_views_are_in_the_palette(people: Book) -> None:
    keep(people, ("Fair in Riga", "#fair"))
    async with at_desk(people.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("fair in")
        await rep.press("enter")
        assert rep.sees("Fair in Riga · 1 of 3")


async def test_hostile_names_are_shown_and_not_obeyed(people: Book) -> None:
    keep(people, ("[red]x[/y]", "#fair"))
    with Store(people.path) as store, store.operation(desk(), "sync") as running:
        running.connection.execute("UPDATE view SET name = name || char(27) || ']52;c;x' || char(0x202e)")
    async with at_desk(people.path) as rep:
        await rep.press("3", "v", "down", "down", "down", "down", "down")
        assert rep.sees("[red]x[/y]␛]52;c")
        await rep.press("=", "enter", "escape")
        await rep.press("ctrl+p")
        await rep.type("red")
        assert rep.sees("[red]x[/y]")


async def test_without_colour_brackets_say_which_view_is_listed(people: Book) -> None:
    keep(people, ("Fair", "#fair"))
    async with at_desk(people.path, config=Config(zone=ZONE, ascii=True)) as rep:
        await rep.press("3", "v", "5")
        assert rep.sees(" 5[Fair]")


# The search line


async def test_a_wrong_filter_is_marked_where_it_is_wrong(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("#fair status:nwe")
        box = rep.app.screen.query_one("SearchBox")
        (span,) = box._value.spans  # type: ignore[attr-defined]
        assert (span.start, span.end) == (13, 16)
        await rep.press("backspace", "backspace")
        await rep.type("ew")
        assert not box._value.spans  # type: ignore[attr-defined]


async def test_tab_completes_a_filter_and_goes_through_its_values(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/", "s", "t", "tab")
        assert rep.sees("status:  stage:")
        await rep.press("tab")
        assert rep.sees("[status:]  stage:")
        await rep.press("c", "tab")
        assert rep.sees("connected  customer")
        await rep.press("tab", "tab")
        assert rep.sees("connected  [customer]")
        assert "Cleo Park" in rep.highlighted
        await rep.type(" #f")
        await rep.press("tab")
        assert rep.sees("status:customer #fair")


async def test_tab_moves_on_where_there_is_nothing_to_complete(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/", "tab")
        assert rep.app.focused is not rep.app.screen.query_one("SearchBox")


async def test_what_matches_is_highlighted_in_any_script(people: Book) -> None:
    async with at_desk(people.path) as rep:
        await rep.press("3", "/")
        await rep.type("eleni")
        row = next(strip for strip in rep.app.screen._compositor.render_strips() if "Ελιά" in strip.text)
        assert any("Ελένη" in segment.text and segment.style and segment.style.underline for segment in row)
