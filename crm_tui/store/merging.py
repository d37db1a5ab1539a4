"""Merging: several records of one person become one, with everything of all of them, in one operation and one undo."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from crm_tui.domain import merge as merging
from crm_tui.domain.change import Change, Ref
from crm_tui.domain.contact import Contact, ContactPoint
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.domain.merge import NAME_PARTS, MergePlan
from crm_tui.domain.value import replace
from crm_tui.store import belongings, contacts, duplicates_edits, external_ids, tagging, writing
from crm_tui.store.tables import ContactRow

#: Somebody who took part in an interaction twice, under both records, took part once.
_LINK = """
INSERT INTO interaction_contact(interaction, contact)
SELECT l.interaction, :keep FROM interaction_contact l
 WHERE l.contact = :other AND l.deleted_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM interaction_contact k WHERE k.interaction = l.interaction AND k.contact = :keep)
 ORDER BY l.at"""
_LINK_AGAIN = """
UPDATE interaction_contact SET deleted_at = NULL
 WHERE contact = :keep AND deleted_at IS NOT NULL AND interaction IN (
       SELECT interaction FROM interaction_contact WHERE contact = :other AND deleted_at IS NULL)"""
_UNLINK = "UPDATE interaction_contact SET deleted_at = :now WHERE contact = :other AND deleted_at IS NULL"

_FOLLOW_UPS = "UPDATE follow_up SET contact = :keep WHERE contact = :other AND deleted_at IS NULL RETURNING id"


def merge(
    session: Session, desk: Desk, keep: str, others: Sequence[str], fields: Mapping[str, str] | None = None
) -> Change:
    """Makes ``others`` part of the contact ``keep``, and moves their records to the trash.

    Points, tags, custom fields, external ids, notes, interactions and follow-ups of all are kept; of what there can be
    one, the value of ``keep`` stays, or of whom ``fields`` names (field → id), and what the others said is written into
    the note.
    Raises `NotFoundError`, and `UsageError` without another contact or for a field that is none.
    """
    rest = [id for id in dict.fromkeys(others) if id != keep]
    if not rest:
        raise UsageError("There is nobody to merge with.", "Name the contact to keep, then those that are the same.")
    if unknown := sorted(set(fields or {}) - set(merging.FIELDS)):
        raise UsageError(f"{unknown[0]!r} is no field to choose.", f"There are: {', '.join(merging.FIELDS)}.")
    rows = {id: writing.contact(session, id) for id in (keep, *rest)}
    people = [contacts.one(writing.driver(session), desk, id) for id in rows]
    plan = merging.plan(people, fields)
    _fill(session, rows, plan, people)
    kept, moved = writing.pk(rows[keep]), []
    for person in people[1:]:
        moved += _hand_over(session, desk, kept, writing.pk(rows[person.id]), person)
    if rows[keep].do_not_contact:  # whoever's follow-ups they were
        belongings.cancel_follow_ups(session, desk, json.dumps([kept]))
    belongings.set_custom(session, desk, kept, plan.custom)
    for id in rest:
        duplicates_edits.judge(session, desk, rows[keep], rows[id], is_same=True)
        rows[id].deleted_at = desk.moment.epoch
        session.add(rows[id])
    session.flush()
    words = people[1].name if len(rest) == 1 else writing.counted(len(rest), "contact")
    summary = f"Merged {words or 'a contact without a name'} into {writing.label(session, keep)}"
    return writing.change(summary, "contact", list(rows), beside=_beside(moved, people))


def _fill(session: Session, rows: Mapping[str, ContactRow], plan: MergePlan, people: Sequence[Contact]) -> None:
    """Writes into the row that is kept what of each field was chosen, and whatever else must not be lost."""
    keep = rows[plan.keep]
    for name in merging.FIELDS:
        source = rows[plan.whose(name)]
        for column in NAME_PARTS if name == "name" else (name,):
            setattr(keep, column, getattr(source, column))
    keep.do_not_contact = max(row.do_not_contact for row in rows.values())
    keep.created_at = min(row.created_at for row in rows.values())
    notes = dict.fromkeys(note for person in people if (note := person.note.strip()))
    keep.note = "\n\n".join((*notes, *plan.left_over))
    session.add(keep)
    session.flush()


def _hand_over(session: Session, desk: Desk, keep: int, other: int, person: Contact) -> list[Ref]:
    """Gives what belongs to the contact ``other`` to ``keep``; the follow-ups that moved."""
    points = (*person.emails, *person.phones, *person.urls, *person.addresses)
    _add_points(session, desk, keep, points)
    tagging.put_on(session, [keep], person.tags)
    external_ids.add(writing.driver(session), keep, person.external_ids)
    which = {"keep": keep, "other": other, "now": desk.moment.epoch}
    connection = writing.driver(session)
    for statement in (_LINK_AGAIN, _LINK, _UNLINK):
        connection.execute(statement, which)
    moved = connection.execute(_FOLLOW_UPS, which).fetchall()
    return [Ref("follow_up", id) for (id,) in moved]


def _add_points(session: Session, desk: Desk, contact: int, points: Iterable[ContactPoint]) -> None:
    """Adds addresses and numbers that the contact has not got; one that either record says is wrong, is wrong.

    As new points: those of the other record stay with it, should it ever be taken out of the trash.
    """
    known = {(row.kind, row.normal or row.value.casefold()): row for row in belongings.point_rows(session, contact)}
    new = []
    for point in points:
        row = known.get((point.kind, point.normal or point.value.casefold()))
        if row is None:
            new.append(point)
        elif point.bad:
            row.is_bad = 1
            session.add(row)
    if new:
        belongings.change_points(session, desk, contact, [replace(point, id="", primary=False) for point in new])


def _beside(moved: Iterable[Ref], people: Sequence[Contact]) -> list[Ref]:
    return [*moved, *(Ref("company", person.company.id) for person in people if person.company)]
