"""Phrases from the tests of other date parsers, which are not part of this project."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.dates import CORPUS, PAIRS, RULES, Case, cases, pairs

#: The least share of undisputed phrases that is understood and right. English holds typing slips, feasts that move
#: and foreign zones; Greek has five phrases for "since" that are answered as "in".
FLOORS = {"en": 0.75, "fr": 0.95, "el": 0.89}


def _read(corpus: Path) -> list[Case]:
    if not corpus.exists():
        pytest.skip(f"the corpus of date phrases is not there: {corpus}")
    return [*(cases(corpus) if corpus == CORPUS else pairs(corpus))]


@pytest.fixture(scope="module")
def every() -> list[Case]:
    return _read(CORPUS)


def core(every: list[Case], language: str) -> list[Case]:
    return [case for case in every if case.group == "core" and case.language == language]


def test_no_phrase_of_any_language_is_silently_wrong(every: list[Case]) -> None:
    assert [(case.phrase, case.got, case.answers) for case in every if case.verdict == "wrong"] == []


@pytest.mark.parametrize("language", FLOORS)
def test_what_reps_type_is_right(every: list[Case], language: str) -> None:
    found = core(every, language)
    assert sum(case.verdict == "right" for case in found) >= FLOORS[language] * len(found)


@pytest.mark.parametrize("language", FLOORS)
def test_the_rules_of_this_program_explain_few_differences(every: list[Case], language: str) -> None:
    found = core(every, language)
    assert sum(case.verdict in RULES for case in found) <= 0.03 * len(found)


def test_phrases_mean_what_their_english_means() -> None:
    found = _read(PAIRS)
    assert {case.language for case in found} == {"el", "lv"}
    assert [case.phrase for case in found if case.verdict not in {"right", *RULES}] == []
