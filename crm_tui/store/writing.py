"""What operations share: the driver beneath a session, the people they are about, and the change they report."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Insert
from sqlmodel import Session, SQLModel, col, insert, select

from crm_tui.domain.change import Change, Kind, Ref
from crm_tui.domain.errors import NotFoundError
from crm_tui.store.tables import ContactRow

#: A change of more records than this names none of them: every list reloads.
_MOST_NAMED = 500

#: The words for a contact: the name, else an address.
_LABEL = """coalesce(nullif(c.name, ''),
    (SELECT p.value FROM contact_point p WHERE p.contact = c.pk AND p.deleted_at IS NULL AND p.value <> ''
      ORDER BY p.is_bad, p.kind, p.is_primary DESC, p.position LIMIT 1), 'someone without a name')"""

_PERSON = f"SELECT c.pk, {_LABEL}, c.do_not_contact FROM contact c WHERE c.id = ? AND c.deleted_at IS NULL"

_NO_CONTACT = ("There is no such contact.", "It may be in the trash: see `crm trash list`.")


@dataclass(frozen=True, slots=True)
class People:
    """The contacts that an operation is about: their ids, and the words for them ("Jane Doe", "12 contacts")."""

    ids: tuple[str, ...]
    words: str

    @property
    def keys(self) -> str:
        """The ids as JSON, for ``json_each``."""
        return json.dumps(self.ids)


@dataclass(frozen=True, slots=True)
class Person:
    """A contact that an operation is about: its key, its id, the words for it, whether it must not be contacted."""

    pk: int
    id: str
    label: str
    is_banned: bool


def driver(session: Session) -> sqlite3.Connection:
    """The connection beneath ``session``, for writes by sets and for queries; what is pending is written first."""
    session.flush()
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection


def people(session: Session, ids: Sequence[str]) -> People:
    """Those of ``ids`` that are contacts outside the trash. Raises `NotFoundError` when none is."""
    found = driver(session).execute(
        "SELECT c.id FROM json_each(?) keys CROSS JOIN contact c ON c.id = keys.value"
        " WHERE c.deleted_at IS NULL GROUP BY c.pk ORDER BY keys.key",
        (json.dumps(ids),),
    )
    chosen = tuple(id for (id,) in found)
    if not chosen:
        raise NotFoundError(*_NO_CONTACT)
    return People(chosen, counted(len(chosen), "contact") if len(chosen) > 1 else label(session, chosen[0]))


def counted(count: int, noun: str) -> str:
    """A number and its noun: "1 contact", "40,000 contacts"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def contact(session: Session, id: str) -> ContactRow:
    """The row of a contact outside the trash. Raises `NotFoundError`."""
    row = session.exec(
        select(ContactRow).where(col(ContactRow.id) == id, col(ContactRow.deleted_at).is_(None))
    ).one_or_none()
    if row is None:
        raise NotFoundError(*_NO_CONTACT)
    return row


def person(session: Session, id: str) -> Person:
    """What an operation needs of a contact outside the trash that it does not change. Raises `NotFoundError`."""
    found = driver(session).execute(_PERSON, (id,)).fetchone()
    if found is None:
        raise NotFoundError(*_NO_CONTACT)
    pk, label, is_banned = found
    return Person(pk, id, label, bool(is_banned))


def add(session: Session, table: type[SQLModel], **columns: object) -> int:
    """Writes a new row and returns its key. What is left out takes the default of the schema.

    For what is logged all day: a row object that is thrown away at once costs as much as all else in a write.
    """
    session.flush()
    (key,) = session.connection().execute(_insertion(table), columns).inserted_primary_key or (0,)
    return int(key)


@cache
def _insertion(table: type[SQLModel]) -> Insert:
    """The statement that adds a row; one object a table, since making it takes longer than running it."""
    return insert(table)


def label(session: Session, id: str) -> str:
    """The words for one contact."""
    return str(driver(session).execute(f"SELECT {_LABEL} FROM contact c WHERE c.id = ?", (id,)).fetchone()[0])


def pk(row: ContactRow) -> int:
    """The key of a row that has been written."""
    assert row.pk is not None
    return row.pk


def change(
    summary: str, kind: Kind, ids: Sequence[str], *, beside: Iterable[Ref] = (), notes: tuple[str, ...] = ()
) -> Change:
    """The change of ``ids``, records of one kind, and of a few ``beside`` them."""
    if len(ids) > _MOST_NAMED:
        return Change(summary=summary, everything=True, notes=notes)
    return Change(summary=summary, records=frozenset((*(Ref(kind, id) for id in ids), *beside)), notes=notes)
