"""Files as products write them, with invented people."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_tui.domain.errors import CrmError
from crm_tui.domain.status import Stage
from crm_tui.store.store import Store
from crm_tui.sync.formats.source import ReadOptions
from tests.sync.office import brought, columns, counts, only, people, values, written


def test_google_since_2023(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,Organization Name,"
        "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
        "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,"
        "Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Address 1 - Country,Website 1 - Label,"
        "Website 1 - Value,Event 1 - Label,Event 1 - Value",
        "Ilze,Marija,Kalniņa,,Dr.,Illa,,Baltā Kaza SIA,Buyer,Purchasing, --0203,Likes tea,https://photos.example/1,"
        "Wholesale ::: Key account ::: * myContacts,* Work,ilze@baltakaza.example ::: kalnina@baltakaza.example,Home,"
        'ilze@home.example,Mobile,+371 20 000 001,Work,,"Brīvības iela 1\nDoor 2",Rīga,LV-1010,Latvia,Work,'
        "https://baltakaza.example,Anniversary,2001-05-06",
    )
    report = brought(store, path)
    contact = only(store)
    draft = contact.draft
    assert report.files[0].preset == "google"
    assert (draft.name, draft.prefix, draft.nickname) == ("Ilze Marija Kalniņa", "Dr.", "Illa")
    assert (draft.company, draft.title, draft.department) == ("Baltā Kaza SIA", "Buyer", "Purchasing")
    assert (draft.birthday, draft.note, draft.tags) == ("--02-03", "Likes tea", ("Wholesale", "Key-account"))
    assert values(contact, "email") == [
        ("ilze@baltakaza.example", "Work"),
        ("kalnina@baltakaza.example", "Work"),
        ("ilze@home.example", "Home"),
    ]
    assert values(contact, "phone") == [("+371 20 000 001", "Mobile")]
    assert draft.custom == {"Anniversary": "2001-05-06"}
    (address,) = [point for point in draft.points if point.kind == "address"]
    assert (address.label, address.parts["city"], address.parts["country"]) == ("Work", "Rīga", "Latvia")


def test_google_classic(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Name,Given Name,Family Name,Yomi Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,"
        "Phone 1 - Value,Organization 1 - Name,Organization 1 - Title,Custom Field 1 - Type,Custom Field 1 - Value",
        "Mara Quill,Mara,Quill,,* myContacts ::: Fair 2026,* Home,mara@quill.example,Mobile,"
        "(415) 555-2671 ::: 415-555-2672,Quill & Sons,Owner,Dog,Rex",
    )
    brought(store, path)
    contact = only(store)
    assert contact.draft.tags == ("Fair-2026",)
    assert values(contact, "email") == [("mara@quill.example", "Home")]
    assert [point.normal for point in contact.draft.points if point.kind == "phone"] == ["+14155552671", "+14155552672"]
    assert (contact.draft.company, contact.draft.custom) == ("Quill & Sons", {"Dog": "Rex"})


def test_outlook_on_the_desktop_in_cp1252(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,"
        "Business City,Business State,Business Postal Code,Business Country/Region,Business Fax,Business Phone,"
        "Mobile Phone,Birthday,Categories,E-mail Address,E-mail Type,E-mail Display Name,Notes,Web Page,User 1",
        "Mme,Zoé,,Lefèvre,,Fromagerie du Lac,Sales,Director,1 rue du Lac,Bât. B,Annecy,,74000,France,"
        "+33 4 50 00 00 09,+33 4 50 00 00 01,+33 6 00 00 00 01,1/20/1981,VIP;Cheese,zoe@lac.example,SMTP,Zoé L,"
        "Prefers mornings,https://lac.example,blue",
        encoding="cp1252",
    )
    with pytest.raises(CrmError) as caught:
        brought(store, path)
    assert "--encoding cp1252" in caught.value.hint
    report = brought(store, path, read=ReadOptions(encoding="cp1252"))
    contact = only(store)
    assert report.files[0].preset == "outlook"
    assert (contact.draft.prefix, contact.draft.title, contact.draft.name) == ("Mme", "Director", "Zoé Lefèvre")
    assert contact.draft.tags == ("VIP", "Cheese")
    assert contact.draft.birthday == "1981-01-20"
    assert contact.draft.custom == {"User 1": "blue"}
    primary = [point.value for point in contact.draft.points if point.kind == "phone" and point.primary]
    assert primary == ["+33 4 50 00 00 01"]
    (address,) = [point for point in contact.draft.points if point.kind == "address"]
    assert address.parts["street"] == "1 rue du Lac, Bât. B"


def test_outlook_on_the_web(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,"
        "E-mail 2 Address,Home Phone,Mobile Phone,Job Title,Company,Personal Web Page,Birthday,Anniversary,Notes",
        "Tom,,Hart,Mr,,Tommy,,,tom@hart.example,t.hart@work.example,,415-555-2671,Clerk,Hart Ltd,,,,",
        encoding="utf-8-sig",
    )
    assert brought(store, path).files[0].preset == "outlook-web"
    contact = only(store)
    assert (contact.draft.prefix, contact.draft.title) == ("Mr", "Clerk")
    assert [value for value, _ in values(contact, "email")] == ["tom@hart.example", "t.hart@work.example"]


LINKEDIN = (
    "Notes:",
    '"When exporting your connection data, you may notice that some of the email addresses are missing."',
    "",
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "Ada,Moss,https://www.linkedin.com/in/ada-moss,,Mosswork,CTO,12 Jun 2026",
    ",,,,,,01 Feb 2020",
)


def test_linkedin_connections(store: Store, tmp_path: Path) -> None:
    report = brought(store, written(tmp_path, *LINKEDIN))
    contact = only(store)
    assert report.files[0].preset == "linkedin"
    assert contact.draft.external_id == "linkedin:linkedin.com/in/ada-moss"
    assert values(contact, "url") == [("https://www.linkedin.com/in/ada-moss", "LinkedIn")]
    assert contact.draft.custom == {"Connected On": "2026-06-12"}
    assert counts(report) == (1, 0, 0, 1)
    assert report.refusals[0].row == 6
    assert columns(report)["URL"] == "external_id + url.LinkedIn"


def test_hubspot_contacts(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Lifecycle Stage,Job Title,"
        "Associated Company,Associated Company IDs,Create Date,Last Activity Date",
        "51,Ben,Ash,ben@ash.example,415-555-2671,Rita,In Progress,Opportunity,Buyer,Ash Ltd,901;902,2024-01-05 09:30,",
        "52,Ben,Ash,ben.ash@other.example,,Rita,Very odd,Customer,,,,,",
    )
    report = brought(store, path)
    first, second = people(store)
    assert report.files[0].preset == "hubspot"
    assert (first.draft.external_id, first.draft.status, first.draft.stage) == (
        "hubspot:51",
        "attempting",
        Stage.PROSPECT,
    )
    assert first.draft.created_at == datetime(2024, 1, 5, 7, 30, tzinfo=UTC)
    assert first.draft.custom == {"Associated Company IDs": "901;902"}
    assert (second.draft.status, second.draft.stage) == ("new", Stage.CUSTOMER)
    assert second.draft.custom == {"Lead Status": "Very odd"}
    assert any("Very odd" in note for note in report.notes)


def test_a_salesforce_report_with_titles_and_footers(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "My Leads",
        "As of 2026-11-01",
        "",
        "Lead ID,First Name,Last Name,Company,Title,Email,Phone,Lead Status,Rating,Street,City,Lead Owner,Lead Source",
        "00Q1,Nell,Frost,Frost Inc,CEO,nell@frost.example,415-555-2671,Open - Not Contacted,Hot,1 Ice Rd,Oslo,Rita,Web",
        "",
        "Grand Totals (1 record)",
        "Copyright (c) 2000-2026 salesforce.com inc. All rights reserved.",
    )
    report = brought(store, path)
    draft = only(store).draft
    assert (draft.external_id, draft.status, draft.owner, draft.source) == ("salesforce:00Q1", "new", "Rita", "Web")
    assert draft.custom == {"Rating": "Hot"}
    assert counts(report) == (1, 0, 0, 0)
    assert any("totals or small print" in note for note in report.notes)


def test_the_salesforce_data_loader(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '"ID","ISDELETED","ACCOUNTID","LASTNAME","FIRSTNAME","MAILINGCITY","PHONE","MOBILEPHONE","EMAIL","CREATEDDATE"',
        '"0031","false","0011","Frost","Nell","Oslo","415-555-2671","","nell@frost.example","2006-04-15T03:23:15.000Z"',
    )
    report = brought(store, path)
    draft = only(store).draft
    assert report.files[0].preset == "salesforce"
    assert (draft.name, draft.external_id) == ("Nell Frost", "salesforce:0031")
    assert draft.created_at == datetime(2006, 4, 15, 3, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize("spelling", ["Person - Email - Work", "Person - Email (Work)"])
def test_pipedrive_people_in_both_spellings(store: Store, tmp_path: Path, spelling: str) -> None:
    path = written(
        tmp_path,
        f"Person - Name*,Person - Organization,Person - Label,{spelling},Person - Phone - Mobile,Person - ID,"
        "Person - Person created",
        'Kai Stone,Stone AG,"Hot lead, VIP","kai@stone.example, k@stone.example",+49 30 123456,77,45631',
    )
    report = brought(store, path)
    contact = only(store)
    assert report.files[0].preset == "pipedrive"
    assert values(contact, "email") == [("kai@stone.example", "Work"), ("k@stone.example", "Work")]
    assert (contact.draft.tags, contact.draft.external_id) == (("Hot-lead", "VIP"), "pipedrive:77")
    assert contact.draft.created_at == datetime(2024, 12, 4, 22, tzinfo=UTC)


def test_hubspot_companies_become_companies(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Record ID,Company name,Company Domain Name,Phone Number,Industry,City,Country/Region",
        "9,Ash Ltd,https://www.ash.example/,415-555-2671,Timber,Oslo,Norway",
    )
    assert counts(brought(store, path)) == (1, 0, 0, 0)
    held = "SELECT name, domain, address, note, value FROM company k JOIN company_external_id x ON x.company = k.pk"
    row = store.connection.execute(held).fetchone()
    assert row == ("Ash Ltd", "ash.example", "Oslo, Norway", "Industry: Timber", "hubspot-companies:9")
    assert counts(brought(store, path)) == (0, 0, 1, 0)


NPSP = (
    "Contact1 First Name,Contact1 Last Name,Contact1 Work Email,Contact2 First Name,Contact2 Last Name,"
    "Contact2 Personal Email,Contact2 Title,Account1 Name,Account2 Name,Home City,Donation Amount"
)
NPSP_NAMES = (
    "NPSP__CONTACT1_FIRSTNAME__C,NPSP__CONTACT1_LASTNAME__C,NPSP__CONTACT1_WORK_EMAIL__C,NPSP__CONTACT2_FIRSTNAME__C,"
    "NPSP__CONTACT2_LASTNAME__C,NPSP__CONTACT2_PERSONAL_EMAIL__C,NPSP__CONTACT2_TITLE__C,NPSP__ACCOUNT1_NAME__C,"
    "NPSP__ACCOUNT2_NAME__C,NPSP__HOME_CITY__C,NPSP__DONATION_AMOUNT__C"
)


def test_two_people_in_a_row_become_two_contacts_who_share_a_home(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        NPSP,
        NPSP_NAMES,
        "Ida,Reed,ida@reed.example,Otto,Reed,otto@reed.example,Cook,Reed & Co,The Oven,Oslo,50",
        "Ulla,Sand,ulla@sand.example,,,,,Sand AS,,Bergen,20",
    )
    report = brought(store, path, read=ReadOptions(tags=("donors",)))
    assert (report.rows, counts(report)) == (3, (3, 0, 0, 0))
    assert any("1 row repeats the headings" in note for note in report.notes)
    ida, otto, ulla = people(store)
    assert [each.draft.name for each in (ida, otto, ulla)] == ["Ida Reed", "Otto Reed", "Ulla Sand"]
    assert (ida.draft.company, otto.draft.company, otto.draft.title) == ("Reed & Co", "The Oven", "Cook")
    assert (ida.draft.custom, otto.draft.custom) == ({"Donation Amount": "50"}, {})
    assert values(otto, "email") == [("otto@reed.example", "Home")]
    assert values(ida, "address") == values(otto, "address") == [("Oslo", "Home")]
    assert otto.draft.tags == ("donors",)
    assert columns(report)["Contact2 Title"] == "title (second person)"
    assert counts(brought(store, path)) == (0, 0, 3, 0)


def test_what_is_said_of_a_second_person_without_a_name_is_reported(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, NPSP, NPSP_NAMES, "Ida,Reed,,,,,Cook,,The Oven,Oslo,50")
    report = brought(store, path)
    assert counts(report) == (1, 0, 0, 1)
    assert report.refusals[0].reason.startswith("second person: names a company (The Oven) but no person")


def test_the_rep_may_say_what_a_column_of_the_second_person_is(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, NPSP_NAMES, "Ida,Reed,,Otto,Reed,,Cook,,,,")
    report = brought(store, path, read=ReadOptions(columns={"NPSP__CONTACT2_TITLE__C": "note"}))
    assert report.files[0].preset == "salesforce-npsp"
    assert [(each.draft.title, each.draft.note) for each in people(store)] == [("", "Cook"), ("", "")]
