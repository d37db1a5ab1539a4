"""Workbooks on their way out: days as days, numbers as numbers, and text as text, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any, BinaryIO, Self
from zoneinfo import ZoneInfo

from crm_tui.sync.formats import cells

#: Rows of one sheet, with its headings; a table that is longer goes on in another.
MAX_ROWS = 1 << 20

#: Characters of one cell; a spreadsheet program would call a file with more damaged.
MAX_TEXT = 32_767

#: What XML cannot hold, and what would be read as the way in which workbooks write that.
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

#: How cells begin that are text only because it is said so.
_MISREAD = frozenset("=+-@#＝＋－＠")

_TIMES = frozenset({"at", "created_at", "done_at"})
_NUMBERS = frozenset({"duration_minutes", "keep_in_touch_days", "snoozes"})

#: The first day that all programs number alike: 1900 was no leap year, but Lotus 1-2-3 had it so.
_FIRST_DAY = date(1900, 3, 1)
_DAY = "yyyy-mm-dd"
_TIME = "yyyy-mm-dd hh:mm:ss"
_TEXT = "@"

#: Widths of columns in characters, where nothing else is known of them.
_WIDTH = 18
_WIDTHS = {
    **dict.fromkeys(("name", "contact", "company", "email", "subject"), 28),
    **dict.fromkeys(("note", "text", "address"), 48),
    **dict.fromkeys(("at", "created_at", "done_at", "due", "phone"), 20),
    **dict.fromkeys(("id", "contact_id", "external_id", "kind", "state", "stage", "tier", "status", "zone"), 12),
}

Read = Callable[[str], Any]


class WorkbookWriter:
    """Writes tables as sheets, row by row. Times are those of ``zone``, as spreadsheets know no zones.

    To be left as a context, which takes away what openpyxl has put aside for sheets that were never saved.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        from openpyxl import Workbook

        self._zone = zone
        self._book = Workbook(write_only=True)
        self._sheet: Any
        self._title = ""
        self._headings: tuple[str, ...] = ()
        self._readers: list[Read | None] = []
        self._rows = self._sheets = 0
        #: Texts that were too long for a cell.
        self.cut = 0

    def begin(self, title: str, headings: Sequence[str]) -> None:
        """Begins a sheet: its headings are bold, and stay in sight."""
        self._title, self._headings, self._sheets = title, tuple(headings), 0
        self._readers = [self._reader(heading) for heading in headings]
        self._begin()

    def _begin(self) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._sheets += 1
        title = self._title if self._sheets == 1 else f"{self._title} {self._sheets}"
        self._sheet = self._book.create_sheet(title)
        self._sheet.freeze_panes = "A2"
        for number, heading in enumerate(self._headings, 1):
            width = _WIDTHS.get(heading.partition(".")[0], _WIDTH)
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        bold = Font(bold=True)
        row = [self._cell(_escaped(heading)) for heading in self._headings]
        for cell in row:
            cell.font = bold
        self._sheet.append(row)
        self._rows = 1

    def add(self, row: Sequence[str]) -> None:
        """Adds a row under the headings, in the next sheet where this one is full."""
        if self._rows >= MAX_ROWS:
            self._begin()
        self._sheet.append(
            [read(text) if text and read else self._text(text) for text, read in zip(row, self._readers, strict=True)]
        )
        self._rows += 1

    def save(self, file: BinaryIO) -> None:
        """Writes the workbook."""
        self._book.save(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        sheets: Sequence[Any] = self._book.worksheets
        for sheet in sheets:
            if not sheet.closed and sheet._writer is not None:
                # What has ended the writing is the error to be told: on a full disk the end of a sheet fails as well.
                with suppress(OSError, StopIteration):
                    sheet.close()
                with suppress(OSError):
                    sheet._writer.cleanup()

    def _reader(self, heading: str) -> Read | None:
        if heading in _TIMES:
            return self._instant
        if heading in _NUMBERS:
            return self._number
        return {"due": self._due, "birthday": self._day}.get(heading)

    def _text(self, text: str) -> Any:
        """A cell of text; None for a blank one.

        It needs no apostrophe before what looks like a formula, for it says that it is text. One that is there already
        gets another, as an import takes one off.
        """
        if not text:
            return None
        first = text[0]
        if first == "'":
            text = cells.guard(text)
        if "_x" in text or not text.isprintable():
            text = _escaped(text)
        if len(text) > MAX_TEXT:
            self.cut += 1
            text = text[:MAX_TEXT]
        if first not in _MISREAD:
            return text
        # Said so in the format as well, it stays text when somebody edits the cell.
        return self._cell(text, _TEXT)

    def _cell(self, value: Any, shown: str = "General") -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value)
        cell.number_format = shown
        if isinstance(value, str):
            cell.data_type = "s"
        return cell

    def _number(self, text: str) -> Any:
        return int(text) if text.isdecimal() and text.isascii() else self._text(text)

    def _day(self, text: str) -> Any:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            # A birthday without its year.
            return self._text(text)
        return self._text(text) if day < _FIRST_DAY else self._cell(day, _DAY)

    def _due(self, text: str) -> Any:
        # At midnight there is no telling an hour from a whole day.
        return self._instant(text, is_midnight_clear=False) if "T" in text else self._day(text)

    def _instant(self, text: str, *, is_midnight_clear: bool = True) -> Any:
        """A moment as the clock here shows it; as text where that would not tell which it is, as in autumn at 3:30."""
        at = datetime.fromisoformat(text)
        here = at.astimezone(self._zone).replace(tzinfo=None, fold=0)
        is_clear = here.date() >= _FIRST_DAY and here.replace(tzinfo=self._zone).timestamp() == at.timestamp()
        if is_clear and (is_midnight_clear or here.time() != time()):
            return self._cell(here, _TIME)
        return self._text(text)


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
