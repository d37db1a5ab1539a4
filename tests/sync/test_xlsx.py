from __future__ import annotations

import csv
import gc
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.store import export
from crm_tui.store.export import Selection
from crm_tui.store.incoming import IncomingContact
from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.formats.xlsx import archive as xlsx_archive
from crm_tui.sync.formats.xlsx import sheets as xlsx_sheets
from crm_tui.sync.formats.xlsx import writer
from crm_tui.sync.formats.xlsx.source import XlsxSource
from crm_tui.sync.progress import CanceledError, Progress
from tests.blank import blank
from tests.sync.books import books, contacts
from tests.sync.office import DESK, brought, counts, only, people, values, written
from tests.sync.test_exporting import plain
from tests.sync.test_jsonl import fill

HEAD = ("Name", "E-mail", "Phone")
JANE = ("Jane Doe", "jane@acme.example", "+14155552671")


def book(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """A workbook with these sheets; one whose name begins with "hidden" is."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        sheet.sheet_state = "hidden" if name.startswith("hidden") else "visible"
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def opened(path: Path, **options: Any) -> tuple[list[Entry], tuple[str, ...]]:
    with XlsxSource(path, ReadOptions(**options), DESK) as source:
        return list(source.entries()), source.notes()


def repacked(path: Path, part: str, change: Any) -> Path:
    """The workbook with a part changed: from its bytes to others."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def by_hand(path: Path) -> Path:
    """A workbook as the spreadsheet programs write them: with texts that cells share."""
    main, package = (
        f"http://schemas.openxmlformats.org/{each}" for each in ("spreadsheetml/2006/main", "package/2006")
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rich = '<r><t>Jane</t></r><r><t xml:space="preserve"> Doe_x000D_</t></r><rPh sb="0" eb="1"><t>J</t></rPh>'
    strings = "".join(f"<si>{each}</si>" for each in ("<t>Name</t>", "<t>E-mail</t>", rich, "<t>jane@acme.example</t>"))
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row * 2 - 2}</v></c><c t="s"><v>{row * 2 - 1}</v></c></row>'
        for row in (1, 2)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{name}+xml"/>'
            for part, name in (
                ("workbook", "sheet.main"),
                ("worksheets/sheet1", "worksheet"),
                ("sharedStrings", "sharedStrings"),
                ("styles", "styles"),
            )
        )
        + "</Types>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="1"><xf/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>\n{content}')
    return path


def out(store: Store, path: Path, **options: Any) -> Path:
    export_file(store.connection, DESK, path, ExportOptions(**options))
    return path


def refused(path: Path, **options: Any) -> str:
    with pytest.raises(CrmError) as caught:
        opened(path, **options)
    return caught.value.message


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(contacts, min_size=1, max_size=4, unique_by=lambda person: person.id))
def test_contacts_come_back_as_they_were(found: list[IncomingContact]) -> None:
    living = [replace(person, deleted_at=None) for person in found]
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Store(blank(folder / "one.db")) as one, Store(blank(folder / "two.db")) as two:
            fill(one, living)
            report = brought(two, out(one, folder / "all.xlsx"), match=("id",))
            assert counts(report) == (len(living), 0, 0, 0)
            there, here = people(two), people(one)
            assert [plain(person.draft) for person in there] == [plain(person.draft) for person in here]
            assert [person.id for person in there] == [person.id for person in here]
            assert counts(brought(one, folder / "all.xlsx")) == (0, 0, len(living), 0)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(books())
def test_a_workbook_with_everything_comes_back_whole_in_one_import(found: Any) -> None:
    firms, who, happened, planned, *_ = ([replace(each, deleted_at=None) for each in part] for part in found)
    planned = [replace(each, anchor=None) for each in planned]
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Store(blank(folder / "one.db")) as one, Store(blank(folder / "two.db")) as two:
            fill(one, firms, who, [replace(each, is_pinned=False) for each in happened], planned)
            path = out(one, folder / "all.xlsx", what="all")
            report = brought(two, path)
            assert counts(report) == (report.rows, 0, 0, 0)
            assert [each.what for each in report.files] == ["companies", "contacts", "interactions", "follow-ups"]
            assert report.summary.startswith("Imported all.xlsx: ")
            assert [(each.id, plain(each.draft)) for each in people(two)] == [
                (each.id, plain(each.draft)) for each in people(one)
            ]
            for read in (export.interactions, export.follow_ups):
                reads: Any = read
                assert [*reads(two.connection, Selection())] == [*reads(one.connection, Selection())]
            there = {firm.id: firm for chunk in export.companies(two.connection, Selection()) for firm in chunk}
            assert [there[firm.id] for firm in firms] == firms


def test_cells_are_what_they_are_and_headings_stay_in_sight(store: Store, tmp_path: Path) -> None:
    draft = ContactDraft(
        name="=cmd|' /C calc'!A0",
        birthday="1981-01-20",
        keep_in_touch_days=30,
        note="#N/A\n_x000D_\ufffe",
        created_at=datetime(2026, 11, 2, 10, tzinfo=UTC),
    )
    fill(store, [IncomingContact(draft)])
    sheet: Any = openpyxl.load_workbook(out(store, tmp_path / "all.xlsx", what="all"))["contacts"]
    cells = {sheet.cell(1, cell.column).value: cell for cell in sheet[2]}
    assert (cells["name"].data_type, cells["name"].number_format) == ("s", "@")
    assert cells["name"].value == draft.name
    assert cells["birthday"].value == datetime.fromisoformat("1981-01-20")
    assert cells["birthday"].number_format == "yyyy-mm-dd"
    assert cells["keep_in_touch_days"].value == 30
    assert cells["created_at"].value == datetime.fromisoformat("2026-11-02 12:00")
    assert cells["note"].value == "#N/A\n_x005F_x000D__xFFFE_"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["B"].width == 28


def test_an_hour_that_comes_twice_is_told_with_its_zone(store: Store, tmp_path: Path) -> None:
    moments = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    fill(store, [IncomingContact(ContactDraft(name=f"P{at.hour}", created_at=at)) for at in moments])
    entries, _ = opened(out(store, tmp_path / "all.xlsx"))
    drafts = [each.record.draft for each in entries if isinstance(each.record, IncomingContact)]
    assert [draft.created_at.timestamp() for draft in drafts if draft.created_at] == [at.timestamp() for at in moments]


def test_a_text_longer_than_a_cell_is_cut_and_said_to_be(store: Store, tmp_path: Path) -> None:
    fill(store, [IncomingContact(ContactDraft(name="Jane", note="x" * 40_000))])
    report = export_file(store.connection, DESK, tmp_path / "all.xlsx", ExportOptions())
    assert report.notes == ("1 text was longer than a cell can be, and were cut; JSONL has them whole.",)


def test_a_table_longer_than_a_sheet_goes_on_in_another(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_ROWS", 3)
    brought(store, written(tmp_path, "Name", *(f"P{number}" for number in range(5))))
    workbook = openpyxl.load_workbook(out(store, tmp_path / "all.xlsx", columns=("name",)))
    assert {sheet.title: sheet.max_row for sheet in workbook} == {"contacts": 3, "contacts 2": 3, "contacts 3": 2}


def test_a_cancelled_export_leaves_no_file(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name", "Jane Doe"))

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_file(store.connection, DESK, tmp_path / "all.xlsx", ExportOptions(), watch=stop)
    assert [each.name for each in tmp_path.iterdir() if "all" in each.name] == []


def test_columns_are_of_one_kind(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one kind"):
        out(store, tmp_path / "all.xlsx", what="all", columns=("name",))


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ((("Wer", "Womit"), ("Jane Doe", "jane@acme.example")), {"Wer": "name", "Womit": "email"}),
        ((("Jane Doe", "jane@acme.example"),), {"1": "name", "2": "email"}),
    ],
)
def test_columns_that_nobody_knows_are_what_the_rep_says(
    store: Store, tmp_path: Path, rows: Sequence[Sequence[str]], columns: dict[str, str]
) -> None:
    path = book(tmp_path / "in.xlsx", Tabelle=rows)
    with pytest.raises(CrmError, match=r"No column|no row of headings") as caught:
        brought(store, path)
    assert "--map" in caught.value.hint
    brought(store, path, read=ReadOptions(columns=columns))
    assert (only(store).draft.name, values(only(store), "email")) == ("Jane Doe", [("jane@acme.example", "")])


def test_a_refused_row_of_a_workbook_with_everything_names_its_sheet(store: Store, tmp_path: Path) -> None:
    with Store(tmp_path / "one.db") as one:
        fill(one, [IncomingContact(ContactDraft(name="Jane Doe"), "a" * 32)])
        path = out(one, tmp_path / "all.xlsx", what="all")
    workbook = openpyxl.load_workbook(path)
    workbook["follow-ups"].append([None] * 5 + ["someday"])
    headings = [cell.value for cell in workbook["follow-ups"][1]]
    workbook["follow-ups"].cell(2, headings.index("contact") + 1, "Jane Doe")
    workbook.save(path)
    report = brought(store, path)
    assert (report.created, report.refused) == (1, 1)
    assert report.refusals[0].reason.endswith("(sheet “follow-ups”)")


def test_a_workbook_of_ours_with_a_sheet_of_somebody_else_is_read_in_part(store: Store, tmp_path: Path) -> None:
    with Store(tmp_path / "one.db") as one:
        fill(one, [IncomingContact(ContactDraft(name="Jane Doe"), "a" * 32)])
        path = out(one, tmp_path / "all.xlsx", what="all")
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("Sums").append(["Region", "Total"])
    workbook.save(path)
    report = brought(store, path)
    assert counts(report) == (1, 0, 0, 0)
    assert "“contacts” was read, not" in report.notes[0]


def test_the_sheet_with_people_is_read_and_the_others_are_named(store: Store, tmp_path: Path) -> None:
    path = book(
        tmp_path / "in.xlsx",
        About=[("Made by", "Ann")],
        Firms=[("Company", "Domain", "Phone"), ("Acme", "acme.example", "1")],
        Folks=[(), ("Our people",), (), HEAD, JANE],
        hidden=[(*HEAD, "Company"), (*JANE, "Acme")],
        Blank=[],
    )
    report = brought(store, path)
    assert (only(store).draft.name, report.rows) == ("Jane Doe", 1)
    assert report.notes == (
        "in.xlsx: The sheet “Folks” was read, not “About”, “Firms” or “hidden” (hidden): --sheet NAME.",
    )
    entries, notes = opened(path, sheet="HIDDEN")
    assert ([each.row for each in entries], notes) == ([2], ())
    with pytest.raises(UsageError) as caught:
        opened(path, sheet="People")
    assert caught.value.hint == "Its sheets are About, Firms, Folks, hidden, Blank."


def test_numbers_days_and_times_are_what_a_person_sees(store: Store, tmp_path: Path) -> None:
    rows = [
        ("Name", "Phone", "Birthday", "Member", "Seen", "Spent", "Share", "Start", "Born"),
        (
            "Jane",
            4.415e11,
            date(1981, 1, 20),
            True,
            datetime.fromisoformat("2026-11-02 10:30"),
            timedelta(hours=26),
            0.1,
            time(9),
            29606,
        ),
    ]
    brought(store, book(tmp_path / "in.xlsx", People=rows))
    draft = only(store).draft
    assert values(only(store), "phone") == [("441500000000", "")]
    assert draft.birthday == "1981-01-20"
    assert draft.custom == {
        "Member": "TRUE",
        "Seen": "2026-11-02 10:30:00",
        "Spent": "26:00",
        "Share": "0.1",
        "Start": "09:00",
        "Born": "29606",
    }


def test_merged_and_blank_cells_leave_every_value_in_its_column(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.append([*HEAD, "Note"])
    sheet["A3"], sheet["B3"], sheet["D3"] = "Jane Doe", "jane@acme.example", "hello"
    sheet.merge_cells("B3:C3")
    sheet["A9"] = "John"
    sheet["D1048576"].number_format = "@"
    workbook.save(tmp_path / "in.xlsx")
    entries, _ = opened(tmp_path / "in.xlsx")
    assert [(each.row, list(each.cells)) for each in entries] == [
        (3, ["Jane Doe", "jane@acme.example", "", "hello"]),
        (9, ["John", "", "", ""]),
    ]


def test_formulas_are_their_results_and_those_without_are_told(tmp_path: Path) -> None:
    path = book(tmp_path / "in.xlsx", People=[HEAD, ("=1+1", "jane@acme.example", "=2+2")])
    done = (b"<f>1+1</f><v></v>", b"<f>1+1</f><v>Jane Doe</v>")
    repacked(path, "xl/worksheets/sheet1.xml", lambda raw: raw.replace(b"<v />", b"<v></v>").replace(*done))
    repacked(path, "xl/worksheets/sheet1.xml", lambda raw: raw.replace(b'r="A2"', b'r="A2" t="str"'))
    entries, notes = opened(path)
    assert entries[0].cells == ["Jane Doe", "jane@acme.example", ""]
    assert notes[0].startswith("1 formula has no result in the file, and came in blank.")


def test_a_day_that_no_calendar_has_stays_a_number(tmp_path: Path) -> None:
    path = book(tmp_path / "in.xlsx", People=[("Name", "Since"), ("Jane", datetime.fromisoformat("2026-11-02"))])
    repacked(path, "xl/worksheets/sheet1.xml", lambda raw: raw.replace(b"<v>46328</v>", b"<v>99999999</v>"))
    entries, notes = opened(path)
    assert entries[0].cells == ["Jane", "99999999"]
    assert notes == ("1 cell is said to be days, but no calendar has them; they came in as numbers.",)


def test_shared_and_rich_texts_are_read_without_their_pronunciation(tmp_path: Path) -> None:
    entries, _ = opened(by_hand(tmp_path / "in.xlsx"))
    assert entries[0].cells == ["Jane Doe\r", "jane@acme.example"]


def test_an_import_of_a_guarded_csv_that_a_spreadsheet_saved_takes_the_guard_off(store: Store, tmp_path: Path) -> None:
    brought(store, book(tmp_path / "in.xlsx", People=[HEAD, ("Jane", "", "'+14155552671")]))
    assert values(only(store), "phone") == [("+14155552671", "")]


def test_a_second_process_reads_a_workbook_as_this_one(tmp_path: Path) -> None:
    from crm_tui.sync.reading import ReadingBeside, ReadingHere

    path = book(tmp_path / "in.xlsx", People=[HEAD, *([JANE] * 50)])
    with ReadingBeside(path, ReadOptions(), DESK) as beside, ReadingHere(path, ReadOptions(), DESK) as here:
        assert beside.account == here.account
        assert [len(chunk.entries) for chunk in beside.chunks()] == [len(chunk.entries) for chunk in here.chunks()]


def test_refused_rows_go_to_a_table(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path / "in.xlsx", People=[(*HEAD, "Note"), ("", "", "", "lonely"), (*JANE, "")])
    assert counts(brought(store, path, rejects=tmp_path / "in.rejects.csv")) == (1, 0, 0, 1)
    with (tmp_path / "in.rejects.csv").open(newline="") as file:
        assert next(csv.reader(file)) == [*HEAD, "Note", "reason"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "in.xlsx is empty."),
        (b"Name,E-mail\n", "in.xlsx is no .xlsx workbook."),
        (b"PK\x03\x04 and no more", "in.xlsx is damaged, or no workbook."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "in.xlsx is a workbook of the old kind (.xls)."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "in.xlsx is locked with a password.",
        ),
    ],
)
def test_what_is_no_workbook_is_told_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "in.xlsx").write_bytes(content)
    assert refused(tmp_path / "in.xlsx") == said


def test_a_missing_file_a_folder_and_a_blank_workbook_are_told_in_a_sentence(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.xlsx").startswith("There is no file")
    assert refused(tmp_path).endswith("is a folder.")
    assert refused(book(tmp_path / "in.xlsx", Blank=[])) == "in.xlsx is empty."


def test_a_workbook_that_is_cut_or_changed_within_is_damaged(tmp_path: Path) -> None:
    path = book(tmp_path / "in.xlsx", People=[HEAD, *([JANE] * 500)])
    whole = path.read_bytes()
    path.write_bytes(whole[:-2_000])
    assert refused(path) == "in.xlsx is damaged, or no workbook."
    path.write_bytes(whole)
    repacked(path, "xl/worksheets/sheet1.xml", lambda raw: raw[: len(raw) // 2])
    assert refused(path) == "in.xlsx is damaged, or no workbook."


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>99999</v>"),
        ("xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>many</v>"),
        ("xl/worksheets/sheet1.xml", b'r="A1"', b'r="ZZZZ1"'),
        ("xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="one"'),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
        ("[Content_Types].xml", b"main+xml", b"other+xml"),
        ("xl/styles.xml", b"<cellXfs", b"<nothing"),
    ],
)
def test_parts_that_mean_nothing_are_damage(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    path = repacked(by_hand(tmp_path / "in.xlsx"), part, lambda raw: raw.replace(old, new))
    assert refused(path) == "in.xlsx is damaged, or no workbook."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities_are_refused_wherever_they_stand(tmp_path: Path, part: str, encoding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c SYSTEM "file:///etc/passwd">]>'

    def change(raw: bytes) -> bytes:
        text = raw.decode().partition("?>\n")[2] if raw.startswith(b"<?xml") else raw.decode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{bomb}{text}'.encode(encoding)

    path = repacked(by_hand(tmp_path / "in.xlsx"), part, change)
    assert refused(path) == "in.xlsx is damaged, or no workbook."


def test_limits_hold_for_what_is_packed_unpacked_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "in.xlsx", People=[HEAD, *([JANE] * 2_000)])
    for name, most in (("MAX_PACKED", 1_000), ("MAX_UNPACKED", 10_000), ("MAX_PART", 100)):
        with monkeypatch.context() as patch:
            patch.setattr(xlsx_archive, name, most)
            assert refused(path).startswith("in.xlsx is too large: ")
    with monkeypatch.context() as patch:
        patch.setattr(xlsx_archive, "MAX_ROW", 10)
        patch.setattr(xlsx_archive, "_BLOCK", 50)
        assert refused(path) == "in.xlsx is too large: a row or text in it is larger than 0 MB."
    with monkeypatch.context() as patch:
        patch.setattr(xlsx_archive, "MAX_STRINGS", 10)
        assert "sharedStrings.xml unpacks to more" in refused(by_hand(tmp_path / "two.xlsx"))
    monkeypatch.setattr(xlsx_sheets, "MAX_ROWS", 1_000)
    assert refused(path) == "in.xlsx has more rows than a sheet can have."


def test_a_zip_that_lies_about_its_size_is_damaged_and_never_unpacked_whole(tmp_path: Path) -> None:
    path = book(tmp_path / "in.xlsx", People=[HEAD, JANE])
    repacked(path, "xl/worksheets/sheet1.xml", lambda raw: raw + b" " * 50_000_000)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    raw = path.read_bytes()
    path.write_bytes(raw.replace(size.to_bytes(4, "little"), (5_000).to_bytes(4, "little")))
    assert refused(path) == "in.xlsx is damaged, or no workbook."


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "in.xlsx", People=[HEAD, JANE, [*JANE, *(["x"] * 2_000)]])
    assert refused(path) == "Row 3 of in.xlsx has 2003 cells; at most 2000 can be read."


@pytest.mark.parametrize("error", [CanceledError("The export"), OSError(28, "No space left on device")])
def test_a_workbook_that_is_never_finished_leaves_nothing_behind(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    unraisable: list[Any] = []
    monkeypatch.setattr("sys.unraisablehook", unraisable.append)
    brought(store, written(tmp_path, "Name", "Jane Doe", "John Roe"))

    def stopped(progress: Progress) -> None:
        assert list(aside.iterdir())
        raise error

    with pytest.raises(CrmError):
        export_file(store.connection, DESK, tmp_path / "out.xlsx", ExportOptions(what="all"), watch=stopped)
    gc.collect()
    assert not unraisable
    assert not list(aside.iterdir())
    assert not (tmp_path / "out.xlsx").exists()
