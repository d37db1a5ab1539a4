"""The ids that contacts and companies have in other programs: any number each, and two may have the same one.

A value is the name of the program and the id there, "hubspot:51". Taking one away sets ``deleted_at``, as with tags.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Literal

Owner = Literal["contact", "company"]


def add(connection: sqlite3.Connection, contact: int, values: Iterable[str]) -> None:
    """Gives a contact these ids; those that were taken from it are its own again."""
    put(connection, "contact", [(contact, value) for value in values])


def put(connection: sqlite3.Connection, owner: Owner, rows: Iterable[tuple[int, str]]) -> None:
    """Gives ids to contacts or companies, by key and value, in statements that triggers journal."""
    table = f"{owner}_external_id"
    connection.executemany(
        f"INSERT INTO {table}({owner}, value) VALUES (?, ?)"
        f" ON CONFLICT(value, {owner}) WHERE value <> '' DO UPDATE SET deleted_at = NULL WHERE deleted_at IS NOT NULL",
        rows,
    )
