"""What operations share: the driver beneath a session, the people they are about, and the change they report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session, SQLModel, col, insert, select

from crm_tui.domain.change import Change, Kind, Ref
from crm_tui.domain.errors import NotFoundError
from crm_tui.domain.numbers import grouped
from crm_tui.domain.value import dataclass
from crm_tui.store.tables import ContactRow

#: Where a session keeps the connection beneath it.
DRIVER = "driver"

#: A change of more records than this names none of them: every list reloads.
MOST_NAMED = 500

#: The words for a contact: the name, else an address.
_LABEL = """coalesce(nullif(c.name, ''),
    (SELECT p.value FROM contact_point p WHERE p.contact = c.pk AND p.deleted_at IS NULL AND p.value <> ''
      ORDER BY p.is_bad, p.kind, p.is_primary DESC, p.position LIMIT 1), 'someone without a name')"""

_PERSON = f"SELECT c.pk, {_LABEL}, c.do_not_contact FROM contact c WHERE c.id = ? AND c.deleted_at IS NULL"


@dataclass(frozen=True, slots=True)
class Person:
    """A contact that an operation is about: its key, its id, the words for it, whether it must not be contacted."""

    pk: int
    id: str
    label: str
    is_banned: bool


def no_contact() -> NotFoundError:
    """That nobody outside the trash has an id that was given."""
    return NotFoundError("There is no such contact.", "It may be in the trash: see `crm trash list`.")


def driver(session: Session) -> sqlite3.Connection:
    """The connection beneath ``session``, for writes by sets and for queries; what is pending is written first."""
    session.flush()
    connection = session.info[DRIVER]
    assert isinstance(connection, sqlite3.Connection)
    return connection


def counted(count: int, noun: str) -> str:
    """A number and its noun: "1 contact", "40 000 contacts"."""
    return f"{grouped(count)} {noun}{'' if count == 1 else 's'}"


def contact(session: Session, id: str) -> ContactRow:
    """The row of a contact outside the trash. Raises `NotFoundError`."""
    row = session.exec(
        select(ContactRow).where(col(ContactRow.id) == id, col(ContactRow.deleted_at).is_(None))
    ).one_or_none()
    if row is None:
        raise no_contact()
    return row


def person(session: Session, id: str) -> Person:
    """What an operation needs of a contact outside the trash that it does not change. Raises `NotFoundError`."""
    found = driver(session).execute(_PERSON, (id,)).fetchone()
    if found is None:
        raise no_contact()
    pk, label, is_banned = found
    return Person(pk, id, label, bool(is_banned))


def add(session: Session, table: type[SQLModel], **columns: str | int | None) -> int:
    """Writes a new row and returns its key. What is left out takes the default of its column; ``id`` has none here.

    For what is logged all day: a row object that is thrown away at once, and the way of a statement through a session,
    cost as much as all else in a write. The statement is SQLModel's all the same.
    """
    statement, defaults = _insertion(table, tuple(columns))
    return driver(session).execute(statement, defaults | columns).lastrowid or 0


@cache
def _insertion(table: type[SQLModel], columns: tuple[str, ...]) -> tuple[str, dict[str, str | int | None]]:
    """The statement that adds a row with these columns given by name, and the values of those that are not given."""
    compiled = insert(table).compile(dialect=SQLiteDialect(paramstyle="named"), column_keys=columns)
    assert isinstance(compiled, SQLCompiler)
    left_out = {column.key: column.default for column in compiled.insert_prefetch}
    return str(compiled), {
        name: default.arg for name, default in left_out.items() if isinstance(default, ScalarElementColumnDefault)
    }


def label(session: Session, id: str) -> str:
    """The words for one contact."""
    return str(driver(session).execute(f"SELECT {_LABEL} FROM contact c WHERE c.id = ?", (id,)).fetchone()[0])


def label_of(session: Session, pk: int) -> str:
    """The words for one contact, given by key."""
    return str(driver(session).execute(f"SELECT {_LABEL} FROM contact c WHERE c.pk = ?", (pk,)).fetchone()[0])


def pk(row: ContactRow) -> int:
    """The key of a row that has been written."""
    assert row.pk is not None
    return row.pk


def change(
    summary: str, kind: Kind, ids: Sequence[str], *, beside: Iterable[Ref] = (), notes: tuple[str, ...] = ()
) -> Change:
    """The change of ``ids``, records of one kind, and of a few ``beside`` them."""
    if len(ids) > MOST_NAMED:
        return Change(summary=summary, everything=True, notes=notes)
    return Change(summary=summary, records=frozenset((*(Ref(kind, id) for id in ids), *beside)), notes=notes)
