"""Contacts: adding, editing, and what is done to many at once. The queries are in `contacts`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from crm_tui.domain import checks, points
from crm_tui.domain.change import Change, Ref
from crm_tui.domain.changes import ContactChanges
from crm_tui.domain.contact import Contact, ContactDraft
from crm_tui.domain.desk import Desk
from crm_tui.domain.status import Tier
from crm_tui.domain.text import clean
from crm_tui.store import belongings, editing, tagging, writing
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
        external_id=draft.external_id,
        created_at=made,
    )
    session.add(row)
    session.flush()
    belongings.add_points(session, writing.pk(row), draft.points)
    belongings.set_custom(session, desk, writing.pk(row), draft.custom)
    tagging.put_on(session, [row.id], draft.tags)
    words = f"Added {writing.label(session, row.id)}"
    doubts = points.doubts(draft.points)
    return writing.change(words, "contact", [row.id], beside=_company(session, row), notes=doubts)


def edit(session: Session, desk: Desk, id: str, changes: ContactChanges, *, seen: Contact | None = None) -> Change:
    """Changes the fields that are given, and no other.

    Raises `NotFoundError`, `UsageError` as `add` does, and `ConflictError` when a field to be changed no
    longer has the value that it had when the contact was ``seen``.
    """
    return editing.edit(session, desk, id, changes, seen)


def delete(session: Session, desk: Desk, ids: Sequence[str]) -> Change:
    """Moves contacts to the trash, with all that belongs to them."""
    who = writing.people(session, ids)
    _set(session, who, "deleted_at", desk.moment.epoch)
    return writing.change(f"Moved {who.words} to the trash", "contact", who.ids)


def tag(
    session: Session, desk: Desk, ids: Sequence[str], add: Sequence[str] = (), remove: Sequence[str] = ()
) -> Change:
    """Puts tags on contacts and takes tags off them; unknown tags are made."""
    who = writing.people(session, ids)
    on, off = checks.tag_names(add), checks.tag_names(remove)
    tagging.put_on(session, who.ids, on)
    tagging.take_off(session, desk, who.ids, off)
    words = " ".join((*(f"#{name}" for name in on), *(f"-#{name}" for name in off)))
    return writing.change(f"{who.words}: {words or 'no tag given'}", "contact", who.ids)


def set_status(session: Session, desk: Desk, ids: Sequence[str], status: str) -> Change:
    """Gives contacts a lead status. Raises `UsageError` when there is no such status."""
    who, name = writing.people(session, ids), checks.status(status, desk)
    _set(session, who, "status", name)
    return writing.change(f"{who.words}: status {name}", "contact", who.ids)


def set_owner(session: Session, desk: Desk, ids: Sequence[str], owner: str) -> Change:
    """Gives contacts to a rep, or to nobody."""
    who, name = writing.people(session, ids), clean(owner)
    _set(session, who, "owner", name)
    return writing.change(f"{who.words}: {f'owner {name}' if name else 'no owner'}", "contact", who.ids)


def set_tier(session: Session, desk: Desk, ids: Sequence[str], tier: Tier | None) -> Change:
    """Puts contacts into a tier, or out of all of them."""
    who = writing.people(session, ids)
    _set(session, who, "tier", tier or "")
    return writing.change(f"{who.words}: {f'tier {tier}' if tier else 'no tier'}", "contact", who.ids)


def set_do_not_contact(session: Session, desk: Desk, ids: Sequence[str], *, banned: bool = True) -> Change:
    """Marks contacts as not to be contacted, which cancels their open follow-ups, or takes the mark off.

    Taking it off brings no follow-up back.
    """
    who = writing.people(session, ids)
    _set(session, who, "do_not_contact", int(banned))
    if not banned:
        return writing.change(f"{who.words} may be contacted again", "contact", who.ids)
    closed = belongings.cancel_follow_ups(session, desk, who.keys)
    words = f"{who.words}: do not contact"
    if closed:
        words += f" · {writing.counted(len(closed), 'follow-up')} canceled"
    return writing.change(words, "contact", who.ids, beside=(Ref("follow_up", id) for id in closed))


def _set(session: Session, who: writing.People, column: str, value: str | int) -> None:
    writing.driver(session).execute(
        f"UPDATE contact SET {column} = ? WHERE id IN (SELECT value FROM json_each(?)) AND {column} IS NOT ?",
        (value, who.keys, value),
    )


def _company(session: Session, row: ContactRow) -> list[Ref]:
    found = writing.driver(session).execute("SELECT id FROM company WHERE pk = ?", (row.company,))
    return [Ref("company", id) for (id,) in found]
