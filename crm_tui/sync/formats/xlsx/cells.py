"""The cells of a row in a workbook, as they would stand in CSV."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite
from typing import Any
from xml.etree.ElementTree import Element

_DIGITS = "0123456789"

#: Characters as a workbook writes those that XML has no way to hold.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

#: The longest number that needs no look at what it means: of so many digits none gets lost in a float.
_LONGEST_PLAIN = 15


class CellReader:
    """Reads cells of one workbook, of which it needs to know which styles make a number a day, and the shared texts.

    ``book`` is openpyxl's, with the styles read.
    """

    def __init__(self, book: Any, strings: Sequence[str]) -> None:
        from openpyxl.utils.datetime import from_excel

        days, spans = book._date_formats, book._timedelta_formats
        self._day: Callable[[float, int], Any] = lambda number, style: from_excel(
            number, book.epoch, timedelta=style in spans
        )
        self._days = {str(style) for style in days}
        self._strings = strings
        #: Cells that are marked as days, but hold none.
        self.no_days = 0

    def row(self, row: Element) -> list[str]:
        """The cells of ``row`` up to the last that is not blank, each at its place."""
        space = row.tag[: -len("row")]
        value_tag, inline_tag = f"{space}v", f"{space}is"
        found: list[str] = []
        place = 0
        for cell in row:
            if reference := cell.get("r"):
                place = _column(reference.rstrip(_DIGITS))
            else:
                place += 1
            kind = cell.get("t", "n")
            if kind == "inlineStr":
                inline = cell.find(inline_tag)
                text = "" if inline is None else string(inline)
            else:
                value = cell.findtext(value_tag)
                text = self._text(kind, value, cell.get("s", "")) if value else ""
            if not text:
                continue
            if place > len(found):
                found.extend([""] * (place - len(found)))
            found[place - 1] = text
        return found

    def _text(self, kind: str, value: str, style: str) -> str:
        if kind == "s":
            return self._strings[int(value)]
        if kind == "n":
            if style in self._days:
                return self._moment(value, int(style))
            return value if len(value) <= _LONGEST_PLAIN and value.isdecimal() else _number(float(value))
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "d":
            return _plain(datetime.fromisoformat(value)) if "T" in value and value[:1].isdigit() else value
        return _unescaped(value)

    def _moment(self, value: str, style: int) -> str:
        try:
            return _plain(self._day(float(value), style))
        except (OverflowError, ValueError):
            self.no_days += 1
            return value


def string(element: Element) -> str:
    """The text of a cell, or a shared one: all of its runs, without the pronunciation that may stand beside it."""
    parts = []
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [each.text or "" for each in child if each.tag.endswith("}t")]
    return _unescaped("".join(parts))


@lru_cache(1 << 15)
def _column(letters: str) -> int:
    """The number of a column, from 1. Raises ValueError where no spreadsheet has it."""
    from openpyxl.utils import column_index_from_string

    return int(column_index_from_string(letters))


def _plain(value: object) -> str:
    """A day or time as ISO writes it; a span of time in hours, minutes and seconds."""
    if isinstance(value, datetime):
        # A serial number is a fraction of a day, which hits a second only nearly.
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    return value.isoformat() if isinstance(value, date) else ""


def _number(value: float) -> str:
    """A number with all its digits, as telephone numbers are among them; 44.0 is 44."""
    if not isfinite(value):
        return str(value)
    return str(int(value)) if value.is_integer() else f"{value:.15g}"


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    if code == 0:
        return ""
    is_escaped = code < 0x20 or code == ord("_") or 0xD800 <= code < 0xE000 or code >= 0xFFFE
    return chr(code) if is_escaped else match[0]
