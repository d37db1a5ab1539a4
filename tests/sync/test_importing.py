from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from crm_tui.domain.changes import ContactChanges
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.store import contacts, undo
from crm_tui.store.bulk import Mode
from crm_tui.store.store import Store
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.progress import CanceledError, Progress
from tests.sync.office import brought, counts, dump, journal_of, names, only, people, values, written

HEAD = "Name,E-mail,Phone,Company,Job title,Tags,Shoe size"
JANE = "Jane Doe,jane@acme.example,415-555-2671,Acme Inc,CEO,vip;fair,39"


def test_a_file_arrives_whole_and_says_what_each_column_became(store: Store, tmp_path: Path) -> None:
    report = brought(store, written(tmp_path, HEAD, JANE))
    contact = only(store)
    draft = contact.draft
    assert (draft.name, draft.given_name, draft.family_name) == ("Jane Doe", "Jane", "Doe")
    assert (draft.company, draft.title, draft.tags, draft.custom) == (
        "Acme Inc",
        "CEO",
        ("vip", "fair"),
        {"Shoe size": "39"},
    )
    assert [(point.kind, point.normal, point.primary) for point in draft.points] == [
        ("email", "jane@acme.example", True),
        ("phone", "+14155552671", True),
    ]
    assert counts(report) == (1, 0, 0, 0)
    assert (report.files[0].encoding, report.files[0].delimiter) == ("utf-8", "comma")
    assert ("Shoe size", "custom.Shoe size") in [(use.column, use.field) for use in report.files[0].columns]


def test_importing_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, JANE, "No Mail,,,Acme Inc,,,", "Just Name,,,,,,", ",only@mail.example,,,,,")
    first = brought(store, path)
    before = people(store)
    second = brought(store, path)
    assert counts(first) == (4, 0, 0, 0)
    assert counts(second) == (0, 0, 4, 0)
    assert second.undo == 0
    assert people(store) == before


def test_one_undo_takes_everything_back_and_redo_brings_it_again(store: Store, desk: Desk, tmp_path: Path) -> None:
    one = written(tmp_path, HEAD, JANE, name="one.csv")
    two = written(tmp_path, HEAD, "John Roe,john@roe.example,,,,,", name="two.csv")
    report = brought(store, one, two)
    assert names(store) == ["Jane Doe", "John Roe"]
    assert report.undo
    undo.undo(store, desk)
    assert names(store) == []
    undo.redo(store, desk)
    assert names(store) == ["Jane Doe", "John Roe"]


def test_an_undone_import_can_be_made_again(store: Store, desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "Record ID,First Name,Last Name,Email", "5,Jane,Doe,jane@acme.example")
    brought(store, path)
    undo.undo(store, desk)
    assert counts(brought(store, path)) == (1, 0, 0, 0)
    assert names(store) == ["Jane Doe"]


def test_new_rows_are_journaled_by_ranges(store: Store, tmp_path: Path) -> None:
    lines = [f"Person {number:03},p{number}@example.org" for number in range(300)]
    report = brought(store, written(tmp_path, "Name,E-mail", *lines))
    entries = journal_of(store, report.undo)
    assert [(table, last - row + 1) for table, row, last in entries] == [(2, 300), (3, 300)]


def test_the_second_row_about_a_person_joins_the_first(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEAD,
        "Jane Doe,jane@acme.example,+1 415 555 2671,,,vip,",
        "Jane Doe,,(415) 555-2671,Acme,CEO,fair,39",
        "J. Doe,jane@acme.example,,,,,",
    )
    report = brought(store, path)
    draft = only(store).draft
    assert counts(report) == (1, 1, 1, 0)
    assert (draft.name, draft.company, draft.title, draft.tags) == ("Jane Doe", "Acme", "CEO", ("vip", "fair"))
    assert len(draft.points) == 2


def test_people_who_share_an_address_stay_people(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "Name,E-mail", "Mary Smith,info@acme.example", "Bob Jones,info@acme.example")
    report = brought(store, path)
    assert names(store) == ["Mary Smith", "Bob Jones"]
    assert any("somebody with another name" in note for note in report.notes)
    assert counts(brought(store, path)) == (0, 0, 2, 0)


def test_a_key_that_the_rep_names_is_believed(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "Name,E-mail", "Mary Smith,info@acme.example", "Bob Jones,info@acme.example")
    assert counts(brought(store, path, match=("email",))) == (1, 0, 1, 0)


def test_namesakes_with_other_addresses_stay_two(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "Name,E-mail,Company", "John Smith,john@a.example,Acme", "John Smith,js@b.example,Acme")
    assert counts(brought(store, path)) == (2, 0, 0, 0)


def test_the_same_name_at_the_same_company_is_filled_in(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name,Company", "Jane Doe,Acme Inc.", name="one.csv"))
    report = brought(store, written(tmp_path, "Name,Company,E-mail", "Jane Doe,ACME,jane@acme.example", name="two.csv"))
    assert counts(report) == (0, 1, 0, 0)
    assert values(only(store), "email") == [("jane@acme.example", "")]


def test_two_records_of_one_source_are_two_people(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path, "Record ID,First Name,Last Name,Email", "1,Jane,Doe,jane@a.example", "2,Jane,Doe,jane@a.example"
    )
    assert counts(brought(store, path)) == (2, 0, 0, 0)
    assert counts(brought(store, path)) == (0, 0, 2, 0)


def test_the_rep_s_own_values_stand(store: Store, desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, JANE)
    brought(store, path)
    id = only(store).id
    mail = next(point for point in only(store).draft.points if point.kind == "email")
    store.write(
        contacts.edit,
        desk,
        id,
        ContactChanges(
            name="Jane Smith",
            title="",
            points=(ContactPoint(id=mail.id, kind=PointKind.EMAIL, value="jane@new.example"),),
        ),
    )
    store.write(contacts.tag, desk, [id], remove=["vip"])
    before = only(store)
    report = brought(store, path)
    assert only(store) == before
    assert counts(report) == (0, 0, 1, 0)


def test_blank_fields_are_filled_and_other_values_kept_and_told(store: Store, desk: Desk, tmp_path: Path) -> None:
    store.write(
        contacts.add,
        desk,
        ContactDraft(
            name="Jane Doe", title="Chair", points=(ContactPoint(kind=PointKind.EMAIL, value="jane@acme.example"),)
        ),
    )
    report = brought(store, written(tmp_path, HEAD, JANE))
    draft = only(store).draft
    assert (draft.title, draft.company, draft.tags, draft.custom) == (
        "Chair",
        "Acme Inc",
        ("vip", "fair"),
        {"Shoe size": "39"},
    )
    assert counts(report) == (0, 1, 0, 0)
    assert any("title (1)" in note and "--mode update" in note for note in report.notes)
    undo.undo(store, desk)
    assert (only(store).draft.company, only(store).draft.tags, len(only(store).draft.points)) == ("", (), 1)


@pytest.mark.parametrize("more", ["", "ann@x.example"])
def test_values_of_another_row_of_the_file_that_give_way_are_told(store: Store, tmp_path: Path, more: str) -> None:
    path = written(
        tmp_path,
        "Name,E-mail,Company,Note,Shoe size",
        "Ann Lee,a@x.example,Acme Ltd,first,38",
        f"Ann Lee,a@x.example,Acme,second,{'' if more else 38}",
        f"Ann Lee,a@x.example {more},Other Inc,first,40",
    )
    report = brought(store, path)
    assert counts(report) == ((1, 1, 1, 0) if more else (1, 0, 2, 0))
    (note,) = report.notes
    assert all(field in note for field in ("note (1)", "company (1)", "custom.Shoe size (1)"))


def test_files_of_one_import_may_name_people_of_those_before(store: Store, tmp_path: Path) -> None:
    first = written(
        tmp_path, "First name,Last name,E-mail", "Mary Ann,van Lee,m@x.example", "Bob,Roe,b@x.example", name="a.csv"
    )
    calls = written(
        tmp_path,
        "Contact,Kind,At,Text",
        "Mary Ann van Lee,call,2026-01-02,hello",
        "Bob Roe,call,2026-01-02,hi",
        name="b.csv",
    )
    report = brought(store, first, calls)
    assert counts(report) == (4, 0, 0, 0), report.refusals
    more = written(tmp_path, "Name,E-mail", "Bob Roe,other@x.example", name="c.csv")
    later = written(tmp_path, "Contact,Kind,At,Text", "Bob Roe,call,2026-01-03,who", name="d.csv")
    (refusal,) = brought(store, more, later).refusals
    assert "several contacts match" in refusal.reason


def test_a_file_of_companies_is_called_so(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "Record ID,Company name,Company Domain Name", "1,Acme,acme.example", name="firms.csv")
    assert brought(store, path).summary.startswith("Imported companies of firms.csv: 1 created")


def test_update_takes_the_files_values_and_makes_nobody(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, HEAD, JANE, name="one.csv"))
    report = brought(
        store,
        written(
            tmp_path,
            "Name,E-mail,Job title",
            "Jane Doe,jane@acme.example,Chair",
            "New One,n@o.example,",
            name="two.csv",
        ),
        mode=Mode.UPDATE,
    )
    assert only(store).draft.title == "Chair"
    assert counts(report) == (0, 1, 0, 1)


def test_create_leaves_who_is_there_alone(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name,E-mail", "Jane Doe,jane@acme.example", name="one.csv"))
    report = brought(store, written(tmp_path, HEAD, JANE, "New One,n@o.example,,,,,", name="two.csv"), mode=Mode.CREATE)
    assert counts(report) == (1, 0, 1, 0)
    assert people(store)[0].draft.title == ""


def test_somebody_in_the_trash_stays_there(store: Store, desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, JANE)
    brought(store, path)
    store.write(contacts.delete, desk, [only(store).id])
    report = brought(store, path)
    assert names(store) == []
    assert counts(report) == (0, 0, 1, 0)
    assert any("in the trash" in note for note in report.notes)


def test_every_row_arrives_or_is_refused_with_its_number_and_reason(store: Store, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    path = written(
        tmp_path,
        "Name,E-mail,City",
        "Jane Doe,jane@acme.example",
        ",,Oslo",
        "",
        ",,",
        "John,john@roe.example,Oslo,surplus",
        "Mary,mary@roe.example,Oslo,,",
        "Name,E-mail,City",
        '"Never closed,x@y.example,Oslo',
    )
    report = brought(store, path, rejects=rejects)
    assert names(store) == ["Jane Doe", "Mary"]
    assert [refusal.row for refusal in report.refusals] == [3, 6, 9]
    assert report.rows == sum(counts(report)) == 5
    assert any("2 blank rows" in note for note in report.notes)
    assert any("1 row repeats the headings" in note for note in report.notes)
    with rejects.open(newline="", encoding="utf-8") as file:
        table = list(csv.reader(file))
    assert table[0] == ["Name", "E-mail", "City", "reason"]
    assert table[1][:3] == ["", "", "Oslo"]
    assert table[1][3].startswith("no name")
    assert table[2][:4] == ["John", "john@roe.example", "Oslo", "surplus"]
    assert table[3][0] == '"Never closed,x@y.example,Oslo'
    assert rejects.stat().st_mode & 0o777 == 0o600


def test_one_row_is_told_in_the_singular(store: Store, tmp_path: Path) -> None:
    report = brought(store, written(tmp_path, HEAD, JANE, "", HEAD))
    assert any("1 blank row was skipped (row 3)." in note for note in report.notes)
    assert any("1 row repeats the headings, and was skipped (row 4)." in note for note in report.notes)
    again = brought(store, written(tmp_path, HEAD, JANE), mode=Mode.CREATE)
    assert any("1 row is about a contact that is there already" in note for note in again.notes)


def test_without_refusals_there_is_no_rejects_file(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, HEAD, JANE), rejects=tmp_path / "rejects.csv")
    assert not (tmp_path / "rejects.csv").exists()


def test_a_mended_rejects_file_can_be_imported(store: Store, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    brought(store, written(tmp_path, "Name,E-mail,City", ",,Oslo"), rejects=rejects)
    rejects.write_text(rejects.read_text("utf-8").replace(",,Oslo", "Jane,,Oslo"), "utf-8")
    brought(store, rejects)
    assert names(store) == ["Jane"]


@pytest.mark.parametrize("option", ["dry_run", "list_records"])
def test_a_preview_counts_and_writes_nothing(store: Store, tmp_path: Path, option: str) -> None:
    before = dump(store)
    options: Any = {option: True}
    report = brought(store, written(tmp_path, HEAD, JANE), **options)
    assert counts(report) == (1, 0, 0, 0)
    assert (report.undo, report.is_dry_run) == (0, True)
    assert dump(store) == before


def test_the_list_holds_what_was_read_in_file_order(store: Store, tmp_path: Path) -> None:
    report = brought(store, written(tmp_path, HEAD, JANE, "John Roe,,,,,,"), list_records=True)
    assert report.records is not None
    assert [record["name"] for record in report.records] == ["Jane Doe", "John Roe"]
    assert report.records[0]["emails"] == [{"value": "jane@acme.example", "label": "", "primary": True, "bad": False}]
    assert report.records[0]["phones"][0]["e164"] == "+14155552671"


def test_tags_of_the_command_are_given_to_everybody(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, HEAD, JANE, "John Roe,,,,,,"), read=ReadOptions(tags=("fair-2026",)))
    assert [contact.draft.tags[-1] for contact in people(store)] == ["fair-2026", "fair-2026"]


def test_the_country_of_the_command_reads_its_numbers_and_days(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Phone,Birthday", "Jānis,20000001,3/4/1980")
    report = brought(store, path, read=ReadOptions(country="LV"))
    draft = only(store).draft
    assert (draft.points[0].normal, draft.birthday) == ("+37120000001", "1980-04-03")
    (note,) = report.notes
    assert "could be read two ways" in note
    assert "--country" not in note
    assert any(note.endswith("--country settles it.") for note in brought(store, path, dry_run=True).notes)


def test_a_file_without_headings_needs_the_rep_s_word(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "Jane Doe,jane@acme.example", "John Roe,john@roe.example")
    with pytest.raises(CrmError) as caught:
        brought(store, path)
    assert "--map 1=name" in caught.value.hint
    brought(store, path, read=ReadOptions(columns={"1": "name", "2": "email"}))
    assert names(store) == ["Jane Doe", "John Roe"]


def test_unknown_headings_are_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="it has Foo, Bar"):
        brought(store, written(tmp_path, "Foo,Bar", "1,2"))


def test_one_unreadable_file_does_not_stop_the_others(store: Store, tmp_path: Path) -> None:
    bad = written(tmp_path, "Name", "Zoë", name="bad.csv", encoding="cp1252")
    report = brought(store, bad, written(tmp_path, HEAD, JANE))
    assert names(store) == ["Jane Doe"]
    assert (report.refused, report.refusals[0].file, report.refusals[0].row) == (1, "bad.csv", 0)


def test_an_empty_file_says_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="is empty"):
        brought(store, written(tmp_path))


def test_a_format_that_the_name_does_not_tell_must_be_said(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, JANE, name="people.data")
    with pytest.raises(UsageError, match="cannot be told"):
        brought(store, path)
    assert counts(brought(store, path, read=ReadOptions(format="csv"))) == (1, 0, 0, 0)


def test_an_unknown_key_to_match_by_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be matched"):
        brought(store, written(tmp_path, HEAD, JANE), match=("shoe",))


def test_hostile_cells_are_cleaned(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Note,Tags", "\x1b]52;c;x\x07Jane\u202e Doe,[bold]\x9bhi,\x1b[31mred")
    brought(store, path)
    draft = only(store).draft
    assert draft.name == "]52;c;xJane Doe"
    assert (draft.note, draft.tags) == ("[bold]hi", ("[31mred",))


def test_stopping_leaves_nothing(store: Store, tmp_path: Path) -> None:
    from crm_tui.sync.importing import ImportOptions, import_files
    from tests.sync.office import DESK

    def stop(progress: Progress) -> None:
        assert progress.records == 1
        raise CanceledError

    before = dump(store)
    rejects = tmp_path / "rejects.csv"
    with pytest.raises(CanceledError):
        import_files(store, DESK, [written(tmp_path, HEAD, JANE)], ImportOptions(rejects=rejects), stop)
    assert dump(store) == before
    assert sorted(each.name for each in tmp_path.iterdir() if "reject" in each.name) == []


def test_the_newly_imported_are_found_and_stand_as_the_derived_rules_say(store: Store, tmp_path: Path) -> None:
    from crm_tui.domain import query
    from crm_tui.store import derived, search
    from tests.sync.office import DESK

    path = written(
        tmp_path,
        "Name,E-mail,Status,Tier,Do not contact,Created,Keep in touch days",
        "Jane Doe,jane@acme.example,customer,A,,2026-01-05,",
        "Zoë Ångström,zoe@acme.example,new,,yes,2026-02-05,10",
        ",nobody@acme.example,,,,,",
    )
    brought(store, path)
    columns = [row[1] for row in store.connection.execute("PRAGMA table_info(standing)") if row[1] != "updated_at"]
    table = f"SELECT {', '.join(columns)} FROM standing ORDER BY contact"
    written_by_import = store.connection.execute(table).fetchall()
    derived.rebuild(store.connection)
    assert written_by_import == store.connection.execute(table).fetchall()
    assert len(search.find(store.connection, DESK, query.parse("zoe ang")).pks) == 1
    assert search.verify(store.connection) == []


def test_refused_rows_never_take_the_place_of_another_file(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, JANE)
    notes = tmp_path / "notes.txt"
    notes.write_text("precious\n", encoding="utf-8")
    before = path.read_bytes()
    for taken in (path, notes):
        with pytest.raises(UsageError, match=r"cannot take its place|holds something else"):
            brought(store, path, rejects=taken)
    assert path.read_bytes() == before
    assert notes.read_text(encoding="utf-8") == "precious\n"
    assert names(store) == []
