"""Facets for time: when somebody was contacted last, and whether there is a next step.

The day of the last contact, the ten days, the month and the year that it lies in are a facet each, so that a few of
them make up any stretch of time. Days are those of UTC, filters ask for local ones: an index leads to everyone within
a stretch, and to others of the days at its ends; who is within is then tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from crm_tui.domain.typed import NamedTuple

_EPOCH = date(1970, 1, 1)
_DAY = 86_400

#: The first and last second that have a day; earlier and later ones count as these.
FIRST, LAST = -62_135_596_800, 253_402_300_799

#: How much of a day, as `2026-05-17`, tells its year, its month, its ten days and itself.
LENGTHS = (4, 7, 9, 10)

#: What a year, a month and ten days go on with.
_INNER = {4: [f"-{month:02}" for month in range(1, 13)], 7: [f"-{ten}" for ten in "0123"], 9: [*"0123456789"]}

NEVER, UNPLANNED, PLANNED = "last=never", "next=none", "next=some"


class Stretch(NamedTuple):
    """Epoch seconds from ``start`` to before ``end``; None is open."""

    start: int | None
    end: int | None


def timed(last_contacted: int | None, *, has_next: bool) -> str:
    """The facets of the epoch second of the last contact, and of the next step, each followed by a space."""
    last = NEVER if last_contacted is None else _contacted(_number(last_contacted))
    return f"{last} {PLANNED if has_next else UNPLANNED} "


def covering(years: Iterable[str], stretches: Sequence[Stretch]) -> list[str]:
    """Facets, as few as will do, of which everyone contacted in one of the ``years`` within the stretches has one."""
    bounds = [_outside(stretch) for stretch in stretches]
    parts = (part for year in years for before, after in bounds for part in _within(year, before, after))
    return [f"last={part}" for part in dict.fromkeys(parts)]


def _within(part: str, before: str, after: str) -> Iterator[str]:
    """The part of a calendar, or its parts, all of whose days are between two days."""
    lower, upper = before[: len(part)], after[: len(part)]
    if lower < part < upper:
        yield part
    elif part in (lower, upper) and len(part) < LENGTHS[-1]:
        for inner in _INNER[len(part)]:
            yield from _within(part + inner, before, after)


def _outside(stretch: Stretch) -> tuple[str, str]:
    """The last day before it, and the first one after it; what is open lies between "" and "~"."""
    start, end = stretch
    before = "" if start is None or start <= FIRST + _DAY else _day(_number(start) - 1)
    after = "~" if end is None or end > LAST - _DAY else _day(_number(end - 1) + 1)
    return before, after


def _number(at: int) -> int:
    """The number of the day of an epoch second."""
    return min(max(at, FIRST), LAST) // _DAY


def _day(number: int) -> str:
    return (_EPOCH + timedelta(number)).isoformat()


@lru_cache(maxsize=8_192)
def _contacted(number: int) -> str:
    """The facets of a last contact on that day."""
    day = _day(number)
    return " ".join(f"last={day[:length]}" for length in LENGTHS)
