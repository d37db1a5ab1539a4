"""Operations in the smallest form, for tests of what every operation shares."""

from __future__ import annotations

import sqlite3

from sqlmodel import Session, col, select

from crm_tui.domain.change import Change, Ref
from crm_tui.domain.desk import Desk
from crm_tui.store.store import Store
from crm_tui.store.tables import ContactPointRow, ContactRow


def add(session: Session, desk: Desk, name: str) -> Change:
    """A contact with one address."""
    row = ContactRow(name=name, created_at=desk.moment.epoch)
    session.add(row)
    session.flush()
    assert row.pk is not None
    address = f"{name.lower().replace(' ', '.')}@acme.example"
    session.add(ContactPointRow(contact=row.pk, kind="email", value=address, normal=address))
    return Change(summary=f"Added {name}", records=frozenset({Ref("contact", row.id)}))


def rename(session: Session, desk: Desk, old: str, new: str) -> Change:
    """Gives a contact another name."""
    row = session.exec(select(ContactRow).where(col(ContactRow.name) == old)).one()
    row.name = new
    session.add(row)
    return Change(summary=f"Renamed {old} to {new}", records=frozenset({Ref("contact", row.id)}))


def nothing(session: Session, desk: Desk) -> Change:
    """Looks, and leaves."""
    return Change(summary="Looked")


def fail(session: Session, desk: Desk) -> Change:
    """Breaks down half-way."""
    add(session, desk, "Half")
    session.flush()
    raise RuntimeError("half-way")


def alive(store: Store) -> list[str]:
    """Names of the contacts that are not in the trash."""
    return [row[0] for row in store.connection.execute("SELECT name FROM contact WHERE deleted_at IS NULL ORDER BY pk")]


def shell(store: Store, statement: str) -> None:
    """A write by another program, as a rep with `sqlite3` would make it."""
    connection = sqlite3.connect(store.path)
    connection.execute(statement)
    connection.commit()
    connection.close()
