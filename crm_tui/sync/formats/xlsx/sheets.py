"""Sheets of a workbook as lines of CSV, which the machinery for CSV then understands as any other table."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from xml.etree.ElementTree import Element, ParseError, iterparse

from crm_tui.domain.errors import CrmError
from crm_tui.domain.text import clean
from crm_tui.sync.formats.mapping import MAX_COLUMNS
from crm_tui.sync.formats.xlsx import archive
from crm_tui.sync.formats.xlsx.cells import CellReader, string

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

#: Rows of a sheet in all programs there are.
MAX_ROWS = 1 << 20

#: Only what stands at the ends of lines is quoted within cells.
_END = "\r\n"

#: What a workbook that is not what it should be makes the library raise.
_FAULTS = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, ParseError, EOFError),
    OSError,
)


class Book:
    """A workbook, opened and proved to be whole; a context manager. Raises `CrmError` when it cannot be read.

    What it consists of is read by openpyxl. Its cells are read here: openpyxl needs six times as long with the parser
    that refuses entities, which `archive` has refused before, and reads a sheet twice that does not tell its size.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        #: Formulas without a result.
        self.uncomputed = archive.check(path)
        self._file = path.open("rb")
        try:
            self.sheets = self._opened()
        except _FAULTS as error:
            self._file.close()
            raise archive.damaged(path) from error

    def _opened(self) -> list[Sheet]:
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.styles.stylesheet import apply_stylesheet

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = ExcelReader(self._file, read_only=True, data_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            cells = CellReader(reader.wb, self._strings(reader))
            return [
                Sheet(self, str(sheet.name), relation.target, cells, is_hidden=sheet.state != "visible")
                for sheet, relation in reader.parser.find_sheets()
                if relation.Type.endswith("/worksheet") and relation.target in reader.valid_files
            ]

    def _strings(self, reader: ExcelReader) -> list[str]:
        """The texts that cells share."""
        from openpyxl.xml.constants import SHARED_STRINGS

        self.archive = reader.archive
        part: Any = reader.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is None:
            return []
        found: list[str] = []
        with self.archive.open(part.PartName[1:]) as file:
            for _, element in iterparse(file):  # noqa: S314 - `archive` has refused what is dangerous
                if element.tag.endswith("}si"):
                    found.append(string(element))
                    element.clear()
        return found

    def close(self) -> None:
        """Closes the file."""
        self.archive.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Sheet:
    """One sheet: its name, whether it is hidden, and its rows as lines; see `crm_tui.sync.formats.lines.Text`."""

    def __init__(self, book: Book, name: str, part: str, cells: CellReader, *, is_hidden: bool) -> None:
        self.size = book.path.stat().st_size
        self.name = clean(name)
        self.is_hidden = is_hidden
        self._book = book
        self._part = part
        self._cells = cells
        self._unpacked = max(1, book.archive.getinfo(part).file_size)
        self._read = 0

    @property
    def no_days(self) -> int:
        """Cells so far that are marked as days, but hold none."""
        return self._cells.no_days

    @property
    def position(self) -> int:
        """Bytes of the file, were it nothing but this sheet, that are behind us."""
        return min(self.size, self.size * self._read // self._unpacked)

    def __iter__(self) -> Iterator[str]:
        """Each row as one line of CSV; line breaks stay within their cells."""
        self._read = self._cells.no_days = 0
        line = csv.writer(_Echo(), lineterminator=_END).writerow
        last = 0
        name = self._book.path.name
        for number, cells in self._rows():
            if number > MAX_ROWS:
                raise CrmError(f"{name} has more rows than a sheet can have.", "Save it as CSV.")
            if len(cells) > MAX_COLUMNS:
                raise CrmError(
                    f"Row {number} of {name} has {len(cells)} cells; at most {MAX_COLUMNS} can be read.",
                    "Remove some, then try again.",
                )
            if not cells:
                continue
            # Blank rows count, whether or not they are in the file. One out of its order comes behind the others.
            for _ in range(number - last - 1):
                yield ""
            last = max(number, last + 1)
            yield str(line(cells))[: -len(_END)]

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows that there are in the file, by their numbers."""
        number = 0
        try:
            with self._book.archive.open(self._part) as file:
                for _, element in iterparse(file):  # noqa: S314 - as above
                    name = element.tag.rpartition("}")[2]
                    if name == "row":
                        number = _number(element, number + 1)
                        cells = self._cells.row(element)
                        element.clear()
                        self._read = file.tell()
                        yield number, cells
                    elif name == "sheetData":
                        break
        except _FAULTS as error:
            raise archive.damaged(self._book.path) from error

    def close(self) -> None:
        """Closes the whole workbook."""
        self._book.close()


def _number(row: Element, usual: int) -> int:
    number: Any = row.get("r")
    return int(number) if number else usual


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text
