"""The Today screen: who to turn to next, section by section, in working order."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from crm_tui.domain import agenda
from crm_tui.domain.agenda import Section
from crm_tui.domain.desk import Desk
from crm_tui.domain.typed import NamedTuple
from crm_tui.domain.value import dataclass
from crm_tui.store import due, today_lines
from crm_tui.store.due import MOST_COUNTED
from crm_tui.store.page import Page
from crm_tui.store.stretches import Order, Stretch, window
from crm_tui.store.stretches import count as counted
from crm_tui.store.today_lines import TodayLine

__all__ = ["Count", "Counts", "TodayLine", "counts", "due_count", "page", "rows", "size", "tomorrow"]


class Count(NamedTuple):
    """How many people; at least that many when ``is_more``."""

    value: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.value}+" if self.is_more else str(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many people each section holds."""

    overdue: Count
    today: Count
    no_next_step: Count
    quiet: Count
    tomorrow: Count

    def of(self, section: Section) -> Count:
        """The count of one section."""
        count: Count = getattr(self, section.value)
        return count


def _without_step(condition: str, order: Order) -> Stretch:
    return Stretch("s.contact, 0", "standing s", f"s.is_workable AND s.next_follow_up IS NULL AND {condition}", order)


_WAITING: Order = (("s.last_activity", False), ("s.contact", False))
_WITHOUT_STEP = {
    Section.NO_NEXT_STEP: (
        _without_step("s.is_open AND s.tier > ''", (("s.tier", False), *_WAITING)),
        _without_step("s.is_open AND s.tier = ''", _WAITING),
    ),
    Section.QUIET: (
        _without_step(
            "NOT s.is_open AND s.quiet_day IS NOT NULL AND s.quiet_day <= :today",
            (("s.quiet_day", False), ("s.contact", False)),
        ),
    ),
}


def counts(connection: sqlite3.Connection, desk: Desk) -> Counts:
    """How many people each section holds, counted up to `MOST_COUNTED`."""
    return Counts(**{section.value: _count(connection, desk, section, MOST_COUNTED) for section in Section})


def due_count(connection: sqlite3.Connection, desk: Desk) -> int:
    """How many are overdue or due today, counted up to `MOST_COUNTED` each."""
    return due.now_count(connection, desk.moment)


def page(
    connection: sqlite3.Connection,
    desk: Desk,
    *,
    section: Section | None = None,
    offset: int = 0,
    limit: int = 200,
    size: int | None = None,
) -> Page[TodayLine]:
    """The people of a section, or of all that are worked, in working order.

    A person is at most once in a section. Tomorrow is only listed when asked for. ``size`` is how long the section is,
    where the caller knows; its end is then as near as its beginning.
    """
    found: list[TodayLine] = []
    total, is_exact = 0, True
    for each in agenda.WORKED if section is None else (section,):
        count = _count(connection, desk, each, MOST_COUNTED) if size is None else Count(size)
        found += rows(connection, desk, each, offset=max(0, offset - total), limit=limit - len(found), size=size)
        if count.is_more and section is None and len(found) < limit:
            count = Count(_count(connection, desk, each, None).value)
        total += count.value
        is_exact &= not count.is_more
    least = offset + len(found) if found else 0
    return Page(rows=tuple(found), offset=offset, total=max(total, least), is_exact=is_exact)


def rows(
    connection: sqlite3.Connection,
    desk: Desk,
    section: Section,
    *,
    offset: int = 0,
    limit: int,
    size: int | None = None,
) -> tuple[TodayLine, ...]:
    """The people of a section, as `page` has them, for whoever knows how many there are."""
    return today_lines.of(connection, desk, section, _keys(connection, desk, section, offset, limit, size))


def tomorrow(connection: sqlite3.Connection, desk: Desk, limit: int) -> list[str]:
    """The names of the first people of tomorrow."""
    return today_lines.names(connection, _keys(connection, desk, Section.TOMORROW, 0, limit, None))


def _keys(
    connection: sqlite3.Connection, desk: Desk, section: Section, offset: int, limit: int, size: int | None
) -> list[tuple[int, ...]]:
    if limit <= 0:
        return []
    stretches, parameters = _section(desk, section)
    return window(connection, stretches, offset, limit, total=size, parameters=parameters)


def _section(desk: Desk, section: Section) -> tuple[Sequence[Stretch], Mapping[str, object]]:
    if section in _WITHOUT_STEP:
        return _WITHOUT_STEP[section], {"today": desk.moment.today.isoformat()}
    return due.stretches(section), due.bounds(agenda.span(section, desk.moment))


def size(connection: sqlite3.Connection, desk: Desk, section: Section) -> int:
    """How many people a section holds, counted to the end."""
    return _count(connection, desk, section, None).value


def _count(connection: sqlite3.Connection, desk: Desk, section: Section, most: int | None) -> Count:
    if section in _WITHOUT_STEP:
        stretches, parameters = _section(desk, section)
        found = counted(connection, stretches, parameters, None if most is None else most + 1)
    else:
        found = due.count(connection, desk.moment, section, most)
    return Count(found) if most is None else Count(min(found, most), found > most)
