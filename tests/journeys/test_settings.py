"""A rep makes the desk theirs: days off, next steps, tags and statuses, and takes it back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Static

from crm_tui.config import Config, load
from crm_tui.domain.outcome import Outcome
from crm_tui.screens.settings.screen import SettingsScreen
from tests.screens.book import Book
from tests.screens.rep import Rep, at_desk

WORDS = '# mine\nzone = "Europe/Riga" # home\n\n# days off\nholidays = [2026-12-25] # Christmas\n'


def said(file: Path) -> str:
    """What stands in a file."""
    return file.read_text(encoding="utf-8") if file.exists() else ""


def say(file: Path, words: str) -> None:
    """Writes a file by hand."""
    file.write_text(words, encoding="utf-8")


def elsewhere(file: Path) -> Path:
    """Where nothing is to be written."""
    return file.parent.parent / "elsewhere.toml"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of settings with remarks, and no way to the one of whoever runs the tests."""
    path = tmp_path / "own" / "config.toml"
    path.parent.mkdir()
    monkeypatch.setenv("CRM_CONFIG", str(elsewhere(path)))
    path.write_text(WORDS, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def somebody(book: Book) -> None:
    """A book that is not empty, which would be welcomed."""
    book.person("Ann Lee")


async def go_to(rep: Rep, words: str) -> None:
    """To the first setting that these words find."""
    await rep.press("/", "ctrl+u")
    await rep.type(words)
    await rep.press("escape")


async def retype(rep: Rep, words: str) -> None:
    """Puts these words into the line in place of what stands there."""
    await rep.press("ctrl+u")
    await rep.type(words)


def rules(book: Book) -> list[tuple[str, int]]:
    """The days of tags that the book goes by."""
    with closing(sqlite3.connect(book.path)) as connection:
        return connection.execute("SELECT tag, days FROM tag_rule").fetchall()


async def test_a_rep_changes_days_off_next_steps_and_tags_and_takes_them_back(book: Book, file: Path) -> None:
    book.person("Jane Doe", tags=("vip",), now="2026-11-01T09:00")
    async with at_desk(book.path, settings=file) as rep:
        await rep.press(",")
        assert rep.sees("2 of your own")
        assert rep.highlighted.startswith("▌ Language")

        await go_to(rep, "holidays")
        await rep.press("enter")
        await rep.type(", 24.12, 1 Jan 2027")
        assert rep.sees("→ Thu 24 Dec 2026, Fri 25 Dec 2026, Fri 1 Jan 2027")
        await rep.type(", tomorrow 9")
        assert rep.sees("is not one day.")
        await rep.press("enter")
        assert rep.sees("is not one day.")
        await rep.press(*["backspace"] * len(", tomorrow 9"), "enter")
        assert rep.app.config.holidays == {date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)}
        assert "holidays = [2026-12-24, 2026-12-25, 2027-01-01] # Christmas\n" in said(file)
        assert "no longer Fri 25 Dec 2026" in rep.toast
        assert "z undoes it" in rep.toast

        await go_to(rep, "no answer")
        await rep.press("enter")
        await retype(rep, "+2bd")
        assert rep.sees("→ call Fri 20 Nov, in 2 days, new becomes attempting")
        await rep.press("tab", "tab", "tab")
        await rep.type("try the mobile")
        await rep.press("enter")
        rule = rep.app.config.outcomes[Outcome.NO_ANSWER]
        assert (rule.next, rule.text, rule.status) == ("+2bd", "try the mobile", (("new", "attempting"),))
        assert rep.sees("+2bd · try the mobile · new → attempting")

        await go_to(rep, "days for a tag")
        await rep.press("enter")
        await rep.type("#vip")
        await rep.press("tab")
        await rep.type("soon")
        assert rep.sees("tags.vip must be a whole number above zero.")
        await retype(rep, "7")
        assert rep.sees("→ #vip: quiet after 7 days without a word")
        await rep.press("enter")
        assert rep.app.config.tags == {"vip": 7}
        assert rep.app.desk().tag_days == {"vip": 7}
        assert rules(book) == [("vip", 7)]

        await rep.press("z")
        assert rep.app.config.tags == {}
        assert rep.toast.startswith("✓ Undone: #vip")
        assert rules(book) == []
        await rep.press("Z")
        assert rep.app.config.tags == {"vip": 7}

        await go_to(rep, "#vip")
        await rep.press("r")
        assert "[tags]" not in said(file)
        await go_to(rep, "no answer")
        await rep.press("r")
        await go_to(rep, "holidays")
        await rep.press("r")
        assert said(file) == '# mine\nzone = "Europe/Riga" # home\n\n# days off\n'
        await rep.press("r")
        assert "That is the built-in value already." in rep.toast
        await rep.press(*"zzzzzzz")
        assert said(file) == WORDS
        assert "No setting has been changed since crm was opened." in rep.toast
        assert load(file) == rep.app.config
    assert not book.rows("SELECT * FROM operation WHERE origin = 'undo'")


async def test_choices_are_chosen_and_flags_turned(book: Book, file: Path) -> None:
    async with at_desk(book.path, settings=file) as rep:
        await rep.press(",", "enter")
        assert rep.sees("English (now)")
        await rep.type("gre")
        await rep.press("enter")
        assert rep.app.config.language == "el"
        await go_to(rep, "time zone")
        await rep.press("enter")
        await rep.type("new york")
        assert rep.sees("America/New_York")
        await rep.press("enter")
        assert rep.app.desk().moment.zone == "America/New_York"
        assert 'zone = "America/New_York" # home' in said(file)
        await go_to(rep, "bell")
        await rep.press("enter")
        assert rep.app.config.notify_bell is False
        await go_to(rep, "first screen")
        await rep.press("enter", "down", "enter")
        assert "From the next start." in rep.toast
        assert load(file).first_screen == "contacts"
        await go_to(rep, "day ends")
        await rep.press("enter")
        await retype(rep, "8")
        assert rep.sees("Day ends must be later than day_start.")
        await rep.press("enter")
        await retype(rep, "16.30")
        assert rep.sees("→ 16:30")
        await rep.press("enter")
        assert rep.app.desk().working.day_end.hour == 16
        await go_to(rep, "theme")
        await rep.press("enter", "down", "down", "enter")
        assert rep.app.theme == load(file).theme == "high-contrast"
        assert not said(elsewhere(file))
        await rep.press("z")
        assert rep.app.theme == "desk"
        assert load(file).theme == ""


async def test_statuses_are_added_moved_closed_and_removed_with_their_people_counted(book: Book, file: Path) -> None:
    book.person("Jane Doe", status="nurture")
    book.person("Bob Stone", status="nurture")
    async with at_desk(book.path, settings=file, size=(80, 24)) as rep:
        await rep.press(",")
        await go_to(rep, "another")
        await rep.press("enter")
        await rep.type("On hold")
        assert rep.sees("→ on hold: promises a next step")
        await rep.press("enter")
        assert [status.name for status in rep.app.config.statuses][-1] == "on hold"
        await go_to(rep, "on hold")
        await rep.press("escape", "<", "<", "enter")
        status = rep.app.config.statuses[-3]
        assert (status.name, status.is_open) == ("on hold", False)
        assert rep.highlighted.startswith("▌ on hold               closed")

        await go_to(rep, "nurture")
        await rep.press("delete")
        assert rep.sees("2 people have the status nurture.")
        await rep.press("escape")
        assert "nurture" in said(file)
        await rep.press("delete", "enter")
        assert "nurture" not in said(file)
        assert "nurture" not in {status.name for status in rep.app.config.statuses}
        await go_to(rep, "statuses.new")
        await rep.press("delete")
        assert "must have the status new" in rep.toast
        await rep.press("r")
        assert rep.app.config.statuses == Config().statuses
        assert said(file) == WORDS


async def test_a_file_changed_by_hand_meanwhile_is_shown_and_not_overwritten(book: Book, file: Path) -> None:
    async with at_desk(book.path, settings=file) as rep:
        await rep.press(",")
        await go_to(rep, "your name")
        await rep.press("enter")
        await rep.type("Rita")
        say(file, WORDS + 'owner = "Ann"\n')
        await rep.press("enter")
        assert rep.sees("has been changed meanwhile")
        await rep.press("escape")
        assert rep.sees("Ann")
        assert rep.app.config.owner == "Ann"
        await rep.press("enter")
        await retype(rep, "Rita")
        say(file, WORDS + "owner = 7\n")
        await rep.press("enter")
        assert rep.sees("has been changed meanwhile")
        await rep.press("escape")
        told = str(rep.app.screen.query_one("#about", Static).content)  # on the screen, a long path breaks it anywhere
        assert "owner must be text in quotes" in told
        assert "line 6" in told
        assert rep.app.config.owner == "Ann"
        await rep.press("r", "delete", "<", "z", "enter")
        assert said(file) == WORDS + "owner = 7\n"
        say(file, WORDS)
        await rep.press("escape", "escape", ",")
        assert rep.sees("Europe/Riga")


async def test_settings_are_reached_by_palette_and_mouse_and_left_by_escape(book: Book, file: Path) -> None:
    async with at_desk(book.path, settings=file) as rep:
        await rep.press(":")
        await rep.type("settings")
        await rep.click("Settings: days")
        await rep.press("enter")
        assert isinstance(rep.app.screen, SettingsScreen)
        await rep.press(",", ":")
        await rep.type("undo")
        assert rep.sees("There is nothing to undo.")
        await rep.press("escape", "escape")
        assert not isinstance(rep.app.screen, SettingsScreen)


async def test_whoever_is_added_from_the_settings_is_not_taken_back_by_an_undo_of_settings(book: Book) -> None:
    async with at_desk(book.path) as rep:
        await rep.press("comma", "a")
        await rep.type("Jane Doe")
        await rep.press("enter")
        assert rep.toast.endswith("z undoes it on other screens")
        await rep.press("z")
        assert "No setting has been changed" in rep.toast
        await rep.press("1", "z")
        assert rep.toast.startswith("✓ Undid: Added Jane Doe")
    assert book.rows("SELECT pk FROM contact WHERE name = 'Jane Doe' AND deleted_at IS NULL") == []
