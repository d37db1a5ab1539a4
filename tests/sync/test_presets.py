"""Which product wrote a file, told by its headings; and what becomes of each of its columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.sync.formats import fields, mapping, presets

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "csv_headers.tsv"

#: The preset of each product of the corpus; "" stands for its language.
PRODUCTS = {
    "act!": "act",
    "activecampaign": "activecampaign",
    "apollo.io": "apollo",
    "brevo": "brevo",
    "espocrm contact export": "espocrm",
    "facebook lead ads": "facebook-leads",
    "goldmine": "goldmine",
    'google "outlook csv"': "google-outlook",
    "google-csv (2023+)": "google",
    "google-csv (classic)": "google",
    "hubspot companies": "hubspot-companies",
    "hubspot contacts": "hubspot",
    "hubspot deals": "hubspot-deals",
    "kit/convertkit": "kit",
    "linkedin Connections.csv": "linkedin",
    "linkedin messages.csv": "linkedin-messages",
    "mailchimp audience": "mailchimp",
    "outlook 365 desktop": "outlook",
    "outlook desktop": "outlook-",
    "outlook-2003-csv": "outlook-",
    "outlook-unknown-csv": "outlook",
    "outlook.com web": "outlook-web",
    "palm desktop": "palm",
    "pipedrive activities and notes (import reference)": "pipedrive-activities",
    "pipedrive deals": "pipedrive-deals",
    "pipedrive organizations": "pipedrive-organizations",
    "pipedrive people": "pipedrive",
    "quickbooks customer contact list": "quickbooks",
    "roundcube csv": "roundcube",
    "salesforce NPSP import": "salesforce-npsp",
    "salesforce contacts report": "salesforce",
    "salesforce data loader account": "salesforce-accounts",
    "salesforce data loader opportunity": "salesforce-opportunities",
    "salesforce leads report": "salesforce",
    "suitecrm/sugarcrm accounts": "suitecrm-accounts",
    "suitecrm/sugarcrm calls": "suitecrm-calls",
    "suitecrm/sugarcrm contacts": "suitecrm",
    "suitecrm/sugarcrm leads": "suitecrm-leads",
    "suitecrm/sugarcrm meetings": "suitecrm-meetings",
    "suitecrm/sugarcrm notes": "suitecrm-notes",
    "suitecrm/sugarcrm opportunities": "suitecrm-opportunities",
    "suitecrm/sugarcrm prospects": "suitecrm-prospects",
    "suitecrm/sugarcrm tasks": "suitecrm-tasks",
    "systeme.io": "systemeio",
    "thunderbird": "thunderbird-",
    "thunderbird 100+": "thunderbird",
    "thunderbird-csv": "thunderbird-",
    "twenty companies": "twenty-companies",
    "twenty people": "twenty",
    "windows live mail": "windows-live-mail-",
    "windows-live-mail-csv": "windows-live-mail-",
    "yahoo-csv": "yahoo",
    "zoho contacts": "zoho",
    "zoho leads": "zoho-leads",
}

#: The field of each meaning that the table of Zimbra tells.
MEANINGS = {
    "firstName": {"given_name"},
    "lastName": {"family_name"},
    "email": {"email"},
    "email2": {"email"},
    "mobilePhone": {"phone.Mobile"},
    "workPhone": {"phone.Work"},
    "homePhone": {"phone.Home"},
    "company": {"company"},
    "jobTitle": {"title"},
    "birthday": {"birthday"},
    "notes": {"note"},
}

#: What tells a record, by what the preset makes of rows.
TELLING = {
    "contacts": ("given_name", "family_name", "name", "email"),
    "companies": ("name",),
    "interactions": ("contact", "contact_id", "from"),
    "follow-ups": ("contact", "contact_id"),
    "activities": ("contact", "contact_id"),
}

#: Files that name an account and no person; they are refused with a sentence.
NAMELESS = {"salesforce data loader opportunity", "suitecrm/sugarcrm opportunities"}

Rows = list[tuple[str, str]]


def _pieces(heading: str, meaning: str) -> list[str]:
    """The headings that the table joins into one: up to three lines of a street, parts of a birthday."""
    pieces = [each.strip() for each in heading.split(",")]
    if "," not in heading or not (meaning == "birthday" or meaning.endswith("Street")) or len(pieces) == 1:
        return [heading]
    size = len(pieces) // 3 or 1
    return [", ".join(pieces[place : place + size]) for place in range(0, len(pieces), size)]


def _corpus() -> Iterator[tuple[str, str, Rows]]:
    if not CORPUS.exists():
        return
    found: dict[tuple[str, str], Rows] = {}
    with CORPUS.open(encoding="utf-8", newline="") as file:
        for row in list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]:
            product, locale, _, heading, meaning = row[:5]
            joined = _pieces(heading, meaning) if "windows-live" not in product else [heading]
            of = "birthday part" if meaning == "birthday" and len(joined) > 1 else meaning
            found.setdefault((product, locale), []).extend((each, of) for each in joined)
    for (product, locale), rows in found.items():
        yield product, locale, rows


HEADERS = list(_corpus())

needs_corpus = pytest.mark.skipif(not HEADERS, reason="the corpora of real files are not beside this project")


def _expected(product: str, locale: str) -> str:
    name = PRODUCTS[product]
    if not name.endswith("-"):
        return name
    language = {"en": "", "en_GB": "", "es_ES": "es"}.get(locale, locale.lower().replace("_", "-"))
    return f"{name}{language}".rstrip("-")


@needs_corpus
def test_no_product_of_the_corpus_is_without_a_preset() -> None:
    assert {product for product, _, _ in HEADERS} == set(PRODUCTS)


@needs_corpus
@pytest.mark.parametrize(("product", "locale", "rows"), HEADERS, ids=[f"{each[0]} {each[1]}" for each in HEADERS])
def test_the_product_is_recognised_and_no_column_dropped(product: str, locale: str, rows: Rows) -> None:
    headings = [heading for heading, _ in rows]
    preset = presets.best(headings)
    assert preset.name == _expected(product, locale)
    uses = mapping.assign(headings, preset, {}).columns
    assert len(uses) == len(headings)
    for use, (heading, meaning) in zip(uses, rows, strict=True):
        if use.field == fields.LEFT_OUT:
            occurrences = {fields.key(heading), f"{fields.key(heading)}#2"}
            assert any(str(field) == fields.LEFT_OUT for each in occurrences for field in preset.columns.get(each, ()))
        if meaning in MEANINGS:
            assert use.field in MEANINGS[meaning]
    names = {use.field.partition(".")[0] for use in uses}
    if product in NAMELESS:
        assert names.isdisjoint(TELLING[preset.what])
        return
    assert names.intersection(TELLING[preset.what])


@needs_corpus
@pytest.mark.parametrize(
    ("product", "wanted"),
    [
        ("hubspot contacts", {"given_name", "family_name", "email", "phone", "company", "external_id", "owner"}),
        ("zoho contacts", {"given_name", "family_name", "name", "email", "phone", "company", "external_id", "tag"}),
        ("salesforce contacts report", {"given_name", "family_name", "email", "phone", "company", "external_id"}),
        ("pipedrive people", {"name", "email", "phone", "company", "external_id", "owner", "tag"}),
        ("twenty people", {"given_name", "family_name", "email", "phone", "external_id", "url"}),
        ("espocrm contact export", {"given_name", "family_name", "email", "phone", "company", "external_id"}),
        ("suitecrm/sugarcrm contacts", {"given_name", "family_name", "email", "phone", "company", "external_id"}),
        ("mailchimp audience", {"given_name", "family_name", "email", "phone", "tag", "note"}),
        ("google-csv (classic)", {"name", "email", "phone", "company", "title", "tag", "address", "url"}),
        ("outlook desktop", {"prefix", "given_name", "family_name", "email", "phone", "company", "title"}),
        ("quickbooks customer contact list", {"name", "email", "phone", "company"}),
        ("act!", {"name", "email", "phone", "company", "title"}),
        ("goldmine", {"name", "email", "phone", "company", "title"}),
        ("palm desktop", {"given_name", "family_name", "email", "phone", "company"}),
        ("facebook lead ads", {"name", "email", "phone", "external_id"}),
        ("apollo.io", {"given_name", "family_name", "email", "phone", "external_id"}),
        ("brevo", {"given_name", "family_name", "email", "phone"}),
    ],
)
def test_what_matters_is_found_in_the_columns_of(product: str, wanted: set[str]) -> None:
    for each, _, rows in HEADERS:
        if each == product:
            headings = [heading for heading, _ in rows]
            uses = mapping.assign(headings, presets.best(headings), {}).columns
            found = {part.partition(".")[0] for use in uses for part in use.field.replace(" (value)", "").split(" + ")}
            assert wanted <= found


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        ("Contact Id,Contact Owner.id,Contact Owner,First Name,Last Name,Email,Account Name.id,Account Name", "zoho"),
        ("Record Id,Lead Owner,First Name,Last Name,Company,Email,Lead Status,Lead Source", "zoho-leads"),
        ("id,name,firstName,lastName,accountName,emailAddress,phoneNumber,createdAt", "espocrm"),
        ("Id,Name FirstName,Name LastName,Emails PrimaryEmail,Phones PrimaryPhoneNumber", "twenty"),
        ("Contact ID,First Name,Last Name,Account Name,Email,Phone", "salesforce"),
        ("Titre,Prénom,Nom,Société,Titre,Adresse de courrier,Tél. mobile", "outlook-fr"),
        ("Nome,Cognome,Indirizzo di posta elettronica,Cellulare,Telefono (ufficio)", "windows-live-mail-it"),
        ("姓,名,電子メール アドレス,携帯電話,会社電話,会社名", "outlook-ja"),
        ("Name,E-mail,Phone", "plain"),
    ],
)
def test_fewer_columns_in_another_order_are_recognised(headings: str, name: str) -> None:
    assert presets.best(headings.split(",")).name == name


def test_french_outlook_writes_titre_twice_the_salutation_and_the_job() -> None:
    headings = ["Titre", "Prénom", "Nom", "Société", "Titre", "Adresse de messagerie", "Tél. mobile"]
    uses = mapping.assign(headings, presets.best(headings), {}).columns
    assert [use.field for use in uses] == [
        "prefix",
        "given_name",
        "family_name",
        "company",
        "title",
        "email",
        "phone.Mobile",
    ]


def test_words_of_a_language_are_enough_where_no_product_is_recognised() -> None:
    headings = ["Vorname", "Nachname", "Telefon geschäftlich", "Irgendwas"]
    uses = mapping.assign(headings, presets.best(headings), {}).columns
    assert [use.field for use in uses] == ["given_name", "family_name", "phone.Work", "custom.Irgendwas"]


def test_every_preset_can_be_read_and_its_head_says_the_same() -> None:
    for name, preset in presets.all_presets().items():
        head = presets.heads()[name]
        assert (head.title, head.source) == (preset.title, preset.source)
        assert head.signatures == preset.signatures
        assert preset.what in TELLING


def test_an_unknown_preset_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        presets.named("hubspott")
    assert "Did you mean hubspot?" in caught.value.hint


def test_a_broken_preset_of_the_reps_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "fair.toml").write_text('title = "Fair"\n\n[columns]\n"Mail" = "emial"\n', encoding="utf-8")
    with pytest.raises(CrmError) as caught:
        presets.saved(tmp_path)
    assert f"{tmp_path / 'fair.toml'}, line 4, cannot be used" in caught.value.message
    (tmp_path / "fair.toml").write_text('title = "Fair"\nsignature = [\n', encoding="utf-8")
    with pytest.raises(CrmError, match=r"fair\.toml, line \d"):
        presets.saved(tmp_path)
