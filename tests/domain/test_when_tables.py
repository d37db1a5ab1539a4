"""What holds for the table of every language: nothing in it clashes or is idle, and English stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crm_tui.domain import when
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.recurrence import parse_rule
from crm_tui.domain.when.language import MODULES, Language, table
from crm_tui.domain.when.lexer import fold
from tests.domain.spoken_dates import chip, desk, meant, refusal

LANGUAGES = sorted(MODULES)
OTHERS = [code for code in LANGUAGES if code != "en"]

#: Spellings with two meanings of their own in one table, and why none is taken for the other.
WITHIN = {
    "en": {"quarter"},  # of a year, or a quarter of an hour: each goes with other words
    "fr": {
        "jui",  # June or July: refused
        "sept",  # seven or September: "15 sept", "sept heures"
    },
    "el": {
        "τριτη",  # Tuesday or third: "κάθε τρίτη Πέμπτη" is refused
        "τεταρτη",
        "πεμπτη",
        "τεταρτο",  # fourth, or a quarter of an hour
    },
    "lv": {
        "ceturksnis",  # as English "quarter"
        "ceturksna",
        "diena",  # a day, or by day: "3 dienā" is refused
        *("pirmdienas", "otrdienas", "tresdienas", "ceturtdienas", "piektdienas", "sestdienas", "svetdienas"),
    },
}

#: Kinds that are parts of another kind, made for a pattern of their own.
PARTS = {"sureday", "first"}

#: Spellings that mean one thing here and another in English.
BESIDE_ENGLISH = {"fr": {"mar", "sept"}, "el": set[str](), "lv": set[str]()}


def spellings(words: Language) -> Iterator[tuple[str, str, int | str]]:
    """Every spelling that has a meaning of its own, folded, with its kind and meaning."""
    for kind, meanings in words.words.items():
        for value, texts in meanings.items():
            for text in texts.split("|"):
                yield " ".join(map(fold, text.removeprefix("~").split())), kind, value


def valued(words: Language) -> dict[str, set[tuple[str, int | str]]]:
    found: dict[str, set[tuple[str, int | str]]] = {}
    for spelling, kind, value in spellings(words):
        if kind not in PARTS:
            found.setdefault(spelling, set()).add((kind, value))
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_spelling_means_one_thing_but_for_those_that_are_known(code: str) -> None:
    assert {spelling for spelling, meanings in valued(table(code)).items() if len(meanings) > 1} == WITHIN[code]


@pytest.mark.parametrize("code", OTHERS)
def test_english_words_mean_the_same_in_the_other_table_but_for_those_that_are_known(code: str) -> None:
    own, english = valued(table(code)), valued(table("en"))
    differing = {word for word in own.keys() & english.keys() if own[word] != english[word]}
    assert differing == BESIDE_ENGLISH[code]


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_spelling_is_written_twice(code: str) -> None:
    words = table(code)
    texts = [*words.links.values(), *(text for meanings in words.words.values() for text in meanings.values())]
    for text in texts:
        folded = [fold(spelling) for spelling in text.split("|")]
        assert len(set(folded)) == len(folded), text


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_kind_and_no_symbol_of_a_table_is_idle(code: str) -> None:
    words = table(code)
    patterns = (pattern for rules in words.patterns.values() for by_rule in rules.values() for pattern in by_rule)
    slots = (slot.strip("?").strip("{}").partition(":")[0] for pattern in patterns for slot in pattern.split())
    used = {symbol for slot in slots for symbol in slot.split("|")} | {"phrase", "rule"}
    assert words.words.keys() | words.links.keys() | words.patterns.keys() <= used


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_words_that_are_taken_with_care_are_words_of_the_table(code: str) -> None:
    words = table(code)
    texts = [*words.links.values(), *(text for meanings in words.words.values() for text in meanings.values())]
    known = {fold(word) for text in texts for spelling in text.split("|") for word in spelling.split()}
    assert words.careful | words.names | words.capitals <= known


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_example_of_a_table_is_a_date(code: str) -> None:
    for example_phrase in table(code).examples.values():
        assert when.parse(example_phrase, desk(code)).day > date(2026, 11, 18)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_weekday_and_month_is_understood_in_each_spelling_that_is_no_plural(code: str) -> None:
    words, at = table(code), desk(code)
    for weekday, texts in words.words["weekday"].items():
        for text in (text for text in texts.split("|") if fold(text) not in WITHIN["lv"]):
            assert when.parse(f"{text} 14:00", at).day.weekday() == weekday, text
    for month, texts in words.words["month"].items():
        for text in (text for text in texts.split("|") if text != "jui"):
            assert when.parse(f"15 {text} 2027", at).day == date(2027, int(month), 15), text


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize(
    "phrase",
    [
        *("today", "tomorrow 9", "next tue 9am", "fri 3pm", "in 2 hours", "+3bd", "2w", "1m", "3d", "eow", "eom"),
        *("every 2 weeks on tue", "first monday of next month", "12 march 9:00", "2026-12-01", "20261201"),
        *("2026-12-01 14:00", "2026-12-01T14:00Z", "14:00", "9", "12/3/2027", "Tue 24 Nov 09:00", "q1"),
    ],
)
def test_english_is_understood_beside_every_language(code: str, phrase: str) -> None:
    at = desk(code)
    assert meant(phrase, at) == meant(phrase, replace(at, language="en"))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("mar 14:00", "2026-11-24 14:00"), ("mar 12 2027", "2027-03-12"), ("in sept", "2027-09-01")],
)
def test_the_words_of_the_rep_go_before_english_ones(phrase: str, expected: str) -> None:
    assert meant(phrase, desk("fr")) == expected


@pytest.mark.parametrize("phrase", ["demain 9am 3", "mardi next week", "next mardi", "αύριο at 9", "rīt noon"])
def test_one_phrase_is_of_one_language(phrase: str) -> None:
    for code in OTHERS:
        assert refusal(phrase, desk(code)).message


def test_what_english_understands_and_refuses_is_told_in_its_terms() -> None:
    assert refusal("fri 13 march 2027", desk("lv")).message == "13 March 2027 is a Saturday, not a Friday"


@pytest.mark.parametrize(
    ("code", "text", "rule"),
    [
        ("fr", "2 semaines", "FREQ=WEEKLY;INTERVAL=2"),
        ("fr", "chaque lundi et jeudi", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("el", "κάθε 2 μήνες", "FREQ=MONTHLY;INTERVAL=2"),
        ("el", "Δευτέρα και Πέμπτη", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("lv", "ik pēc 2 nedēļām", "FREQ=WEEKLY;INTERVAL=2"),
        ("lv", "pirmdienās", "FREQ=WEEKLY;BYDAY=MO"),
        ("lv", "every mon,thu", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ],
)
def test_a_rhythm_alone_is_understood_in_every_language(code: str, text: str, rule: str) -> None:
    assert parse_rule(text, language=code) == rule


@pytest.mark.parametrize(
    ("code", "phrase"),
    [("fr", "un an après noël"), ("el", "ένα χρόνο μετά τα Χριστούγεννα"), ("en", "a year after xmas")],
)
def test_a_year_from_a_feast_is_refused_as_there_are_two(code: str, phrase: str) -> None:
    assert "two years" in refusal(phrase, desk(code)).message


@pytest.mark.parametrize(
    ("code", "phrase", "hint"),
    [
        ("fr", "le vendredi", "either 20 November 2026 or every Fri: say it in another way, or as a date"),
        ("fr", "3h", "either 19 November 2026 03:00 or 18 November 2026 13:00: say it in another way, or as a date"),
        ("lv", "9.12", "either 9 December 2026 or 19 November 2026 09:12: say it in another way, or as a date"),
    ],
)
def test_what_is_in_doubt_is_told_with_both_its_meanings(code: str, phrase: str, hint: str) -> None:
    assert refusal(phrase, desk(code)).hint == hint


@pytest.mark.parametrize("code", LANGUAGES)
def test_two_figures_of_a_year_are_at_most_twenty_years_ahead(code: str) -> None:
    assert meant("1/12/46", desk(code)) == "2046-12-01"
    assert "1 December 1947 has passed" in refusal("1/12/47", desk(code)).message
    assert meant("1/12/99", desk(code), past=True) == "1999-12-01"


@pytest.mark.parametrize(
    ("code", "line", "expected"),
    [
        ("fr", "demain 06 12 34 56 78", ("2026-11-19", 1)),
        ("en", "tomorrow 06 12 34 56 78", ("2026-11-19", 1)),
        ("en", "tomorrow 9 3 people", ("2026-11-19 09:00", 2)),
    ],
)
def test_the_figures_of_a_phone_number_are_not_torn_apart(code: str, line: str, expected: tuple[str, int]) -> None:
    assert chip(line, desk(code)) == expected


@pytest.mark.parametrize(
    ("code", "composed"), [("fr", "12 février à 9h"), ("el", "αύριο στις 9"), ("lv", "nākamajā otrdienā plkst. 9")]
)
def test_accents_may_be_decomposed_or_missing(code: str, composed: str) -> None:
    from unicodedata import combining, normalize

    decomposed = normalize("NFD", composed)
    bare = "".join(letter for letter in decomposed if not combining(letter))
    assert decomposed != composed
    assert {meant(text, desk(code)) for text in (decomposed, bare)} == {meant(composed, desk(code))}


@given(st.sampled_from(OTHERS), st.dates(date(2026, 11, 18), date(2199, 12, 31)))
def test_a_written_date_is_read_back(code: str, day: date) -> None:
    months = table(code).words["month"]
    for text in months[day.month].split("|"):
        if text != "jui":
            assert when.parse(f"{day.day} {text} {day.year}", desk(code)).day == day


@given(st.sampled_from(OTHERS), st.dates(date(2026, 11, 18), date(2199, 12, 31)))
def test_a_date_in_figures_is_read_back(code: str, day: date) -> None:
    for written in (f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat()):
        assert when.parse(written, desk(code)).day == day


_AT = {
    "fr": ("demain à {0}h{1:02}", "demain {0}:{1:02}", "demain à {0} h {1:02}", "{0}h{1:02} demain"),
    "el": ("αύριο στις {0}:{1:02}", "αυριο {0:02}:{1:02}", "αύριο στις {0}.{1:02}", "{0}:{1:02} αύριο"),
    "lv": ("rīt plkst. {0}:{1:02}", "rit {0:02}.{1:02}", "rīt plkst.{0}.{1:02}", "{0}:{1:02} rīt"),
}


@given(st.sampled_from(OTHERS), st.integers(8, 23), st.integers(0, 59))
def test_a_written_time_is_read_back(code: str, hour: int, minute: int) -> None:
    for form in _AT[code]:
        found = when.parse(form.format(hour, minute), desk(code))
        assert (found.day, found.time) == (date(2026, 11, 19), time(hour, minute)), form


_AHEAD = {
    "fr": ("dans {0} jours", "d'ici {0} jours", "{0} jours", "+{0}j"),
    "el": ("σε {0} μέρες", "μετά από {0} ημέρες", "{0} μερες", "+{0} μέρες"),
    "lv": ("pēc {0} dienām", "pec {0} dienam", "{0} dienas", "{0} dienu laikā"),
}


@given(st.sampled_from(OTHERS), st.integers(2, 999))
def test_a_number_of_days_is_counted_from_today(code: str, days: int) -> None:
    for form in _AHEAD[code]:
        assert (when.parse(form.format(days), desk(code)).day - date(2026, 11, 18)).days == days, form


MOMENTS = st.builds(
    datetime.combine, st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.times(), st.just(ZoneInfo("Europe/Paris"))
)

#: Phrases with an English one that means the same, {0} being a weekday of the language.
_WEEKDAYS = {
    "{0}": {"fr": "{0}", "el": "{0}", "lv": "{0}"},
    "next {0}": {"fr": "{0} prochain", "el": "επόμενη {0}", "lv": "nākamajā {0}"},
    "{0} next week": {"fr": "{0} de la semaine prochaine", "el": "{0} της επόμενης εβδομάδας", "lv": "{0} nākamnedēļ"},
    "by {0} 9:30": {"fr": "pour {0} 9h30", "el": "για {0} 9:30", "lv": "līdz {0} plkst. 9:30"},
    "{0} morning": {"fr": "{0} matin", "el": "{0} πρωί", "lv": "{0} no rīta"},
    "{0} afternoon at 3": {"fr": "{0} après-midi à 3h", "el": "{0} απόγευμα στις 3", "lv": "{0} pēcpusdienā plkst. 3"},
    "every {0} 14:00": {"fr": "chaque {0} 14:00", "el": "κάθε {0} 14:00", "lv": "katru {0} 14:00"},
    "first {0} of next month": {
        "fr": "premier {0} du mois prochain",
        "el": "πρώτη {0} του επόμενου μήνα",
        "lv": "nākamā mēneša pirmajā {0}",
    },
    "last {0} of december": {
        "fr": "dernier {0} de décembre",
        "el": "τελευταία {0} του Δεκεμβρίου",
        "lv": "decembra pēdējā {0}",
    },
}


@given(st.sampled_from(sorted(_WEEKDAYS)), st.sampled_from(OTHERS), st.integers(0, 6), MOMENTS)
def test_a_weekday_means_what_its_english_means(form: str, code: str, weekday: int, moment: datetime) -> None:
    at = replace(desk(code), moment=Moment(moment.astimezone(UTC).astimezone(moment.tzinfo), "Europe/Paris"))
    own = table(code).words["weekday"][weekday].split("|")[0]
    english = table("en").words["weekday"][weekday].split("|")[0]
    assert when.parse(_WEEKDAYS[form][code].format(own), at) == when.parse(form.format(english), at)


def _pieces(code: str) -> list[str]:
    words = table(code)
    texts = [*words.links.values(), *(text for meanings in words.words.values() for text in meanings.values())]
    return sorted({spelling.removeprefix("~") for text in texts for spelling in text.split("|")})


_FIGURES = ["9h", "9:30", "9.30", "3.", "12.3.", "15", "07", "1430", "2027", "03/04", "2026-12-01", "1,5", "15h30", ","]
PHRASES = st.sampled_from(OTHERS).flatmap(
    lambda code: st.tuples(
        st.just(code),
        st.lists(
            st.one_of(st.sampled_from(_pieces(code)), st.sampled_from(_FIGURES), st.sampled_from(_pieces("en"))),
            min_size=1,
            max_size=6,
        ).map(" ".join),
    )
)
NOW = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Europe/Paris"))


def parsed(text: str, at: Desk, *, past: bool) -> when.When | ParseError:
    try:
        return when.parse(text, at, past=past)
    except ParseError as error:
        return error


@given(PHRASES, MOMENTS, st.booleans())
@example(("lv", "12. " * 30), NOW, False)
@example(("fr", "l'" * 60), NOW, False)
@example(("el", "η ώρα " * 40), NOW, True)
def test_any_words_are_either_a_date_ahead_or_refused(typed: tuple[str, str], moment: datetime, past: bool) -> None:
    code, text = typed
    now = moment.astimezone(UTC).astimezone(ZoneInfo("Europe/Paris"))
    at = replace(desk(code), moment=Moment(now, "Europe/Paris"))
    found = parsed(text, at, past=past)
    if isinstance(found, ParseError):
        assert 0 <= found.start <= found.end <= len(text)
        return
    value = found.value
    if past:
        return
    if isinstance(value, datetime):
        assert value.astimezone(UTC) >= now.replace(second=0, microsecond=0).astimezone(UTC)
    else:
        assert value >= now.date()


@given(PHRASES)
def test_the_longest_run_means_what_it_means_alone(typed: tuple[str, str]) -> None:
    code, text = typed
    words = text.split()
    found = when.longest(words, desk(code))
    if found is not None:
        assert when.parse(" ".join(words[: found[1]]), desk(code)) == found[0]


@given(st.lists(st.sampled_from(_pieces("en")), min_size=1, max_size=5).map(" ".join), st.sampled_from(OTHERS))
def test_an_english_phrase_is_never_read_as_something_else(phrase: str, code: str) -> None:
    at = desk(code)
    try:
        own = when.parse(phrase, at)
        english = when.parse(phrase, replace(at, language="en"))
    except ParseError:
        return
    assume(not BESIDE_ENGLISH[code] & set(phrase.split()))
    assert own == english
