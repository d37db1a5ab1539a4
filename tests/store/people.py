"""A small book of people, written as any program would write it, for tests of the search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crm_tui.domain import query
from crm_tui.domain.desk import Desk
from crm_tui.store import derived, search
from crm_tui.store.connection import connect
from crm_tui.store.search import finding, planning, rows
from tests.blank import blank


def merge_lists(patch: pytest.MonkeyPatch, *, few: int) -> None:
    """Makes searches with filters merge lists as they do in a large book; up to ``few`` people count as few."""
    patch.setattr(finding, "_WORTH_COUNTING", -1)
    patch.setattr(planning, "LISTABLE", 0)
    patch.setattr(planning, "SORTABLE", few)
    patch.setattr(planning, "_SURELY", 0)
    patch.setattr(planning, "_MERGE", 1e-6)
    patch.setattr(planning, "_READ", 1e-6)
    patch.setattr(rows, "_AT_FIRST", 2)
    patch.setattr(rows, "_ENOUGH", 3)


class Book:
    """An open database; every method is one transaction, refreshed as the store refreshes it."""

    def __init__(self, path: Path, desk: Desk) -> None:
        blank(path)
        self.connection = connect(path)
        self.desk = desk
        self.connection.execute("PRAGMA synchronous=OFF")
        self.connection.execute("UPDATE clock SET now = ?", (desk.moment.epoch,))
        derived.ensure_rules(self.connection, desk)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        self.connection.execute("BEGIN IMMEDIATE")
        yield self.connection
        derived.refresh(self.connection)
        self.connection.execute("COMMIT")

    def run(self, statement: str, *values: object) -> int:
        with self.transaction() as connection:
            return connection.execute(statement, values).lastrowid or 0

    def person(
        self, name: str, *, company: str = "", email: str = "", phone: str = "", tags: str = "", **columns: object
    ) -> int:
        """A new contact; ``columns`` are further columns of `contact`."""
        with self.transaction() as connection:
            values = {"name": name, "company": self._company(company), **columns}
            pk = connection.execute(
                f"INSERT INTO contact({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", [*values.values()]
            ).lastrowid
            assert pk is not None
            for kind, value in (("email", email), ("phone", phone)):
                if value:
                    normal = value.lower() if kind == "email" else "+" + "".join(filter(str.isdigit, value))
                    connection.execute(
                        "INSERT INTO contact_point(contact, kind, value, normal) VALUES (?, ?, ?, ?)",
                        (pk, kind, value, normal),
                    )
            for tag in tags.split():
                connection.execute("INSERT OR IGNORE INTO tag(name) VALUES (?)", (tag,))
                connection.execute(
                    "INSERT INTO contact_tag(contact, tag) SELECT ?, pk FROM tag WHERE name = ?", (pk, tag)
                )
        return pk

    def call(self, *people: int, text: str = "", **columns: object) -> int:
        """An interaction with these people; returns its pk."""
        with self.transaction() as connection:
            values = {"kind": "call", "text": text, "at": self.desk.moment.epoch, **columns}
            pk = connection.execute(
                f"INSERT INTO interaction({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
                [*values.values()],
            ).lastrowid
            assert pk is not None
            for person in people:
                connection.execute("INSERT INTO interaction_contact(interaction, contact) VALUES (?, ?)", (pk, person))
        return pk

    def find(self, text: str, limit: int = 50, offset: int = 0) -> list[int]:
        return list(search.find(self.connection, self.desk, query.parse(text), limit=limit, offset=offset).pks)

    def names(self, text: str, limit: int = 50) -> list[str]:
        """Names of those found, in order."""
        names = dict(self.connection.execute("SELECT pk, name FROM contact"))
        return [names[pk] for pk in self.find(text, limit)]

    def faults(self) -> list[str]:
        return search.verify(self.connection)

    def _company(self, name: str) -> int | None:
        if not name:
            return None
        found = self.connection.execute("SELECT pk FROM company WHERE name = ?", (name,)).fetchone()
        if found:
            return int(found[0])
        return self.connection.execute("INSERT INTO company(name) VALUES (?)", (name,)).lastrowid
