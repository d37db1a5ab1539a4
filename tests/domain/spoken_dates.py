"""A desk in each language, on Wednesday 18 November 2026 at 10:00, and what phrases mean there."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crm_tui.domain import when
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError

_PLACES = {
    "en": ("Europe/London", "GB"),
    "fr": ("Europe/Paris", "FR"),
    "el": ("Europe/Athens", "GR"),
    "lv": ("Europe/Riga", "LV"),
}


def desk(language: str, moment: str = "2026-11-18T10:00") -> Desk:
    zone, country = _PLACES[language]
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
    return Desk(moment=Moment(now, zone), language=language, country=country)


def meant(phrase: str, at: Desk, *, past: bool = False) -> str:
    """The meaning as "2026-11-20" or "2026-11-20 10:00"."""
    value = when.parse(phrase, at, past=past).value
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


def refusal(phrase: str, at: Desk, *, past: bool = False) -> ParseError:
    with pytest.raises(ParseError) as raised:
        when.parse(phrase, at, past=past)
    return raised.value


def chip(line: str, at: Desk, *, past: bool = False) -> tuple[str, int] | None:
    """What the longest date that a line begins with means, and its words."""
    found = when.longest(line.split(), at, past=past)
    if found is None:
        return None
    value = found[0].value
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat(), found[1]
