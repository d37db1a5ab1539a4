"""docs/cli.md and docs/config.md, made from the commands and the settings themselves.

``python -m crm_tui.cli.reference FOLDER`` writes both; a test holds the files in docs/ to them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from crm_tui.cli.app import app
from crm_tui.cli.reference_text import CONFIG_HEAD, GLOBAL, HEAD, SHAPES
from crm_tui.config.schema import KEYS, Key


def pages() -> Mapping[str, str]:
    """The text of each page by its file name."""
    return {"cli.md": _page(_commands()), "config.md": _page(_settings())}


def _page(lines: Iterator[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _commands() -> Iterator[str]:
    yield HEAD
    yield GLOBAL
    root: Any = typer.main.get_command(app)
    yield "## Commands\n"
    for path, command in walk(root, "crm"):
        yield from _command(path, command)
    yield SHAPES


def walk(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, groups first when they do something by themselves."""
    for name, command in group.commands.items():
        here = f"{path} {name}"
        if not hasattr(command, "commands"):
            yield here, command
            continue
        if command.invoke_without_command:
            yield here, command
        yield from walk(command, here)


def _command(path: str, command: Any) -> Iterator[str]:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option" and each.expose_value]
    usage = " ".join((path, *(each.metavar for each in arguments), *(["[OPTIONS]"] if options else [])))
    yield f"### `{usage}`\n"
    yield f"{command.help}\n"
    rows = [(f"`{each.metavar}`", each.help) for each in arguments]
    rows += [(f"`{names(each)}`", each.help) for each in options]
    if rows:
        yield "| | |\n|---|---|"
        yield from (f"| {_cell(name)} | {_cell(help or '')} |" for name, help in rows)
        yield ""
    if command.epilog:
        examples = command.epilog.partition(":\n")[2]
        yield "```sh"
        yield from (line.strip() for line in examples.splitlines())
        yield "```\n"


def names(option: Any) -> str:
    """How an option is written, with what it takes: "--limit N"."""
    spelt = "/".join((*option.opts, *option.secondary_opts))
    if option.is_flag:
        return spelt
    return f"{spelt} {option.metavar}{'…' if option.multiple else ''}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _settings() -> Iterator[str]:
    yield CONFIG_HEAD
    yield "| key | meaning | example |\n|---|---|---|"
    for key in KEYS:
        yield f"| `{key.name}` | {_cell(key.help)} | `{_example(key)}` |"


def _example(key: Key) -> str:
    if key.is_table:
        return f"[{key.name}]` `{key.example}"
    table, _, leaf = key.name.rpartition(".")
    line = f"{leaf} = {key.example}"
    return f"[{table}]` `{line}" if table else line


def write(folder: Path) -> None:
    """Writes every page into ``folder``."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
