from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import points
from crm_tui.domain.contact import ContactDraft, ContactPoint
from crm_tui.domain.match import LIKELY, SURE, Keys, is_obvious, keys, name_words, score
from crm_tui.domain.place import place
from crm_tui.domain.value import replace

NAMES = st.lists(st.sampled_from(["jane", "jnae", "doe", "j", "bob", "robert", "smith"]), max_size=3).map(tuple)
ADDRESSES = st.frozensets(
    st.sampled_from(["jane@acme.com", "jane2@acme.com", "info@acme.com", "jane@gmail.com"]), max_size=2
)
PLACES = st.sampled_from(["1 Elm Street, Riga", "1 Elm St., Riga", "Riga", "9 Oak Road, Paris"])
KEYS = st.builds(
    Keys,
    name=NAMES,
    company=st.sampled_from(["", "acme", "acmee", "other"]),
    emails=ADDRESSES,
    phones=st.frozensets(st.just("+37120000000"), max_size=1),
    birthday=st.sampled_from(["", "1990-01-01", "1991-01-01", "1990-10-01", "--01-01"]),
    places=st.frozensets(PLACES.map(lambda line: place(line, {})), max_size=2),
    generation=st.sampled_from(["", "jr", "sr"]),
)


def person(
    name: str,
    company: str = "",
    *,
    email: str = "",
    phone: str = "",
    birthday: str = "",
    street: str = "",
    suffix: str = "",
) -> Keys:
    found: list[ContactPoint] = [points.email(email)] if email else []
    found += [points.phone(phone, "LV")] if phone else []
    found += [points.address({"street": street, "city": "Riga", "postal_code": "LV-1010"})] if street else []
    return keys(ContactDraft(name=name, company=company, points=tuple(found), birthday=birthday, suffix=suffix))


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (
            person("Jane Doe", email="Jane@Acme.com"),
            person("J. Doe", email="jane@acme.com"),
            {"same e-mail address", "same name, one abbreviated"},
        ),
        (person("", email="a@b.lv"), person("Jane", email="a@b.lv"), {"same e-mail address"}),
        (
            person("Jane Doe", phone="20000000"),
            person("Doe, Jane", phone="+371 20 000 000"),
            {"same name", "same phone number"},
        ),
        (person("Élodie Roux", "Acme Ltd"), person("elodie roux", "ACME"), {"same name", "same company"}),
        (
            person("Doe Jane", "Acme"),
            person("Jane Doe", "Acme"),
            {"same name in another order", "same company"},
        ),
        (person("Jnae Doe", "Acme"), person("Jane Doe", "Acme Inc."), {"names differ by a slip", "same company"}),
        (person("Jane Doe", "Acme"), person("Jane Doe", "Acmee"), {"same name", "same company"}),
        (
            person("Jane Ann Doe", "Acme"),
            person("Jane Doe", "Acme"),
            {"same name, one with more to it", "same company"},
        ),
        (person("Bob Smith", "Acme"), person("Robert Smith", "Acme"), {"same name, one by nickname", "same company"}),
        (person("J. Doe", "Acme"), person("Jane Doe", "Acme"), {"same name, one abbreviated", "same company"}),
        (
            person("Jane Doe", email="jane@acme.com"),
            person("Jane Doe", email="j.doe@acme.com"),
            {"same name", "same e-mail domain"},
        ),
        (person("Jane Doe"), person("jane doe"), {"same name"}),
        (
            person("Χρήστος Παππάς", "Acme"),
            person("Hristos Papas", "Acme"),
            {"same name in another spelling", "same company"},
        ),
        (
            person("Юрий Иванов", phone="20000000"),
            person("Yuri Ivanoff", phone="20000000"),
            {"same name in another spelling", "same phone number"},
        ),
        (
            person("Jane Doe", street="12 Elm Street"),
            person("Jane Doe", street="12, Elm st."),
            {"same name", "same address"},
        ),
        (
            person("Jane Doe", birthday="1990-03-04"),
            person("Jane Doe", birthday="1990-04-03"),
            {"same name", "birthdays differ by a slip"},
        ),
        (
            person("Jane Doe", birthday="1990-03-04"),
            person("Janet Doe", birthday="1990-03-04"),
            {"names differ by a slip", "same birthday"},
        ),
        (
            person("Jane Doe", email="jane@doe.lv"),
            person("Jane Roe", email="jane@doe.lv"),
            {"same given name, different family names", "same e-mail address"},
        ),
    ],
)
def test_a_likely_pair_is_shown_with_its_reasons(one: Keys, other: Keys, reasons: set[str]) -> None:
    found = score(one, other)
    assert set(found.reasons) == reasons
    assert found.score >= LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Jane Doe", "Acme"), person("Jane Doe", "Globex")),
        (person("Jane Doe", "Acme"), person("Bob Roe", "Acme")),
        (person("Jane Doe", email="jane@gmail.com"), person("June Poe", email="june@gmail.com")),
        (person("Jane Doe", email="info@acme.com"), person("Bob Roe", email="info@acme.com")),
        (person("Jane Doe", phone="20000000"), person("Bob Roe", phone="20000000")),
        (
            person("Jane Doe", "Acme", phone="20000000", email="info@acme.com", street="1 Elm Street"),
            person("Bob Roe", "Acme", phone="20000000", email="info@acme.com", street="1 Elm Street"),
        ),
        (
            person("Jane Doe", phone="20000000", street="1 Elm Street"),
            person("John Doe", phone="20000000", street="1 Elm Street"),
        ),
        (
            person("Jane Doe", "Acme", email="jane.doe@acme.com"),
            person("Jane Doe", "Acme", email="jane.doe2@acme.com"),
        ),
        (person("Anna Doe", birthday="1990-03-04"), person("Ruth Doe", birthday="1990-03-04")),
        (person("Jnae Doe"), person("Jane Doe")),
        (person(""), person("")),
    ],
    ids=[
        "namesakes",
        "colleagues",
        "public mail",
        "info@",
        "reception",
        "an office",
        "a couple",
        "numbered namesakes",
        "twins",
        "a slip by itself",
        "nobody",
    ],
)
def test_a_chance_resemblance_is_not_shown(one: Keys, other: Keys) -> None:
    assert score(one, other).score < LIKELY


def test_father_and_son_are_never_called_sure() -> None:
    father = person("John Doe", "Acme", phone="20000000", email="john@doe.lv", birthday="1955-03-04")
    son = person("John Doe", "Acme", phone="20000000", email="john@doe.lv", birthday="1985-08-19")
    assert score(father, son).score < SURE
    assert "different birthdays" in score(father, son).reasons
    assert not is_obvious(father, son)
    senior, junior = person("John Doe Sr.", "Acme", phone="20000000"), person("John Doe", "Acme", suffix="Jr")
    assert score(senior, junior).score < LIKELY


def test_obvious_is_the_same_name_with_an_address_of_ones_own() -> None:
    jane = person("Jane Doe", "Acme", email="jane@acme.com")
    assert is_obvious(jane, person("Doe, Jane", email="JANE@acme.com"))
    assert not is_obvious(jane, person("Janet Doe", email="jane@acme.com"))
    boxes = person("Jane Doe", email="info@acme.com"), person("Jane Doe", email="info@acme.com")
    assert not is_obvious(*boxes)


def test_better_evidence_scores_higher() -> None:
    jane = person("Jane Doe", "Acme", email="jane@acme.com", phone="20000000")
    ranked = [
        person("Jane Doe", "Acme", email="jane@acme.com"),
        person("Jane Doe", "Acme", phone="20000000"),
        person("Jane Doe", "Acme"),
        person("Jnae Doe", "Acme"),
        person("Jane Doe"),
        person("Jane Doe", "Globex"),
        person("Bob Roe", "Globex"),
    ]
    scores = [score(jane, other).score for other in ranked]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_a_number_known_to_be_wrong_is_no_evidence() -> None:
    wrong = replace(points.phone("20000000", "LV"), bad=True)
    assert keys(ContactDraft(name="Jane", points=(wrong,))).phones == frozenset()


def test_titles_and_the_order_of_typing_leave_name_words_alike() -> None:
    assert name_words("Doe, Dr. Jane") == name_words("Jane Doe") == ("jane", "doe")


@given(KEYS, KEYS)
def test_the_score_is_the_same_both_ways_and_between_nought_and_one(one: Keys, other: Keys) -> None:
    there, back = score(one, other), score(other, one)
    assert there.score == back.score
    assert set(there.reasons) == set(back.reasons)
    assert 0 <= there.score <= 1


@given(st.lists(KEYS, min_size=2, max_size=4))
def test_nothing_that_contradicts_itself_is_sure_or_obvious(people: list[Keys]) -> None:
    for one, other in combinations(people, 2):
        found = score(one, other)
        if {"different birthdays", "different generations"} & set(found.reasons):
            assert found.score < SURE
            assert not is_obvious(one, other)
