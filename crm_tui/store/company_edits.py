"""Companies: adding, editing, deleting. The queries are in `companies`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from crm_tui.domain.change import Change, Ref
from crm_tui.domain.changes import CompanyChanges
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.domain.text import clean
from crm_tui.store import belongings, writing
from crm_tui.store.tables import CompanyRow


def add(
    session: Session, desk: Desk, name: str, *, domain: str = "", phone: str = "", address: str = "", note: str = ""
) -> Change:
    """Adds a company. Raises `UsageError` without a name, or with that of a company that is there already."""
    name = _named(name)
    if belongings.company_like(session, name):
        raise UsageError(f"There is a company “{name}” already.", "Open it, or give this one another name.")
    row = CompanyRow(
        name=name,
        domain=_domain(domain),
        phone=clean(phone),
        address=clean(address),
        note=clean(note, multiline=True),
        created_at=desk.moment.epoch,
    )
    session.add(row)
    session.flush()
    return writing.change(f"Added {row.name}", "company", [row.id])


def edit(session: Session, desk: Desk, id: str, changes: CompanyChanges) -> Change:
    """Changes the fields of a company that are given. Raises `NotFoundError`, or `UsageError` for an empty name."""
    row = _row(session, id)
    words: list[str] = []
    for field, value in changes.given():
        text = _checked(field, str(value))
        if text != getattr(row, field):
            words.append(field if field == "note" else f"{field} {text}" if text else f"no {field}")
            setattr(row, field, text)
    session.add(row)
    session.flush()
    said = ", ".join(words) or "nothing changed"
    return writing.change(f"{row.name}: {said}", "company", [id], beside=_staff(session, row))


def delete(session: Session, desk: Desk, ids: Sequence[str]) -> Change:
    """Moves companies to the trash; their people stay, without a company until it is restored."""
    rows = [_row(session, id) for id in ids]
    for row in rows:
        row.deleted_at = desk.moment.epoch
    session.add_all(rows)
    session.flush()
    words = rows[0].name if len(rows) == 1 else f"{len(rows)} companies"
    staff = [ref for row in rows for ref in _staff(session, row)]
    return writing.change(f"Moved {words} to the trash", "company", [row.id for row in rows], beside=staff)


def _checked(field: str, text: str) -> str:
    match field:
        case "name":
            return _named(text)
        case "domain":
            return _domain(text)
        case _:
            return clean(text, multiline=field == "note")


def _row(session: Session, id: str) -> CompanyRow:
    row = session.exec(
        select(CompanyRow).where(col(CompanyRow.id) == id, col(CompanyRow.deleted_at).is_(None))
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such company.", "It may be in the trash: see `crm trash list`.")
    return row


def _staff(session: Session, row: CompanyRow) -> list[Ref]:
    """The people whose lines show the company; too many to list are left to the change of the company."""
    found = writing.driver(session).execute("SELECT id FROM contact WHERE company = ? LIMIT 500", (row.pk,))
    return [Ref("contact", id) for (id,) in found]


def _named(name: str) -> str:
    if text := clean(name):
        return text
    raise UsageError("A company needs a name.", "Give the name that people know it by.")


def _domain(text: str) -> str:
    """A web domain, from an address or a URL: lower case, without "www."."""
    host = clean(text).lower().rpartition("://")[2].rpartition("@")[2]
    return host.partition("/")[0].removeprefix("www.")
