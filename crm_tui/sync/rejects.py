"""The rejects file: refused rows as they were, with the reason in a column of its own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from crm_tui.sync.output import Output

#: The heading of the column that says why.
REASON = "reason"


class Rejects:
    """Writes refused rows as CSV; the file appears when the work is done, and only if there are any.

    The cells are the original ones, so that a mended file can be imported again. Rows of another input file
    begin under its headings, after a blank line.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._output: Output | None = None
        self._headings: tuple[str, ...] | None = None

    def add(self, headings: tuple[str, ...], cells: Sequence[str], reason: str) -> None:
        """Adds a refused row."""
        if self._path is None:
            return
        if self._output is None:
            self._output = Output(self._path)
            self._writer = csv.writer(self._output.text)
        if headings != self._headings:
            if self._headings is not None:
                self._writer.writerow([])
            self._writer.writerow([*headings, REASON])
            self._headings = headings
        blanks = [""] * (len(headings) - len(cells))
        self._writer.writerow([*cells, *blanks, reason])

    def keep(self) -> None:
        """Puts the file in its place."""
        if self._output:
            self._output.keep()

    def discard(self) -> None:
        """Leaves no file."""
        if self._output:
            self._output.discard()
