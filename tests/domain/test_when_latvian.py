"""Dates as Latvian reps type them. Now is Wednesday 18 November 2026, 10:00."""

from __future__ import annotations

import pytest

from crm_tui.domain import when
from tests.domain.spoken_dates import chip, desk, meant, refusal

DESK = desk("lv")


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("šodien", "2026-11-18"),
        ("rīt", "2026-11-19"),
        ("rit", "2026-11-19"),
        ("parīt", "2026-11-20"),
        ("aizparīt", "2026-11-21"),
        ("pirmdien", "2026-11-23"),
        ("pirmdiena", "2026-11-23"),
        ("pirmdienā", "2026-11-23"),
        ("pk", "2026-11-20"),
        ("trešd.", "2026-11-25"),
        ("nākamajā pirmdienā", "2026-11-23"),
        ("nakamaja pirmdiena", "2026-11-23"),
        ("nākamo otrdien", "2026-11-24"),
        ("nākampirmdien", "2026-11-23"),
        ("šo piektdien", "2026-11-20"),
        ("šopiektdien", "2026-11-20"),
        ("tuvākajā piektdienā", "2026-11-20"),
        ("aiznākamajā otrdienā", "2026-12-01"),
        ("nākamnedēļ", "2026-11-23"),
        ("nākamajā nedēļā", "2026-11-23"),
        ("otrdien nākamnedēļ", "2026-11-24"),
        ("nākamnedēļ otrdien", "2026-11-24"),
        ("aiznākamnedēļ", "2026-11-30"),
        ("pēc 3 dienām", "2026-11-21"),
        ("pēc trim dienām", "2026-11-21"),
        ("pēc nedēļas", "2026-11-25"),
        ("pēc divām nedēļām", "2026-12-02"),
        ("pēc mēneša", "2026-12-18"),
        ("pēc 3 darba dienām", "2026-11-23"),
        ("3 dienas", "2026-11-21"),
        ("līdz piektdienai", "2026-11-20"),
        ("uz piektdienu", "2026-11-20"),
        ("mēneša beigās", "2026-11-30"),
        ("nedēļas beigās", "2026-11-20"),
        ("gada beigās", "2026-12-31"),
        ("janvāra beigās", "2027-01-29"),
        ("nākamā mēneša beigās", "2026-12-31"),
        ("nākamās nedēļas sākumā", "2026-11-23"),
        ("decembra pirmajā pirmdienā", "2026-12-07"),
        ("pirmajā pirmdienā decembrī", "2026-12-07"),
        ("nākamā mēneša pirmajā pirmdienā", "2026-12-07"),
        ("mēneša pēdējā piektdienā", "2026-11-27"),
        ("mēneša pēdējā darba diena", "2026-11-30"),
        ("nākamā mēneša 15. datumā", "2026-12-15"),
        ("15.", "2026-12-15"),
        ("15. datumā", "2026-12-15"),
        ("līdz 15. decembrim", "2026-12-15"),
        ("12. martā", "2027-03-12"),
        ("12. marts", "2027-03-12"),
        ("12.martā", "2027-03-12"),
        ("12 marta", "2027-03-12"),
        ("12. martā 2027", "2027-03-12"),
        ("12. martā 2027. gadā", "2027-03-12"),
        ("2027. gada 12. martā", "2027-03-12"),
        ("pirmais decembris", "2026-12-01"),
        ("piektdien, 20. novembrī", "2026-11-20"),
        ("piektdien 20.", "2026-11-20"),
        ("9.12.", "2026-12-09"),
        ("9.12.2026.", "2026-12-09"),
        ("09.12.2026", "2026-12-09"),
        ("2027-03-12", "2027-03-12"),
        ("Ziemassvētkos", "2026-12-25"),
        ("2 dienas pirms Ziemassvētkiem", "2026-12-23"),
        ("nedēļu pēc Ziemassvētkiem", "2027-01-01"),
    ],
)
def test_a_day_is_understood(phrase: str, expected: str) -> None:
    assert meant(phrase, DESK) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("rīt 9", "2026-11-19 09:00"),
        ("rīt 15", "2026-11-19 15:00"),
        ("rīt plkst. 9", "2026-11-19 09:00"),
        ("rīt plkst.9:30", "2026-11-19 09:30"),
        ("rīt plkst. 9.30", "2026-11-19 09:30"),
        ("plkst. 14", "2026-11-18 14:00"),
        ("plkst 14", "2026-11-18 14:00"),
        ("plkst. 9.12", "2026-11-19 09:12"),
        ("pulksten 15", "2026-11-18 15:00"),
        ("9.30", "2026-11-19 09:30"),
        ("9:30", "2026-11-19 09:30"),
        ("piektdien 10", "2026-11-20 10:00"),
        ("piektdien plkst. 10", "2026-11-20 10:00"),
        ("nākamajā otrdienā plkst. 15", "2026-11-24 15:00"),
        ("9.30 rīt", "2026-11-19 09:30"),
        ("12. martā plkst. 14", "2027-03-12 14:00"),
        ("2027. gada 12. martā plkst. 14.30", "2027-03-12 14:30"),
        ("uz piektdienu plkst. 10", "2026-11-20 10:00"),
        ("rīt no rīta", "2026-11-19 09:00"),
        ("rīt vakarā", "2026-11-19 18:00"),
        ("rīt pēcpusdienā", "2026-11-19 14:00"),
        ("piektdienas vakarā", "2026-11-20 18:00"),
        ("šovakar", "2026-11-18 18:00"),
        ("šovakar plkst. 8", "2026-11-18 20:00"),
        ("uz rīt no rīta", "2026-11-19 09:00"),
        ("9 no rīta", "2026-11-19 09:00"),
        ("7 vakarā", "2026-11-18 19:00"),
        ("plkst. 3 dienā", "2026-11-18 15:00"),
        ("pusdeviņos", "2026-11-19 08:30"),
        ("pusdivos", "2026-11-18 13:30"),
        ("deviņos", "2026-11-19 09:00"),
        ("bez piecām deviņos", "2026-11-19 08:55"),
        ("bez ceturkšņa deviņos", "2026-11-19 08:45"),
        ("desmit pāri deviņiem", "2026-11-19 09:10"),
        ("9os", "2026-11-19 09:00"),
        ("10-os", "2026-11-19 10:00"),
        ("pusnaktī", "2026-11-19 00:00"),
        ("dienas vidū", "2026-11-18 12:00"),
        ("rīt dienas beigās", "2026-11-19 18:00"),
        ("pēc 2 stundām", "2026-11-18 12:00"),
        ("pēc stundas", "2026-11-18 11:00"),
        ("pēc pusstundas", "2026-11-18 10:30"),
        ("pēc pusotras stundas", "2026-11-18 11:30"),
        ("pēc 1,5 stundām", "2026-11-18 11:30"),
        ("pēc 20 minūtēm", "2026-11-18 10:20"),
    ],
)
def test_a_time_is_understood(phrase: str, expected: str) -> None:
    assert meant(phrase, DESK) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("vakar", "2026-11-17"),
        ("vakar plkst. 15", "2026-11-17 15:00"),
        ("aizvakar", "2026-11-16"),
        ("pirms 3 dienām", "2026-11-15"),
        ("pirms nedēļas", "2026-11-11"),
        ("3 dienas atpakaļ", "2026-11-15"),
        ("pirms 2 stundām", "2026-11-18 08:00"),
        ("pagājušajā otrdienā", "2026-11-17"),
        ("pagājušnedēļ otrdien", "2026-11-10"),
        ("otrdien", "2026-11-17"),
        ("12. martā", "2026-03-12"),
        ("šorīt", "2026-11-18 09:00"),
    ],
)
def test_backdating_looks_behind(phrase: str, expected: str) -> None:
    assert meant(phrase, DESK, past=True) == expected


@pytest.mark.parametrize(
    ("phrase", "rule", "first"),
    [
        ("katru pirmdienu", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23"),
        ("katru pirmdienu plkst. 9", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23 09:00"),
        ("katru pirmdienu un ceturtdienu", "FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-19"),
        ("katru dienu", "FREQ=DAILY", "2026-11-19"),
        ("katru darba dienu plkst. 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-19 09:00"),
        ("katru rītu", "FREQ=DAILY", "2026-11-19 09:00"),
        ("katru nedēļu", "FREQ=WEEKLY", "2026-11-25"),
        ("katru otro nedēļu", "FREQ=WEEKLY;INTERVAL=2", "2026-12-02"),
        ("ik pēc 2 nedēļām", "FREQ=WEEKLY;INTERVAL=2", "2026-12-02"),
        ("ik pēc 3 mēnešiem", "FREQ=MONTHLY;INTERVAL=3", "2027-02-18"),
        ("katru mēnesi 15. datumā", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15"),
        ("katra mēneša 15. datumā", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15"),
        ("katra mēneša pirmajā pirmdienā", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
        ("katra mēneša pēdējā piektdienā", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27"),
        ("katru gadu 12. martā", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12", "2027-03-12"),
        ("katru mēnesi no 1. decembra", "FREQ=MONTHLY", "2026-12-01"),
        ("ik nedēļas", "FREQ=WEEKLY", "2026-11-25"),
        ("ikmēneša", "FREQ=MONTHLY", "2026-12-18"),
    ],
)
def test_what_repeats_gives_a_rule_and_its_first_day(phrase: str, rule: str, first: str) -> None:
    assert (when.parse(phrase, DESK).every, meant(phrase, DESK)) == (rule, first)


@pytest.mark.parametrize(
    "phrase",
    [
        "rīt kaut kas",
        "pēc 3",
        "pēc dažām dienām",
        "nākamajā",
        "otrdien 15",
        "piektdien 13. novembrī",
        "31. aprīlī",
        "32.",
        "piektdien pusnaktī",
        "no pirmdienas līdz piektdienai",
        "katru otro pirmdienu",
        "ik pēc 2 stundām",
        "12. martā 9",
        "vakar",
        "30m",
        "pirmdien, otrdien",
        "13.13.2026",
    ],
)
def test_what_is_not_understood_entirely_is_refused(phrase: str) -> None:
    error = refusal(phrase, DESK)
    assert error.message
    assert error.hint or "has no day" in error.message


@pytest.mark.parametrize(
    "phrase",
    [
        "9.12",
        "piektdienas",
        "pirmdienās",
        "pirmdienās plkst. 9",
        "3 dienā",
    ],
)
def test_what_could_be_two_things_is_refused(phrase: str) -> None:
    assert "two things" in refusal(phrase, DESK).message


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        ("nākamajā otrdienā plkst. 14 piedāvājums", 4, "2026-11-24 14:00"),
        ("rīt plkst. 9 zvanīt", 3, "2026-11-19 09:00"),
        ("12. martā līgums", 2, "2027-03-12"),
        ("katru pirmdienu plkst. 9 atskaite", 4, "2026-11-23 09:00"),
        ("pēc 3 dienām atgādināt", 3, "2026-11-21"),
        ("piektdien 10 tikšanās", 2, "2026-11-20 10:00"),
        ("piektdien 20. tikšanās", 2, "2026-11-20"),
        ("otrdien Rīgā", 1, "2026-11-24"),
        ("next tue 9am send pricing", 3, "2026-11-24 09:00"),
        ("+3bd līgums", 1, "2026-11-23"),
    ],
)
def test_the_longest_date_that_a_line_begins_with_is_taken(line: str, words: int, expected: str) -> None:
    assert chip(line, DESK) == (expected, words)


@pytest.mark.parametrize(
    "line",
    [
        "pēc sarunas",
        "Marta zvanīs",
        "Rita 9",
        "se pr ot",
        "marts",
        "3 dienas bez atbildes",
        "no biroja",
        "pirmdienās",
        "deviņi",
        "15.",
        "ap 10 cilvēki",
    ],
)
def test_plain_words_in_a_sentence_are_no_dates(line: str) -> None:
    assert chip(line, DESK) is None


@pytest.mark.parametrize(
    ("phrase", "near"),
    [
        ("otrdena", "otrdiena"),
        ("nākmajā otrdien", "nākamajā"),
        ("tomorow 9am", "tomorrow"),
    ],
)
def test_a_misspelt_word_gets_the_nearest_known_one_as_it_is_written(phrase: str, near: str) -> None:
    assert refusal(phrase, DESK).hint == f"did you mean “{near}”?"
