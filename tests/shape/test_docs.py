"""What the documentation says is true: generated pages are current, links lead somewhere, commands and keys exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer

from crm_tui.actions import ACTIONS, Action, Scope, shown
from crm_tui.cli.app import app
from crm_tui.domain import query, when
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from scripts import docs, keys_page, pictures
from scripts.svg import self_contained

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
#: The pages written by hand for reps.
WRITTEN = (ROOT / "README.md", ROOT / "docs/guide.md")

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
_ROW = re.compile(r"^\| `(.+?)` \| (.+?) \|$", re.MULTILINE)
#: Where a shell ends one command.
_SHELL = frozenset({"|", ">", ">>", "<", "||", "&&", ";"})


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> frozenset[str]:
    """What a link may name behind a #, as forges make it from headings."""
    headings = (heading.lower().replace("`", "") for heading in _HEADING.findall(prose(page)))
    return frozenset(re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings)


def section(page: Path, heading: str) -> str:
    """The text under a heading of the second level."""
    return page.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]


# Generated pages


@pytest.mark.parametrize("page", ["keys.md", "cli.md", "config.md", "crm.1"])
def test_generated_pages_are_current(page: str) -> None:
    assert docs.pages()[page] == (docs.DOCS / page).read_text(encoding="utf-8"), "run: make docs"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_stands_once_with_its_keys_among_the_keys(action: Action) -> None:
    rows = [line for line in keys_page.text().splitlines() if line.endswith(f"| `{action.id}` |")]
    assert len(rows) == 1
    assert all(f"`{shown(key)}`" in rows[0] for key in action.keys)


def test_places_are_said_in_one_phrase() -> None:
    assert keys_page.heading(frozenset({Scope.TODAY})) == "Today"
    assert (
        keys_page.heading(frozenset({Scope.FOLLOW_UPS, Scope.TODAY, Scope.LIST}))
        == "In every list, Today and Follow-ups"
    )


# Links


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_to_a_file_or_a_heading(page: Path) -> None:
    for target in _LINK.findall(prose(page)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{target} is not there"
        assert not anchor or anchor in anchors(there), f"{target} has no such heading"


def test_the_readme_leads_to_every_page_for_reps() -> None:
    linked = {(ROOT / target).resolve() for target in _LINK.findall(prose(ROOT / "README.md"))}
    assert linked >= set(ROOT.glob("docs/*.md"))


# Commands


def command_lines(page: Path) -> Iterator[list[str]]:
    """The words of each `crm` command in the page's blocks of shell code, without `crm`."""
    for language, block in _FENCE.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines() if language == "sh" else ():
            words = shlex.split(line, comments=True)
            if words and words[0] == "crm":
                end = next((place for place, word in enumerate(words) if word in _SHELL), len(words))
                yield words[1:end]


def mentioned(page: Path) -> Iterator[list[str]]:
    """The words of each `crm` command within the sentences of a page, without `crm`."""
    for code in _CODE.findall(prose(page)):
        if re.match(r"crm( |$)", code):
            yield shlex.split(code)[1:]


@cache
def program() -> Any:
    return typer.main.get_command(app)


def command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that ``words`` name, and the words behind its name."""
    found, rest = program(), list(words)
    while rest and rest[0] in getattr(found, "commands", {}):
        found = found.commands[rest.pop(0)]
    return found, rest


@pytest.mark.parametrize("page", [*WRITTEN, ROOT / "docs/cli.md"], ids=name)
def test_every_command_in_shell_code_is_one_that_crm_takes(page: Path) -> None:
    for words in command_lines(page):
        found, rest = command(words)
        assert found is not program() or not rest or rest[0].startswith("-"), words
        found.make_context(found.name, rest)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_in_a_sentence_exists_with_its_options(page: Path) -> None:
    for words in mentioned(page):
        found, rest = command(words)
        options = {name for each in found.params for name in (*each.opts, *each.secondary_opts)} | {"--json", "--help"}
        assert found is not program() or not rest or rest[0] in options | {"COMMAND"}, words
        assert {word for word in rest if word.startswith("--")} <= options, words


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_target_of_make_that_is_named_exists(page: Path) -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"(?:^|`)make (\w+)", text, re.MULTILINE)) <= set(targets)


# What the guide says of dates, searches and keys


@pytest.mark.parametrize(("phrase", "understood"), _ROW.findall(section(WRITTEN[1], "Dates you can type")))
def test_dates_are_understood_as_the_guide_says(phrase: str, understood: str) -> None:
    zone = "Europe/Riga"
    desk = Desk(moment=Moment(datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo(zone)), zone))
    assert when.describe(when.parse(phrase, desk).value, desk.moment) == understood


@pytest.mark.parametrize("text", [text for text, _ in _ROW.findall(section(WRITTEN[1], "Search and filters"))])
def test_searches_of_the_guide_are_understood(text: str, desk: Desk) -> None:
    query.check(query.parse(text), desk)


def test_keys_of_the_guide_exist() -> None:
    keys = {shown(key) for action in ACTIONS for key in action.keys} | {"Tab", "Backspace"}
    for heading in ("The morning", "Log a call"):
        for line in section(WRITTEN[1], heading).splitlines():
            if line.startswith("| `"):
                assert set(_CODE.findall(line.split("|")[1])) <= keys


# Pictures


def test_pictures_are_those_that_are_drawn_and_each_is_shown() -> None:
    drawn = pictures.names()
    shown_in = {Path(target).name for page in WRITTEN for target in _LINK.findall(prose(page)) if "pictures/" in target}
    assert drawn == {path.name for path in (docs.DOCS / "pictures").iterdir()} == shown_in


@pytest.mark.parametrize("path", sorted((docs.DOCS / "pictures").glob("*.svg")), ids=name)
def test_pictures_ask_nothing_of_the_network(path: Path) -> None:
    svg = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|@import|<script|<image", svg)


def test_a_screenshot_loses_its_web_fonts_and_its_checksum() -> None:
    from rich.console import Console

    console = Console(record=True, width=20, file=StringIO())
    console.print("Jane")
    svg = self_contained(console.export_svg(title="Today"), name="today")
    assert "Jane" in svg
    assert "url(" not in svg.replace("url(#today-", "")
    assert "Fira" not in svg
    assert "terminal-" not in svg
