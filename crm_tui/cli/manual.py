"""docs/crm.1, the page that `man crm` shows, made from the commands and from what docs/cli.md says.

The macros are those of man(7): every reader of manuals understands them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from crm_tui.cli.app import app
from crm_tui.cli.reference import names, walk
from crm_tui.cli.reference_text import GLOBAL

_TITLE = '.TH CRM 1 "" "crm-tui" "User Commands"'

_INTRODUCTION = (
    "crm is the follow-up desk of a sales rep. Without a command it opens the app: what is overdue and due today, whom"
    " nothing is planned for, and who has gone quiet; one key logs a call, and the next step is proposed. The commands"
    " do the daily work from a shell and in scripts. Press ? in the app for its keys."
)

_FILES = (
    ("crm.db", "The database, in the data folder of your system (on Linux ~/.local/share/crm-tui)."),
    ("config.toml", "The settings, in its config folder (~/.config/crm-tui); `crm config path` says where."),
)

_ROW = re.compile(r"^\| (?P<left>[^|]+?) \| (?P<right>[^|]*?) ?\|$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def page() -> str:
    """The manual in the language of man(7)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _TITLE
    yield from _section("NAME")
    yield "crm \\- the morning's follow\\-ups, one key at a time"
    yield from _section("SYNOPSIS")
    yield "\\fBcrm\\fR [\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]]"
    yield from _section("DESCRIPTION")
    yield _plain(_INTRODUCTION)
    blocks = [block for block in GLOBAL.split("\n\n") if not block.startswith("#")]
    options, codes = (block for block in blocks if block.startswith("|"))
    yield from _section("OPTIONS")
    yield from _table(options)
    for prose in blocks:
        if not prose.startswith("|"):
            yield from (".PP", _plain(" ".join(prose.split())))
    yield from _section("COMMANDS")
    root: Any = typer.main.get_command(app)
    for path, command in walk(root, "crm"):
        yield from _command(path, command)
    yield from _section("EXIT STATUS")
    yield from _table(codes)
    yield from _section("FILES")
    for name, words in _FILES:
        yield from _item(name, words)


def _command(path: str, command: Any) -> Iterator[str]:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option" and each.expose_value]
    yield ".SS " + _plain(" ".join((path, *(each.metavar for each in arguments))))
    yield _plain(" ".join((command.help or "").split()))
    for each in arguments:
        if each.help:
            yield from _item(each.metavar, each.help)
    for each in options:
        yield from _item(names(each), each.help or "")
    if command.epilog:
        examples = [line.strip() for line in command.epilog.partition(":\n")[2].splitlines() if line.strip()]
        yield from (".PP", ".RS 4", ".nf", *map(_plain, examples), ".fi", ".RE")


def _section(title: str) -> Iterator[str]:
    yield f".SH {title}"


def _table(markdown: str) -> Iterator[str]:
    """The rows of a table with two columns, whose heads are no row."""
    for row in _ROW.finditer(markdown):
        if row["left"] != "exit code":
            yield from _item(row["left"], row["right"])


def _item(term: str, words: str) -> Iterator[str]:
    yield ".TP"
    yield f"\\fB{_plain(term)}\\fR"
    yield _plain(words) if words else "\\&"


def _plain(text: str) -> str:
    """Text as man(7) reads it literally: no escapes, no requests, hyphens that can be copied; without Markdown."""
    text = _LINK.sub(r"\1", text).replace("`", "")
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in text)
    return f"\\&{text}" if text.startswith((".", "'")) else text
