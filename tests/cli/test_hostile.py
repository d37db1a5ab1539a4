"""Data that would command the terminal is shown, whole and harmless, by every command that prints."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.conftest import Crm, made_once

HOSTILE = "Eve\x1b]52;c;aGk=\x07\x1b[31m\x9b2J\u202eevil\u2066\x00\r[bold]x[/][/]\u200b"
#: What a terminal obeys, or what makes one text read as another.
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def eve(crm: Crm, call: str, home: Path) -> str:
    """Jane's record, into which another program has written hostile text in every field; her id."""

    def spoil() -> str:
        crm("log", "jane", "call", "hello", "--outcome", "busy")
        crm("edit", "jane", "--note", "x", "--field", "boat=x")
        with sqlite3.connect(home / "book" / "crm.db") as file:
            for table, columns in {
                "contact": ("name", "title", "note", "owner", "source", "given_name"),
                "company": ("name",),
                "contact_point": ("value", "label"),
                "tag": ("name",),
                "custom_field": ("name", "value"),
                "interaction": ("text", "subject", "author"),
                "follow_up": ("text",),
                "operation": ("summary",),
            }.items():
                for column in columns:
                    file.execute(f"UPDATE {table} SET {column} = ?", (HOSTILE.replace("\x00", ""),))
        file.close()
        return str(crm("find", "status:new", "--json").json[0]["id"])

    return made_once("eve", home, spoil)


@pytest.mark.parametrize("json_option", [(), ("--json",)], ids=["plain", "json"])
@pytest.mark.parametrize(
    "words",
    [
        ("today",),
        ("find", "status:new"),
        ("show", "ID"),
        ("history", "ID"),
        ("history",),
        ("edit", "ID", "--title", HOSTILE.replace("\x00", "")),
        ("log", "ID", "call", HOSTILE.replace("\x00", ""), "--outcome", "connected"),
        ("follow-up", "ID", "tomorrow", HOSTILE.replace("\x00", "")),
        ("delete", "ID"),
        ("undo",),
        ("add", HOSTILE.replace("\x00", "")),
        ("config", "owner", HOSTILE.replace("\x00", "")),
        ("show", HOSTILE),
        ("find", "status:" + HOSTILE),
        ("when", HOSTILE),
        ("quick", "@" + HOSTILE + " call", "--dry-run"),
        (HOSTILE,),
        ("sync", "import", HOSTILE.replace("\x00", "")),
        ("done", HOSTILE),
    ],
    ids=lambda words: words[0] if words[0] != HOSTILE else "unknown",
)
def test_nothing_printed_commands_the_terminal(
    crm: Crm, eve: str, words: tuple[str, ...], json_option: tuple[str, ...]
) -> None:
    printed = crm(*(eve if word == "ID" else word for word in words), *json_option)
    assert not OBEYED.search(printed.out)
    assert not OBEYED.search(printed.err)
    assert "crash.log" not in printed.err


def test_the_trash_shows_it_harmless(crm: Crm, eve: str) -> None:
    crm("delete", eve)
    for words in (("trash",), ("trash", "--json")):
        assert not OBEYED.search(crm(*words).out)
    assert not OBEYED.search(crm("trash", "restore", eve).out)


def test_nothing_of_it_is_left_out(crm: Crm, eve: str) -> None:
    assert "␛]52;c;aGk=␇␛[31m‹U+009B›2J‹U+202E›evil‹U+2066›␍[bold]x[/][/]‹U+200B›" in crm("show", eve).out
    assert json.loads(crm("show", eve, "--json").out)["name"] == HOSTILE.replace("\x00", "")


def test_several_matches_are_listed_harmless(crm: Crm, eve: str) -> None:
    for word in ("Ann One", "Ann Two"):
        crm("add", word)
    refused = crm("show", "ann")
    assert refused.code == 4
    assert not OBEYED.search(refused.err)


def test_a_terminal_gets_it_harmless_too(eve: str, home: Path) -> None:
    screen = pexpect.run(f"{sys.executable} -m crm_tui show {eve}", env={**os.environ, "TERM": "xterm"}).decode()
    assert "␛]52;c;aGk=" in screen
    assert "\x1b]52" not in screen
    assert "\u202e" not in screen
