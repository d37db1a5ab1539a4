"""Tags on contacts, by sets: forty thousand contacts are a few statements."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from crm_tui.domain import checks
from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.store import journal, sets, writing
from crm_tui.store.tables import TagRow

#: Of the chosen contacts those that never had the tag, and the rows of those that have or had it.
_NEW = """
INSERT INTO contact_tag(contact, tag)
SELECT k.value, :tag FROM json_each(:contacts) k
 WHERE NOT EXISTS (SELECT 1 FROM contact_tag ct WHERE ct.contact = k.value AND ct.tag = :tag)"""

_KNOWN = """
SELECT ct.pk FROM json_each(:contacts) k CROSS JOIN contact_tag ct ON ct.contact = k.value AND ct.tag = :tag
 WHERE (ct.deleted_at IS NULL) = :is_on"""

_OF = """
SELECT t.name FROM contact_tag ct JOIN tag t ON t.pk = ct.tag
 WHERE ct.contact = ? AND ct.deleted_at IS NULL AND t.deleted_at IS NULL ORDER BY t.name"""


def put_on(session: Session, contacts: Sequence[int], names: Sequence[str]) -> None:
    """Puts tags on contacts, given by key; unknown tags are made, a spelling in other case is the same tag."""
    for name in names:
        chosen: dict[str, int | str] = {"tag": _made(session, name), "contacts": _json(contacts)}
        connection = writing.driver(session)
        sets.give(connection, "contact_tag", "deleted_at", _rows(connection, chosen, is_on=False), None)
        first = sets.end(connection, "contact_tag")
        journal.pause(connection)
        connection.execute(_NEW, chosen)
        journal.resume(connection)
        sets.added(connection, "contact_tag", first, sets.end(connection, "contact_tag") - 1)


def of(session: Session, contact: int) -> tuple[str, ...]:
    """The tags on one contact, given by key, in order of name."""
    found = writing.driver(session).execute(_OF, (contact,))
    return tuple(name for (name,) in found)


def take_off(session: Session, desk: Desk, contacts: Sequence[int], names: Sequence[str]) -> None:
    """Takes tags off contacts, given by key, whatever the case in which the tags are given."""
    wanted = {name.casefold() for name in names}
    for tag in [pk for pk, name, _ in _tags(session) if name.casefold() in wanted]:
        connection = writing.driver(session)
        rows = _rows(connection, {"tag": tag, "contacts": _json(contacts)}, is_on=True)
        sets.give(connection, "contact_tag", "deleted_at", rows, desk.moment.epoch)


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
    connection = writing.driver(session)
    worn = connection.execute("SELECT pk FROM contact_tag WHERE tag = ? AND deleted_at IS NULL", (row.pk,))
    count = sets.give(connection, "contact_tag", "deleted_at", [pk for (pk,) in worn], desk.moment.epoch)
    row.deleted_at = desk.moment.epoch
    session.add(row)
    return Change(summary=f"Deleted #{row.name}, which {writing.counted(count, 'contact')} had", everything=True)


def _rows(connection: sqlite3.Connection, chosen: Mapping[str, int | str], *, is_on: bool) -> list[int]:
    """The rows of a tag on the chosen contacts, those on which it is now, or those from which it was taken."""
    return [pk for (pk,) in connection.execute(_KNOWN, {**chosen, "is_on": is_on})]


def _json(keys: Sequence[int]) -> str:
    return json.dumps(list(keys))


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
