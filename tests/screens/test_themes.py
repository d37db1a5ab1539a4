"""Every word can be read in every theme, and the theme that is chosen stays."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme
from textual.widget import Widget

from crm_tui.config import Config, load
from crm_tui.screens import themes
from crm_tui.screens.contrast import BEHIND, HIGH, PAIRS, READABLE, TEXTS, contrast, legible, readable
from tests.screens.book import Book
from tests.screens.rep import ZONE, Rep, at_desk


async def until(rep: Rep, theme: str) -> None:
    """Waits until the app wears a theme, which it does a moment after it was pointed at."""
    for _ in range(500):
        if rep.app.theme == theme:
            await rep.idle()
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"the app wears {rep.app.theme}")


LEGIBLE = [*themes.OURS, *(legible(theme) for theme in BUILTIN_THEMES.values() if not theme.ansi)]


def colours(theme: Theme) -> dict[str, Color]:
    generated = theme.to_color_system().generate() | theme.variables
    grounds = {ground for ground, _ in PAIRS.values()}
    return {name: Color.parse(generated[name]) for name in {*TEXTS, *BEHIND, *PAIRS, *grounds}}


@pytest.mark.parametrize("theme", LEGIBLE, ids=lambda theme: theme.name)
def test_words_can_be_read_on_whatever_they_stand(theme: Theme) -> None:
    known = colours(theme)
    least = HIGH if theme.name.startswith("high-contrast") else READABLE
    for behind in BEHIND:
        for text in TEXTS:
            flat = known[behind].blend(known[text], known[text].a, 1)
            assert contrast(flat, known[behind]) >= least, f"{text} on {behind}"
    for text, (behind, _) in PAIRS.items():
        assert contrast(known[text], known[behind]) >= least, f"{text} on {behind}"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


def test_a_colour_that_can_be_read_stays_as_it_is_and_another_changes_no_more_than_it_must() -> None:
    grey, white = Color.parse("#555555"), Color.parse("#ffffff")
    assert readable(grey, [white]) == grey
    assert READABLE <= contrast(readable(Color.parse("#aaaaaa"), [white]), white) < READABLE + 1


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light", "nord", "textual-light", "high-contrast"])
async def test_the_cursor_row_has_the_colour_of_the_theme(book: Book, name: str) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path, config=Config(zone=ZONE, theme=name)) as rep:
        assert rep.app.theme == name
        assert "Jane Doe" in rep.highlighted
        wanted = rep.app.theme_variables["row-cursor"]
        queue: Widget = rep.app.screen.query_one("#queue")
        cursor = queue.get_component_styles("record-list--cursor").background
        assert rep.app.current_theme.ansi or cursor == Color.parse(wanted)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    path.write_text("# mine\nascii = false\n", encoding="utf-8")
    monkeypatch.setenv("CRM_CONFIG", str(path))
    return path


async def test_a_theme_is_tried_while_it_is_chosen_and_kept_or_left(book: Book, settings: Path) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("T")
        await rep.press("j")
        await until(rep, "desk-light")
        assert rep.app.screen_stack[0].styles.background == Color.parse(str(themes.DESK_LIGHT.background))
        await rep.press("escape")
        assert rep.app.theme == "desk"
        assert load(settings).theme == ""
        await rep.press("T", "j", "enter")
        assert rep.app.theme == "desk-light"
        assert "The theme is desk-light." in rep.toast
        await rep.press("3")
        assert rep.app.screen.styles.background == Color.parse(str(themes.DESK_LIGHT.background))
    kept = load(settings)
    async with at_desk(book.path, config=kept) as rep:
        assert rep.app.theme == "desk-light"


async def test_the_palette_finds_the_themes_and_the_mouse_chooses_one(book: Book, settings: Path) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("ctrl+p")
        await rep.type("theme")
        await rep.press("enter")
        await rep.click("high-contrast-light")
        await until(rep, "high-contrast-light")
        await rep.press("enter")
    assert load(settings).theme == "high-contrast-light"


@pytest.fixture
def spoilt(settings: Path) -> None:
    settings.write_text("nonsense = 1\n", encoding="utf-8")


@pytest.mark.usefixtures("spoilt")
async def test_where_the_settings_cannot_be_written_it_is_said_and_nothing_is_lost(book: Book) -> None:
    book.person("Jane Doe")
    async with at_desk(book.path) as rep:
        await rep.press("T", "j", "enter")
        assert rep.sees("nonsense")
        await rep.press("escape")
        assert rep.app.theme == "desk"
