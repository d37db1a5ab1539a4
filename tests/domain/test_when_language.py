"""A language is data: a small French table, written here, is understood by the same rules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from crm_tui.domain import when
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.when import grammar, language, lexer
from crm_tui.domain.when.language import DayPart, Language, numbered
from crm_tui.domain.when.rules import RULES

TABLE = Language(
    code="fr",
    words={
        "weekday": numbered(0, "lundi|lun, mardi|mar, mercredi, jeudi, vendredi, samedi, dimanche"),
        "month": numbered(1, "janvier, février|fév, mars|mar, avril, mai, juin, juillet, août"),
        "relative": {0: "aujourd'hui", 1: "demain", 2: "après-demain|après demain"},
        "unit": {"day": "jour|jours", "week": "semaine|semaines", "hour": "heure|heures"},
        "ones": numbered(1, "un|une, deux, trois"),
        "part": {"afternoon": "après-midi|après midi"},
    },
    links={"le": "le|la", "l": "l'", "de": "de|d'", "in": "dans", "ago": "il y a", "next": "prochain", "at": "à"},
    patterns={
        "phrase": {
            "whole_day": ("{day}",),
            "day_at": ("{day} at? {clock}",),
            "stretch_alone": ("{stretch}",),
            "time_from_now": ("in {shift}",),
        },
        "stretch": {"part_of_day": ("{day} l? {part}",)},
        "day": {
            "relative_day": ("{relative}",),
            "nearest_weekday": ("{weekday}",),
            "weekday_next": ("{weekday} next",),
            "weekday_and_weeks": ("{weekday} at huit",),
            "dated": ("le? {nth|number:day} de? {month} {year}?",),
            "days_from_now": ("in {shift}",),
            "days_ago": ("ago {shift}",),
        },
        "clock": {"hour_marked": ("{number:hour} hourmark",), "clock_digits": ("{marked:digits}",)},
        "shift": {"shift_one": ("{number|ones:amount} {unit}",)},
    },
    parts={"afternoon": DayPart(time(14), (12, 18))},
    examples={"": "demain 9h"},
    ordinal_endings=frozenset({"er", "e"}),
    elisions=("l'", "d'"),
    hour_marks="h",
)
DESK = Desk(
    moment=Moment(datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Europe/Paris")), "Europe/Paris"),
    language="fr",
    country="FR",
)


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = ModuleType("crm_tui.domain.when.toy_french")
    links = {**TABLE.links, "hourmark": "~h", "huit": "en huit"}
    patterns = {**TABLE.patterns, "day": {**TABLE.patterns["day"], "weekday_and_weeks": ("{weekday} huit",)}}
    module.__dict__["TABLE"] = replace(TABLE, links=links, patterns=patterns)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(language, "MODULES", {**language.MODULES, "fr": "toy_french"})
    caches = (language.table, lexer.lexicon, grammar.grammar)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize(
    ("phrase", "day", "at"),
    [
        ("demain 9h", date(2026, 11, 19), time(9)),
        ("demain à 9h30", date(2026, 11, 19), time(9, 30)),
        ("Après-demain", date(2026, 11, 20), None),
        ("mardi prochain", date(2026, 11, 24), None),
        ("mardi en huit", date(2026, 12, 1), None),
        ("le 1er août", date(2027, 8, 1), None),
        ("3 d'avril 2028", date(2028, 4, 3), None),
        ("15 fevrier", date(2027, 2, 15), None),
        ("dans une semaine", date(2026, 11, 25), None),
        ("demain l'après-midi", date(2026, 11, 19), time(14)),
        ("dans 2 heures", date(2026, 11, 18), time(12)),
    ],
)
def test_another_language_is_data_alone(phrase: str, day: date, at: time | None) -> None:
    found = when.parse(phrase, DESK)
    assert (found.day, found.time) == (day, at)


def test_words_may_stand_before_what_english_puts_them_after() -> None:
    assert when.parse("il y a 3 jours", DESK, past=True).day == date(2026, 11, 15)


def test_english_is_understood_beside_another_language_but_not_amid_it() -> None:
    assert when.parse("tomorrow", DESK).day == date(2026, 11, 19)
    with pytest.raises(ParseError):
        when.parse("demain at 9", DESK)


def test_a_language_without_a_table_is_read_as_english() -> None:
    assert when.parse("tomorrow", replace(DESK, language="xx")).day == date(2026, 11, 19)


@pytest.mark.parametrize(
    "patterns",
    [
        {"phrase": {"whole_day": ("{blorp}",)}},
        {"phrase": {"whole_day": ("{day",)}},
        {"phrase": {"whole_day": ("{phrase} {weekday}",)}},
    ],
    ids=["unknown", "malformed", "endless"],
)
def test_a_broken_pattern_is_found_when_the_table_is_compiled(patterns: dict[str, dict[str, tuple[str, ...]]]) -> None:
    with pytest.raises(ValueError, match=r"symbol|pattern|recursion"):
        grammar.compiled(replace(TABLE, patterns=patterns), RULES)
