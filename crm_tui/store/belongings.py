"""What belongs to a contact when it is written: its company, points, custom fields and follow-ups."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from crm_tui.domain import checks, names
from crm_tui.domain.contact import ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.text import clean
from crm_tui.store import writing
from crm_tui.store.tables import CompanyRow, ContactPointRow, CustomFieldRow

POINT_WORDS = {
    PointKind.EMAIL: "e-mail",
    PointKind.PHONE: "phone",
    PointKind.URL: "URL",
    PointKind.ADDRESS: "address",
}


def company_like(session: Session, name: str) -> int | None:
    """The key of the company called ``name``, in any spelling of its legal form."""
    key = names.company_key(name)
    found = (
        writing.driver(session)
        .execute(
            "SELECT co.pk FROM company_standing s JOIN company co ON co.pk = s.company"
            " WHERE s.match_name = ? AND s.is_alive AND co.deleted_at IS NULL AND (? <> '' OR co.name = ?)"
            " ORDER BY co.name <> ?, co.pk LIMIT 1",
            (key, key, name, name),
        )
        .fetchone()
    )
    return int(found[0]) if found else None


def company_pk(session: Session, desk: Desk, name: str) -> int | None:
    """The key of the company called ``name``, made when there is none; None for ""."""
    if not name:
        return None
    if found := company_like(session, name):
        return found
    row = CompanyRow(name=name, created_at=desk.moment.epoch)
    session.add(row)
    session.flush()
    # Known at once, so that the next contact of the same operation finds it.
    writing.driver(session).execute(
        "UPDATE company_standing SET match_name = ? WHERE company = ?", (names.company_key(name), row.pk)
    )
    return row.pk


def add_points(session: Session, contact: int, points: Sequence[ContactPoint]) -> None:
    """Adds checked points to a new contact, in their order."""
    for position, point in enumerate(points):
        session.add(_fill(ContactPointRow(contact=contact, kind=point.kind, value="", position=position), point))
    session.flush()


def point_rows(session: Session, contact: int) -> list[ContactPointRow]:
    """The points of a contact, as lists show them."""
    found = session.exec(
        select(ContactPointRow)
        .where(col(ContactPointRow.contact) == contact, col(ContactPointRow.deleted_at).is_(None))
        .order_by(col(ContactPointRow.kind), col(ContactPointRow.position), col(ContactPointRow.pk))
    )
    return list(found)


def change_points(session: Session, desk: Desk, contact: int, points: Sequence[ContactPoint]) -> list[str]:
    """Replaces points that have an id and adds the others; one that is there already is only relabelled.

    Returns the words for each. There is one primary point of each kind afterwards.
    """
    words: list[str] = []
    rows = point_rows(session, contact)
    for given in points:
        point = checks.contact_point(given, desk)
        if not point.value:
            continue
        row = next((row for row in rows if row.id == point.id), None) or next(
            (row for row in rows if _is_same(row, point)), None
        )
        if row is None:
            row = ContactPointRow(contact=contact, kind=point.kind, value="", position=len(rows))
            rows.append(row)
        if point.primary:
            for other in rows:
                if other.kind == point.kind and other is not row:
                    other.is_primary = 0
        _fill(row, point)
        words.append(f"{POINT_WORDS[point.kind]} {point.value}")
    _settle(session, rows)
    return words


def remove_points(session: Session, desk: Desk, contact: int, points: Sequence[str]) -> list[str]:
    """Removes points, given by id or as the address itself in any spelling; returns the words for each."""
    words: list[str] = []
    rows = point_rows(session, contact)
    for given in points:
        for row in [row for row in rows if row.id == given or _is_spelt(row, given, desk)]:
            row.deleted_at = desk.moment.epoch
            rows.remove(row)
            session.add(row)
            words.append(f"{POINT_WORDS[PointKind(row.kind)]} {row.value} removed")
    _settle(session, rows)
    return words


def set_custom(session: Session, desk: Desk, contact: int, fields: Mapping[str, str]) -> list[str]:
    """Sets custom fields, and removes those that are given empty; returns the words for each."""
    words: list[str] = []
    found = session.exec(select(CustomFieldRow).where(col(CustomFieldRow.contact) == contact))
    rows = {row.name: row for row in found}
    for given, text in fields.items():
        name, value = clean(given), clean(text, multiline=True)
        row = rows.get(name)
        if not name or (row is None and not value):
            continue
        row = row or CustomFieldRow(contact=contact, name=name, value=value)
        if value:
            row.value, row.deleted_at = value, None
        else:
            row.deleted_at = row.deleted_at or desk.moment.epoch
        session.add(row)
        words.append(f"{name} {value}" if value else f"no {name}")
    session.flush()
    return words


def cancel_follow_ups(session: Session, desk: Desk, contacts: str) -> list[str]:
    """Cancels the open follow-ups of contacts (keys as JSON); returns the ids of the follow-ups."""
    closed = writing.driver(session).execute(
        "UPDATE follow_up SET state = 'canceled', done_at = ? WHERE state = 'open' AND deleted_at IS NULL"
        " AND contact IN (SELECT value FROM json_each(?)) RETURNING id",
        (desk.moment.epoch, contacts),
    )
    return [id for (id,) in closed.fetchall()]


def _fill(row: ContactPointRow, point: ContactPoint) -> ContactPointRow:
    row.value, row.normal, row.label = point.value, point.normal, point.label
    row.is_primary, row.is_bad = int(point.primary), int(point.bad)
    row.parts = json.dumps(dict(point.parts), ensure_ascii=False) if point.parts else ""
    return row


def _is_same(row: ContactPointRow, point: ContactPoint) -> bool:
    if row.kind != point.kind:
        return False
    return row.normal == point.normal if point.normal else row.value.casefold() == point.value.casefold()


def _is_spelt(row: ContactPointRow, text: str, desk: Desk) -> bool:
    kind = PointKind(row.kind)
    if kind is PointKind.ADDRESS:
        return row.value.casefold() == clean(text).casefold()
    return _is_same(row, checks.contact_point(ContactPoint(kind=kind, value=text), desk))


def _settle(session: Session, rows: Sequence[ContactPointRow]) -> None:
    """Writes the rows, the first of each kind being primary where none is."""
    for kind in dict.fromkeys(row.kind for row in rows):
        alike = [row for row in rows if row.kind == kind]
        if not any(row.is_primary for row in alike):
            alike[0].is_primary = 1
    session.add_all(rows)
    session.flush()
