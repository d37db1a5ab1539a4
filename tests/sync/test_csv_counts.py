"""Every row of a file is a record, a refusal, or told in a note: counted against another reader of CSV."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from crm_tui.store.store import Store
from crm_tui.sync.formats.source import ReadOptions
from tests.sync.office import brought

#: Files as programs and people make them, by what is hard about them, with the row of their headings.
FILES = {
    "commas and lines in quotes": (b'Name,Note\r\n"Lee, Ann","two\r\nlines"\r\nBob,"say ""hi"""\r\n', 1),
    "carriage returns alone": (b"Name,E-mail\rAnn,a@b.example\rBob,b@b.example", 1),
    "zero bytes": (b"Name,E-mail\nA\0nn,a@b.example\n\0,\nBob,b@b.example\n", 1),
    "rows of commas and blank rows": (b"Name,E-mail\n,\n\n , \nAnn,a@b.example\n,,\n", 1),
    "longer and shorter rows": (b"Name,E-mail,City\nAnn\nBob,b@b.example,Oslo,more\nCy,c@b.example,,\n", 1),
    "headings once more": (b"Name,E-mail\nAnn,a@b.example\nName,E-mail\nBob,b@b.example\n", 1),
    "lines before the headings": (
        b'Notes:\n"a, b, and c"\n\nFirst Name,Last Name,Connected On\nAnn,Lee,1 Jan 2026\n',
        4,
    ),
    "semicolons": (b"Name;E-mail;Price\nAnn;a@b.example;3,50\nBob;;4,00\n", 1),
    "a tab between cells": (b"Name\tE-mail\nAnn, the first\ta@b.example\nBob\t\n", 1),
    "words for nothing": (b"Name,E-mail\nNULL,N/A\nAnn,none\n,N/A\n", 1),
    "a byte order mark and quoted headings": (b'\xef\xbb\xbf"Name","E-mail"\n"Ann","a@b.example"\n', 1),
    "another quotation mark": (b"Name,E-mail\n'Lee, Ann',a@b.example\n'Bob',b@b.example\n", 1),
}

_SKIPPED = re.compile(r": (\d+) (?:blank rows?|rows?) (?:was|were|repeats?|is|are) ")


def _oracle(content: bytes, heading: int) -> int:
    """Rows below the headings that are not blank, read by Python alone."""
    text = content.decode("utf-8-sig").replace("\0", "")
    delimiter = max(",;\t", key=text.splitlines()[heading - 1].count)
    rows = list(csv.reader(io.StringIO(text, newline=None), delimiter=delimiter))
    return sum(any(cell.strip() for cell in row) for row in rows[heading:])


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_accounted_for(store: Store, tmp_path: Path, name: str) -> None:
    content, heading = FILES[name]
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    report = brought(store, file)
    told = sum(int(found[1]) for note in report.notes if "blank" not in note and (found := _SKIPPED.search(note)))
    assert report.rows + told == _oracle(content, heading)
    assert report.rows == report.created + report.updated + report.unchanged + report.refused
    again = brought(store, file)
    assert (again.created, again.updated, again.rows) == (0, 0, report.rows)


def test_blank_rows_are_told_whatever_they_are_blank_of(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"Name,E-mail\n,\n \t, \nAnn,a@b.example\n")
    assert brought(store, file).notes == ("people.csv: 2 blank rows were skipped (rows 2, 3).",)


def test_numbers_in_place_of_headings_are_not_headings_that_repeat(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"1,2,3\n4,5,6\n")
    report = brought(store, file, read=ReadOptions(columns={"1": "name"}))
    assert (report.created, report.notes) == (2, ())


def test_a_file_without_headings_is_read_by_number(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"Ann Lee,a@b.example\nBob Roe,b@b.example\n")
    assert brought(store, file, read=ReadOptions(columns={"1": "name", "2": "email"})).created == 2
