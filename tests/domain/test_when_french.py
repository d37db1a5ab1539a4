"""Dates as French reps type them. Now is Wednesday 18 November 2026, 10:00."""

from __future__ import annotations

import pytest

from crm_tui.domain import when
from tests.domain.spoken_dates import chip, desk, meant, refusal

DESK = desk("fr")


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("demain", "2026-11-19"),
        ("après-demain", "2026-11-20"),
        ("APRES DEMAIN", "2026-11-20"),
        ("lundi", "2026-11-23"),
        ("lun.", "2026-11-23"),
        ("Vendredi", "2026-11-20"),
        ("mar", "2026-11-24"),
        ("mardi 24", "2026-11-24"),
        ("mardi prochain", "2026-11-24"),
        ("mercredi", "2026-11-25"),
        ("ce vendredi", "2026-11-20"),
        ("vendredi qui vient", "2026-11-20"),
        ("lundi en huit", "2026-11-30"),
        ("mercredi en quinze", "2026-12-02"),
        ("la semaine prochaine", "2026-11-23"),
        ("semaine pro", "2026-11-23"),
        ("mardi de la semaine prochaine", "2026-11-24"),
        ("vendredi cette semaine", "2026-11-20"),
        ("dans 3 jours", "2026-11-21"),
        ("dans deux semaines", "2026-12-02"),
        ("dans une quinzaine", "2026-12-02"),
        ("dans 15 jours", "2026-12-03"),
        ("dans 3 jours ouvrés", "2026-11-23"),
        ("dans un an", "2027-11-18"),
        ("trois jours plus tard", "2026-11-21"),
        ("d'ici vendredi", "2026-11-20"),
        ("d’ici 3 jours", "2026-11-21"),
        ("pour vendredi", "2026-11-20"),
        ("dès lundi", "2026-11-23"),
        ("fin du mois", "2026-11-30"),
        ("fin de semaine", "2026-11-20"),
        ("fin janvier", "2027-01-29"),
        ("fin du mois prochain", "2026-12-31"),
        ("début décembre", "2026-12-01"),
        ("dernier jour du mois", "2026-11-30"),
        ("premier lundi de décembre", "2026-12-07"),
        ("premier lundi du mois prochain", "2026-12-07"),
        ("dernier vendredi du mois", "2026-11-27"),
        ("le 15", "2026-12-15"),
        ("le 1er", "2026-12-01"),
        ("le 20 du mois prochain", "2026-12-20"),
        ("12 mars", "2027-03-12"),
        ("le 12 mars 2027", "2027-03-12"),
        ("1er août", "2027-08-01"),
        ("15 févr. 2027", "2027-02-15"),
        ("vendredi 20 novembre", "2026-11-20"),
        ("le deux janvier", "2027-01-02"),
        ("vingt et un décembre", "2026-12-21"),
        ("vingt-sept décembre", "2026-12-27"),
        ("31 octobre 27", "2027-10-31"),
        ("3 d'avril", "2027-04-03"),
        ("3/4", "2027-04-03"),
        ("3/4/27", "2027-04-03"),
        ("3.4", "2027-04-03"),
        ("20 02 2027", "2027-02-20"),
        ("20 02 27", "2027-02-20"),
        ("2027-03-12", "2027-03-12"),
        ("noël", "2026-12-25"),
        ("2 jours avant noël", "2026-12-23"),
        ("+3j", "2026-11-21"),
    ],
)
def test_a_day_is_understood(phrase: str, expected: str) -> None:
    assert meant(phrase, DESK) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("demain 9", "2026-11-19 09:00"),
        ("demain à 9h", "2026-11-19 09:00"),
        ("demain 9h30", "2026-11-19 09:30"),
        ("demain 9H30", "2026-11-19 09:30"),
        ("demain à 14 heures", "2026-11-19 14:00"),
        ("demain à 14 h 30", "2026-11-19 14:30"),
        ("à 14h", "2026-11-18 14:00"),
        ("14h30", "2026-11-18 14:30"),
        ("9h", "2026-11-19 09:00"),
        ("mardi à 14", "2026-11-24 14:00"),
        ("mar 9h", "2026-11-24 09:00"),
        ("lundi 23 à 9h15", "2026-11-23 09:15"),
        ("12 mars à 9h", "2027-03-12 09:00"),
        ("9h demain", "2026-11-19 09:00"),
        ("midi", "2026-11-18 12:00"),
        ("demain midi", "2026-11-19 12:00"),
        ("demain midi et quart", "2026-11-19 12:15"),
        ("midi moins le quart", "2026-11-18 11:45"),
        ("minuit", "2026-11-19 00:00"),
        ("demain à huit heures moins le quart", "2026-11-19 07:45"),
        ("demain à 9 heures et demie", "2026-11-19 09:30"),
        ("demain matin", "2026-11-19 09:00"),
        ("demain après-midi", "2026-11-19 14:00"),
        ("demain aprem", "2026-11-19 14:00"),
        ("lundi matin à 9h", "2026-11-23 09:00"),
        ("ce soir", "2026-11-18 18:00"),
        ("ce soir à 8h", "2026-11-18 20:00"),
        ("demain 6h du soir", "2026-11-19 18:00"),
        ("3h du matin", "2026-11-19 03:00"),
        ("pour demain matin", "2026-11-19 09:00"),
        ("vendredi fin de journée", "2026-11-20 18:00"),
        ("à 9.30", "2026-11-19 09:30"),
        ("demain 5h16 p.m.", "2026-11-19 17:16"),
        ("demain 0930", "2026-11-19 09:30"),
        ("sous 48h", "2026-11-20 10:00"),
        ("dans 2 heures", "2026-11-18 12:00"),
        ("dans 2h30", "2026-11-18 12:30"),
        ("dans une heure et demie", "2026-11-18 11:30"),
        ("dans une demi-heure", "2026-11-18 10:30"),
        ("dans trois quarts d'heure", "2026-11-18 10:45"),
        ("dans 1,5 heure", "2026-11-18 11:30"),
        ("dans 20 min", "2026-11-18 10:20"),
    ],
)
def test_a_time_is_understood(phrase: str, expected: str) -> None:
    assert meant(phrase, DESK) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("hier", "2026-11-17"),
        ("hier 15h", "2026-11-17 15:00"),
        ("hier soir", "2026-11-17 18:00"),
        ("avant-hier", "2026-11-16"),
        ("il y a 3 jours", "2026-11-15"),
        ("il y a deux heures", "2026-11-18 08:00"),
        ("lundi dernier", "2026-11-16"),
        ("mardi de la semaine dernière", "2026-11-10"),
        ("mardi", "2026-11-17"),
        ("12 mars", "2026-03-12"),
        ("le 20", "2026-10-20"),
        ("15.05.99", "1999-05-15"),
        ("ce matin", "2026-11-18 09:00"),
    ],
)
def test_backdating_looks_behind(phrase: str, expected: str) -> None:
    assert meant(phrase, DESK, past=True) == expected


@pytest.mark.parametrize(
    ("phrase", "rule", "first"),
    [
        ("chaque lundi", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23"),
        ("tous les lundis", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23"),
        ("tous les lundis et jeudis à 9h", "FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-19 09:00"),
        ("les lundis", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23"),
        ("tous les jours", "FREQ=DAILY", "2026-11-19"),
        ("tous les jours ouvrés à 9h", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-19 09:00"),
        ("tous les matins", "FREQ=DAILY", "2026-11-19 09:00"),
        ("chaque semaine", "FREQ=WEEKLY", "2026-11-25"),
        ("toutes les 2 semaines", "FREQ=WEEKLY;INTERVAL=2", "2026-12-02"),
        ("toutes les deux semaines le mardi", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24"),
        ("tous les 2 mois", "FREQ=MONTHLY;INTERVAL=2", "2027-01-18"),
        ("tous les 2 mois à partir du 1er décembre", "FREQ=MONTHLY;INTERVAL=2", "2026-12-01"),
        ("tous les mois le 15", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15"),
        ("le 15 de chaque mois", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15"),
        ("tous les 15 du mois", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15"),
        ("chaque premier lundi du mois", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
        ("tous les premiers lundis du mois", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
        ("le dernier vendredi de chaque mois", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27"),
        ("tous les ans le 12 mars", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12", "2027-03-12"),
        ("une semaine sur deux", "FREQ=WEEKLY;INTERVAL=2", "2026-12-02"),
        ("un lundi sur deux", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-23"),
        ("hebdomadaire", "FREQ=WEEKLY", "2026-11-25"),
        ("trimestriel", "FREQ=MONTHLY;INTERVAL=3", "2027-02-18"),
    ],
)
def test_what_repeats_gives_a_rule_and_its_first_day(phrase: str, rule: str, first: str) -> None:
    assert (when.parse(phrase, DESK).every, meant(phrase, DESK)) == (rule, first)


@pytest.mark.parametrize(
    "phrase",
    [
        "demain bidule",
        "dans 3",
        "dans quelques jours",
        "prochain",
        "mardi 10",
        "12 mars 9",
        "31 avril",
        "le 32",
        "mardi 25h",
        "vendredi minuit",
        "lundi ou mardi",
        "du lundi au vendredi",
        "mi-janvier",
        "chaque deuxième lundi",
        "toutes les 2 heures",
        "30m",
        "mon",
        "mon 9",
        "dans 1,5 jour",
        "hier",
        "13/13",
        "20 13 2027",
        "6h30 de l'après-midi et demie",
    ],
)
def test_what_is_not_understood_entirely_is_refused(phrase: str) -> None:
    error = refusal(phrase, DESK)
    assert error.message
    assert error.hint or "has no day" in error.message


@pytest.mark.parametrize(
    "phrase",
    [
        "le vendredi",
        "3h",
        "2h30",
        "dans quinze jours",
        "9.12",
        "5 jui",
    ],
)
def test_what_could_be_two_things_is_refused(phrase: str) -> None:
    assert "two things" in refusal(phrase, DESK).message


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        ("demain 14h30 devis", 2, "2026-11-19 14:30"),
        ("mardi prochain 9h, envoyer tarifs", 3, "2026-11-24 09:00"),
        ("tous les lundis à 9h point hebdo", 5, "2026-11-23 09:00"),
        ("le 15 mars relance", 3, "2027-03-15"),
        ("dans 2 semaines relancer", 3, "2026-12-02"),
        ("fin du mois facture", 3, "2026-11-30"),
        ("demain 06 12 34 56 78", 1, "2026-11-19"),
        ("mardi 06 12 34 56 78", 1, "2026-11-24"),
        ("next tue 9am send pricing", 3, "2026-11-24 09:00"),
        ("mar 3 2027 renew", 3, "2027-03-03"),
        ("sam 10h", 2, "2026-11-21 10:00"),
        ("+3bd devis", 1, "2026-11-23"),
    ],
)
def test_the_longest_date_that_a_line_begins_with_is_taken(line: str, words: int, expected: str) -> None:
    assert chip(line, DESK) == (expected, words)


@pytest.mark.parametrize(
    "line",
    [
        "mon client",
        "le 06 12 34 56 78",
        "06 12 34 56 78",
        "le 15 rue de la Paix",
        "bonne journée",
        "à ce jour",
        "le jeu",
        "Sam 9",
        "mars",
        "mai",
        "un an de contrat",
        "sept personnes",
        "en fin de compte",
        "vu sur mer",
        "midi",
        "14 heures de formation",
        "le vendredi",
        "une semaine",
    ],
)
def test_plain_words_in_a_sentence_are_no_dates(line: str) -> None:
    assert chip(line, DESK) is None


@pytest.mark.parametrize(
    ("phrase", "near"),
    [
        ("demian", "demain"),
        ("mardi procain", "prochain"),
        ("12 fevirer", "février"),
        ("tomorow 9am", "tomorrow"),
    ],
)
def test_a_misspelt_word_gets_the_nearest_known_one_as_it_is_written(phrase: str, near: str) -> None:
    assert refusal(phrase, DESK).hint == f"did you mean “{near}”?"
