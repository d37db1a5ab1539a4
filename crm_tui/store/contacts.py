"""Contacts: lists, and one of them whole. The operations are in `contact_edits` and `marked`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from crm_tui.domain.contact import CompanyRef, Contact, ContactLine, ContactPoint, NextStep, PointKind, Standing
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Stage, Tier
from crm_tui.domain.typed import TYPE_CHECKING, Any
from crm_tui.store import lines, values
from crm_tui.store.contact_list import Sort, ids, page
from crm_tui.store.deferred import deferred

if TYPE_CHECKING:
    from crm_tui.store.completion import names
    from crm_tui.store.contact_edits import add, edit
    from crm_tui.store.contact_lookup import resolve
    from crm_tui.store.duplicates import likely_duplicates, likely_duplicates_of
    from crm_tui.store.marked import delete, set_do_not_contact, set_owner, set_status, set_tier, tag
    from crm_tui.store.merging import merge

__all__ = [
    "Sort",
    "add",
    "companions",
    "delete",
    "edit",
    "ids",
    "likely_duplicates",
    "likely_duplicates_of",
    "merge",
    "names",
    "one",
    "page",
    "resolve",
    "set_do_not_contact",
    "set_owner",
    "set_status",
    "set_tier",
    "tag",
]

__getattr__ = deferred(
    {
        "crm_tui.store.completion": ("names",),
        "crm_tui.store.contact_edits": ("add", "edit"),
        "crm_tui.store.contact_lookup": ("resolve",),
        "crm_tui.store.duplicates": ("likely_duplicates", "likely_duplicates_of"),
        "crm_tui.store.merging": ("merge",),
        "crm_tui.store.marked": ("delete", "set_do_not_contact", "set_owner", "set_status", "set_tier", "tag"),
    }
)

_EXTERNAL_IDS = """(
SELECT group_concat(value, char(10)) FROM (
    SELECT value FROM contact_external_id WHERE contact = c.pk AND deleted_at IS NULL ORDER BY pk))"""

_ONE = f"""
SELECT c.pk, c.id, c.name, c.given_name, c.middle_name, c.family_name, c.prefix, c.suffix, c.nickname, c.title,
       c.department, co.id, co.name, c.birthday, c.zone, c.status, c.stage, c.tier, {lines.TAGS}, c.owner, c.source,
       c.do_not_contact, c.note, c.keep_in_touch_days, {_EXTERNAL_IDS}, c.created_at, s.updated_at, c.deleted_at,
       s.last_contacted, s.last_outcome, s.attempts, s.quiet_day, s.last_activity, f.id, f.due_day, f.due_at, f.text
  FROM contact c
  JOIN standing s ON s.contact = c.pk
  LEFT JOIN company co ON co.pk = c.company AND co.deleted_at IS NULL
  LEFT JOIN follow_up f ON f.pk = s.next_follow_up
 WHERE c.id = ? AND NOT c.is_purged"""

_POINTS = """
SELECT kind, value, normal, label, is_primary, is_bad, id, parts FROM contact_point
 WHERE contact = ? AND deleted_at IS NULL ORDER BY kind, is_primary DESC, position, pk"""

_CUSTOM = "SELECT name, value FROM custom_field WHERE contact = ? AND deleted_at IS NULL ORDER BY name"

_COMPANIONS = """
SELECT o.pk FROM contact c JOIN contact o ON o.company = c.company AND o.pk <> c.pk AND o.deleted_at IS NULL
  JOIN standing s ON s.contact = o.pk
 WHERE c.id = ? ORDER BY s.last_activity DESC, s.sort_name LIMIT ?"""


def one(connection: sqlite3.Connection, desk: Desk, id: str) -> Contact:
    """The contact with this id, whole, also a deleted one. Raises `NotFoundError`."""
    row = connection.execute(_ONE, (id,)).fetchone()
    if row is None:
        raise NotFoundError("There is no such contact.", "Look for the name with `crm find`.")
    points = list(_points(connection, row[0]))
    return _contact(desk, row, points, dict(connection.execute(_CUSTOM, (row[0],))))


def companions(connection: sqlite3.Connection, desk: Desk, id: str, limit: int = 50) -> tuple[ContactLine, ...]:
    """The others at the company of a contact, last worked first."""
    return lines.of(connection, desk, [pk for (pk,) in connection.execute(_COMPANIONS, (id, limit))])


def _points(connection: sqlite3.Connection, pk: int) -> Iterator[ContactPoint]:
    for kind, value, normal, label, is_primary, is_bad, id, parts in connection.execute(_POINTS, (pk,)):
        yield ContactPoint(
            kind=PointKind(kind),
            value=value,
            normal=normal,
            label=label,
            primary=bool(is_primary),
            bad=bool(is_bad),
            id=id,
            parts=json.loads(parts) if parts else {},
        )


def _contact(desk: Desk, row: tuple[Any, ...], points: list[ContactPoint], custom: dict[str, str]) -> Contact:
    _, id, name, given, middle, family, prefix, suffix, nickname, title, department, company, company_name = row[:13]
    birthday, zone, status, stage, tier, tags, owner, source, is_banned, note, days, external_ids = row[13:25]
    created_at, updated_at, deleted_at = row[25:28]
    external_id, *other_ids = (external_ids or "").split("\n")
    return Contact(
        id=id,
        name=name,
        given_name=given,
        middle_name=middle,
        family_name=family,
        prefix=prefix,
        suffix=suffix,
        nickname=nickname,
        title=title,
        department=department,
        company=CompanyRef(id=company, name=company_name) if company else None,
        emails=tuple(point for point in points if point.kind is PointKind.EMAIL),
        phones=tuple(point for point in points if point.kind is PointKind.PHONE),
        urls=tuple(point for point in points if point.kind is PointKind.URL),
        addresses=tuple(point for point in points if point.kind is PointKind.ADDRESS),
        birthday=birthday,
        zone=zone,
        status=status,
        stage=values.member(Stage, stage),
        tier=values.member(Tier, tier),
        tags=values.words(tags),
        owner=owner,
        source=source,
        do_not_contact=bool(is_banned),
        note=note,
        keep_in_touch_days=days,
        external_id=external_id,
        other_ids=tuple(other_ids),
        custom=custom,
        created_at=desk.moment.local(created_at),
        updated_at=desk.moment.local(updated_at),
        deleted_at=values.moment(desk, deleted_at),
        standing=_standing(desk, row[28:]),
    )


def _standing(desk: Desk, row: tuple[Any, ...]) -> Standing:
    last_contacted, last_outcome, attempts, quiet_day, last_activity, next_id, next_day, next_at, next_text = row
    due = values.due_value(desk, next_day, next_at)
    return Standing(
        last_contacted=values.moment(desk, last_contacted),
        last_outcome=values.member(Outcome, last_outcome),
        attempts=attempts,
        next_step=None if due is None else NextStep(id=next_id, due=due, text=next_text),
        quiet_on=values.day(quiet_day),
        last_activity=values.moment(desk, last_activity),
    )
