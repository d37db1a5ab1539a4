from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.names import NameParts, aliases, company_key, fold, sort_key, split, words

LABELED = Path(__file__).parents[3] / "shared/corpora/names/probablepeople__test_data_labeled.xml"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élodie", "elodie"),
        ("Łukasz", "lukasz"),
        ("Đorđe", "dorde"),
        ("Παπαδόπουλος", "papadopoylos"),
        ("İ", "i"),
    ],
)
def test_folding_leaves_plain_lower_case_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_an_apostrophe_does_not_part_a_word_and_a_hyphen_does() -> None:
    assert words("Jean-Luc O’Neil") == ("jean", "luc", "oneil")


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("Παπαδόπουλος", "papadopoulos"),
        ("Αργυρούλα", "argyroula"),
        ("Γιώργος", "yiorgos"),
        ("Γιάννης", "yannis"),
        ("Χρήστος", "hristos"),
        ("Χρήστος", "xristos"),
        ("Ευάγγελος", "evangelos"),
        ("Παύλος", "pavlos"),
        ("Μπάμπης", "babis"),
        ("Ντίνος", "dinos"),
        ("Κωνσταντίνος", "constantinos"),
        ("Οικονόμου", "ikonomou"),
        ("Ευτυχία", "eftihia"),
        ("Юлия", "yulia"),
        ("Юлия", "julia"),
        ("Дмитрий", "dmitry"),
        ("Дмитрий", "dmitri"),
        ("Александр", "alexander"),
        ("Сергей", "sergei"),
        ("Евгений", "yevgeny"),
        ("Зеленський", "zelenskyy"),
        ("Володимир", "volodymyr"),
        ("Наталья", "natalia"),
        ("Алёна", "alyona"),
        ("Мария", "maria"),
        ("Михаил", "mihail"),
        ("Щукин", "schukin"),
        ("Виктория", "victoria"),
        ("Müller", "mueller"),
        ("Sørensen", "soerensen"),
    ],
)
def test_a_name_is_found_as_people_type_it(word: str, typed: str) -> None:
    assert typed in aliases(word)


@pytest.mark.parametrize("word", ["Γιώργος", "Шевченко"])
def test_the_plain_folding_is_no_alias_of_itself(word: str) -> None:
    assert fold(word) in {"giorgos", "shevchenko"}
    assert fold(word) not in aliases(word)


def test_a_diaeresis_keeps_vowels_apart() -> None:
    assert all(alias.startswith("cai") for alias in aliases("Καϊμάκη"))


@given(st.text())
def test_aliases_are_a_handful_of_plain_words(word: str) -> None:
    found = aliases(word)
    assert len(found) <= 8
    assert all(words(alias) == (alias,) for alias in found)


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Ada Lovelace", NameParts("Ada", "", "Lovelace")),
        ("Cher", NameParts("Cher")),
        ("Pieter van der Berg", NameParts("Pieter", "", "van der Berg")),
        ("María de la Cruz", NameParts("María", "", "de la Cruz")),
        ("Van Morrison", NameParts("Van", "", "Morrison")),
        ("José Ortega y Gasset", NameParts("José", "", "Ortega y Gasset")),
        ("Dr. Ada M. King Jr.", NameParts("Ada", "M.", "King", "Dr.", "Jr.")),
        ("Dr. House", NameParts(family="House", prefix="Dr.")),
        ("van der Berg, Pieter", NameParts("Pieter", "", "van der Berg")),
        ("Berg, Pieter van der", NameParts("Pieter", "", "van der Berg")),
        ("Smith, John, Jr.", NameParts("John", "", "Smith", "", "Jr.")),
        ("Yo-Yo Ma", NameParts("Yo-Yo", "", "Ma")),
        ("John Smith, PhD, MBA", NameParts("John", "", "Smith", "", "PhD MBA")),
        ("山田 太郎", NameParts("太郎", "", "山田")),
        ("王小明", NameParts("王小明")),
        ("Иванов Иван Иванович", NameParts("Иван", "Иванович", "Иванов")),
        ("Иван Иванович Иванов", NameParts("Иван", "Иванович", "Иванов")),
        ('Robert "Bob" Smith', NameParts("Robert", "", "Smith", nickname="Bob")),
        ("Smith & Sons Ltd", NameParts()),
        ("Jane Doe (Acme)", NameParts()),
        ("Jane and John Doe", NameParts()),
        ("", NameParts()),
        (",,", NameParts()),
    ],
)
def test_a_full_name_is_split_cautiously(full: str, parts: NameParts) -> None:
    assert split(full) == parts


@given(st.text(st.sampled_from("ab ,.'\"()ßжΩ山-")))
def test_a_split_name_loses_no_word(full: str) -> None:
    parts = split(full)
    if any(parts):
        assert sorted(words(" ".join(parts))) == sorted(words(full))


def test_names_sort_by_family_name() -> None:
    names = ["Zoe Adams", "Ödön Babits", "Adam Zander", "Pieter Östlund"]
    assert sorted(names, key=sort_key) == ["Zoe Adams", "Ödön Babits", "Pieter Östlund", "Adam Zander"]


def test_known_parts_decide_where_a_name_sorts() -> None:
    assert sort_key("Gabriel García Márquez", "Gabriel", "García Márquez") == "garcia marquez gabriel"


def test_a_name_without_letters_sorts_last() -> None:
    assert sort_key("!!!") > sort_key("Zoe Zz")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Smith & Sons Ltd.", "Smith and Sons"),
        ("SIA “Rīgas Piens”", "Rigas Piens"),
        ("ООО «Ромашка»", "Romashka"),
        ("Müller GmbH & Co. KG", "MÜLLER"),
        ("Foo Sp. z o.o.", "foo"),
        ("AB Volvo", "Volvo AB"),
        ("Acme, S.A.", "ACME SA"),
        ("トヨタ自動車株式会社", "トヨタ自動車"),
    ],
)
def test_companies_compare_without_their_legal_form(one: str, other: str) -> None:
    assert company_key(one) == company_key(other)


def test_a_company_that_is_only_a_legal_form_keeps_its_name() -> None:
    assert company_key("Limited") == "limited"


def test_different_companies_stay_different() -> None:
    assert company_key("Acme Group") != company_key("Acme")


def test_labeled_names_are_split_as_their_labels_say() -> None:
    if not LABELED.exists():
        pytest.skip("the corpus of labeled names is not here")
    right = total = 0
    for name in ET.parse(LABELED).getroot():  # noqa: S314 - a file of our own
        labels = {child.tag for child in name}
        if not labels <= {
            "GivenName",
            "Surname",
            "MiddleName",
            "MiddleInitial",
            "PrefixMarital",
            "SuffixGenerational",
        }:
            continue
        expected = " ".join(words(" ".join(child.text or "" for child in name if child.tag == "Surname")))
        parts = split(" ".join((child.text or "") + (child.tail or "") for child in name))
        total += 1
        right += " ".join(words(parts.family or parts.given)) == expected
    assert right / total >= 0.95, f"{right} of {total} surnames"
