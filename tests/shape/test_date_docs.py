"""Dates in other languages mean what the guide says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm_tui.domain import when
from tests.domain.spoken_dates import desk, refusal

_GUIDE = (Path(__file__).resolve().parents[2] / "docs/guide.md").read_text(encoding="utf-8")
_SECTION = _GUIDE.split("\n## Dates in French, Greek and Latvian\n")[1].split("\n## ")[0]
_ROW = re.compile(r"^\| `(.+?)` \| `(.+?)` \| `(.+?)` \| `(.+?)` \|$", re.MULTILINE)
_DOUBT = re.compile(r"^\| (French|Greek|Latvian|) ?\| `(.+?)`(: .+?) \| (.+?) \|$", re.MULTILINE)
_CODES = {"French": "fr", "Greek": "el", "Latvian": "lv"}


@pytest.mark.parametrize("row", _ROW.findall(_SECTION), ids=lambda row: row[0])
def test_phrases_of_one_row_mean_the_same(row: tuple[str, ...]) -> None:
    english, *others = row
    is_past = english.startswith("yesterday")
    for code, phrase in zip(_CODES.values(), others, strict=True):
        at = desk(code)
        assert when.parse(phrase, at, past=is_past) == when.parse(english, at, past=is_past), phrase


def test_what_the_guide_calls_doubtful_is_refused_and_what_it_offers_is_not() -> None:
    language = ""
    rows = _DOUBT.findall(_SECTION)
    assert len(rows) >= 5
    for named, phrase, _, offered in rows:
        language = named or language
        at = desk(_CODES[language])
        assert "two things" in refusal(phrase, at).message
        for clear in re.findall("`(.+?)`", offered):
            assert when.parse(clear, at, past="του μήνα" in clear).zone == at.moment.zone
