"""The only writer to stdout: tables on a terminal, plain lines in a pipe, JSON when asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence

from crm_tui.domain.text import visible
from crm_tui.domain.value import dataclass


class ReaderGoneError(Exception):
    """Whoever reads our stdout has closed it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to read, one line each. ``flexible`` names the columns that give way where space is short.

    Columns without content are left out; titles are shown on a terminal, unless all of them are "".
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    flexible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that stands above others."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Text of several lines, as a rep wrote it."""

    text: str
    indent: int = 2


Block = Table | Heading | Note | str


class Output:
    """Prints what a command found. Whatever comes from the database is made harmless here, and only here."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json

    def show(self, value: Callable[[], object], blocks: Callable[[], Iterable[Block]]) -> None:
        """Prints one document of JSON, made by ``value``, or else ``blocks`` to read."""
        if self.as_json:
            from crm_tui.cli.json_text import dumps

            self._write(dumps(value()) + "\n")
        elif _is_terminal():
            from crm_tui.cli.terminal_text import rendered

            self._write(rendered(blocks()))
        else:
            from crm_tui.cli.plain_text import rendered as plain

            self._write(plain(blocks()))

    def raw(self, text: str) -> None:
        """Prints lines of our own, which hold no data."""
        self._write(text)

    def aside(self, text: str) -> None:
        """Says something to the person at the terminal, on stderr."""
        sys.stderr.write(f"{visible(text)}\n")

    def _write(self, text: str) -> None:
        try:
            reconfigure = getattr(sys.stdout, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(errors="replace")
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ReaderGoneError from error


def _is_terminal() -> bool:
    """Whether a person looks at stdout, through a terminal that knows colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
