"""What reps type: queries of each kind, made of people in the book that is measured."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.book import DESK
from crm_tui.store.reading import reader

_SOMEONE = """
    SELECT c.given_name, c.family_name, coalesce(k.name, ''),
           coalesce((SELECT value FROM contact_point WHERE contact = c.pk AND kind = 'email' LIMIT 1), ''),
           coalesce((SELECT value FROM contact_point WHERE contact = c.pk AND kind = 'phone' LIMIT 1), '')
      FROM contact c LEFT JOIN company k ON k.pk = c.company
     WHERE c.pk >= ? AND c.deleted_at IS NULL
     ORDER BY c.pk LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to look for."""

    given: str
    family: str
    company: str
    email: str
    phone: str

    @property
    def digits(self) -> str:
        """The last digits of the phone number."""
        return "".join(filter(str.isdigit, self.phone))[-6:]


def _mistyped(word: str) -> str:
    """Two letters swapped in the middle."""
    middle = len(word) // 2
    return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :] if len(word) > 3 else word + "a"


#: Kind → whom it can be made of, and how.
_KINDS: Mapping[str, tuple[Callable[[Person], bool], Callable[[Person], str]]] = {
    "letters of a prefix": (lambda _: True, lambda one: one.family[:6].lower()),
    "two words": (lambda _: True, lambda one: f"{one.given} {one.family}".lower()),
    "company": (lambda one: len(one.company) > 4, lambda one: one.company[:12].lower()),
    "part of an e-mail": (lambda one: "@" in one.email, lambda one: one.email[1 : one.email.index("@") + 4]),
    "phone digits": (lambda one: len(one.digits) == 6, lambda one: one.digits),
    "typo": (lambda one: one.family.isascii(), lambda one: f"{one.given} {_mistyped(one.family)}".lower()),
    "accents and other scripts": (lambda one: not one.family.isascii(), lambda one: one.family.lower()),
    "filters and text": (lambda _: True, lambda one: f"status:new last:>30d {one.given[:4].lower()}"),
    "nothing found": (lambda _: True, lambda one: f"{one.family[:1].lower()}zqxj"),
}


def people(database: Path, number: int) -> list[Person]:
    """People from all over the book, the same ones every time."""
    connection = reader(database, DESK)
    try:
        return _people(connection, number)
    finally:
        connection.close()


def _people(connection: sqlite3.Connection, number: int) -> list[Person]:
    rng = random.Random(7)
    (most,) = connection.execute("SELECT max(pk) FROM contact").fetchone()
    rows = (connection.execute(_SOMEONE, (rng.randrange(1, most + 1),)).fetchone() for _ in range(number))
    return [Person(*row) for row in rows if row is not None]


def queries(database: Path, each: int) -> dict[str, list[str]]:
    """``each`` queries of every kind that the book has people for."""
    crowd = people(database, 60 * each)
    made = {kind: [make(one) for one in crowd if fits(one)][:each] for kind, (fits, make) in _KINDS.items()}
    return {kind: texts for kind, texts in made.items() if texts}
