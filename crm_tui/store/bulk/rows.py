"""New rows by the thousand, through the driver, with one journal entry a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from crm_tui.domain import names
from crm_tui.store import journal

Values = tuple[object, ...]

_STANDING = """
INSERT INTO standing(contact, sort_name, is_alive, is_workable, is_open, status, tier, quiet_day, updated_at,
                     company_name)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

#: `standing.company_name` of people without a company: a blob sorts after every text.
NO_COMPANY = b""

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


class Start(NamedTuple):
    """What the standing of a new contact follows from. Instants are epoch seconds.

    ``interval`` is the contact's own or that of its tags, None for the tier's.
    """

    sort_name: str
    status: str
    tier: str
    interval: int | None
    is_banned: bool
    is_deleted: bool
    created_at: int
    company_name: str | bytes = NO_COMPANY


def next_pk(connection: sqlite3.Connection, table: str) -> int:
    """The key that the next new row of ``table`` will get."""
    return int(connection.execute(f"SELECT coalesce(max(pk), 0) + 1 FROM {table}").fetchone()[0])


def insert(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Sequence[Values]) -> int:
    """Inserts new rows with ascending keys, and journals them as one range; returns the first key.

    Triggers must be paused (`journal.pause`): derived data is the caller's.
    """
    first = next_pk(connection, table)
    if not rows:
        return first
    marks = ", ".join("?" * (len(columns) + 1))
    connection.executemany(
        f"INSERT INTO {table}(pk, {', '.join(columns)}) VALUES ({marks})",
        [(pk, *row) for pk, row in enumerate(rows, first)],
    )
    journal.record_batch(connection, table, first, first + len(rows) - 1)
    return first


def settle_contacts(connection: sqlite3.Connection, first: int, contacts: Sequence[Start], *, is_counted: bool) -> None:
    """Gives new contacts with ascending keys their standing, before anything has happened with them.

    ``is_counted`` says that they are to be added to the tally of contacts here, as no trigger does it.

    The same as `derived.rebuild` makes of them, in one pass over the indexes instead of five.
    """
    is_open = dict(connection.execute("SELECT name, is_open FROM status_rule"))
    days = dict(connection.execute("SELECT tier, days FROM tier_rule"))
    (now,) = connection.execute("SELECT CASE now WHEN 0 THEN unixepoch() ELSE now END FROM clock").fetchone()
    connection.executemany(
        _STANDING,
        [
            (
                pk,
                name,
                not is_deleted,
                not (is_deleted or is_banned),
                is_open.get(status, 1),
                status,
                tier,
                quiet_day(created_at, interval or days.get(tier)),
                now,
                company,
            )
            for pk, (name, status, tier, interval, is_banned, is_deleted, created_at, company) in enumerate(
                contacts, first
            )
        ],
    )
    if is_counted:
        count_newcomers(connection, sum(not each.is_deleted for each in contacts))


def count_newcomers(connection: sqlite3.Connection, living: int) -> None:
    """Adds new contacts to the tally of those outside the trash."""
    connection.execute("UPDATE tally SET contacts = contacts + ? WHERE one = 1", (living,))


#: What SQLite takes for the same letter (NOCASE).
_FOLDED = str.maketrans(ascii_uppercase, ascii_lowercase)


def folded_tags(days: Mapping[str, int]) -> dict[str, int]:
    """Intervals by tag, as `shortest` takes them."""
    return {tag.translate(_FOLDED): interval for tag, interval in days.items()}


def shortest(tags: Iterable[str], days: Mapping[str, int]) -> int | None:
    """The fewest days of silence that one of ``tags`` allows; None where none has an interval."""
    if not days:
        return None
    return min((days[tag] for tag in (each.translate(_FOLDED) for each in tags) if tag in days), default=None)


@lru_cache(maxsize=16_384)
def sort_name_of_company(name: str) -> str | bytes:
    """What contacts of a living company sort by in its place; "" stands for no company."""
    return names.fold(name) if name else NO_COMPANY


def quiet_day(since: int, interval: int | None) -> str | None:
    """The day in UTC that lies ``interval`` days after an instant; None without an interval, or after the year 9999."""
    return _iso_day(since // _DAY + interval) if interval is not None else None


@lru_cache(maxsize=8_192)
def _iso_day(days: int) -> str | None:
    try:
        return date.fromordinal(_EPOCH + days).isoformat()
    except (OverflowError, ValueError):
        return None
