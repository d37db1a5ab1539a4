"""The cells of a row made fit to be stored, with one look at the whole row where nothing is to be done."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from crm_tui.domain.text import clean
from crm_tui.sync.formats.cells import unguard


class Tidier:
    """Takes guards and unwanted characters off the cells of rows that are ``width`` wide.

    Cells of the ``long`` columns may have several lines.
    """

    def __init__(self, width: int, long: frozenset[int]) -> None:
        self._is_long = [index in long for index in range(width)]

    def tidy(self, row: Sequence[str]) -> list[str]:
        """The cells as `clean` and `unguard` leave them, "" for blank ones."""
        whole = ",".join(row)
        # What is printable and in normal form as a whole is so in every part.
        if whole.isprintable() and (whole.isascii() or unicodedata.is_normalized("NFC", whole)):
            if "'" in whole:
                row = [unguard(cell) for cell in row]
            return [cell.strip() for cell in row]
        return [
            clean(unguard(cell), multiline=is_long) if cell else ""
            for cell, is_long in zip(row, self._is_long, strict=True)
        ]
