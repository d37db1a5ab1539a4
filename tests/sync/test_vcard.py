from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.domain.errors import CrmError
from crm_tui.store.incoming import IncomingCompany, IncomingContact
from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from crm_tui.sync.formats.encoding import EncodingError
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.formats.vcard.source import VcardSource
from tests.sync.office import DESK, brought, counts, names, only, people, values


def entries(folder: Path, text: str | bytes, **options: str) -> list[Entry]:
    path = folder / "cards.vcf"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with VcardSource(path, ReadOptions(**options), DESK) as source:  # type: ignore[arg-type]
        return list(source.entries())


def card(folder: Path, *lines: str, version: str = "3.0") -> IncomingContact:
    text = "".join(f"{line}\r\n" for line in ("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"))
    (entry,) = entries(folder, text)
    assert isinstance(entry.record, IncomingContact), entry.reason
    return entry.record


def test_a_whole_card_of_a_telephone_arrives(tmp_path: Path) -> None:
    found = card(
        tmp_path,
        "N:Doe;Jane;Ann;Dr.;PhD,MBA",
        "FN:Dr. Jane Doe",
        "ORG:Acme\\, Inc.;Sales;Riga",
        "TITLE:Buyer",
        "item1.TEL;type=CELL;type=pref:+371 20 000 001",
        "TEL;TYPE=HOME,FAX:+371 60 000 002",
        "item2.TEL:+371 20 000 003",
        "item2.X-ABLabel:_$!<Main>!$_",
        "ADR;TYPE=WORK:PO 7;2nd floor;Elm St 1\\nYard;Riga;;LV-1010;Latvia",
        "URL:https\\://acme.example",
        "BDAY;VALUE=date:1604-02-02",
        "CATEGORIES:fair 26,VIP",
        "NOTE:One\\nTwo\\, three",
        "UID:abc-1",
        "PRODID:-//Apple Inc.//iOS 17//EN",
    )
    draft = found.draft
    assert (draft.name, draft.given_name, draft.middle_name, draft.prefix) == ("Dr. Jane Doe", "Jane", "Ann", "Dr.")
    assert (draft.suffix, draft.company, draft.department) == ("PhD, MBA", "Acme, Inc.", "Sales, Riga")
    assert values(found, "phone") == [
        ("+371 20 000 001", "mobile"),
        ("+371 60 000 002", "home fax"),
        ("+371 20 000 003", "Main"),
    ]
    assert values(found, "address") == [("Elm St 1, Yard, 2nd floor, PO 7, Riga, LV-1010, Latvia", "work")]
    assert values(found, "url") == [("https://acme.example", "")]
    assert (draft.birthday, draft.tags, draft.note) == ("--02-02", ("fair-26", "VIP"), "One\nTwo, three")
    assert draft.external_id == "vcard-apple-inc:abc-1"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89=\r\nlodie", "Élodie"),
        (b"FN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:=C9lodie=", "Élodie"),
        (b"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=C9lodie", "Élodie"),
        (b"FN;CHARSET=Murks;ENCODING=QUOTED-PRINTABLE:=C3=89lodie", "Élodie"),
        (b"FN;CHARSET=SHIFT_JIS:\x88\xc0\x93\xa1", "安藤"),
        (b"FN:S\xf6ren\r\nLABEL;CHARSET=Windows-1252;QUOTED-PRINTABLE:=F6", "Sören"),
        (b"FN:Jane\r\r\nNOTE:x", "Jane"),
        (b"FN:=\r\nx\r\nFN;ENCODING=QUOTED-PRINTABLE:=\r\nJane", "="),
    ],
)
def test_letters_survive_every_way_of_writing_them(tmp_path: Path, raw: bytes, name: str) -> None:
    (entry,) = entries(tmp_path, b"BEGIN:VCARD\r\nVERSION:2.1\r\n" + raw + b"\r\nEND:VCARD\r\n")
    assert isinstance(entry.record, IncomingContact)
    assert entry.record.draft.name.partition("\n")[0].removesuffix(" x") == name


def test_a_letter_may_be_folded_in_its_middle(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:\xc3\r\n \x89lodie\r\nEND:VCARD\r\n")
    assert isinstance(entry.record, IncomingContact)
    assert entry.record.draft.name == "Élodie"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_the_encoding_of_the_file_is_found(tmp_path: Path, encoding: str) -> None:
    (entry,) = entries(tmp_path, "BEGIN:VCARD\nFN:Élodie\nTEL:1234567\nEND:VCARD\n".encode(encoding))
    assert isinstance(entry.record, IncomingContact)
    assert entry.record.draft.name == "Élodie"


def test_letters_that_nothing_tells_are_asked_for(tmp_path: Path) -> None:
    text = "BEGIN:VCARD\nFN:Sören\nEND:VCARD\n".encode("cp1252")
    with pytest.raises(EncodingError) as caught:
        entries(tmp_path, text)
    assert "cp1252" in caught.value.choices
    (entry,) = entries(tmp_path, text, encoding="cp1252")
    assert isinstance(entry.record, IncomingContact)
    assert entry.record.draft.name == "Sören"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("begin:vcard\nfn:A\nend:vcard\n", ["A"]),
        ("BEGIN: VCARD \n\nFN:A\n\n# remark\nEND:VCARD \n", ["A"]),
        ("BEGIN:VCARD\rFN:A\rEND:VCARD\r", ["A"]),
        ("BEGIN:VCARD\nFN:A\nEND:VCARDBEGIN:VCARD\nFN:B\nEND:VCARD", ["A", "B"]),
        ("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", ["A", "B"]),
        ("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\nTEL:12", ["A", "B"]),
        ("BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nTEL:1234567\nEND:VCARD\n", ["A"]),
        ("BEGIN:VLIST\nVERSION:1.0\nBEGIN:VCARD\nFN:A\nEND:VCARD\nEND:VLIST\n", ["A"]),
        ("END:VCARD\nBEGIN:VCARD\nFN:A\nEND:VCARD\nEND:VCARD\n", ["A"]),
        ("BEGIN:VCARD\nN:Roe;Jo\nFN\nEND:VCARD\n", ["Jo Roe"]),
        ("BEGIN:VCARD\nN:Roe\nEND:VCARD\n", ["Roe"]),
        ("BEGIN:VCARD\nN:;A;;;;x\nEND:VCARD\n", ["A"]),
        ("\n\n\nBEGIN:VCARD\nFN:A\nVERSION:2.1\nEND:VCARD\n", ["A"]),
        ("BEGIN:VCARD\nEMAIL:a@b.example\nEND:VCARD\n", [""]),
    ],
)
def test_cards_of_every_shape_arrive(tmp_path: Path, text: str, expected: list[str]) -> None:
    found = [entry.record or entry.reason for entry in entries(tmp_path, text)]
    assert [each.draft.name if isinstance(each, IncomingContact) else each for each in found] == expected


def test_what_is_no_contact_is_refused_with_its_line(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCARD\nNOTE:x\nEND:VCARD\nlost\n"
        "BEGIN:VCARD\nKIND:group\nFN:Friends\nMEMBER:urn:uuid:1\nEND:VCARD\nBEGIN:VCARD\nFN:A\nEND:VCARD\n"
    )
    found = entries(tmp_path, text)
    assert [(entry.row, entry.reason) for entry in found] == [
        (1, "no name, e-mail address, phone number or web address"),
        (4, "it stands outside of any record"),
        (5, "it is a group of contacts, not a contact"),
        (10, ""),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("FN:A\n" + "TEL:1\n" * 6_000, "it has more than 5 000 lines"),
        ("FN:A\nX" + ";A=B" * 5_000 + ":x\n", "a line has more than 10 000 characters before its value"),
    ],
)
def test_no_record_fills_the_memory(tmp_path: Path, text: str, reason: str) -> None:
    (entry,) = entries(tmp_path, f"BEGIN:VCARD\n{text}END:VCARD\n")
    assert entry.reason == reason


def test_a_card_of_many_megabytes_is_refused_and_the_next_arrives(tmp_path: Path) -> None:
    text = "BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:" + "A" * (17 << 20) + "\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"
    large, small = entries(tmp_path, text)
    assert large.reason == "it is larger than 16 MB"
    assert small.record


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\0\1\2\xff" * 400, b"%PDF-1.7\n", b"name,email\nA,b\n"])
def test_another_kind_of_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CrmError) as caught:
        entries(tmp_path, content)
    assert str(caught.value).endswith(".")


def test_a_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "cards.vcf"
    folder.mkdir()
    with pytest.raises(CrmError):
        VcardSource(folder, ReadOptions(), DESK)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("TEL;VALUE=uri:tel:+1-418-656-9254;ext=102", "+1-418-656-9254 ext. 102"),
        ("TEL:sip:jane@acme.example", "sip:jane@acme.example"),
        ("TEL;X-NEC-SECRET:ask me", "ask me"),
        ("TEL;:1234567", "1234567"),
        ("TEL;TYPE=WORK,:1234567", "1234567"),
        ("TEL:\u00a01\u00a0415\u00a0555 0000p12", "1\u00a0415\u00a0555 0000p12"),
    ],
)
def test_numbers_are_kept_as_they_are(tmp_path: Path, line: str, value: str) -> None:
    assert values(card(tmp_path, "FN:A", line), "phone")[0][0] == value


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY:--0203", "--02-03"),
        ("BDAY:19800118", "1980-01-18"),
        ("BDAY:1996-10-22T14:00:00Z", "1996-10-22"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03", "--02-03"),
        ("BDAY;VALUE=text:circa 1800", ""),
        ("BDAY:19723101", ""),
    ],
)
def test_birthdays_are_understood_or_kept(tmp_path: Path, line: str, birthday: str) -> None:
    draft = card(tmp_path, "FN:A", line).draft
    assert draft.birthday == birthday
    assert draft.birthday or draft.custom["Birthday"] == line.partition(":")[2]


@pytest.mark.parametrize("line", ["KIND:org", "X-ABShowAs:COMPANY", "X-ADDRESSBOOKSERVER-KIND:organization"])
def test_an_organisation_becomes_a_company(tmp_path: Path, line: str) -> None:
    text = f"BEGIN:VCARD\nFN:Acme\nORG:Acme\n{line}\nURL:https://www.acme.example/x\nTEL:1\nTEL:2\nEND:VCARD\n"
    (entry,) = entries(tmp_path, text)
    assert isinstance(entry.record, IncomingCompany)
    assert (entry.record.name, entry.record.domain, entry.record.phone) == ("Acme", "acme.example", "1")
    assert entry.record.note == "phone: 2"


def test_what_has_no_field_is_written_back(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "in.vcf"
    unknown = ["X-AIM;TYPE=home:janed", "crm.X-ABDATE:2013-01-01", "crm.X-ABLabel:_$!<Anniversary>!$_", "GENDER:F"]
    path.write_text("\n".join(["BEGIN:VCARD", "FN:Jane", "ROLE:Boss", *unknown, "END:VCARD", ""]))
    brought(store, path)
    out = tmp_path / "out.vcf"
    export_file(store.connection, DESK, out, ExportOptions())
    written = out.read_text().splitlines()
    assert {line.upper() for line in unknown} <= {line.upper() for line in written}
    assert "ROLE:Boss" in written


def test_pictures_are_left_out_and_said_so(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "in.vcf"
    picture = "\n ".join(["A" * 70] * 300)
    path.write_text(f"BEGIN:VCARD\nVERSION:3.0\nFN:Jane\nPHOTO;ENCODING=b;TYPE=JPEG:{picture}\n\nTEL:1\nEND:VCARD\n")
    report = brought(store, path)
    assert report.notes == ("in.vcf: 1 picture, sound or key was left out.",)
    assert only(store).draft.custom == {}


def test_a_second_import_changes_nothing_and_undo_takes_it_back(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "in.vcf"
    path.write_text("".join(f"BEGIN:VCARD\nFN:P {n}\nUID:{n}\nTEL:+371200000{n:02}\nEND:VCARD\n" for n in range(20)))
    assert counts(brought(store, path)) == (20, 0, 0, 0)
    before = people(store)
    assert counts(brought(store, path)) == (0, 0, 20, 0)
    assert people(store) == before


def test_two_machines_that_read_one_file_make_the_same_contacts(tmp_path: Path) -> None:
    path = tmp_path / "in.vcf"
    path.write_text("BEGIN:VCARD\nFN:A\nUID:1\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n")
    with Store(tmp_path / "one.db") as one, Store(tmp_path / "two.db") as two:
        brought(one, path)
        brought(two, path)
        assert [each.id for each in people(one)] == [each.id for each in people(two)]


def test_refused_cards_can_be_mended_and_imported(store: Store, tmp_path: Path) -> None:
    path, rejects = tmp_path / "in.vcf", tmp_path / "in.rejects.vcf"
    path.write_text("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nNOTE:one, two\nEND:VCARD\n")
    assert counts(brought(store, path, rejects=rejects)) == (1, 0, 0, 1)
    mended = rejects.read_text().replace("NOTE", "FN:B\nNOTE")
    assert "X-CRM-REASON:no name\\, e-mail address" in mended
    (tmp_path / "mended.vcf").write_text(mended)
    assert counts(brought(store, tmp_path / "mended.vcf", rejects=rejects)) == (1, 0, 0, 0)
    assert names(store) == ["A", "B"]
    assert people(store)[1].draft.custom == {}
