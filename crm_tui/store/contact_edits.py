"""Contacts: adding and editing one. What is done to many at once is in `marked`, the queries are in `contacts`."""

from __future__ import annotations

from sqlmodel import Session

from crm_tui.domain import checks, points
from crm_tui.domain.change import Change, Ref
from crm_tui.domain.changes import ContactChanges
from crm_tui.domain.contact import Contact, ContactDraft
from crm_tui.domain.desk import Desk
from crm_tui.store import belongings, editing, external_ids, tagging, writing
from crm_tui.store.tables import ContactRow


def add(session: Session, desk: Desk, draft: ContactDraft) -> Change:
    """Adds a contact, its company if that is new, its points, tags and custom fields.

    The new id is in the change's records. Raises `UsageError` when there is neither a name nor an address, or
    the status is unknown.
    """
    draft = checks.contact(draft, desk)
    made = desk.moment.epoch if draft.created_at is None else int(draft.created_at.timestamp())
    row = ContactRow(
        name=draft.name,
        given_name=draft.given_name,
        middle_name=draft.middle_name,
        family_name=draft.family_name,
        prefix=draft.prefix,
        suffix=draft.suffix,
        nickname=draft.nickname,
        title=draft.title,
        department=draft.department,
        company=belongings.company_pk(session, desk, draft.company),
        birthday=draft.birthday,
        zone=draft.zone,
        status=draft.status,
        stage=draft.stage or "",
        tier=draft.tier or "",
        owner=draft.owner,
        source=draft.source,
        do_not_contact=int(draft.do_not_contact),
        note=draft.note,
        keep_in_touch_days=draft.keep_in_touch_days,
        created_at=made,
    )
    session.add(row)
    session.flush()
    belongings.add_points(session, writing.pk(row), draft.points)
    belongings.set_custom(session, desk, writing.pk(row), draft.custom)
    external_ids.add(writing.driver(session), writing.pk(row), draft.external_ids)
    tagging.put_on(session, [writing.pk(row)], draft.tags)
    words = f"Added {writing.label(session, row.id)}"
    doubts = points.doubts(draft.points)
    return writing.change(words, "contact", [row.id], beside=_company(session, row), notes=doubts)


def edit(session: Session, desk: Desk, id: str, changes: ContactChanges, *, seen: Contact | None = None) -> Change:
    """Changes the fields that are given, and no other.

    Raises `NotFoundError`, `UsageError` as `add` does, and `ConflictError` when a field to be changed no
    longer has the value that it had when the contact was ``seen``.
    """
    return editing.edit(session, desk, id, changes, seen)


def _company(session: Session, row: ContactRow) -> list[Ref]:
    found = writing.driver(session).execute("SELECT id FROM company WHERE pk = ?", (row.company,))
    return [Ref("company", id) for (id,) in found]
