"""The only writer to stdout: tables on a terminal, plain lines in a pipe, JSON when asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

from crm_tui.cli.blocks import Block
from crm_tui.domain.text import visible


class ReaderGoneError(Exception):
    """Whoever reads our stdout has closed it."""


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
