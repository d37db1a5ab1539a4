"""Real files of other programs: every row arrives or is reported, nothing crashes, twice changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.domain.errors import CrmError
from crm_tui.store.store import Store
from crm_tui.sync.formats.encoding import EncodingError
from crm_tui.sync.formats.source import ReadOptions
from tests.sync.office import brought, counts, people

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
FILES = sorted([*CORPORA.glob("csv/*.csv"), *CORPORA.glob("csvtorture/*.csv"), *CORPORA.glob("csvtorture/*.tsv")])

pytestmark = pytest.mark.skipif(not FILES, reason="the corpora of real files are not beside this project")

#: Files of no contacts: what stands in for their names.
FIRST_COLUMN = ReadOptions(columns={"1": "name"}, preset="plain")


def imported(store: Store, path: Path) -> None:
    """Imports with what the error says, as a rep would, and once more."""
    read = ReadOptions()
    says = ("arrived", "at once")
    try:
        report = brought(store, path, read=read)
    except EncodingError as error:
        read = ReadOptions(encoding=error.choices[0])
        try:
            report = brought(store, path, read=read)
        except CrmError:
            read = ReadOptions(encoding=error.choices[0], columns={"1": "name"}, preset="plain")
            report = brought(store, path, read=read)
    except CrmError as error:
        says = (error.message, error.hint)
        read = FIRST_COLUMN
        report = brought(store, path, read=read)
    assert all(says)
    assert sum(counts(report)) == report.rows
    before = people(store)
    again = brought(store, path, read=read)
    assert (again.created, again.updated, again.refused) == (0, 0, report.refused)
    assert people(store) == before


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_real_file_arrives_or_is_reported(store: Store, file: Path) -> None:
    imported(store, file)


def test_naughty_strings_survive_as_names_and_notes(store: Store, tmp_path: Path) -> None:
    import csv
    import json

    from crm_tui.domain.text import clean

    source = CORPORA / "csvtorture" / "big-list-of-naughty-strings__blns.json"
    strings = list(dict.fromkeys(clean(text) for text in json.loads(source.read_text("utf-8"))))
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
