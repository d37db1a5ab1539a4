"""Workbooks (.xlsx) as a source of records: one sheet at a time, understood as a table of CSV is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from operator import itemgetter
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.sync.formats import layout, presets
from crm_tui.sync.formats.csv_source import CsvSource
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.formats.xlsx.sheets import Book, Sheet

#: Lines that are looked at of every sheet.
_SAMPLE_LINES = 60

#: Fewer known headings than this may be chance.
_ENOUGH = 2

#: The presets of sheets of ours, in the order in which they can be read: people have companies, and work has people.
_OURS = ("crm-companies", "crm", "crm-interactions", "crm-follow-ups")

#: Other sheets that a note names.
_MOST_NAMED = 5


class XlsxSource(CsvSource):
    """A workbook, opened; see `crm_tui.sync.formats.source.Source`. Rows have the numbers of the spreadsheet.

    It is the sheet that the rep names, else the visible one with the most headings that are known. Raises `CrmError`
    for a workbook that is empty, damaged, locked or too large, `UsageError` for a sheet that it does not have.
    """

    format = "xlsx"

    def __init__(self, path: Path, options: ReadOptions, desk: Desk) -> None:
        self._book = Book(path)
        try:
            self._sheet, self._others = chosen(self._book, options)
            super().__init__(path, replace(options, delimiter=","), desk)
        except BaseException:
            self._book.close()
            raise
        self.delimiter = ""

    def _sample(self, _: ReadOptions, most: int, /) -> list[str]:
        self.encoding = ""
        return list(islice(self._sheet, most))

    def _text(self) -> Sheet:
        return self._sheet

    def notes(self) -> tuple[str, ...]:
        """Sentences on the sheets that were not read, on cells without a value, and those of `CsvSource`."""
        found = list(super().notes())
        if self._others:
            found.append(f"The sheet “{self._sheet.name}” was read, not {_named(self._others)}: --sheet NAME.")
        if count := self._book.uncomputed:
            found.append(
                f"{count} {'formula has' if count == 1 else 'formulas have'} no result in the file, and came in blank."
                " To have them, open it in a spreadsheet program and save it."
            )
        if count := self._sheet.no_days:
            found.append(
                f"{count} {'cell is' if count == 1 else 'cells are'} said to be days, but no calendar has them;"
                " they came in as numbers."
            )
        return tuple(found)


def chosen(book: Book, options: ReadOptions) -> tuple[Sheet, list[Sheet]]:
    """The sheet that is read, and the others with anything in them where nobody has named one.

    Raises `UsageError` for a sheet that is not there, `CrmError` where all are empty.
    """
    name, sheets = book.path.name, book.sheets
    if options.sheet:
        wanted = options.sheet.strip().casefold()
        found = next((each for each in sheets if each.name.casefold() == wanted), None)
        if found is None:
            names = ", ".join(each.name for each in sheets) or "none"
            raise UsageError(f"{name} has no sheet “{options.sheet}”.", f"Its sheets are {names}.")
        return found, []
    own = presets.saved(options.presets)
    filled = {each: sample for each in sheets if any(sample := list(islice(each, _SAMPLE_LINES)))}
    if not filled:
        raise CrmError(f"{name} is empty.", "Export it again from the program that it comes from.")

    def rank(sheet: Sheet) -> tuple[bool, bool, int]:
        headings = layout.detect(filled[sheet], ",", own).headings
        preset = presets.best(headings, own)
        known = presets.known(headings, own)
        return not sheet.is_hidden, known >= _ENOUGH and preset.what == "contacts", known

    best = max(filled, key=rank)
    return best, [each for each in filled if each is not best]


def own_sheets(path: Path, options: ReadOptions) -> tuple[str, ...]:
    """The sheets of a workbook that crm wrote with several kinds of records, in the order in which they can be read.

    None of any other workbook, nor where the rep has said which sheet counts or what is in its columns. Raises
    `CrmError` for what is no workbook.
    """
    if options.sheet or options.preset or options.columns:
        return ()
    with Book(path) as book:
        found: list[tuple[int, str]] = []
        for sheet in book.sheets:
            if not (sample := list(islice(sheet, _SAMPLE_LINES))):
                continue
            headings = layout.detect(sample, ",").headings
            name = presets.best(headings).name
            if name not in _OURS or "id" not in headings:
                return ()
            found.append((_OURS.index(name), sheet.name))
    return tuple(name for _, name in sorted(found, key=itemgetter(0))) if len(found) > 1 else ()


def _named(sheets: Iterable[Sheet]) -> str:
    names = [f"“{each.name}”{' (hidden)' if each.is_hidden else ''}" for each in sheets]
    more = [f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else []
    names = [*names[:_MOST_NAMED], *more]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
