"""Logging with the context in sight: several people, yesterday, an editor, and people who must be left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from textual import events

from tests.journeys.terminal import Terminal
from tests.screens.book import Book, made_once
from tests.screens.rep import NOW, Rep, at_desk

EARLIER = "2026-11-16T09:00"
PEOPLE = "SELECT c.name FROM interaction_contact l JOIN contact c ON c.pk = l.contact ORDER BY l.pk"

UseEditor: TypeAlias = Callable[[str], None]


@pytest.fixture
@made_once
def known(book: Book) -> Book:
    """Jane, whose call is due, and others."""
    book.person("Jane Doe", phone="+371 20 000 000", company="Acme", now=EARLIER)
    book.follow_up("Jane Doe", "today", "about pricing", now=EARLIER)
    for name, company in (("Élodie Martin", "Acme"), ("Ελένη Παπαδοπούλου", "Βήτα"), ("Elodie Martin", "Gamma")):
        book.person(name, company=company, status="unqualified", now=EARLIER)
    return book


@pytest.fixture
def use_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UseEditor:
    """Makes a program that does to the file what a line of shell says, and names it in VISUAL."""

    def use(script: str) -> None:
        program = tmp_path / "my editor"
        program.write_text(f'#!/bin/sh\nfile="$2"\n{script}\n', encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("VISUAL", f"'{program}' --wait")

    return use


def nothing_is_left_of(path: Path) -> bool:
    return not path.exists() and not path.parent.exists()


@contextmanager
def _lent() -> Iterator[None]:
    yield


async def write_a_note(rep: Rep, words: str) -> None:
    """Begins a note and calls the editor; without a terminal there is none to lend."""
    rep.app.suspend = _lent  # type: ignore[method-assign]
    await rep.press("n")
    await rep.type(words)
    await rep.press("ctrl+e")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_timeline_is_read_while_a_call_is_logged(known: Book, size: tuple[int, int]) -> None:
    async with at_desk(known.path, size=size) as rep:
        await rep.press("n", *"likes mornings", "enter", "n", *"hates fax", "enter", "enter", "c", "2")
        assert rep.sees("[no answer]")
        lines = rep.look().splitlines()
        assert any("▌ ✎  Wed 18 Nov 09:30   note" in line and "hates fax" in line for line in lines)
        assert any("  ✎  just now           note" in line and "likes morn" in line for line in lines)


async def test_the_next_step_follows_the_outcome(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("c", "2")
        assert rep.sees("→ Thu 19 Nov 14:00, tomorrow call")
        await rep.press("3")
        assert rep.sees("→ Fri 20 Nov, in 2 days call")
        assert not rep.sees("14:00")
        await rep.press("9")
        assert rep.sees("→ no next step")
        await rep.press("space")
        assert rep.sees("in 6 months")


async def test_kinds_and_outcomes_can_be_clicked(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("l")
        await rep.click("visit")
        await rep.click("not interested")
        assert rep.sees("9 [not interested]")
        await rep.press("enter", "enter")
        assert "Visited Jane Doe · not interested" in rep.toast
        await rep.press("F")
        await rep.click("note")
        assert rep.sees("notes only: 0")


@pytest.mark.parametrize(
    ("keys", "asked", "answer", "said"),
    [
        (("l", "tab"), "What was it?", "v", "Visited Jane Doe"),
        (("c", "tab"), "How did it end?", "2", "Called Jane Doe · no answer"),
    ],
)
async def test_a_key_that_is_asked_for_is_taken_also_after_a_note(
    known: Book, keys: tuple[str, ...], asked: str, answer: str, said: str
) -> None:
    async with at_desk(known.path) as rep:
        await rep.press(*keys, *"hello", "enter")
        assert rep.sees(asked)
        await rep.press(answer, "enter")
        assert said in rep.toast
    assert known.rows("SELECT text FROM interaction") == [("hello",)]


async def test_a_wrong_number_is_marked_and_another_one_is_to_be_found(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("c", "6")
        assert rep.sees("→ +371 20 000 000 is marked bad")
        assert rep.sees("to-do: find number")
        await rep.press("enter")
        assert "marked bad" in rep.toast
    assert known.rows("SELECT is_bad FROM contact_point WHERE kind = 'phone'") == [(1,)]
    assert known.rows("SELECT kind, text FROM follow_up WHERE state = 'open'") == [("to-do", "find number")]


async def test_a_meeting_with_two_is_one_entry_and_moves_the_status_of_one(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("l", "m", "7", *"lunch > fri 10", "tab", "tab", "tab")
        await rep.type("παπαδ")
        assert rep.sees("Tab: [Ελένη Παπαδοπούλου, Βήτα]")
        await rep.press("tab")
        assert rep.sees("With       Ελένη Παπαδοπούλου")
        await rep.press("enter")
        assert "Met Jane Doe and Ελένη Παπαδοπούλου · meeting booked" in rep.toast
    assert known.rows(PEOPLE) == [("Jane Doe",), ("Ελένη Παπαδοπούλου",)]
    assert known.rows("SELECT name, status FROM contact ORDER BY pk LIMIT 3") == [
        ("Jane Doe", "qualified"),
        ("Élodie Martin", "unqualified"),
        ("Ελένη Παπαδοπούλου", "unqualified"),
    ]


async def test_arrows_choose_among_people_of_the_same_name_and_commas_part_them(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("l", "v", "tab", "tab", "tab", "tab")
        await rep.type("elodie")
        first, second = [one.company for one in rep.app.screen.query_one("#with")._offers]  # type: ignore[attr-defined]
        await rep.press("down")
        assert rep.sees(f"Tab: [Elodie Martin, {second}]") or rep.sees(f"Tab: [Élodie Martin, {second}]")
        await rep.press("tab")
        await rep.type(", elodie")
        await rep.press("tab", "enter")
    assert {first, second} == {"Acme", "Gamma"}
    assert sorted(known.rows(PEOPLE)) == sorted([("Jane Doe",), ("Élodie Martin",), ("Elodie Martin",)])


async def test_a_name_that_fits_several_is_asked_about(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("l", "v", "tab", "tab", "tab", "tab")
        await rep.type("martin")
        await rep.press("enter")
        assert rep.sees("Several contacts match")
        await rep.type("x")
        await rep.press("enter")
        assert rep.sees("No contact matches")
    assert known.rows("SELECT count(*) FROM interaction") == [(0,)]


async def test_what_is_still_to_come_has_not_happened(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("l", "m", "tab", "tab", "tab")
        await rep.type("tomorrow 9")
        assert rep.sees("is still to come. f plans ahead.")
        await rep.press("enter")
        assert known.rows("SELECT count(*) FROM interaction") == [(0,)]
        await rep.press(*["backspace"] * 10)
        await rep.type("yesterday 15:00")
        assert rep.sees("→ Tue 17 Nov 15:00, yesterday")
        await rep.press("enter")
    assert known.rows("SELECT at FROM interaction") == [(1794920400,)]


async def test_the_editor_writes_a_note_of_several_lines(known: Book, use_editor: UseEditor, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    use_editor(
        f'stat -c %a "$file" "$(dirname "$file")" > "{seen}"; cat "$file" >> "{seen}"; echo "$file" >> "{seen}"\n'
        'printf "\\nsecond line\\n" >> "$file"'
    )
    async with at_desk(known.path) as rep:
        await write_a_note(rep, "first")
        assert rep.sees("first ⏎  ⏎ second line")
        await rep.press("enter")
        assert "Note on Jane Doe" in rep.toast
    assert known.rows("SELECT text FROM interaction") == [("first\n\nsecond line",)]
    mode, folder_mode, text, path = seen.read_text(encoding="utf-8").splitlines()
    assert (mode, folder_mode, text) == ("600", "700", "first")
    assert nothing_is_left_of(Path(path))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 0", "The note is as it was."),
        ("exit 3", "“my editor” failed (3); the note is as it was."),
        ('rm "$file"', "The note is as it was."),
        (': > "$file"; exit 1', "failed (1); the note is as it was."),
        ("kill -9 $$", "failed (-9); the note is as it was."),
    ],
)
async def test_an_editor_that_does_nothing_or_fails_loses_nothing(
    known: Book, use_editor: UseEditor, script: str, words: str
) -> None:
    use_editor(script)
    async with at_desk(known.path) as rep:
        await write_a_note(rep, "my words")
        assert rep.sees(words)
        assert rep.sees("my words")
        await rep.type("!")
        await rep.press("enter")
    assert known.rows("SELECT text FROM interaction") == [("my words!",)]


async def test_what_a_failing_editor_had_saved_is_kept(known: Book, use_editor: UseEditor) -> None:
    use_editor('printf "half" > "$file"; exit 1')
    async with at_desk(known.path) as rep:
        await write_a_note(rep, "")
        assert rep.sees("what it had saved is in the note")
        assert rep.sees("half")


async def test_a_missing_editor_is_named(known: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    async with at_desk(known.path) as rep:
        await write_a_note(rep, "my words")
        assert rep.sees("The editor “no-such-editor” cannot be started")
        assert rep.sees("my words")


async def test_a_terminal_that_cannot_be_lent_is_said(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("c", "1", *"wants fax", "ctrl+e")
        assert rep.sees("No editor can be opened in this terminal.")
        assert rep.sees("wants fax")


async def test_the_next_step_is_in_the_last_line_of_a_long_note(known: Book, use_editor: UseEditor) -> None:
    use_editor('printf "she said: 5 > 3\\n> quoted\\nwants more > tue 9 send it\\n" > "$file"')
    async with at_desk(known.path) as rep:
        rep.app.suspend = _lent  # type: ignore[method-assign]
        await rep.press("c", "1", "ctrl+e")
        assert rep.sees("→ Tue 24 Nov 09:00, in 6 days call: send it")
        await rep.press("enter")
    assert known.rows("SELECT text FROM interaction") == [("she said: 5 > 3\n> quoted\nwants more",)]


async def test_every_line_of_what_is_pasted_is_kept(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("n")
        rep.app.screen.focused.post_message(events.Paste("one\r\ntwo\x1b]52;c;aGk=\x07\n\nfour"))  # type: ignore[union-attr]
        await rep.idle()
        assert rep.sees("one ⏎ two]52;c;aGk= ⏎  ⏎ four")
        await rep.press("enter")
    assert known.rows("SELECT text FROM interaction") == [("one\ntwo]52;c;aGk=\n\nfour",)]


async def test_who_must_not_be_contacted_leaves_every_queue_and_is_banned_in_words(known: Book) -> None:
    async with at_desk(known.path) as rep:
        assert "Jane Doe" in rep.highlighted
        await rep.press("p", "0")
        assert "do not contact" in rep.toast
        assert not rep.sees("Jane Doe  ")
        await rep.press("6")
        assert not rep.sees("Jane Doe  ")
        await rep.press("3", "slash", *"jane", "escape")
        assert rep.sees("DO NOT CONTACT")
        for keys in ("c", "n", "l"):
            await rep.press(keys)
            assert rep.look().count("DO NOT CONTACT") == 2
            await rep.press("escape")
        await rep.press("enter")
        assert rep.sees("DO NOT CONTACT")
        await rep.press("f", *"tomorrow", "enter")
        assert rep.sees("must not be contacted")
        await rep.press("escape", "z")
    assert known.rows("SELECT do_not_contact FROM contact WHERE name = 'Jane Doe'") == [(0,)]
    assert known.rows("SELECT state FROM follow_up") == [("open",)]


async def test_a_call_with_who_must_not_be_contacted_leads_to_nothing(known: Book) -> None:
    async with at_desk(known.path) as rep:
        await rep.press("p", "0", "3", "slash", *"jane", "escape", "c", "8")
        assert rep.sees("→ no next step")
        await rep.press("enter")
        assert "Called Jane Doe · callback requested" in rep.toast
        assert "Jane Doe is marked do-not-contact" in rep.toast
    assert known.rows("SELECT state FROM follow_up") == [("canceled",)]


async def test_the_banner_is_seen_on_a_small_terminal_and_without_colour(known: Book) -> None:
    async with at_desk(known.path, size=(80, 24)) as rep:
        await rep.press("p", "0", "3", "slash", *"jane", "escape", "enter")
        assert rep.sees("⊘ DO NOT CONTACT")
        await rep.press("c")
        assert rep.sees("⊘ DO NOT CONTACT")


def test_the_editor_has_the_terminal_and_gives_it_back(known: Book, use_editor: UseEditor, tmp_path: Path) -> None:
    program = tmp_path / "ask"
    program.write_text('#!/bin/sh\necho "EDITOR HERE"\nread answer\necho "$answer" >> "$1"\n', encoding="utf-8")
    program.chmod(0o755)
    terminal = Terminal(
        tmp_path, "--db", str(known.path), "--now", f"{NOW}+02:00", environment={"VISUAL": str(program)}
    )
    terminal.until("about pricing")
    terminal.press("nfirst\x05")
    terminal.until("EDITOR HERE")
    terminal.press("second\r")
    terminal.until("first ⏎ second")
    terminal.until("about pricing")
    terminal.press("\r")
    terminal.until("Note on Jane Doe")
    terminal.press("q")
    assert terminal.end() == 0
    assert known.rows("SELECT text FROM interaction") == [("first\nsecond",)]
