"""Contacts and companies that records of a file refer to, by id or in words."""

from __future__ import annotations

import sqlite3

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, NotFoundError


class UnknownPersonError(Exception):
    """Words that find no contact, or several; the text is the reason for the rejects file."""


class People:
    """Keys of contacts and companies by what a file calls them."""

    def __init__(self, connection: sqlite3.Connection, desk: Desk) -> None:
        self._connection = connection
        self._desk = desk
        #: Records of the file that are stored under another id.
        self._contact_aliases: dict[str, int] = {}
        self._company_aliases: dict[str, int] = {}

    def remember_contact(self, id: str, pk: int) -> None:
        """The file's contact ``id`` is stored as ``pk``."""
        self._contact_aliases[id] = pk

    def remember_company(self, id: str, pk: int) -> None:
        """The file's company ``id`` is stored as ``pk``."""
        self._company_aliases[id] = pk

    def company(self, id: str) -> int | None:
        """The key of a company by the file's id; None when it is not known."""
        if not id:
            return None
        return self._company_aliases.get(id) or self._by_id("company", id)

    def contact(self, words: str) -> int:
        """The key of the contact meant by an id, an address, a number or a name. Raises `UnknownPersonError`."""
        pk = self._contact_aliases.get(words) or self._by_id("contact", words)
        if pk is not None:
            return pk
        from crm_tui.store import contacts

        try:
            found = self._by_id("contact", contacts.resolve(self._connection, self._desk, words))
        except NotFoundError:
            found = None
        except AmbiguousError as error:
            names = "; ".join(candidate.label for candidate in error.candidates[:3])
            raise UnknownPersonError(f"several contacts match “{words}”: {names}") from error
        if found is None:
            raise UnknownPersonError(f"no contact matches “{words}”; import the contacts first")
        return found

    def _by_id(self, table: str, id: str) -> int | None:
        row = self._connection.execute(f"SELECT pk FROM {table} WHERE id = ?", (id,)).fetchone()
        return None if row is None else int(row[0])

    def interaction(self, id: str) -> int | None:
        """The key of an interaction by id; None when there is none."""
        return self._by_id("interaction", id) if id else None

    def is_taken(self, table: str, id: str) -> bool:
        """Whether a row of ``table``, deleted ones too, has this id."""
        return bool(id) and self._by_id(table, id) is not None
