"""Real files of other programs: every row arrives whole or is reported, nothing crashes, twice changes nothing.

What a file holds is read by Python alone, with what `SPECIAL` knows of the file. Files are copied before they are
imported, so that nothing can be written into the corpora or beside them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from crm_tui.domain.errors import CrmError
from crm_tui.domain.text import clean
from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from crm_tui.sync.formats.encoding import EncodingError
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.report import ImportReport
from tests.sync.office import DESK, brought, counts, people

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
NAUGHTY = CORPORA / "csvtorture" / "big-list-of-naughty-strings__blns.json"


FILES = [
    file for pattern in ("csv/*.csv", "csvtorture/*.csv", "csvtorture/*.tsv") for file in sorted(CORPORA.glob(pattern))
]

NEEDED = "the corpora of real files are not beside this project"

_NOBODY = "no name"
_LONG = "cells, but there are only"
_NO_CONTACT = "no column that names a contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """How a file is read by `csv`, what a rep says of it, and what is expected of it.

    ``heading`` is the number of the row with the headings. ``refused`` are words of the reason by row number;
    ``whole`` are those of the sentence by which the file is refused as a whole. ``left`` are
    fields of which words are left out on purpose, ``again`` rows that have headings once more.
    """

    heading: int = 1
    delimiter: str = ","
    columns: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)
    whole: str = ""
    left: frozenset[str] = frozenset()
    again: frozenset[int] = frozenset()


#: Files of which more is to be known than that row 1 holds the headings and that all below arrives.
SPECIAL = {
    # The group that everybody is in is no tag.
    "contacts.io__Google.csv": Special(left=frozenset({"tag"})),
    "contacts.io__Outlook365_DifferentColumnNamesLessColumns.csv": Special(
        columns={
            "XTitle": "prefix",
            "XFirst Name": "given_name",
            "XMiddle Name": "middle_name",
            "XLast Name": "family_name",
            "XSuffix": "suffix",
        }
    ),
    # Deals, notes and tasks whose people stand in another table.
    "dataloader__opportunityData.csv": Special(whole=_NO_CONTACT),
    "dbt_hubspot_source__deal_data.csv": Special(whole=_NO_CONTACT),
    "dbt_hubspot_source__engagement_note_data.csv": Special(whole=_NO_CONTACT),
    "dbt_hubspot_source__engagement_task_data.csv": Special(whole=_NO_CONTACT),
    "linkedin-network-intelligence__Connections.csv": Special(heading=5),
    # Their people come with the file of connections.
    "linkedin-network-intelligence__Messages.csv": Special(
        refused=dict.fromkeys(range(2, 13), "import the contacts first")
    ),
    # Labels, and the names of the interface.
    "npsp__NPSP_Data_Import_Template_csv.csv": Special(heading=5, again=frozenset({6})),
    "csv-parsers-comparison__correctness.csv": Special(refused={6: _NOBODY}),
    "csvkit__bad.csv": Special(refused={2: _LONG, 3: _NOBODY}),
    "csvkit__bad_skip_lines.csv": Special(heading=4, refused={5: _LONG, 6: _NOBODY}),
    "csvkit__blanks.csv": Special(refused={2: _NOBODY}),
    "csvkit__dummy.tsv": Special(delimiter="\t"),
    "csvkit__no_header_row.csv": Special(heading=0),
    "csvkit__null_byte.csv": Special(refused={2: _NOBODY}),
    # One line without a single comma is taken for a name, as any other would be.
    "univocity-parsers__essential.csv": Special(heading=4, refused={11: _NOBODY, 14: _NOBODY, 20: _NOBODY}),
    # Quotes with a backslash before them are no quotes, so that the delimiter between them counts.
    "univocity-parsers__european.csv": Special(delimiter=";", refused={5: _LONG, 6: _NOBODY}),
}

#: All files but those that are refused as a whole.
ARRIVING = [file for file in FILES if not SPECIAL.get(file.name, Special()).whole]

#: Fields of days and times, which are stored as such.
_TIMES = frozenset({"birthday", "created_at", "at", "due", "custom.Anniversary", "custom.Connected On"})

_SKIPPED = re.compile(r": (\d+) rows? (?:is|are|repeats?) ")
_WORD = re.compile(r"\w+")


def brought_as_told(
    store: Store, path: Path, columns: Mapping[str, str] = types.MappingProxyType({})
) -> tuple[ImportReport | CrmError, ReadOptions]:
    """Imports with what each error says, as a rep would: ``columns``, else one for the name at last.

    The error where the file is refused as a whole, with a sentence and what to do.
    """
    tried = [ReadOptions(columns=columns)]
    for read in tried:
        try:
            return brought(store, path, read=read), read
        except EncodingError as error:
            if read.encoding:
                raise
            tried.append(replace(read, encoding=error.choices[0]))
        except CrmError as error:
            if "=name" not in error.hint or read.columns:
                return error, read
            tried.append(replace(read, columns={"1": "name"}, preset="plain"))
    raise AssertionError(tried)


def held(path: Path, special: Special, encoding: str) -> list[list[str]]:
    """The rows of a file, from its first line on."""
    text = path.read_bytes().decode(encoding).removeprefix("\ufeff").replace("\0", "")
    return list(csv.reader(io.StringIO(text, newline=None), delimiter=special.delimiter))


def words_in(store: Store, folder: Path) -> set[str]:
    """Every word of everything that is there."""
    path = folder / "all.jsonl"
    export_file(store.connection, DESK, path, ExportOptions(what="all"))
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {word for text in _texts(records) for word in _WORD.findall(text.casefold())}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    else:
        yield str(value)


def assert_refused_as_expected(report: ImportReport, special: Special) -> None:
    assert [refusal.row for refusal in report.refusals] == list(special.refused)
    assert all(special.refused[refusal.row] in refusal.reason for refusal in report.refusals)


def fields_cut_short(report: ImportReport, rows: list[tuple[int, list[str]]], words: set[str]) -> set[str]:
    """Fields of which a word of the file is nowhere to be found, of rows that were not refused."""
    refused = {refusal.row for refusal in report.refusals}
    uses = [use.field for use in report.files[0].columns]
    return {
        name
        for number, cells in rows
        if number not in refused
        for name, cell in zip(uses, cells, strict=False)
        if name != "-" and not words.issuperset(_WORD.findall(clean(cell).casefold()))
    }


@pytest.mark.skipif(not FILES, reason=NEEDED)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_real_file_arrives_or_is_reported_and_twice_changes_nothing(store: Store, tmp_path: Path, file: Path) -> None:
    path = Path(shutil.copyfile(file, tmp_path / file.name))
    special = SPECIAL.get(file.name, Special())
    report, read = brought_as_told(store, path, special.columns)
    if isinstance(report, CrmError):
        assert special.whole
        assert special.whole in report.message
        assert report.hint
        assert people(store) == []
        return
    assert sum(counts(report)) == report.rows
    before = people(store)
    again = brought(store, path, read=read)
    assert (again.created, again.updated, again.refused) == (0, 0, report.refused)
    assert people(store) == before


@pytest.mark.skipif(not ARRIVING, reason=NEEDED)
@pytest.mark.parametrize("file", ARRIVING, ids=lambda file: file.name)
def test_every_row_and_word_of_a_real_file_arrives_or_is_reported(store: Store, tmp_path: Path, file: Path) -> None:
    path = Path(shutil.copyfile(file, tmp_path / file.name))
    special = SPECIAL.get(file.name, Special())
    report, _ = brought_as_told(store, path, special.columns)
    assert isinstance(report, ImportReport)
    assert sum(counts(report)) == report.rows

    table = held(path, special, report.files[0].encoding)
    below = list(enumerate(table, 1))[special.heading :]
    rows = [(number, cells) for number, cells in below if any(cell.strip() for cell in cells)]
    blank = [cells for _, cells in below if not any(cell.strip() for cell in cells)]
    skipped = sum(int(found[1]) for note in report.notes if (found := _SKIPPED.search(note)))
    assert len(rows) <= report.rows + skipped <= len(rows) + len(blank)
    assert_refused_as_expected(report, special)

    rows = [(number, cells) for number, cells in rows if number not in special.again]
    cut = fields_cut_short(report, rows, words_in(store, tmp_path)) - _TIMES - special.left
    assert not cut or any("Other values were kept" in note for note in report.notes)


@pytest.mark.skipif(not NAUGHTY.exists(), reason=NEEDED)
def test_naughty_strings_survive_as_names_and_notes(store: Store, tmp_path: Path) -> None:
    strings = list(dict.fromkeys(clean(text) for text in json.loads(NAUGHTY.read_text("utf-8"))))
    path = tmp_path / "naughty.csv"
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(["Given name", "Family name", "Email", "Note"])
        writer.writerows([text, "", f"n{number}@example.org", text] for number, text in enumerate(strings))
    report = brought(store, path)
    assert report.refused == 0
    expected = [text for text in strings if text]
    assert [person.draft.note for person in people(store) if person.draft.note] == [
        text.removeprefix("'") if text[:2] in ("'=", "'+", "'-", "'@") else text for text in expected
    ]
