"""Real cards and calendars: all of them arrive or are reported, nothing crashes, twice changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from tests.sync.office import DESK, brought, counts, people

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
CARDS = sorted(CORPORA.glob("vcf/*.vcf"))
CALENDARS = sorted([*CORPORA.glob("ics/*.ics"), *CORPORA.glob("ics/*.vcs")])

pytestmark = pytest.mark.skipif(not CARDS, reason="the corpora of real files are not beside this project")


def copied(file: Path, folder: Path) -> Path:
    """A copy to import, so that nothing can be written into the corpora or beside them."""
    folder = folder / "copies"
    folder.mkdir(exist_ok=True)
    return Path(shutil.copyfile(file, folder / file.name))


def test_every_real_card_arrives_and_comes_back(store: Store, tmp_path: Path) -> None:
    for number, original in enumerate(CARDS):
        file = copied(original, tmp_path)
        with Store(tmp_path / f"{number}.db") as one:
            report = brought(one, file)
            assert (sum(counts(report)), report.refused) == (report.rows, 0), file.name
            before = people(one)
            assert before, file.name
            again = brought(one, file)
            assert (again.created, again.updated) == (0, 0), file.name
            out = tmp_path / f"{number}.vcf"
            export_file(one.connection, DESK, out, ExportOptions())
            back = brought(one, out)
            assert counts(back) == (0, 0, back.rows, 0), (file.name, back)
            assert people(one) == before, file.name


def test_every_real_calendar_arrives_or_is_reported(store: Store, tmp_path: Path) -> None:
    for file in CALENDARS:
        report = brought(store, copied(file, tmp_path))
        assert sum(counts(report)) == report.rows, file.name
        assert all(refusal.reason for refusal in report.refusals), file.name


def test_real_calendars_of_known_people_arrive(store: Store, tmp_path: Path) -> None:
    known = {"johndoe@example.com": 1, "confirmed@example.com": 1, "jqpublic@example.com": 1}
    cards = tmp_path / "known.vcf"
    cards.write_text("".join(f"BEGIN:VCARD\nFN:P{n}\nEMAIL:{mail}\nEND:VCARD\n" for n, mail in enumerate(known)))
    brought(store, cards)
    found = {
        file.name: brought(store, copied(file, tmp_path)).created
        for file in CALENDARS
        if file.name.startswith(("biweekly__outlook", "biweekly__rfc5545", "node-ical__tentative"))
    }
    assert set(found.values()) == {1}
