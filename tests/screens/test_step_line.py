"""A next step in one line, in the languages of reps. Now is Wednesday 18 November 2026, 10:00."""

from __future__ import annotations

from datetime import date, time

import pytest

from crm_tui.domain.errors import ParseError
from crm_tui.screens.dialogs import step_line
from tests.domain.spoken_dates import desk


@pytest.mark.parametrize(
    ("code", "line", "day", "at", "text"),
    [
        ("fr", "mardi prochain 9h envoyer les tarifs", date(2026, 11, 24), time(9), "envoyer les tarifs"),
        ("fr", "rappeler mon client demain 14h", date(2026, 11, 19), time(14), "rappeler mon client"),
        ("fr", "le 15 relance", date(2026, 12, 15), None, "relance"),
        ("fr", "06 12 34 56 78 rappeler demain", date(2026, 11, 19), None, "06 12 34 56 78 rappeler"),
        ("fr", "mon client lundi", date(2026, 11, 23), None, "mon client"),
        ("fr", "next tue 9am pricing", date(2026, 11, 24), time(9), "pricing"),
        ("el", "αύριο στις 9 προσφορά", date(2026, 11, 19), time(9), "προσφορά"),
        ("el", "να στείλω τιμές την Παρασκευή", date(2026, 11, 20), None, "να στείλω τιμές"),
        ("lv", "nākamajā otrdienā plkst. 14 piedāvājums", date(2026, 11, 24), time(14), "piedāvājums"),
        ("lv", "zvanīt 12. martā plkst. 9.30", date(2027, 3, 12), time(9, 30), "zvanīt"),
    ],
)
def test_a_step_is_read_in_the_language_of_the_desk(
    code: str, line: str, day: date, at: time | None, text: str
) -> None:
    step = step_line.read(line, desk(code))
    assert (step.due.day, step.due.time, step.text) == (day, at, text)


def test_a_step_that_repeats_is_read_in_the_language_of_the_desk() -> None:
    assert step_line.read("katru pirmdienu plkst. 9 atskaite", desk("lv")).every == "FREQ=WEEKLY;BYDAY=MO"


@pytest.mark.parametrize(
    ("code", "line"), [("en", "yesterday 3pm vm"), ("fr", "hier 15h vm"), ("el", "χθες στις 3μμ vm")]
)
def test_the_hour_of_a_past_day_is_no_hour_to_come(code: str, line: str) -> None:
    with pytest.raises(ParseError):
        step_line.read(line, desk(code))


def test_a_past_day_before_the_step_is_passed_over() -> None:
    step = step_line.read("yesterday 3pm no answer, call again fri", desk("en"))
    assert (step.due.day, step.text) == (date(2026, 11, 20), "yesterday 3pm no answer, call again")
