"""Tags on contacts, by sets: forty thousand contacts are a few statements."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session

from crm_tui.domain import checks
from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.store import writing
from crm_tui.store.tables import TagRow

_PUT_ON = """
INSERT INTO contact_tag(contact, tag)
SELECT c.pk, t.value FROM json_each(:ids) k CROSS JOIN contact c ON c.id = k.value CROSS JOIN json_each(:tags) t
 WHERE true
ON CONFLICT(contact, tag) DO UPDATE SET deleted_at = NULL WHERE deleted_at IS NOT NULL"""

_TAKE_OFF = """
UPDATE contact_tag SET deleted_at = :now
 WHERE deleted_at IS NULL AND tag IN (SELECT value FROM json_each(:tags))
   AND contact IN (SELECT c.pk FROM json_each(:ids) k CROSS JOIN contact c ON c.id = k.value)"""

_OF = """
SELECT t.name FROM contact_tag ct JOIN tag t ON t.pk = ct.tag
 WHERE ct.contact = ? AND ct.deleted_at IS NULL AND t.deleted_at IS NULL ORDER BY t.name"""


def put_on(session: Session, ids: Sequence[str], names: Sequence[str]) -> None:
    """Puts tags on contacts; those that are unknown are made, and a spelling in other case is the same tag."""
    if not names:
        return
    tags = json.dumps([_made(session, name) for name in names])
    writing.driver(session).execute(_PUT_ON, {"ids": json.dumps(ids), "tags": tags})


def of(session: Session, contact: int) -> tuple[str, ...]:
    """The tags on one contact, given by key, in order of name."""
    found = writing.driver(session).execute(_OF, (contact,))
    return tuple(name for (name,) in found)


def take_off(session: Session, desk: Desk, ids: Sequence[str], names: Sequence[str]) -> None:
    """Takes tags off contacts, whatever the case in which they are given."""
    wanted = {name.casefold() for name in names}
    tags = [pk for pk, name, _ in _tags(session) if name.casefold() in wanted]
    if tags:
        writing.driver(session).execute(
            _TAKE_OFF, {"ids": json.dumps(ids), "tags": json.dumps(tags), "now": desk.moment.epoch}
        )


def rename(session: Session, desk: Desk, name: str, new: str) -> Change:
    """Gives a tag another name, on everyone who has it.

    Raises `NotFoundError` when there is no such tag, `UsageError` when another one has the new name.
    """
    row, wanted = _row(session, name), next(iter(checks.tag_names([new])), "")
    others = {other.casefold() for pk, other, is_deleted in _tags(session) if pk != row.pk and not is_deleted}
    if not wanted or wanted.casefold() in others:
        raise UsageError(f"A tag cannot be called “{new}”.", "Give a name that no other tag has.")
    former, row.name = row.name, wanted
    session.add(row)
    return writing.change(f"Renamed #{former} to #{wanted}", "tag", [row.id])


def delete(session: Session, desk: Desk, name: str) -> Change:
    """Takes a tag off everyone and out of the list. Raises `NotFoundError`."""
    row = _row(session, name)
    taken = writing.driver(session).execute(
        "UPDATE contact_tag SET deleted_at = ? WHERE tag = ? AND deleted_at IS NULL", (desk.moment.epoch, row.pk)
    )
    row.deleted_at = desk.moment.epoch
    session.add(row)
    words = f"Deleted #{row.name}, which {writing.counted(taken.rowcount, 'contact')} had"
    return Change(summary=words, everything=True)


def _row(session: Session, name: str) -> TagRow:
    for pk, other, is_deleted in _tags(session):
        if not is_deleted and other.casefold() == name.removeprefix("#").casefold():
            return session.get_one(TagRow, pk)
    raise NotFoundError(f"There is no tag “{name}”.", "Tags are made by putting them on a contact.")


def _made(session: Session, name: str) -> int:
    """The key of the tag with this name; it is made, or taken out of the trash."""
    same = [tag for tag in _tags(session) if tag[1].casefold() == name.casefold()]
    if not same:
        row = TagRow(name=name)
        session.add(row)
        session.flush()
        assert row.pk is not None
        return row.pk
    pk, _, is_deleted = min(same, key=lambda tag: (tag[1] != name, tag[2]))
    if is_deleted:
        writing.driver(session).execute("UPDATE tag SET deleted_at = NULL WHERE pk = ?", (pk,))
    return pk


def _tags(session: Session) -> list[tuple[int, str, bool]]:
    """Key, name and whether it is in the trash, of every tag; SQLite folds the case of ASCII alone."""
    return writing.driver(session).execute("SELECT pk, name, deleted_at IS NOT NULL FROM tag").fetchall()
