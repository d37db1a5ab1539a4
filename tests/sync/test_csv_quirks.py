"""Cells as programs write them: lists, JSON, calling codes beside numbers, markup, words for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.domain.errors import CrmError
from crm_tui.store.store import Store
from crm_tui.sync.formats import cells_json, cells_markup
from crm_tui.sync.formats.encoding import EncodingError
from crm_tui.sync.formats.source import ReadOptions
from tests.sync.office import brought, counts, names, only, people, values, written


def test_twenty_keeps_the_calling_code_beside_the_number(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Id,Name / First Name,Name / Last Name,Emails / Primary Email,Emails / Additional Emails,"
        "Phones / Primary Phone Number,Phones / Primary Phone Country Code,Phones / Primary Phone Calling Code,"
        "Phones / Additional Phones,Linkedin / Link URL",
        'u-1,Lea,Wolf,lea@wolf.example,"[""l@wolf.example""]",30 123456,DE,+49,'
        '"[{""number"":""151 1234567"",""callingCode"":""+49"",""countryCode"":""DE""}]",https://linkedin.com/in/lea',
        "u-2,Max,Fuchs,,,30 123457,DE,,,",
    )
    report = brought(store, path)
    lea, fox = people(store)
    assert report.files[0].preset == "twenty"
    assert lea.draft.external_id == "twenty:u-1"
    assert [point.normal for point in lea.draft.points if point.kind == "phone"] == ["+4930123456", "+491511234567"]
    assert [value for value, _ in values(lea, "email")] == ["lea@wolf.example", "l@wolf.example"]
    assert [point.normal for point in fox.draft.points if point.kind == "phone"] == ["+4930123457"]


def test_espocrm_writes_json_into_cells(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "id;salutationName;firstName;lastName;accountName;emailAddress;phoneNumber;emailAddressData;phoneNumberData",
        "e1;Ms.;Ida;Lund;Lund AB;ida@lund.example;+46 8 123456;"
        '"[{""emailAddress"":""ida@lund.example"",""primary"":true},'
        '{""emailAddress"":""old@lund.example"",""invalid"":true}]";'
        '"[{""phoneNumber"":""+46 8 123456"",""type"":""Office""},'
        '{""phoneNumber"":""+46 70 1234567"",""type"":""Mobile""}]"',
    )
    brought(store, path)
    contact = only(store)
    assert (contact.draft.prefix, contact.draft.company) == ("Ms.", "Lund AB")
    assert values(contact, "email") == [("ida@lund.example", ""), ("old@lund.example", "")]
    assert [point.bad for point in contact.draft.points if point.kind == "email"] == [False, True]
    assert values(contact, "phone") == [("+46 8 123456", ""), ("+46 70 1234567", "Mobile")]


@pytest.mark.parametrize("text", ["[1, 2]", "{", "[[]]", "[" * 100_000, '[{"a": "b"}]', "[Jane]", "null"])
def test_what_is_no_list_of_values_stays_a_text(text: str) -> None:
    assert cells_json.listed(text) is None


def test_thunderbird_writes_a_birthday_into_three_columns(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Vorname,Nachname,Anzeigename,Primäre E-Mail-Adresse,Mobil-Tel.-Nr.,"
        "Geburtsjahr,Geburtsmonat,Geburtstag,Notizen,",
        "Uwe,Kern,Uwe Kern,uwe@kern.example,0151 1234567,1980,2,3,Hallo,",
        "Ute,Kern,Ute Kern,ute@kern.example,,,2,3,,",
        "Udo,Kern,Udo Kern,udo@kern.example,,1980,31,x,,",
    )
    report = brought(store, path, read=ReadOptions(country="DE"))
    assert report.files[0].preset == "thunderbird-de"
    assert [each.draft.birthday for each in people(store)] == ["1980-02-03", "--02-03", ""]
    assert people(store)[2].draft.custom == {"Geburtsjahr": "1980", "Geburtsmonat": "31", "Geburtstag": "x"}


def test_zoho_s_twin_columns_of_ids_are_left_out_and_said(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Contact Id,Contact Owner.id,Contact Owner,First Name,Last Name,Company Name.id,Company Name,Email,"
        "Tag,Created Time",
        "zcrm_9,zcrm_1,Rita,Noa,Bell,zcrm_5,Bell Co,noa@bell.example,fair;vip,2026-01-05 10:00:00",
    )
    report = brought(store, path)
    draft = only(store).draft
    assert report.files[0].preset == "zoho"
    assert (draft.name, draft.company, draft.owner, draft.tags) == ("Noa Bell", "Bell Co", "Rita", ("fair", "vip"))
    assert draft.external_id == "zoho:zcrm_9"
    assert draft.custom == {}
    assert {use.column for use in report.files[0].columns if use.field == "-"} == {
        "Contact Owner.id",
        "Company Name.id",
    }


def test_suitecrm_lists_other_addresses_with_their_flags(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '"First Name","Last Name","ID","Account Name","Email Address","Non Primary E-mails for Import","Phone Work"',
        '"Mia","Reed","c-1","Reed Ltd","mia@reed.example","m@reed.example,0,1;x@reed.example,1,0",""',
    )
    brought(store, path)
    assert [value for value, _ in values(only(store), "email")] == [
        "mia@reed.example",
        "m@reed.example",
        "x@reed.example",
    ]
    assert only(store).draft.custom == {}


def test_mailchimp_quotes_its_tags(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,LEID,EUID,NOTES,TAGS",
        'pia@oak.example,Pia,Oak,2,2026-01-05 10:00:00,1,abc,,"""VIP"",""Blog"""',
    )
    brought(store, path)
    assert only(store).draft.tags == ("VIP", "Blog")


@pytest.mark.parametrize("word", ["NULL", "N/A", "#N/A", "none", "-"])
def test_words_for_nothing_are_nothing_where_they_can_be_no_name(store: Store, tmp_path: Path, word: str) -> None:
    path = written(
        tmp_path,
        "Name,E-mail,Phone,Company,Job title,Status,Birthday,Tags,City",
        f"Mr Null,{word},{word},{word},{word},{word},{word},{word},",
    )
    report = brought(store, path)
    draft = only(store).draft
    assert (draft.name, draft.points, draft.company, draft.title) == ("Mr Null", (), "", "")
    assert (draft.birthday, draft.tags, draft.custom) == ("", (), {})
    assert report.notes == ()


def test_google_s_outlook_csv_holds_whole_addresses(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "First Name,Last Name,E-mail Address,Home Address,Business Address,Other Address,Mobile Phone,Categories",
        'Ann,Lee,ann@lee.example,"1 Elm St\nOslo",,,415-555-2671,* myContacts;Fair',
    )
    report = brought(store, path)
    (address,) = [point for point in only(store).draft.points if point.kind == "address"]
    assert report.files[0].preset == "google-outlook"
    assert (address.label, address.parts) == ("Home", {"street": "1 Elm St Oslo"})
    assert only(store).draft.tags == ("Fair",)


def test_quickbooks_ends_with_a_total(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Acme Books",
        "Customer Contact List",
        "",
        "Customer,Phone Numbers,Email,Full Name,Billing Address,Open Balance,Currency",
        "Oak Ltd,Phone: 415-555-2671,pia@oak.example,Pia Oak,1 Elm St,100.00,USD",
        "TOTAL,,,,,,",
    )
    report = brought(store, path)
    assert counts(report) == (1, 0, 0, 0)
    assert (only(store).draft.name, only(store).draft.company) == ("Pia Oak", "Oak Ltd")


def test_formula_guards_are_taken_off(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "id,firstName,lastName,emailAddress,description", "1,Ann,Lee,a@b.example,'=1+1")
    brought(store, path)
    assert only(store).draft.note == "=1+1"


def test_carriage_returns_alone_end_lines(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "mac.csv"
    path.write_bytes(b"Name,E-mail\rAnn Lee,ann@lee.example\rBob Roe,bob@roe.example\r")
    assert counts(brought(store, path)) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("encoding", "name", "says"),
    [
        ("utf-16-le", "Zoë Ångström", "utf-16-le"),
        ("utf-16-be", "Zoë Ångström", "utf-16-be"),
        ("cp1252", "Zoë Ångström", "cp1252"),
        ("cp1251", "Наталья Сергеевна Иванова", "cp1251"),
        ("shift_jis", "山田太郎さん、株式会社オーク", ""),
    ],
)
def test_an_unsure_encoding_is_named_with_the_option_that_settles_it(
    store: Store, tmp_path: Path, encoding: str, name: str, says: str
) -> None:
    path = written(
        tmp_path, "Name,E-mail,Note", *[f"{name},n{n}@oak.example,{name} " for n in range(9)], encoding=encoding
    )
    with pytest.raises(EncodingError) as caught:
        brought(store, path)
    assert f"--encoding {says}" in caught.value.hint
    assert any(choice.replace("cp932", "shift_jis") == encoding for choice in caught.value.choices)
    brought(store, path, read=ReadOptions(encoding=encoding))
    assert set(names(store)) == {name}


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.csv", "is empty"),
        (b"\xef\xbb\xbf\n\n", "blank.csv", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "photo.csv", "is no text, but a picture"),
        (b"PK\x03\x04\x14\0\x06\0", "book.csv", "is no text, but a workbook"),
        (bytes(range(256)) * 9, "noise.csv", "is no text"),
        (b"%PDF-1.7", "letter.pdf", "cannot be told from its name"),
    ],
)
def test_what_is_no_table_gets_one_sentence(
    store: Store, tmp_path: Path, content: bytes, name: str, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CrmError) as caught:
        brought(store, path)
    assert sentence in caught.value.message
    assert caught.value.message.count(". ") == 0


def test_a_folder_and_a_missing_file_get_one_sentence(store: Store, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name, sentence in (("folder.csv", "is a folder"), ("none.csv", "There is no file")):
        with pytest.raises(CrmError, match=sentence):
            brought(store, tmp_path / name)


def test_too_many_columns_are_refused_with_the_limit(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="at most 2000"):
        brought(store, written(tmp_path, "Name," + ",".join(f"c{n}" for n in range(2100)), "Ann"))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a < b and c > d", "a < b and c > d"),
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<ul><li>a</li><li>b &amp; c</li></ul>", "- a\n- b & c"),
        ('<a href="https://x.example/y">here</a>', "here (https://x.example/y)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<div>x<script>alert(1)</script><style>p{}</style></div>", "x"),
    ],
)
def test_markup_becomes_the_text_that_one_sees(markup: str, text: str) -> None:
    assert cells_markup.plain(markup) == text
