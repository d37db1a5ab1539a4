"""Phrases from the tests of other date parsers, which are not part of this project."""

from __future__ import annotations

import pytest

from benchmarks.dates import CORPUS, RULES, Case, cases


@pytest.fixture(scope="module")
def core() -> list[Case]:
    if not CORPUS.exists():
        pytest.skip(f"the corpus of date phrases is not there: {CORPUS}")
    return [case for case in cases(CORPUS) if case.group == "core" and case.language == "en"]


def test_no_undisputed_phrase_is_silently_wrong(core: list[Case]) -> None:
    assert [(case.phrase, case.got, case.answers) for case in core if case.verdict == "wrong"] == []


def test_three_in_four_are_right(core: list[Case]) -> None:
    assert sum(case.verdict == "right" for case in core) >= 0.75 * len(core)


def test_the_rules_of_this_program_explain_few_differences(core: list[Case]) -> None:
    assert sum(case.verdict in RULES for case in core) <= 0.03 * len(core)
