from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.domain import query
from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.store import export
from crm_tui.store.export import Selection
from crm_tui.store.incoming import IncomingContact
from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from crm_tui.sync.progress import CanceledError, Progress
from tests.blank import blank
from tests.sync.books import books, contacts
from tests.sync.office import DESK, brought, counts, people, written
from tests.sync.test_jsonl import fill


def out(store: Store, path: Path, find: str = "", **options: Any) -> list[list[str]]:
    export_file(store.connection, DESK, path, ExportOptions(**options), query.parse(find) if find else None)
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def plain(draft: ContactDraft) -> ContactDraft:
    """What a row of CSV can hold: the order among labels and the first among addresses are those of the columns."""
    points = sorted((replace(point, primary=False, id="") for point in draft.points), key=repr)
    return replace(draft, points=tuple(points))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(contacts, min_size=1, max_size=4, unique_by=lambda person: person.id))
def test_contacts_come_back_as_they_were(book: list[IncomingContact]) -> None:
    living = [replace(person, deleted_at=None) for person in book]
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Store(blank(folder / "one.db")) as one, Store(blank(folder / "two.db")) as two:
            fill(one, living)
            out(one, folder / "all.csv")
            report = brought(two, folder / "all.csv", match=("id",))
            assert counts(report) == (len(living), 0, 0, 0)
            there, here = people(two), people(one)
            assert [plain(person.draft) for person in there] == [plain(person.draft) for person in here]
            assert [person.id for person in there] == [person.id for person in here]
            assert counts(brought(one, folder / "all.csv")) == (0, 0, len(living), 0)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(books())
def test_companies_interactions_and_follow_ups_come_back(book: Any) -> None:
    firms, book_people, happened, planned, *_ = ([replace(each, deleted_at=None) for each in part] for part in book)
    planned = [replace(each, anchor=None) for each in planned]  # JSONL keeps it; a table has no column for it
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Store(blank(folder / "one.db")) as one, Store(blank(folder / "two.db")) as two:
            fill(one, firms, book_people, [replace(each, is_pinned=False) for each in happened], planned)
            for what in ("companies", "contacts", "interactions", "follow-ups"):
                out(one, folder / f"{what}.csv", what=what)
                assert brought(two, folder / f"{what}.csv", match=("id",)).refused == 0
            for read in (export.interactions, export.follow_ups):
                reads: Any = read
                assert [*reads(two.connection, Selection())] == [*reads(one.connection, Selection())]
            found = {firm.id: firm for chunk in export.companies(two.connection, Selection()) for firm in chunk}
            assert [found[firm.id] for firm in firms] == firms


def test_a_formula_is_guarded_unless_the_rep_wants_it_raw(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name,Phone", "=cmd|' /C calc'!A0,+1 415 555 2671"))
    guarded = out(store, tmp_path / "out.csv", columns=("name", "phone"))
    assert guarded[1] == ["'=cmd|' /C calc'!A0", "'+1 415 555 2671"]
    raw = out(store, tmp_path / "raw.csv", columns=("name", "phone"), raw=True)
    assert raw[1] == ["=cmd|' /C calc'!A0", "+1 415 555 2671"]


def test_columns_and_a_search_narrow_what_goes_out(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name,E-mail,Tags", "Jane Doe,jane@acme.example,vip", "John Roe,j@roe.example,"))
    found = out(store, tmp_path / "out.csv", "#vip", columns=("name", "email", "custom.None"))
    assert found == [["name", "email", "custom.None"], ["Jane Doe", "jane@acme.example", ""]]


def test_the_file_is_its_owners_alone_and_replaces_the_old_one_whole(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name", "Jane Doe"))
    path = tmp_path / "out.csv"
    path.write_text("old")
    out(store, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(each.suffix for each in tmp_path.iterdir() if "out" in each.name) == [".csv"]


def test_stopping_leaves_the_old_file(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name", "Jane Doe"))
    path = tmp_path / "out.csv"
    path.write_text("old")

    def stop(_: Progress) -> None:
        raise CanceledError("The export")

    with pytest.raises(CanceledError):
        export_file(store.connection, DESK, path, ExportOptions(), watch=stop)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir() if "partial" in each.name] == []


def test_standard_output_is_a_file_too(store: Store, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    brought(store, written(tmp_path, "Name", "Zoë"))
    export_file(store.connection, DESK, Path("-"), ExportOptions(columns=("name",)))
    assert capfdbinary.readouterr().out == "name\r\nZoë\r\n".encode()


def test_reading_out_holds_no_lock(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name", *(f"P {number}" for number in range(1_500))))
    chunks = export.contacts(store.connection, Selection())
    first = next(chunks)
    with Store(store.path) as other:
        brought(other, written(tmp_path, "Name", "Late Comer", name="late.csv"))
    rest = [person.draft.name for chunk in chunks for person in chunk]
    assert (len(first), rest[-1]) == (1_000, "Late Comer")


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("x.pdf", {}, "cannot be told"),
        ("x.csv", {"what": "all"}, "one kind of record"),
        ("x.csv", {"columns": ("emial",)}, "no field"),
        ("x.csv", {"columns": ("due",)}, "no column"),
        ("x.csv", {"what": "companies", "columns": ("email",)}, "no column"),
        ("x.csv", {"format": "pdf"}, "cannot be written"),
        ("no/such/folder/x.csv", {}, "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said(store: Store, tmp_path: Path, name: str, options: Any, says: str) -> None:
    with pytest.raises((UsageError, CrmError), match=says):
        out(store, tmp_path / name, **options)


def test_an_export_never_takes_the_place_of_a_database(store: Store) -> None:
    before = store.path.read_bytes()
    with pytest.raises(CrmError, match="is a database"):
        export_file(store.connection, DESK, store.path, ExportOptions(format="csv"))
    assert store.path.read_bytes() == before
